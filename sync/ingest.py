"""Takes one endpoint's news into the hub: identities, merge, IDs, fills. In memory; nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from sync.bases import base_of
from sync.claims import Claims, Work
from sync.compare import compare
from sync.entering import Entering
from sync.fills import AGENT, fill_stage
from sync.guard import Change as GuardChange
from sync.identity import PLACEHOLDER, Identities, recognise, settle, stands_in
from sync.ingested import Ingested
from sync.merge import Absorbed, Clash, HubEdit, absorb
from sync.model import Snapshot
from sync.put_back import keep, withhold
from sync.quarantine import Quarantine
from sync.store.hub import Conflict, Cursor, Hub
from sync.store.naming import name_of
from sync.store.records import Change, Decision, RunRecord
from sync.timings import Stopwatch
from validators.cells import Cell, Table
from validators.context import Context
from validators.fields import TableSpec
from validators.ids import IdMint
from validators.rights import Rights
from validators.roles import Scope
from validators.settings import Policy, User

__all__ = ["Ingestion"]


@dataclass(slots=True)
class Ingestion:
    """The hub in the middle of a run. `decide` looks, `take` changes the hub: guards stand between the two.

    `given` collects the IDs of rows that had none; it may start with those that a killed run gave.
    """

    hub: Hub
    record: RunRecord
    context: Context
    mint: IdMint
    at: str
    given: set[str]
    earlier: Iterable[RunRecord] = ()
    watch: Stopwatch = field(default_factory=Stopwatch)
    _before: dict[str, set[str]] = field(default_factory=dict)
    _sees: dict[str, Collection[str] | None] = field(default_factory=dict)
    """By user, the customers they may name; None for all."""
    claims: Claims = field(init=False)
    entering: Entering = field(init=False)

    def __post_init__(self) -> None:
        self.entering = Entering(self.hub, self.record, self.context, self.mint, self.given)
        self.claims = Claims(self.hub)
        self._before = {name: set(table.index) for name, table in self.hub.tables.items()}

    def decide(
        self, user: User, snapshot: Snapshot, scope: Scope, rights: Rights, locked: bool = False
    ) -> tuple[Ingested, list[GuardChange]]:
        """What the endpoint brings, and the counts the guards judge.

        `scope` and `rights` are what the user might see and change before this run. The rows without an ID of a
        `locked` place wait.
        """
        cursor = self.hub.cursors.get(user.name, Cursor())
        result = Ingested(user, snapshot, customers=scope.get("customers"))
        counts = []
        records = [self.record, *self.earlier]
        quarantine = Quarantine.of(self.context)
        for name, spec in self.context.specs.items():
            mine, agreed_on = scope.get(name), cursor.rows.get(name, {})
            held = len(agreed_on) if mine is None else len(agreed_on.keys() & mine)
            local = snapshot.tables.get(name)
            label = spec.label[self.context.language]
            if local is None:
                counts.append(GuardChange(user.name, name, label, held, 0, found=False))
                continue
            hub = self.hub.tables[name]
            quarantine.keys(spec, local, hub)
            found = result.identities[name] = settle(spec, local, hub, self.hub.aliases)
            found.held.update(hub.index.keys() & set(snapshot.standing.get(name, ())) - set(found.keys))
            stand = {*found.keys, *found.held}
            away = agreed_on.keys() - stand
            gone = [key for key in agreed_on if key in away and key in hub.index and (mine is None or key in mine)]
            recognise(spec, local, found, hub, gone)
            self._follow_aliases(spec, local, result)
            policy = partial(self._policy, user, rights, name)
            base = base_of(name, cursor, records)
            with self.watch("compare"):
                compared = compare(spec, local, found.keys, hub)
            result.withheld += quarantine.cells(spec, local, compared)
            absorbed = result.absorbed[name] = absorb(spec, base, local, found.keys, hub, policy, compared)
            present = found.held if not found.unknown else set(cursor.rows.get(name, ()))
            absorbed.gone = [key for key in absorbed.gone if key not in present]
            absorbed.clashes = [clash for clash in absorbed.clashes if clash.column or clash.key not in present]
            if mine is not None:
                self._without_others(name, absorbed, found, mine, agreed_on)
            result.put_back[name] = withhold(name, absorbed, rights, {*spec.by_name, *hub.columns})
            for row in absorbed.strangers:
                found.keys[row] = None
                found.copied.append(row)
                found.fresh.append(row)
            if locked:
                self._hold_back(spec, local, found, result)
            agreed = set(cursor.columns.get(name, ()))
            edits = [edit for edit in absorbed.edits if edit.column in agreed and edit.key in agreed_on]
            dates = {
                column.name: sum(isinstance(cell, date) for cell in local.columns[column.name])
                for column in spec.typed
                if column.kind == "date" and column.name in {edit.column for edit in edits}
            }
            locate = partial(_address, local, found.keys)
            counts.append(GuardChange(user.name, name, label, held, len(local), absorbed.gone, edits, dates, locate))
        return result, counts

    def _policy(self, user: User, rights: Rights, name: str, column: str) -> Policy:
        if rights.limited(name, column):  # the endpoint's value may not stand
            return "ask"
        return self.context.settings.merge.of(user.role, name, column)

    def _without_others(
        self, name: str, absorbed: Absorbed, found: Identities, mine: Collection[str], held: Collection[str]
    ) -> None:
        """A row that is not this user's any more has left and was not deleted; a row under the ID of one that never
        was this user's is another row."""
        absorbed.gone = [key for key in absorbed.gone if key in mine]
        absorbed.clashes = [c for c in absorbed.clashes if c.column or c.key in mine or c.key in absorbed.back]
        touched = {edit.key for edit in absorbed.edits} | {clash.key for clash in absorbed.clashes if clash.column}
        others = {key for key in touched if key in self._before[name] and key not in mine and key not in held}
        if others:
            absorbed.strangers += [row for row, key in enumerate(found.keys) if key in others]
            absorbed.edits = [edit for edit in absorbed.edits if edit.key not in others]
            absorbed.clashes = [clash for clash in absorbed.clashes if clash.key not in others]

    def _hold_back(self, spec: TableSpec, local: Table, found: Identities, result: Ingested) -> None:
        """Rows that have no ID and no placeholder would enter once more in every run until an ID stands beside them."""
        keys = local.get(spec.key)
        enters = [row for row in found.fresh if row not in found.copied and stands_in(keys[row])]
        result.held_back += len(found.fresh) - len(enters)
        found.fresh, found.copied = enters, []

    def take(self, found: Ingested) -> None:
        """Put what was decided into the hub and into the run's record."""
        for name, absorbed in found.absorbed.items():
            keep(self.hub, self.record, name, found.put_back[name], found.user, self.at)
            self._settle(name, absorbed)
            self._edit(name, absorbed, found.user)
            self._archive(name, absorbed.gone, found.user)
            self._conflicts(name, absorbed, found.user)
        for name in found.absorbed:
            self.entering.add(name, found)
        self._touch(found)

    def _touch(self, found: Ingested) -> None:
        """Tell `claims` which opportunities the person worked on, and which customers they may name."""
        absorbed, user = found.absorbed.get("opportunities"), found.user
        if absorbed is None:
            return
        customers = found.customers
        if customers is not None:
            customers = {*customers, *found.brought.get("customers", ())}
        self._sees[user.name] = customers
        named = [edit.key for edit in absorbed.edits if edit.column == "Customer_ID"]
        self.claims.touch({edit.key for edit in absorbed.edits}, "edited", user, customers)
        self.claims.touch(named, "named", user, customers)
        self.claims.touch(found.brought.get("opportunities", ()), "brought", user, customers)
        if user.name not in self.hub.cursors:  # what stands in a place that is read for the first time was typed there
            keys = found.identities["opportunities"].keys
            self.claims.touch([key for key in keys if key is not None], "stood", user, customers)

    def sees(self, user: User, scope: Scope) -> None:
        """Note which customers somebody may name whose choices come without a workbook."""
        self._sees[user.name] = scope.get("customers")

    def set_cell(self, table: str, key: str, column: str, value: Cell, user: User, source: str = "") -> None:
        """Let a person's choice of a value be an edit of theirs: what was open about the cell is settled. `source` is
        where it was chosen, without one their workbook."""
        edit = HubEdit(key, column, self.hub.tables[table].get(key, column), value)
        absorbed = Absorbed(edits=[edit])
        self._settle(table, absorbed)
        self._edit(table, absorbed, user, source)
        if table == "opportunities":
            work: Work = "named" if column == "Customer_ID" else "edited"
            self.claims.touch([key], work, user, self._sees.get(user.name, ()))

    def archive(self, table: str, key: str, user: User) -> None:
        """Let a person's choice to delete a row be a deletion of theirs."""
        self._settle(table, Absorbed(gone=[key]))
        self._archive(table, [key], user)

    def follow(self) -> None:
        """Let references to placeholders follow the IDs these became; then links to customers can be judged."""
        if self.hub.aliases:
            self._follow()
        self.claims.decide()

    def _follow(self) -> None:
        for name, spec in self.context.specs.items():
            table = self.hub.tables[name]
            for column in spec.typed:
                if column.kind != "ref" or column.name not in table.columns:
                    continue
                for row, value in enumerate(table.columns[column.name]):
                    if isinstance(value, str) and value.startswith(PLACEHOLDER) and value in self.hub.aliases:
                        self._set(name, table.keys[row], column.name, self.hub.aliases[value], AGENT, AGENT)

    def _follow_aliases(self, spec: TableSpec, local: Table, result: Ingested) -> None:
        aliases = self.hub.aliases
        if not aliases:
            return
        for column in spec.typed:
            cells = local.columns.get(column.name)
            if column.kind == "ref" and cells is not None and any(cell in aliases for cell in cells if cell):
                for row, cell in enumerate(cells):
                    if isinstance(cell, str) and cell in aliases:
                        result.followed[spec.name, row, column.name] = cell
                local.columns[column.name] = [
                    aliases.get(cell, cell) if isinstance(cell, str) else cell for cell in cells
                ]

    def _set(self, table: str, key: str, column: str, value: Cell, who: str, source: str) -> None:
        before = self.hub.tables[table].get(key, column)
        self.hub.tables[table].set(key, column, value, self.hub.run)
        self.record.changes.append(Change(table, key, column, before, value, who, source))

    def _settle(self, name: str, absorbed: Absorbed) -> None:
        """A conflict is over once somebody types into that cell again, or the row is archived."""
        typed = {(edit.key, edit.column) for edit in absorbed.edits}
        rows = {edit.key for edit in absorbed.edits} | set(absorbed.gone)
        self.hub.conflicts = [
            c
            for c in self.hub.conflicts
            if c.table != name
            or c.run == self.hub.run
            or ((c.key, c.column) not in typed and c.key not in absorbed.gone and (c.column or c.key not in rows))
        ]

    def _edit(self, name: str, absorbed: Absorbed, user: User, source: str = "") -> None:
        for edit in absorbed.edits:
            self._set(name, edit.key, edit.column, edit.after, user.name, source or user.name)
        if name == "customers":
            for key in dict.fromkeys(edit.key for edit in absorbed.edits):
                if self.hub.tables[name].get(key, "Update_Date") != self.context.today:
                    self._set(name, key, "Update_Date", self.context.today, AGENT, AGENT)
        if name == "opportunities":
            for edit in absorbed.edits:
                if edit.column == "Stage":
                    row = self.hub.tables[name].row(edit.key)
                    for column, value in fill_stage(row, self.context, self.context.today).items():
                        self._set(name, edit.key, column, value, AGENT, AGENT)

    def _archive(self, name: str, keys: list[str], user: User) -> None:
        table = self.hub.tables[name]
        for key in keys:
            self.record.removed.append((name, key, table.row(key), user.name))
        table.remove(keys)

    def _conflicts(self, name: str, absorbed: Absorbed, user: User) -> None:
        run = self.hub.run
        known = {(c.table, c.key, c.column, repr(c.aside), c.source) for c in self.hub.conflicts}
        for clash in absorbed.clashes:
            who = user.name if clash.policy != "endpoint" else self._author(name, clash)
            if not clash.column and clash.key in absorbed.back:
                who = self._remover(name, clash.key)
            if (name, clash.key, clash.column, repr(clash.aside), who) in known:
                continue  # the same as before: that place could not be written then
            lost = Change(name, clash.key, clash.column, clash.kept, clash.aside, who, who)
            conflict = Conflict(name, clash.key, clash.column, clash.kept, clash.aside, who, who, run, self.at)
            if clash.policy == "ask":
                self.record.aside.append(lost)
                self.hub.conflicts.append(conflict)
            elif lost not in self.record.aside:  # a killed run may have kept it already
                self.record.aside.append(lost)
                keys = (name_of(conflict), name, clash.key, clash.column)
                self.record.decisions.append(Decision("policy", keys, clash.policy, AGENT, run, self.at))

    def _author(self, name: str, clash: Clash) -> str:
        """Who typed the value set aside, as far back as this run looks; the empty string where it is older."""
        for record in (self.record, *self.earlier):
            for change in reversed(record.changes):
                if (change.table, change.key, change.column) == (name, clash.key, clash.column) and (
                    change.after == clash.aside
                ):
                    return change.who
        return ""

    def _remover(self, name: str, key: str) -> str:
        """Who deleted a row, as far back as this run looks; the empty string where it was earlier."""
        for record in (self.record, *self.earlier):
            for table, removed, _, who in reversed(record.removed):
                if (table, removed) == (name, key):
                    return who
        return ""


def _address(local: Table, keys: list[str | None], key: str, column: str) -> str | None:
    return local.address(keys.index(key), column) if key in keys else None
