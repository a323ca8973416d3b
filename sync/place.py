"""Plans one endpoint: what it has to change to show the hub, its flags and its reports. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sync.agent_columns import agent_cells, flags_of, row_flags
from sync.apart import outside, rows_apart
from sync.asked import answered
from sync.digest import NEVER, digest, morning
from sync.identity import stands_in
from sync.ingested import Ingested
from sync.judge import Judgement
from sync.merge import Projected, project
from sync.model import CellEdit, NewRow, Places, Update
from sync.moved import moved_findings
from sync.outcome import Counts, PlaceReport
from sync.place_notes import held_back, notes
from sync.quarantine import PRIVATE
from sync.respelled import Respelled, to_write
from sync.sheet import ReportSheet
from sync.store.hub import Cursor, Hub
from sync.timings import Stopwatch
from sync.view import View
from validators.cells import Cell, Table
from validators.context import Context
from validators.finding import Finding
from validators.roles import Owners, Scope
from validators.rules.required import REQUIRED
from validators.settings import User

__all__ = ["PlacePlan", "plan_place"]


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
    read: str = ""
    """When it was read, if no follow-up in it waits for its ID to be mended."""

    def cursor(self, hub: Hub, version: str) -> Cursor:
        """What the endpoint and the hub agree on once the update is applied."""
        rows = {}
        for name, keys in self.rows.items():
            table = hub.tables[name]
            held = table.versions_of(keys)
            rows[name] = self.waiting[name] | held if self.waiting.get(name) else held
        drawn = hub.run if self.update.sheets is not None else self.before.drawn
        kept = self.shown, self.stamped, self.owner, self.read, drawn
        return Cursor(version, rows, self.columns, self.exceptions, *kept)

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
        kept = before.shown, before.stamped, self.owner, before.read, before.drawn
        return Cursor(self.version, rows, self.columns, exceptions, *kept)

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
    respelled: Respelled | None = None,
) -> PlacePlan:
    """The plan for one endpoint whose news is in the hub already. `may_ask`: so many new requests are answered;
    `respelled`: cells that a command wrote in other words."""
    update = Update()
    keys: dict[str, list[str | None]] = {}
    rows: dict[str, list[str]] = {}
    columns: dict[str, list[str]] = {}
    exceptions: dict[tuple[str, str, str], Cell] = {}
    new: dict[str, list[str]] = {}
    with watch("project"):
        for name, local in one.snapshot.tables.items():
            keys[name] = _keys(one, name)
            formulas = one.snapshot.formulas_of(name)
            identities = one.identities[name]
            waiting = set(cursor.rows.get(name, ())) if identities.unknown else identities.held
            projected = project(
                context.specs[name], local, keys[name], hub.tables[name], scope.get(name), formulas, waiting
            )
            _collect(name, projected, one, keys[name], formulas, update, exceptions, context)
            if respelled is not None:
                table, away = hub.tables[name], set(projected.removed)
                spec = context.specs[name]
                update.edits += to_write(spec, local, keys[name], table, respelled, cursor, formulas, away)
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
        view.apart = rows_apart(one, set(update.removed), context)
        for finding in view.apart:
            if finding.rule in PRIVATE:
                _hush(said[finding.table], keys[finding.table][finding.row], finding.column)
        flags = flags_of(judgement, said, context.language)
        overwritten = agent_cells(update, one, keys, flags, said, view.apart, context.language)
        view.apart = [*view.apart, *outside(one, context), *moved_findings(one.user, hub, scope, owned, context)]
        for name, added in new.items():
            table = hub.tables[name]
            update.new += [NewRow(name, {**table.row(key), **row_flags(flags, name, key)}) for key in added]
    here = {name: _places(one, name, keys[name]) for name in one.snapshot.tables}
    shown, drawn = "", bool(update) or view.asked != list(one.snapshot.asked)
    if not drawn:  # otherwise they are drawn anyway
        with watch("reports"):
            shown = digest(view.sheets(here, NEVER), NEVER)
        drawn = shown != cursor.shown or bool(one.snapshot.picks) or morning(cursor, now)
    stamped = now.date().isoformat() if drawn else cursor.stamped
    result = PlacePlan(one.user, one.snapshot.version, update, rows, columns, exceptions, shown, stamped)
    if drawn:
        update.heartbeat = now
        update.sheets = partial(_draw, result, view, here, now)
    result.asked = fresh
    result.before = cursor
    result.owner = one.snapshot.owner or ""
    if "follow_ups" in one.identities and not one.identities["follow_ups"].waiting:
        result.read = now.isoformat(sep=" ")
    result.arriving = new
    result.found = {name: (local, keys[name]) for name, local in one.snapshot.tables.items()}
    result.ids = _ids(one, context)
    if one.held_back:
        result.held_back = held_back(one.held_back, context)
    result.apart = list(view.apart)
    for name, identities in one.identities.items():
        agreed = cursor.rows.get(name, {})
        wait = set(agreed) if identities.unknown else identities.held
        result.waiting[name] = {key: agreed[key] for key in wait if key in agreed and key not in rows[name]}
    result.findings.update(finding.severity for finding in view.apart)
    result.findings.update(f.severity for by_key in said.values() for found in by_key.values() for f in found)
    result.notes = [*one.snapshot.notes, *notes(one, cursor, overwritten, context)]
    result.counts = Counts(
        rows=sum(len(table) for table in one.snapshot.tables.values()),
        edits_in=sum(len(absorbed.edits) for absorbed in one.absorbed.values())
        + (one.picked + one.accepted + one.answered),
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
    plan.shown = digest(sheets, now)
    return sheets


def _hush(said: dict[str, list[Finding]], key: str | None, column: str | None) -> None:
    """Not to say that a cell is still empty in which its reader sees something that stays out of the hub."""
    if key in said:
        said[key] = [one for one in said[key] if (one.rule, one.column) != (REQUIRED.code, column)]


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
    formulas: Collection[tuple[int, str]],
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
            if not stands_in(typed[row]) or row in one.identities[name].copied:
                found.append(CellEdit(name, row, column, typed[row], key))
    return found


def _places(one: Ingested, name: str, keys: Sequence[str | None]) -> dict[str, int]:
    places = one.snapshot.tables[name].places
    return {key: place for key, place in zip(keys, places, strict=True) if key is not None}
