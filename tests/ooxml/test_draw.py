"""Report sheets drawn into workbooks say in other programs what the report says."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, LineChart, PieChart
from openxml_audit import OpenXmlValidator

from sync.ooxml.looks import COLORS, TAB_COLORS
from sync.sheet import STYLES, DropDown, Lane, Range, ReportSheet
from tests.ooxml.samples import by_openpyxl, by_xlsxwriter, changed_parts, draw, parts, report
from validators.cells import Cell, Unreadable

ORIGINS = {"xlsxwriter": by_xlsxwriter, "openpyxl": by_openpyxl}
VALUES: list[tuple[Cell, object]] = [
    ("杭州钱江机电有限公司", "杭州钱江机电有限公司"),
    ("=1+1", "=1+1"),
    ("+86 571", "+86 571"),
    ("-", "-"),
    ("@王芳", "@王芳"),
    ('<b> & "引号"', '<b> & "引号"'),
    ("  两头有空格 ", "  两头有空格 "),
    ("第一行\r\n第二行", "第一行\n第二行"),
    ("铃\x07声\ud800", "铃声"),
    ("x" * 40_000, "x" * 32_766 + "…"),
    (42, 42),
    (0, 0),
    (1234.5, 1234.5),
    (True, True),
    (date(2024, 5, 1), datetime(2024, 5, 1)),
    (datetime(2024, 5, 1, 8, 30), datetime(2024, 5, 1, 8, 30)),
    (date(1850, 1, 1), "1850-01-01"),
    (Unreadable("#REF!"), "#REF!"),
    (float("nan"), None),
    ("", None),
    (None, None),
]


def load(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def faults(path: Path) -> list[str]:
    """What the validator finds, but for its advice that the next save in Excel moves inline strings elsewhere."""
    found = [str(error) for error in OpenXmlValidator().validate(path).errors]
    return [text for text in found if "inline-string" not in text]


def one(**changes: object) -> ReportSheet:
    return ReportSheet("findings", "检查结果", **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", ORIGINS.values(), ids=ORIGINS)
def test_the_report_reads_back(make: Callable[[], bytes]) -> None:
    data, _ = draw(make(), report())
    book = load(data)
    assert book.sheetnames == ["客户", "总览"]
    sheet = book["总览"]
    assert sheet["B1"].value == "销售总览"
    assert [row[0].value for row in sheet["B5:B8"]] == ["王芳", "李强", "张敏 & 刘洋", None]
    assert sheet["C5"].number_format == "0%" and sheet["B21"].number_format == "yyyy-mm-dd"
    assert sheet["B21"].value == datetime(2024, 1, 1)
    assert [str(block) for block in sheet.merged_cells.ranges] == ["B2:D2"]
    assert [type(chart) for chart in sheet._charts] == [BarChart, BarChart, PieChart, LineChart, BarChart]
    assert sheet.freeze_panes == "B5" and sheet.auto_filter.ref == "B4:D8"
    assert sheet.sheet_properties.tabColor.rgb == "FF" + TAB_COLORS["report"]
    assert not sheet.sheet_view.showGridLines


@pytest.mark.parametrize("make", ORIGINS.values(), ids=ORIGINS)
def test_the_file_is_clean_for_a_validator(make: Callable[[], bytes], tmp_path: Path) -> None:
    everything = one(hidden=True)
    for at, style in enumerate(STYLES, 1):
        everything.put(at, 1, style, style)
    everything.drop_downs = [DropDown((Range(2, 1, 3, 1), Range(5, 1, 5, 1)), ("是 & 否", "<不>"), '只能选"列表"里的')]
    everything.hidden_columns = (1,)
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(make())
    after.write_bytes(draw(make(), report(), everything)[0])
    assert faults(after) == faults(before)
    drawn = load(after.read_bytes())["检查结果"]
    (rule,) = drawn.data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.error) == ("list", '"是 & 否,<不>"', '只能选"列表"里的')
    assert (str(rule.sqref), rule.allowBlank, rule.showErrorMessage) == ("A2:A3 A5", True, True)
    assert drawn.column_dimensions["A"].hidden


def test_every_kind_of_value_reads_back() -> None:
    sheet = one()
    for row, (value, _) in enumerate(VALUES, 1):
        sheet.put(row, 1, value)
    drawn = load(draw(by_openpyxl(), sheet)[0])["检查结果"]
    for row, (_, expected) in enumerate(VALUES, 1):
        assert drawn.cell(row, 1).value == expected, row
        assert drawn.cell(row, 1).data_type != "f"
    assert drawn["A15"].number_format == "yyyy-mm-dd" and drawn["A16"].number_format == "yyyy-mm-dd hh:mm"


@pytest.mark.parametrize("beside", [[], [(4, 9)], [(1, 1), (len(VALUES) + 2, 1)]])
@pytest.mark.parametrize("heights", [{}, {5: 40.0}])
def test_a_listing_is_drawn_as_its_cells_one_by_one_would_be(
    beside: list[tuple[int, int]], heights: dict[int, float]
) -> None:
    """Whether it stands apart, has another cell in its rows, or one above and one below."""
    values = [value for value, _ in VALUES]
    texts = [f"第 {at} 条 " * at for at in range(len(values))]
    lanes = (
        Lane(values, ["date" if isinstance(value, date) else "wrap" for value in values]),
        Lane(texts, "wrap"),
        Lane([text if at % 2 else None for at, text in enumerate(texts)]),
        Lane([f"B{at}" for at in range(len(values))], "link", [f"客户!B{at}" if at % 3 else None for at in range(21)]),
        Lane(values[::-1]),
    )
    listed, single = (one(widths=dict.fromkeys(range(1, 10), 12.0), heights=heights) for _ in range(2))
    for row, column in beside:
        listed.put(row, column, "一个格子")
        single.put(row, column, "一个格子")
    listed.list_rows(2, *lanes)
    for put in listed.listings[0].puts():
        single.put(*put)
    drawn, expected = (parts(draw(by_openpyxl(), sheet)[0])["xl/worksheets/sheet2.xml"] for sheet in (listed, single))
    assert drawn == expected


def test_text_that_looks_like_an_escape_stays_as_it_is() -> None:
    sheet = one()
    sheet.put(1, 1, "款式_x0041_蓝")
    assert "款式_x005F_x0041_蓝".encode() in parts(draw(by_openpyxl(), sheet)[0])["xl/worksheets/sheet2.xml"]


def test_dates_follow_the_calendar_of_the_workbook() -> None:
    later = changed_parts(
        by_xlsxwriter(), lambda name, data: data.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    )
    sheet = one()
    sheet.put(1, 1, date(2024, 5, 1), "date")
    sheet.put(2, 1, date(1903, 5, 1), "date")
    drawn = draw(later, sheet)[0]
    assert b"<v>43951</v>" in parts(drawn)["xl/worksheets/sheet2.xml"]
    assert [row[0].value for row in load(drawn)["检查结果"]["A1:A2"]] == [datetime(2024, 5, 1), "1903-05-01"]


def test_links_lead_to_cells_of_sheets_that_exist() -> None:
    sheet = one()
    places = ["客户!F27", "'客户'!A1", "总览!B5", "没有的表!A1", "F27"]
    for row, place in enumerate(places, 1):
        sheet.put(row, 1, place, "link", link=place)
    drawn = load(draw(by_openpyxl(), sheet, report())[0])["检查结果"]
    found = [cell.hyperlink and cell.hyperlink.location for (cell,) in drawn["A1:A5"]]
    assert found == ["'客户'!F27", "'客户'!A1", "'总览'!B5", None, None]
    assert drawn["A1"].hyperlink.ref == "A1" and drawn["A1"].font.color.rgb == "FF" + COLORS["accent"]


def test_a_sheet_has_no_more_links_than_excel_opens() -> None:
    sheet = one()
    for row in range(1, 65_601):
        sheet.put(row, 1, row, link="客户!A1")
    xml = parts(draw(by_openpyxl(), sheet)[0])["xl/worksheets/sheet2.xml"]
    assert xml.count(b"<hyperlink ") == 65_530


def test_cells_may_come_in_any_order_and_the_last_word_counts() -> None:
    sheet = one()
    for row, column, value in ((3, 2, "末"), (1, 2, "乙"), (1, 1, "甲"), (1, 2, "丙")):
        sheet.put(row, column, value)
    drawn = load(draw(by_openpyxl(), sheet)[0])["检查结果"]
    assert [[cell.value for cell in row] for row in drawn["A1:B3"]] == [["甲", "丙"], [None, None], [None, "末"]]


def test_merged_cells_never_overlap_and_keep_their_fill() -> None:
    sheet = one()
    sheet.put(1, 1, "卡片", "kpi_label", span=3)
    sheet.put(1, 3, "里面", "kpi_label", span=4)
    drawn = load(draw(by_openpyxl(), sheet)[0])["检查结果"]
    assert [str(block) for block in drawn.merged_cells.ranges] == ["A1:C1"]
    xml = parts(draw(by_openpyxl(), sheet)[0])["xl/worksheets/sheet2.xml"]
    assert xml.index(b'r="A1"') < xml.index(b'r="B1"') < xml.index(b'r="C1"')


def test_rows_grow_with_their_style_and_with_wrapped_text() -> None:
    sheet = one(widths={1: 20, 2: 20}, heights={4: 50})
    sheet.put(1, 1, "标题", "title")
    sheet.put(2, 1, "短", "wrap")
    sheet.put(3, 1, "请补充联系方式," * 8, "wrap")
    sheet.put(4, 1, "定死的高度" * 20, "wrap")
    sheet.put(5, 1, "请补充联系方式," * 8, "advice", span=2)
    rows = load(draw(by_openpyxl(), sheet)[0])["检查结果"].row_dimensions
    assert [rows[row].height for row in (1, 2, 4)] == [30, None, 50]
    assert rows[3].height > rows[5].height > 30


def test_print_set_up() -> None:
    sheet = one(repeat=(4, 4))
    sheet.put(5, 1, "x")
    drawn = load(draw(by_openpyxl(), sheet)[0])["检查结果"]
    assert (drawn.page_setup.orientation, drawn.page_setup.paperSize) == ("landscape", 9)
    assert drawn.sheet_properties.pageSetUpPr.fitToPage and drawn.page_setup.fitToHeight == 0
    assert drawn.print_title_rows == "$4:$4"
    assert drawn.oddFooter.center.text == "第 &P / &N 页" and drawn.oddFooter.left.text == "&A"
    sheet.one_page = True
    assert load(draw(by_openpyxl(), sheet)[0])["检查结果"].page_setup.fitToHeight == 1


def test_figures_that_are_not_whole_show_a_decimal() -> None:
    sheet = one(filter=Range(1, 1, 1, 1))
    for column, figure in enumerate((12.5, 12.0, 123_456.7), 1):
        sheet.put(1, column, figure, "kpi_value")
    drawn = load(draw(by_openpyxl(), sheet)[0])["检查结果"]
    assert [cell.number_format for cell in drawn[1]] == ["#,##0.0", "#,##0", "#,##0"]
