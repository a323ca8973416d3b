"""Tells tables that stand side by side on a sheet apart.

A header row is one block of columns up to a column that is blank: its header cell is empty, and so is its cell in
every row that holds something in the block at its left. A column without a header whose cells are filled in those rows
belongs to the block: somebody forgot its header. What stands in that column above or below the list does not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.ooxml.read import Grid
from validators.cells import Cell
from validators.fields import TableSpec
from validators.headers import match

__all__ = ["blocks", "main_block", "others"]


def blocks(grid: Grid, row: int, header: Sequence[Cell]) -> list[range]:
    """The blocks of a header row as ranges of sheet columns. `header` are its cells from column 1 on."""
    found: list[range] = []
    first = last = 0
    for column, cell in enumerate(header, 1):
        if cell is not None:
            first, last = first or column, column
        elif first and _is_blank(grid, row, column, range(first, last + 1)):
            found.append(range(first, last + 1))
            first = 0
    return [*found, range(first, last + 1)] if first else found


def _is_blank(grid: Grid, row: int, column: int, block: range) -> bool:
    filled = [at for at, cell in enumerate(grid.columns[column - 1][row:], row + 1) if cell is not None]
    return not any(grid.cell(at, other) is not None for at in filled for other in block)


def main_block(found: Sequence[range], header: Sequence[Cell], specs: Mapping[str, TableSpec]) -> range:
    """The leftmost block that is a table's header; the widest where none is."""
    if len(found) == 1:
        return found[0]
    fits = (block for block in found if match(header[block.start - 1 : block.stop - 1], specs))
    return next(fits, max(found, key=len))


def others(grid: Grid, row: int, taken: range, specs: Mapping[str, TableSpec]) -> list[tuple[int, str]]:
    """The other blocks beside the columns that were taken: their first column, and the table each looks like (empty
    where it is none's)."""
    header = [grid.cell(row, column) for column in range(1, len(grid.columns) + 1)]
    result = []
    for block in blocks(grid, row, header):
        if block.stop <= taken.start or block.start >= taken.stop:
            fits = match(header[block.start - 1 : block.stop - 1], specs)
            result.append((block.start, fits[0].table if fits else ""))
    return result
