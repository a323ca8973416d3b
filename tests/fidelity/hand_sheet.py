"""What hangs on a sheet and no library writes, made by hand: just enough for the relation and the mark to be real."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fidelity.base import Added, Feature, added, with_feature
from tests.fidelity.pivot import with_pivot

__all__ = ["features"]

_MS, _OX = "http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/officeDocument/2006/"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_X14, _X15 = _MS + "spreadsheetml/2009/9/main", _MS + "spreadsheetml/2010/11/main"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_EXCEL = "application/vnd.ms-excel."
_BOOK = "xl/workbook.xml"


def features() -> Iterator[Feature]:
    """All of them; a workbook each."""
    yield Feature("slicer and its cache", _slicer(), ("<slicer ", "tableSlicerCache", "x15:slicerCaches"))
    yield Feature("timeline and its cache", _timeline(), ("<timeline ", "<timelineCacheDefinition"))
    yield Feature("threaded comments, persons", _threaded(), ("<threadedComment ", 'displayName="Wang"'))
    yield Feature("form control", _controls("form"), ("<formControlPr ", r"<control [^>]*shapeId"))
    yield Feature("ActiveX control", _controls("activeX"), ("ax:classid", "/activeX1.bin"))
    yield Feature("embedded object", _embedded(), ("/oleObject1.bin", "<oleObject "))
    yield Feature(
        "pivot table, cache, records",
        with_pivot(),
        ("<pivotTableDefinition", "<pivotCacheRecords", r"<pivotCacheDefinition[^>]*refreshOnLoad"),
    )
    yield Feature(
        "printer settings",
        added(
            with_feature(),
            [
                Added(
                    "xl/printerSettings/printerSettings1.bin", b"\0HP", _SHEETML + "printerSettings", "printerSettings"
                )
            ],
            sheet='<pageSetup paperSize="9" r:id="{rId:xl/printerSettings/printerSettings1.bin}"/>',
        ),
        ("/printerSettings1.bin",),
    )
    yield Feature("chart of 2016 (funnel)", _chart_of_2016(), ('layoutId="funnel"', "mc:AlternateContent"))
    yield Feature("validation: list on another sheet (2010)", _validation_of_2010(), (r"Data!\$C\$2:\$C\$[45]<",))
    yield Feature("calculation chain (Excel builds it again)", _calculation(), ("<calcChain",))
    sheet_only = (
        (
            "scenarios",
            '<scenarios><scenario name="best" count="1"><inputCells r="B2" val="99"/></scenario></scenarios>',
            "<scenario ",
        ),
        ("watched cells", '<cellWatches><cellWatch r="B2"/></cellWatches>', "<cellWatch "),
        (
            "own views",
            '<customSheetViews><customSheetView guid="{1A2B3C4D-1111-2222-3333-444455556666}"/></customSheetViews>',
            "<customSheetView ",
        ),
    )
    for name, xml, mark in sheet_only:
        yield Feature(name, added(with_feature(), [], sheet=xml, before="<pageMargins"), (mark,))


def _extension(uri: str, namespaces: str, inner: str) -> str:
    return f'<extLst><ext uri="{{{uri}}}" {namespaces}>{inner}</ext></extLst>'


def _slicer() -> bytes:
    cache, slicer = "xl/slicerCaches/slicerCache1.xml", "xl/slicers/slicer1.xml"
    news = [
        Added(
            cache,
            f'<slicerCacheDefinition xmlns="{_X14}" name="Slicer_Kind" sourceName="Kind"><extLst>'
            '<ext uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}" xmlns:x15="' + _X15 + '"><x15:tableSlicerCache '
            'tableId="1" column="3"/></ext></extLst></slicerCacheDefinition>',
            _EXCEL + "slicerCache+xml",
            _MS + "2007/relationships/slicerCache",
            _BOOK,
        ),
        Added(
            slicer,
            f'<slicers xmlns="{_X14}"><slicer name="Kind" cache="Slicer_Kind" caption="Kind" '
            'rowHeight="241300"/></slicers>',
            _EXCEL + "slicer+xml",
            _MS + "2007/relationships/slicer",
        ),
    ]
    sheet = _extension(
        "3A4CF648-6AED-40f4-86FF-DC5316D8AED3",
        f'xmlns:x14="{_X14}"',
        f'<x14:slicerList><x14:slicer r:id="{{rId:{slicer}}}"/></x14:slicerList>',
    )
    book = _extension(
        "46BE6895-7355-4a93-B00E-2C351335B9C9",
        f'xmlns:x15="{_X15}" xmlns:x14="{_X14}"',
        f'<x15:slicerCaches><x14:slicerCache r:id="{{rId:{cache}}}"/></x15:slicerCaches>',
    )
    return added(with_feature(), news, sheet=sheet, book=book)


def _timeline() -> bytes:
    cache, line = "xl/timelineCaches/timelineCache1.xml", "xl/timelines/timeline1.xml"
    news = [
        Added(
            cache,
            f'<timelineCacheDefinition xmlns="{_X15}" name="Timeline_Day" sourceName="Day"><state '
            'filterType="unknown" minimalRefreshVersion="6" pivotCacheId="1"/></timelineCacheDefinition>',
            _EXCEL + "timelineCache+xml",
            _MS + "2011/relationships/timelineCache",
            _BOOK,
        ),
        Added(
            line,
            f'<timelines xmlns="{_X15}"><timeline name="Day" cache="Timeline_Day" caption="Day" level="2" '
            'selectionLevel="2"/></timelines>',
            _EXCEL + "timeline+xml",
            _MS + "2011/relationships/timeline",
        ),
    ]
    sheet = _extension(
        "7E03D99C-DC04-49d9-9315-930204A7B6E9",
        f'xmlns:x15="{_X15}"',
        f'<x15:timelineRefs><x15:timelineRef r:id="{{rId:{line}}}"/></x15:timelineRefs>',
    )
    return added(with_feature(), news, sheet=sheet)


def _threaded() -> bytes:
    names, who = f'xmlns="{_MS}spreadsheetml/2018/threadedcomments"', "{11111111-2222-3333-4444-555555555555}"
    base = with_feature(lambda book, sheet: sheet.write_comment("B2", "[Threaded comment] Call back"))
    return added(
        base,
        [
            Added(
                "xl/threadedComments/threadedComment1.xml",
                f'<ThreadedComments {names}><threadedComment ref="B2" '
                f'dT="2024-05-01T10:00:00.00" personId="{who}" '
                f'id="{{AAAAAAAA-2222-3333-4444-555555555555}}"><text>Call '
                "back</text></threadedComment></ThreadedComments>",
                _EXCEL + "threadedcomments+xml",
                _MS + "2017/10/relationships/threadedComment",
            ),
            Added(
                "xl/persons/person.xml",
                f'<personList {names}><person displayName="Wang" id="{who}" userId="w" '
                'providerId="None"/></personList>',
                _EXCEL + "person+xml",
                _MS + "2017/10/relationships/person",
                _BOOK,
            ),
        ],
    )


def _controls(kind: str) -> bytes:
    """A form control (`ctrlProp`) or an ActiveX control on the drawing of a note."""
    base = with_feature(lambda book, sheet: sheet.write_comment("B2", "note"))
    if kind == "form":
        part = "xl/ctrlProps/ctrlProp1.xml"
        news = [
            Added(
                part,
                f'<formControlPr xmlns="{_X14}" objectType="CheckBox" checked="Checked" fmlaLink="$H$1"/>',
                _EXCEL + "controlproperties+xml",
                _OX + "relationships/ctrlProp",
            )
        ]
    else:
        part = "xl/activeX/activeX1.xml"
        news = [
            Added(
                part,
                f'<ax:ocx xmlns:ax="{_MS}2006/activeX" ax:classid="{{8BD21D50-EC42-11CE-9E0D-00AA006002F3}}" '
                f'xmlns:r="{_OX}relationships" ax:persistence="persistStreamInit" r:id="rId1"/>',
                "application/vnd.ms-office.activeX+xml",
                _OX + "relationships/control",
            ),
            Added(
                "xl/activeX/activeX1.bin",
                b"\x50\x1d\xd2\x8b control",
                "application/vnd.ms-office.activeX",
                _MS + "2006/relationships/activeXControlBinary",
                part,
            ),
        ]
    sheet = f'<controls><control shapeId="1026" r:id="{{rId:{part}}}" name="Check 1"/></controls>'
    return added(base, news, sheet=sheet)


def _embedded() -> bytes:
    part = "xl/embeddings/oleObject1.bin"
    base = with_feature(lambda book, sheet: sheet.write_comment("B2", "note"))
    sheet = f'<oleObjects><oleObject progId="Package" shapeId="1026" r:id="{{rId:{part}}}"/></oleObjects>'
    return added(
        base,
        [
            Added(
                part,
                b"\xd0\xcf\x11\xe0 inside",
                "application/vnd.openxmlformats-officedocument.oleObject",
                _OX + "relationships/oleObject",
            )
        ],
        sheet=sheet,
    )


def _chart_of_2016() -> bytes:
    drawing, chart = "xl/drawings/drawing1.xml", "xl/charts/chartEx1.xml"
    names = _MS + "drawing/2014/chartex"
    anchor = (
        "<xdr:twoCellAnchor><xdr:from><xdr:col>7</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0"
        "</xdr:rowOff></xdr:from><xdr:to><xdr:col>12</xdr:col><xdr:colOff>0</xdr:colOff>"
        "<xdr:row>9</xdr:row><xdr:rowOff>0"
        "</xdr:rowOff></xdr:to><mc:AlternateContent "
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="cx1" xmlns:cx1="{_MS}drawing/2015/9/8/chartex">'
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        '<xdr:cNvPr id="2" name="Funnel"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="{names}"><cx:chart xmlns:cx="{names}" '
        f'r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice><mc:Fallback/></mc:AlternateContent>'
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )
    root = "http://schemas.openxmlformats.org/drawingml/2006/"
    body = (
        f'<xdr:wsDr xmlns:xdr="{root}spreadsheetDrawing" xmlns:a="{root}main" xmlns:r="{_OX}relationships">{anchor}'
        "</xdr:wsDr>"
    )
    funnel = (
        f'<cx:chartSpace xmlns:cx="{names}"><cx:chartData><cx:data id="0"><cx:numDim type="val"><cx:f>Feature!$B$2:$B$4'
        "</cx:f></cx:numDim></cx:data></cx:chartData><cx:chart><cx:plotArea><cx:plotAreaRegion><cx:series "
        'layoutId="funnel"><cx:dataId val="0"/></cx:series></cx:plotAreaRegion></cx:plotArea>'
        "</cx:chart></cx:chartSpace>"
    )
    news = [
        Added(drawing, body, "application/vnd.openxmlformats-officedocument.drawing+xml", "drawing"),
        Added(chart, funnel, "application/vnd.ms-office.chartex+xml", _MS + "2014/relationships/chartEx", drawing),
    ]
    return added(with_feature(), news, sheet=f'<drawing r:id="{{rId:{drawing}}}"/>')


def _validation_of_2010() -> bytes:
    inner = (
        '<x14:dataValidations count="1" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation '
        'type="list" allowBlank="1"><x14:formula1><xm:f>Data!$C$2:$C$4</xm:f></x14:formula1><xm:sqref>C2:C9</xm:sqref>'
        "</x14:dataValidation></x14:dataValidations>"
    )
    return added(
        with_feature(), [], sheet=_extension("CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF", f'xmlns:x14="{_X14}"', inner)
    )


def _calculation() -> bytes:
    base = with_feature(lambda book, sheet: sheet.write_formula("E2", "=B2*2", None, 20))
    chain = Added(
        "xl/calcChain.xml",
        f'<calcChain xmlns="{_MAIN}"><c r="E2" i="2"/></calcChain>',
        _SHEETML + "calcChain+xml",
        "calcChain",
        _BOOK,
    )
    return added(base, [chain])
