"""Rows of a table that come and leave in an open workbook. No row ever moves: what stands beside or under one stays.

A row that leaves becomes a blank one, which is filled before the table grows; at the end of an Excel Table blank rows
leave it. Formulas that are filled down stay, and go on in new rows; what only one row has leaves with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sync.endpoints.layout import Layout
from sync.endpoints.live_calls import Calls
from sync.endpoints.live_cells import LiveCells
from sync.endpoints.live_grid import formulas_of
from sync.endpoints.live_room import LiveRoom, Rows
from sync.endpoints.live_source import LiveSource
from sync.endpoints.live_texts import live_fault
from sync.errors import Refused
from sync.ooxml.formulas import shifted
from sync.ooxml.own import rows_own
from validators.cells import Cell, column_letters
from validators.fields import TableSpec

__all__ = ["LiveRows"]


class LiveRows:
    """The rows of the tables that `source` and `layout` describe. `kept` are the addresses of cells that did not get
    their value because a formula stands there."""

    def __init__(
        self, calls: Calls, source: LiveSource, layout: Layout, room: LiveRoom, specs: Mapping[str, TableSpec]
    ) -> None:
        self._calls = calls
        self._source = source
        self._layout = layout
        self._room = room
        self._specs = specs
        self._cells = LiveCells(calls, source)
        self.kept: list[str] = []

    def guard_removal(self, table: str, rows: Collection[int]) -> None:
        """Refuse where a formula that other cells share would have to go."""
        title = self._layout.places[table].sheet
        for row, column in self._own(table, rows):
            cell = self._calls.sheet(title).range((row, column))
            if self._calls(_in_array, cell, where=title):
                where = f"{title}!{column_letters(column)}{row}"
                raise live_fault(Refused, "array", self._calls.language, where)

    def remove(self, table: str, rows: Collection[int]) -> None:
        """Empty these sheet rows within the table; formats stay, notes and links go."""
        title, area = self._layout.places[table].sheet, self._room.area(table)
        own, formulas = self._own(table, rows), self._source.formulas[title]
        sheet = self._calls.sheet(title)
        for row in sorted(rows):
            line = range(area.column, area.last_column + 1)
            gone = [column for column in line if (row, column) not in formulas or (row, column) in own]
            for first, last in _pieces(gone):
                cells = sheet.range((row, first), (row, last))
                self._calls(cells.clear_contents, where=title)
            self._calls(_bare, sheet.range((row, area.column), (row, area.last_column)), where=title)

    def cover(self, table: str) -> None:
        """Let an Excel Table grow over the rows typed below it: a row that leaves must not part the others from it."""
        place, area = self._layout.places[table], self._room.area(table)
        sheet = self._calls.sheet(place.sheet)
        grown = sheet.range((area.row, area.column), (self._layout.reach[table], area.last_column))
        self._calls(sheet.tables[place.table].resize, grown, where=place.sheet)

    def shrink(self, table: str, rows: Collection[int]) -> None:
        """Let those of these rows that are the last ones leave an Excel Table; one always stays in it."""
        place, area = self._layout.places[table], self._room.area(table)
        if not place.table or place.totals or self._apart(table):
            return
        first, last = place.header_row + 1, area.last_row
        while last > first and last in rows:
            last -= 1
        if last == area.last_row:
            return
        sheet = self._calls.sheet(place.sheet)
        smaller = sheet.range((area.row, area.column), (last, area.last_column))
        self._calls(sheet.tables[place.table].resize, smaller, where=place.sheet)
        out = sheet.range((last + 1, area.column), (area.last_row, area.last_column))
        self._calls(out.clear_contents, where=place.sheet)

    def append(self, table: str, plan: Rows, rows: Sequence[Mapping[str, Cell]], columns: Mapping[str, int]) -> None:
        """Put rows where the plan says; `columns` are where their cells go."""
        place = self._layout.places[table]
        if plan.beyond and place.table and not self._apart(table):
            self._grow(table, plan)
        standing = self._standing(table, plan)
        filled = self._filled_down(table)
        cells: dict[tuple[int, int], Cell] = {}
        for row, wanted in zip(plan.at, rows, strict=True):
            for column, text in filled.items():
                if (row, column) not in standing:
                    cell = self._calls.sheet(place.sheet).range((row, column))
                    formula = "=" + shifted(text, row - self._room.last_row(table))
                    self._calls(setattr, cell, "formula", formula, where=place.sheet)
                    standing.add((row, column))
            for name, value in wanted.items():
                at = columns.get(name)
                if at is None or value is None:
                    continue
                if (row, at) in standing:
                    self.kept.append(f"{place.sheet}!{column_letters(at)}{row}")
                else:
                    cells[row, at] = value
        self._cells.set(place.sheet, cells)

    def _apart(self, table: str) -> bool:
        """Whether rows of an Excel Table stand below it over which it cannot grow."""
        place = self._layout.places[table]
        return self._layout.last_rows[table] > place.last_row and table not in self._layout.reach

    def _grow(self, table: str, plan: Rows) -> None:
        place, area = self._layout.places[table], self._room.area(table)
        sheet = self._calls.sheet(place.sheet)
        excel = sheet.tables[place.table]
        if place.totals:  # Excel moves the totals row down; that nothing stands below it is known
            while excel.range.row + excel.range.shape[0] - 2 < plan.at[-1]:
                self._calls(excel.rows.add, where=place.sheet)
            return
        width = max(area.last_column, excel.range.column + excel.range.shape[1] - 1)
        grown = sheet.range((area.row, area.column), (plan.at[-1], width))
        self._calls(excel.resize, grown, where=place.sheet)

    def _standing(self, table: str, plan: Rows) -> set[tuple[int, int]]:
        """The cells of the rows in which a formula stands: Excel fills those of a table's own columns itself."""
        title, area = self._layout.places[table].sheet, self._room.area(table)
        found = {at for at in self._source.formulas[title] if at[0] in plan.at}
        found -= self._own(table, [row for row in plan.at if row <= area.last_row]).keys()
        fresh = plan.at[len(plan.at) - plan.beyond :]
        if self._layout.places[table].table and fresh:
            block = self._calls.sheet(title).range((fresh[0], area.column), (fresh[-1], area.last_column))
            values = self._calls(getattr, block.options(ndim=2, err_to_str=True), "value", where=title)
            texts = self._calls(getattr, block, "formula", where=title)
            texts = ((texts,),) if isinstance(texts, str) else texts
            texts = (texts,) if texts and isinstance(texts[0], str) else texts
            columns = [[None] * (fresh[0] - 1) + list(cells) for cells in zip(*values, strict=True)]
            found |= set(formulas_of([[]] * (area.column - 1) + columns, texts, fresh[0], area.column))
        return found

    def _filled_down(self, table: str) -> dict[int, str]:
        """The formulas, without their sign, of people's columns whose last two data rows hold the same one, each for
        its row."""
        place, last = self._layout.places[table], self._room.last_row(table)
        formulas, title = self._source.formulas[place.sheet], place.sheet
        found = {}
        for name, column in place.columns.items() if last > place.header_row + 1 else ():
            text, above = (formulas.get((row, column), "") for row in (last, last - 1))
            if name in self._specs[table].by_name or not text or text != shifted(above, 1):
                continue
            if not self._calls(_in_array, self._calls.sheet(title).range((last, column)), where=title):
                found[column] = text[1:]
        return found

    def _own(self, table: str, rows: Collection[int]) -> dict[tuple[int, int], str]:
        """The formulas that belong to one of these rows alone."""
        area, title = self._room.area(table), self._layout.places[table].sheet
        inside = {
            (row, column): text[1:]
            for (row, column), text in self._source.formulas[title].items()
            if area.row < row <= area.last_row and area.column <= column <= area.last_column
        }
        chosen = set(rows)
        return rows_own({at: text for at, text in inside.items() if at[0] in chosen}, inside)


def _pieces(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Rising numbers as unbroken pieces: first, last."""
    pieces: list[tuple[int, int]] = []
    for column in columns:
        if pieces and pieces[-1][1] == column - 1:
            pieces[-1] = (pieces[-1][0], column)
        else:
            pieces.append((column, column))
    return pieces


def _in_array(cell: Any) -> bool:
    with suppress(AttributeError):  # macOS has it under another name
        return bool(cell.api.HasArray)
    return False


def _bare(cells: Any) -> None:
    """Take notes and links off cells."""
    try:
        cells.api.ClearComments()
        cells.api.ClearHyperlinks()
    except AttributeError:  # macOS
        for cell in cells:
            if cell.note is not None:
                cell.note.delete()
