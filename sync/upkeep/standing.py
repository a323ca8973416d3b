"""Which changes still stand: later runs may have changed a cell again, undone a change, or undone that. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypeAlias

from sync.fills import AGENT
from sync.store.records import RunRecord
from validators.cells import Cell

__all__ = ["Deed", "Net", "Place", "Stacks", "net"]

Place: TypeAlias = tuple[str, str, str]
"""Table, row key, column; without a column: the row itself, which entered or left."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What one run did to one place, and who. For a row that left, `before` is true, for one that entered `after`."""

    run: int
    at: str
    who: str
    source: str
    before: Cell
    after: Cell

    @property
    def by_person(self) -> bool:
        """Whether a person did it, or commanded it."""
        return self.source != AGENT


@dataclass(slots=True)
class Net:
    """What a run did in the end: to cells, and which rows it took out or brought in, with their cells."""

    deeds: dict[Place, Deed] = field(default_factory=dict)
    gone: dict[tuple[str, str], dict[str, Cell]] = field(default_factory=dict)
    came: dict[tuple[str, str], dict[str, Cell]] = field(default_factory=dict)


def net(record: RunRecord, keys: Collection[str] | None = None) -> Net:
    """The net effect of a record, on the rows with these keys (None: on all)."""
    result = Net()

    def deed(place: Place, before: Cell, after: Cell, who: str, source: str) -> None:
        known = result.deeds.get(place)
        if known is not None:  # several in one run: from the first to the last, by the person among them
            before = known.before
            who, source = (known.who, known.source) if source == AGENT else (who, source)
        result.deeds[place] = Deed(record.run, record.at, who, source, before, after)

    for table, key, row, who in record.removed:
        if keys is None or key in keys:
            result.gone[table, key] = dict(row)
            deed((table, key, ""), True, False, who, who)
    for added in record.added:
        for at, key in enumerate(added.keys):
            if keys is not None and key not in keys:
                continue
            row = {name: cells[at] for name, cells in added.columns.items()}
            left = result.gone.pop((added.table, key), None)
            if left is None:
                result.came[added.table, key] = row
                deed((added.table, key, ""), False, True, added.who, added.source)
                continue
            del result.deeds[added.table, key, ""]  # it left and came back in one run: its cells changed
            for name in left.keys() | row.keys():
                if left.get(name) != row.get(name):
                    deed((added.table, key, name), left.get(name), row.get(name), added.who, added.source)
    for c in record.changes:
        if keys is not None and c.key not in keys:
            continue
        if (c.table, c.key) in result.came:
            result.came[c.table, c.key][c.column] = c.after
        else:
            deed((c.table, c.key, c.column), c.before, c.after, c.who, c.source)
    return result


class Stacks:
    """By row (table, key) and column, the deeds that stand, the last on top. An undo takes off what it undid, its own
    undo puts it back."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], dict[str, list[Deed]]] = {}
        self._effects: dict[tuple[Place, int], tuple[bool, list[Deed]]] = {}

    def add(self, record: RunRecord, done: Net) -> None:
        """Go one record on; records come oldest first."""
        for place, deed in done.deeds.items():
            stack = self.rows.setdefault(place[:2], {}).setdefault(place[2], [])
            put, undone = self._effects.get((place, record.undoes), (True, []))
            if undone and not put:
                stack += undone
                self._effects[place, record.run] = True, undone
            elif undone and undone[0] in stack:
                at = stack.index(undone[0])
                self._effects[place, record.run] = False, stack[at:]
                del stack[at:]
            else:
                stack.append(deed)
                self._effects[place, record.run] = True, [deed]
