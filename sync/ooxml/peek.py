"""The first used rows of a sheet, cheap enough to look for a header on every sheet of a big workbook.

Only the beginning of the part is unpacked, and only the strings that stand there are decoded.
"""

from __future__ import annotations

import re

from sync.errors import UsageError
from sync.ooxml.read import Grid
from sync.ooxml.refs import cell as parse_cell
from sync.ooxml.rows import BadSheet, Words, canonical, words
from sync.ooxml.serial import from_serial
from sync.ooxml.strings import plain_text, unescape
from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import attributes, decode
from validators.cells import Cell, Unreadable

__all__ = ["peek"]

_FIRST_LOOK = 1 << 18
_OPENING = re.compile(rb"<((?:[\w.\-]+:)?)sheetData\s*>")
_WIDEST = 2048


def peek(workbook: Workbook, title: str, rows: int = 20) -> Grid:
    """The sheet from its first row to the last of its first `rows` rows that hold a value; formulas by cached value.

    Columns beyond 2,048 are left out: no table begins there.

    Raises:
        UsageError: there is no such sheet, or it is damaged.
    """
    package, part = workbook.package, workbook.sheet(title).part
    try:
        found = _first_rows(workbook, package.head(part, _FIRST_LOOK), rows)
        if found is None:
            found = _first_rows(workbook, package.read(part), rows, whole=True)
    except BadSheet as error:
        raise package.fault(UsageError, "grid", sheet=title, row=error.row) from None
    return _grid(found or {})


def _first_rows(workbook: Workbook, xml: bytes, wanted: int, whole: bool = False) -> dict[int, dict[int, Cell]] | None:
    """The cells by row and column, or None where more of the part is needed."""
    opening = _OPENING.search(xml)
    if not opening:
        return {} if whole or len(xml) < _FIRST_LOOK else None
    known = words(opening[1])
    end = xml.find(known.data_end, opening.end())
    complete = end >= 0
    if not complete:
        end = xml.rfind(known.row_end)
        if end < 0:
            return {} if whole else None
        end += len(known.row_end)
    xml = canonical(xml[:end] + known.data_end)
    found: dict[int, dict[int, Cell]] = {}
    for row in known.any_row.finditer(xml, opening.end()):
        cells = _cells(workbook, known, row[2] or b"")
        if cells:
            found[int(attributes(b"<r" + row[1] + b">")["r"])] = cells
            if len(found) == wanted:
                return found
    return found if complete or whole else None


def _cells(workbook: Workbook, known: Words, content: bytes) -> dict[int, Cell]:
    found: dict[int, Cell] = {}
    for match in known.any_cell.finditer(content):
        named = attributes(b"<c" + match[1] + b">")
        value = _value(workbook, known, named, match[2] or b"")
        column = parse_cell(named["r"])[1]
        if value is not None and column <= _WIDEST:
            found[column] = value
    return found


def _value(workbook: Workbook, known: Words, named: dict[str, str], content: bytes) -> Cell:
    kind = named.get("t", "n")
    if kind == "inlineStr":
        return plain_text(content) or None
    held = known.held.search(content)
    raw = decode(held[1]) if held else ""
    if not raw:
        return Unreadable("=") if known.formula in content and kind != "str" else None
    if kind == "s":
        return workbook.strings.get(int(raw)) or None if raw.isdigit() else None
    if kind == "b":
        return raw in ("1", "true")
    if kind == "e":
        return Unreadable(raw)
    if kind != "n":
        return unescape(raw)
    try:
        number = float(raw)
    except ValueError:
        return raw
    if int(named.get("s") or "0") in workbook.formats.dates:
        moment = from_serial(number, workbook.date1904)
        if not isinstance(moment, float):
            return moment
    return int(number) if number.is_integer() and abs(number) < 1e20 else number


def _grid(found: dict[int, dict[int, Cell]]) -> Grid:
    deep = max(found, default=0)
    wide = max((column for cells in found.values() for column in cells), default=0)
    blank: dict[int, Cell] = {}
    rows = [[found.get(row, blank).get(column) for column in range(1, wide + 1)] for row in range(1, deep + 1)]
    return Grid.of(rows)
