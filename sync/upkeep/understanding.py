"""How a stranger's list is understood: which header is which column, what is their own, what has to be added. Pure.

A column of theirs that would become the agent's, or whose IDs are not ours, is displaced: it stays as their own column,
and one under the standard name, which goes before every other word, is added beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from sync.endpoints.finder import Found
from sync.endpoints.layout import Layout
from sync.errors import UsageError
from sync.ooxml.read import Grid
from sync.ooxml.refs import LAST_ROW
from validators.canon import canonical
from validators.cells import Cell, Table, Unreadable, column_letters
from validators.fields import Column, Language, TableSpec
from validators.finding import MARKS
from validators.headers import ALIAS, EXACT, LABEL, match, named_by
from validators.ids import is_placeholder, parse
from validators.private.find import without_private

__all__ = ["Added", "Certainty", "Note", "Seen", "TableSeen", "understand_table"]

Certainty: TypeAlias = Literal["certain", "likely", "unsure", "own"]
Note: TypeAlias = Literal["", "foreign_ids", "agents", "twice", "headless", "formulas", "unit", "hidden"]
"""What else is to be said of a column: its IDs are not ours; the agent keeps a column of that name; its header stands
twice or is no text, so it is not synced; its formulas stay; its unit is not ours; it is hidden."""
_SHOWN, _SAMPLES = 18, 3
_LONG_NUMBER = re.compile(r"\d{15,}")
_CJK = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Seen:
    """One of their columns: the header as typed, its cell, the standard column it is taken for (empty: their own).
    `source` is what it is called in the table as it was read."""

    header: str
    cell: str
    column: str
    certainty: Certainty
    samples: tuple[str, ...]
    source: str
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Added:
    """A column that is added. `why`: it is the ID, required, the owner, or the agent's."""

    column: str
    header: str
    why: Literal["id", "required", "owner", "agent"]


@dataclass(slots=True)
class TableSeen:
    """One table of the list. `near` gives for an added column the header of theirs that may be meant; `outside` counts
    by column the values that are not on its list; `passed` are sheets that look like the same table and were not
    taken, with their rows. `end_row` is how far down its formats may reach: above a totals row, else to the bottom.
    `beside` are other blocks of columns next to the list: their first cell, and the table each looks like (or empty).
    `below` is the first cell under the rows that keeps the table from growing past it, empty where there is none."""

    name: str
    sheet: str
    header_row: int
    rows: int
    language: Language
    columns: list[Seen]
    added: list[Added]
    near: dict[str, str] = field(default_factory=dict)
    outside: dict[str, dict[str, int]] = field(default_factory=dict)
    passed: list[tuple[str, int]] = field(default_factory=list)
    end_row: int = LAST_ROW
    below: str = ""
    beside: list[tuple[str, str]] = field(default_factory=list)

    def column_of(self, name: str) -> bool:
        """Whether one of their columns is taken for this one."""
        return any(seen.column == name for seen in self.columns)


def understand_table(
    name: str, layout: Layout, grid: Grid, spec: TableSpec, hidden: Sequence[int], where: str, team: Language
) -> TableSeen:
    """How a found table is understood. `hidden` are the hidden columns of its sheet, `team` is the team's language.

    Raises:
        UsageError: a header is the standard name of a column that it cannot be.
    """
    place, table = layout.places[name], layout.tables[name]
    by_position = {at: column for column, at in place.columns.items()}
    formulas = {column for of, _, column in layout.formulas if of == name}
    columns: list[Seen] = []
    displaced: dict[str, float] = {}
    zh = 0
    for at in range(place.first_column, place.last_column + 1):
        header = header_at(grid, place.header_row, at)
        cell = f"{place.sheet}!{column_letters(at)}{place.header_row}"
        if not header:
            below = [grid.cell(row, at) for row in table.places]
            if any(value is not None for value in below):
                shown = grid.cell(place.header_row, at)
                words = "" if shown is None else str(shown)
                columns.append(Seen(words, cell, "", "own", _samples(below), "", "headless"))
            continue
        column = by_position.get(at, "")
        zh += 1 if _CJK.search(header) else -1
        cells = table.columns.get(column, [])
        note: Note = "" if column else "twice"
        certainty: Certainty = "own"
        if column in spec.by_name:
            _, weight = named_by(header, spec) or (column, EXACT)
            note = _unfit(spec.by_name[column], cells, column in formulas, weight)
            if note:
                if weight >= EXACT:
                    raise _standard_name(header, cell, note, where)
                displaced[column] = weight
                column = ""
            else:
                certainty = "certain" if weight >= LABEL else "likely" if weight >= ALIAS else "unsure"
        elif column:
            column, note = "", "unit" if _has_unit(header, spec) else note
        if not note and by_position.get(at, "") in formulas:
            note = "formulas"
        if not note and at in hidden:
            note = "hidden"
        columns.append(Seen(header, cell, column, certainty, _samples(cells), by_position.get(at, ""), note))
    language: Language = team if _in_two_languages(grid, place, spec) else "zh" if zh > 0 else "en"
    seen = TableSeen(name, place.sheet, place.header_row, len(table), language, columns, [], dict(place.near))
    seen.added = _additions(seen, spec, displaced)
    seen.outside = _outside(seen, table, spec)
    if place.totals:
        seen.end_row = max(place.last_row, place.header_row + 1)
    else:
        seen.below = _below(grid, place, layout.last_rows[name])
    return seen


def _in_two_languages(grid: Grid, place: Found, spec: TableSpec) -> bool:
    """Whether the line above or below the header is the header too."""
    columns = range(place.first_column, place.last_column + 1)
    lines = [[grid.cell(row, at) for at in columns] for row in (place.header_row - 1, place.header_row + 1)]
    return any(match(line, {spec.name: spec}) for line in lines)


def _below(grid: Grid, place: Found, last_row: int) -> str:
    for row in range(last_row + 1, grid.height + 1):
        for at in range(place.first_column, place.last_column + 1):
            if grid.cell(row, at) is not None:
                return f"{place.sheet}!{column_letters(at)}{row}"
    return ""


def header_at(grid: Grid, row: int, column: int) -> str:
    """The header of a column as typed; of a cell merged over several lines, what stands in the first."""
    cell = grid.cell(row, column)
    for area in grid.merged:
        if cell is None and area.row <= row <= area.last_row and area.column == column == area.last_column:
            cell = grid.cell(area.row, column)
    return str(cell).strip() if isinstance(cell, str) else ""


def _unfit(column: Column, cells: Sequence[Cell], formulas: bool, weight: float) -> Note:
    """Why a column of theirs cannot be the one that its header names; empty where it can."""
    filled = [cell for cell in cells if cell is not None]
    if not filled:
        return ""
    if column.kind in ("id", "ref"):
        ours = sum(parse(cell) is not None or is_placeholder(cell) for cell in filled)
        return "foreign_ids" if formulas or 2 * ours < len(filled) else ""
    if not column.agent:
        return ""
    fits = {
        "Check": all(str(cell)[:1] in MARKS.values() for cell in filled),
        "Update_Date": all(isinstance(cell, date) for cell in filled),
        "Next_Due": weight >= EXACT and all(isinstance(cell, date) for cell in filled),
    }.get(column.name, weight >= EXACT)
    return "" if fits and not formulas else "agents"


def _has_unit(header: str, spec: TableSpec) -> bool:
    bare = re.sub(r"[(\[（【].*?[)\]）】]", "", header)
    named = named_by(bare, spec) if bare != header else None
    return named is not None and spec.by_name[named[0]].kind == "money"


def _additions(seen: TableSeen, spec: TableSpec, displaced: Mapping[str, float]) -> list[Added]:
    added = []
    for column in spec.columns:
        if seen.column_of(column.name):
            continue
        why: Literal["id", "required", "owner", "agent"]
        if column.name == spec.key:
            why = "id"
        elif column.required:
            why = "required"
        elif column.agent:
            why = "agent"
        elif column.name == "Owner":
            why = "owner"
        else:
            continue
        label = column.label[seen.language] + ("*" if column.required else "")
        added.append(Added(column.name, label if displaced.get(column.name, 0) < LABEL else column.name, why))
    return sorted(added, key=lambda one: ["id", "required", "owner", "agent"].index(one.why))


def _outside(seen: TableSeen, table: Table, spec: TableSpec) -> dict[str, dict[str, int]]:
    """By closed choice column, the values that are no choice, with how often they stand there."""
    result = {}
    for column in spec.columns:
        if column.kind == "choice" and not column.open_list and seen.column_of(column.name):
            ids = {choice.id for choice in column.choices}
            counts = Counter(cell for cell in table.get(column.name) if isinstance(cell, str))
            odd = {value: count for value, count in counts.items() if canonical(column, value) not in ids}
            if odd:
                result[column.name] = dict(sorted(odd.items(), key=lambda item: -item[1]))
    return result


def _samples(cells: Sequence[Cell]) -> tuple[str, ...]:
    shown: dict[str, None] = {}
    for cell in cells:
        if cell is not None:
            shown.setdefault(_shown(cell))
            if len(shown) == _SAMPLES:
                break
    return tuple(shown)


def _shown(cell: Cell) -> str:
    """A cell for the eye: short, and of a number as long as an ID or bank card's only the ends."""
    text = cell.raw if isinstance(cell, Unreadable) else str(without_private(cell)).replace("\n", " ")
    if isinstance(cell, datetime):
        text = f"{cell:%Y-%m-%d %H:%M}"
    text = _LONG_NUMBER.sub(lambda found: f"{found[0][:2]}…{found[0][-2:]}", text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _standard_name(header: str, cell: str, note: Note, where: str) -> UsageError:
    if note == "foreign_ids":
        what = f"{cell} 的“{header}”里不是系统的编号 / “{header}” at {cell} holds IDs that are not ours"
    else:
        what = f"{cell} 的“{header}”由系统填写，里面却有内容 / “{header}” at {cell} is the agent's, but holds something"
    return UsageError(
        what,
        where=where,
        remedy=f"给这一列换个表头（例如 原{header}）再运行 / rename that header (for example Old {header}), run again",
    )
