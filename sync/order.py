"""What has to stand somewhere before something else may be written, so that a kill between two writes loses nothing and
enters nothing twice. Pure.

Three rules. A row that had no ID must carry its own before another place shows it: otherwise the next run would take it
for one more row. And a row may leave a place only once it is safe elsewhere: in the hub, or whole in another place
while the hub has never said that it stood in the first one (otherwise it would look deleted). And a row that the hub
had before may come to a place only once the hub says why (otherwise it would look like a stranger under that ID).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.place import PlacePlan
from sync.store.records import RunRecord

__all__ = ["arrives_unsaved", "in_order", "leaves_unsaved"]


def in_order(plans: Sequence[PlacePlan]) -> tuple[list[PlacePlan], list[PlacePlan]]:
    """The plans so that no place shows an ID before it stands beside its own row, and those (as small as possible)
    whose IDs have to be written before everything else because there is no such order."""
    given = {plan.user.name: {(edit.table, str(edit.after)) for edit in plan.ids} for plan in plans}
    waits = {
        plan.user.name: {
            other
            for other, keys in given.items()
            if other != plan.user.name and any(key in plan.arriving.get(name, ()) for name, key in keys)
        }
        for plan in plans
    }
    ordered: list[PlacePlan] = []
    first: list[PlacePlan] = []
    done: set[str] = set()
    remaining = list(plans)
    while remaining:
        ready = next((plan for plan in remaining if waits[plan.user.name] <= done), None)
        if ready is None:
            blocking = set().union(*(waits[plan.user.name] for plan in remaining)) - done
            first.append(min((p for p in remaining if p.user.name in blocking), key=lambda plan: plan.counts.rows))
            done.add(first[-1].user.name)
        else:
            remaining.remove(ready)
            ordered.append(ready)
            done.add(ready.user.name)
    return ordered, first


def arrives_unsaved(plans: Sequence[PlacePlan], record: RunRecord) -> bool:
    """Whether a row comes to a place that the hub had before this run, perhaps for somebody else."""
    entered = {(added.table, key) for added in record.added for key in added.keys}
    fresh = entered - {(table, key) for table, key, _, _ in record.removed}  # else it left in this run, and came back
    return any((name, key) not in fresh for plan in plans for name, keys in plan.arriving.items() for key in keys)


def leaves_unsaved(plans: Sequence[PlacePlan]) -> bool:
    """Whether a row leaves a place that would be lost if the run ended before the hub is committed."""
    return any(
        key in plan.before.rows.get(name, {}) or not any(_whole(other, plan, name, key) for other in plans)
        for plan in plans
        for name, key in _leaving(plan)
    )


def _leaving(plan: PlacePlan) -> Iterator[tuple[str, str]]:
    for name, row in plan.update.removed:
        key = plan.found[name][1][row]
        if key is not None:
            yield name, key


def _whole(other: PlacePlan, plan: PlacePlan, name: str, key: str) -> bool:
    """Whether the row stands in `other` as well, with all that the hub has of it, and stays there."""
    if other is plan or name not in other.found:
        return False
    local, keys = other.found[name]
    if key not in keys or not set(plan.found[name][0].columns) <= set(local.columns):
        return False
    row = keys.index(key)
    return (
        (name, row) not in other.update.removed
        and not any(edit.table == name and edit.row == row for edit in other.update.edits)
        and not any(place[:2] == (name, key) for place in other.exceptions)
    )
