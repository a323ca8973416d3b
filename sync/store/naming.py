"""What tells a conflict from all others, before and after, whatever stands in its cell now."""

from __future__ import annotations

import hashlib

import orjson

from sync.store.encode import encode_cell
from sync.store.hub import Conflict
from validators.cells import Cell

__all__ = ["digest", "name_of"]


def name_of(conflict: Conflict) -> str:
    """The conflict's name: decisions and the lines of the Conflicts sheets call it so."""
    where = conflict.table, conflict.key, conflict.column
    return digest(*where, conflict.aside, conflict.source, conflict.run)


def digest(*cells: Cell) -> str:
    """A short text that differs where cells differ."""
    return hashlib.sha256(orjson.dumps([encode_cell(cell) for cell in cells])).hexdigest()[:12]
