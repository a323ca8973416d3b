"""Cells that a command rewrote in the hub without changing what they mean (a date typed as text made a date). Pure.

Such a change is none for the merge: what an endpoint shows still means the same, and how a person writes something is
their own. So it is told here which cells an endpoint is to write all the same, because a person commanded it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sync.model import CellEdit
from sync.store.hub import Cursor, HubTable
from sync.store.records import RunRecord
from validators.canon import same
from validators.cells import Cell, Table, Unreadable
from validators.fields import OWN, TableSpec

__all__ = ["Respelled", "to_write"]

_Place: TypeAlias = tuple[str, str]
"""Row key and column."""


@dataclass(frozen=True, slots=True)
class Respelled:
    """By table and cell, the runs that rewrote it, with the spelling that each of them replaced."""

    cells: Mapping[str, Mapping[_Place, Sequence[tuple[int, Cell]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[RunRecord], specs: Mapping[str, TableSpec]) -> Respelled:
        """What `records`, all since some version, rewrote. Of what somebody typed only what mends an odd spelling is
        among them: where nothing but the spelling differs nothing else is taken into the hub."""
        found: dict[str, dict[_Place, list[tuple[int, Cell]]]] = {}
        for record in records:
            for change in record.changes:
                if change.before is None or change.after is None or change.table not in specs:
                    continue
                column = specs[change.table].by_name.get(change.column, OWN)
                if not _identical(change.before, change.after) and same(column, change.before, change.after):
                    cells = found.setdefault(change.table, {})
                    cells.setdefault((change.key, change.column), []).append((record.run, change.before))
        return cls(found)


def to_write(
    spec: TableSpec,
    local: Table,
    keys: Sequence[str | None],
    hub: HubTable,
    respelled: Respelled,
    cursor: Cursor,
    formulas: Collection[tuple[int, str]],
    away: Collection[int],
) -> list[CellEdit]:
    """The cells in which an endpoint still shows a spelling that was replaced since `cursor`; rows that go `away` are
    left. A cell that somebody spelled in a third way meanwhile stays as they typed it."""
    agreed = cursor.rows.get(spec.name, {})
    wanted: dict[_Place, list[Cell]] = {}
    for (key, column), runs in respelled.cells.get(spec.name, {}).items():
        if old := [before for run, before in runs if key in agreed and run > agreed[key]]:
            wanted[key, column] = old
    for (table, key, column), held in cursor.exceptions.items():
        if table == spec.name:  # it was to be written once already, and could not be
            wanted.setdefault((key, column), []).append(held)
    if not wanted:
        return []
    rows = {key: row for row, key in enumerate(keys) if key is not None}
    edits = []
    for (key, column), old in wanted.items():
        row = rows.get(key)
        if row is None or row in away or (row, column) in formulas or key not in hub.index:
            continue
        if column not in local.columns or column not in hub.columns:
            continue
        stands, comes = local.columns[column][row], hub.get(key, column)
        if isinstance(stands, Unreadable) or stands is None or comes is None or _identical(stands, comes):
            continue
        if any(_identical(stands, one) for one in old) and same(spec.by_name.get(column, OWN), stands, comes):
            edits.append(CellEdit(spec.name, row, column, stands, comes))
    return edits


def _identical(a: Cell, b: Cell) -> bool:
    return a.__class__ is b.__class__ and a == b
