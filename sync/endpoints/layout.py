"""Reads the standard tables of an open workbook: where they stand, and their cells as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync.endpoints.finder import HEADER_ROWS, Candidate, Found, choose
from sync.ooxml.read import Grid, Reader
from sync.ooxml.refs import parse_range
from sync.ooxml.workbook import Workbook
from validators.cells import Cell, Table, column_letters
from validators.fields import Language, TableSpec

__all__ = ["MARKER_SHEET", "Layout", "lay_out"]

MARKER_SHEET = "_salesheet"
"""The hidden sheet that lists the agent's sheets in its cells, so that any program that re-saves the file keeps it."""
AGENT_SHEETS = "agent_sheets"
TOTALS = frozenset({"合计", "总计", "小计", "共计", "total", "totals", "sum", "grand total", "subtotal"})


@dataclass(slots=True)
class Layout:
    """The tables of one workbook content, their places, and the formula cells in them."""

    tables: dict[str, Table]
    places: dict[str, Found]
    last_rows: dict[str, int]
    formulas: frozenset[tuple[str, int, str]]
    agent_sheets: frozenset[str]
    notes: list[str] = field(default_factory=list)


def lay_out(workbook: Workbook, specs: Mapping[str, TableSpec], language: Language, where: str) -> Layout:
    """Find and read the tables.

    Raises:
        UsageError: two places fit one table equally well, or a sheet cannot be read.
    """
    reader = Reader(workbook)
    own = _agent_sheets(workbook, reader)
    found = choose(_candidates(workbook, reader, own), specs, language, where)
    grids = reader.read({place.sheet for place in found.values()})
    tables: dict[str, Table] = {}
    last_rows: dict[str, int] = {}
    formulas: set[tuple[str, int, str]] = set()
    for name, place in found.items():
        table, last = _table(name, place, specs[name], grids[place.sheet])
        tables[name], last_rows[name] = table, last
        formulas |= _formulas(name, place, table, grids[place.sheet])
    return Layout(tables, found, last_rows, frozenset(formulas), own)


def _agent_sheets(workbook: Workbook, reader: Reader) -> frozenset[str]:
    marker = next((sheet for sheet in workbook.sheets if sheet.title.casefold() == MARKER_SHEET), None)
    if marker is None:
        return frozenset()
    titles: set[str] = {marker.title.casefold()}
    listing = False
    for row in reader.peek(marker.title, 200).rows:
        first = row[0] if row else None
        if first == AGENT_SHEETS:
            listing = True
            titles.update(str(cell).casefold() for cell in row[1:] if cell is not None)
        elif listing and first is not None:
            titles.add(str(first).casefold())
    return frozenset(titles)


def _candidates(workbook: Workbook, reader: Reader, own: frozenset[str]) -> list[Candidate]:
    result = []
    for table in workbook.tables:
        if table.sheet.casefold() in own:
            continue
        first, left, last, right = parse_range(table.ref)
        columns = range(left, right + 1)
        last_row = last - table.totals_rows
        result.append(Candidate(table.sheet, first, columns, table.columns, table.name, last_row))
    for sheet in workbook.sheets:
        if sheet.title.casefold() in own or sheet.title.startswith("_") or not sheet.is_worksheet:
            continue
        used = 0
        for number, row in enumerate(reader.peek(sheet.title, HEADER_ROWS * 3).rows, 1):
            filled = [at for at, cell in enumerate(row) if cell is not None]
            if not filled:
                continue
            used += 1
            if used > HEADER_ROWS:
                break
            if len(filled) > 1:
                columns = range(filled[0] + 1, filled[-1] + 2)
                result.append(Candidate(sheet.title, number, columns, row[filled[0] : filled[-1] + 1]))
    return result


def _table(name: str, place: Found, spec: TableSpec, grid: Grid) -> tuple[Table, int]:
    names = list(place.columns)
    at = [place.columns[column] - 1 for column in names]
    body = grid.rows[place.header_row :]
    ends = place.last_row - place.header_row if place.table else len(body)
    columns = [list(cells) for cells in zip(*body, strict=True)] if body else []
    picked = [columns[i] if i < len(columns) else [None] * len(body) for i in at]
    typed = [cells for column, cells in zip(names, picked, strict=True) if not _agent(spec, column)]
    keep = _rows_with_content(typed, ends, spec, names, picked)
    if len(keep) < len(body):
        picked = [[cells[i] for i in keep] for cells in picked]
    places = [place.header_row + 1 + i for i in keep]
    letters = {column: column_letters(place.columns[column]) for column in names}
    table = Table(name, dict(zip(names, picked, strict=True)), place.sheet, places, letters)
    last = max([place.last_row or place.header_row, *places[-1:]])
    return table, last


def _agent(spec: TableSpec, column: str) -> bool:
    known = spec.by_name.get(column)
    return column.startswith("_") or (known is not None and known.agent)


def _rows_with_content(
    typed: list[list[Cell]], ends: int, spec: TableSpec, names: list[str], picked: list[list[Cell]]
) -> list[int]:
    """Rows of the body that hold something typed, up to the table's end and as far below as rows follow unbroken
    (programs other than Excel do not grow a table as one types below it); a totals line is not a row."""
    height = len(typed[0]) if typed else 0
    dense = next((cells for cells in typed if None not in cells), None)
    filled = [True] * height if dense else [any(cell is not None for cell in row) for row in zip(*typed, strict=True)]
    end = ends
    while end < height and filled[end]:
        end += 1
    keep = [at for at in range(min(end, height)) if filled[at]]
    required = [cells for column, cells in zip(names, picked, strict=True) if column in _required(spec)]
    words = {
        at for cells in typed for at, cell in enumerate(cells) if cell.__class__ is str and cell.casefold() in TOTALS
    }  # type: ignore[union-attr]
    totals = {at for at in words if 2 * sum(cells[at] is not None for cells in required) < len(required)}
    return [at for at in keep if at not in totals] if totals else keep


def _required(spec: TableSpec) -> set[str]:
    return {column.name for column in spec.columns if column.required}


def _formulas(name: str, place: Found, table: Table, grid: Grid) -> set[tuple[str, int, str]]:
    if not grid.formulas:
        return set()
    row_of = {row: at for at, row in enumerate(table.places)}
    column_of = {column: column_name for column_name, column in place.columns.items()}
    return {
        (name, row_of[row], column_of[column]) for row, column in grid.formulas if row in row_of and column in column_of
    }
