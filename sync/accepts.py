"""What people accept on the Findings sheet: which suggestion a line offers, and the words for it. Pure.

A line with a suggestion carries a *mark* in a hidden column: the cell it is about, what stood there when the line was
drawn, and what is suggested. So what a person accepts is what they saw, and an old line is known to be old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import isfinite

import orjson

from sync.store.encode import decode_cell, encode_cell
from sync.store.naming import digest
from validators.cells import Cell
from validators.fields import Label, TableSpec

__all__ = ["ACCEPT", "HEAD", "WORD", "Suggestion", "is_accept", "may_suggest", "says_yes", "suggestion"]

ACCEPT = "accept"
"""The kind of an accepted suggestion among the decisions that are kept; the keys are its `keys`."""
HEAD = Label("是否采纳", "Accept?")
WORD = Label("采纳", "Accept")
"""What the drop-down offers."""
_YES = frozenset({"采纳", "是", "是的", "好", "对", "√", "✓", "accept", "yes", "y", "ok", "true", "1", "x"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value for one cell of the hub; `was` is the digest of what stood there when it was suggested."""

    table: str
    key: str
    column: str
    was: str
    value: Cell

    @classmethod
    def of(cls, table: str, key: str, column: str, now: Cell, value: Cell) -> Suggestion:
        """The suggestion to put `value` in the place of `now`."""
        return cls(table, key, column, digest(now), value)

    @property
    def mark(self) -> str:
        """What its line carries."""
        return orjson.dumps([*self.keys, encode_cell(self.value)]).decode()

    @property
    def keys(self) -> tuple[str, str, str, str]:
        """The cell and what stood there."""
        return self.table, self.key, self.column, self.was


def may_suggest(spec: TableSpec, column: str | None) -> bool:
    """Whether a value may be suggested for a column: never for an ID, which the hub alone gives, nor for a column that
    the agent fills."""
    known = spec.by_name.get(column or "")
    return known is not None and known.name != spec.key and not known.agent


def is_accept(mark: str) -> bool:
    """Whether a mark belongs to a line of the Findings sheet: those of conflicts are plain words."""
    return mark.startswith("[")


def suggestion(mark: str) -> Suggestion | None:
    """The suggestion a line carries; None where a person changed the mark."""
    try:
        table, key, column, was, value = orjson.loads(mark)
        found = decode_cell(value)
    except (ValueError, TypeError):
        return None
    if not isinstance(found, str | int | float | date | None) or (isinstance(found, float) and not isfinite(found)):
        return None
    return Suggestion(str(table), str(key), str(column), str(was), found)


def says_yes(said: str) -> bool:
    """Whether a person's text means that they accept."""
    return said.strip().casefold() in _YES
