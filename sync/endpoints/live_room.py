"""Where new rows and columns of a table go in an open workbook: only onto what is free, and nothing moves for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from sync.endpoints.finder import Found
from sync.endpoints.layout import Layout
from sync.endpoints.live_calls import Calls
from sync.endpoints.live_source import LiveSource
from sync.endpoints.live_texts import live_fault
from sync.errors import Refused
from sync.ooxml.refs import LAST_COLUMN, LAST_ROW, Area
from validators.cells import column_letters

__all__ = ["LiveRoom", "Rows"]

_OWN_DATA = 1
"""xlSrcRange: the table's rows are its own, and do not come from a query."""


class Rows(NamedTuple):
    """The sheet rows that new rows get, in their order, and how many of them lie beyond the table's end."""

    at: list[int]
    beyond: int


class LiveRoom:
    """The free cells inside, below and beside the tables of a workbook, as `source` and `layout` describe it."""

    def __init__(self, calls: Calls, source: LiveSource, layout: Layout) -> None:
        self._calls = calls
        self._source = source
        self._layout = layout

    def area(self, name: str) -> Area:
        """A table with its header and totals; rows typed below an Excel Table belong to it."""
        place, last = self._layout.places[name], self._layout.last_rows[name]
        if not place.table:
            return Area(place.header_row, place.first_column, max(last, place.header_row), place.last_column)
        known = self._source.table_areas(place.sheet)[place.table]
        return known._replace(last_row=max(known.last_row, last))

    def last_row(self, name: str) -> int:
        """The last row of a table that can hold data."""
        return self.area(name).last_row - self._layout.places[name].totals

    def rows(self, name: str, count: int, away: Collection[int]) -> Rows:
        """Rows for so many new ones: the blank ones of the table, those of sheet rows that leave among them, then those
        below it.

        Raises:
            Refused: something stands there, or the table cannot grow.
        """
        place, last, area = self._layout.places[name], self.last_row(name), self.area(name)
        grid = self._source.grids[place.sheet]
        shut = [*grid.merged, *self._others(place).values()]
        taken = set(self._layout.tables[name].places) - set(away)
        wide = range(area.column, area.last_column + 1)
        found: list[int] = []
        for row in range(place.header_row + 1, last + 1):
            if len(found) == count:
                break
            line = area._replace(row=row, last_row=row)
            if row in taken or any(block.meets(line) for block in shut):
                continue
            filled = (at for at in wide if grid.cell(row, at) is not None and (row, at) not in grid.formulas)
            if row in away or next(filled, None) is None:
                found.append(row)
        missing = count - len(found)
        if missing:
            self._may_grow(name, missing)
        return Rows([*found, *range(last + 1, last + 1 + missing)], missing)

    def columns(self, name: str, headers: Sequence[str]) -> dict[str, int]:
        """The sheet columns that new columns get: at the right edge, beside a plain range the next free ones.

        Raises:
            Refused: something stands there, or the new column would join the table to what stands beyond it.
        """
        place, area = self._layout.places[name], self.area(name)
        found: dict[str, int] = {}
        column = area.last_column
        for header in headers:
            column += 1
            while not place.table and self._filled(place.sheet, _strip(area, column)) and column < LAST_COLUMN:
                column += 1
            if column > LAST_COLUMN:
                raise self._fault("full", place.sheet)
            self._free(place, _strip(area, column), "beside", column=header)
            if not place.table and self._filled(place.sheet, Area(area.row, column + 1, area.row, column + 1)):
                raise self._fault("neighbour", f"{place.sheet}!{column_letters(column + 1)}{area.row}", column=header)
            found[header] = column
        return found

    def covered(self, title: str, row: int, column: int) -> Area | None:
        """The merged area that hides a cell; its own first cell is not hidden."""
        merged = self._source.grids[title].merged
        if not merged:
            return None
        cell = Area(row, column, row, column)
        areas = (area for area in merged if area.meets(cell))
        return next((area for area in areas if (area.row, area.column) != (row, column)), None)

    def _may_grow(self, name: str, count: int) -> None:
        place, area = self._layout.places[name], self.area(name)
        if area.last_row + count > LAST_ROW:
            raise self._fault("full", place.sheet)
        if place.table and self._calls(_queried, self._calls.sheet(place.sheet), place.table, where=place.sheet):
            raise self._fault("query", place.sheet, table=place.table)
        below = area._replace(row=area.last_row + 1, last_row=area.last_row + count)
        if place.totals:
            # Excel inserts rows above the totals row, and with it moves down whatever stands below.
            self._free(place, below._replace(last_row=LAST_ROW), "under_totals")
            return
        self._free(place, below, "below")
        if not place.table and (cell := self._filled(place.sheet, below._replace(last_row=below.last_row + 1))):
            # Without a blank row between them it would be a row of the table.
            raise self._fault("joined", f"{place.sheet}!{column_letters(cell[1])}{cell[0]}")

    def _free(self, place: Found, block: Area, code: str, **words: object) -> None:
        title = place.sheet
        if cell := self._filled(title, block):
            raise self._fault(code, f"{title}!{column_letters(cell[1])}{cell[0]}", **words)
        for merged in self._source.merged(title, block):  # blank ones may lie outside what was read
            raise self._fault("merged", f"{title}!{merged}")
        for other, area in self._others(place).items():
            if area.meets(block):
                raise self._fault("other", f"{title}!{area}", other=other)

    def _others(self, place: Found) -> dict[str, Area]:
        """Other Excel Tables and the pivot tables on the table's sheet: their blank cells are theirs, too."""
        tables = self._source.table_areas(place.sheet)
        tables.pop(place.table, None)
        return tables | self._source.pivot_areas(place.sheet)

    def _filled(self, title: str, block: Area) -> tuple[int, int] | None:
        """The first cell of a block that holds a value or a formula, also one that shows nothing."""
        grid = self._source.grids[title]
        first, end = grid.first_row, grid.first_row + grid.height
        for row in range(max(block.row, first), min(block.last_row + 1, end)):
            for column in range(block.column, block.last_column + 1):
                if grid.cell(row, column) is not None or (row, column) in grid.formulas:
                    return row, column
        return None

    def _fault(self, code: str, where: str, **words: object) -> Refused:
        return live_fault(Refused, code, self._calls.language, where, **words)


def _strip(area: Area, column: int) -> Area:
    return area._replace(column=column, last_column=column)


def _queried(sheet: Any, table: str) -> bool:
    with suppress(AttributeError):  # macOS has it under another name
        return bool(sheet.tables[table].api.SourceType != _OWN_DATA)
    return False
