"""What was found about rows below an Excel Table that did not grow, and about blank rows among them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sync.cli import main
from sync.config import Config, load
from sync.ooxml.package import Package
from sync.ooxml.workbook import Workbook
from sync.store.hub import Hub
from sync.store.tinydb import TinyDBStore
from tests.office import Office
from tests.sync.team import customer
from validators.cells import Cell

REP, OTHER, MANAGER = "张伟", "李娜", "王主管"
Sheet = Any


class Desk:
    """A team over the template's workbooks, in which a program saves that does not grow tables."""

    def __init__(self, folder: Path) -> None:
        assert main(["init", str(folder), "--rep", REP, "--rep", OTHER, "--manager", MANAGER]) == 0
        self.config: Config = load(folder / "config.toml")
        self.day = 6

    def path(self, name: str = REP) -> Path:
        user = self.config.settings.user(name)
        assert user is not None
        return self.config.place(user)

    def open(self, table: str = "客户", name: str = REP) -> tuple[Any, Sheet]:
        book = openpyxl.load_workbook(self.path(name), keep_vba=True)
        return book, book[table]

    def edit(self, rows: Mapping[int, Mapping[str, Cell] | None], table: str = "客户", name: str = REP) -> None:
        """Type rows, or empty them, by their number in the sheet."""
        book, sheet = self.open(table, name)
        heads = {str(cell.value).rstrip("*"): cell.column for cell in sheet[2]}
        for row, cells in rows.items():
            for column in heads.values() if cells is None else ():
                sheet.cell(row, column).value = None
            for head, value in (cells or {}).items():
                sheet.cell(row, heads[head]).value = value
        book.save(self.path(name))

    def run(self, times: int = 1) -> None:
        for _ in range(times):
            assert main(["run", "--config", str(self.config.path), "--today", f"2026-05-{self.day:02d}"]) in (0, 3)
            self.day += 1

    def hub(self) -> Hub:
        return TinyDBStore(self.config.folder / "hub").load()

    def names(self) -> list[str]:
        return sorted(map(str, self.hub().tables["customers"].columns["Customer_Name"]))

    def archived(self) -> list[str]:
        records = TinyDBStore(self.config.folder / "hub").changes_since(self.hub(), 0)
        return sorted(str(row["Customer_Name"]) for one in records for table, _, row, _ in one.removed if table)

    def shown(self, name: str = REP, table: str = "客户") -> dict[str, tuple[int, str]]:
        """By name, the row in which a customer stands, and the ID beside it."""
        _, sheet = self.open(table, name)
        rows = enumerate(sheet.iter_rows(min_row=3, max_col=2, values_only=True), 3)
        return {str(label): (row, str(key)) for row, (key, label) in rows if label is not None}

    def reach(self, name: str = REP, table: str = "tblCustomers") -> int:
        tables = Workbook(Package.open(self.path(name))).tables
        return next(one.last_row for one in tables if one.name == table)

    def findings(self, name: str = REP) -> list[tuple[str, str]]:
        """The cell and the message of each line of the findings sheet."""
        _, sheet = self.open("检查结果", name)
        return [(f"{row[1]}!{row[2]}", str(row[5])) for row in sheet.iter_rows(min_row=6, values_only=True) if row[2]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "team")


def row(name: str, owner: str = REP, **cells: Cell) -> dict[str, Cell]:
    return customer(name, Contact_Info=f"微信:w{name}", Owner=owner, Create_User=REP) | cells


FOUR = {3: row("甲"), 4: row("乙", OTHER), 5: row("丙"), 6: row("丁")}


def test_a_row_that_leaves_takes_none_with_it_that_stand_below(desk: Desk) -> None:
    desk.edit(FOUR)
    desk.run(3)
    assert desk.names() == sorted("甲乙丙丁")
    assert desk.archived() == []
    assert set(desk.shown()) == {"甲", "丙", "丁"}
    assert set(desk.shown(MANAGER)) == set("甲乙丙丁")
    assert desk.reach() == 6


def test_nor_do_follow_ups_that_go_to_somebody_else(desk: Desk) -> None:
    desk.edit({3: row("甲"), 4: row("乙", OTHER)})
    desk.run()
    mine, theirs = desk.shown()["甲"][1], desk.shown(OTHER)["乙"][1]
    cells: dict[str, Cell] = {"Follow_Date": date(2026, 5, 6), "Follow_User": REP, "Follow_Method": "电话"}
    keys = (mine, theirs, mine, mine)
    desk.edit({3 + at: {"Customer_ID": key, "Content": str(at), **cells} for at, key in enumerate(keys)}, "跟进")
    desk.run(3)
    assert set(desk.hub().tables["follow_ups"].columns["Content"]) == {"0", "1", "2", "3"}
    assert desk.archived() == []
    assert desk.reach(table="tblFollowUps") == 6


@pytest.mark.parametrize("hole", [{4}, {4, 5}, {4, 5, 6}])
def test_rows_under_a_hole_that_a_person_made_are_rows(desk: Desk, hole: set[int]) -> None:
    every = {3 + at: row(name) for at, name in enumerate("甲乙丙丁戊己")}
    desk.edit(every)
    desk.run()
    desk.edit(dict.fromkeys(hole))
    desk.run(3)
    gone = sorted("甲乙丙丁戊己"[at - 3] for at in hole)
    assert desk.archived() == gone
    assert desk.names() == sorted(set("甲乙丙丁戊己") - set(gone))
    assert set(desk.shown()) == set(desk.names())


@pytest.mark.parametrize("at", [8, 11])
def test_a_row_typed_below_a_hole_gets_an_id(desk: Desk, at: int) -> None:
    desk.edit({3: row("甲")})
    desk.run()
    desk.edit({at: row("庚"), at + 1: row("辛", OTHER), at + 2: row("壬")})
    desk.run(2)
    assert desk.names() == sorted("甲庚辛壬")
    assert desk.shown()["壬"][1].startswith("C202605")
    assert set(desk.shown()) == {"甲", "庚", "壬"}
    assert desk.findings() == []


def test_a_row_that_was_moved_below_is_the_row_it_was(desk: Desk) -> None:
    desk.edit(FOUR)
    desk.run()
    place, key = desk.shown()["丙"]
    desk.edit({place: None, 12: row("丙", Customer_ID=key, Notes="搬家")})
    desk.run(2)
    assert desk.archived() == []
    assert desk.shown()["丙"] == (12, key)
    assert desk.hub().tables["customers"].get(key, "Notes") == "搬家"


def test_a_hole_that_cannot_be_closed_costs_no_row(desk: Desk) -> None:
    desk.edit(FOUR)
    book, sheet = desk.open()
    sheet.protection.sheet = True
    book.save(desk.path())
    desk.run(3)
    assert desk.reach() == 3
    assert desk.shown().keys() == {"甲", "丙", "丁"}
    assert desk.archived() == []


HEADS: dict[str, Cell] = {
    "Customer_Name": "客户名称",
    "Contact_Info": "联系方式",
    "Status": "客户状态",
    "Level": "客户等级",
}


def test_a_row_of_another_list_is_told_and_not_read_and_none_counts_as_deleted(desk: Desk) -> None:
    desk.edit(FOUR)
    desk.run()
    place, key = desk.shown()["丁"]
    desk.edit({place: None, 9: HEADS, 10: row("丁", Customer_ID=key), 11: row("癸")})
    desk.run()
    assert desk.findings() == [("客户!A10", "第 10 至 11 行在“客户”表的外面，没有同步")]
    assert desk.findings(MANAGER) == []
    assert desk.names() == sorted("甲乙丙丁")
    assert desk.archived() == []
    assert desk.shown()["丁"] == (10, key)
    assert desk.shown()["癸"] == (11, "None")
    desk.run()
    assert [desk.names(), desk.archived()] == [sorted("甲乙丙丁"), []]
    desk.edit({10: None, 11: None, 6: row("丁", Customer_ID=key), 7: row("癸")})
    desk.run()
    assert desk.findings() == []
    assert [desk.names(), desk.archived()] == [sorted("甲乙丙丁癸"), []]


def test_a_list_of_other_things_below_is_left_alone(desk: Desk) -> None:
    desk.edit({3: row("甲")})
    desk.run()
    key = desk.shown()["甲"][1]
    lines: dict[int, dict[str, Cell]] = {
        6: {"Customer_Name": "重点"},
        7: {"Customer_ID": "编号", "Customer_Name": "金额", "Contact_Info": "备注"},
        8: {"Customer_ID": key, "Customer_Name": 5000},
        9: {"Customer_Name": "合计", "Industry": 5000},
    }
    desk.edit(lines)
    before = [[cell.value for cell in cells] for cells in desk.open()[1].iter_rows(min_row=5)]
    desk.run(2)
    assert desk.names() == ["甲"]
    assert [[cell.value for cell in cells] for cells in desk.open()[1].iter_rows(min_row=5)] == before


def test_a_row_below_the_totals_does_not_count_as_deleted(desk: Desk) -> None:
    desk.edit(FOUR)
    desk.run()
    place, key = desk.shown()["丁"]
    desk.edit({place: None, 7: {"Customer_Name": "合计"}, 8: row("丁", Customer_ID=key)})
    book, sheet = desk.open()
    table = sheet.tables["tblCustomers"]
    table.ref, table.totalsRowCount = table.ref.replace("6", "7"), 1
    table.autoFilter.ref = table.ref.replace("7", "6")
    book.save(desk.path())
    desk.run(2)
    assert [desk.names(), desk.archived()] == [sorted("甲乙丙丁"), []]
    assert desk.findings() == [("客户!A8", "第 8 行在“客户”表的外面，没有同步")]


@pytest.mark.office
def test_rows_typed_below_in_libreoffice_stay_rows(desk: Desk, office: Office, tmp_path: Path) -> None:
    _, sheet = desk.open()
    heads = {str(cell.value).rstrip("*"): cell.column_letter for cell in sheet[2]}
    saved = tmp_path / "saved.xlsm"

    def typed(rows: dict[int, dict[str, Cell]]) -> None:
        cells = {f"客户!{heads[head]}{at}": str(cell) for at, one in rows.items() for head, cell in one.items()}
        office.edit(desk.path(), {at: cell for at, cell in cells.items() if "-" not in cell}, saved)
        saved.replace(desk.path())

    typed(FOUR)
    desk.run(2)
    typed({9: row("戊"), 10: row("己", OTHER), 11: row("庚")})
    desk.run(3)
    assert [desk.names(), desk.archived()] == [sorted("甲乙丙丁戊己庚"), []]
    assert set(desk.shown()) == set("甲丙丁戊庚")
