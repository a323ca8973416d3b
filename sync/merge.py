"""The three-way merge: pure, per cell, by key. It decides; the cycle does.

Words: *base* is what an endpoint and the hub last agreed on, *local* what the endpoint holds now, *hub* the team's rows
as the agent knows them. With several endpoints a merge has two halves: `absorb` takes one endpoint's news to the hub,
for each endpoint in turn; `project` then says what an endpoint must change to show the hub after all of them.

The decision table, which `docs/merging.md` explains and the tests run. A row is written as one or two of its cells:
a b c and p q are values, a' is a in other words (the other language, a number as text), · empty, # an error value, =a a
formula with the result a, / no such column, – no such row. `workbook` is the endpoint's side; with more than one value
set aside the Conflicts sheet has them all.

| case                                  | base | workbook | hub | → hub | → workbook | set aside |
| ------------------------------------- | ---- | -------- | --- | ----- | ---------- | --------- |
| nothing new                           | a    | a        | a   | a     | a          |           |
| edited                                | a    | b        | a   | b     | b          |           |
| edited elsewhere                      | a    | a        | b   | b     | b          |           |
| same edit on both sides               | a    | b        | b   | b     | b          |           |
| two edits of one cell                 | a    | b        | c   | c     | c          | b         |
| edits of two cells                    | a p  | b p      | a q | b q   | b q        |           |
| one of two cells clashes              | a p  | b q      | c p | c q   | c q        | b         |
| emptied                               | a    | ·        | a   | ·     | ·          |           |
| emptied elsewhere                     | a    | a        | ·   | ·     | ·          |           |
| emptied against edited                | a    | ·        | b   | b     | b          | ·         |
| edited against emptied                | a    | b        | ·   | ·     | ·          | b         |
| filled in                             | ·    | a        | ·   | a     | a          |           |
| written in other words                | a    | a'       | a   | a     | a'         |           |
| in other words, edited elsewhere      | a    | a'       | b   | b     | b          |           |
| edited, in other words elsewhere      | a    | b        | a'  | b     | b          |           |
| added                                 | –    | a        | –   | a     | a          |           |
| added elsewhere                       | –    | –        | a   | a     | a          |           |
| added on both sides, equal            | –    | a        | a   | a     | a          |           |
| added on both sides, half each        | –    | a ·      | · p | a p   | a p        |           |
| added on both sides, different        | –    | a p      | b p | b p   | b p        | a         |
| deleted                               | a    | –        | a   | –     | –          |           |
| deleted elsewhere                     | a    | a        | –   | –     | –          |           |
| deleted on both sides                 | a    | –        | –   | –     | –          |           |
| deleted, edited elsewhere             | a    | –        | b   | b     | b          | deleted   |
| edited, deleted elsewhere             | a    | b        | –   | b     | b          | deleted   |
| in other words, deleted elsewhere     | a    | a'       | –   | –     | –          |           |
| an error value                        | a    | #        | a   | a     | #          |           |
| an error value, edited elsewhere      | a    | #        | b   | b     | #          |           |
| an error value, deleted elsewhere     | a    | #        | –   | –     | –          |           |
| an error value in a new row           | –    | # p      | · p | · p   | # p        |           |
| a formula                             | a    | =a       | b   | b     | =a         |           |
| a formula with a new result           | a    | =b       | a   | b     | =b         |           |
| a column added                        | a /  | a p      | a / | a p   | a p        |           |
| a column added, still empty           | a /  | a ·      | a / | a ·   | a ·        |           |
| a column added that others filled     | a /  | a ·      | a p | a p   | a p        |           |
| a column added on both sides          | a /  | a p      | a q | a q   | a q        | p         |
| a column dropped                      | a p  | a /      | a p | a p   | a /        |           |
| a column dropped, edited elsewhere    | a p  | a /      | a q | a q   | a /        |           |
| a column dropped, another cell edited | a p  | b /      | a p | b p   | b /        |           |
| a column dropped, the row deleted     | a p  | – /      | a p | –     | –          |           |

A row never agreed on, which differs from the hub's row of its ID in more cells than it shares, is another row with a
wrong ID and gets its own. With a policy other than `ask` two values of one cell are settled at once; a deletion is no
value: an edit beats it whatever the policy.

Per cell: cells compare canonically (a choice in either language, a number as text); but a value written as it should be
(a date as a date) mends one that was not, everywhere. An unreadable cell is never an edit and is never overwritten; nor
is a formula. A column the endpoint did not have before has no base: a filled cell beats an empty one, two different
ones are a conflict. A column that is missing now means nothing about its cells. Of a conflict's two values neither is
lost: the one that does not stand is returned in `conflicts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sync.compare import Compared, Same, compare, differences, met, people_columns, picker
from sync.model import CellEdit
from sync.store.hub import HubTable
from validators.canon import canonical, well_formed
from validators.cells import Cell, Table, Unreadable
from validators.fields import Column, TableSpec
from validators.settings import Policy

__all__ = ["Absorbed", "Base", "Clash", "HubEdit", "PolicyOf", "Projected", "absorb", "project"]

PolicyOf: TypeAlias = Callable[[str], Policy]
"""The policy for a column."""

STRANGER_CLASHES = 3
"""From so many clashes on it is asked whether two rows of one key are one row at all."""


@dataclass(frozen=True, slots=True)
class Base:
    """What was agreed on for one table of one endpoint.

    `versions` are the rows it held. `behind` gives, for rows that changed in the hub since, the cells that were agreed
    on; a cell it does not name is as the hub has it. `removed` are whole rows that left the hub since. `columns` are
    the columns the endpoint had. `exceptions` are cells that really held something else than agreed.
    """

    versions: Mapping[str, int] = field(default_factory=dict)
    behind: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    removed: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    columns: Collection[str] = ()
    exceptions: Mapping[tuple[str, str], Cell] = field(default_factory=dict)

    def agreed(self, key: str, column: str, hub: Cell) -> Cell:
        """What was agreed on for a cell of a row that the hub has; `hub` is what it holds now."""
        if (key, column) in self.exceptions:
            held = self.exceptions[key, column]
            if not isinstance(held, Unreadable):  # an unreadable cell was never agreed on
                return held
        if key in self.removed:  # it was away, and came back
            return self.removed[key].get(column)
        return self.behind.get(key, {}).get(column, hub)


@dataclass(frozen=True, slots=True)
class HubEdit:
    """A person's edit on its way into the hub."""

    key: str
    column: str
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class Clash:
    """Two values for one cell, or (`column` empty) an edit against a deletion. Where a policy other than `ask` has
    decided, the value set aside is for the history alone."""

    key: str
    column: str
    kept: Cell
    aside: Cell
    policy: Policy = "ask"


@dataclass(slots=True)
class Absorbed:
    """What one endpoint brings. `new` are row indexes of the local table that the hub does not know yet; `strangers`
    are row indexes that carry the key of a row they have next to nothing in common with."""

    edits: list[HubEdit] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Projected:
    """What an endpoint has to change: cells, keys of rows to add, row indexes to take out."""

    edits: list[CellEdit] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    exceptions: dict[tuple[str, str], Cell] = field(default_factory=dict)


def _ask(_: str) -> Policy:
    return "ask"


def absorb(
    spec: TableSpec,
    base: Base,
    local: Table,
    keys: Sequence[str | None],
    hub: HubTable,
    policy_of: PolicyOf = _ask,
    compared: Compared | None = None,
) -> Absorbed:
    """What the endpoint's rows bring to the hub (first half of the decision table).

    `keys` are the local rows' keys after identities were settled; None for a row that waits or has no key yet: such a
    row is new only if it is listed by the caller, so it is left out here. `compared`, where it is known already, is the
    table beside the hub's.
    """
    result = Absorbed()
    versions = base.versions
    compared = compared or compare(spec, local, keys, hub)
    for name, (differing, reworded, same, cells, held) in compared.differing.items():
        for at in reworded:
            mine, theirs, key = cells[at], held[at], hub.keys[compared.places[at]]
            if not isinstance(mine, Unreadable) and _mended(same.column, base, key, name, theirs, mine):
                result.edits.append(HubEdit(key, name, theirs, mine))
        for at in differing:
            mine, theirs = cells[at], held[at]
            if isinstance(mine, Unreadable):
                continue
            key = hub.keys[compared.places[at]]
            if key not in versions or name not in base.columns:
                if same(mine) is None:
                    continue
                if same(theirs) is None:
                    result.edits.append(HubEdit(key, name, theirs, mine))
                    continue
            else:
                agreed = base.agreed(key, name, theirs)
                if same(agreed) == same(mine):
                    continue
                if same(agreed) == same(theirs):
                    result.edits.append(HubEdit(key, name, theirs, mine))
                    continue
            policy = policy_of(name)
            if policy == "endpoint":
                result.edits.append(HubEdit(key, name, theirs, mine))
                result.clashes.append(Clash(key, name, mine, theirs, policy))
            else:
                result.clashes.append(Clash(key, name, theirs, mine, policy))
    _strangers(spec, base, local, keys, hub, result)
    _missing(spec, base, local, keys, compared.others, hub, result)
    return result


def _mended(column: Column, base: Base, key: str, name: str, theirs: Cell, mine: Cell) -> bool:
    """Whether somebody wrote as it should be what was written oddly: that is what a finding asks for."""
    if not well_formed(column, mine) or well_formed(column, theirs):
        return False
    agreed = base.agreed(key, name, theirs)  # as here still, where the hub went back to the odd spelling
    return key not in base.versions or agreed.__class__ is not mine.__class__ or agreed != mine


def _strangers(
    spec: TableSpec, base: Base, local: Table, keys: Sequence[str | None], hub: HubTable, result: Absorbed
) -> None:
    """Rows never agreed on that differ from the hub's row of their key in more cells than they share: other rows."""
    counts = Counter(clash.key for clash in result.clashes if clash.key not in base.versions)
    suspects = {key for key, count in counts.items() if count >= STRANGER_CLASHES}
    if not suspects:
        return
    for row, key in enumerate(keys):
        if key not in suspects:
            continue
        shared = sum(
            local.columns[name][row] is not None
            and canonical(column, local.columns[name][row]) == canonical(column, hub.get(key, name))
            for name, column in people_columns(spec, local)
        )
        if shared < counts[key]:
            result.strangers.append(row)
    lost = {keys[row] for row in result.strangers}
    result.edits = [edit for edit in result.edits if edit.key not in lost]
    result.clashes = [clash for clash in result.clashes if clash.key not in lost]


def _missing(
    spec: TableSpec,
    base: Base,
    local: Table,
    keys: Sequence[str | None],
    others: Sequence[int],
    hub: HubTable,
    result: Absorbed,
) -> None:
    index = hub.index
    if len(keys) == len(base.versions) and all(map(base.versions.__contains__, keys)) and not others:
        return  # as nearly always: the rows agreed on, each once, and the hub has them all
    present = set(keys)
    absent = base.versions.keys() - present
    for key in [key for key in base.versions if key in absent and key in index] if absent else ():
        if hub.versions[index[key]] > base.versions[key]:
            result.clashes.append(Clash(key, "", "edited", "deleted"))
        else:
            result.gone.append(key)
    for row in others:
        known = keys[row]
        if known is None:
            continue
        if known not in base.removed:
            result.new.append(row)
        elif _edited(spec, local, row, base.removed[known]):
            result.back.append(known)
            result.new.append(row)
            result.clashes.append(Clash(known, "", "edited", "deleted"))


def _edited(spec: TableSpec, local: Table, row: int, before: Mapping[str, Cell]) -> bool:
    return any(
        not isinstance(local.columns[name][row], Unreadable)
        and canonical(column, local.columns[name][row]) != canonical(column, before.get(name))
        for name, column in people_columns(spec, local)
    )


def project(
    spec: TableSpec,
    local: Table,
    keys: Sequence[str | None],
    hub: HubTable,
    scope: set[str] | None,
    formulas: Collection[tuple[int, str]] = (),
    absent: Collection[str] = (),
) -> Projected:
    """What the endpoint must change to show the hub (second half). `scope`: the keys it may hold, None for all.

    `absent` are keys not to add although in scope: rows that wait there under another identity.
    """
    result = Projected()
    index = hub.index
    known = hub.places(keys)
    if scope is not None and not scope.issuperset(keys):
        known = [place if key in scope else None for place, key in zip(known, keys, strict=True)]
    rows, others, places = met(known)
    result.removed = [row for row in others if keys[row] is not None]
    mine_at, theirs_at = picker(rows, len(keys)), picker(places, len(hub.keys))
    for name, column in people_columns(spec, local):
        stored = hub.columns.get(name)
        if stored is None:
            continue
        cells, held = mine_at(local.columns[name]), theirs_at(stored)
        if cells == held:
            continue
        for at in differences(cells, held, Same(column))[0]:
            row, key = rows[at], hub.keys[places[at]]
            if isinstance(cells[at], Unreadable) or (row, name) in formulas:
                result.exceptions[key, name] = cells[at]
            else:
                result.edits.append(CellEdit(spec.name, row, name, cells[at], held[at]))
    present = set(keys)
    wanted = index.keys() if scope is None else scope & index.keys()
    result.new = sorted(wanted - present - set(absent), key=index.__getitem__)
    return result
