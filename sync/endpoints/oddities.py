"""Rows and cells of a table that are not what they look like: headers that stand again, cells under merged ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sync.endpoints.finder import Found
from sync.ooxml.read import Grid
from sync.ooxml.refs import Area
from validators.cells import Cell, Table, Unreadable

__all__ = ["Oddities", "cover", "headers_again"]

_AGAIN = 3
"""So many cells of a row must say what the header says, and be more than half of the row's, before it is one."""


@dataclass(slots=True)
class Oddities:
    """`headers` are the sheet rows below the header in which it stands again; `merged` the merged areas that cover
    cells of the table's rows."""

    headers: list[int] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)


def headers_again(header: Sequence[Cell], columns: Sequence[Sequence[Cell]]) -> set[int]:
    """The rows of the columns that are the header again: most of their cells are the texts that stand above them."""
    same = Counter[int]()
    for text, cells in zip(header, columns, strict=True):
        if isinstance(text, str) and text in cells:
            same.update(at for at, cell in enumerate(cells) if cell == text)
    return {
        row
        for row, count in same.items()
        if count >= _AGAIN and 2 * count > sum(cells[row] is not None for cells in columns)
    }


def cover(table: Table, place: Found, grid: Grid) -> list[Area]:
    """Make the cells of a table that lie under merged ones `Unreadable`: nothing stands in them, yet what a person sees
    there is not empty. The areas that cover any."""
    found = []
    row_of = {row: at for at, row in enumerate(table.places)} if grid.merged else {}
    for area in grid.merged:
        rows = [row_of[row] for row in range(area.row, area.last_row + 1) if row in row_of]
        names = [name for name, at in place.columns.items() if area.column <= at <= area.last_column]
        covered = [
            (name, at)
            for name in names
            for at in rows
            if (table.places[at], place.columns[name]) != (area.row, area.column)
        ]
        for name, at in covered:
            table.columns[name][at] = Unreadable(str(area))
        if covered:
            found.append(area)
    return found
