"""The hub's tables made again out of the log: what the records say, one after the other. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sync.store.hub import Conflict, Hub
from sync.store.records import RunRecord
from validators.ids import IdMint

__all__ = ["after_undo", "replay"]


def replay(hub: Hub, records: Iterable[RunRecord]) -> int:
    """Carry the hub on through `records`, oldest first; how many rows entered whose cells the log does not have.

    Those rows come back from the workbooks with the next run. A conflict stays open rather than being lost: its end is
    seen only where somebody typed into that very cell.
    """
    unknown: set[tuple[str, str]] = set()
    mint = IdMint(hub.ids)
    for record in records:
        hub.run = max(hub.run, record.run)
        for name, table in hub.tables.items():
            table.remove([key for of, key, _, _ in record.removed if of == name])
        for added in record.added:
            mint.seen(added.keys)
            if added.columns:
                hub.tables[added.table].extend(added.keys, added.columns, record.run)
            else:
                unknown.update((added.table, key) for key in added.keys)
        for change in record.changes:
            if change.key in hub.tables[change.table].index:
                hub.tables[change.table].set(change.key, change.column, change.after, record.run)
        hub.aliases |= record.aliases
        hub.decisions += record.decisions
        _conflicts(hub, record)
    return sum(key not in hub.tables[table].index for table, key in unknown)


def _conflicts(hub: Hub, record: RunRecord) -> None:
    hub.conflicts = after_undo(hub.conflicts, record)
    if not record.undoes:
        typed = {(change.table, change.key, change.column) for change in record.changes}
        hub.conflicts = [c for c in hub.conflicts if (c.table, c.key, c.column) not in typed]
    hub.conflicts += [
        Conflict(c.table, c.key, c.column, c.before, c.after, c.who, c.source, record.run, record.at)
        for c in record.aside
    ]


def after_undo(conflicts: Iterable[Conflict], record: RunRecord) -> list[Conflict]:
    """The conflicts that are open after an undo: those about rows that left are over; of the others what was set aside
    is still to be looked at, beside what was restored."""
    stands = {(change.table, change.key, change.column): change.after for change in record.changes}
    gone = {(table, key) for table, key, _, _ in record.removed}
    still = [c for c in conflicts if (c.table, c.key) not in gone]
    return [replace(c, kept=stands.get((c.table, c.key, c.column), c.kept)) for c in still]
