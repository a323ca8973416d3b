"""Sets cells of an open workbook, in unbroken pieces of columns."""

from __future__ import annotations

from collections.abc import Mapping

from sync.endpoints.live_calls import Calls
from sync.endpoints.live_grid import as_typed, runs, settled
from sync.endpoints.live_source import LiveSource
from validators.cells import Cell

__all__ = ["LiveCells"]


class LiveCells:
    """The cells of the workbook that `source` describes; it goes on describing what they hold."""

    def __init__(self, calls: Calls, source: LiveSource) -> None:
        self._calls = calls
        self._source = source

    def set(self, title: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        """Set cells by row and column. A percentage whose format shows it times 100 gets the hundredth part."""
        for row, column, values in runs(cells):
            self._put(title, row, column, values)

    def _put(self, title: str, row: int, column: int, values: list[Cell]) -> None:
        grid = self._source.grids[title]
        cells = [
            value / 100 if isinstance(value, int | float) and (at, column) in grid.percents else value
            for at, value in enumerate(values, row)
        ]
        target = self._calls.sheet(title).range((row, column), (row + len(cells) - 1, column))
        self._calls(setattr, target, "value", [[as_typed(cell)] for cell in cells], where=title)
        if column <= len(grid.columns):
            grid.columns[column - 1][row - 1 : row - 1 + len(cells)] = [settled(cell) for cell in cells]
