"""Charts as data become DrawingML that says what the cells say."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from sync.ooxml.chart import OTHER, PALETTE, chart_xml
from sync.ooxml.chart_pieces import trimmed
from sync.ooxml.drawing import drawing_xml
from sync.sheet import Chart, Range, ReportSheet, Series
from tests.ooxml.samples import report
from validators.cells import Cell

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
KINDS = ["column", "bar", "pie", "line", "stacked"]


def cells(sheet: ReportSheet) -> dict[tuple[int, int], Cell]:
    return {(put.row, put.column): put.value for put in sheet.cells}


def draw(kind: str, title: str = "总览", **changes: object) -> ElementTree.Element:
    sheet = report()
    chart = sheet.charts[KINDS.index(kind)]
    for name, value in changes.items():
        object.__setattr__(chart, name, value)
    return ElementTree.fromstring(chart_xml(chart, cells(sheet), title, "zh"))


def texts(root: ElementTree.Element, path: str) -> list[str]:
    return [element.text or "" for element in root.iterfind(path)]


def values(root: ElementTree.Element, path: str) -> list[str]:
    return [element.get("val", "") for element in root.iterfind(path)]


def test_references_are_quoted_and_carry_the_cells() -> None:
    root = draw("column", "王芳's 总览")
    series = root.findall(f".//{C}ser")
    assert texts(series[0], f"{C}cat//{C}f") == ["'王芳''s 总览'!$B$5:$B$7"]
    assert texts(series[0], f"{C}cat//{C}v") == ["王芳", "李强", "张敏 & 刘洋"]
    assert texts(series[0], f"{C}val//{C}v") == ["0.9", "0.75", "0"]
    assert texts(series[0], f"{C}tx/{C}v") == ["跟进率"]
    assert texts(root, f".//{C}title//{A}t") == ["跟进率 <80%> 的有两位"]


def test_the_blank_end_of_a_range_is_left_out_and_a_blank_inside_is_a_gap() -> None:
    sheet = report()
    chart = Chart("line", "", Range(1, 1, 5, 1), (Series("", Range(1, 2, 5, 2)),), Range(1, 4, 9, 9))
    found = trimmed(chart, {(1, 1): "一", (2, 1): "二", (3, 1): "三", (1, 2): 1, (3, 2): 3})
    assert (found.categories, found.series[0].values) == (Range(1, 1, 3, 1), Range(1, 2, 3, 2))
    root = ElementTree.fromstring(
        chart_xml(chart, {(1, 1): "一", (2, 1): "二", (3, 1): "三", (1, 2): 1, (3, 2): 3}, "表", "zh")
    )
    points = root.findall(f".//{C}val//{C}pt")
    assert [(point.get("idx"), point[0].text) for point in points] == [("0", "1"), ("2", "3")]
    assert values(root, f".//{C}dispBlanksAs") == ["gap"]
    assert trimmed(sheet.charts[2], cells(sheet)) == sheet.charts[2]


def test_dates_stay_dates_on_the_axis() -> None:
    root = draw("line")
    assert texts(root, f".//{C}ser[1]/{C}cat//{C}v") == ["45292", "45323", "45352", "45383"]
    assert texts(root, f".//{C}ser[1]/{C}cat//{C}formatCode") == ["yyyy-mm-dd"]


def test_lying_bars_have_the_first_category_on_top_and_figures_below() -> None:
    root = draw("bar")
    assert values(root, f".//{C}barDir") == ["bar"]
    assert values(root, f".//{C}catAx/{C}scaling/{C}orientation") == ["maxMin"]
    assert values(root, f".//{C}valAx/{C}crosses") == ["max"]


def test_a_target_line_lies_over_the_bars_and_names_itself() -> None:
    root = draw("column")
    assert len(root.findall(f".//{C}barChart/{C}ser")) == len(root.findall(f".//{C}lineChart/{C}ser")) == 1
    label = root.find(f".//{C}lineChart//{C}dLbl")
    assert label is not None
    assert values(label, f"{C}idx") == ["2"] and values(label, f"{C}showSerName") == ["1"]
    assert values(root, f".//{C}valAx/{C}scaling/{C}max") == ["1"]
    assert root.find(f".//{C}legend") is None


def test_axes_begin_at_zero_unless_something_is_below() -> None:
    assert values(draw("column"), f".//{C}valAx/{C}scaling/{C}min") == ["0"]
    chart = report().charts[1]
    below: dict[tuple[int, int], Cell] = {(5, 2): "王芳", (5, 3): -0.2}
    root = ElementTree.fromstring(chart_xml(chart, below, "总览", "zh"))
    assert values(root, f".//{C}valAx/{C}scaling/{C}min") == []


def test_several_series_get_a_legend_and_one_gets_figures() -> None:
    for kind, several in (("column", False), ("bar", False), ("line", True), ("stacked", True)):
        root = draw(kind)
        assert (root.find(f".//{C}legend") is not None) is several
        assert ("1" in values(root, f".//{C}ser[1]/{C}dLbls/{C}showVal")) is not several
    assert values(draw("stacked"), f".//{C}grouping") == ["stacked"]


def test_a_pie_starts_at_twelve_and_names_its_slices() -> None:
    root = draw("pie")
    assert values(root, f".//{C}firstSliceAng") == ["0"]
    slices = root.findall(f".//{C}dPt/{C}spPr/{A}solidFill/{A}srgbClr")
    assert [color.get("val") for color in slices] == [PALETTE[0], PALETTE[1], OTHER]
    assert values(root, f".//{C}dLbls/{C}showCatName") == values(root, f".//{C}dLbls/{C}showPercent") == ["1"]
    own = draw("pie", colors=("111111", "222222", "333333"))
    slices = own.findall(f".//{C}dPt/{C}spPr/{A}solidFill/{A}srgbClr")
    assert [color.get("val") for color in slices] == ["111111", "222222", "333333"]


def test_slices_too_thin_for_a_label_are_named_in_a_legend() -> None:
    assert draw("pie").find(f".//{C}legend") is None
    thin = cells(report()) | {(13, 3): 1}
    root = ElementTree.fromstring(chart_xml(report().charts[2], thin, "总览", "zh"))
    assert values(root, f".//{C}dLbl/{C}idx") == ["2"] and root.find(f".//{C}legend") is not None


def test_a_single_bar_is_no_wall_and_its_target_line_a_dash() -> None:
    root = ElementTree.fromstring(
        chart_xml(report().charts[0], {(5, 2): "王芳", (5, 3): 0.4, (5, 4): 0.8}, "总览", "zh")
    )
    assert int(values(root, f".//{C}gapWidth")[0]) > 200
    assert values(root, f".//{C}marker/{C}symbol") == ["dash"]
    assert values(draw("column"), f".//{C}marker/{C}symbol") == ["none"]


def test_small_counts_step_by_one() -> None:
    chart = Chart("column", "新客户", Range(1, 1, 2, 1), (Series("", Range(1, 2, 2, 2)),), Range(1, 4, 9, 9), "#,##0")
    low: dict[tuple[int, int], Cell] = {(1, 1): "王芳", (2, 1): "李强", (1, 2): 2, (2, 2): 1}
    assert values(ElementTree.fromstring(chart_xml(chart, low, "表", "zh")), f".//{C}majorUnit") == ["1"]
    low[1, 2] = 200
    assert values(ElementTree.fromstring(chart_xml(chart, low, "表", "zh")), f".//{C}majorUnit") == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_three_dimensional_shadowed_or_framed(kind: str) -> None:
    root = draw(kind)
    names = {element.tag for element in root.iter()}
    assert not {f"{C}view3D", f"{A}effectLst"} & names
    frame = root.find(f"{C}spPr/{A}ln")
    assert frame is not None and frame[0].tag == f"{A}noFill"
    assert values(root, f"{C}roundedCorners") == ["0"]
    assert ElementTree.tostring(draw(kind)) == ElementTree.tostring(root)


def test_a_drawing_places_its_charts_and_says_their_titles() -> None:
    charts = report().charts[:2]
    xml = drawing_xml(list(zip(charts, ("rId1", "rId7"), strict=True)), "zh").decode()
    assert re.findall(r'descr="([^"]*)"', xml) == ["跟进率 &lt;80%&gt; 的有两位", "跟进率"]
    assert re.findall(r'r:id="(\w+)"', xml) == ["rId1", "rId7"]
    corners = [
        tuple(map(int, found)) for found in re.findall(r"<xdr:col>(\d+)</xdr:col>.*?<xdr:row>(\d+)</xdr:row>", xml)
    ]
    assert corners == [(1, 29), (6, 44), (6, 29), (11, 44)]
