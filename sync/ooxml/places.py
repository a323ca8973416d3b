"""Where a table stands on its sheet, and what changing it needs of a patch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sync.ooxml.editor import SheetEditor
from sync.ooxml.package import Package
from sync.ooxml.refs import Area
from sync.ooxml.workbook import TableInfo, Workbook
from validators.cells import Cell

__all__ = ["Place", "Places", "Region", "Writer"]


@dataclass(frozen=True, slots=True)
class Region:
    """A table that is no Excel Table: a header row and the data below it; without data, `last_row` is the header."""

    header_row: int
    first_col: int
    last_col: int
    last_row: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: `area` with header and totals, `first_row` to `last_row` its data. `name` for messages."""

    name: str
    sheet: str
    area: Area
    first_row: int
    last_row: int
    table: TableInfo | None


class Places:
    """Where the tables of a workbook stand while it is being changed: plain ranges do not tell of themselves."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._ends: dict[tuple[str, int, int], int] = {}

    def place(self, sheet: str, region: TableInfo | Region) -> Place:
        """Where a table stands now."""
        title = self._workbook.sheet(sheet).title
        if isinstance(region, TableInfo):
            now = next((table for table in self._workbook.tables if table.part == region.part), region)
            return Place(now.name, title, now.ref, now.first_row, now.last_row, now)
        key = (title, region.header_row, region.first_col)
        last = max(region.last_row, self._ends.get(key, 0))
        block = Area(region.header_row, region.first_col, max(last, region.header_row), region.last_col)
        return Place(title, title, block, region.header_row + 1, last, None)

    def grown(self, place: Place, last_row: int) -> None:
        """Remember how far a plain range reaches now."""
        self._ends[place.sheet, place.area.row, place.area.column] = last_row


class Writer(Protocol):
    """What growing a table needs of a patch."""

    package: Package
    workbook: Workbook

    def editor(self, sheet: str) -> SheetEditor:
        """The rows of a sheet."""
        ...

    def write(self, editor: SheetEditor, sheet: str, row: int, column: int, value: Cell, style: str) -> None:
        """Set a cell whatever stands there."""
        ...

    def new_style(self, editor: SheetEditor, sheet: str, row: int, column: int) -> str:
        """The format of a cell that does not exist yet."""
        ...

    def grown(self, place: Place, last_row: int) -> None:
        """A plain range reaches further now."""
        ...

    def change_tails(self, change: Callable[[str, bytes], bytes]) -> None:
        """Pass what stands behind the rows of each sheet through `change(title, tail)`."""
        ...

    def formulas_changed(self) -> None:
        """A formula came."""
        ...
