"""What the state machine and reviews found, each as a person would tell it: kept so that it does not come back."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from sync import intent
from sync.cycle import Cycle, Member
from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import Away, Damaged, Refused
from sync.ooxml.save import replace_file
from sync.outcome import RunReport
from sync.store.hub import Hub
from sync.store.records import RunRecord
from sync.store.tinydb import TinyDBStore
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer, follow_up
from validators.cells import Cell, Unreadable
from validators.models import specs
from validators.settings import Settings, User


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def _names(team: Team) -> list[Cell]:
    return team.store.load().tables["customers"].columns.get("Customer_Name", [])


class Killed(BaseException):
    pass


def _killed_at(team: Team, who: str, step: str) -> None:
    def fault(name: str) -> None:
        if name == step:
            raise Killed

    place = team.places[who]
    place.fault = fault
    with pytest.raises(Killed):
        team.run()
    place.fault = lambda name: None


# Rows that leave one place before they stand in another: gone


def test_a_customer_given_to_a_colleague_who_has_excel_open_is_not_archived(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Owner"] = REP_B.name
    team.places[REP_B.name].locked = True
    team.run()
    team.places[REP_B.name].locked = False
    team.run()
    assert team.keys(REP_B) == team.keys(MANAGER) == {"C20260506001"}


def test_a_customer_given_away_in_a_run_that_is_killed_is_not_archived(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Owner"] = REP_B.name
    _killed_at(team, REP_A.name, "applied")
    team.run(force=True)
    assert team.keys(REP_B) == team.keys(MANAGER) == {"C20260506001"}


def test_a_row_typed_for_a_colleague_who_has_excel_open_is_not_lost(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_B))
    team.places[REP_B.name].locked = True
    team.run()
    team.places[REP_B.name].locked = False
    team.run()
    assert _names(team) == ["甲公司"]


def test_a_manager_with_excel_open_does_not_double_the_row_typed_for_a_rep(team: Team) -> None:
    team.add(MANAGER, customer("甲公司", REP_A))
    team.places[MANAGER.name].locked = True
    team.run()
    team.places[MANAGER.name].locked = False
    team.run()
    assert _names(team) == ["甲公司"]


def test_a_row_of_an_open_workbook_is_not_doubled_in_every_run(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    team.add(MANAGER, customer("乙公司", REP_A, Contact_Info="微信:yi"))
    team.places[MANAGER.name].locked = True
    for _ in range(3):
        team.run()
    assert _names(team).count("乙公司") <= 1


def test_a_killed_hand_over_of_many_customers_is_carried_through(team: Team) -> None:
    for number in range(25):
        team.add(REP_A, customer(f"公司{number}", REP_A, Contact_Info=f"微信:w{number}"))
    team.run()
    for row in team.places[MANAGER.name].rows["customers"][:7]:
        row["Owner"] = REP_B.name
    _killed_at(team, REP_A.name, "applied")
    assert team.run().conflicts == 0
    assert len(team.keys(REP_B)) == 7


def test_a_customer_of_a_colleague_who_is_away_given_in_a_run_that_is_killed_is_not_doubled(team: Team) -> None:
    """The new owner's place showed a row of which the hub did not know yet that it is theirs."""
    team.add(REP_B, customer("甲公司", REP_B))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    other["Owner"] = REP_A.name

    def away(step: str) -> None:
        if step == "read":
            raise Away("away")

    team.places[REP_B.name].fault = away
    _killed_at(team, REP_A.name, "applied")
    team.places[REP_B.name].fault = lambda step: None
    team.run()
    assert _names(team) == ["甲公司"]
    assert (team.keys(REP_A), team.keys(REP_B)) == ({"C20260506001"}, set())


def test_a_customer_given_away_and_deleted_at_once_in_a_run_that_is_killed_is_not_doubled(team: Team) -> None:
    """It leaves the hub and comes back in one run: for the new owner's place it is a row that the hub had."""
    row = team.add(REP_B, customer("甲公司", REP_B))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    other["Owner"] = REP_A.name
    team.places[REP_B.name].rows["customers"].remove(row)
    _killed_at(team, REP_A.name, "applied")
    team.run(force=True)
    assert _names(team) == ["甲公司"]
    assert (team.keys(REP_A), team.keys(REP_B)) == ({"C20260506001"}, set())


def test_a_hand_over_that_was_killed_is_carried_through_before_it_is_undone(team: Team) -> None:
    """The hub was saved before the row left its place; undone then, the row of the new owner's place was doubled."""
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Owner"] = REP_B.name
    _killed_at(team, REP_B.name, "applied")
    hub = team.store.load()
    assert intent.pending(team.folder / "hub", hub)
    team.run()
    hub = team.store.load()
    assert not intent.pending(team.folder / "hub", hub)
    team.undo(2)
    team.run()
    assert team.keys(REP_A) == team.keys(MANAGER) == {"C20260506001"}
    assert _names(team) == ["甲公司"]


def _undone_value_typed_by_hand(team: Team) -> tuple[dict[str, Cell], dict[str, Cell]]:
    row = team.add(REP_A, customer("甲公司", REP_A, Notes="旧"))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    row["Notes"] = "新"
    team.run()
    team.undo(2)
    return row, other


def test_an_edit_after_a_killed_run_was_carried_through_is_no_conflict(team: Team) -> None:
    """The killed run had written everything; the next one found nothing to write, and did not save that all agree."""
    row, _ = _undone_value_typed_by_hand(team)
    _killed_at(team, MANAGER.name, "applied")
    team.run()
    assert row["Notes"] == "旧"
    row["Notes"] = "更新"
    assert team.run().conflicts == 0
    assert row["Notes"] == "更新"


def test_an_edit_after_somebody_typed_what_the_hub_has_is_no_conflict(team: Team) -> None:
    row, other = _undone_value_typed_by_hand(team)
    row["Notes"] = other["Notes"] = "旧"
    team.run()
    row["Notes"] = "更新"
    assert team.run().conflicts == 0
    assert row["Notes"] == other["Notes"] == "更新"


# Merge and identity


def test_a_row_pasted_twice_is_three_rows(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    team.places[REP_A.name].rows["customers"] += [dict(row), dict(row)]
    for _ in range(3):
        team.run()
    keys = team.store.load().tables["customers"].keys
    assert sorted(set(keys)) == sorted(keys)
    assert len(keys) == len(team.keys(REP_A)) == 3


def test_two_copies_that_differ_in_a_column_of_somebodys_own_are_two_rows(team: Team) -> None:
    """The second copy was taken for the first one, and what stood in its own column was gone."""
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    other = team.row(MANAGER, str(row["Customer_ID"]))
    assert other is not None
    team.add(REP_A, dict(row))
    team.places[MANAGER.name].columns["customers"].append("我的备注")
    team.add(MANAGER, dict(other) | {"我的备注": "主管写的"})
    for _ in range(2):
        team.run()
    assert "主管写的" in team.store.load().tables["customers"].columns["我的备注"]
    assert len(_names(team)) == 3


def test_a_mended_error_value_is_an_edit(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, Contract_Amount=100))
    team.run()
    row["Contract_Amount"] = Unreadable("#REF!")
    team.run()
    row["Contract_Amount"] = 120
    assert team.run().conflicts == 0
    assert row["Contract_Amount"] == 120


def test_a_place_that_lags_does_not_undo_a_row_put_back_and_changed(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, Notes="旧"))
    team.run()
    rows = team.places[REP_A.name].rows["customers"]
    team.places[MANAGER.name].locked = True
    rows.remove(row)
    team.run()
    row["Notes"] = "新"
    rows.append(row)
    team.run()
    team.places[MANAGER.name].locked = False
    team.run()
    assert row["Notes"] == "新"


def test_an_edit_that_beats_a_deletion_is_not_undone_by_a_third_workbook(tmp_path: Path) -> None:
    boss = User(name="钱总", role="admin", place="x")
    team = Team(tmp_path, Settings(users=(REP_A, MANAGER, boss)))
    row = team.add(REP_A, customer("甲公司", REP_A, Notes="旧"))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    team.places[REP_A.name].rows["customers"].remove(row)
    other["Notes"] = "主管刚写的"
    team.run()
    assert team.store.load().tables["customers"].get("C20260506001", "Notes") == "主管刚写的"


def test_a_conflict_of_an_open_workbook_is_one_conflict(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    row["Notes"], other["Notes"] = "销售写的", "主管写的"
    team.places[MANAGER.name].locked = True
    team.run()
    team.places[MANAGER.name].locked = False
    assert team.run().conflicts == 1


def test_a_reference_typed_after_the_placeholder_became_an_id_follows_it(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A, Customer_ID="NEW-ab12cd34"))
    team.run()
    late = team.add(REP_A, follow_up("NEW-ab12cd34"), "follow_ups")
    team.run()
    assert late["Customer_ID"] == "C20260506001"


def test_a_conflict_on_a_row_that_waits_is_not_drawn_anew_in_every_run(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    row["Notes"], other["Notes"] = "销售写的", "主管写的"
    team.run()
    copy = dict(row)
    team.places[REP_A.name].rows["customers"].append(copy)
    row["Notes"], copy["Notes"] = "甲", "乙"
    team.run()
    before = team.writes()
    team.run()
    assert team.writes() == before


def test_a_rep_cannot_write_into_a_colleagues_customer(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    team.add(REP_B, {"Customer_ID": "C20260506001", "Notes": "李娜写进张伟的客户"})
    team.run()
    assert team.store.load().tables["customers"].get("C20260506001", "Notes") is None


@pytest.mark.parametrize("count", [1, 2])
def test_a_name_typed_for_an_id_tells_nothing_of_colleagues_customers(team: Team, count: int) -> None:
    for number in range(count):
        team.add(REP_A, customer("远景科技", REP_A, Contact_Info=f"微信:w{number}"))
    there = team.add(REP_B, follow_up("远景科技", Follow_User=REP_B.name), "follow_ups")
    nowhere = team.add(REP_B, follow_up("无此公司", Follow_User=REP_B.name), "follow_ups")
    team.run()
    assert str(there["Check"]).replace("远景科技", "无此公司") == nowhere["Check"]


# Real files

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


# The store


def test_a_lost_history_is_told_before_anything_is_written(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    row["Region"] = "华东"
    team.run()
    for path in (team.folder / "hub" / "history").iterdir():
        path.unlink()
    row["Notes"] = "新"
    with pytest.raises(Damaged):
        team.run()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such rights")
def test_nobody_else_may_read_the_hub(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    open_to_others = [
        path.name for path in (team.folder / "hub").rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert open_to_others == []


def test_an_archived_id_typed_ahead_is_not_handed_out_again(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, Customer_ID="C20260507001"))
    team.run()
    team.places[REP_A.name].rows["customers"].remove(row)
    team.run(force=True)
    other = team.add(REP_A, customer("乙公司", REP_A))
    team.run(now=datetime(2026, 5, 7, 8))
    assert other["Customer_ID"] != "C20260507001"


def test_a_row_pasted_with_its_placeholder_while_the_book_is_open_is_two_rows_and_not_three(team: Team) -> None:
    row = team.add(REP_B, customer("公司甲", REP_A, Customer_ID="NEW-00000001"))
    team.places[REP_B.name].rows["customers"].append(dict(row))
    team.places[REP_B.name].locked = True
    team.run(force=True)
    team.places[REP_B.name].locked = False
    for _ in range(2):
        team.run(force=True)
    assert _names(team) == ["公司甲", "公司甲"]
    assert len({row["Customer_ID"] for row in team.places[REP_A.name].rows["customers"]}) == 2
