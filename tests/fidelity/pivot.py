"""A pivot table over table `T`, with its cache and records, as ECMA-376 part 1, 18.10 has them."""

from __future__ import annotations

from tests.fidelity.base import Added, added, with_feature

__all__ = ["with_pivot"]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_CACHE, _RECORDS, _TABLE = (
    "xl/pivotCache/pivotCacheDefinition1.xml",
    "xl/pivotCache/pivotCacheRecords1.xml",
    "xl/pivotTables/pivotTable1.xml",
)
_FIELDS = (
    '<cacheField name="Key" numFmtId="0"><sharedItems count="3"><s v="K1"/><s v="K2"/><s '
    'v="K3"/></sharedItems></cacheField>'
    '<cacheField name="Amount" numFmtId="0"><sharedItems containsSemiMixedTypes="0" '
    'containsString="0" containsNumber="1" '
    'containsInteger="1" minValue="10" maxValue="30"/></cacheField>'
    '<cacheField name="Kind" numFmtId="0"><sharedItems count="2"><s v="a"/><s v="b"/></sharedItems></cacheField>'
)
_DEFINITION = (
    f'<pivotCacheDefinition {_MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:id="rId1" refreshOnLoad="1" refreshedBy="a" refreshedDate="1" createdVersion="6" refreshedVersion="6" '
    'minRefreshableVersion="3" recordCount="3"><cacheSource type="worksheet">'
    '<worksheetSource ref="A1:C4" sheet="Data"/>'
    f'</cacheSource><cacheFields count="3">{_FIELDS}</cacheFields></pivotCacheDefinition>'
)
_ROWS = "".join(f'<r><x v="{i}"/><n v="{10 * (i + 1)}"/><x v="{i % 2}"/></r>' for i in range(3))
_PIVOT = (
    f'<pivotTableDefinition {_MAIN} name="P" cacheId="1" dataCaption="Values" '
    'updatedVersion="6" minRefreshableVersion="3" '
    'createdVersion="6" indent="0" outline="1" outlineData="1"><location ref="J1:K4" '
    'firstHeaderRow="1" firstDataRow="1" '
    'firstDataCol="1"/><pivotFields count="3"><pivotField showAll="0"/><pivotField dataField="1" showAll="0"/>'
    '<pivotField axis="axisRow" showAll="0"><items count="3"><item x="0"/><item x="1"/><item t="default"/></items>'
    '</pivotField></pivotFields><rowFields count="1"><field x="2"/></rowFields><rowItems '
    'count="3"><i><x/></i><i><x v="1"/>'
    '</i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields '
    'count="1"><dataField name="Sum" '
    'fld="1" baseField="0" baseItem="0"/></dataFields></pivotTableDefinition>'
)


def with_pivot() -> bytes:
    """The base workbook with the pivot table on its Feature sheet."""
    news = [
        Added(_CACHE, _DEFINITION, _SHEETML + "pivotCacheDefinition+xml", "pivotCacheDefinition", "xl/workbook.xml"),
        Added(
            _RECORDS,
            f'<pivotCacheRecords {_MAIN} count="3">{_ROWS}</pivotCacheRecords>',
            _SHEETML + "pivotCacheRecords+xml",
            "pivotCacheRecords",
            _CACHE,
        ),
        Added(_TABLE, _PIVOT, _SHEETML + "pivotTable+xml", "pivotTable"),
    ]
    more = Added(_CACHE, _DEFINITION, "", "pivotCacheDefinition", _TABLE)
    book = f'<pivotCaches><pivotCache cacheId="1" r:id="{{rId:{_CACHE}}}"/></pivotCaches>'
    return added(added(with_feature(), news, book=book), [more])
