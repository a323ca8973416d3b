"""Reads the standard tables of an open workbook: where they stand, and their cells as columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.endpoints.beyond import Beyond, look_beyond
from sync.endpoints.candidates import as_seen, excel_tables, header_rows
from sync.endpoints.finder import Candidate, Found, choose
from sync.endpoints.marker import MARKER_SHEET, Marker, read_marker
from sync.endpoints.oddities import Oddities, cover, headers_again
from sync.endpoints.own_sheets import is_agents
from sync.endpoints.pick_sheets import picks_in
from sync.model import Asked, Pick
from sync.ooxml.read import Grid, read_sheets
from sync.ooxml.rows import Cuts
from sync.ooxml.workbook import Workbook
from sync.reports.requests import read_asked
from sync.reports.titles import TITLES
from validators.cells import Cell, Table, column_letters
from validators.fields import Language, TableSpec
from validators.headers import match
from validators.ids import parse as parse_id

__all__ = ["Layout", "Source", "lay_out", "lay_out_source", "marker_in"]

AGENT_TITLES = tuple(text for name in ("findings", "requests", "linked") for text in (TITLES[name].zh, TITLES[name].en))
"""Sheets that the agent may add to any workbook, with or without the marker sheet."""
_WORDS = ("合计", "总计", "小计", "共计", "total", "totals", "sum", "grand total", "subtotal")
_HEADER_NOTE = re.compile(
    r"\s*(?:[(\[（【].*[)\]）】]|\**必填|选填|可选|required|optional)\s*", re.IGNORECASE | re.DOTALL
)
"""What stands under a header to explain it."""
TOTALS = frozenset(spelled for word in _WORDS for spelled in (word, word.title(), word.upper(), word.capitalize()))


@dataclass(slots=True)
class Layout:
    """The tables of one workbook content and their places.

    A percent cell whose format shows the number times 100 holds 0.6 where its table says 60. `last_rows` is the last
    sheet row of each table, `formulas` its cells that hold a formula, as (table, row index, column). `known` are
    customers of others whose ID may be used in the workbook. `cuts` are those of the tables' sheets, by title.
    `strays` are by table the sheet rows below it that look like its rows and are not read (`beyond`), `standing` the
    keys that stand there, `oddities` what else is odd about it. `reach` says how far an Excel Table has to grow so that
    it holds all its rows. `marker` is what the workbook says of itself, `picks` what people chose on the Conflicts
    sheet, `asked` what stands on its requests sheet.
    """

    tables: dict[str, Table]
    places: dict[str, Found]
    last_rows: dict[str, int]
    formulas: frozenset[tuple[str, int, str]]
    titles: tuple[str, ...]
    known: frozenset[str]
    cuts: dict[str, Cuts]
    strays: dict[str, list[int]]
    standing: dict[str, frozenset[str]]
    reach: dict[str, int]
    oddities: dict[str, Oddities]
    marker: Marker
    picks: tuple[Pick, ...]
    asked: tuple[Asked, ...]

    def stray_lines(self) -> tuple[tuple[str, str, int, int], ...]:
        """`strays` as a snapshot tells them: lines that follow one another as one."""
        found: list[tuple[str, str, int, int]] = []
        for name, rows in self.strays.items():
            sheet = self.places[name].sheet
            for row in rows:
                if found and found[-1][:2] == (name, sheet) and found[-1][3] == row - 1:
                    found[-1] = (*found[-1][:3], row)
                else:
                    found.append((name, sheet, row, row))
        return tuple(found)


class Source(Protocol):
    """A workbook to look for the tables in: the titles of its sheets, the headers of its Excel Tables, and the cells of
    the sheets asked for."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of all sheets, in their order."""
        ...

    def excel_tables(self) -> list[Candidate]:
        """The headers of the Excel Tables."""
        ...

    def read(self, titles: Sequence[str]) -> dict[str, Grid]:
        """The cells of these sheets."""
        ...


class _File:
    """A workbook file as a source."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.titles = tuple(sheet.title for sheet in workbook.sheets)

    def excel_tables(self) -> list[Candidate]:
        return excel_tables(self._workbook)

    def read(self, titles: Sequence[str]) -> dict[str, Grid]:
        return read_sheets(self._workbook, titles)


def lay_out(
    workbook: Workbook,
    specs: Mapping[str, TableSpec],
    language: Language,
    where: str,
    only: str | None = None,
    pinned: Mapping[str, str] | None = None,
) -> Layout:
    """Find and read the tables; `only` looks at that sheet alone, `pinned` names by table the sheet that counts.

    Raises:
        UsageError: two places fit one table equally well, there is no such sheet, or a sheet cannot be read.
    """
    if only is not None:
        only = workbook.sheet(only).title
    return lay_out_source(_File(workbook), specs, language, where, only, pinned)


def lay_out_source(
    source: Source,
    specs: Mapping[str, TableSpec],
    language: Language,
    where: str,
    only: str | None = None,
    pinned: Mapping[str, str] | None = None,
) -> Layout:
    """As `lay_out`, wherever the workbook is; `only` is the title of one of its sheets."""
    titles = source.titles
    hidden = [title for title in titles if title.casefold() == MARKER_SHEET]
    grids: dict[str, Grid] = {}
    marker = marker_in(source)
    pins = {table: sheet for table, sheet in (marker.sheets | dict(pinned or {})).items() if sheet in titles}
    own = {title.casefold() for title in (*hidden, *AGENT_TITLES)} | marker.agent_sheets
    excel = [c for c in source.excel_tables() if only is None or c.sheet == only]
    first = {c.sheet for c in choose(excel, specs, language, where, pins).values()}
    grids |= source.read(sorted(first))
    candidates = [as_seen(c, grids) for c in excel if c.sheet.casefold() not in own]
    found = choose(candidates, specs, language, where, pins)
    if len(found) < len(specs):
        looked = (
            [only] if only is not None else [t for t in titles if t.casefold() not in own and not t.startswith("_")]
        )
        grids |= source.read([title for title in looked if title not in grids])
        for title in looked:
            if not is_agents(title, grids[title].cell(1, 1), grids[title].cell(2, 1)):
                candidates += header_rows(title, grids[title], specs)
        found = choose(candidates, specs, language, where, pins)
    tables: dict[str, Table] = {}
    last_rows: dict[str, int] = {}
    formulas: set[tuple[str, int, str]] = set()
    strays: dict[str, list[int]] = {}
    standing: dict[str, frozenset[str]] = {}
    reach: dict[str, int] = {}
    oddities: dict[str, Oddities] = {}
    for name, place in found.items():
        grid = grids[place.sheet]
        closed = min((c.row for c in excel if _is_below(c, place)), default=grid.height + 1)
        tables[name], last_rows[name], oddities[name], beyond = _table(name, place, specs[name], grid, closed)
        if beyond.strays:
            strays[name] = [place.header_row + 1 + at for at in beyond.strays]
        if beyond.standing:
            standing[name] = frozenset(beyond.standing)
        if last_rows[name] > place.last_row and _may_reach(place, tables[name], last_rows[name], grid):
            reach[name] = last_rows[name]
        formulas |= _cells(name, place, tables[name], grid.formulas)
        _whole_percents(name, place, specs[name], tables[name], grid)
    return Layout(
        tables,
        found,
        last_rows,
        frozenset(formulas),
        titles,
        _known(source),
        {place.sheet: cuts for place in found.values() if (cuts := grids[place.sheet].cuts) is not None},
        strays,
        standing,
        reach,
        oddities,
        marker,
        picks_in(source.read, titles),
        _asked(source),
    )


def marker_in(source: Source) -> Marker:
    """What a workbook says of itself."""
    hidden = [title for title in source.titles if title.casefold() == MARKER_SHEET][:1]
    return next((read_marker(grid) for grid in source.read(hidden).values()), Marker())


def _known(source: Source) -> frozenset[str]:
    """Customers who stand on the agent's sheet of linked customers."""
    linked = [title for title in source.titles if title in (TITLES["linked"].zh, TITLES["linked"].en)]
    cells = {cell for grid in source.read(linked).values() for cells in grid.columns[:1] for cell in cells}
    return frozenset(cell for cell in cells if isinstance(cell, str) and parse_id(cell) is not None)


def _asked(source: Source) -> tuple[Asked, ...]:
    """What people typed on the agent's requests sheet."""
    names = (TITLES["requests"].zh, TITLES["requests"].en)
    for title in source.titles:
        if title.startswith(names):
            grid = source.read([title])[title]
            if is_agents(title, grid.cell(1, 1), grid.cell(2, 1)):
                return read_asked(grid.cell, grid.height)
    return ()


def _is_below(other: Candidate, place: Found) -> bool:
    """Whether another Excel Table stands under this one."""
    beside = other.columns[-1] < place.first_column or other.columns[0] > place.last_column
    return other.sheet == place.sheet and other.row > place.header_row and not beside


def _may_reach(place: Found, table: Table, last_row: int, grid: Grid) -> bool:
    """Whether an Excel Table may grow down to a row: nothing stands between but its own rows."""
    if not place.table or place.totals:
        return False
    mine, columns = set(table.places), range(place.first_column, place.last_column + 1)
    between = (row for row in range(place.last_row + 1, last_row + 1) if row not in mine)
    return all(grid.cell(row, column) is None for row in between for column in columns)


def _table(name: str, place: Found, spec: TableSpec, grid: Grid, closed: int) -> tuple[Table, int, Oddities, Beyond]:
    names = list(place.columns)
    at = [place.columns[column] - 1 for column in names]
    body = max(grid.height - place.header_row, 0)
    ends = place.last_row - place.header_row if place.table else body
    columns = grid.columns
    picked: list[list[Cell]] = [
        columns[i][place.header_row :] if body and i < len(columns) else [None] * body for i in at
    ]
    typed = [
        _without_formulas(cells, number + 1, place.header_row + 1, grid) if column not in spec.by_name else cells
        for column, number, cells in zip(names, at, picked, strict=True)
        if not _agent(spec, column)
    ]
    keep, end = _rows_with_content(typed, ends, place.totals, spec, names, picked)
    beyond = Beyond()
    if place.table and end < body:
        below = [at for at in range(end + place.totals, body) if any(cells[at] is not None for cells in typed)]
        summed = place.totals or sum(at >= ends for at in keep) < end - ends  # a line of totals stands among them
        cells = dict(zip(names, picked, strict=True))
        beyond = look_beyond(spec, cells, below, keep, 0 if summed else closed - place.header_row - 1, TOTALS)
        keep = [*keep, *beyond.rows]
    if keep and not place.table:
        keep = _without_asides(keep, typed)
    if keep and _is_header([cells[keep[0]] for cells in picked], spec):
        keep = keep[1:]
    header = [grid.cell(place.header_row, column + 1) for column in at]
    if again := headers_again(header, picked) & set(keep):
        keep = [i for i in keep if i not in again]
    if len(keep) < body:
        unbroken = keep and keep[-1] - keep[0] == len(keep) - 1
        picked = [cells[keep[0] : keep[-1] + 1] if unbroken else [cells[i] for i in keep] for cells in picked]
    places = [place.header_row + 1 + i for i in keep]
    letters = {column: column_letters(place.columns[column]) for column in names}
    table = Table(name, dict(zip(names, picked, strict=True)), place.sheet, places, letters, grid.readable)
    odd = Oddities([place.header_row + 1 + i for i in sorted(again)], cover(table, place, grid))
    table.readable = table.readable and not odd.merged
    last = max([place.last_row or place.header_row, *places[-1:], *odd.headers])
    if not place.table:
        last = _with_filled_down(last, place, grid)
    return table, last, odd, beyond


def _without_formulas(cells: list[Cell], column: int, first_row: int, grid: Grid) -> list[Cell]:
    """The cells of a user's own column without those that hold a formula: filled down in advance, it makes no row."""
    rows = {row for row, at in grid.formulas if at == column}
    return [None if row in rows else cell for row, cell in enumerate(cells, first_row)] if rows else cells


def _with_filled_down(last: int, place: Found, grid: Grid) -> int:
    """The last row of a plain range with the lines below it that hold nothing but its formulas: they are room for
    rows to come."""
    rows: dict[int, set[int]] = {}
    for row, column in grid.formulas:
        rows.setdefault(row, set()).add(column)
    span = range(place.first_column, place.last_column + 1)
    while last + 1 in rows:
        filled = {column for column in span if grid.cell(last + 1, column) is not None}
        if not filled <= rows[last + 1]:
            break
        last += 1
    return last


def _is_header(row: list[Cell], spec: TableSpec) -> bool:
    """Whether a row is a second line of headers: in the other language, or notes on each column."""
    texts = [cell for cell in row if isinstance(cell, str)]
    if len(texts) < sum(cell is not None for cell in row):
        return False
    return bool(match(row, {spec.name: spec})) or all(_HEADER_NOTE.fullmatch(text) for text in texts)


def _without_asides(keep: list[int], typed: list[list[Cell]]) -> list[int]:
    """The rows without remarks under the list (`制表：张伟`): after a blank row, a single text that is no ID."""
    gap = next((at for at, row in enumerate(keep) if row != keep[0] + at), len(keep))
    result = keep[:gap]
    for row in keep[gap:]:
        filled = [cells[row] for cells in typed if cells[row] is not None]
        if len(filled) > 1 or not isinstance(filled[0], str) or parse_id(filled[0]) is not None:
            result.append(row)
    return result


def _agent(spec: TableSpec, column: str) -> bool:
    known = spec.by_name.get(column)
    return column.startswith("_") or (known is not None and known.agent)


def _rows_with_content(
    typed: list[list[Cell]], ends: int, closed: bool, spec: TableSpec, names: list[str], picked: list[list[Cell]]
) -> tuple[list[int], int]:
    """Rows of the body that hold something typed, up to the table's end and as far below as rows follow unbroken
    (programs other than Excel do not grow a table as one types below it) unless a totals row of its own has `closed`
    it; a totals line is not a row. With them, where they end."""
    height = len(typed[0]) if typed else 0
    dense = next((cells for cells in typed if None not in cells), None)
    filled = [True] * height if dense else [any(cell is not None for cell in row) for row in zip(*typed, strict=True)]
    end = ends
    while end < height and filled[end] and not closed:
        end += 1
    keep = [at for at in range(min(end, height)) if filled[at]]
    required = [cells for column, cells in zip(names, picked, strict=True) if column in _required(spec)]
    filled_everywhere = sum(None not in cells for cells in required)
    if 2 * filled_everywhere >= len(required):
        return keep, end  # no row lacks enough for a line of totals
    words: set[int] = set()
    for cells in typed:
        if not TOTALS.isdisjoint(cells):
            words.update(at for at, cell in enumerate(cells) if cell in TOTALS)
    totals = {at for at in words if 2 * sum(cells[at] is not None for cells in required) < len(required)}
    return [at for at in keep if at not in totals] if totals else keep, end


def _required(spec: TableSpec) -> set[str]:
    return {column.name for column in spec.columns if column.required}


def _cells(name: str, place: Found, table: Table, cells: Collection[tuple[int, int]]) -> set[tuple[str, int, str]]:
    """Sheet cells as (table, row index, column), those that lie in the table."""
    if not cells:
        return set()
    row_of = {row: at for at, row in enumerate(table.places)}
    column_of = {column: column_name for column_name, column in place.columns.items()}
    return {(name, row_of[row], column_of[column]) for row, column in cells if row in row_of and column in column_of}


def _whole_percents(name: str, place: Found, spec: TableSpec, table: Table, grid: Grid) -> None:
    """Percent cells shown times 100: their values become 0-100."""
    for cell in _cells(name, place, table, grid.percents):
        column = spec.by_name.get(cell[2])
        value = table.columns[cell[2]][cell[1]]
        if column is not None and column.kind == "percent" and isinstance(value, int | float):
            table.columns[cell[2]][cell[1]] = whole_number(value * 100)


def whole_number(value: float) -> int | float:
    """The number without the noise of binary fractions (0.57 x 100), an int where it is whole."""
    value = round(value, 9)
    return int(value) if value == int(value) else value
