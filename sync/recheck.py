"""Judges again only what a run changed, and the rows that it touches. Pure.

What the rules said before of all other rows still holds: the day, the settings and the rules are the same (`stamp_of`).
The outcome is that of judging all rows; the tests compare the two after every run of their random teams.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

from sync.store.hub import Hub
from sync.store.records import RunRecord
from validators.canon import canonical
from validators.cells import Cell, Table
from validators.check import check_rows, chosen_rules, in_order
from validators.context import Context
from validators.duplicates import DuplicateGroup
from validators.finding import Finding
from validators.probable import Form, Link
from validators.rules.rows import Rows

__all__ = ["ByKey", "Checked", "Forms", "kept_forms", "known_forms", "recheck", "stamp_of"]

ByKey = dict[str, dict[str, list[Finding]]]
"""Findings by table and row key."""
Forms = tuple[list[str], list[str], list[str], list[str]]
"""Customers' normal forms as columns: IDs, names, and contacts and people on lines of their own. Thousands of lists of
lists would take longer to read than to work out."""
_WIDE = ("R002", "K002")
"""The rules that look a reference up among all IDs and names of another table."""
_NAMING = frozenset({"Customer_Name", "Contact_Info", "Contact_Person"})
"""The customers' columns that duplicates are found by."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules said of a hub after run `run`, whose history ended at `committed`."""

    run: int
    committed: tuple[str, int]
    stamp: str
    findings: ByKey
    groups: list[DuplicateGroup]
    namesakes: list[tuple[str, ...]]
    """The IDs of customers that share a name, however it is spelled."""
    likely: dict[tuple[str, str], Link] = field(default_factory=dict)
    """The pairs of customers that are probably one, by their IDs."""
    forms: Forms = field(default_factory=lambda: ([], [], [], []))
    """What the pairs were found by, where they were looked for."""


def kept_forms(keys: Sequence[str], forms: Sequence[Form]) -> Forms:
    """Normal forms as they are kept."""
    joined = [("\n".join(form.contacts), "\n".join(form.people)) for form in forms]
    return list(keys), [form.name for form in forms], [one for one, _ in joined], [other for _, other in joined]


def known_forms(kept: Forms) -> dict[str, Form]:
    """The normal forms that were kept, by ID."""
    return {
        key: Form(name, tuple(contacts.split("\n")) if contacts else (), tuple(people.split("\n")) if people else ())
        for key, name, contacts, people in zip(*kept, strict=True)
    }


@dataclass(slots=True)
class _Reach:
    """By table, the keys of rows to judge again, and of those that are gone. `customers`: rows that changed or went,
    whose dependents are to be judged too; `names`: the duplicates are to be looked for again; `targets`: a reference
    that named nothing may name something now, or the other way round."""

    rows: dict[str, set[str]]
    gone: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    customers: set[str] = field(default_factory=set)
    names: bool = False
    targets: bool = False


def stamp_of(context: Context, program: str) -> str:
    """What besides the rows decides what is said of them. When a row came in changes only with the row."""
    settings = context.settings.model_dump_json()
    said = "\0".join((program, context.today.isoformat(), context.language, *sorted(context.known), settings))
    return hashlib.sha256(said.encode()).hexdigest()


def recheck(hub: Hub, rows: Rows, context: Context, before: Checked, record: RunRecord) -> tuple[ByKey, bool]:
    """The findings of all rows (duplicates apart), and whether the duplicates are to be looked for again.

    `record` is all that the run under way changed since `before`; `rows` are the hub's rows now.
    """
    reach = _reach(hub, rows, before, record)
    _dependents(hub, rows, before, reach)
    found = _judged(hub, rows, context, reach)
    result: ByKey = {}
    for name, by_key in before.findings.items():
        stale = reach.rows[name] | reach.gone[name]
        kept = {key: said for key, said in by_key.items() if key not in stale} if stale else dict(by_key)
        result[name] = kept | found.get(name, {})
    return result, reach.names


def _reach(hub: Hub, rows: Rows, before: Checked, record: RunRecord) -> _Reach:
    """What changed itself."""
    reach = _Reach({})
    for name, table in hub.tables.items():
        fresh = [version == hub.run for version in table.versions] if hub.run in table.versions else []
        reach.rows[name] = set(compress(table.keys, fresh))
    for table_name, key, row, _ in record.removed:
        if key not in hub.tables[table_name].index:
            reach.gone[table_name].add(key)
        _refer(reach, rows, table_name, row)
    for change in record.changes:
        _refer(reach, rows, change.table, {change.column: change.before})
        reach.names = reach.names or (change.table == "customers" and change.column in _NAMING)
    reach.customers |= reach.rows["customers"] | reach.gone["customers"]
    came_or_went = {added.table for added in record.added} | {name for name, keys in reach.gone.items() if keys}
    reach.names = reach.names or "customers" in came_or_went
    reach.targets = reach.names or bool(came_or_went)
    return reach


def _refer(reach: _Reach, rows: Rows, table: str, cells: Mapping[str, Cell]) -> None:
    """A customer that a row named before the run is judged again: its follow-ups may be fewer."""
    for column in rows.spec(table).typed:
        if column.kind == "ref" and column.refers == "customers" and column.name in cells:
            reach.rows["customers"].add(str(canonical(column, cells[column.name])))


def _dependents(hub: Hub, rows: Rows, before: Checked, reach: _Reach) -> None:
    """Add the rows that hang on customers that changed, the customers that changed rows hang on, and rows whose
    reference was found wanting: the one that was missing may have come."""
    for name, column in _refs(rows):
        cells, keys = rows.canonical(name, column), hub.tables[name].keys
        if reach.customers:
            reach.rows[name] |= set(compress(keys, map(reach.customers.__contains__, cells)))
        places = [at for key in reach.rows[name] if (at := hub.tables[name].index.get(key)) is not None]
        reach.rows["customers"] |= {str(cells[at]) for at in places}
    for name, column in _refs(rows):  # rows of one customer: one record twice, a promise kept
        cells, keys = rows.canonical(name, column), hub.tables[name].keys
        reach.rows[name] |= set(compress(keys, map(reach.rows["customers"].__contains__, cells)))
    contacts = reach.rows["follow_ups"] | reach.gone["follow_ups"]
    if contacts:  # a task may be done by a follow-up of another customer
        done, keys = rows.canonical("plan", "Done_By"), hub.tables["plan"].keys
        reach.rows["plan"] |= set(compress(keys, map(contacts.__contains__, done)))
    for name in reach.rows:
        if reach.targets:
            said = before.findings.get(name, {})
            reach.rows[name] |= {key for key, found in said.items() if any(f.rule in _WIDE for f in found)}
        reach.rows[name] &= hub.tables[name].index.keys()


def _refs(rows: Rows) -> Iterable[tuple[str, str]]:
    """The columns that name customers."""
    return [(table.name, column.name) for table, column in rows.columns("ref") if column.refers == "customers"]


def _judged(hub: Hub, rows: Rows, context: Context, reach: _Reach) -> ByKey:
    """What the rules say of the rows within reach."""
    if not any(reach.rows.values()):
        return {}
    wanted = {name: set(keys) for name, keys in reach.rows.items()}
    for name, column in _refs(rows):  # a rule about a row may look at its customer, one about a customer at its rows
        cells, keys = rows.canonical(name, column), hub.tables[name].keys
        wanted[name] |= set(compress(keys, map(reach.rows["customers"].__contains__, cells)))
        wanted["customers"] |= {str(cells[hub.tables[name].index[key]]) for key in reach.rows[name]}
    for key in reach.rows["plan"]:
        done = str(rows.canonical("plan", "Done_By")[hub.tables["plan"].index[key]])
        if done in hub.tables["follow_ups"].index:
            wanted["follow_ups"].add(done)
            at = hub.tables["follow_ups"].index[done]
            wanted["customers"].add(str(rows.canonical("follow_ups", "Customer_ID")[at]))
    some = {name: _taken(hub, rows.tables[name], name, keys) for name, keys in wanted.items()}
    found = check_rows(Rows(some, context), ignore=["D001", "D002", *_WIDE])
    chosen = chosen_rules(context)
    wide = [rule for rule in _WIDE if rule in chosen]
    if wide:
        found += _looked_up(hub, rows, context, reach, wide)
    result: ByKey = defaultdict(lambda: defaultdict(list))
    # Their places in these smaller tables say nothing.
    for finding in in_order([one._replace(row=0) for one in found], context):
        if finding.key in reach.rows[finding.table]:
            result[finding.table][finding.key].append(finding)
    return result


def _looked_up(hub: Hub, rows: Rows, context: Context, reach: _Reach, wide: list[str]) -> list[Finding]:
    """What the rules say that need all rows of another table."""
    judged = {name: _taken(hub, rows.tables[name], name, keys) for name, keys in reach.rows.items()}
    everybody = {
        name: Table(name, {column: table.get(column) for column in columns})
        for name, columns in (("customers", ("Customer_ID", "Customer_Name")), ("follow_ups", ("Follow_ID",)))
        if (table := rows.tables.get(name)) is not None
    }
    found = [
        finding
        for finding in check_rows(Rows(judged | {"customers": everybody["customers"]}, context), wide)
        if finding.table not in ("customers", "plan")
    ]
    if len(judged["plan"]):
        found += [f for f in check_rows(Rows({"plan": judged["plan"]} | everybody, context), wide) if f.table == "plan"]
    return found + check_rows(Rows({"customers": judged["customers"]}, context), wide)


def _taken(hub: Hub, table: Table, name: str, keys: Collection[str]) -> Table:
    index = hub.tables[name].index
    return table.take(sorted(index[key] for key in keys if key in index))
