"""Which customer a name stands for, where a name was typed instead of an ID."""

from __future__ import annotations

import unicodedata

from validators import ids
from validators.cells import Cell
from validators.rules.rows import Rows

__all__ = ["CustomersByName"]


class CustomersByName:
    """Finds the one customer that has a name; the index is only made when the first name is asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._ids: dict[str, Cell] | None = None

    def id_of(self, value: Cell) -> str | None:
        """The well-formed ID of the only customer of that name; None for no such customer, or several."""
        if not isinstance(value, str) or not self._rows.has("customers", "Customer_ID", "Customer_Name"):
            return None
        if self._ids is None:
            self._ids = {}
            keys = self._rows.cells("customers", "Customer_ID")
            for name, key in zip(self._rows.cells("customers", "Customer_Name"), keys, strict=True):
                if isinstance(name, str):
                    plain = _plain(name)
                    self._ids[plain] = None if plain in self._ids and self._ids[plain] != key else key
        found = self._ids.get(_plain(value))
        return found if isinstance(found, str) and (ids.parse(found) or ids.is_placeholder(found)) else None


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
