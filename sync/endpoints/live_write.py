"""Writes an update into an open workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sync.endpoints.finder import Found
from sync.endpoints.layout import Layout
from sync.endpoints.live_calls import Calls
from sync.endpoints.live_draw import draw
from sync.endpoints.live_grid import as_typed, runs, settled
from sync.endpoints.live_source import LiveSource
from sync.endpoints.live_texts import live_fault
from sync.endpoints.marker import HEARTBEAT
from sync.endpoints.own_sheets import is_agents
from sync.errors import Refused
from sync.model import NewRow, Update
from sync.sheet import ReportSheet
from validators.cells import Cell, Unreadable, column_letters
from validators.fields import TableSpec

__all__ = ["LiveWrite"]


class LiveWrite:
    """One update of the workbook that `source` and `layout` describe as it stands now."""

    def __init__(self, calls: Calls, source: LiveSource, layout: Layout, specs: Mapping[str, TableSpec]) -> None:
        self._calls = calls
        self._book = calls.book
        self._source = source
        self._layout = layout
        self._specs = specs
        self._columns = {name: dict(place.columns) for name, place in layout.places.items()}

    def guard(self, update: Update) -> None:
        """Find out whether all can be written, before anything is.

        Raises:
            Refused: a sheet is protected, a cell to be set holds a formula, or there is no room for a row or column.
        """
        layout = self._layout
        for title in sorted({layout.places[table].sheet for table in update.touched | set(update.agent)}):
            self._unprotected(title)
        if update.heartbeat is not None and (cell := self._heartbeat()) is not None:
            self._unprotected(cell.sheet.name)
        for edit in update.edits:
            self._no_formula(edit.table, edit.row, edit.column)
        for table, columns in update.agent.items():
            for column, cells in columns.items():
                if column not in self._columns[table]:
                    self._room_beside(table, column)
                for row in cells:
                    self._no_formula(table, row, column)
        for table in {new.table for new in update.new}:
            self._room_below(table, sum(new.table == table for new in update.new))

    def apply(self, update: Update) -> None:
        """Write all of it."""
        self._cover(update)
        self._cells(update)
        for table in sorted({table for table, _ in update.removed}):
            self._remove(table, [row for name, row in update.removed if name == table])
        added: dict[str, list[NewRow]] = defaultdict(list)
        for new in update.new:
            added[new.table].append(new)
        places = self._keys(update)
        for table, rows in added.items():
            away = {row for name, row in update.removed if name == table}
            at = self._append(table, rows, away)
            key = self._specs[table].key
            places[table].update(zip((str(new.cells[key]) for new in rows), at, strict=True))
        if update.sheets is not None:
            for sheet in update.sheets(places):
                self._draw(sheet)
        if update.heartbeat is not None and (cell := self._heartbeat()) is not None:
            self._calls(setattr, cell, "value", as_typed(update.heartbeat), where=cell.sheet.name)

    def cells_alone(self, update: Update) -> bool:
        """Whether it sets cells of rows and columns that are there, and nothing else: then `source` holds what the
        sheets hold now."""
        there = all(
            column in self._layout.places[table].columns
            for table, columns in update.agent.items()
            for column in columns
        )
        return there and update == Update(edits=update.edits, agent=update.agent)

    # cells
    def _cells(self, update: Update) -> None:
        typed: dict[str, dict[tuple[int, int], Cell]] = defaultdict(dict)
        layout = self._layout
        for edit in update.edits:
            row = layout.tables[edit.table].places[edit.row]
            typed[layout.places[edit.table].sheet][row, self._columns[edit.table][edit.column]] = edit.after
        for title, cells in typed.items():
            for row, column, values in runs(cells):
                self._put(title, row, column, values)
        for table, columns in update.agent.items():
            for name, wanted in columns.items():
                self._agent_column(table, name, wanted)

    def _agent_column(self, table: str, name: str, values: Mapping[int, Cell]) -> None:
        """One block from the first changed row to the last: the cells between are written as they stand."""
        if name not in self._columns[table]:
            if not any(value is not None for value in values.values()):
                return
            self._columns[table][name] = self._add_column(table, name)
        place, rows = self._layout.places[table], self._layout.tables[table].places
        column = self._columns[table][name]
        cells = {(rows[index], column): value for index, value in values.items()}
        first, last = min(row for row, _ in cells), max(row for row, _ in cells)
        grid, formulas = self._source.grids[place.sheet], self._source.formulas[place.sheet]
        between = {(row, column): grid.cell(row, column) for row in range(first, last + 1)} | cells
        for at in formulas:
            between.pop(at, None)
        between = {at: value for at, value in between.items() if not isinstance(value, Unreadable) or at in cells}
        for row, at_column, piece in runs(between):
            self._put(place.sheet, row, at_column, piece)

    def _put(self, title: str, row: int, column: int, values: list[Cell]) -> None:
        grid = self._source.grids[title]
        cells = [
            value / 100 if isinstance(value, int | float) and (at, column) in grid.percents else value
            for at, value in enumerate(values, row)
        ]
        target = self._calls.sheet(title).range((row, column), (row + len(cells) - 1, column))
        self._calls(setattr, target, "value", [[as_typed(cell)] for cell in cells], where=title)
        if column <= len(grid.columns):
            grid.columns[column - 1][row - 1 : row - 1 + len(cells)] = [settled(cell) for cell in cells]

    # columns and rows
    def _add_column(self, table: str, name: str) -> int:
        place = self._layout.places[table]
        column = self._edge(place) + 1
        sheet = self._calls.sheet(place.sheet)
        excel = self._excel_table(place)
        if excel is not None:
            whole = excel.range
            grown = sheet.range((whole.row, whole.column), (whole.row + whole.shape[0] - 1, column))
            self._calls(excel.resize, grown, where=place.sheet)
        self._calls(setattr, sheet.range((place.header_row, column)), "value", name, where=place.sheet)
        return column

    def _append(self, table: str, rows: list[NewRow], away: set[int]) -> list[int]:
        place = self._layout.places[table]
        fresh = self._free_rows(table, len(rows), away)
        excel = self._excel_table(place)
        ends = self._layout.reach.get(table, place.last_row)
        if excel is not None and fresh[-1] > ends - len(away):
            self._grow(excel, place, fresh[-1])
        cells: dict[tuple[int, int], Cell] = {}
        for row, new in zip(fresh, rows, strict=True):
            for column, value in new.cells.items():
                if column in self._columns[table] and value is not None:
                    cells[row, self._columns[table][column]] = value
        for row, at, values in runs(cells):
            self._put(place.sheet, row, at, values)
        return fresh

    def _free_rows(self, table: str, count: int, away: set[int]) -> list[int]:
        """The rows after the last one that holds something."""
        places = self._layout.tables[table].places
        last = max((row for at, row in enumerate(places) if at not in away), default=0)
        last -= sum(places[at] < last for at in away)  # rows that leave are deleted: those below them have moved up
        first = max(last, self._layout.places[table].header_row) + 1
        return list(range(first, first + count))

    def _grow(self, excel: Any, place: Found, last_row: int) -> None:
        if place.totals:  # Excel moves the totals row, and what stands below it, down
            while excel.range.row + excel.range.shape[0] - 2 < last_row:
                self._calls(excel.rows.add, where=place.sheet)
            return
        whole = excel.range
        sheet = self._calls.sheet(place.sheet)
        grown = sheet.range((whole.row, whole.column), (last_row, whole.column + whole.shape[1] - 1))
        self._calls(excel.resize, grown, where=place.sheet)

    def _cover(self, update: Update) -> None:
        """Let the Excel Tables grow over the rows typed below them: a row that leaves must not part the others from
        their table."""
        for name in sorted(update.touched & self._layout.reach.keys()):
            place = self._layout.places[name]
            self._grow(self._excel_table(place), place, self._layout.reach[name])

    def _remove(self, table: str, indexes: Iterable[int]) -> None:
        place, places = self._layout.places[table], self._layout.tables[table].places
        sheet, edge = self._calls.sheet(place.sheet), self._edge(place)
        rows = sorted((places[index] for index in indexes), reverse=True)
        for row in rows:
            cells = sheet.range((row, place.first_column), (row, edge))
            if place.table and len(rows) == len(places) and row == rows[-1]:
                self._calls(cells.clear_contents, where=place.sheet)  # no table is without a row
            else:
                self._calls(cells.delete, "up", where=place.sheet)

    def _keys(self, update: Update) -> dict[str, dict[str, int]]:
        """By table, where each row stands after edits and removals."""
        found: dict[str, dict[str, int]] = {}
        for name, table in self._layout.tables.items():
            keys = list(table.get(self._specs[name].key))
            for edit in update.edits:
                if edit.table == name and edit.column == self._specs[name].key:
                    keys[edit.row] = edit.after
            away = sorted(table.places[row] for of, row in update.removed if of == name)
            gone = set(away)
            found[name] = {
                str(key): row - sum(other < row for other in away)
                for key, row in zip(keys, table.places, strict=True)
                if key is not None and row not in gone
            }
        return found

    # sheets
    def _draw(self, report: ReportSheet) -> None:
        titles = {title.casefold(): title for title in self._calls(self._titles)}
        number, wanted = 1, report.title
        while (taken := titles.get(wanted.casefold())) is not None and not self._is_agents(taken):
            number += 1
            wanted = f"{report.title} {number}"
        if taken is None:
            last = self._calls.sheet(next(reversed(titles.values())))
            sheet = self._calls(self._book.sheets.add, wanted, None, last, where=wanted)
        else:
            sheet = self._calls.sheet(taken)
        self._unprotected(sheet.name)
        report.title = sheet.name
        draw(sheet, report, self._calls)

    def _titles(self) -> list[str]:
        return [sheet.name for sheet in self._book.sheets]

    def _is_agents(self, title: str) -> bool:
        if title.casefold() in self._layout.marker.agent_sheets:
            return True
        first, line = self._calls(getattr, self._calls.sheet(title).range("A1:A2"), "value", where=title)
        return is_agents(title, first, line)

    # guards
    def _unprotected(self, title: str) -> None:
        if self._calls(_protected, self._calls.sheet(title), where=title):
            raise live_fault(Refused, "protected", self._calls.language, title)

    def _no_formula(self, table: str, row: int, column: str) -> None:
        if (table, row, column) in self._layout.formulas:
            where = self._layout.tables[table].address(row, column) or ""
            raise live_fault(Refused, "formula", self._calls.language, where)

    def _room_beside(self, table: str, name: str) -> None:
        place = self._layout.places[table]
        column = self._edge(place) + 1
        grid = self._source.grids[place.sheet]
        for row in range(place.header_row, self._layout.last_rows[table] + 1):
            if grid.cell(row, column) is not None:
                where = f"{place.sheet}!{column_letters(column)}{row}"
                raise live_fault(Refused, "beside", self._calls.language, where, column=name)

    def _room_below(self, table: str, count: int) -> None:
        place = self._layout.places[table]
        if place.totals:
            return
        grid = self._source.grids[place.sheet]
        start = max(place.last_row, *self._layout.tables[table].places[-1:], place.header_row) + 1
        for row in range(start, start + count):
            for column in range(place.first_column, self._edge(place) + 1):
                if grid.cell(row, column) is not None:
                    where = f"{place.sheet}!{column_letters(column)}{row}"
                    raise live_fault(Refused, "below", self._calls.language, where)

    def _edge(self, place: Found) -> int:
        """The table's last column, nameless ones and those just added included."""
        return max(place.last_column, *self._columns[place.name].values())

    def _excel_table(self, place: Found) -> Any:
        return self._calls.sheet(place.sheet).tables[place.table] if place.table else None

    def _heartbeat(self) -> Any:
        if not self._calls(self._book.names.contains, HEARTBEAT):
            return None
        return self._calls(getattr, self._book.names[HEARTBEAT], "refers_to_range")


def _protected(sheet: Any) -> bool:
    try:
        return bool(sheet.api.ProtectContents)
    except AttributeError:  # macOS
        return bool(sheet.api.protect_contents.get())
