"""Two customers made one: what hangs on the one goes to the other, which keeps the better value of each field. Pure.

The kept customer's value stands where it is filled, else the other's comes along. Besides: the earlier `First_Date`;
the `Status` that is further on of potential, interested and won, with what belongs to it (`_OF_STATUS`); ways of
contact, notes and attachments of both. The other's row leaves as it was, into the history. It is all one run's, so that
undoing that run parts the two again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sync.fills import AGENT
from sync.store.hub import Claim, Hub
from sync.store.records import MERGE, Change, Decision, RunRecord
from validators.canon import canonical, canonical_column
from validators.cells import Cell, Unreadable
from validators.contacts import contact_keys
from validators.context import Context
from validators.fields import OWN, Label, Language, TableSpec

__all__ = ["UNITED", "Union", "carry_out", "decide", "move", "plan_union", "references", "united"]

UNITED = "united"
"""The kind of the decisions that two customers are one; the keys are the ID that went and the one that stays, the
answer is empty where that was undone."""
_FURTHER = ("potential", "interested", "won")
_OF_STATUS = ("Contract_Amount", "Sign_Date", "Lost_Reason")
"""What says more about a status: it comes along only with the status it is about."""
_BOTH = ("Notes", "Attachments")
"""Texts of which nothing is left behind."""
Allowed = Callable[[str, Cell], bool]
"""Whether a column of the kept row that holds this may be changed."""


@dataclass(frozen=True, slots=True)
class Union:
    """`gone` becomes part of `stays`: what changes in the latter's row, as (column, before, after), and the references
    that move, as (table, key, column, what stands there)."""

    gone: str
    stays: str
    cells: tuple[tuple[str, Cell, Cell], ...]
    moved: tuple[tuple[str, str, str, Cell], ...]


def _anything(column: str, before: Cell) -> bool:
    return True


def plan_union(hub: Hub, gone: str, stays: str, context: Context, allowed: Allowed = _anything) -> Union:
    """What uniting two customers of the hub would do; a cell that is not `allowed` to change stays as it is.

    Raises:
        KeyError: the hub does not have one of them.
    """
    spec, table = context.specs["customers"], hub.tables["customers"]
    theirs, own = (_plain(spec, table.row(key)) for key in (gone, stays))
    cells = []
    for column in dict.fromkeys([*(c.name for c in spec.typed), *table.columns]):
        known = spec.by_name.get(column)
        if column == spec.key or column.startswith("_") or (known is not None and known.agent):
            continue
        before = table.get(stays, column)
        after = _kept(column, theirs, own, before, table.get(gone, column), context.language)
        if after != before and allowed(column, before):
            cells.append((column, before, after))
    moved = [(name, key, column, held) for name, key, column, held in references(hub, context) if held[1] == gone]
    return Union(gone, stays, tuple(cells), tuple((name, key, column, held[0]) for name, key, column, held in moved))


def references(hub: Hub, context: Context) -> list[tuple[str, str, str, tuple[Cell, Cell]]]:
    """All cells that name customers: table, key, column, and what stands there, as typed and as it compares."""
    found: list[tuple[str, str, str, tuple[Cell, Cell]]] = []
    for name, spec in context.specs.items():
        table = hub.tables[name]
        for column in spec.typed:
            if column.kind == "ref" and column.refers == "customers" and column.name in table.columns:
                typed = table.columns[column.name]
                for key, cell, names in zip(table.keys, typed, canonical_column(column, typed), strict=True):
                    if cell is not None:
                        found.append((name, key, column.name, (cell, names)))
    return found


def carry_out(hub: Hub, union: Union, record: RunRecord, who: str, today: date) -> None:
    """Change the hub as planned, in the name of `who`; `record` is that of the run under way."""
    customers = hub.tables["customers"]
    for column, _, after in union.cells:
        _set(hub, record, "customers", union.stays, column, after, who, MERGE)
    if customers.get(union.stays, "Update_Date") != today:
        _set(hub, record, "customers", union.stays, "Update_Date", today, AGENT, AGENT)
    for table, key, column, _ in union.moved:
        move(hub, record, (table, key, column), union.stays, who, MERGE)
    record.removed.append(("customers", union.gone, customers.row(union.gone), who))
    customers.remove([union.gone])
    changed = {("customers", union.stays, column) for column, *_ in union.cells}
    changed |= {(table, key, column) for table, key, column, _ in union.moved}
    hub.conflicts = [
        c
        for c in hub.conflicts
        if (c.table, c.key) != ("customers", union.gone) and (c.table, c.key, c.column) not in changed
    ]
    decide(hub, record, (union.gone, union.stays), "yes", who)


def decide(hub: Hub, record: RunRecord, keys: tuple[str, str], answer: str, who: str) -> None:
    """Keep in mind that two customers are one, or (with an empty answer) that this was undone."""
    made = Decision(UNITED, keys, answer, who, record.run, record.at)
    hub.decisions.append(made)
    record.decisions.append(made)


def united(hub: Hub) -> dict[str, str]:
    """By the ID of a customer that went into another, the ID under which it is to be found now."""
    last = {made.keys[0]: made for made in hub.decisions if made.kind == UNITED}
    index = hub.tables["customers"].index
    into = {gone: made.keys[1] for gone, made in last.items() if made.answer and gone not in index}
    found = {}
    for gone in into:
        at, way = gone, {gone}
        while at in into and into[at] not in way:
            at = into[at]
            way.add(at)
        if at in index:
            found[gone] = at
    return found


def move(hub: Hub, record: RunRecord, at: tuple[str, str, str], stays: str, who: str, source: str) -> None:
    """Let a reference name the customer that stays. Nobody learns a name by that who might not see it before."""
    table, key, column = at
    if table == "opportunities" and key in hub.claims:
        hub.claims[key] = Claim(stays, hub.run)
    _set(hub, record, table, key, column, stays, who, source)


def _set(hub: Hub, record: RunRecord, table: str, key: str, column: str, value: Cell, who: str, source: str) -> None:
    record.changes.append(Change(table, key, column, hub.tables[table].get(key, column), value, who, source))
    hub.tables[table].set(key, column, value, hub.run)


def _plain(spec: TableSpec, row: Mapping[str, Cell]) -> dict[str, Cell]:
    return {column: canonical(spec.by_name.get(column, OWN), cell) for column, cell in row.items()}


def _kept(
    column: str,
    theirs: Mapping[str, Cell],
    own: Mapping[str, Cell],
    before: Cell,
    other: Cell,
    language: Language,
) -> Cell:
    """What the kept row is to hold; `before` it holds, `other` is the other row's, `theirs` and `own` are both rows as
    they compare."""
    if _empty(theirs.get(column)):
        return before
    if column == "First_Date":
        mine, one = own.get(column), theirs.get(column)
        earlier = isinstance(mine, date) and isinstance(one, date) and one < mine
        return other if _empty(mine) or earlier else before
    if column == "Status":
        return other if _further(theirs, own) else before
    if column in _OF_STATUS and not _further(theirs, own) and theirs.get("Status") != own.get("Status"):
        return before
    if column in _OF_STATUS and _further(theirs, own):
        return other
    if _empty(own.get(column)):
        return other
    if column == "Contact_Info":
        more = contact_keys(other) - contact_keys(before)
        known = not more and (contact_keys(other) or _text(other) in _text(before))
        return before if known else _joined(before, other, _AND[language])
    if column in _BOTH:
        return before if _text(other) in _text(before) else _joined(before, other, "\n")
    return before


def _further(theirs: Mapping[str, Cell], own: Mapping[str, Cell]) -> bool:
    """Whether the other row's status goes before the kept one's."""
    mine, one = own.get("Status"), theirs.get("Status")
    if _empty(mine):
        return not _empty(one)
    return mine in _FURTHER and one in _FURTHER and _FURTHER.index(str(one)) > _FURTHER.index(str(mine))


def _joined(before: Cell, other: Cell, between: str) -> Cell:
    """Both texts; the first alone where one of them cannot be read."""
    if isinstance(before, Unreadable) or isinstance(other, Unreadable):
        return before
    return f"{_text(before)}{between}{_text(other)}"


def _text(cell: Cell) -> str:
    """A cell as people write it: Excel has whole numbers as 13800138000.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


_AND = Label("；", "; ")


def _empty(cell: Cell) -> bool:
    return cell is None or cell == ""
