"""What of old runs is kept once nobody can undo them any more. Pure.

Kept is what the present still rests on: for every cell of a row that is there, the last change (who, when, from where,
what stood there before); every row that entered and is there, with its cells; every row that left for good, whole, so
that it can be brought back; comments that left with a row, and placeholders. What goes are the values in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sync.store.hub import Hub
from sync.store.records import Added, RunRecord

__all__ = ["thin"]


def thin(hub: Hub, records: Sequence[RunRecord]) -> list[RunRecord]:
    """The records, oldest first as given, without what nothing rests on; runs of which nothing is left are gone.

    Replaying what is left gives the same rows as before. `hub` tells which rows are there now.
    """
    open_now = {(c.table, c.key, c.column, repr(c.aside)) for c in hub.conflicts}
    seen: set[tuple[str, str, str]] = set()
    left: set[tuple[str, str]] = set()
    entered: set[tuple[str, str]] = set()
    kept: list[RunRecord] = []
    for record in reversed(records):
        changes = []
        for change in reversed(record.changes):
            place = change.table, change.key, change.column
            if change.key in hub.tables[change.table].index and place not in seen:
                seen.add(place)
                changes.append(change)
        added = [part for one in record.added for part in _added(one, hub, entered)]
        removed = []
        for row in reversed(record.removed):
            if row[1] not in hub.tables[row[0]].index and row[:2] not in left:
                left.add(row[:2])
                removed.append(row)
        aside = [c for c in record.aside if (c.table, c.key, c.column, repr(c.after)) in open_now]
        claims = {key: customer for key, customer in record.claims.items() if key in hub.claims}
        thinned = replace(record, changes=changes[::-1], added=added, removed=removed[::-1], aside=aside, claims=claims)
        if thinned:
            kept.append(thinned)
    return kept[::-1]


def _added(one: Added, hub: Hub, entered: set[tuple[str, str]]) -> list[Added]:
    """The rows that are still there. Of a row that was brought back, and so entered twice, the cells count where it
    entered last; who typed it first is told without them."""
    here = [row for row, key in enumerate(one.keys) if key in hub.tables[one.table].index]
    last = [row for row in here if (one.table, one.keys[row]) not in entered]
    earlier = [row for row in here if (one.table, one.keys[row]) in entered]
    entered.update((one.table, one.keys[row]) for row in last)
    if len(last) == len(one.keys):
        return [one]
    columns = {name: [cells[row] for row in last] for name, cells in one.columns.items()}
    parts = [(last, columns), (earlier, {})]
    return [replace(one, keys=[one.keys[row] for row in rows], columns=cells) for rows, cells in parts if rows]
