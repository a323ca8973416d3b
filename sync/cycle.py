"""One cycle: read all, guard, merge, judge, write the intent, give IDs, apply, commit, report. Decide first, then do.

An endpoint that is open, cannot be read or refuses its update is left out and catches up later; it never stops the
others. What it says enters the hub all the same, but for rows without an ID: they wait until one can be written beside
them.

Since the hub is committed last, a kill at any moment leaves endpoints that already show the new state beside a hub that
does not know it yet: the next run finds both sides equal. `sync.order` says where that would not be enough: there IDs
are written first, or the hub is committed before a row leaves an endpoint as well.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sync import checked, intent
from sync.accepting import Accepting
from sync.accepts import ACCEPT
from sync.answering import ANSWERS, Answering, follow_united
from sync.bases import latest_of, oldest
from sync.claims import settle
from sync.compaction import compact_if_due
from sync.errors import Locked, SalesheetError, StaleSnapshot
from sync.guard import Alarm, Whose, alarms, strange_owners
from sync.holidays_note import holidays_note
from sync.ingest import Ingestion
from sync.ingested import Ingested
from sync.judge import Judgement, judge
from sync.model import Endpoint, Update
from sync.moved import forget_moved, note_moved
from sync.order import arrives_unsaved, in_order, leaves_unsaved
from sync.outcome import LeftOut, RunReport
from sync.picking import PICK, Picking
from sync.place import PlacePlan, plan_place
from sync.progress import Progress, Silent
from sync.put_back import forget
from sync.recheck import stamp_of
from sync.refusals import header_refusal, no_ids, refusal
from sync.remarks import leaving_remarks, remarks_note
from sync.respelled import Respelled
from sync.store.contract import Store
from sync.store.hub import Cursor, Hub
from sync.store.records import Decision, RunRecord
from sync.store.replay import claims_since
from sync.tally import tally
from sync.timings import Stopwatch
from validators.context import Context
from validators.ids import IdMint
from validators.rights import rights_of
from validators.roles import owners, scope_of
from validators.settings import Settings, User

__all__ = ["Cycle", "Member"]


@dataclass(frozen=True, slots=True)
class Member:
    """A user and where their tables live."""

    user: User
    endpoint: Endpoint
    place: str


LOOK_BACK = 200
"""How many runs back values are looked for that a workbook may have come back with."""


_APPLIED = (PICK, ACCEPT, *ANSWERS)
"""Kinds of decisions of a killed run that are carried out anew."""


class _Again(Exception):
    """Plan again without one endpoint."""

    def __init__(self, left_out: LeftOut) -> None:
        super().__init__(left_out.why)
        self.left_out = left_out


@dataclass(slots=True)
class Cycle:
    """One run over a team. `members` come in the order in which their news counts: reps first, then managers; `missing`
    says which others have no workbook now."""

    settings: Settings
    store: Store
    folder: Path
    members: Sequence[Member]
    now: datetime
    force: bool = False
    dry_run: bool = False
    progress: Progress = field(default_factory=Silent)
    watch: Stopwatch = field(default_factory=Stopwatch)
    missing: Sequence[LeftOut] = ()
    asked_before: Mapping[str, int] = field(default_factory=dict)
    """By user, how many requests were answered in the last hour."""
    command: str = "salesheet run --force"
    """What a person has to type to go on although a guard objects."""
    program: str = ""
    """The version of Salesheet that runs: another one may judge otherwise."""
    shown: dict[str, set[str]] = field(default_factory=dict)
    """By user, the keys of the rows that their workbook shows after the run."""
    held: object = None
    """All that was looked at: a process that ends does not take it apart."""

    def run(self) -> RunReport:
        """Do it.

        Raises:
            Refused: a guard stopped the run; nothing was written.
            Damaged: the hub's state fails its checksum.
        """
        start = time.monotonic()
        left_out: list[LeftOut] = []
        for _ in range(len(self.members) + 1):
            try:
                report = self._attempt(left_out)
            except _Again as again:
                left_out.append(again.left_out)
                continue
            report.seconds = time.monotonic() - start
            return report
        raise AssertionError("every endpoint can be left out only once")

    @property
    def today(self) -> date:
        """The day the run judges by."""
        return self.now.date()

    def _attempt(self, left_out: list[LeftOut]) -> RunReport:
        with self.watch("load"):
            hub = self.store.load()
            claimed = dict(hub.claims)
            recovered = intent.recover(self.folder, hub)
        interrupted = recovered is not None or (hub.run > 0 and (not hub.runs or hub.runs[-1]["run"] != hub.run))
        committed = hub.committed
        hub.run += 1
        context = Context.of(self.settings, self.today)
        record = RunRecord(hub.run, self.now.isoformat(sep=" "))
        given: set[str] = set()
        if recovered is not None:
            given = recovered.given
            record.aliases |= recovered.aliases
            record.aside += recovered.aside
            record.decisions += [made for made in recovered.decisions if made.kind not in _APPLIED]
        picked = recovered.decisions if recovered is not None else []
        found, away, earlier = self._ingest(hub, record, context, left_out, given, picked)
        waiting = frozenset(key for one in found for key in _waiting_customers(one, context))
        stamp = stamp_of(replace(context, known=waiting), self.program)
        with self.watch("load"):
            before = checked.load(self.folder, hub.run - 1, committed, stamp)
        judgement = judge(hub, replace(context, known=waiting), before, record, self.watch)
        plans = self._plan(hub, judgement, found, context, Respelled.of([record, *earlier], context.specs))
        places = {member.user.name: member.place for member in self.members}
        report = tally(hub, judgement, plans, places, self.today)
        report.dry_run, report.left_out = self.dry_run, [*self.missing, *left_out, *away]
        self.held = hub, found, judgement, plans
        self.shown = {plan.user.name: {key for keys in plan.rows.values() for key in keys} for plan in plans}
        if interrupted and not left_out:
            report.notes.append(_RECOVERED[context.language])
        report.notes += holidays_note(judgement.facts.dues, context)
        report.versions = {plan.user.name: plan.version for plan in plans}
        if self.dry_run:
            return report
        self._keep_remarks(hub, record, plans, report)
        record.claims = claims_since(claimed, hub.claims)
        if any(plan.update for plan in plans) or record or interrupted or any(p.agrees_anew(hub) for p in plans):
            intent.write(self.folder, hub, given, record)
            commit_first = leaves_unsaved(plans) or arrives_unsaved(plans, record)
            ordered, ids_first = in_order(plans)
            self._give_ids([plan for plan in plans if plan.ids] if commit_first else ids_first)
            if commit_first:
                with self.watch("save hub"):
                    hub.cursors |= {plan.user.name: plan.as_read(hub) for plan in plans}
                    self.store.commit(hub, record)
                record = RunRecord(hub.run, record.at)
            self._apply(hub, ordered, report)
            with self.watch("save hub"):
                hub.runs.append({"run": hub.run, "at": record.at, "exit": report.exit_code})
                compact_if_due(self.store, hub, [m.user.name for m in self.members], self.settings.history, self.today)
                self.store.commit(hub, record)
                said = judgement.checked(hub, stamp)
                checked.save(self.folder, said)
        else:
            self._leave_held_back(plans, report)
        intent.clear(self.folder)
        return report

    def _ingest(
        self,
        hub: Hub,
        record: RunRecord,
        context: Context,
        left_out: list[LeftOut],
        given: set[str],
        picked: Sequence[Decision],
    ) -> tuple[list[Ingested], list[LeftOut], list[RunRecord]]:
        """What the places say, those left out, and the runs since the oldest state that one of them agreed on."""
        skip = {place.user for place in left_out}
        found: list[Ingested] = []
        away: list[LeftOut] = []
        stopped: list[Alarm] = []
        headers: list[str] = []
        mint = IdMint(hub.ids)
        # A cursor of somebody who left the team would have history read from the day they left, for nobody.
        here = [hub.cursors[name] for member in self.members if (name := member.user.name) in hub.cursors]
        latest = latest_of(hub.tables)
        lag = [oldest(cursor, latest) for cursor in here]
        since = min((version for version in lag if version is not None), default=None)
        earlier = list(self.store.changes_since(hub, since)) if since is not None else []
        ingestion = Ingestion(hub, record, context, mint, record.at, given, earlier, self.watch)
        self.progress.stage("read", len(self.members))
        snapshots = []
        for member in self.members:
            if member.user.name not in skip:
                try:
                    with self.watch("read"):
                        locked = _is_locked(member.endpoint)  # asked first: who opens it later, read what we read
                        snapshots.append((member, member.endpoint.read(), locked))
                except SalesheetError as error:
                    away.append(_left_out(member, error))
            self.progress.step()
        for member, snapshot, _ in snapshots:
            headers += [f"{member.place}: {text}" for text in snapshot.missing]
            for name, spec in context.specs.items():
                if name in snapshot.tables:
                    if spec.key not in snapshot.tables[name].columns:
                        headers.append(f"{member.place}: {no_ids(snapshot.tables[name], spec, context)}")
                    mint.seen(snapshot.tables[name].get(spec.key), context.today)
        with self.watch("scope"):
            rows = hub.rows()
            owned = owners(rows, self.settings)
            scopes = {member.user.name: scope_of(member.user, rows, owned) for member, *_ in snapshots}
            rights = {m.user.name: rights_of(m.user, self.settings, rows, owned) for m, *_ in snapshots}
        past = cache(lambda: list(self.store.edits_since(hub, max(0, hub.run - 1 - LOOK_BACK))))
        if self.settings.team.mode == "split":
            whose = [
                Whose(m.user.name, m.place, s.owner, hub.cursors.get(m.user.name, Cursor()).owner)
                for m, s, _ in snapshots
            ]
            stopped += strange_owners(whose, [user.name for user in self.settings.users], context.language)
        with self.watch("merge"):
            for member, snapshot, locked in snapshots:
                name = member.user.name
                decided, counts = ingestion.decide(member.user, snapshot, scopes[name], rights[name], locked)
                stopped += alarms(counts, self.settings.guard, context.language, past)
                ingestion.take(decided)
                found.append(decided)
            hub.notices = [notice for notice in hub.notices if notice.day == self.today.isoformat()]
            Picking(ingestion, context, scopes, rights, owned).take(found, picked)
            Accepting(ingestion, context, scopes, rights).take(found, picked)
            waiting = [key for one in found for key in _waiting_customers(one, context)]
            Answering(ingestion, context, scopes, rights, owned).take(found, picked, waiting)
            ingestion.follow()
            follow_united(hub, record, context)
        if headers:
            raise header_refusal(headers, context)
        if stopped and not self.force:
            raise refusal(stopped, context, self.command)
        return found, away, earlier

    def _plan(
        self, hub: Hub, judgement: Judgement, found: list[Ingested], context: Context, rewritten: Respelled
    ) -> list[PlacePlan]:
        rows = hub.rows()
        with self.watch("scope"):
            owned = owners(rows, self.settings)
        settle(hub, owned)
        forget(hub, self.today)
        forget_moved(hub, self.today)
        self.progress.stage("plan", len(found))
        plans = []
        for one in found:
            scope = scope_of(one.user, rows, owned)
            note_moved(hub, one, scope, owned, context)
            cursor = hub.cursors.get(one.user.name, Cursor())
            may_ask = self.settings.requests.per_hour - self.asked_before.get(one.user.name, 0)
            ours = owned, cursor, context, self.now, self.watch, may_ask, rewritten
            plans.append(plan_place(one, hub, judgement, scope, *ours))
            self.progress.step()
        return plans

    def _give_ids(self, plans: list[PlacePlan]) -> None:
        """Write the IDs of rows that had none, and nothing else: from now on these are known wherever they stand."""
        members = {member.user.name: member for member in self.members}
        for plan in plans:
            member = members[plan.user.name]
            try:
                plan.version = member.endpoint.apply(Update(edits=plan.ids), plan.version)
            except SalesheetError as error:
                raise _Again(_left_out(member, error)) from error
            plan.ids = []

    def _keep_remarks(self, hub: Hub, record: RunRecord, plans: list[PlacePlan], report: RunReport) -> None:
        """Put what hangs on rows that leave on the record, unless an earlier run that could not write them did so."""
        members = {member.user.name: member for member in self.members}
        for plan, place in zip(plans, report.places, strict=True):
            member = members[plan.user.name]
            try:
                remarks = leaving_remarks(plan, member.endpoint)
            except SalesheetError as error:
                raise _Again(_left_out(member, error)) from error
            if remarks:
                place.notes.append(remarks_note(remarks, self.settings.language))
                record.remarks += remarks
        if record.remarks:
            kept = {repr(change) for earlier in self.store.changes_since(hub, 0) for change in earlier.remarks}
            record.remarks = [change for change in record.remarks if repr(change) not in kept]

    def _apply(self, hub: Hub, plans: list[PlacePlan], report: RunReport) -> None:
        members = {member.user.name: member for member in self.members}
        places = {place.user: place for place in report.places}
        self.progress.stage("write", len(plans))
        for plan in plans:
            member, place = members[plan.user.name], places[plan.user.name]
            version = plan.version
            try:
                if plan.held_back:
                    raise Locked(plan.held_back)
                if plan.update:
                    version = member.endpoint.apply(plan.update, plan.version)
                    place.written = True
                hub.cursors[plan.user.name] = plan.cursor(hub, version)
                report.versions[plan.user.name] = version
            except SalesheetError as error:
                if plan.ids:  # its rows are known by IDs that do not stand beside them
                    raise _Again(_left_out(member, error)) from error
                report.left_out.append(_left_out(member, error))
                report.places.remove(place)
                hub.cursors[plan.user.name] = plan.as_read(hub)
            plan.update = Update()  # its sheets and cells are no longer needed: one workbook at a time in memory
            self.progress.step()

    def _leave_held_back(self, plans: list[PlacePlan], report: RunReport) -> None:
        """With nothing to write, rows that wait for their ID are still news: the next run has to look again."""
        members = {member.user.name: member for member in self.members}
        waiting = {plan.user.name: plan.held_back for plan in plans if plan.held_back}
        report.places = [place for place in report.places if place.user not in waiting]
        report.left_out += [_left_out(members[name], Locked(why)) for name, why in waiting.items()]


def _waiting_customers(one: Ingested, context: Context) -> list[str]:
    """IDs of customers that wait for a doubled ID to be mended: they are no unknown customers."""
    if "customers" not in one.identities:
        return []
    keys = one.snapshot.tables["customers"].get(context.specs["customers"].key)
    return [str(keys[row]) for row in one.identities["customers"].waiting]


def _is_locked(endpoint: Endpoint) -> bool:
    try:
        endpoint.probe()
    except Locked:
        return True
    return False


def _left_out(member: Member, error: SalesheetError) -> LeftOut:
    return LeftOut(member.user.name, member.place, error.what, not isinstance(error, Locked | StaleSnapshot))


_RECOVERED = {
    "zh": "上次运行中途被打断，这次已接着完成",
    "en": "the last run was interrupted; this one carried it through",
}
