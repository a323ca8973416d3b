"""Cells as JSON values and back, column by column.

Text, numbers, yes/no and empty are themselves. A date, a date-time, an unreadable cell, a number that JSON readers do
not keep, and a text that begins with U+0001 itself become a text that begins with U+0001 and a letter for the kind.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from validators.cells import Cell, Unreadable

__all__ = ["decode", "decode_cell", "encode", "encode_cell"]

_MARK = "\x01"
_LARGEST = 2**63 - 1


def encode_cell(value: Cell) -> Any:
    """One cell as a JSON value."""
    if isinstance(value, datetime):
        return f"{_MARK}t{value.isoformat()}"
    if isinstance(value, date):
        return f"{_MARK}d{value.isoformat()}"
    if isinstance(value, Unreadable):
        return f"{_MARK}p{value.private} {value.raw}" if value.private else f"{_MARK}u{value.raw}"
    if isinstance(value, str) and value.startswith(_MARK):
        return f"{_MARK}s{value}"
    if isinstance(value, int) and not isinstance(value, bool) and not -_LARGEST <= value <= _LARGEST:
        return f"{_MARK}i{value}"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{_MARK}f{value!r}"
    return value


def decode_cell(value: Any) -> Cell:
    """The cell that `encode_cell` made `value` of."""
    if isinstance(value, str) and value.startswith(_MARK):
        kind, text = value[1:2], value[2:]
        if kind == "d":
            return date.fromisoformat(text)
        if kind == "t":
            return datetime.fromisoformat(text)
        if kind == "s":
            return text
        if kind == "i":
            return int(text)
        if kind == "f":
            return float(text)
        if kind == "p":
            code, _, ends = text.partition(" ")
            return Unreadable(ends, code)
        return Unreadable(text)
    return value  # type: ignore[no-any-return]


def encode(cells: Sequence[Cell]) -> list[Any]:
    """A column as JSON values. Where all are themselves (texts without the mark) it is the very list; else distinct
    cells are worked out once."""
    try:
        if _MARK not in "".join(cast(Iterable[str], filter(None, cells))):  # 0 and no are themselves too
            return cells if isinstance(cells, list) else list(cells)
    except TypeError:
        pass  # not all of them are texts
    kinds = set(map(type, cells))
    if len(kinds & _NUMBERS) > 1:  # 1 == 1.0 == True, but they are not the same cell
        typed = {pair: encode_cell(pair[1]) for pair in set(zip(map(type, cells), cells, strict=True))}
        return list(map(typed.__getitem__, zip(map(type, cells), cells, strict=True)))
    return list(map({value: encode_cell(value) for value in set(cells)}.__getitem__, cells))


def decode(values: list[Any]) -> list[Cell]:
    """A column of JSON values as cells; equal dates become one object."""
    marked = {value for value in values if value.__class__ is str and value[:1] == _MARK}
    if not marked:
        return values
    memo = {value: decode_cell(value) for value in marked}
    return [memo.get(value, value) for value in values]


_NUMBERS = {bool, int, float}
