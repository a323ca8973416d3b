"""Carries out what the findings suggest: in one workbook alone, or in the team's hub as a run with an author.

In the hub a fix is a change like any other: the next run brings the workbooks into line, `salesheet undo` takes it
back. Where a cell is in conflict, is not the person's to change, or is an ID, it stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sync import intent, seen
from sync.check_file import read_workbook
from sync.config import Config
from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import Away, Locked, Refused, SalesheetError, UsageError
from sync.flags import flag_cells, no_formula, own_column
from sync.ingest import Ingestion
from sync.lock import hub_lock
from sync.model import CellEdit, Snapshot, Update
from sync.progress import Progress, Silent
from sync.store.hub import Hub
from sync.store.records import FIX, RunRecord
from sync.store.replay import claims_since
from sync.store.tinydb import TinyDBStore
from validators.cells import Table, Tables
from validators.check import UnknownRule
from validators.context import Context
from validators.fields import Label, Language
from validators.finding import Finding
from validators.ids import IdMint
from validators.mending import Mending, Why, mend
from validators.rights import Rights, rights_of
from validators.roles import owners, scope_of
from validators.settings import Settings, User

__all__ = ["FileFix", "TeamFix", "addresses", "who_fixes"]


@dataclass(slots=True)
class FileFix:
    """The fixes of one workbook, without hub and team. `unsafe`: also those that may change what is meant."""

    path: Path
    context: Context
    unsafe: bool = False
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()

    def run(self, dry_run: bool) -> tuple[Mending, Snapshot]:
        """Decide, and write unless it is a dry run: the cells, and the flags where the workbook has any. A spare copy
        of the file as it was goes into the folder `spare` beside it.

        Raises:
            UsageError: it is no workbook, holds no standard table, or cannot be patched; a rule that does not exist.
            Refused: somebody has it open, or it is read-only; nothing was written.
            StaleSnapshot: it changed meanwhile.
        """
        endpoint, snapshot = read_workbook(self.path, self.context)
        context = replace(self.context, known=snapshot.known)
        mending = _mend(snapshot.tables, context, self, partial(no_formula, snapshot))
        if mending.mends and not dry_run:
            endpoint.spare = self.path.parent / "spare"
            self._write(endpoint, snapshot, mending)
        return mending, snapshot

    def _write(self, endpoint: WorkbookEndpoint, snapshot: Snapshot, mending: Mending) -> None:
        edits = [CellEdit(one.table, one.row, one.column, one.before, one.after) for one in mending.mends]
        flagged = [name for name, table in snapshot.tables.items() if any(table.get(own_column(snapshot, name)))]
        flags = flag_cells(snapshot, mending.findings, self.context.language, flagged) if flagged else {}
        try:
            endpoint.apply(Update(edits, agent=flags), snapshot.version)
        except Locked as error:
            remedy = error.remedy if isinstance(error, Away) else _CLOSE[self.context.language]
            raise Refused(error.what, where=error.where, remedy=remedy) from error


@dataclass(slots=True)
class TeamFix:
    """The fixes of a team's rows, in the name of `user` and as far as that person may see and change them."""

    config: Config
    user: User
    now: datetime
    context: Context
    unsafe: bool = False
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    progress: Progress = field(default_factory=Silent)

    def run(self, dry_run: bool) -> tuple[Mending, int | None]:
        """Do it: what changes, and the number of the run that did (None: a dry run, or nothing to do).

        Raises:
            UsageError: a rule that does not exist; the team has had no run yet.
            SalesheetError: a run was killed half-way and has to be carried through first.
            Locked: another agent is at work.
        """
        folder, language = self.config.folder / "hub", self.context.language
        store = TinyDBStore(folder)
        if not (folder / "hub.json").exists():
            raise UsageError(_NO_RUN[language], where=str(folder), remedy=_RUN_FIRST[language])
        if dry_run:
            return self._plan(store.load()), None
        with hub_lock(folder):
            hub = store.load()
            if intent.pending(folder, hub):
                raise SalesheetError(_BROKEN[language], where=str(folder), remedy=_CARRY_THROUGH[language])
            mending = self._plan(hub)
            if not mending.mends:
                return mending, None
            self.progress.stage("write", 1)
            record = self._carry_out(hub, mending)
            seen.forget(folder)
            store.commit(hub, record)
            self.progress.step()
        return mending, hub.run

    def _plan(self, hub: Hub) -> Mending:
        self.progress.stage("check", 1)
        settings: Settings = self.config.settings
        rows = hub.rows()
        owned = owners(rows, settings)
        # Judged is what the person sees: a fix must not tell of anybody else's rows.
        scope = scope_of(self.user, rows, owned)
        tables = {name: _within(table, hub, scope.get(name)) for name, table in rows.items()}
        kept = partial(self._kept, hub, rights_of(self.user, settings, rows, owned), tables)
        mending = _mend(tables, self.context, self, kept)
        self.progress.step()
        return mending

    def _kept(self, hub: Hub, rights: Rights, tables: Tables, finding: Finding) -> Why:
        """Why a cell of the hub is not to be touched."""
        table, column = finding.table, finding.column or ""
        if finding.key is None or column == self.context.specs[table].key:
            return "id"
        if any((c.table, c.key, c.column) == (table, finding.key, column) for c in hub.conflicts):
            return "conflict"
        stands = hub.tables[table].get(finding.key, column) if finding.key in hub.tables[table].index else None
        return "" if rights.allows(table, finding.key, column, stands) else "rights"

    def _carry_out(self, hub: Hub, mending: Mending) -> RunRecord:
        hub.run += 1
        at = self.now.isoformat(sep=" ")
        record = RunRecord(hub.run, at, who=self.user.name)
        claimed = dict(hub.claims)
        ingestion = Ingestion(hub, record, self.context, IdMint(hub.ids), at, set())
        ingestion.sees(self.user, scope_of(self.user, hub.rows(), owners(hub.rows(), self.config.settings)))
        for one in mending.mends:
            ingestion.set_cell(one.table, str(one.key), one.column, one.after, self.user, FIX)
        ingestion.claims.decide()
        record.claims = claims_since(claimed, hub.claims)
        hub.runs.append({"run": hub.run, "at": at, "exit": 0, "who": self.user.name})
        return record


def _mend(tables: Tables, context: Context, how: FileFix | TeamFix, kept: partial[Why]) -> Mending:
    try:
        return mend(tables, context, how.unsafe, kept, how.select, how.ignore)
    except UnknownRule as error:
        raise UsageError(str(error), remedy="salesheet rules 列出全部规则 / salesheet rules lists them all") from error


def _within(table: Table, hub: Hub, keys: set[str] | None) -> Table:
    if keys is None:
        return table
    index = hub.tables[table.name].index
    return table.take(sorted(index[key] for key in keys if key in index))


def addresses(config: Config, user: User, context: Context) -> dict[tuple[str, str, str], str]:
    """Where the cells of the team's rows stand in a person's own workbook, by table, key and column; nothing where they
    have none, or it cannot be read now."""
    place = next((one for one in config.workbooks() if one.name == user.name), None)
    if place is None:
        return {}
    try:
        _, snapshot = read_workbook(config.place(place), context)
    except SalesheetError:
        return {}
    return {
        (name, str(key), column): address
        for name, table in snapshot.tables.items()
        for row, key in enumerate(table.get(context.specs[name].key))
        if key is not None
        for column in table.columns
        if (address := table.address(row, column)) is not None
    }


def who_fixes(settings: Settings, named: str | None) -> User:
    """In whose name the team's rows are mended: the person named, else the first admin, else the first manager.

    Raises:
        UsageError: nobody has that name, they left, or there is neither.
    """
    language: Language = settings.language
    active = [user for user in settings.users if user.active]
    if named is not None:
        found = next((user for user in active if user.name == named), None)
        if found is None:
            names = ("、" if language == "zh" else ", ").join(user.name for user in active)
            raise UsageError(_NOBODY[language].format(who=named), remedy=_ONE_OF[language].format(names=names))
        return found
    for role in ("admin", "manager"):
        for user in active:
            if user.role == role:
                return user
    raise UsageError(_NO_MANAGER[language], remedy=_SAY_WHO[language])


_CLOSE = Label("先关闭这个工作簿，再运行一次", "close the workbook, then run again")
_NO_RUN = Label("团队还没有同步过，没有可改的数据", "the team has had no run yet: there are no rows to mend")
_RUN_FIRST = Label("先运行 salesheet run", "run salesheet run first")
_BROKEN = Label("上一次运行中途被打断", "the last run was interrupted")
_CARRY_THROUGH = Label("先运行 salesheet run 把它做完，再改", "carry it through with salesheet run, then fix")
_NOBODY = Label("团队里没有“{who}”，或已离职", "nobody of the team is called “{who}”, or they left")
_ONE_OF = Label("--user 后面写其中一个：{names}", "after --user, one of: {names}")
_NO_MANAGER = Label("团队里没有管理员，也没有主管", "the team has neither an admin nor a manager")
_SAY_WHO = Label("加 --user 姓名", "add --user NAME")
