"""What was found about real workbook files, as a person would tell it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from sync.cycle import Cycle, Member
from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import Refused
from sync.ooxml.save import replace_file
from sync.outcome import RunReport
from sync.store.hub import Hub
from sync.store.records import RunRecord
from sync.store.tinydb import TinyDBStore
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer
from validators.cells import Cell
from validators.models import specs

Mutate = Callable[[Any], None]


class Files:
    """The same team over real workbooks, plain ranges without Excel Tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Team(folder).settings
        self.specs = specs(self.settings)
        for user in self.settings.users:
            self.book(user.place, {})

    def book(self, place: str, rows: dict[str, list[dict[str, Any]]], mutate: Mutate = lambda book: None) -> None:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, spec in self.specs.items():
            sheet = book.create_sheet(spec.label.zh)
            sheet.append([column.header for column in spec.columns])
            for row in rows.get(name, []):
                sheet.append([row.get(column.name) for column in spec.columns])
        mutate(book)
        book.save(self.folder / f"{place}.xlsx")

    def run(self) -> RunReport:
        members = [
            Member(user, WorkbookEndpoint(user.name, self.folder / f"{user.place}.xlsx", self.specs, "zh"), user.place)
            for user in self.settings.users
        ]
        return Cycle(self.settings, TinyDBStore(self.folder / "hub"), self.folder / "hub", members, NOW, True).run()

    def hub(self) -> Hub:
        return TinyDBStore(self.folder / "hub").load()

    def records(self) -> list[RunRecord]:
        return list(TinyDBStore(self.folder / "hub").changes_since(self.hub(), 0))

    def at(self, table: str, column: str) -> int:
        return [each.name for each in self.specs[table].columns].index(column) + 1


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


DEAL: dict[str, Cell] = {
    "Opportunity_ID": "O20260506001",
    "Customer_ID": "C20260506001",
    "Opportunity_Name": "扩容",
    "Stage": "需求确认",
    "Amount": 5,
    "Expected_Date": date(2026, 6, 1),
    "Responsible": REP_A.name,
}


@pytest.mark.parametrize("probability", [None, 0.3])
def test_a_probability_written_into_a_percent_cell_stays_what_it_is(files: Files, probability: float | None) -> None:
    def percent(book: Any) -> None:
        for row in range(2, 6):
            book.worksheets[2].cell(row, files.at("opportunities", "Probability")).number_format = "0%"

    rows: dict[str, list[dict[str, Any]]] = {
        "customers": [customer("甲公司", REP_A, Customer_ID="C20260506001")],
        "opportunities": [DEAL | {"Probability": probability}],
    }
    files.book("a", rows, percent)
    files.book("m", {}, percent)
    for _ in range(2):
        files.run()
    assert files.hub().tables["opportunities"].columns["Probability"] == [30]


def test_a_control_character_in_a_cell_does_not_make_the_hub_unreadable(files: Files) -> None:
    files.book("a", {"customers": [customer("甲公司", REP_A, Notes="_x0001_dabc")]})
    files.run()
    assert "dabc" in str(files.hub().tables["customers"].columns["Notes"])


def test_a_number_of_twenty_digits_is_kept(files: Files) -> None:
    files.book("a", {"customers": [customer("甲公司", REP_A, Notes=6.5e19)]})
    files.run()
    assert files.hub().tables["customers"].keys == ["C20260506001"]


def test_the_totals_row_of_an_excel_table_is_no_row(files: Files) -> None:
    def totals(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.cell(3, 2).value = "本月合计：1 家"
        table = Table(displayName="customers", ref=f"A1:{sheet.cell(3, sheet.max_column).coordinate}", totalsRowCount=1)
        sheet.add_table(table)

    files.book("a", {"customers": [customer("甲公司", REP_A, Customer_ID="C20260506001")]}, totals)
    files.run()
    assert files.hub().tables["customers"].keys == ["C20260506001"]


def test_a_formula_filled_down_over_blank_lines_is_no_row(files: Files) -> None:
    def fill(book: Any) -> None:
        sheet = book.worksheets[0]
        column = len(files.specs["customers"].columns) + 1
        sheet.cell(1, column).value = "名称长度"
        for row in range(2, 7):
            sheet.cell(row, column).value = f"=LEN(B{row})"

    files.book("a", {"customers": [customer("甲公司", REP_A)]}, fill)
    files.run()
    assert files.hub().tables["customers"].keys == ["C20260506001"]


def test_a_formula_in_an_agent_column_does_not_shut_the_workbook_out(files: Files) -> None:
    def fill(book: Any) -> None:
        book.worksheets[0].cell(2, files.at("customers", "Next_Due")).value = "=TODAY()+7"

    files.book("a", {"customers": [customer("甲公司", REP_A)]}, fill)
    assert files.run().left_out == []


def test_a_deleted_id_column_is_refused(files: Files) -> None:
    files.book("a", {"customers": [customer("甲公司", REP_A)]}, lambda book: book.worksheets[0].delete_cols(1))
    with pytest.raises(Refused):
        files.run()


def test_a_workbook_whose_folder_is_full_is_left_out(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, *arguments: Any) -> str:
        if path.stem == "m":
            raise OSError(28, "No space left on device")
        return replace_file(path, *arguments)

    monkeypatch.setattr("sync.endpoints.workbook.replace_file", full)
    files.book("a", {"customers": [customer("甲公司", REP_A)]})
    assert [place.user for place in files.run().left_out] == [MANAGER.name]


def test_the_comment_of_a_row_that_left_is_nowhere_in_the_file(files: Files) -> None:
    def comment(book: Any) -> None:
        book.worksheets[0].cell(2, 3).comment = Comment("TOP-SECRET", "x")
        book.worksheets[0].cell(2, 2).hyperlink = "mailto:TOP-SECRET@example.com"
        book.worksheets[0].cell(2, 15).value = '="TOP-SECRET"'

    files.book("a", {"customers": [customer("甲公司", REP_A, Customer_ID="C20260506001")]}, comment)
    files.run()
    path = files.folder / "m.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(2, files.at("customers", "Owner")).value = REP_B.name
    book.save(path)
    files.run()
    with ZipFile(files.folder / "a.xlsx") as parts:
        assert [name for name in parts.namelist() if b"TOP-SECRET" in parts.read(name)] == []
    said = {change.column: change.after for record in files.records() for change in record.remarks}
    assert said == {
        "Customer_Name": "mailto:TOP-SECRET@example.com",
        "Industry": "x: TOP-SECRET",
        "Notes": '="TOP-SECRET"',
    }


def test_the_comment_of_a_row_that_cannot_leave_yet_is_kept_once(files: Files) -> None:
    def comment(book: Any) -> None:
        book.worksheets[0].cell(2, 3).comment = Comment("TOP-SECRET", "x")

    files.book("a", {"customers": [customer("甲公司", REP_B, Customer_ID="C20260506001")]}, comment)
    lock = files.folder / ".~lock.a.xlsx#"
    lock.write_text(",,,,;", "utf-8")
    files.run()
    files.run()
    lock.unlink()
    notes = [note for place in files.run().places for note in place.notes]
    assert [note for note in notes if "C20260506001" in note and "批注" in note]
    assert [len(record.remarks) for record in files.records() if record.remarks] == [1]
    assert [note for place in files.run().places for note in place.notes] == []


def test_a_full_table_with_a_totals_row_takes_rows_and_gives_them_back(files: Files) -> None:
    def totals(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.cell(3, 2).value = "合计"
        place = f"A1:{sheet.cell(3, sheet.max_column).coordinate}"
        sheet.add_table(Table(displayName="customers", ref=place, totalsRowCount=1))

    def rows() -> list[tuple[Any, Any]]:
        sheet = openpyxl.load_workbook(files.folder / "a.xlsx").worksheets[0]
        return [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=2) if row[1].value]

    files.book("a", {"customers": [customer("甲公司", REP_A, Customer_ID="C20260506001")]}, totals)
    files.book("m", {"customers": [customer("乙公司", REP_A, Contact_Info="微信:yi")]})
    assert files.run().left_out == []
    assert rows() == [("C20260506001", "甲公司"), ("C20260506002", "乙公司"), (None, "合计")]
    path = files.folder / "m.xlsx"
    book = openpyxl.load_workbook(path)
    for row in (2, 3):
        if book.worksheets[0].cell(row, 2).value == "乙公司":
            book.worksheets[0].cell(row, files.at("customers", "Owner")).value = REP_B.name
    book.save(path)
    assert files.run().left_out == []
    assert rows() == [("C20260506001", "甲公司"), (None, "合计")]
    assert files.hub().tables["customers"].keys == ["C20260506001", "C20260506002"]
