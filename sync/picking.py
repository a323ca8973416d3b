"""Applies the picks of the Conflicts sheets to the hub, after all edits of the run. In memory; nothing is written here.

A pick is an edit by the person who picked. Of two picks about one conflict that of the row's owner counts, then the
others in the order of the workbooks; who comes too late is told, and so is whoever picked about a value that changed
meanwhile, in words that nobody knows, or about a row they may not edit: the cell is emptied, the conflict stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.ingest import Ingestion
from sync.ingested import Ingested
from sync.model import Pick
from sync.picks import Choice, choice_of, in_use, is_pick, mark_of
from sync.store.hub import Conflict, Notice
from sync.store.naming import name_of
from sync.store.records import Decision
from validators.cells import Cell
from validators.context import Context
from validators.rights import NEVER, Rights
from validators.roles import Owners, Scope
from validators.settings import User

__all__ = ["PICK", "Picking", "refusal"]

PICK = "pick"
"""The kind of a pick among the decisions that are kept; their first key is the conflict's name."""
REMEMBERED = 500
"""So many decisions are known by name: a workbook that was open then may still show its pick."""


@dataclass(slots=True)
class Picking:
    """The picks of one run. `scopes` are what each user could see before it, `rights` what
    they might change, `owned` whose each customer was."""

    ingestion: Ingestion
    context: Context
    scopes: Mapping[str, Scope]
    rights: Mapping[str, Rights]
    owned: Owners
    _open: dict[str, Conflict] = field(default_factory=dict)
    _decided: dict[str, Decision] = field(default_factory=dict)

    def take(self, found: Sequence[Ingested], recovered: Iterable[Decision]) -> None:
        """Apply the picks that a killed run had followed, then those that stand on the sheets."""
        hub = self.ingestion.hub
        self._decided = {made.keys[0]: made for made in hub.decisions if made.kind == PICK}
        self._open = {name_of(conflict): conflict for conflict in hub.conflicts}
        for made in recovered:
            user = self.context.settings.user(made.who)
            if made.kind == PICK and user is not None and made.keys[0] not in self._decided:
                conflict = self._open.get(made.keys[0])
                if conflict is not None:  # else it was over as soon as that run's cells were read
                    self._apply(conflict, "take" if made.answer == "take" else "keep", user)
                self._keep(made)
        picks = [(one, pick) for one in found for pick in one.snapshot.picks if is_pick(pick.mark)]
        for one, pick in sorted(picks, key=lambda chosen: self._rank(*chosen)):
            self._one(one, pick)
        picked = [made for made in hub.decisions if made.kind == PICK]
        if len(picked) > REMEMBERED:
            forgotten = {made.keys[0] for made in picked[:-REMEMBERED]}
            hub.decisions = [made for made in hub.decisions if made.kind != PICK or made.keys[0] not in forgotten]

    def _keep(self, made: Decision) -> None:
        self._decided[made.keys[0]] = made
        self.ingestion.hub.decisions.append(made)
        self.ingestion.record.decisions.append(made)

    def _rank(self, one: Ingested, pick: Pick) -> bool:
        """Whether the row is somebody else's: the owner's workbook goes first."""
        conflict = self._open.get(pick.mark.partition("-")[0])
        if conflict is None:
            return True
        customer = conflict.key
        if conflict.table != "customers":
            table = self.ingestion.hub.tables[conflict.table]
            customer = str(table.get(conflict.key, "Customer_ID")) if conflict.key in table.index else ""
        return self.owned.of.get(customer) != one.user.name

    def _one(self, one: Ingested, pick: Pick) -> None:
        hub, name = self.ingestion.hub, pick.mark.partition("-")[0]
        choice, conflict = choice_of(pick.said), self._open.get(name)
        if choice is None:
            return self._tell(one, pick, "words")
        if conflict is None:
            before = self._decided.get(name)
            if before is None:
                return self._tell(one, pick, "changed")
            if before.answer == choice:  # no news: that workbook could not be written when it was made
                return None
            seen = any(keys is None or pick.key in keys for keys in self.scopes[one.user.name].values())
            return self._tell(one, pick, "decided" if seen and before.who != one.user.name else "changed", before.who)
        user, at = one.user.name, (conflict.table, conflict.key, conflict.column)
        stands = in_use(conflict, hub) if choice == "take" else None
        if why := refusal(self.scopes[user], self.rights[user], at, stands, changes=choice == "take"):
            return self._tell(one, pick, why)
        if pick.mark != mark_of(conflict, in_use(conflict, hub)):
            return self._tell(one, pick, "changed")
        self._apply(conflict, choice, one.user)
        keys = (name, conflict.table, conflict.key, conflict.column)
        self._keep(Decision(PICK, keys, choice, one.user.name, hub.run, self.ingestion.at))
        one.picked += 1
        return None

    def _apply(self, conflict: Conflict, choice: Choice, user: User) -> None:
        ingestion = self.ingestion
        if choice == "take" and conflict.column:
            ingestion.set_cell(conflict.table, conflict.key, conflict.column, conflict.aside, user)
        elif choice == "take":
            ingestion.archive(conflict.table, conflict.key, user)
        ingestion.hub.conflicts = [other for other in ingestion.hub.conflicts if other is not conflict]
        still = {id(other) for other in ingestion.hub.conflicts}
        self._open = {name: other for name, other in self._open.items() if id(other) in still}

    def _tell(self, one: Ingested, pick: Pick, why: str, who: str = "") -> None:
        """Say it once: in the run report, and for the rest of the day on the user's Conflicts sheet."""
        hub, language = self.ingestion.hub, self.context.language
        # The sheet is drawn anew, so that its cell may be another line's then: the row's own ID stays right.
        place = f"{pick.key} {pick.column}".strip() or pick.address
        text = _WHY[language][why].format(place=place, said=pick.said[:60], who=who)
        if any(n.user == one.user.name and n.mark == pick.mark and n.said == pick.said for n in hub.notices):
            return
        hub.notices.append(Notice(one.user.name, self.context.today.isoformat(), pick.mark, pick.said, text))
        one.told.append(text)


def refusal(scope: Scope, rights: Rights, at: tuple[str, str, str], stands: Cell, changes: bool = True) -> str:
    """Why the cell `at` (table, key, column; an empty column is the whole row), which holds `stands`, is not for
    somebody with that scope and those rights to decide; the empty string where it is. `changes`: the cell would get
    another value."""
    table, key, column = at
    mine, theirs = scope.get(table, set()), rights.rows.get(table)
    if mine is not None and key not in mine:
        return "others"
    if theirs is not None and key not in theirs:
        return "read-only"
    if changes and not rights.allows(table, key, column, stands):
        return "protected" if column in NEVER.get(table, ()) else "manager-only"
    return ""


_WHY = {
    "zh": {
        "words": "{place}：“{said}”不在选项里，没有采用；请从下拉列表里选",
        "changed": "{place}：没有采用“{said}”，因为那里后来又改过，或冲突已经解决；请看现在的值，需要就在表里直接改",
        "decided": "{place}：没有采用“{said}”，{who}已经先选了；不同意请和{who}商量，再在表里直接改",
        "others": "{place}：没有采用“{said}”，这一行不归您改；请找它的负责人或主管",
        "read-only": "{place}：没有采用“{said}”，主管不能直接改数据（manager_edits = false）；请负责人来选",
        "manager-only": "{place}：没有采用“{said}”，这一列只有主管能改；请选保留现在的值，或请主管来选",
        "protected": "{place}：没有采用“{said}”，谁录入的不会变；请选保留现在的值",
    },
    "en": {
        "words": "{place}: “{said}” is not one of the choices; nothing was changed, choose from the list",
        "changed": "{place}: “{said}” was not followed, because the cell changed meanwhile or the conflict is settled; "
        "look at the value in use and type into the table where it is wrong",
        "decided": "{place}: “{said}” was not followed, {who} picked first; if you disagree, ask {who}, then type into "
        "the table",
        "others": "{place}: “{said}” was not followed, the row is not yours to edit; ask its owner or your manager",
        "read-only": "{place}: “{said}” was not followed, managers do not edit (manager_edits = false); ask the owner",
        "manager-only": "{place}: “{said}” was not followed, only a manager changes this column; keep the value in "
        "use, or let your manager pick",
        "protected": "{place}: “{said}” was not followed, who entered a row never changes; keep the value in use",
    },
}
