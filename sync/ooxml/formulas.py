"""The A1 references inside a formula, and formulas moved to another row as a spreadsheet program fills them down.

Texts in quotes, structured references (`T[[#This Row],[Amount]]`) and names are passed over; whole rows and columns are
no references here. Source: ECMA-376 part 1, 18.17.2 (syntax).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sync.ooxml.refs import LAST_ROW, Area, area

__all__ = ["Reference", "references", "shifted"]

_CORNER = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'
    r"|((?:'(?:[^']|'')*'|(?:\[[^\]]*\])?[A-Za-z_\u0080-\uffff][\w.]*)!)?(?<![\w.$])"
    rf"({_CORNER})(?::({_CORNER}))?(?![\w.(\[!])"
    r"|\[(?:[^\[\]]|\[[^\]]*\])*\]"
)
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


def shifted(formula: str, rows: int) -> str:
    """The formula as it reads that many rows further down: rows without `$` follow; one beyond the sheet is #REF!."""
    out, at = [], 0
    for found in references(formula):
        out += [formula[at : found.start], _moved(formula[found.start : found.end], rows)]
        at = found.end
    return "".join([*out, formula[at:]])


def _moved(reference: str, rows: int) -> str:
    moved = _RELATIVE_ROW.sub(lambda number: str(int(number[0]) + rows), reference)
    return moved if all(0 < int(row) <= LAST_ROW for row in re.findall(r"-?[0-9]+", moved)) else "#REF!"
