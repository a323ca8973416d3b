"""The harness itself: LibreOffice reads back what XlsxWriter wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.office import Office, Shown, Validation

pytestmark = pytest.mark.office


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("数据")
        for row, (name, amount) in enumerate((("甲", 3), ("乙", 5), ("丙", 1))):
            sheet.write_row(row, 0, [name, amount])
        sheet.write_datetime(4, 0, date(2026, 5, 1), made.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_formula(5, 0, "=SUM(B1:B3)")
        sheet.write_string(6, 0, "=不是公式")
        for kind in ("column", "pie"):
            chart = made.add_chart({"type": kind})
            chart.add_series({"name": "金额", "categories": "=数据!$A$1:$A$3", "values": "=数据!$B$1:$B$3"})
            chart.set_title({"name": f"图 {kind}"})
            sheet.insert_chart("D1", chart)
        made.add_worksheet("_hidden").hide()
    return path


def test_values_dates_formulas_and_visibility(office: Office, book: Path) -> None:
    found = office.read(book)
    cells = found.sheets["数据"].cells
    assert (cells["A1"], cells["B2"], cells["A6"], cells["A7"]) == ("甲", 5, 9, "=不是公式")
    assert cells["A5"].startswith("2026-05-01")
    assert found.titles == ["数据", "_hidden"]
    assert not found.sheets["_hidden"].visible


def test_charts_come_back_with_their_series(office: Office, book: Path) -> None:
    charts = office.read(book).charts
    assert [chart.title for chart in charts] == ["图 column", "图 pie"]
    for chart in charts:
        assert chart.series[0].values == [3, 5, 1]
        assert chart.series[0].categories == ["甲", "乙", "丙"]


def test_editing_and_pictures(office: Office, book: Path, tmp_path: Path) -> None:
    office.edit(book, {"数据!B1": 7, "数据!A1": "新"}, tmp_path / "out.xlsx")
    cells = office.read(tmp_path / "out.xlsx").sheets["数据"].cells
    assert (cells["A1"], cells["B1"], cells["A6"]) == ("新", 7, 13)
    pages = office.to_png(book, tmp_path)
    assert pages
    assert pages[0].stat().st_size > 1000


@pytest.fixture
def coloured(tmp_path: Path) -> Path:
    path = tmp_path / "coloured.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("颜色")
        made.add_worksheet("其他").write("A1", 10)
        red = made.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        sheet.write("B2", "第一行\n<第二行>", made.add_format({"text_wrap": True}))
        sheet.write("C2", 0.6, made.add_format({"num_format": "0%", "bg_color": "#00FF00"}))
        sheet.write_row("B3", [5, 50])
        sheet.conditional_format("B3:C3", {"type": "formula", "criteria": "=B3>其他!$A$1", "format": red})
        sheet.merge_range("B4:C5", "合并")
        sheet.write_column("D4", ["右", "下"])
        sheet.write_formula("B6", "=1/0")
        sheet.write("B8", "隐藏")
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.data_validation("E2:E9", {"validate": "list", "source": ["重点客户", "普通客户"]})
        sheet.data_validation("F2", {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 100})
    return path


def test_cells_as_a_person_sees_them(office: Office, coloured: Path) -> None:
    assert office.shown(coloured, "颜色") == {
        "B2": Shown("第一行\n<第二行>", None, "#000000"),
        "C2": Shown("60%", "#00FF00", "#000000"),
        "B3": Shown("5", None, "#000000"),
        "C3": Shown("50", "#FFC7CE", "#9C0006"),
        "B4": Shown("合并", None, "#000000"),
        "D4": Shown("右", None, "#000000"),
        "D5": Shown("下", None, "#000000"),
        "B6": Shown("#DIV/0!", None, "#000000"),
        "B8": Shown("隐藏", None, "#000000"),
    }


def test_validations_and_errors(office: Office, coloured: Path) -> None:
    sheet = office.read(coloured).sheets["颜色"]
    assert sheet.cells["B6"] == "#DIV/0!"
    assert sheet.validations == {
        "E2:E9": Validation("list", '"重点客户";"普通客户"', "0"),
        "F2:F2": Validation("whole", "0", "100"),
    }


def test_what_cannot_be_opened_is_told_and_the_next_file_is_read(office: Office, book: Path, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"missing\.xlsx"):
        office.read(tmp_path / "missing.xlsx")
    assert office.read(book).titles == ["数据", "_hidden"]
