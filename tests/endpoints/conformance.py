"""What every endpoint must do: one suite for all of them.

A new endpoint subclasses `Conformance` in a test module and says in `make` how a place with given rows is made and in
`person` how somebody else reads and changes it, best with another program than ours.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

import pytest

from sync import answers
from sync.accepts import HEAD, WORD, Suggestion
from sync.answers import Asking
from sync.errors import Locked, StaleSnapshot
from sync.model import CellEdit, Endpoint, NewRow, Pick, Places, Update
from sync.picks import HEADS, WORDS
from sync.reports.titles import TITLES
from sync.sheet import DropDown, Lane, Range, ReportSheet
from validators.cells import Cell, Table
from validators.models import specs
from validators.settings import Settings

__all__ = ["SPECS", "Conformance", "Person", "Rows"]

SPECS = specs(Settings())
Rows = Mapping[str, Sequence[Mapping[str, Cell]]]
"""By table, rows as a person types them, blank lines as empty ones; their columns become the table's, in that order."""
LIKE_FORMULAS = (
    "=1+1",
    "+86 571",
    "-",
    "@王芳",
    "＝1+1",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "1E5",
    "007",
)
"""Texts that must stay the texts they are."""


class Person(Protocol):
    """Somebody who has a place open in a program of their own."""

    def type(self, table: str, line: int, column: str, value: Cell) -> None:
        """Type into the `line`-th line below the header, counted from 0."""
        ...

    def lines(self, table: str, order: Sequence[int]) -> None:
        """Put the lines in another order; those left out are deleted, a line of -1 is a blank one."""
        ...

    def add_column(self, table: str, name: str) -> None:
        """Add a column at the right."""
        ...

    def held(self, table: str) -> list[dict[str, Cell]]:
        """The filled lines of a table as the person sees them, without empty cells."""
        ...

    def sheet(self, title: str) -> list[list[Cell]]:
        """The cells of a sheet of the agent's, row by row from A1 on."""
        ...

    def type_into_sheet(self, title: str, row: int, column: int, value: str) -> None:
        """Type into a sheet of the agent's; rows and columns count from 1."""
        ...

    def open_or_close(self) -> None:
        """Open the place so that nobody else may write to it, or close it."""
        ...


def _customers(*names: str) -> list[Mapping[str, Cell]]:
    return [
        {
            "Customer_ID": f"C2026050600{at}",
            "Customer_Name": name,
            "Contact_Info": "微信:w1",
            "Status": "意向客户",
            "Level": "普通客户",
            "Create_User": "张伟",
            "Notes": None,
        }
        for at, name in enumerate(names, 1)
    ]


class Conformance(ABC):
    """The suite. `make` gives the endpoint and the person at it, over the same place."""

    @abstractmethod
    def make(self, folder: Path, rows: Rows) -> tuple[Endpoint, Person]:
        """A place that holds these rows."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> tuple[Endpoint, Person]:
        return self.make(tmp_path, {"customers": _customers("甲公司", "乙公司", "丙公司"), "follow_ups": []})

    @staticmethod
    def table(endpoint: Endpoint, name: str = "customers") -> Table:
        return endpoint.read().tables[name]

    # Reading

    def test_typed_cells_come_as_what_they_are(self, tmp_path: Path) -> None:
        values: list[Cell] = ["文字", 42, 12.5, date(2026, 5, 6), datetime(2026, 5, 6, 8, 30), True, None]
        rows = [{**row, "备用": value} for row, value in zip(_customers(*"甲乙丙丁戊己庚"), values, strict=True)]
        endpoint, _ = self.make(tmp_path, {"customers": rows})
        cells = self.table(endpoint).columns["备用"]
        assert [(type(cell), cell) for cell in cells[:6]] == [(type(value), value) for value in values[:6]]
        assert cells[6] is None

    def test_tables_that_are_not_there_are_absent_and_empty_ones_are_empty(
        self, place: tuple[Endpoint, Person]
    ) -> None:
        snapshot = place[0].read()
        assert set(snapshot.tables) == {"customers", "follow_ups"} | (set(snapshot.tables) & {"opportunities", "plan"})
        assert len(snapshot.tables["follow_ups"]) == 0
        assert snapshot.missing == ()

    def test_a_missing_required_column_is_told(self, tmp_path: Path) -> None:
        rows = [{c: v for c, v in row.items() if c != "Status"} for row in _customers("甲公司")]
        endpoint, _ = self.make(tmp_path, {"customers": rows})
        snapshot = endpoint.read()
        assert [("Status" in sentence) for sentence in snapshot.missing] == [True]
        assert "Status" not in snapshot.tables["customers"].columns

    def test_the_order_of_lines_and_blank_lines_mean_nothing(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        before = self.table(endpoint)
        person.lines("customers", [2, -1, 0, 1])
        after = self.table(endpoint)
        assert sorted(map(str, after.rows())) == sorted(map(str, before.rows()))
        assert len(after) == 3
        assert [after.places[1] - after.places[0], after.places[2] - after.places[1]] == [2, 1]

    def test_columns_of_peoples_own_are_read(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        person.add_column("customers", "我的列")
        person.type("customers", 1, "我的列", "自己的")
        assert self.table(endpoint).columns["我的列"] == [None, "自己的", None]

    def test_reading_again_gives_the_same_and_a_change_another_version(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        first, second = endpoint.read(), endpoint.read()
        assert (first.version, first.tables) == (second.version, second.tables)
        person.type("customers", 0, "Notes", "新")
        assert endpoint.read().version != first.version

    # Writing

    def test_cells_are_written_and_nothing_else(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        before, version = person.held("customers"), endpoint.read().version
        new = endpoint.apply(Update(edits=[CellEdit("customers", 1, "Notes", None, "写入")]), version)
        wanted = [dict(row) for row in before]
        wanted[1]["Notes"] = "写入"
        assert person.held("customers") == wanted
        assert new == endpoint.read().version != version

    def test_an_update_of_cells_may_be_followed_by_another(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        version = endpoint.apply(Update(edits=[CellEdit("customers", 0, "Notes", None, "一")]), endpoint.read().version)
        endpoint.apply(Update(edits=[CellEdit("customers", 0, "Notes", "一", "二")]), version)
        assert person.held("customers")[0]["Notes"] == "二"

    @pytest.mark.parametrize("text", LIKE_FORMULAS)
    def test_text_stays_text(self, place: tuple[Endpoint, Person], text: str) -> None:
        endpoint, person = place
        row = {**_customers("丁公司")[0], "Customer_ID": "C20260506009", "Notes": text}
        update = Update(edits=[CellEdit("customers", 0, "Notes", None, text)], new=[NewRow("customers", row)])
        endpoint.apply(update, endpoint.read().version)
        held = [row["Notes"] for row in person.held("customers") if row.get("Notes")]
        assert held == [text, text]
        assert self.table(endpoint).columns["Notes"].count(text) == 2

    def test_rows_are_added_and_taken_out_by_what_they_are(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        row = {**_customers("丁公司")[0], "Customer_ID": "C20260506009", "没有这一列": "x"}
        endpoint.apply(Update(removed=[("customers", 1)], new=[NewRow("customers", row)]), endpoint.read().version)
        held = {held["Customer_ID"]: held["Customer_Name"] for held in person.held("customers")}
        assert held == {"C20260506001": "甲公司", "C20260506003": "丙公司", "C20260506009": "丁公司"}
        assert set(self.table(endpoint).columns) >= set(row) - {"没有这一列"}
        assert "没有这一列" not in self.table(endpoint).columns

    def test_agent_cells_are_written_and_a_missing_agent_column_is_added(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        endpoint.apply(Update(agent={"customers": {"Check": {1: "✗ 缺少"}}}), endpoint.read().version)
        assert [held.get("Check") for held in person.held("customers")] == [None, "✗ 缺少", None]
        endpoint.apply(Update(agent={"customers": {"Check": {1: None}}}), endpoint.read().version)
        assert [held.get("Check") for held in person.held("customers")] == [None, None, None]

    # Refusing

    def test_a_place_that_changed_meanwhile_is_not_written(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        version = endpoint.read().version
        person.type("customers", 0, "Notes", "刚写的")
        before = person.held("customers")
        with pytest.raises(StaleSnapshot):
            endpoint.apply(Update(edits=[CellEdit("customers", 0, "Notes", None, "计划的")]), version)
        with pytest.raises(StaleSnapshot):
            endpoint.apply(Update(sheets=lambda places: []), "no such version")
        assert person.held("customers") == before

    def test_a_place_that_is_open_is_not_written(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        endpoint.probe()
        person.open_or_close()
        snapshot, before = endpoint.read(), person.held("customers")
        update = Update(edits=[CellEdit("customers", 0, "Notes", None, "计划的")])
        for refused in (endpoint.probe, lambda: endpoint.apply(update, snapshot.version)):
            with pytest.raises(Locked):
                refused()
        assert person.held("customers") == before
        person.open_or_close()
        endpoint.apply(update, snapshot.version)
        assert person.held("customers")[0]["Notes"] == "计划的"

    # The agent's sheets

    def test_sheets_are_drawn_once_it_is_known_where_every_row_stands(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        seen: list[Places] = []

        def drawn(places: Places) -> list[ReportSheet]:
            seen.append(places)
            return [_sheet("甲", "=1+1", 5)]

        row = {**_customers("丁公司")[0], "Customer_ID": "C20260506009"}
        update = Update(removed=[("customers", 0)], new=[NewRow("customers", row)], sheets=drawn)
        endpoint.apply(update, endpoint.read().version)
        table = self.table(endpoint)
        stands = dict(zip(map(str, table.columns["Customer_ID"]), table.places, strict=True))
        assert seen[0]["customers"] == stands
        assert set(stands) == {"C20260506002", "C20260506003", "C20260506009"}
        assert person.sheet(TITLES["conflicts"].zh)[3] == ["甲", "=1+1", 5]
        endpoint.apply(Update(sheets=lambda places: [_sheet("乙")]), endpoint.read().version)
        assert person.sheet(TITLES["conflicts"].zh)[3] == ["乙"]

    @pytest.mark.parametrize("word", ["  改用另一个值 ", "Take other value", "看不懂", 5])
    def test_a_pick_is_read_with_its_mark_and_gone_once_the_sheet_is_drawn(
        self, place: tuple[Endpoint, Person], word: str
    ) -> None:
        endpoint, person = place
        title = TITLES["conflicts"].zh
        endpoint.apply(Update(sheets=lambda places: [_conflicts()]), endpoint.read().version)
        assert endpoint.read().picks == ()
        version = endpoint.read().version
        person.type_into_sheet(title, 6, 3, word)
        with pytest.raises(StaleSnapshot):
            endpoint.apply(Update(sheets=lambda places: [_conflicts()]), version)
        snapshot = endpoint.read()
        assert snapshot.picks == (Pick("m2", str(word).strip(), f"{title}!C6", "C20260506002", "客户备注"),)
        endpoint.apply(Update(sheets=lambda places: [_conflicts()]), snapshot.version)
        assert endpoint.read().picks == ()

    def test_what_is_accepted_is_read_with_its_mark(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        title, mark = TITLES["findings"].zh, Suggestion.of("customers", "C20260506002", "Level", "普", "普通客户").mark
        endpoint.apply(Update(sheets=lambda places: [_findings(mark)]), endpoint.read().version)
        assert endpoint.read().picks == ()
        person.type_into_sheet(title, 7, 3, WORD.zh)
        snapshot = endpoint.read()
        assert snapshot.picks == (Pick(mark, WORD.zh, f"{title}!C7", "C20260506002"),)
        endpoint.apply(Update(sheets=lambda places: [_findings(mark)]), snapshot.version)
        assert endpoint.read().picks == ()

    def test_what_is_answered_is_read_with_its_mark(self, place: tuple[Endpoint, Person]) -> None:
        endpoint, person = place
        title, mark = TITLES["duplicates"].zh, Asking("C20260506001", {"C20260506001": "a", "C20260506002": "b"}).mark
        endpoint.apply(Update(sheets=lambda places: [_duplicates(mark)]), endpoint.read().version)
        assert endpoint.read().picks == ()
        word = answers.MERGE_INTO.zh.format(key="C20260506002")
        person.type_into_sheet(title, 7, 2, word)
        snapshot = endpoint.read()
        assert snapshot.picks == (Pick(mark, word, f"{title}!B7", "C20260506001"),)
        endpoint.apply(Update(sheets=lambda places: [_duplicates(mark)]), snapshot.version)
        assert endpoint.read().picks == ()


def _duplicates(mark: str) -> ReportSheet:
    title = TITLES["duplicates"].zh
    sheet = ReportSheet("duplicates", title)
    sheet.put(1, 1, title, "title")
    sheet.put(2, 1, "范围：全团队", "muted")
    for column, head in enumerate((HEADS["key"].zh, answers.HEAD.zh, HEADS["mark"].zh), 1):
        sheet.put(5, column, head, "head")
    sheet.put(6, 1, "第 1 组 · 确定重复", "section")
    for column, value in enumerate(("C20260506001", None, mark), 1):
        sheet.put(7, column, value, "input" if column == 2 else "same")
    sheet.drop_downs = [DropDown((Range(7, 2, 7, 2),), (answers.NOT_A_DUPLICATE.zh,), "请选")]
    sheet.hidden_columns = (3,)
    return sheet


def _findings(mark: str) -> ReportSheet:
    title = TITLES["findings"].zh
    sheet = ReportSheet("findings", title)
    sheet.put(1, 1, title, "title")
    sheet.put(2, 1, "范围：全团队", "muted")
    for column, head in enumerate((HEADS["key"].zh, "建议值", HEAD.zh, HEADS["mark"].zh), 1):
        sheet.put(5, column, head, "head")
    keys, values, marks = ["C20260506001", "C20260506002"], [None, "普通客户"], [None, mark]
    sheet.list_rows(6, Lane(keys), Lane(values), Lane([None, None], ["text", "input"]), Lane(marks))
    sheet.drop_downs = [DropDown((Range(7, 3, 7, 3),), (WORD.zh,), "请选")]
    sheet.hidden_columns = (4,)
    return sheet


def _sheet(*cells: Cell) -> ReportSheet:
    title = TITLES["conflicts"].zh
    sheet = ReportSheet("conflicts", title)
    sheet.put(1, 1, title, "title")
    sheet.put(2, 1, "范围：全团队", "muted")
    for column, value in enumerate(cells, 1):
        sheet.put(4, column, value)
    return sheet


def _conflicts() -> ReportSheet:
    heads = [HEADS[name].zh for name in ("key", "column", "pick", "mark")]
    sheet = _sheet(*heads)
    for row, number in ((5, 1), (6, 2)):
        for column, value in enumerate((f"C2026050600{number}", "客户备注", None, f"m{number}"), 1):
            sheet.put(row, column, value, "input" if column == 3 else "text")
    words = (WORDS["keep", False].zh, WORDS["take", False].zh)
    sheet.drop_downs = [DropDown((Range(5, 3, 6, 3),), words, "请从列表里选")]
    sheet.hidden_columns = (4,)
    return sheet
