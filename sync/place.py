"""Plans one endpoint: what it has to change to show the hub, its flags and its reports. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import cast

import orjson

from sync.asked import answered
from sync.identity import PLACEHOLDER
from sync.ingest import Ingested
from sync.judge import Judgement, check_text
from sync.merge import Projected, project
from sync.model import CellEdit, NewRow, Places, Update
from sync.outcome import Counts, PlaceReport
from sync.sheet import ReportSheet
from sync.store.encode import encode
from sync.store.hub import Cursor, Hub
from sync.timings import Stopwatch
from sync.view import View
from validators.cells import Cell, Table, Unreadable
from validators.check import check
from validators.context import Context
from validators.finding import MARKS, Finding
from validators.roles import Owners, Scope
from validators.settings import User

__all__ = ["PlacePlan", "plan_place"]

NEVER = datetime(1900, 1, 1)
"""Stands for "made when" while it is found out whether anything else on the report sheets changed."""
MOMENT = "%Y-%m-%d %H:%M"
"""How the line under a report sheet's title says when it was made."""


@dataclass(slots=True)
class PlacePlan:
    """What one endpoint is to change, and what its cursor will be once it has."""

    user: User
    version: str
    update: Update
    rows: dict[str, list[str]]
    columns: dict[str, list[str]]
    exceptions: dict[tuple[str, str, str], Cell]
    shown: str
    """A digest of the agent's sheets; empty where they are still to be drawn."""
    stamped: str
    findings: Counter[str] = field(default_factory=Counter)
    counts: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)
    waiting: dict[str, dict[str, int]] = field(default_factory=dict)
    """What was agreed on before about rows that wait now."""
    apart: list[Finding] = field(default_factory=list)
    ids: list[CellEdit] = field(default_factory=list)
    """The IDs that are to stand beside their rows before another place shows these."""
    held_back: str = ""
    """Why the place is left out although it may not be locked any more; empty where it is not."""
    found: dict[str, tuple[Table, list[str | None]]] = field(default_factory=dict)
    """The tables as read, and the keys of their rows."""
    before: Cursor = field(default_factory=Cursor)
    arriving: dict[str, list[str]] = field(default_factory=dict)
    """By table, the keys of rows that this place does not show yet."""

    asked: int = 0
    """How many new requests it answers."""
    owner: str = ""
    """Whose the place says it is."""

    def cursor(self, hub: Hub, version: str) -> Cursor:
        """What the endpoint and the hub agree on once the update is applied."""
        rows = {}
        for name, keys in self.rows.items():
            table = hub.tables[name]
            held = table.versions_of(keys)
            rows[name] = self.waiting[name] | held if self.waiting.get(name) else held
        return Cursor(version, rows, self.columns, self.exceptions, self.shown, self.stamped, self.owner)

    def agrees_anew(self, hub: Hub) -> bool:
        """Whether the endpoint and the hub agree on something else than before: also where there is nothing to write,
        because somebody typed what the hub has, or a run was killed after it had written."""
        if self.held_back:
            return False
        now = self.cursor(hub, self.version)
        return (now.rows, now.exceptions) != (self.before.rows, self.before.exceptions)

    def as_read(self, hub: Hub) -> Cursor:
        """What endpoint and hub agree on as long as the update is not applied: the hub has what was read, and the cells
        in which the endpoint still differs are exceptions."""
        rows: dict[str, dict[str, int]] = {}
        exceptions = dict(self.exceptions)
        for name, (local, keys) in self.found.items():
            table, agreed = hub.tables[name], self.before.rows.get(name, {})
            held = {key: table.versions[table.index[key]] for key in keys if key in table.index}
            gone = {key: agreed[key] for key in keys if key in agreed and key not in table.index}
            rows[name] = self.waiting.get(name, {}) | held | gone
            for at in (row for of, row in self.update.removed if of == name):
                key = keys[at]
                if key in table.index:
                    stands = {column: cells[at] for column, cells in local.columns.items()}
                    exceptions |= {
                        (name, key, column): cell for column, cell in stands.items() if cell != table.get(key, column)
                    }
            exceptions |= {
                (name, key, edit.column): edit.before
                for edit in self.update.edits
                if edit.table == name and (key := keys[edit.row]) is not None
            }
        before = self.before
        return Cursor(self.version, rows, self.columns, exceptions, before.shown, before.stamped, self.owner)

    def leaving(self) -> dict[tuple[str, int], str]:
        """The keys of the rows that leave, by table and row index."""
        return {(name, row): self.found[name][1][row] or "" for name, row in self.update.removed}

    def report(self, place: str) -> PlaceReport:
        """The counts of this plan."""
        return PlaceReport(self.user.name, place, self.counts, self.findings, notes=self.notes, asked=self.asked)


def plan_place(
    one: Ingested,
    hub: Hub,
    judgement: Judgement,
    scope: Scope,
    owned: Owners,
    cursor: Cursor,
    context: Context,
    now: datetime,
    watch: Stopwatch,
    may_ask: int = 0,
) -> PlacePlan:
    """The plan for one endpoint whose news is in the hub already. `may_ask`: so many new requests are answered."""
    update = Update()
    keys: dict[str, list[str | None]] = {}
    rows: dict[str, list[str]] = {}
    columns: dict[str, list[str]] = {}
    exceptions: dict[tuple[str, str, str], Cell] = {}
    new: dict[str, list[str]] = {}
    with watch("project"):
        for name, local in one.snapshot.tables.items():
            keys[name] = _keys(one, name)
            formulas = {(row, column) for table, row, column in one.snapshot.formulas if table == name}
            identities = one.identities[name]
            waiting = set(cursor.rows.get(name, ())) if identities.unknown else identities.held
            projected = project(
                context.specs[name], local, keys[name], hub.tables[name], scope.get(name), formulas, waiting
            )
            _collect(name, projected, one, keys[name], update, exceptions, context)
            new[name] = projected.new
            gone = set(projected.removed)
            rows[name] = [key for at, key in enumerate(keys[name]) if key is not None and at not in gone]
            rows[name] += projected.new
            columns[name] = list(local.columns)
    exceptions |= one.unread
    with watch("flags"):
        view = View.of(one.user, hub, judgement, scope, owned, context)
        view.stand(one.snapshot.tables, one.snapshot.sheets)
        view.asked, fresh = answered(one.snapshot.asked, hub, scope, owned, context, now, may_ask)
        said = view.said
        view.apart = _apart(one, set(update.removed), context)
        flags = _flags(judgement, said)
        overwritten = _agent_cells(update, one, keys, flags, said, view.apart)
        for name, added in new.items():
            table = hub.tables[name]
            update.new += [NewRow(name, {**table.row(key), **_flags_of(flags, name, key)}) for key in added]
    here = {name: _places(one, name, keys[name]) for name in one.snapshot.tables}
    shown, drawn = "", bool(update) or view.asked != list(one.snapshot.asked)
    if not drawn:  # otherwise they are drawn anyway
        with watch("reports"):
            shown = _digest(view.sheets(here, NEVER), NEVER)
        drawn = shown != cursor.shown or bool(one.snapshot.picks) or _morning(cursor, now)
    stamped = now.date().isoformat() if drawn else cursor.stamped
    result = PlacePlan(one.user, one.snapshot.version, update, rows, columns, exceptions, shown, stamped)
    if drawn:
        update.heartbeat = now
        update.sheets = partial(_draw, result, view, here, now)
    result.asked = fresh
    result.before = cursor
    result.owner = one.snapshot.owner or ""
    result.arriving = new
    result.found = {name: (local, keys[name]) for name, local in one.snapshot.tables.items()}
    result.ids = _ids(one, context)
    if one.held_back:
        result.held_back = _HELD_BACK[context.language].format(count=one.held_back)
    result.apart = list(view.apart)
    for name, identities in one.identities.items():
        agreed = cursor.rows.get(name, {})
        wait = set(agreed) if identities.unknown else identities.held
        result.waiting[name] = {key: agreed[key] for key in wait if key in agreed and key not in rows[name]}
    result.findings.update(finding.severity for finding in view.apart)
    result.findings.update(f.severity for by_key in said.values() for found in by_key.values() for f in found)
    result.notes = [*one.snapshot.notes, *_notes(one, cursor, overwritten, context)]
    result.counts = Counts(
        rows=sum(len(table) for table in one.snapshot.tables.values()),
        edits_in=sum(len(absorbed.edits) for absorbed in one.absorbed.values()) + one.picked,
        rows_in=sum(len(one.absorbed[t].new) + len(one.identities[t].fresh) for t in one.absorbed),
        archived=sum(len(absorbed.gone) for absorbed in one.absorbed.values()),
        edits_out=len(update.edits),
        rows_out=len(update.new),
        rows_away=len(update.removed),
    )
    return result


def _draw(
    plan: PlacePlan, view: View, here: Mapping[str, Mapping[str, int]], now: datetime, places: Places
) -> list[ReportSheet]:
    """The agent's sheets, and in the plan what they say. Rows never move: only the places of new rows are news."""
    stand = {
        name: dict(here.get(name, {})) | {key: at[key] for key in plan.arriving.get(name, ()) if key in at}
        for name, at in places.items()
    }
    sheets = view.sheets(stand, now)
    plan.shown = _digest(sheets, now)
    return sheets


def _keys(one: Ingested, name: str) -> list[str | None]:
    keys = list(one.identities[name].keys)
    for row, key in one.assigned.get(name, {}).items():
        keys[row] = key
    return keys


def _collect(
    name: str,
    projected: Projected,
    one: Ingested,
    keys: Sequence[str | None],
    update: Update,
    exceptions: dict[tuple[str, str, str], Cell],
    context: Context,
) -> None:
    """The merge's cells, and the key cells of rows that got their ID (unless the row leaves at once)."""
    away = set(projected.removed)
    spec = context.specs[name]
    typed = one.snapshot.tables[name].get(spec.key)
    for row in [*one.assigned.get(name, {}), *one.identities[name].renamed]:
        if row not in away and keys[row] is not None:
            update.edits.append(CellEdit(name, row, spec.key, typed[row], keys[row]))
    formulas = {(row, column) for table, row, column in one.snapshot.formulas if table == name}
    for (table, row, column), typed_there in one.followed.items():
        if table == name and row not in away and keys[row] is not None and (row, column) not in formulas:
            aliased = one.snapshot.tables[name].columns[column][row]
            update.edits.append(CellEdit(name, row, column, typed_there, aliased))
    update.edits += projected.edits
    update.removed += [(name, row) for row in projected.removed]
    for (key, column), cell in projected.exceptions.items():
        exceptions[name, key, column] = cell


def _ids(one: Ingested, context: Context) -> list[CellEdit]:
    """IDs of rows that nothing else makes known again: they had no placeholder."""
    found = []
    for name, assigned in one.assigned.items():
        column = context.specs[name].key
        typed = one.snapshot.tables[name].get(column)
        for row, key in assigned.items():
            if not str(typed[row]).strip().startswith(PLACEHOLDER) or row in one.identities[name].copied:
                found.append(CellEdit(name, row, column, typed[row], key))
    return found


def _places(one: Ingested, name: str, keys: Sequence[str | None]) -> dict[str, int]:
    places = one.snapshot.tables[name].places
    return {key: place for key, place in zip(keys, places, strict=True) if key is not None}


Flags = dict[str, dict[str, dict[str, Cell]]]
"""By table and agent column, the value each key is to show; a key that is not named shows nothing."""


def _flags(judgement: Judgement, said: Mapping[str, Mapping[str, list[Finding]]]) -> Flags:
    flags: Flags = {}
    for name, by_key in said.items():
        flags[name] = {"Check": {key: check_text(found) for key, found in by_key.items() if found}}
    flags["customers"] |= judgement.dated
    flags["customers"]["Duplicate_Of"] = {
        key: found.message for key, findings in said["customers"].items() for found in findings if found.rule == "D001"
    }
    return flags


def _flags_of(flags: Flags, name: str, key: str) -> dict[str, Cell]:
    return {column: values[key] for column, values in flags.get(name, {}).items() if values.get(key) is not None}


def _agent_cells(
    update: Update,
    one: Ingested,
    keys: Mapping[str, Sequence[str | None]],
    flags: Flags,
    said: Mapping[str, Mapping[str, list[Finding]]],
    apart: Sequence[Finding],
) -> int:
    """The agent's cells that differ from what stands there. Rows that leave are blanked anyway.

    Returns how many texts that a person typed into the Check column are overwritten.
    """
    away = set(update.removed)
    own: dict[tuple[str, int], list[Finding]] = {}
    for finding in apart:
        own.setdefault((finding.table, finding.row), []).append(finding)
    overwritten = 0
    for name, local in one.snapshot.tables.items():
        formulas = {(row, column) for table, row, column in one.snapshot.formulas if table == name}
        for column, values in flags.get(name, {}).items():
            stands = local.columns.get(column) or [None] * len(local)
            wanted = list(map(cast(Mapping[str | None, Cell], values).get, keys[name]))
            if column == "Check":
                for (table, row), found in own.items():
                    if table == name:
                        wanted[row] = check_text([*said[name].get(keys[name][row] or "", ()), *found])
                overwritten += sum(str(old)[:1] not in MARKS.values() for old in stands if old is not None)
            if stands == wanted:
                continue
            update.agent.setdefault(name, {})[column] = {
                row: new
                for row, (old, new) in enumerate(zip(stands, wanted, strict=True))
                if old != new and (name, row) not in away and (row, column) not in formulas
            }
    return overwritten


def _morning(cursor: Cursor, now: datetime) -> bool:
    """Whether the heartbeat is due although nothing changed: once every working day."""
    return now.weekday() < 5 and cursor.stamped != now.date().isoformat()


def _digest(sheets: Sequence[ReportSheet], made_at: datetime) -> str:
    """What a set of sheets says, as a hash: equal content, equal digest, whenever they were made."""
    digest = hashlib.sha256()
    moment = f"{made_at:{MOMENT}}"
    for sheet in sheets:
        rows, columns, values, *looks = zip(*sheet.singles, strict=True) if sheet.singles else ((), (), ())
        told = list(encode(values))
        if 2 in rows:  # the line under the title
            at = rows.index(2)
            told[at] = str(told[at]).replace(moment, "")
        listings = [
            [at, *([encode(lane.values), lane.style, lane.links] for lane in lanes)] for at, lanes in sheet.listings
        ]
        more = [repr(sheet.charts), repr(sheet.widths), repr(sheet.drop_downs), repr(sheet.hidden_columns)]
        says = [sheet.id, sheet.title, [rows, columns, told, *looks], listings, *more]
        digest.update(orjson.dumps(says))
    return digest.hexdigest()


def _apart(one: Ingested, away: Collection[tuple[str, int]], context: Context) -> list[Finding]:
    """What only this place shows, because the hub does not have it: rows that wait for their ID to be mended, and cells
    that cannot be read. `row` is the row of the place's own table. Nothing is said of rows that go `away`."""
    found: list[Finding] = []
    for name, local in one.snapshot.tables.items():
        rows = set(one.identities[name].waiting)
        for cells in () if local.readable else local.columns.values():
            if Unreadable in set(map(type, cells)):
                rows.update(at for at, cell in enumerate(cells) if isinstance(cell, Unreadable))
        order = sorted(row for row in rows if (name, row) not in away)
        if order:
            for finding in check({name: local.take(order)}, context, select=["K001", "R012"]):
                found.append(finding._replace(row=order[finding.row]))
    return found


def _notes(one: Ingested, cursor: Cursor, overwritten: int, context: Context) -> list[str]:
    """What a person should know of how this place's rows were taken."""
    notes = list(one.told)
    if one.renamed:
        shown = "、".join(f"{old} → {new}" for old, new in one.renamed[:5]) + ("…" if len(one.renamed) > 5 else "")
        notes.append(_COPIED[context.language].format(count=len(one.renamed), shown=shown))
    restored = [pair for identities in one.identities.values() for pair in identities.recognised]
    if restored:
        shown = "、".join(f"{old or '–'} → {own}" for old, own in restored[:5]) + ("…" if len(restored) > 5 else "")
        notes.append(_RESTORED[context.language].format(count=len(restored), shown=shown))
    if overwritten:
        notes.append(_OVERWRITTEN[context.language].format(count=overwritten))
    for name, held in cursor.columns.items():
        local = one.snapshot.tables.get(name)
        gone = [column for column in held if local is not None and column not in local.columns]
        if gone:
            notes.append(_GONE[context.language].format(sheet=local.sheet if local else "", columns="、".join(gone)))
    refused = sum(map(len, one.put_back.values()))
    if refused:
        notes.append(_PUT_BACK[context.language].format(count=refused))
    waiting = sum(len(identities.waiting) for identities in one.identities.values())
    if waiting:
        notes.append(_WAITING[context.language].format(count=waiting))
    return notes


_HELD_BACK = {
    "zh": "工作簿现在写不进去（正被打开或只读），{count} 行新数据要等能写入时才有编号",
    "en": "the workbook cannot be written now (open or read-only); rows that wait for their ID: {count}",
}
_COPIED = {
    "zh": "{count} 行的编号与别的行重复，已换成新编号：{shown}",
    "en": "rows that carried another row's ID and got their own: {count} ({shown})",
}
_RESTORED = {
    "zh": "{count} 行的编号被改动或清空，已改回（编号由系统给，不会变）：{shown}",
    "en": "IDs that were typed over or emptied, put back (a row keeps its ID): {count} ({shown})",
}
_OVERWRITTEN = {
    "zh": "“Check”列由系统填写，里面手填的 {count} 处已被覆盖",
    "en": "texts typed into the Check column, which is the agent's, overwritten: {count}",
}
_GONE = {
    "zh": "“{sheet}”表里不见了这些列：{columns}；是改名了吗？它们的内容仍在团队数据里",
    "en": "sheet “{sheet}” no longer has {columns}; renamed? Their content is still in the team's data",
}
_PUT_BACK = {
    "zh": "{count} 处改动超出本人权限，已改回，并已告诉本人（检查结果 A001）",
    "en": "edits beyond that person's rights, put back and told to them (A001): {count}",
}
_WAITING = {
    "zh": "{count} 行的编号重复或读不出，先不合并，请在表里改正",
    "en": "rows that wait because their ID is doubled or unreadable: {count}; please correct it in the table",
}
