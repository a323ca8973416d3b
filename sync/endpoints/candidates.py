"""Where a table's header may be: in the Excel Tables, and in the first used rows of the sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sync.endpoints.finder import HEADER_ROWS, Candidate
from sync.ooxml.read import Grid
from sync.ooxml.workbook import Workbook

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


def header_rows(title: str, grid: Grid) -> list[Candidate]:
    """The first used rows of a sheet, each a possible header.

    A header of two lines is its lower one, with the words of cells that are merged over both lines.
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
        filled = [at for at, cell in enumerate(cells) if cell is not None]
        if len(filled) > 1:
            columns = range(filled[0] + 1, filled[-1] + 2)
            result.append(Candidate(title, number, columns, cells[filled[0] : filled[-1] + 1]))
    return result
