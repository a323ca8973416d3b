"""The A1 references inside a formula, and formulas moved as a spreadsheet program fills them down and across.

Texts in quotes, structured references (`T[[#This Row],[Amount]]`) and names are passed over; whole rows and columns are
no references here. Source: ECMA-376 part 1, 18.17.2 (syntax).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sync.ooxml.refs import LAST_COLUMN, LAST_ROW, Area, area, column_letters, column_number

__all__ = ["Reference", "references", "shifted"]

_CORNER = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'
    r"|((?:'(?:[^']|'')*'|(?:\[[^\]]*\])?[A-Za-z_\u0080-\uffff][\w.]*)!)?(?<![\w.$])"
    rf"({_CORNER})(?::({_CORNER}))?(?![\w.(\[!])"
    r"|\[(?:[^\[\]]|\[[^\]]*\])*\]"
)
_PARTS = re.compile(r"(\$?)([A-Za-z]+)(\$?)([0-9]+)")
_RELATIVE_ROW = re.compile(r"(?<![$0-9])[0-9]+")


class Reference(NamedTuple):
    """A cell or a block named in a formula. `sheet` is None where none is named; `relative` where a row follows when
    the formula is filled down; `start` and `end` bound it in the text, without its sheet."""

    sheet: str | None
    block: Area
    relative: bool
    start: int
    end: int


def references(formula: str) -> Iterator[Reference]:
    """The references in the order in which they stand."""
    for found in _TOKEN.finditer(formula):
        if found[2] is None:
            continue
        text = found[2] if found[3] is None else f"{found[2]}:{found[3]}"
        try:
            block = area(text)
        except ValueError:  # beyond the sheet: a name that looks like a cell
            continue
        sheet = found[1] and found[1][:-1]
        if sheet and sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        yield Reference(sheet or None, block, bool(_RELATIVE_ROW.search(text)), found.start(2), found.end())


def shifted(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as it reads that many rows further down and columns further right: what has no `$` follows; a
    reference that leaves the sheet is #REF!."""
    out, at = [], 0
    for found in references(formula):
        out += [formula[at : found.start], _moved(formula[found.start : found.end], rows, columns)]
        at = found.end
    return "".join([*out, formula[at:]])


def _moved(reference: str, rows: int, columns: int) -> str:
    corners = []
    for corner in reference.split(":"):
        fixed, letters, still, digits = _PARTS.fullmatch(corner).groups()  # type: ignore[union-attr]  # a _CORNER
        row = int(digits) + (0 if still else rows)
        column = column_number(letters) + (0 if fixed else columns)
        if not (0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN):
            return "#REF!"
        corners.append(f"{fixed}{letters if fixed else column_letters(column)}{still}{row}")
    return ":".join(corners)
