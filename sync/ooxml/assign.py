"""Cells set by hand, as a command line writes them: `Sheet1!B2=text`, `'My Sheet'!B2=3.5`, `Sheet1!B3=` to empty one.

Pure: texts in, typed cells out; and the guards that a person at a keyboard needs besides those of the patcher.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sync.errors import Refused, UsageError
from sync.ooxml.geometry import Geometry, geometry
from sync.ooxml.limits import FarCell
from sync.ooxml.patch import Patch
from sync.ooxml.refs import Area, cell, column_letters
from sync.ooxml.rows import BadSheet
from sync.ooxml.scan import scan
from sync.ooxml.texts import fault
from sync.ooxml.values import fits
from validators.cells import Cell
from validators.fields import Language

__all__ = ["Assignment", "assign", "parse"]

_SHAPE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!=]+))!(\$?[A-Za-z]{1,3}\$?[0-9]{1,7})=(.*)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_DIGITS = 15
"""Digits a spreadsheet program keeps of a number: what has more (an ID, an account) is text."""
_TALLEST = 1e15


class Assignment(NamedTuple):
    """One cell (1-based) of a sheet and what it is to hold."""

    sheet: str
    row: int
    column: int
    value: Cell

    @property
    def address(self) -> str:
        """The cell as messages name it."""
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"


def parse(text: str, language: Language) -> Assignment:
    """One assignment. A number, an ISO date (with or without a time) and true/false are what they say, a `'` in front
    makes anything a text, nothing empties the cell, all else is text; text never becomes a formula.

    Raises:
        UsageError: it has another shape, the cell is none, or no cell could hold the text as it is.
    """
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise fault(UsageError, "assignment", language, text)
    sheet = found[1].replace("''", "'") if found[1] is not None else found[2]
    try:
        row, column = cell(found[3])
    except ValueError:
        raise fault(UsageError, "assignment", language, text) from None
    one = Assignment(sheet, row, column, _value(found[4]))
    if isinstance(one.value, str) and not fits(one.value):
        raise fault(UsageError, "unwritable_text", language, one.address)
    return one


def _value(text: str) -> Cell:
    if text.startswith("'"):
        return text[1:]
    if text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    if _NUMBER.fullmatch(text) and sum(letter.isdigit() for letter in text.casefold().partition("e")[0]) <= _DIGITS:
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < _TALLEST else number
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError:  # the 30th of February is a text
            return text
    return text or None


def assign(patch: Patch, assignments: Sequence[Assignment]) -> None:
    """Set the cells; formulas that depend on them are computed when the file is opened.

    Raises:
        UsageError: there is no such sheet, one cell is named twice, or a sheet would become too large to be read.
        Refused: a cell cannot be set safely (a formula, a table's header …), lies under a merged one, or is filled by a
            pivot table.
    """
    package, seen = patch.package, set[tuple[str, int, int]]()
    sheets: dict[str, Geometry] = {}
    for one in assignments:
        title = patch.workbook.sheet(one.sheet).title
        place = (title, one.row, one.column)
        if place in seen:
            raise package.fault(UsageError, "twice", cell=one.address)
        seen.add(place)
        if title not in sheets:
            sheets[title] = geometry(patch.workbook, title)
        spot = Area(one.row, one.column, one.row, one.column)
        for block in sheets[title].pivots:
            if block.meets(spot):
                raise package.fault(Refused, "pivoted", cell=one.address, area=block)
        for block in sheets[title].merged:
            if block.meets(spot) and block[:2] != spot[:2]:
                first = f"{title}!{Area(block.row, block.column, block.row, block.column)}"
                raise package.fault(Refused, "under", cell=one.address, area=block, first=first)
        patch.set(title, one.row, one.column, one.value)
    patch.recalculate()
    patch.apply()
    for title in sheets:
        try:
            scan(package.read(patch.workbook.sheet(title).part))
        except FarCell as error:
            cells = f"{error.cells:,}"
            raise package.fault(UsageError, "far", cell=f"{title}!{error.cell}", cells=cells) from None
        except BadSheet:  # it was as odd before
            continue
