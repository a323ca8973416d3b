"""Rows and columns come and go in an open workbook, and what stands beside, between and under the tables stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import pytest
import xlwings

from sync.endpoints.live_excel import LiveExcelEndpoint
from sync.endpoints.live_source import LiveSource
from sync.errors import Refused
from sync.model import CellEdit, NewRow, Update
from sync.ooxml.refs import Area
from tests.engine.sheets import Table
from tests.live.rows import customer, endpoint, fill
from validators.cells import Cell, Unreadable
from validators.models import specs
from validators.settings import Settings

pytestmark = pytest.mark.office

HEADS = ("Customer_ID", "Customer_Name", "Contact_Info", "Status", "Level", "Create_User", "Owner", "备注价")
Plain: TypeAlias = "Callable[..., tuple[xlwings.Book, LiveExcelEndpoint]]"


@pytest.fixture
def plain(program: xlwings.App, tmp_path: Path) -> Iterator[Plain]:
    """Opens a workbook in which the customers are a plain range from A1 on; `more` are further cells by address."""
    opened: list[xlwings.Book] = []

    def make(rows: int = 3, more: dict[str, Any] | None = None, merge: str = "") -> tuple[xlwings.Book, Any]:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "客户"
        sheet.append(HEADS)
        for at in range(1, rows + 1):
            sheet.append([customer(at).get(head) for head in HEADS])
        for address, value in (more or {}).items():
            sheet[address] = value
        if merge:
            sheet.merge_cells(merge)
        path = tmp_path / "张伟.xlsx"
        book.save(path)
        opened.append(program.books.open(str(path)))
        program.calculate()
        place = LiveExcelEndpoint("张伟", opened[-1], specs(Settings()), "zh", lambda _: None)
        return opened[-1], place

    yield make
    for book in opened:
        book.close()


def everything(book: xlwings.Book, title: str = "客户") -> dict[str, Any]:
    """All cells of a sheet that hold something, formulas as formulas."""
    used = book.sheets[title].used_range
    rows = used.formula
    return {
        book.sheets[title].range((used.row + i, used.column + j)).address.replace("$", ""): text
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
        if text
    }


def new(*numbers: int, **cells: Cell) -> Update:
    return Update(new=[NewRow("customers", customer(number, **cells)) for number in numbers])


def refused(place: LiveExcelEndpoint, update: Update, where: str) -> Refused:
    """The refusal, which has to name this place; nothing may have been written."""
    before = everything(place.calls.book)
    with pytest.raises(Refused) as told:
        place.apply(update, place.read().version)
    assert told.value.where == where
    assert told.value.remedy
    assert everything(place.calls.book) == before
    return told.value


# rows that leave


def test_a_row_leaves_and_nothing_beside_or_under_it_moves(plain: Plain) -> None:
    book, place = plain(more={"K2": "记：一", "K3": "记：二", "K4": "记：三", "B8": "制表：张伟", "A12": "别的"})
    before = everything(book)
    place.apply(Update(removed=[("customers", 1)]), place.read().version)
    after = everything(book)
    gone = {address for address in before if address in {f"{letter}3" for letter in "ABCDEFGH"}}
    assert after == {address: text for address, text in before.items() if address not in gone}
    assert place.read().tables["customers"].places == [2, 4]
    place.apply(new(9), place.read().version)
    assert place.read().tables["customers"].columns["Customer_ID"] == ["C20260501001", "C20260501009", "C20260501003"]
    assert {a: t for a, t in everything(book).items() if a[0] == "K" or int(a[1:]) > 4} == {
        a: t for a, t in before.items() if a[0] == "K" or int(a[1:]) > 4
    }


def test_the_last_rows_leave_an_excel_table_and_what_stands_under_it_stays(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), customer(2), customer(3)])
    sheet = book.sheets["客户"]
    sheet.range("B8").value = "制表：张伟"
    place = endpoint(book)
    place.apply(Update(removed=[("customers", 1), ("customers", 2)]), place.read().version)
    assert sheet.tables["tblCustomers"].range.address == "$A$2:$V$3"
    assert sheet.range("B8").value == "制表：张伟"
    assert place.read().tables["customers"].columns["Customer_ID"] == ["C20260501001"]


def test_notes_leave_with_their_row(plain: Plain) -> None:
    book, place = plain()
    book.sheets["客户"].range("B3").add_note("私下说的")
    book.sheets["客户"].range("B4").add_note("别的客户的")
    place.apply(Update(removed=[("customers", 1)]), place.read().version)
    assert book.sheets["客户"].range("B3").note is None
    assert book.sheets["客户"].range("B4").note.text == "别的客户的"  # type: ignore[union-attr]


def test_filled_down_formulas_stay_and_a_formula_of_one_row_leaves(plain: Plain) -> None:
    more = {f"H{row}": f'=B{row}&"!"' for row in (2, 3, 4)} | {"C3": "=5000*12"}
    book, place = plain(more=more)
    place.apply(Update(removed=[("customers", 1)]), place.read().version)
    after = everything(book)
    assert "C3" not in after
    assert after["H3"] == '=B3&"!"'


def test_a_part_of_an_array_formula_is_not_emptied(plain: Plain) -> None:
    book, place = plain()
    sheet = book.sheets["客户"]
    app: Any = book.app.impl
    app("set_array", book.impl.number, "客户", (2, 8, 3, 1), "=ROW(A2:A4)")
    refused(place, Update(removed=[("customers", 1)]), "客户!H3")
    assert sheet.range("H3").value == 3


# rows that come


def test_a_filled_down_formula_goes_on_and_is_not_overwritten(plain: Plain) -> None:
    book, place = plain(more={f"H{row}": f'=B{row}&"!"' for row in (2, 3, 4)})
    place.apply(new(4, 备注价="人写的"), place.read().version)
    assert everything(book)["H5"] == '=B5&"!"'
    assert book.sheets["客户"].range("H5").value == "杭州第4机械有限公司!"
    assert place.kept == ("客户!H5",)


def test_formulas_filled_down_in_advance_are_room_for_rows(plain: Plain) -> None:
    blank = {f"H{row}": f'=IF(B{row}="","",B{row}&"!")' for row in range(2, 8)}
    book, place = plain(more=blank)
    place.apply(new(4, 5), place.read().version)
    found = everything(book)
    assert place.read().tables["customers"].places == [2, 3, 4, 5, 6]
    assert {address: found[address] for address in blank} == blank
    assert place.kept == ()


def test_a_formula_that_shows_nothing_is_not_written_over(plain: Plain) -> None:
    _, place = plain(more={"C6": '=IF(TRUE,"","x")'})
    refused(place, new(4, 5), "客户!C6")


def test_a_new_row_that_would_join_what_stands_below_is_refused(plain: Plain) -> None:
    _, place = plain(more={"B6": "制表：张伟"})
    refused(place, new(4), "客户!B6")
    assert len(place.read().tables["customers"]) == 3


def test_a_new_row_with_a_blank_one_under_it_goes_in(plain: Plain) -> None:
    book, place = plain(more={"B7": "制表：张伟"})
    place.apply(new(4), place.read().version)
    assert len(place.read().tables["customers"]) == 4
    assert book.sheets["客户"].range("B7").value == "制表：张伟"


def test_merged_cells_are_no_room(plain: Plain) -> None:
    _, place = plain(merge="B5:D5")
    refused(place, new(4), "客户!B5:D5")


def test_a_blank_row_with_merged_cells_is_passed_over(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1), {}, customer(3)])
    book.sheets["客户"].range("B4:C4").merge()
    place = endpoint(book)
    place.apply(new(9), place.read().version)
    assert place.read().tables["customers"].places == [3, 5, 6]


def test_cells_under_merged_ones_are_not_taken_for_empty_and_not_written(plain: Plain) -> None:
    _, place = plain(merge="D2:D4")
    found = place.read()
    assert found.tables["customers"].columns["Status"] == ["意向客户", Unreadable("D2:D4"), Unreadable("D2:D4")]
    told = refused(place, Update([CellEdit("customers", 1, "Status", None, "成交客户")]), "客户!D3")
    assert "D2:D4" in told.what


def test_another_table_below_is_not_grown_into(book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its blank cells are somebody's, too. LibreOffice lets no test make a table, so the source is told of one."""
    fill(book, "customers", [customer(1)])
    known = LiveSource.table_areas
    other = {"tblOther": Area(5, 2, 9, 3)}
    monkeypatch.setattr(
        LiveSource, "table_areas", lambda self, title: known(self, title) | (other if title == "客户" else {})
    )
    place = endpoint(book)
    told = refused(place, new(2, 3, 4), "客户!B5:C9")
    assert "tblOther" in told.what
    place.apply(new(2), place.read().version)
    assert place.read().tables["customers"].places == [3, 4]


def test_a_pivot_table_below_is_not_written_into(plain: Plain) -> None:
    """Its blank cells neither."""
    book, place = plain(more={"M1": "级", "N1": "数", "M2": "甲", "N2": 1})
    app: Any = book.app.impl
    app("add_pivot", book.impl.number, "客户", "透视", (1, 13, 2, 2), 8, 2)
    cells = next(iter(book.sheets["客户"].pivot_tables)).range
    before = cells.value
    assert [None, None] in before
    place.apply(new(4, 5, 6, 7, 8), place.read().version)
    assert cells.value == before


def test_what_stands_under_a_totals_row_is_not_pushed_down(book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Table, "show_totals", property(lambda self: self.name == "tblCustomers"))
    real = Table._found.fget  # type: ignore[attr-defined]
    monkeypatch.setattr(
        Table, "_found", property(lambda self: (real(self)[0], self.name == "tblCustomers")), raising=True
    )
    fill(book, "customers", [customer(1), {"Customer_Name": "合计"}])
    sheet = book.sheets["客户"]
    sheet.range("C9").value = "备忘"
    place = endpoint(book)
    refused(place, new(2), "客户!C9")
    sheet.range("C9").value = None
    sheet.range("X9").value = "旁边"
    place.apply(new(2), place.read().version)
    assert place.read().tables["customers"].columns["Customer_ID"] == ["C20260501001", "C20260501002"]
    assert sheet.range("B5").value == "合计"
    assert sheet.range("X9").value == "旁边"


def test_a_table_that_a_query_fills_does_not_grow(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    book.impl.queries["tblCustomers"] = 3
    refused(endpoint(book), new(2), "客户")


# columns that come


def test_a_column_goes_beyond_a_neighbour_block(plain: Plain) -> None:
    book, place = plain(more={"I3": "便条", "J3": "再一张"})
    place.apply(Update(agent={"customers": {"Check": {0: "✗ 一"}}}), place.read().version)
    sheet = book.sheets["客户"]
    assert sheet.range("K1").value == "Check"
    assert [sheet.range(address).value for address in ("I3", "J3", "K2")] == ["便条", "再一张", "✗ 一"]


def test_a_column_that_would_join_two_blocks_is_refused(plain: Plain) -> None:
    _, place = plain(more={"J1": "另一张表", "J2": "甲"})
    told = refused(place, Update(agent={"customers": {"Check": {0: "✗ 一"}}}), "客户!J1")
    assert "Check" in told.what


def test_two_columns_that_are_missing_both_find_their_room_first(plain: Plain) -> None:
    _, place = plain(more={"K1": "另一张表", "K2": "甲"})
    update = Update(agent={"customers": {"Check": {0: "✗ 一"}, "Duplicate_Of": {0: "⚠ 二"}}})
    refused(place, update, "客户!K1")


def test_a_formula_that_shows_nothing_is_no_room_for_a_column(book: xlwings.Book) -> None:
    fill(book, "customers", [customer(1)])
    sheet = book.sheets["客户"]
    sheet.range("T2").value = "我的列"
    sheet.range("W3").formula = '=IF(TRUE,"","x")'
    refused(endpoint(book), Update(agent={"customers": {"Check": {0: "✗ 一"}}}), "客户!W3")


# the agent's cells


def test_lines_between_the_rows_are_not_written(book: xlwings.Book) -> None:
    """Headers that stand again and percentages between two flagged rows keep what they say."""
    fill(book, "customers", [customer(1), {}, customer(3)])
    sheet = book.sheets["客户"]
    sheet.range("T4").value = 0.5
    sheet.range("T4").number_format = "0%"
    place = endpoint(book)
    place.apply(Update(agent={"customers": {"Check": {0: "✗ 一", 1: "⚠ 二"}}}), place.read().version)
    assert sheet.range("T4").value == 0.5
    assert [sheet.range(at).value for at in ("T3", "T5")] == ["✗ 一", "⚠ 二"]
