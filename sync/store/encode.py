"""Cells as JSON values and back, column by column.

Text, numbers, yes/no and empty are themselves. A date, a date-time and an unreadable cell become a text that begins
with U+0001, which no spreadsheet cell can hold (XML 1.0, 2.2): so nothing a person types is ever mistaken for one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from validators.cells import Cell, Unreadable

__all__ = ["decode", "decode_cell", "encode", "encode_cell"]

_MARK = "\x01"


def encode_cell(value: Cell) -> Any:
    """One cell as a JSON value."""
    if isinstance(value, datetime):
        return f"{_MARK}t{value.isoformat()}"
    if isinstance(value, date):
        return f"{_MARK}d{value.isoformat()}"
    if isinstance(value, Unreadable):
        return f"{_MARK}u{value.raw}"
    return value


def decode_cell(value: Any) -> Cell:
    """The cell that `encode_cell` made `value` of."""
    if isinstance(value, str) and value.startswith(_MARK):
        kind, text = value[1:2], value[2:]
        if kind == "d":
            return date.fromisoformat(text)
        if kind == "t":
            return datetime.fromisoformat(text)
        return Unreadable(text)
    return value  # type: ignore[no-any-return]


def encode(cells: Iterable[Cell]) -> list[Any]:
    """A column as JSON values. Distinct dates are formatted once."""
    memo: dict[Cell, Any] = {}
    result = []
    for value in cells:
        if value.__class__ in _PLAIN:
            result.append(value)
            continue
        if value not in memo:
            memo[value] = encode_cell(value)
        result.append(memo[value])
    return result


def decode(values: list[Any]) -> list[Cell]:
    """A column of JSON values as cells; equal dates become one object."""
    marked = {value for value in values if value.__class__ is str and value[:1] == _MARK}
    if not marked:
        return values
    memo = {value: decode_cell(value) for value in marked}
    return [memo.get(value, value) for value in values]


_PLAIN = {str, int, float, bool, type(None)}
