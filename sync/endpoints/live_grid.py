"""The cells of an open sheet as the rest of the program knows them, and cells as Excel takes them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import blake2b
from itertools import groupby
from typing import Any

from sync.ooxml.read import Grid
from sync.ooxml.values import clean
from validators.cells import Cell, Unreadable
from validators.finding import MARKS

__all__ = ["as_typed", "columns_of", "fingerprint", "formulas_of", "runs", "settled"]

ERRORS = frozenset(
    {
        *("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!"),
        *("#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA", "#PYTHON!"),
    }
)
_PLAIN = tuple(MARKS.values())


def columns_of(rows: Sequence[Sequence[Any]], first_row: int, first_column: int) -> list[list[Cell]]:
    """Sheet columns from A1 on, of a block of values that begins at that row and column."""
    width = first_column - 1 + (len(rows[0]) if rows else 0)
    columns: list[list[Cell]] = [[None] * (first_row - 1 + len(rows)) for _ in range(width)]
    for at, values in enumerate(zip(*rows, strict=True), first_column - 1):
        kinds = set(map(type, values))
        cells = list(values) if kinds <= {str, type(None)} else list(map(_cell, values))
        if str in kinds and not ERRORS.isdisjoint(cells):
            cells = [Unreadable(cell) if isinstance(cell, str) and cell in ERRORS else cell for cell in cells]
        columns[at][first_row - 1 :] = cells
    return columns


def _cell(value: Any) -> Cell:
    if isinstance(value, float | Decimal):  # cells in a currency format come as decimals
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1e20 else number
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value if value is None or isinstance(value, str | int | date) else str(value)


def formulas_of(
    columns: Sequence[Sequence[Cell]], rows: Sequence[Sequence[Any]], first_row: int, first_column: int
) -> dict[tuple[int, int], str]:
    """By row and column, the formulas of the cells that hold one. A text that looks like one is none."""
    found = {}
    for at, texts in enumerate(zip(*rows, strict=True), first_column):
        cells = columns[at - 1]
        for row, text in enumerate(texts, first_row):
            if isinstance(text, str) and text[:1] == "=" and text != cells[row - 1]:
                found[row, at] = text
    return found


def fingerprint(grids: Mapping[str, Grid], formulas: Mapping[str, Mapping[tuple[int, int], str]]) -> str:
    """What stands in the sheets, as one opaque text. Of a formula counts what it says, not what it gives."""
    digest = blake2b(digest_size=16)
    for title in sorted(grids):
        written = formulas.get(title, {})
        columns = grids[title].columns
        if written:
            columns = [list(cells) for cells in columns]
            for (row, column), text in written.items():
                columns[column - 1][row - 1] = Unreadable(text)
        # Blank cells at the end come and go with formats.
        digest.update(repr((title, [_shorn(cells) for cells in columns])).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _shorn(cells: list[Cell]) -> list[Cell]:
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return cells[:end]


def as_typed(value: Cell) -> Any:
    """A cell as Excel is to be given it: a text gets an apostrophe before it, or Excel would take `=1+1` for a formula,
    `007` for a number and `3-4` for a day. Excel keeps the apostrophe apart from the text."""
    if isinstance(value, str):
        text = clean(value)
        return text if text.startswith(_PLAIN) or not text else f"'{text}"
    if isinstance(value, Unreadable):
        raise TypeError("what cannot be read cannot be written")
    return value


def settled(value: Cell) -> Cell:
    """A cell as Excel gives it back once it was written."""
    return (clean(value) or None) if isinstance(value, str) else _cell(value)


def runs(cells: Mapping[tuple[int, int], Cell]) -> Iterator[tuple[int, int, list[Cell]]]:
    """The cells, by row and column, as unbroken pieces of columns: first row, column, values."""
    places = sorted(cells, key=lambda place: (place[1], place[0]))
    for _, group in groupby(enumerate(places), key=lambda item: (item[1][1], item[1][0] - item[0])):
        at = [place for _, place in group]
        yield at[0][0], at[0][1], [cells[place] for place in at]
