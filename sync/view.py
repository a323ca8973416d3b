"""What one user may see of the team: their rows, what is said about them, and the sheets the agent shows them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sync.accepts import is_accept
from sync.answers import is_answer
from sync.judge import Judgement, groups_within, visible
from sync.model import Asked, Places
from sync.picks import in_use, is_pick, mark_of
from sync.put_back import said_to
from sync.reports import linked, requests
from sync.reports.facts import Facts
from sync.reports.registry import build_all
from sync.reports.scene import ConflictLine, Scene
from sync.reports.titles import TITLES
from sync.sheet import ReportSheet
from sync.store.hub import Hub, HubTable
from sync.taken import taken
from validators.cells import Table
from validators.context import Context
from validators.duplicates import DuplicateGroup
from validators.fields import TABLES
from validators.finding import Finding
from validators.rights import Rights, rights_of
from validators.roles import Owners, Scope
from validators.settings import User

__all__ = ["View"]


@dataclass(slots=True)
class View:
    """One user's part of the hub. Every report, flag and finding a user gets is made from this and nothing else."""

    user: User
    tables: dict[str, Table]
    said: dict[str, dict[str, list[Finding]]]
    conflicts: list[ConflictLine]
    linked: list[tuple[str, str]]
    label: str
    context: Context
    facts: Facts
    held: Collection[str] = ()
    notices: Sequence[str] = ()
    refused: Sequence[str] = ()
    asked: Sequence[Asked] | None = None
    """The lines of the user's requests sheet, answered; None where no such sheet is to be made."""
    apart: Sequence[Finding] = ()
    """Findings about rows of this place that the hub does not have."""
    rights: Rights = field(default_factory=Rights)
    groups: Sequence[DuplicateGroup] = ()
    unanswered: Sequence[str] = ()

    @classmethod
    def of(cls, user: User, hub: Hub, judgement: Judgement, scope: Scope, owned: Owners, context: Context) -> View:
        """What the user may see. `scope` are the keys they may see."""
        rows = {name: _rows(hub.tables[name], scope.get(name)) for name in hub.tables}
        tables = {name: _scoped(hub.tables[name], rows[name], context) for name in hub.tables}
        mine = scope.get("customers")
        groups = groups_within(judgement, mine, tables["customers"], context)
        said = visible(judgement, scope, tables, context, hub.claims, groups)
        if mine is not None:
            for key, findings in taken(judgement, hub, mine, owned, context).items():
                said["customers"][key] = [*said["customers"].get(key, ()), *findings]
        for name, by_key in said_to(user, hub, tables, context).items():
            for key, findings in by_key.items():
                said[name][key] = [*findings, *said[name].get(key, ())]  # first: that work was undone
        whole = scope.get("customers") is None
        label = {"zh": "全团队", "en": "Whole team"}[context.language] if whole else user.name
        facts = judgement.facts if whole else _facts(judgement.facts, rows, hub)
        told = [n for n in hub.notices if (n.user, n.day) == (user.name, context.today.isoformat())]
        view = cls(user, tables, said, _conflicts(hub, scope), _linked(hub, scope), label, context, facts)
        view.rights = rights_of(user, context.settings, hub.rows(), owned)
        view.groups = groups
        view.notices = [n.text for n in told if is_pick(n.mark)]
        view.refused = [n.text for n in told if is_accept(n.mark)]
        view.unanswered = [n.text for n in told if is_answer(n.mark)]
        return view

    def stand(self, local: Mapping[str, Table], held: Collection[str] = ()) -> None:
        """Take over in which sheet and columns the user's endpoint has each table, and what sheets it holds."""
        self.held = held
        for name, table in local.items():
            self.tables[name].sheet, self.tables[name].letters = table.sheet, table.letters

    def sheets(self, places: Places, made_at: datetime) -> list[ReportSheet]:
        """The agent's sheets, once it is known where every row stands."""
        for name, table in self.tables.items():
            at = places.get(name, {})
            table.places = [at.get(key, 0) for key in self._keys(name)]
        scene = Scene(
            context=self.context,
            made_at=made_at,
            viewer=self.user.name,
            scope=self.label,
            findings=self.located(),
            conflicts=self.conflicts,
            notices=self.notices,
            refused=self.refused,
            unanswered=self.unanswered,
            groups=self.groups,
            waiting=self._waiting(),
            may_accept=lambda table, key, column: self.rights.allows(table, key, column, "something"),
            may_pick=self.user.role != "manager" or self.context.settings.team.manager_edits,
        )
        sheets = build_all(self.tables, scene, self.facts)
        title = TITLES["linked"][self.context.language]
        if self.linked or title in self.held:
            sheets.append(linked.build(self.linked, scene))
        if self.asked is not None:
            sheets.append(requests.build(self.asked, scene))
        return sheets

    def _waiting(self) -> dict[str, int]:
        """By table, how many rows of the user's place wait because others there have the same ID."""
        rows = {(found.table, found.row) for found in self.apart if found.rule == "K001"}
        counts = Counter(table for table, _ in rows)
        return {name: counts[name] for name in TABLES if counts[name]}

    def _keys(self, name: str) -> list[str]:
        """The keys of a table's rows: every row of the hub has one."""
        return cast(list[str], self.tables[name].get(self.context.specs[name].key))

    def located(self) -> list[Finding]:
        """The findings with the rows and addresses of this view."""
        result = []
        for name, by_key in self.said.items():
            table, keys = self.tables[name], self._keys(name)
            rows = {key: row for row, key in enumerate(keys) if key in by_key}
            for key, found in by_key.items():
                row = rows.get(key)
                if row is not None:
                    result += [f.at(row, table.address(row, f.column)) for f in found]
        return result + [finding._replace(row=-1) for finding in self.apart]


def _rows(table: HubTable, keys: Collection[str] | None) -> list[int] | None:
    """The rows with these keys, in the hub's order; None for all of them."""
    return None if keys is None else sorted(place for place in table.places(keys) if place is not None)


def _facts(facts: Facts, rows: Mapping[str, list[int] | None], hub: Hub) -> Facts:
    names = ("customers", "follow_ups", "opportunities")
    return facts.of(*(range(len(hub.tables[name].keys)) if (at := rows[name]) is None else at for name in names))


def _scoped(held: HubTable, rows: list[int] | None, context: Context) -> Table:
    table = held.table() if rows is None else held.table().take(rows)
    if not table.columns:
        table.columns = {column.name: [] for column in context.specs[held.name].columns}
    return table


def _conflicts(hub: Hub, scope: Scope) -> list[ConflictLine]:
    lines = []
    for conflict in hub.conflicts:
        keys = scope.get(conflict.table)
        if keys is None or conflict.key in keys:
            now = in_use(conflict, hub)
            lines.append(
                ConflictLine(
                    table=conflict.table,
                    key=conflict.key,
                    column=conflict.column,
                    kept=now,
                    aside=conflict.aside,
                    who=conflict.who,
                    run=conflict.run,
                    at=conflict.at,
                    mark=mark_of(conflict, now),
                )
            )
    return lines


def _linked(hub: Hub, scope: Scope) -> list[tuple[str, str]]:
    """The customers of opportunities in scope that are not in scope themselves, but those that nobody vouched for."""
    mine, deals = scope.get("customers"), scope.get("opportunities")
    if mine is None or deals is None:
        return []
    customers, opportunities = hub.tables["customers"], hub.tables["opportunities"]
    known = [key for key in deals if key in opportunities.index and key not in hub.claims]
    wanted = {str(opportunities.get(key, "Customer_ID")) for key in known} - mine
    return [(key, str(customers.get(key, "Customer_Name") or "")) for key in sorted(wanted) if key in customers.index]
