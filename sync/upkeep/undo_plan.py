"""What undoing a run would do: what is to be restored, and what a person changed since. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sync.store.hub import Hub
from sync.store.records import Change, RunRecord
from sync.unite import UNITED
from sync.upkeep.standing import Deed, Net, Stacks, net
from validators.canon import canonical
from validators.cells import Cell
from validators.fields import OWN, TableSpec

__all__ = ["UNDO", "Refusal", "Row", "UndoPlan", "Why", "last_of", "plan_undo"]

UNDO = "undo"
"""Where the history says that such a change comes from."""
Row = tuple[str, str, dict[str, Cell]]
"""Table, key, cells."""


Why: TypeAlias = Literal["changed", "archived", "back", "referred", "unknown"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell (or, without column, a row) that stays as it is, because of what `who` did in run `run` after the one that
    is undone. `why`: it was changed, the row was archived, the row came back, other rows refer to it, or it differs
    from all that the history knows."""

    table: str
    key: str
    column: str
    why: Why
    stands: Cell = None
    who: str = ""
    run: int = 0
    at: str = ""


@dataclass(slots=True)
class UndoPlan:
    """What undoing a run does to the hub: `changes` of cells (`before` is what stands now), rows that come back, rows
    that leave again, and what is refused."""

    undoes: int
    at: str
    changes: list[Change] = field(default_factory=list)
    restored: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changes or self.restored or self.removed)


def last_of(records: Sequence[RunRecord], key: str, specs: Mapping[str, TableSpec]) -> tuple[int, set[str]] | None:
    """The last run that did something to a row that still stands, and the keys to undo with it; None where nothing but
    the row's entry is left. `records` newest first.

    With a row that left, the rows that left or were moved because of it come back too.
    """
    standing: list[RunRecord] = []
    effects: dict[int, tuple[bool, RunRecord]] = {}
    for record in reversed(records):
        deeds = net(record, {key}).deeds
        if not any(deed.by_person for deed in deeds.values()):
            continue
        put, undone = effects.get(record.undoes, (True, None))
        if undone is None or (put and undone not in standing):
            standing.append(record)
            effects[record.run] = True, record
        elif put:
            standing.remove(undone)
            effects[record.run] = False, undone
        else:
            standing.append(undone)
            effects[record.run] = True, undone
    if not standing:
        return None
    last = standing[-1]
    done = net(last, {key})
    if done.came:
        return None
    return last.run, {key} | (_hangers_on(last, key, specs) if done.gone else set())


def _hangers_on(record: RunRecord, key: str, specs: Mapping[str, TableSpec]) -> set[str]:
    refs = {(name, column.name) for name, spec in specs.items() for column in spec.typed if column.kind == "ref"}
    found = {c.key for c in record.changes if key in (c.before, c.after) and (c.table, c.column) in refs}
    found |= {made.keys[1] for made in record.decisions if made.kind == UNITED and made.keys[0] == key}
    return found | {
        gone for name, gone, row, _ in record.removed if any(row.get(c) == key for of, c in refs if of == name)
    }


def plan_undo(
    hub: Hub,
    records: Sequence[RunRecord],
    specs: Mapping[str, TableSpec],
    author: str,
    keys: Collection[str] | None = None,
) -> UndoPlan:
    """How to undo the oldest of `records` (newest first, all runs since), for the rows with these keys (None: all)."""
    target = records[-1]
    done = net(target, keys)
    plan = UndoPlan(target.run, target.at)
    wanted = {key for _, key, _ in done.deeds}
    stacks = Stacks()
    for record in reversed(records):
        stacks.add(record, net(record, wanted))
    touched: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table, key, column in done.deeds:
        touched[table, key].append(column)
    for row, columns in touched.items():
        _Row(plan, hub, specs, done, row, stacks.rows[row], author).decide(columns)
    _keep_referred(plan, hub, specs)
    return plan


@dataclass(slots=True)
class _Row:
    """Decides about one row. `stacks` are the deeds that stand, by column."""

    plan: UndoPlan
    hub: Hub
    specs: Mapping[str, TableSpec]
    done: Net
    row: tuple[str, str]
    stacks: dict[str, list[Deed]]
    author: str

    def decide(self, columns: Sequence[str]) -> None:
        """Put into the plan what is to be done about the row; `columns` are those the run touched."""
        table, key = self.row
        here = key in self.hub.tables[table].index
        if self.row in self.done.came:
            refused = [column for column in self.stacks if self._refused(column)] if here and self._stands("") else [""]
            if not refused:
                self.plan.removed.append((table, key, self.hub.tables[table].row(key)))
        elif self.row in self.done.gone:
            if self._stands(""):
                top = self.stacks[""][-1]
                if here:
                    self._refuse("", "back", top)
                elif top != self._mine(""):
                    self._refuse("", "archived", top)
                else:
                    image = dict(self.done.gone[self.row])
                    image |= {column: self._mine(column).before for column in columns if column}
                    self.plan.restored.append((table, key, {c: self._real(v) for c, v in image.items()}))
        elif here:
            self._cells(columns)
        else:
            left = self.stacks[""][-1] if self.stacks.get("") else None
            for column in columns:
                if self._stands(column) and self._mine(column).by_person:
                    self._refuse(column, "archived", left)

    def _cells(self, columns: Sequence[str]) -> None:
        standing = [column for column in columns if self._stands(column)]
        refused = [column for column in standing if self._mine(column).by_person and self._refused(column)]
        for column in standing:
            agents = not self._mine(column).by_person
            if column in refused or (agents and (refused or not self._free(column))) or column == "Update_Date":
                continue
            table, key = self.row
            stands, before = self.hub.tables[table].get(key, column), self._real(self._mine(column).before)
            if stands != before:
                self.plan.changes.append(Change(table, key, column, stands, before, self.author, UNDO))

    def _mine(self, column: str) -> Deed:
        return self.done.deeds[(*self.row, column)]

    def _stands(self, column: str) -> bool:
        """Whether what the run did here was not undone yet."""
        return self._mine(column) in self.stacks.get(column, ())

    def _later(self, column: str) -> list[Deed]:
        """What stands here and was done after the run that is undone."""
        return [deed for deed in self.stacks[column] if deed.run != self.plan.undoes]

    def _free(self, column: str) -> bool:
        """Whether no person changed the cell since, and it holds what the log says last."""
        later = self._later(column)
        return not any(deed.by_person for deed in later) and self._expected(column)

    def _refused(self, column: str) -> bool:
        """Whether a cell (or the row itself) may not be touched; then it is put on the list."""
        persons = [deed for deed in self._later(column) if deed.by_person]
        if persons and persons[-1].who:
            self._refuse(column, "changed" if column else "back", persons[-1])
        elif persons or not self._expected(column):
            self._refuse(column, "unknown", None)
        else:
            return False
        return True

    def _expected(self, column: str) -> bool:
        if not column or not self.stacks[column]:
            return True
        table, key = self.row
        kind = self.specs[table].by_name.get(column, OWN)
        stands = self.hub.tables[table].get(key, column)
        return canonical(kind, stands) == canonical(kind, self._real(self.stacks[column][-1].after))

    def _refuse(self, column: str, why: Why, because: Deed | None) -> None:
        table, key = self.row
        here = key in self.hub.tables[table].index
        stands = self.hub.tables[table].get(key, column) if here and column else None
        by = (because.who, because.run, because.at) if because is not None else ("", 0, "")
        self.plan.refused.append(Refusal(table, key, column, why, stands, *by))

    def _real(self, value: Cell) -> Cell:
        """A placeholder that became an ID since stands for that ID."""
        return self.hub.aliases.get(value, value) if isinstance(value, str) else value


def _keep_referred(plan: UndoPlan, hub: Hub, specs: Mapping[str, TableSpec]) -> None:
    """A row that another row refers to stays, unless that one leaves as well."""
    leaving = {(table, key) for table, key, _ in plan.removed}
    comes = {(c.table, c.key, c.column): c.after for c in plan.changes}
    while True:
        used = {
            (column.refers, cell): key
            for name, spec in specs.items()
            for column in spec.typed
            if column.kind == "ref" and column.name in hub.tables[name].columns
            for key, stands in zip(hub.tables[name].keys, hub.tables[name].columns[column.name], strict=True)
            if (column.refers, cell := comes.get((name, key, column.name), stands)) in leaving
            and (name, key) not in leaving
        }
        if not used:
            break
        leaving -= used.keys()
        plan.refused += [
            Refusal(table, str(key), "", "referred", stands=used[table, key]) for table, key in sorted(used, key=str)
        ]
    plan.removed = [row for row in plan.removed if row[:2] in leaving]
