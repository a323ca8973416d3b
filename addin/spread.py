"""Shapes of worksheet functions' arguments and answers. Pure."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sync.endpoints.live_grid import ERRORS
from validators.cells import Cell, Unreadable

__all__ = ["Spread", "answered", "cells_of"]

_MISSING = -2147352572
"""DISP_E_PARAMNOTFOUND: how COM hands over an argument that was left out."""
NOT_AVAILABLE = "#N/A"


def cells_of(value: Any) -> list[list[Cell]]:
    """An argument as rows of cells, whatever its shape; at least one cell. A flat list is a row."""
    if not isinstance(value, list | tuple):
        return [[_cell(value)]]
    rows = [list(row) if isinstance(row, list | tuple) else None for row in value]
    if any(row is None for row in rows):
        return [[_cell(cell) for cell in value]] if value else [[None]]
    made = [[_cell(cell) for cell in row] for row in rows if row]
    return made or [[None]]


def answered(value: Any, rows: list[list[Cell]], down: bool = False) -> Any:
    """An answer in the shape of the argument it answers: a cell for a cell, a flat list for a flat list, else rows.
    `down`: one cell answers a whole row."""
    plain = [[_plain(cell) for cell in row] for row in rows]
    if not isinstance(value, list | tuple):
        return plain[0][0]
    flat = bool(value) and not any(isinstance(row, list | tuple) for row in value)
    if flat:
        return plain[0][0] if down else plain[0]
    return plain


class Spread:
    """Two arguments laid over each other as Excel does with arrays: `pairs` are their cells, row by row."""

    def __init__(self, first: Any, second: Any) -> None:
        self._shaper = first if isinstance(first, list | tuple) else second
        one, other = cells_of(first), cells_of(second)
        self.height = max(len(one), len(other))
        self.width = max(max(map(len, one)), max(map(len, other)))
        self.pairs: list[tuple[Cell, Cell]] = [
            (_at(one, row, column), _at(other, row, column))
            for row in range(self.height)
            for column in range(self.width)
        ]

    def answer(self, cells: list[Cell]) -> Any:
        """The answers to the pairs in the shape of the arguments; where a pair holds an error value, that one."""
        told = [_error(pair) or cell for pair, cell in zip(self.pairs, cells, strict=True)]
        rows = [told[at : at + self.width] for at in range(0, len(told), self.width)]
        return answered(self._shaper, rows)


def _at(rows: list[list[Cell]], row: int, column: int) -> Cell:
    """The cell of an argument at a place of the whole; one row or column goes with all of them."""
    row = 0 if len(rows) == 1 else row
    if row >= len(rows):
        return Unreadable(NOT_AVAILABLE)
    column = 0 if len(rows[row]) == 1 else column
    return rows[row][column] if column < len(rows[row]) else Unreadable(NOT_AVAILABLE)


def _error(pair: tuple[Cell, Cell]) -> str | None:
    return next((cell.raw for cell in pair if isinstance(cell, Unreadable)), None)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return Unreadable(value) if value in ERRORS else value or None
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=None)
        return moment.date() if moment.time() == time() else moment
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e20:
        value = int(value)
    if value is None or value == _MISSING or value != value:
        return None
    known: Cell = value if isinstance(value, bool | int | float | date) else str(value)
    return known


def _plain(cell: Cell) -> Any:
    """What Excel shows: a blank for nothing, an error by its name, a day as a moment."""
    if cell is None:
        return ""
    if isinstance(cell, Unreadable):
        return cell.raw
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)
    return cell
