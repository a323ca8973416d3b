"""What hangs on the workbook and no library writes, made by hand: just enough for the relation and mark to be real."""

from __future__ import annotations

from collections.abc import Iterator

from sync.ooxml.package import Package
from tests.fidelity.base import DATA_PART, Added, Feature, added, picture, with_feature
from tests.fidelity.written import macros

__all__ = ["features"]

_MS, _OX = "http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/officeDocument/2006/"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_EXCEL = "application/vnd.ms-excel."
_BOOK = "xl/workbook.xml"


def features() -> Iterator[Feature]:
    """All of them; a workbook each."""
    mashup = '<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AAAA</DataMashup>'
    yield Feature(
        "ribbon of 2007",
        _ribbon("customUI/customUI.xml", "2006/01", "2006/relationships/ui/extensibility"),
        ("<customUI ",),
    )
    yield Feature(
        "ribbon of 2010",
        _ribbon("customUI/customUI14.xml", "2009/07", "2007/relationships/ui/extensibility"),
        ("<customUI ",),
    )
    yield Feature("custom XML", _custom_xml('<team xmlns="urn:team">North</team>'), ("urn:team", "datastoreItem"))
    yield Feature("Power Query", _custom_xml(mashup), ("<DataMashup",))
    yield Feature("data model", _model(), ("/item.data",))
    yield Feature(
        "signature of the macros",
        added(
            macros(),
            [
                Added(
                    "xl/vbaProjectSignature.bin",
                    b"\x30signed",
                    "application/vnd.ms-office.vbaProjectSignature",
                    _MS + "2006/relationships/vbaProjectSignature",
                    "xl/vbaProject.bin",
                )
            ],
        ),
        ("/vbaProjectSignature.bin",),
    )
    yield Feature("data connection, query table", _query(), ("DSN=orders", "<queryTable "))
    yield Feature("external link with its values", _external(), ("<externalBook", "4711"))
    yield Feature("web extension", _extensions(), ("we:webextension", "wetp:taskpanes"))
    yield Feature("sensitivity label", _label(), ("clbl:labelList",))
    yield Feature("linked data type", _rich_data(), ("<supportingPropertyBags", "<rvTypesInfo"))
    yield Feature("named cell format", _named_format(), (r'<cellStyle [^>]*name="Team"',))
    yield Feature(
        "cells mapped to XML",
        added(
            with_feature(),
            [
                Added(
                    "xl/tables/tableSingleCells1.xml",
                    f'<singleXmlCells xmlns="{_MAIN}"/>',
                    _SHEETML + "tableSingleCells+xml",
                    "tableSingleCells",
                    DATA_PART,
                )
            ],
        ),
        ("<singleXmlCells",),
    )


def _ribbon(part: str, namespace: str, relation: str) -> bytes:
    xml = f'<customUI xmlns="{_MS}{namespace}/customui"><ribbon><tabs/></ribbon></customUI>'
    return added(macros(), [Added(part, xml, "application/xml", _MS + relation, "")])


def _custom_xml(inner: str) -> bytes:
    item, props = "customXml/item1.xml", "customXml/itemProps1.xml"
    return added(
        with_feature(),
        [
            Added(item, inner, "application/xml", _OX + "relationships/customXml", _BOOK),
            Added(
                props,
                f'<ds:datastoreItem ds:itemID="{{1}}" xmlns:ds="{_OX}customXml"/>',
                "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
                _OX + "relationships/customXmlProps",
                item,
            ),
        ],
    )


def _query() -> bytes:
    table = "xl/tables/table1.xml"
    news = [
        Added(
            "xl/connections.xml",
            f'<connections xmlns="{_MAIN}"><connection id="1" name="Orders" type="1" '
            'refreshedVersion="6"><dbPr connection="DSN=orders" command="SELECT 1"/></connection></connections>',
            _SHEETML + "connections+xml",
            "connections",
            _BOOK,
        ),
        Added(
            "xl/queryTables/queryTable1.xml",
            f'<queryTable xmlns="{_MAIN}" name="Orders" connectionId="1"/>',
            _SHEETML + "queryTable+xml",
            "queryTable",
            table,
        ),
    ]
    return added(with_feature(), news)


def _external() -> bytes:
    part = "xl/externalLinks/externalLink1.xml"
    xml = (
        f'<externalLink xmlns="{_MAIN}" xmlns:r="{_OX}relationships"><externalBook '
        'r:id="rId1"><sheetNames><sheetName val="Old"/>'
        '</sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>4711</v></cell></row></sheetData>'
        "</sheetDataSet></externalBook></externalLink>"
    )
    outside = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_OX}relationships/externalLinkPath" Target="old.xlsx" TargetMode="External"/></Relationships>'
    )
    news = [
        Added(part, xml, _SHEETML + "externalLink+xml", "externalLink", _BOOK),
        Added("xl/externalLinks/_rels/externalLink1.xml.rels", outside, "", ""),
    ]
    book = f'<externalReferences><externalReference r:id="{{rId:{part}}}"/></externalReferences>'
    return added(with_feature(), news, book=book, before_in_book="<calcPr")


def _extensions() -> bytes:
    panes, one = "xl/webextensions/taskpanes.xml", "xl/webextensions/webextension1.xml"
    names = _MS + "webextensions/"
    return added(
        with_feature(),
        [
            Added(
                panes,
                f'<wetp:taskpanes xmlns:wetp="{names}taskpanes/2010/11"/>',
                "application/vnd.ms-office.webextensiontaskpanes+xml",
                _MS + "2011/relationships/webextensiontaskpanes",
                "",
            ),
            Added(
                one,
                f'<we:webextension xmlns:we="{names}webextension/2010/11" id="{{1}}"/>',
                "application/vnd.ms-office.webextension+xml",
                _MS + "2011/relationships/webextension",
                panes,
            ),
        ],
    )


def _label() -> bytes:
    xml = (
        f'<clbl:labelList xmlns:clbl="{_MS}2020/mipLabelMetadata"><clbl:label id="{{1}}" enabled="1"/></clbl:labelList>'
    )
    return added(
        with_feature(),
        [
            Added(
                "docMetadata/LabelInfo.xml",
                xml,
                "application/vnd.ms-office.classificationlabels+xml",
                _MS + "2020/02/relationships/classificationlabels",
                "",
            )
        ],
    )


def _model() -> bytes:
    return added(
        with_feature(),
        [
            Added(
                "xl/model/item.data",
                b"\x01model",
                "application/vnd.openxmlformats-officedocument.model+data",
                _MS + "2011/relationships/powerPivotData",
                _BOOK,
            )
        ],
    )


def _rich_data() -> bytes:
    """A stock in A5: the linked data type behind a cell."""
    names = _MS + "spreadsheetml/2017/richdata"
    base = with_feature(lambda book, sheet: sheet.embed_image("E2", "e.png", {"image_data": picture(120)}))
    xml = f'<rvTypesInfo xmlns="{names}2"><global><keyFlags><key name="_Self"/></keyFlags></global></rvTypesInfo>'
    bag = '<spbData count="1"><spb s="0"><v>stocks</v></spb></spbData>'
    more = f'<supportingPropertyBags xmlns="{names}2">{bag}</supportingPropertyBags>'
    return added(
        base,
        [
            Added(
                "xl/richData/rdSupportingPropertyBag.xml",
                more,
                _EXCEL + "rdsupportingpropertybag+xml",
                _MS + "2017/06/relationships/rdSupportingPropertyBag",
                _BOOK,
            ),
            Added(
                "xl/richData/rdRichValueTypes2.xml",
                xml,
                _EXCEL + "rdrichvaluetypes+xml",
                _MS + "2017/06/relationships/rdRichValueTypes",
                _BOOK,
            ),
        ],
    )


def _named_format() -> bytes:
    package = Package.from_bytes(with_feature())
    styles = package.read("xl/styles.xml").decode()
    more = '<cellStyle name="Team" xfId="0" builtinId="53" customBuiltin="1"/></cellStyles>'
    package.put("xl/styles.xml", styles.replace("</cellStyles>", more).encode())
    return package.render()
