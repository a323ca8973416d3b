"""Where a table's header may be: in the Excel Tables, and in the first used rows of the sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sync.endpoints.blocks import blocks, main_block
from sync.endpoints.finder import HEADER_ROWS, Candidate
from sync.ooxml.read import Grid
from sync.ooxml.workbook import Workbook
from validators.fields import TableSpec

__all__ = ["as_seen", "excel_tables", "header_rows"]


def excel_tables(workbook: Workbook) -> list[Candidate]:
    """The headers of the Excel Tables, by the names their parts keep."""
    return [
        Candidate(
            table.sheet,
            table.header_row,
            range(table.ref.column, table.ref.last_column + 1),
            table.columns,
            table.name,
            table.last_row,
            table.totals_rows > 0,
        )
        for table in workbook.tables
        if table.header_rows
    ]


def as_seen(candidate: Candidate, grids: Mapping[str, Grid]) -> Candidate:
    """The candidate with its header cells as they stand in the sheet: other programs than Excel let the names kept in
    the table part grow stale."""
    grid = grids.get(candidate.sheet)
    if grid is None or candidate.row > grid.height:
        return candidate
    return replace(candidate, cells=[grid.cell(candidate.row, column) for column in candidate.columns])


def header_rows(title: str, grid: Grid, specs: Mapping[str, TableSpec]) -> list[Candidate]:
    """The first used rows of a sheet, each a possible header.

    A header of two lines is its lower one, with the words of cells that are merged over both lines. Of tables
    side by side (`blocks`) it is that of one, the leftmost that fits.
    """
    tall = [area for area in grid.merged if area.last_row > area.row and area.column == area.last_column]
    result = []
    used = 0
    for number, row in enumerate(zip(*grid.columns, strict=True), 1):
        if all(cell is None for cell in row):
            continue
        used += 1
        if used > HEADER_ROWS:
            break
        cells = list(row)
        for area in tall:
            if area.row < number <= area.last_row and area.column <= len(cells):
                cells[area.column - 1] = grid.cell(area.row, area.column)
        if found := blocks(grid, number, cells):
            columns = main_block(found, cells, specs)
            if len(columns) > 1:
                result.append(Candidate(title, number, columns, cells[columns.start - 1 : columns.stop - 1]))
    return result
