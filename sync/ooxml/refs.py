"""A1 references: cells and areas, to and from 1-based numbers, and how ranges grow when a table does.

Source: ECMA-376 part 1, 18.18.7 (ST_CellRef), 18.18.62 (ST_Ref), 18.18.76 (ST_Sqref).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from validators.cells import column_letters

__all__ = [
    "LAST_COLUMN",
    "LAST_ROW",
    "Area",
    "area",
    "cell",
    "column_letters",
    "column_number",
    "grow_formula",
    "grow_sqref",
    "quoted",
]

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_PLAIN = re.compile(r"[A-Za-z_\u0080-\uffff][\w.]*")
_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc]?[0-9]*|[Cc][0-9]*")


class Area(NamedTuple):
    """A block of cells, both ends included."""

    row: int
    column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        first = f"{column_letters(self.column)}{self.row}"
        last = f"{column_letters(self.last_column)}{self.last_row}"
        return first if first == last else f"{first}:{last}"

    def meets(self, other: Area) -> bool:
        """Whether the two share a cell."""
        return (
            self.row <= other.last_row
            and other.row <= self.last_row
            and self.column <= other.last_column
            and other.column <= self.last_column
        )


def column_number(letters: str) -> int:
    """The 1-based number of a column (AA → 27)."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell(reference: str) -> tuple[int, int]:
    """Row and column of `B7` or `$B$7`.

    Raises:
        ValueError: it is no reference to a cell.
    """
    found = _CELL.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    row, column = int(found[2]), column_number(found[1])
    if not (0 < row <= LAST_ROW and column <= LAST_COLUMN):
        raise ValueError(reference)
    return row, column


def area(reference: str) -> Area:
    """The area of `A1:G54` or of a single cell.

    Raises:
        ValueError: it is neither (whole rows and columns such as `A:C` among them).
    """
    first, _, last = reference.partition(":")
    (row, column), (last_row, last_column) = cell(first), cell(last or first)
    return Area(min(row, last_row), min(column, last_column), max(row, last_row), max(column, last_column))


def quoted(sheet: str) -> str:
    """The sheet's name as a formula writes it: quoted where it needs to be."""
    plain = _PLAIN.fullmatch(sheet) and not _LIKE_CELL.fullmatch(sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def grow_sqref(sqref: str, ended: Area, last_row: int) -> str:
    """The list of areas in which those that ended on the last row of `ended` now end on `last_row` (further down, or
    further up where they began above it).

    Only areas that begin inside `ended` and share columns with it change.
    """
    return " ".join(_grown(item, ended, last_row) for item in sqref.split())


def _grown(reference: str, ended: Area, last_row: int) -> str:
    try:
        block = area(reference)
    except ValueError:
        return reference
    return str(block._replace(last_row=last_row)) if _ends(block, ended, last_row) else reference


def _ends(block: Area, ended: Area, last_row: int, above: bool = False) -> bool:
    return (
        block.last_row == ended.last_row
        and block.row <= last_row
        and (above or block.row >= ended.row)
        and block.meets(ended)
    )


def grow_formula(
    sheet: str, ended: Area, last_row: int, *, home: bool = False, fixed: bool = False, above: bool = False
) -> Callable[[str], str]:
    """A function that lets the references of a formula to `sheet` grow as `grow_sqref` does.

    Only ranges with two corners grow (`Sheet!$A$2:$A$51`): a single cell in a formula means that cell, and so does a
    range along the last row alone. `home`: the formula stands on the sheet itself, which it need not name. `fixed`:
    only ends with a `$` before their row grow, the others slide with the cell. `above`: also ranges that begin above.
    """
    names = {quoted(sheet), "'" + sheet.replace("'", "''") + "'"}
    either = "|".join(re.escape(name) for name in sorted(names, reverse=True))
    title = rf"(?:(?:{either})!)" + "?" * home
    mark = r"\$" if fixed else r"\$?"
    pattern = re.compile(
        rf"(?<![\w.'\]!$:])({title})(\$?[A-Z]{{1,3}}\$?[0-9]+):(\$?[A-Z]{{1,3}}{mark})([0-9]+)(?![\w(])", re.IGNORECASE
    )

    def replace(found: re.Match[str]) -> str:
        block = area(f"{found[2]}:{found[3]}{found[4]}")
        alone = block.row == block.last_row and (block.row > ended.row + 1 or block.column < block.last_column)
        if alone or block.last_row != int(found[4]) or not _ends(block, ended, last_row, above):
            return found[0]
        return f"{found[1]}{found[2]}:{found[3]}{last_row}"

    def grow(formula: str) -> str:
        try:
            return pattern.sub(replace, formula)
        except ValueError:  # a reference beyond the sheet
            return formula

    return grow
