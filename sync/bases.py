"""The merge base of an endpoint's table, out of its cursor and the log of changes. Pure."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from itertools import repeat
from operator import gt

from sync.merge import Base
from sync.store.hub import Cursor, HubTable
from sync.store.records import RunRecord
from validators.cells import Cell

__all__ = ["base_of", "latest_of", "oldest"]

_GONE = sys.maxsize
"""The version of a row that the hub has no more: later than any."""


def oldest(cursor: Cursor, latest: Mapping[str, Mapping[str, int]]) -> int | None:
    """The oldest version at which the cursor lags behind the hub, None where it is level with it. `latest` gives by
    table and key the versions that the hub has."""
    lagging: list[int] = []
    for name, versions in cursor.rows.items():
        now = map(latest[name].get, versions, repeat(_GONE))
        if any(map(gt, now, versions.values())):  # at the speed of C: nearly always none lags
            lagging += [version for key, version in versions.items() if latest[name].get(key, _GONE) > version]
    return min(lagging, default=None)


def latest_of(tables: Mapping[str, HubTable]) -> dict[str, dict[str, int]]:
    """By table and key, the versions that the hub has."""
    return {name: dict(zip(table.keys, table.versions, strict=True)) for name, table in tables.items()}


def base_of(name: str, cursor: Cursor, records: Iterable[RunRecord]) -> Base:
    """The base of table `name`. `records`: what changed in the hub since, newest first, the run under way included."""
    versions = cursor.rows.get(name, {})
    behind: dict[str, dict[str, Cell]] = {}
    removed: dict[str, dict[str, Cell]] = {}
    for record in records:
        for change in reversed(record.changes):
            if change.table == name and record.run > versions.get(change.key, record.run):
                cells = removed[change.key] if change.key in removed else behind.setdefault(change.key, {})
                cells[change.column] = change.before
        for table, key, row, _ in record.removed:
            if table == name and key in versions and record.run > versions[key]:
                removed[key] = dict(row)
    exceptions = {(key, column): cell for (table, key, column), cell in cursor.exceptions.items() if table == name}
    return Base(versions, behind, removed, set(cursor.columns.get(name, ())), exceptions)
