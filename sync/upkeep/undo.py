"""Takes back what a run did, as a run of its own with an author, which can be taken back as well.

An undo changes the hub alone. The endpoints still show what was undone; for them the hub is ahead now, by a change like
any other: the log says what each of them agreed on last, so that what it shows unedited is no news from there, and the
next run brings it into line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from sync import intent, seen
from sync.config import Config
from sync.errors import Refused, SalesheetError, UsageError
from sync.fills import AGENT
from sync.lock import hub_lock
from sync.store.hub import Claim, Hub
from sync.store.records import Added, Change, RunRecord
from sync.store.replay import after_undo
from sync.store.tinydb import TinyDBStore
from sync.unite import UNITED, decide
from sync.upkeep.past import known_key
from sync.upkeep.undo_plan import UNDO, UndoPlan, last_of, plan_undo
from validators.fields import Label, Language
from validators.models import specs
from validators.settings import Settings

__all__ = ["Undo", "carry_out"]

_RUN = re.compile(r"[#第]?\s*(\d+)\s*次?")


@dataclass(slots=True)
class Undo:
    """One undo of a team. `target` is a run's number or a row's ID, `author` who wants it."""

    config: Config
    target: str
    author: str
    now: datetime
    dry_run: bool = False
    force: bool = False

    def run(self) -> tuple[UndoPlan, int | None]:
        """Do it: the plan, and the number of the run that carried it out (None: a dry run, or nothing to carry out).

        Raises:
            UsageError: no such run or row.
            Refused: it undoes nothing, it is too long ago, or it takes out more rows than the guard allows.
            SalesheetError: a run was killed half-way and has to be carried through first.
        """
        folder = self.config.folder / "hub"
        store = TinyDBStore(folder)
        if self.dry_run:
            return self._plan(store, store.load()), None
        with hub_lock(folder):
            hub = store.load()
            if intent.pending(folder, hub):
                language = self.config.settings.language
                raise SalesheetError(_BROKEN[language], where=str(folder), remedy=_CARRY_THROUGH[language])
            plan = self._plan(store, hub)
            if not plan:
                return plan, None
            if not self.force:
                _guard(plan, hub, self.config.settings)
            record = carry_out(hub, plan, self.author, self.now.isoformat(sep=" "), self.now.date())
            seen.forget(folder)
            store.commit(hub, record)
        return plan, hub.run

    def _plan(self, store: TinyDBStore, hub: Hub) -> UndoPlan:
        tables, language = specs(self.config.settings), self.config.settings.language
        number = _RUN.fullmatch(self.target.strip())
        keys = None
        if number is not None:
            run = int(number[1])
            if not 1 <= run <= hub.run:
                raise UsageError(_NO_RUN[language].format(run=run), remedy=_LAST[language].format(run=hub.run))
            _refuse_compacted(run, hub, language)
        else:
            every = list(store.changes_since(hub, 0))
            key = known_key(self.target, hub, every, language)
            last = last_of(every, key, tables)
            if last is None:
                raise Refused(_ENTRY_ONLY[language].format(key=key), remedy=f"salesheet history {key}")
            run, keys = last
            if not any(gone == key for record in every if record.run == run for _, gone, _, _ in record.removed):
                _refuse_compacted(run, hub, language)
        records = list(store.changes_since(hub, run - 1))
        if not records or records[-1].run != run:
            raise Refused(_CHANGED_NOTHING[language].format(run=run))
        return plan_undo(hub, records, tables, self.author, keys)


def _refuse_compacted(run: int, hub: Hub, language: Language) -> None:
    if run <= hub.compacted:
        remedy = _FROM_ON[language].format(run=hub.compacted + 1)
        raise Refused(_COMPACTED[language].format(run=run), remedy=remedy)


def _guard(plan: UndoPlan, hub: Hub, settings: Settings) -> None:
    """A mistyped number of a run must not empty the team's tables."""
    for name, table in hub.tables.items():
        leaving = sum(row[0] == name for row in plan.removed)
        guard, language = settings.guard, settings.language
        if len(table.keys) >= guard.min_rows and leaving / len(table.keys) > guard.max_deleted:
            raise Refused(
                _EMPTIES[language].format(run=plan.undoes, rows=leaving),
                where=specs(settings)[name].label[language],
                remedy=_LOOK_FIRST[language],
            )


_BROKEN = Label("上一次运行中途被打断", "the last run was interrupted")
_CARRY_THROUGH = Label("先运行 salesheet run 把它做完，再撤销", "carry it through with salesheet run, then undo")
_NO_RUN = Label("没有第 {run} 次运行", "there is no run {run}")
_LAST = Label("最近一次是第 {run} 次", "the last one is {run}")
_ENTRY_ONLY = Label("{key} 除了当初录入，没有可撤销的改动", "nothing but the entry of {key} is left to undo")
_CHANGED_NOTHING = Label("第 {run} 次运行没有改动任何数据", "run {run} changed nothing")
_COMPACTED = Label("第 {run} 次运行太久了，中间的值已不再保留", "run {run} is too long ago; its values are not kept")
_FROM_ON = Label(
    "第 {run} 次起可以撤销；期限见 docs/history.md", "runs from {run} on can be undone; docs/history.md says how long"
)
_EMPTIES = Label(
    "第 {run} 次运行新增了 {rows} 行，撤销会把它们移走", "run {run} added {rows} rows; undoing it takes them out"
)
_LOOK_FIRST = Label("先用 --dry-run 看清楚；确认就加 --force", "look with --dry-run first; if all is right: --force")


def carry_out(hub: Hub, plan: UndoPlan, author: str, at: str, today: date) -> RunRecord:
    """Change the hub as planned; the record of this run, which can be undone itself."""
    hub.run += 1
    record = RunRecord(hub.run, at, who=author, undoes=plan.undoes)
    for name, table in hub.tables.items():
        leaving = [row for row in plan.removed if row[0] == name]
        record.removed += [(*row, author) for row in leaving]
        table.remove([key for _, key, _ in leaving])
        coming = [row for row in plan.restored if row[0] == name]
        if coming:
            columns = list(dict.fromkeys(column for _, _, cells in coming for column in cells))
            values = {column: [cells.get(column) for _, _, cells in coming] for column in columns}
            record.added.append(Added(name, [key for _, key, _ in coming], values, author, UNDO))
            table.extend(record.added[-1].keys, values, hub.run)
    record.changes = list(plan.changes)
    customers = hub.tables["customers"]
    for key in dict.fromkeys(change.key for change in plan.changes if change.table == "customers"):
        before = customers.get(key, "Update_Date")
        if before != today:
            record.changes.append(Change("customers", key, "Update_Date", before, today, AGENT, AGENT))
    for change in record.changes:
        hub.tables[change.table].set(change.key, change.column, change.after, hub.run)
    _parted(hub, record, author)
    hub.conflicts = after_undo(hub.conflicts, record)
    hub.runs.append({"run": hub.run, "at": at, "exit": 0, "undoes": plan.undoes, "who": author})
    return record


def _parted(hub: Hub, record: RunRecord, author: str) -> None:
    """Customers that were one are two again, or the other way round: what names the one goes no longer to the other,
    and whose opportunity's customer nobody vouched for hears no more than before."""
    last = {made.keys: made for made in hub.decisions if made.kind == UNITED}
    came = {key for added in record.added if added.table == "customers" for key in added.keys}
    left = {key for table, key, _, _ in record.removed if table == "customers"}
    for (gone, stays), made in last.items():
        if (gone in came and made.answer) or (gone in left and not made.answer):
            decide(hub, record, (gone, stays), "" if gone in came else "yes", author)
    for change in record.changes:
        if change.table == "opportunities" and change.column == "Customer_ID" and change.key in hub.claims:
            hub.claims[change.key] = Claim(str(change.after), hub.run)
            record.claims[change.key] = str(change.after)
