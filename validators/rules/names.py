"""Which customers a name stands for, where a name was typed instead of an ID."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from validators import ids
from validators.cells import Cell
from validators.names import normal_name
from validators.rules.rows import Rows

__all__ = ["CustomersByName"]


class CustomersByName:
    """Finds customers by name: by the whole name, else by what spellings of a name share (`normal_name`).

    Each index is only made when a name is first looked for in it.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._indexes: dict[Callable[[str], str], dict[str, set[Cell]]] = {}

    def id_of(self, value: Cell) -> str | None:
        """The well-formed ID of the only customer of that name; None for no such customer, or several."""
        keys = self._keys(value)
        if len(keys) != 1:
            return None
        key = next(iter(keys))
        return key if isinstance(key, str) and (ids.parse(key) or ids.is_placeholder(key)) else None

    def count(self, value: Cell) -> int:
        """How many customers have that name."""
        return len(self._keys(value))

    def _keys(self, value: Cell) -> set[Cell]:
        if not isinstance(value, str) or not self._rows.has("customers", "Customer_ID", "Customer_Name"):
            return set()
        if ids.parse(value) or ids.is_placeholder(value):
            return set()
        return self._index(_plain).get(_plain(value)) or self._index(normal_name).get(normal_name(value)) or set()

    def _index(self, normal: Callable[[str], str]) -> dict[str, set[Cell]]:
        index = self._indexes.get(normal)
        if index is None:
            index = self._indexes[normal] = {}
            keys = self._rows.cells("customers", "Customer_ID")
            for name, key in zip(self._rows.cells("customers", "Customer_Name"), keys, strict=True):
                if isinstance(name, str) and (word := normal(name)):
                    index.setdefault(word, set()).add(key)
        return index


@lru_cache(maxsize=1 << 16)
def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
