"""The harness itself: LibreOffice reads back what XlsxWriter wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.office import Office

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
