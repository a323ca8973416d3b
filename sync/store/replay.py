"""The hub's tables made again out of the log: what the records say, one after the other. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sync.store.hub import Claim, Conflict, Hub
from sync.store.naming import name_of
from sync.store.records import SETTLED, Added, Change, RunRecord
from validators.ids import IdMint

__all__ = ["after_undo", "claims_since", "missed", "replay"]


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
        hub.claims |= {key: Claim(customer, record.run) for key, customer in record.claims.items()}
        hub.claims = {key: claim for key, claim in hub.claims.items() if claim.customer}
        hub.decisions += [made for made in record.decisions if made.kind not in ("policy", "put back")]
        _conflicts(hub, record)
    return sum(key not in hub.tables[table].index for table, key in unknown)


def missed(hub: Hub, records: Sequence[RunRecord]) -> RunRecord:
    """What happened to the rows without these records telling it, as a record of the hub's last run; nobody knows who
    did it."""
    again = Hub()
    replay(again, records)
    result = RunRecord(hub.run, records[-1].at if records else "", claims=claims_since(again.claims, hub.claims))
    for name, table in hub.tables.items():
        other = again.tables[name]
        result.removed += [(name, key, other.row(key), "") for key in other.keys if key not in table.index]
        fresh = [key for key in table.keys if key not in other.index]
        if fresh:
            columns = {column: [table.get(key, column) for key in fresh] for column in table.columns}
            result.added.append(Added(name, fresh, columns, "", ""))
        for key in other.index.keys() & table.index.keys():
            before, after = other.row(key), table.row(key)
            for column in before.keys() | after.keys():
                if before.get(column) != after.get(column):
                    result.changes.append(Change(name, key, column, before.get(column), after.get(column), "", ""))
    return result


def claims_since(before: Mapping[str, Claim], now: Mapping[str, Claim]) -> dict[str, str]:
    """What a record says of claims that came and went."""
    came = {key: claim.customer for key, claim in now.items() if before.get(key) != claim}
    return came | dict.fromkeys(before.keys() - now.keys(), "")


def _conflicts(hub: Hub, record: RunRecord) -> None:
    hub.conflicts = after_undo(hub.conflicts, record)
    if not record.undoes:
        typed = {(change.table, change.key, change.column) for change in record.changes}
        hub.conflicts = [c for c in hub.conflicts if (c.table, c.key, c.column) not in typed]
    hub.conflicts += [
        Conflict(c.table, c.key, c.column, c.before, c.after, c.who, c.source, record.run, record.at)
        for c in record.aside
    ]
    decided = {made.keys[0] for made in record.decisions if made.kind in SETTLED}
    hub.conflicts = [c for c in hub.conflicts if name_of(c) not in decided]


def after_undo(conflicts: Iterable[Conflict], record: RunRecord) -> list[Conflict]:
    """The conflicts that are open after an undo: those about rows that left are over, and those whose other value is
    the one restored; of the rest what was set aside is still to be looked at, beside what was restored."""
    stands = {(change.table, change.key, change.column): change.after for change in record.changes}
    gone = {(table, key) for table, key, _, _ in record.removed}
    still = [c for c in conflicts if (c.table, c.key) not in gone]
    beside = [replace(c, kept=stands.get((c.table, c.key, c.column), c.kept)) for c in still]
    return [c for c in beside if c.kept != c.aside or (c.table, c.key, c.column) not in stands]
