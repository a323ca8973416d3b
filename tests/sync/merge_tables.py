"""The decision tables of docs/merging.md, as cases."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sync.merge import Absorbed, Base, PolicyOf, absorb, project
from sync.model import CellEdit
from sync.store.hub import HubTable
from validators.cells import Cell, Table, Unreadable
from validators.models import specs
from validators.settings import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "merging.md"
SPEC = specs(Settings())["customers"]
KEY = "C20260506001"
Row = dict[str, Cell]


@dataclass(frozen=True)
class Words:
    """What the letters of the tables stand for: the column of the first cell and its values, that of the second."""

    first: str
    values: dict[str, Cell]
    second: str = "Region"

    def cells(self, written: str) -> tuple[Row | None, frozenset[str], frozenset[str]]:
        """A row, None for no such row; the columns that the table has not; the columns with a formula."""
        columns = (self.first, self.second)
        parts = written.split()
        absent = frozenset(column for column, part in zip(columns, parts, strict=False) if part == "/")
        formulas = frozenset(column for column, part in zip(columns, parts, strict=False) if part.startswith("="))
        if parts[0] == "–":
            absent = frozenset({self.second}) if "/" in parts else frozenset()
            return None, absent, formulas
        row = {
            column: self.value(part.removeprefix("="))
            for column, part in zip(columns, parts, strict=False)
            if part != "/"
        }
        return row, absent, formulas

    def value(self, letter: str) -> Cell:
        """The value of a letter."""
        return {"·": None, "#": Unreadable("#REF!"), "p": "华东", "q": "华南", **self.values}[letter]


WORDS = {
    words.first: words
    for words in (
        Words("Notes", {"a": "甲", "b": "乙", "c": "丙", "a'": " 甲 "}),
        Words("Level", {"a": "重点客户", "b": "普通客户", "c": "潜力客户", "a'": "Key"}),
        Words("Contract_Amount", {"a": 1000, "b": 2000, "c": 3000, "a'": "1,000"}),
        Words("First_Date", {"a": date(2026, 5, 1), "b": date(2026, 5, 2), "c": date(2026, 5, 3), "a'": "2026/5/1"}),
        Words("Contact_Info", {"a": "13800138000", "b": "13800138001", "c": "13800138002", "a'": 13800138000}),
        Words("Mine", {"a": "x", "b": "y", "c": "z", "a'": "x "}),
    )
}


def table(heading: str) -> list[list[str]]:
    """The lines of the table under the line that begins with `heading`, without marks and translations."""
    lines = PAGE.read_text("utf-8").split(heading, 1)[1].splitlines()
    found = []
    for line in lines[2:]:
        if not line.startswith("|"):
            break
        first, *cells = (cell.replace("`", "").strip() for cell in line.strip("|").split("|"))
        found.append([first.split(" / ")[0], *cells])
    return found


def decisions() -> list[list[str]]:
    """The decision table: case, base, workbook, hub, → hub, → workbook, set aside."""
    return table("| case / 情形 |")


def policies() -> list[list[str]]:
    """The table of policies."""
    return table("| policy |")


def unusual() -> list[str]:
    """The names of the unusual cases."""
    lines = PAGE.read_text("utf-8").split("## Unusual cases", 1)[1].split("\n## ", 1)[0].splitlines()
    cases = [line.split("|")[1].strip() for line in lines if line.startswith("|")]
    return [re.sub(r"\s+", " ", case) for case in cases[2:]]


def merged(
    words: Words, base: str, workbook: str, hub: str, policy: PolicyOf
) -> tuple[Row | None, Row | None, Absorbed]:
    """The row in the hub and in the workbook after a merge, and what was decided."""
    was, base_absent, _ = words.cells(base)
    mine, absent, formulas = words.cells(workbook)
    theirs, _, _ = words.cells(hub)
    stored = HubTable("customers")
    if theirs is not None:
        stored.extend([KEY], {column: [value] for column, value in theirs.items()}, 2)
        stored.columns["Customer_ID"] = [KEY]
    agreed = Base(
        versions={KEY: 1 if theirs is None or theirs != was else 2} if was is not None else {},
        behind={KEY: {c: was.get(c) for c in theirs if theirs[c] != was.get(c)}} if was and theirs else {},
        removed={KEY: was} if was is not None and theirs is None else {},
        columns={words.first, words.second} - base_absent,
    )
    columns = [column for column in (words.first, words.second) if column not in absent]
    if was is not None and len(base.split()) == 1:
        columns, agreed = [words.first], replace(agreed, columns={words.first})
    local = Table("customers", {"Customer_ID": [KEY] if mine is not None else []})
    for column in columns:
        local.columns[column] = [mine.get(column)] if mine is not None else []
    keys: list[str | None] = [KEY] if mine is not None else []
    found = absorb(SPEC, agreed, local, keys, stored, policy)
    for edit in found.edits:
        assert stored.get(KEY, edit.column) == edit.before
        stored.set(edit.key, edit.column, edit.after, 3)
    stored.remove(found.gone)
    for row in found.new:
        kept = {c: [None if isinstance(cells[row], Unreadable) else cells[row]] for c, cells in local.columns.items()}
        stored.extend([KEY], kept, 3)
    planned = project(SPEC, local, keys, stored, None, {(0, column) for column in formulas})
    after = dict(mine) if mine is not None else None
    for change in planned.edits:
        assert after is not None
        assert change == CellEdit("customers", 0, change.column, after[change.column], change.after)
        after[change.column] = change.after
    if planned.removed:
        after = None
    if planned.new:
        after = {column: stored.get(KEY, column) for column in columns}
    held = {c: stored.get(KEY, c) for c in (words.first, words.second)} if KEY in stored.index else None
    return held, after, found
