"""Who sits at the endpoints of the conformance suite: in memory, and at a workbook file with openpyxl."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from sync.endpoints.memory import MemoryEndpoint
from sync.sheet import ReportSheet
from tests.endpoints.conformance import SPECS, Rows
from validators.cells import Cell

__all__ = ["AtMemory", "AtWorkbook", "write_book"]


class AtMemory:
    """`Person` at a memory endpoint."""

    def __init__(self, place: MemoryEndpoint) -> None:
        self.place = place

    def type(self, table: str, line: int, column: str, value: Cell) -> None:
        self.place.rows[table][line][column] = value

    def lines(self, table: str, order: Sequence[int]) -> None:
        rows = self.place.rows[table]
        self.place.rows[table] = [dict(rows[at]) if at >= 0 else {} for at in order]

    def add_column(self, table: str, name: str) -> None:
        self.place.columns[table].append(name)

    def held(self, table: str) -> list[dict[str, Cell]]:
        rows: list[dict[str, Cell]] = [
            {c: v for c, v in row.items() if v is not None} for row in self.place.rows[table]
        ]
        return [row for row in rows if row]

    def sheet(self, title: str) -> list[list[Cell]]:
        found = self._sheet(title)
        rows = range(1, 1 + max(put.row for put in found.cells))
        return [[put.value for put in found.cells if put.row == row] for row in rows]

    def type_into_sheet(self, title: str, row: int, column: int, value: str) -> None:
        self._sheet(title).put(row, column, value)

    def open_or_close(self) -> None:
        self.place.locked = not self.place.locked

    def _sheet(self, title: str) -> ReportSheet:
        return next(sheet for sheet in self.place.shown if sheet.title == title)


def write_book(path: Path, rows: Rows) -> None:
    """A plain workbook that holds these rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in rows.items():
        sheet = book.create_sheet(SPECS[name].label.zh)
        columns = list(lines[0]) if lines else [column.name for column in SPECS[name].columns]
        sheet.append(columns)
        for number, line in enumerate(lines, 2):
            for at, column in enumerate(columns, 1):
                value: Any = line.get(column)
                sheet.cell(number, at).value = value
    book.save(path)


class AtWorkbook:
    """`Person` at a workbook file, with openpyxl."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def type(self, table: str, line: int, column: str, value: Cell) -> None:
        with _Book(self.path) as book:
            sheet = book[SPECS[table].label.zh]
            at = next(cell.column for cell in sheet[1] if cell.value == column)
            sheet.cell(line + 2, at).value = value

    def lines(self, table: str, order: Sequence[int]) -> None:
        with _Book(self.path) as book:
            sheet = book[SPECS[table].label.zh]
            values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
            sheet.delete_rows(2, sheet.max_row)
            for number, at in enumerate(order, 2):
                for column, value in enumerate(values[at] if at >= 0 else [], 1):
                    sheet.cell(number, column).value = value

    def add_column(self, table: str, name: str) -> None:
        with _Book(self.path) as book:
            sheet = book[SPECS[table].label.zh]
            sheet.cell(1, sheet.max_column + 1).value = name

    def held(self, table: str) -> list[dict[str, Cell]]:
        sheet = openpyxl.load_workbook(self.path)[SPECS[table].label.zh]
        heads = [str(cell.value) for cell in sheet[1]]
        rows = [
            {head: _cell(cell) for head, cell in zip(heads, row, strict=True) if cell.value is not None}
            for row in sheet.iter_rows(min_row=2)
        ]
        return [row for row in rows if row]

    def sheet(self, title: str) -> list[list[Cell]]:
        rows = openpyxl.load_workbook(self.path)[title].iter_rows()
        return [[_cell(cell) for cell in row if cell.value is not None] for row in rows]

    def type_into_sheet(self, title: str, row: int, column: int, value: str) -> None:
        with _Book(self.path) as book:
            book[title].cell(row, column).value = value

    def open_or_close(self) -> None:
        lock = self.path.with_name(f".~lock.{self.path.name}#")
        if lock.exists():
            lock.unlink()
        else:
            lock.write_text(",,,,;", "utf-8")


class _Book:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Any = openpyxl.load_workbook(path)

    def __enter__(self) -> Any:
        return self.book

    def __exit__(self, *error: object) -> None:
        self.book.save(self.path)


def _cell(cell: Any) -> Cell:
    assert cell.data_type != "f", "a formula"
    value: Cell = cell.value
    return value.date() if isinstance(value, datetime) and value.time() == time() else value
