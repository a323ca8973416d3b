"""Reads an open workbook: the sheets that hold tables, each in one block."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sync.endpoints.finder import Candidate
from sync.endpoints.live_calls import Calls
from sync.endpoints.live_grid import columns_of, formulas_of
from sync.endpoints.live_texts import live_fault
from sync.errors import UsageError
from sync.ooxml.read import Grid
from sync.ooxml.refs import Area
from validators.cells import column_letters

__all__ = ["LiveSource"]

_AS_READ = {"ndim": 2, "err_to_str": True}
"""How xlwings is to give the cells: in rows, error values by their names."""
MAX_CELLS = 4_000_000
"""Cells of one sheet that are read: more are formats without contents."""


class LiveSource:
    """`sync.endpoints.layout.Source` over a workbook of xlwings. What was read is kept: `grids`, and by sheet the
    formulas."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._book = calls.book
        self.titles: tuple[str, ...] = tuple(calls(self._titles))
        self.grids: dict[str, Grid] = {}
        self.formulas: dict[str, dict[tuple[int, int], str]] = {}
        self._blocks: dict[str, tuple[Any, ...]] = {}
        self._headers: list[Candidate] = []

    def _titles(self) -> list[str]:
        return [sheet.name for sheet in self._book.sheets]

    def excel_tables(self) -> list[Candidate]:
        """The headers of the Excel Tables."""
        found = []
        for title in self.titles:
            tables: list[Any] = self._calls(list, self._calls.sheet(title).tables, where=title)
            for table in tables:
                found.append(self._calls(_candidate, title, table, where=title))
        self._headers = [candidate for candidate in found if candidate is not None]
        return self._headers

    def table_areas(self, title: str) -> dict[str, Area]:
        """The Excel Tables of a sheet, with their headers and totals."""
        return {
            one.table: Area(one.row, one.columns[0], one.last_row + one.totals, one.columns[-1])
            for one in self._headers
            if one.sheet == title
        }

    def pivot_areas(self, title: str) -> dict[str, Area]:
        """The pivot tables of a sheet."""
        return self._calls(_pivots, self._calls.sheet(title), where=title)

    def unchanged(self) -> bool:
        """Whether the workbook still holds what was read: quicker than reading it anew."""
        now = LiveSource(self._calls)
        return (
            now.titles == self.titles
            and now.excel_tables() == self._headers
            and all(now._block(title) == block for title, block in self._blocks.items())
        )

    def read(self, titles: Sequence[str]) -> dict[str, Grid]:
        """The cells of these sheets.

        Raises:
            UsageError: one is used so far out that reading it would take minutes.
        """
        for title in titles:
            if title not in self.grids:
                self.grids[title] = self._grid(title)
        return {title: self.grids[title] for title in titles}

    def _grid(self, title: str) -> Grid:
        block = self._blocks[title] = self._block(title)
        row, column, raw, formulas, merged = block
        values = self._calls(self._calls.convert, None, raw, _AS_READ, self._book.app.engine.name, where=title)
        columns = columns_of(values, row, column)
        written = self.formulas[title] = formulas_of(columns, formulas, row, column)
        return Grid(columns, frozenset(written), frozenset(self._percents(title, columns)), merged)

    def _block(self, title: str) -> tuple[int, int, Any, Any, tuple[Area, ...]]:
        """Where the used cells of a sheet begin, their values as the program gives them, their formulas where there are
        any, and the merged areas among them."""
        used = self._calls(getattr, self._calls.sheet(title), "used_range", where=title)
        row, column = used.row, used.column
        height, width = self._calls(getattr, used, "shape", where=title)
        if height * width > MAX_CELLS:
            far = f"{column_letters(column + width - 1)}{row + height - 1}"
            raise live_fault(UsageError, "too_large", self._calls.language, title, address=far, cells=height * width)
        merged = tuple(self.merged(title, Area(row, column, row + height - 1, column + width - 1)))
        values = self._calls(getattr, used.options(**_AS_READ), "raw_value", where=title)
        if not self._calls(_may_hold_formulas, used, where=title):
            return row, column, values, (), merged
        texts = self._calls(getattr, used, "formula", where=title)
        texts = ((texts,),) if isinstance(texts, str) else texts
        return row, column, values, (texts,) if texts and isinstance(texts[0], str) else texts, merged

    def merged(self, title: str, block: Area) -> list[Area]:
        """The merged areas that share a cell with a block: asked for as a whole, and in halves where there are any."""
        cells = self._calls.sheet(title).range((block.row, block.column), (block.last_row, block.last_column))
        if self._calls(getattr, cells, "merge_cells", where=title) is False:
            return []
        found = _area_of(self._calls(getattr, cells[0, 0], "merge_area", where=title))
        if found.last_row >= block.last_row and found.last_column >= block.last_column:
            return [found]
        rows, columns = block.last_row - block.row, block.last_column - block.column
        if rows:
            middle = block.row + rows // 2
            parts = (block._replace(last_row=middle), block._replace(row=middle + 1))
        else:
            middle = block.column + columns // 2
            parts = (block._replace(last_column=middle), block._replace(column=middle + 1))
        return list(dict.fromkeys(area for part in parts for area in self.merged(title, part)))

    def _percents(self, title: str, columns: Sequence[Sequence[Any]]) -> set[tuple[int, int]]:
        """The cells with a number that shows times 100."""
        found: set[tuple[int, int]] = set()
        for at, cells in enumerate(columns, 1):
            rows = [row for row, cell in enumerate(cells, 1) if cell.__class__ in (int, float)]
            if rows:
                found |= {(row, at) for row in self._shown_as_percent(title, at, rows)}
        return found

    def _shown_as_percent(self, title: str, column: int, rows: Sequence[int]) -> Sequence[int]:
        cells = self._calls.sheet(title).range((rows[0], column), (rows[-1], column))
        shown = self._calls(getattr, cells, "number_format", where=title)
        if isinstance(shown, str):
            return rows if "%" in shown else ()
        if len(rows) == 1:
            return ()
        half = len(rows) // 2  # formats differ: look at the halves
        parts = (rows[:half], rows[half:])
        return [row for part in parts for row in self._shown_as_percent(title, column, part)]


def _candidate(title: str, table: Any) -> Candidate | None:
    header = table.header_row_range
    if header is None:
        return None
    row, column, width = header.row, header.column, header.shape[1]
    cells = header.options(ndim=1).value
    totals = bool(table.show_totals)
    last_row = table.range.row + table.range.shape[0] - 1 - totals
    return Candidate(title, row, range(column, column + width), cells, table.name, last_row, totals)


def _area_of(cells: Any) -> Area:
    """Where a range of xlwings lies."""
    height, width = cells.shape
    return Area(cells.row, cells.column, cells.row + height - 1, cells.column + width - 1)


def _pivots(sheet: Any) -> dict[str, Area]:
    return {str(pivot.name): _area_of(pivot.range) for pivot in sheet.pivot_tables}


def _may_hold_formulas(cells: Any) -> bool:
    """Whether any of the cells may: reading the formulas of all takes as long as reading their values."""
    with suppress(AttributeError):  # Windows; macOS has it under another name
        return cells.api.HasFormula is not False
    return True
