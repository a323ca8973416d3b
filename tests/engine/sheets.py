"""Sheets and Excel Tables, which LibreOffice opens as database ranges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from tests.engine.cells import Block, Range, block_of

if TYPE_CHECKING:
    from tests.engine.app import Book

__all__ = ["Sheet", "Sheets", "Table"]


class Sheets(base_classes.Sheets):
    """The sheets of a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def titles(self) -> list[str]:
        return list(self.book.app("sheets", self.book.number))

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.app("active", self.book.number))

    def __len__(self) -> int:
        return len(self.titles)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, title) for title in self.titles)

    def __call__(self, key: int | str) -> Sheet:
        titles = self.titles
        if isinstance(key, int):
            return Sheet(self.book, titles[key - 1])
        found = next((title for title in titles if title.lower() == key.lower()), None)
        if found is None:
            raise KeyError(key)
        return Sheet(self.book, found)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        titles = self.titles
        beside = before or after
        at = titles.index(beside.name) + (after is not None) if beside is not None else 0
        sheet = Sheet(self.book, name or f"Sheet{len(titles) + 1}")
        self.book.app("add_sheet", self.book.number, sheet.name, at)
        sheet.activate()  # as Excel does
        return sheet


class Sheet(base_classes.Sheet):
    """A sheet, known by its title."""

    book: Book = None  # type: ignore[assignment]

    def __init__(self, book: Book, title: str) -> None:
        self.book = book
        self._title = title

    def call(self, name: str, *arguments: Any) -> Any:
        return self.book.app(name, self.book.number, self._title, *arguments)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sheet) and (other.book, other.name) == (self.book, self.name)

    __hash__ = None  # type: ignore[assignment]

    @property
    def api(self) -> Sheet:
        return self

    @property
    def ProtectContents(self) -> bool:  # as Excel calls it
        return bool(self.call("protected"))

    @property
    def name(self) -> str:
        return self._title

    @name.setter
    def name(self, value: str) -> None:
        self.call("rename", value)
        self._title = value

    @property
    def index(self) -> int:
        return self.book.sheets.titles.index(self._title) + 1

    @property
    def visible(self) -> bool:
        return bool(self.call("visible"))

    @property
    def used_range(self) -> Range:
        return Range(self, self.call("used"))

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def pivot_tables(self) -> PivotTables:
        return PivotTables(self)

    @property
    def cells(self) -> Range:
        return Range(self, (1, 1, 1_048_576, 16_384))

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, str) and ":" in first:
            first, _, last = first.partition(":")
        top, left, rows, columns = block_of(first)
        if last is None:
            return Range(self, (top, left, rows, columns))
        bottom, right, more_rows, more_columns = block_of(last)
        return Range(self, (top, left, bottom + more_rows - top, right + more_columns - left))

    def activate(self) -> None:
        self.call("activate")

    select = activate

    def clear(self) -> None:
        self.cells.clear()

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def delete(self) -> None:
        self.call("delete_sheet")


class PivotTables(base_classes.PivotTables):
    """The pivot tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __len__(self) -> int:
        return len(self._sheet.call("pivots"))

    def __iter__(self) -> Iterator[PivotTable]:
        return (PivotTable(self._sheet, name, block) for name, block in self._sheet.call("pivots").items())


class PivotTable(base_classes.PivotTable):
    """A pivot table."""

    name: str = ""
    range: Range = None  # type: ignore[assignment]

    def __init__(self, sheet: Sheet, name: str, block: Block) -> None:
        self.name = name
        self.range = Range(sheet, block)


class Tables(base_classes.Tables):
    """The Excel Tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def names(self) -> list[str]:
        known = self._sheet.book.table_names  # nothing here makes or drops tables
        if self._sheet.name not in known:
            known[self._sheet.name] = self._sheet.call("tables")
        return known[self._sheet.name]

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Table]:
        return (Table(self._sheet, name) for name in self.names)

    def __contains__(self, key: str) -> bool:
        return key in self.names

    def __call__(self, key: int | str) -> Table:
        names = self.names
        name = names[key - 1] if isinstance(key, int) else key
        if name not in names:
            raise KeyError(key)
        return Table(self._sheet, name)


class Table(base_classes.Table):
    """An Excel Table."""

    parent: Sheet = None  # type: ignore[assignment]
    name: str = ""
    display_name: str = ""

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.parent = sheet
        self.name = self.display_name = name

    @property
    def _found(self) -> tuple[Block, bool]:
        found: tuple[Block, bool] = self.parent.book.app("table", self.parent.book.number, self.name)
        return found

    @property
    def api(self) -> Table:
        return self

    @property
    def SourceType(self) -> int:  # as Excel calls it
        return self.parent.book.queries.get(self.name, 1)

    @property
    def show_totals(self) -> bool:
        return self._found[1]

    @property
    def show_headers(self) -> bool:
        return True

    @property
    def range(self) -> Range:
        return Range(self.parent, self._found[0])

    @property
    def header_row_range(self) -> Range:
        row, column, _, columns = self._found[0]
        return Range(self.parent, (row, column, 1, columns))

    @property
    def data_body_range(self) -> Range | None:
        (row, column, rows, columns), totals = self._found
        body = rows - 1 - totals
        return Range(self.parent, (row + 1, column, body, columns)) if body else None

    @property
    def rows(self) -> TableRows:
        return TableRows(self)

    def resize(self, target: Any) -> None:
        self.parent.book.app("resize", self.parent.book.number, self.name, target.impl.block)


class TableRows(base_classes.TableRows):
    """The rows of a table. As in Excel, a new last row pushes down what stands under the table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def column_count(self) -> int:
        return int(self._table.range.shape[1])

    def __len__(self) -> int:
        body = self._table.data_body_range
        return body.shape[0] if body is not None else 0

    def add(self, values: Any, index: int | None) -> TableRow:
        sheet, (row, column, rows, columns) = self._table.parent, self._table.range.block
        below = row + rows - self._table.show_totals
        sheet.call("insert", (below, column, 1, columns), "DOWN")
        found = self._table.range.block
        if found[2] == rows:
            sheet.book.app("resize", sheet.book.number, self._table.name, (row, column, rows + 1, columns))
        return TableRow(Range(sheet, (below, column, 1, columns)))


class TableRow(base_classes.TableRow):
    """A row of a table."""

    range: Range = None  # type: ignore[assignment]

    def __init__(self, cells: Range) -> None:
        self.range = cells
