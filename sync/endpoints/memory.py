"""An endpoint in memory: the same contract as the others, for trying out and for tests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from sync.errors import Locked, StaleSnapshot
from sync.model import Snapshot, Update
from sync.sheet import ReportSheet
from validators.cells import Cell, Table
from validators.fields import TableSpec

__all__ = ["MemoryEndpoint"]


def _no_fault(step: str) -> None:
    """The default fault point: nothing happens."""


@dataclass
class MemoryEndpoint:
    """Tables in memory. `fault` is called with the name of each step before it is done and may raise.

    `rows` holds each table as a list of dictionaries, which a test edits as a person would edit a sheet.
    """

    name: str
    specs: dict[str, TableSpec]
    rows: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)
    shown: list[ReportSheet] = field(default_factory=list)
    heartbeat: Cell = None
    writes: int = 0
    locked: bool = False
    owner: str | None = ""
    fault: Callable[[str], None] = _no_fault
    extra_columns: dict[str, list[str]] = field(default_factory=dict)

    def read(self) -> Snapshot:
        """A copy of what the tables hold; blank rows are left out, as in a sheet."""
        self.fault("read")
        tables = {}
        for name, spec in self.specs.items():
            if name not in self.rows:
                continue
            columns = [column.name for column in spec.columns] + self.extra_columns.get(name, [])
            rows = [row for row in self.rows[name] if any(value is not None for value in row.values())]
            places = [
                at for at, row in enumerate(self.rows[name], 2) if any(value is not None for value in row.values())
            ]
            tables[name] = Table(
                name, {column: [row.get(column) for row in rows] for column in columns}, spec.label.zh, places
            )
        return Snapshot(self.name, self._version(), tables, owner=self.owner)

    def probe(self) -> None:
        """Whether it is locked, as `Endpoint.probe` says."""
        if self.locked:
            raise Locked(f"{self.name} is locked")

    def remarks(self, rows: Collection[tuple[str, int]], if_version: str) -> Mapping[tuple[str, int, str], str]:
        """Nothing can be hung on a row in memory."""
        return {}

    def apply(self, update: Update, if_version: str) -> str:
        """Change the tables as `Endpoint.apply` says."""
        self.fault("apply")
        self.probe()
        if self._version() != if_version:
            raise StaleSnapshot(f"{self.name} changed since it was read")
        here = {
            name: [row for row in rows if any(v is not None for v in row.values())] for name, rows in self.rows.items()
        }
        for edit in update.edits:
            here[edit.table][edit.row][edit.column] = edit.after
        for name, columns in update.agent.items():
            for column, cells in columns.items():
                for row, value in cells.items():
                    here[name][row][column] = value
        for name, row in update.removed:
            for column in here[name][row]:
                here[name][row][column] = None
        for new in update.new:
            self.rows.setdefault(new.table, []).append(dict(new.cells))
        if update.sheets is not None:
            self.shown = list(update.sheets({name: self._places(name) for name in self.rows}))
        if update.heartbeat is not None:
            self.heartbeat = update.heartbeat
        self.writes += 1
        self.fault("applied")
        return self._version()

    def _places(self, name: str) -> dict[str, int]:
        key = self.specs[name].key
        return {str(row[key]): at for at, row in enumerate(self.rows[name], 2) if row.get(key) is not None}

    def _version(self) -> str:
        return repr(self.rows)
