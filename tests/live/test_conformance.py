"""The open workbook does what every endpoint does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlwings

from sync.endpoints.live_excel import LiveExcelEndpoint
from sync.endpoints.live_grid import as_typed, columns_of
from sync.model import Endpoint
from tests.endpoints.conformance import SPECS, Conformance, Person, Rows
from tests.endpoints.people import write_book
from validators.cells import Cell

pytestmark = pytest.mark.office


class AtExcel:
    """`Person` at the program itself."""

    def __init__(self, book: xlwings.Book) -> None:
        self.book = book

    def type(self, table: str, line: int, column: str, value: Cell) -> None:
        at = self._heads(table).index(column) + 1
        self._sheet(table).range((line + 2, at)).value = as_typed(value)

    def lines(self, table: str, order: Sequence[int]) -> None:
        sheet, width = self._sheet(table), len(self._heads(table))
        rows = self._rows(table)
        sheet.range((2, 1), (len(rows) + 2, width)).clear_contents()
        for number, at in enumerate(order, 2):
            if at >= 0:
                sheet.range((number, 1)).value = [[as_typed(cell) for cell in rows[at]]]

    def add_column(self, table: str, name: str) -> None:
        self._sheet(table).range((1, len(self._heads(table)) + 1)).value = name

    def held(self, table: str) -> list[dict[str, Cell]]:
        heads = self._heads(table)
        rows: list[dict[str, Cell]] = [
            {head: cell for head, cell in zip(heads, row, strict=True) if cell is not None} for row in self._rows(table)
        ]
        return [row for row in rows if row]

    def sheet(self, title: str) -> list[list[Cell]]:
        return [[cell for cell in row if cell is not None] for row in self._block(self.book.sheets[title])]

    def type_into_sheet(self, title: str, row: int, column: int, value: str) -> None:
        self.book.sheets[title].range((row, column)).value = value

    def open_or_close(self) -> None:
        app: Any = self.book.app.impl
        app.editing = not app.editing

    def _sheet(self, table: str) -> xlwings.Sheet:
        return self.book.sheets[SPECS[table].label.zh]

    def _heads(self, table: str) -> list[str]:
        return [str(cell) for cell in self._block(self._sheet(table))[0] if cell is not None]

    def _rows(self, table: str) -> list[list[Cell]]:
        return [row[: len(self._heads(table))] for row in self._block(self._sheet(table))[1:]]

    @staticmethod
    def _block(sheet: xlwings.Sheet) -> list[list[Cell]]:
        used = sheet.used_range
        assert used.api.HasFormula is False
        cells = columns_of(used.options(ndim=2, err_to_str=True).value, used.row, used.column)
        return [list(row) for row in zip(*cells, strict=True)]


class TestLiveExcel(Conformance):
    @pytest.fixture(autouse=True)
    def _program(self, program: xlwings.App) -> Iterator[None]:
        self.program = program
        self.opened: list[xlwings.Book] = []
        yield
        app: Any = program.impl
        app.editing = False
        for book in self.opened:
            book.close()

    def make(self, folder: Path, rows: Rows) -> tuple[Endpoint, Person]:
        path = folder / "张伟.xlsx"
        write_book(path, rows)
        book = self.program.books.open(str(path))
        self.opened.append(book)
        return LiveExcelEndpoint("张伟", book, SPECS, "zh", lambda _: None), AtExcel(book)
