"""Rows that enter the hub: their IDs, what the agent fills in, what of them cannot be read. In memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from sync.entered import note_entered
from sync.fills import fill_new
from sync.identity import equals, stands_in
from sync.ingested import Ingested
from sync.store.hub import Hub
from sync.store.records import Added, RunRecord
from validators.cells import Cell, Table, Unreadable
from validators.context import Context
from validators.fields import TableSpec
from validators.ids import IdMint

__all__ = ["Entering"]


@dataclass(slots=True)
class Entering:
    """Takes new rows in. `given` collects the IDs of rows that had none; it may start with those that a killed run
    gave."""

    hub: Hub
    record: RunRecord
    context: Context
    mint: IdMint
    given: set[str]
    _alike: dict[str, dict[Cell, list[str]]] = field(default_factory=dict)
    """By table, the keys of the hub's rows by what stands in the column that tells them apart best."""

    def add(self, name: str, found: Ingested) -> None:
        """Put the rows of a table that are new into the hub and into the run's record."""
        identities, absorbed = found.identities[name], found.absorbed[name]
        local, table, spec = found.snapshot.tables[name], self.hub.tables[name], self.context.specs[name]
        rows = absorbed.new + identities.fresh
        if not rows:
            return
        fresh = set(identities.fresh)
        assigned = found.assigned.setdefault(name, {})
        keys: list[str] = []
        kept: list[int] = []
        taken = {key for key in identities.keys if key is not None} if identities.copied else set()
        for row in rows:
            key = identities.keys[row]
            if key is None:
                copied = row in identities.copied
                key = assigned[row] = self._fresh(spec, local, row, copied, taken)
                taken.add(key)
                self.given.add(key)
                if copied:
                    found.renamed.append((str(local.get(spec.key)[row]), key))
                if key in table.index:
                    continue
                typed = local.get(spec.key)[row]
                if isinstance(typed, str) and stands_in(typed) and not copied:
                    self.hub.aliases[typed.strip()] = self.record.aliases[typed.strip()] = key
            keys.append(key)
            kept.append(row)
        if not keys:
            return
        rows = kept
        fresh |= {row for row, key in zip(rows, keys, strict=True) if key in self.given}
        columns = {
            column: [cells[row] for row in rows] for column, cells in local.columns.items() if _kept(spec, column)
        }
        columns[spec.key] = list(keys)
        self.mint.seen(keys)
        self._clean(name, keys, columns, found)
        filled = self._fill(name, rows, fresh, columns, found)
        table.extend(keys, columns, self.hub.run)
        by_agent = {column: [keys[at] for at in places] for column, places in filled.items()}
        self.record.added.append(Added(name, keys, columns, found.user.name, found.user.name, by_agent))
        if name == "follow_ups":
            note_entered(self.hub, found.user.name, [key in self.given for key in keys], columns, self.record.at)
        found.brought[name] = keys
        if name in self._alike:
            self._remember(spec, keys)

    def _fresh(self, spec: TableSpec, local: Table, row: int, copied: bool, taken: Collection[str]) -> str:
        """A new ID. A copied row that stands in the hub already came in from another workbook: it gets that row's ID,
        unless that is among the IDs `taken` here: two copies in one place are two rows."""
        twin = self._twin(spec, local, row, taken) if copied else None
        return twin or self.mint.next(spec.prefix, self.context.today)

    def _twin(self, spec: TableSpec, local: Table, row: int, taken: Collection[str]) -> str | None:
        table, column = self.hub.tables[spec.name], _telling(spec)
        if column not in local.columns or column not in table.columns:
            return None
        if spec.name not in self._alike:
            self._alike[spec.name] = {}
            self._remember(spec, table.keys)
        filled = _FILLED.get(spec.name, ())
        for key in self._alike[spec.name].get(local.columns[column][row], ()):
            if key in table.index and key not in taken and equals(spec, local, row, table, key, filled):
                return key
        return None

    def _remember(self, spec: TableSpec, keys: Iterable[str]) -> None:
        alike, table = self._alike[spec.name], self.hub.tables[spec.name]
        cells, index = table.columns[_telling(spec)], table.index
        for key in keys:
            alike.setdefault(cells[index[key]], []).append(key)

    def _clean(self, name: str, keys: list[str], columns: dict[str, list[Cell]], found: Ingested) -> None:
        if found.snapshot.tables[name].readable:
            return
        for column, cells in columns.items():
            if Unreadable not in set(map(type, cells)):
                continue
            for at, cell in enumerate(cells):
                if isinstance(cell, Unreadable):
                    found.unread[name, keys[at], column] = cell
                    cells[at] = None

    def _fill(
        self, name: str, rows: list[int], fresh: set[int], columns: dict[str, list[Cell]], found: Ingested
    ) -> dict[str, list[int]]:
        """Fill the gaps of new rows; by column, the places that were filled."""
        if name == "customers" and (fresh or "Update_Date" not in columns):
            dates = columns.setdefault("Update_Date", [None] * len(rows))
            # A list that is read for the first time tells when its rows were last changed; later nobody types that.
            first = found.user.name not in self.hub.cursors
            for at, row in enumerate(rows):
                if row in fresh and not (first and isinstance(dates[at], date)):
                    dates[at] = self.context.today
        wanted, key = _FILLED.get(name, ()), self.context.specs[name].key
        gaps = {
            at for column in wanted for at, cell in enumerate(columns.get(column) or [None] * len(rows)) if cell is None
        }
        filled: dict[str, list[int]] = {}
        for at in sorted(gaps):
            cells_of = {column: cells[at] for column, cells in columns.items()}
            for column, value in fill_new(name, cells_of, found.user, self.context, rows[at] in fresh).items():
                if (name, columns[key][at], column) in found.unread:
                    if column != "Owner":
                        continue
                    value = found.user.name  # until it can be read, the row stays with whom it was found
                columns.setdefault(column, [None] * len(rows))[at] = value
                filled.setdefault(column, []).append(at)
        return filled


_FILLED = {"customers": ("Create_User", "Owner"), "opportunities": ("Probability", "Close_Date")}


def _telling(spec: TableSpec) -> str:
    """The column whose cells differ most from row to row: the first text."""
    return next(column.name for column in spec.typed if column.kind in ("text", "long"))


def _kept(spec: TableSpec, column: str) -> bool:
    known = spec.by_name.get(column)
    return not column.startswith("_") and (known is None or not known.agent or column == "Update_Date")
