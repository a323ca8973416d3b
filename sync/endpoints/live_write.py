"""Writes an update into an open workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sync.endpoints.layout import Layout
from sync.endpoints.live_calls import Calls
from sync.endpoints.live_cells import LiveCells
from sync.endpoints.live_draw import draw
from sync.endpoints.live_grid import as_typed
from sync.endpoints.live_room import LiveRoom, Rows
from sync.endpoints.live_rows import LiveRows
from sync.endpoints.live_source import LiveSource
from sync.endpoints.live_texts import live_fault
from sync.endpoints.marker import HEARTBEAT
from sync.endpoints.own_sheets import is_agents
from sync.errors import Refused
from sync.model import Update
from sync.sheet import ReportSheet
from validators.cells import Cell, Unreadable
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
        self._room = LiveRoom(calls, source, layout)
        self._rows = LiveRows(calls, source, layout, self._room, specs)
        self._cells = LiveCells(calls, source)
        self._fresh: dict[str, Rows] = {}
        self._added: dict[str, dict[str, int]] = {}

    @property
    def kept(self) -> list[str]:
        """The addresses of cells of new rows that did not get their value, because a formula stands there."""
        return self._rows.kept

    def guard(self, update: Update) -> None:
        """Find out where all is to be written, and whether it can be, before anything is.

        Raises:
            Refused: a sheet is protected, a cell to be set holds a formula or is hidden by a merged one, or there is no
                room for a row or column.
        """
        layout = self._layout
        for title in sorted({layout.places[table].sheet for table in update.touched | set(update.agent)}):
            self._unprotected(title)
        if update.heartbeat is not None and (cell := self._heartbeat()) is not None:
            self._unprotected(cell.sheet.name)
        for edit in update.edits:
            self._settable(edit.table, edit.row, edit.column)
        for table, columns in update.agent.items():
            for column, cells in columns.items():
                for row in cells:
                    self._settable(table, row, column)
            wanted = [
                column
                for column, cells in columns.items()
                if column not in self._columns[table] and any(value is not None for value in cells.values())
            ]
            self._added[table] = self._room.columns(table, wanted)
        for table in {table for table, _ in update.removed}:
            self._rows.guard_removal(table, self._leaving(update, table))
        for table in {new.table for new in update.new}:
            count = sum(new.table == table for new in update.new)
            self._fresh[table] = self._room.rows(table, count, self._leaving(update, table))

    def apply(self, update: Update) -> None:
        """Write all of it."""
        for table in sorted(update.touched & self._layout.reach.keys()):
            self._rows.cover(table)
        self._set(update)
        for table in sorted({table for table, _ in update.removed}):
            away = self._leaving(update, table)
            self._rows.remove(table, away)
            if table not in self._fresh:
                self._rows.shrink(table, away)
        places = self._keys(update)
        for table, plan in self._fresh.items():
            rows = [new.cells for new in update.new if new.table == table]
            self._rows.append(table, plan, rows, self._columns[table])
            key = self._specs[table].key
            places[table].update(zip((str(cells[key]) for cells in rows), plan.at, strict=True))
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

    # cells and columns
    def _set(self, update: Update) -> None:
        typed: dict[str, dict[tuple[int, int], Cell]] = defaultdict(dict)
        layout = self._layout
        for edit in update.edits:
            row = layout.tables[edit.table].places[edit.row]
            typed[layout.places[edit.table].sheet][row, self._columns[edit.table][edit.column]] = edit.after
        for title, cells in typed.items():
            self._cells.set(title, cells)
        for table, added in self._added.items():
            for name, column in added.items():
                self._add_column(table, name, column)
        for table, columns in update.agent.items():
            for name, wanted in columns.items():
                if name in self._columns[table]:
                    self._agent_column(table, name, wanted)

    def _agent_column(self, table: str, name: str, values: Mapping[int, Cell]) -> None:
        """One block from the first changed row to the last: the cells of the rows between are written as they stand."""
        place, rows = self._layout.places[table], self._layout.tables[table].places
        column = self._columns[table][name]
        cells = {(rows[index], column): value for index, value in values.items()}
        first, last = min(row for row, _ in cells), max(row for row, _ in cells)
        grid, formulas = self._source.grids[place.sheet], self._source.formulas[place.sheet]
        whole = {(row, column): grid.cell(row, column) for row in rows if first <= row <= last}
        between = {
            at: value
            for at, value in whole.items()
            if at not in cells
            and at not in formulas
            and at not in grid.percents
            and not isinstance(value, Unreadable)
            and self._room.covered(place.sheet, *at) is None
        }
        self._cells.set(place.sheet, between | cells)

    def _add_column(self, table: str, name: str, column: int) -> None:
        place, area = self._layout.places[table], self._room.area(table)
        sheet = self._calls.sheet(place.sheet)
        if place.table:
            excel = sheet.tables[place.table]  # as it is now: it may have grown over the rows below it
            whole = self._calls(getattr, excel, "range", where=place.sheet)
            grown = sheet.range((whole.row, whole.column), (whole.row + whole.shape[0] - 1, column))
            self._calls(excel.resize, grown, where=place.sheet)
        self._calls(setattr, sheet.range((area.row, column)), "value", name, where=place.sheet)
        self._columns[table][name] = column

    def _leaving(self, update: Update, table: str) -> list[int]:
        """The sheet rows of a table that leave."""
        places = self._layout.tables[table].places
        return [places[row] for name, row in update.removed if name == table]

    def _keys(self, update: Update) -> dict[str, dict[str, int]]:
        """By table, where each row stands after edits and removals."""
        found: dict[str, dict[str, int]] = {}
        for name, table in self._layout.tables.items():
            keys = list(table.get(self._specs[name].key))
            for edit in update.edits:
                if edit.table == name and edit.column == self._specs[name].key:
                    keys[edit.row] = edit.after
            gone = set(self._leaving(update, name))
            found[name] = {
                str(key): row
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

    def _settable(self, table: str, row: int, column: str) -> None:
        place, language = self._layout.places[table], self._calls.language
        where = self._layout.tables[table].address(row, column) or ""
        if (table, row, column) in self._layout.formulas:
            raise live_fault(Refused, "formula", language, where)
        if column in place.columns:
            at = self._layout.tables[table].places[row], place.columns[column]
            if (area := self._room.covered(place.sheet, *at)) is not None:
                raise live_fault(Refused, "covered", language, where, area=area)

    def _heartbeat(self) -> Any:
        if not self._calls(self._book.names.contains, HEARTBEAT):
            return None
        return self._calls(getattr, self._book.names[HEARTBEAT], "refers_to_range")


def _protected(sheet: Any) -> bool:
    try:
        return bool(sheet.api.ProtectContents)
    except AttributeError:  # macOS
        return bool(sheet.api.protect_contents.get())
