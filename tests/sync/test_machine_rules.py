"""A state machine: three people at work, offline and at once, while runs are refused, broken off and planned again.

`OPEN` names the bugs that `test_machine_found.py` describes and that are not mended yet: the machine goes around them.
Whoever mends one takes its name out of `OPEN`, and the machine has the freedom back.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from sync.errors import Refused
from sync.outcome import RunReport
from sync.store.hub import Hub
from sync.store.records import RunRecord
from sync.store.tinydb import TinyDBStore
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer, follow_up
from validators.canon import canonical
from validators.cells import Cell, Unreadable
from validators.fields import TABLES
from validators.models import specs
from validators.roles import owners, scope_of
from validators.settings import Columns, Settings, User
from validators.settings import Team as TeamSettings

Row = dict[str, Cell]

OPEN: frozenset[str] = frozenset()
PEOPLE = (REP_A, REP_B, MANAGER)
COLUMNS = ("Notes", "Contact_Person", "Region", "Contact_Job")
REQUIRED = ("Contact_Info", "Level", "Status")
STEADY = 3
"""In so many runs everything has settled."""


class Broken(BaseException):
    """A run that ends in the middle, as a kill ends it."""


class _Store(TinyDBStore):
    """The embedded hub with fault points around its commit."""

    def __init__(self, folder: Path, team: Breakable) -> None:
        super().__init__(folder)
        self.team = team

    def commit(self, hub: Hub, record: RunRecord) -> None:
        self.team.step("commit")
        super().commit(hub, record)
        self.team.step("committed")


@dataclass
class Breakable(Team):
    """A team whose next run may break at a chosen fault point."""

    break_at: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for place in self.places.values():
            place.fault = self.step

    @property
    def store(self) -> TinyDBStore:
        return _Store(self.folder / "hub", self)

    def step(self, name: str) -> None:
        """Pass a fault point."""
        if self.break_at is not None:
            self.break_at -= 1
            if self.break_at < 0:
                self.break_at = None
                raise Broken(name)


def _filled(row: Row) -> bool:
    return any(value is not None for value in row.values())


class People(RuleBasedStateMachine):
    """What people do to their tables, and what must hold whatever they do."""

    config = Settings(users=PEOPLE)

    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.no_fsync = mock.patch.object(os, "fsync", lambda handle: None)  # durability has tests of its own
        self.no_fsync.start()
        self.team = Breakable(Path(self.temporary.name), self.config)
        self.specs = specs(self.team.settings)
        self.now = NOW
        self.numbers = itertools.count(1)
        self.typed: dict[str, tuple[Row, str]] = {}
        """Every value typed that is to be found again, and the cell it was typed into."""
        self.made: Counter[str] = Counter()
        """How many rows of a name people made, by hand or by pasting."""
        self.deleted: set[str] = set()

    def teardown(self) -> None:
        try:
            self._settles()
        finally:
            self.no_fsync.stop()
            self.temporary.cleanup()

    # What people do

    def _rows(self, who: User, table: str = "customers") -> list[Row]:
        return [row for row in self.team.places[who.name].rows[table] if _filled(row)]

    def _type(self, row: Row, column: str, value: str | None = None) -> str:
        value = value or f"#{next(self.numbers)}#"
        self.typed = {text: at for text, at in self.typed.items() if not (at[0] is row and at[1] == column)}
        row[column] = value
        self.typed[value] = (row, column)
        return value

    @initialize()
    def start(self) -> None:
        """Everybody has a customer, and everything is in step."""
        for who in (REP_A, REP_B):
            self._new(who, who, "")
        self._run()

    def _new(self, who: User, owner: User, key: str) -> Row:
        name = f"公司{next(self.numbers)}#"
        row = self.team.add(who, customer(name, owner, Contact_Info=f"微信:w{next(self.numbers)}"))
        if key:
            row["Customer_ID"] = key
        self._type(row, "Customer_Name", name)
        self.made[name] += 1
        return row

    people = st.sampled_from(PEOPLE)
    numbers9 = st.integers(0, 8)

    @rule(who=people, at=numbers9, column=st.sampled_from(COLUMNS))
    def edit(self, who: User, at: int, column: str) -> None:
        rows = self._rows(who)
        if rows:
            self._type(rows[at % len(rows)], column)

    @rule(at=numbers9, column=st.sampled_from(COLUMNS), who=st.sampled_from((REP_A, REP_B)))
    def edit_twice(self, at: int, column: str, who: User) -> None:
        """A rep and the manager type into one cell."""
        rows = self._rows(who)
        row = rows[at % len(rows)] if rows else {}
        other = self.team.row(MANAGER, str(row.get("Customer_ID")))
        if other is not None:
            self._type(row, column)
            self._type(other, column)

    @rule(who=people, owner=st.sampled_from((REP_A, REP_B)), placeholder=st.booleans(), notes=st.integers(0, 2))
    def add(self, who: User, owner: User, placeholder: bool, notes: int) -> None:
        """A new row, with follow-ups where it has a placeholder."""
        if "leaving" in OPEN and who is not MANAGER:
            owner = who
        placeholder = placeholder or ("keyless" in OPEN and who is MANAGER)
        key = f"NEW-{next(self.numbers):08d}" if placeholder else ""
        self._new(who, owner, key)
        for _ in range(notes if placeholder else 0):
            row = self.team.add(who, follow_up(key, Follow_User=who.name), "follow_ups")
            row["Follow_ID"] = f"NEW-{next(self.numbers):08d}" if "keyless" in OPEN else None
            self._type(row, "Content")

    @rule(who=people, at=numbers9)
    def add_follow_up(self, who: User, at: int) -> None:
        rows = [row for row in self._rows(who) if row.get("Customer_ID")]
        if rows:
            key = str(rows[at % len(rows)]["Customer_ID"])
            row = self.team.add(who, follow_up(key, Follow_User=who.name), "follow_ups")
            row["Follow_ID"] = f"NEW-{next(self.numbers):08d}" if "keyless" in OPEN else None
            self._type(row, "Content")

    @rule(who=people, at=numbers9)
    def delete(self, who: User, at: int) -> None:
        rows = self._rows(who)
        if rows:
            row = rows[at % len(rows)]
            self.team.places[who.name].rows["customers"] = [
                each for each in self.team.places[who.name].rows["customers"] if each is not row
            ]
            self.typed = {text: place for text, place in self.typed.items() if place[0] is not row}
            self.deleted.add(str(row["Customer_Name"]))

    @rule(who=people, at=numbers9, lag=st.booleans())
    def put_back(self, who: User, at: int, lag: bool) -> None:
        """A row is cut, and pasted in again and changed after a run, which the manager may have missed."""
        rows = self._rows(who)
        if not rows or "came back" in OPEN:
            return
        row = rows[at % len(rows)]
        if lag:
            self.team.places[MANAGER.name].locked = True
        kept = {text: place for text, place in self.typed.items() if place[0] is row}
        self.delete(who, at)
        self._run()
        copy = dict(row)
        self.team.places[who.name].rows["customers"].append(copy)
        self.typed |= {text: (copy, column) for text, (_, column) in kept.items()}
        self.made[str(row["Customer_Name"])] += 1
        self._type(copy, "Notes")

    @rule(who=people, table=st.sampled_from(("customers", "follow_ups")), turn=numbers9, blank=st.booleans())
    def move(self, who: User, table: str, turn: int, blank: bool) -> None:
        """Sort, shuffle, insert blank rows."""
        rows = self.team.places[who.name].rows[table]
        rows[:] = rows[::-1] if turn == 0 else rows[turn % len(rows) :] + rows[: turn % len(rows)] if rows else rows
        if blank:
            rows.insert(turn % (len(rows) + 1), {})

    @rule(who=people, at=numbers9, times=st.integers(1, 2), change=st.booleans())
    def paste(self, who: User, at: int, times: int, change: bool) -> None:
        """Copy a row together with its ID."""
        rows = self._rows(who)
        if not rows or (who is MANAGER and "keyless" in OPEN):
            return
        row = rows[at % len(rows)]
        for _ in range(times):
            copy = dict(row)
            self.team.places[who.name].rows["customers"].append(copy)
            self.made[str(row["Customer_Name"])] += 1
            if change or "pasted twice" in OPEN:
                self._type(copy, "Notes")

    @rule(who=people, at=numbers9, owner=st.sampled_from((REP_A, REP_B)))
    def give_away(self, who: User, at: int, owner: User) -> None:
        rows = self._rows(who)
        if not rows:
            return
        if "leaving" in OPEN:
            self._unlock()
        rows[at % len(rows)]["Owner"] = owner.name
        if "leaving" in OPEN:
            self._run()

    @rule(who=people, at=numbers9, column=st.sampled_from(REQUIRED))
    def empty(self, who: User, at: int, column: str) -> None:
        rows = self._rows(who)
        if rows:
            rows[at % len(rows)][column] = None

    @rule(who=people, at=numbers9)
    def error_value(self, who: User, at: int) -> None:
        rows = self._rows(who)
        if rows:
            row = rows[at % len(rows)]
            self.typed = {text: at for text, at in self.typed.items() if not (at[0] is row and at[1] == "Notes")}
            row["Notes"] = Unreadable("#REF!")

    # What happens to runs

    @rule(who=people)
    def open_or_close(self, who: User) -> None:
        """From now on a place is open in Excel, or no longer."""
        self.team.places[who.name].locked = not self.team.places[who.name].locked

    @rule()
    def tomorrow(self) -> None:
        self.now += timedelta(days=1)

    @rule()
    def run(self) -> None:
        self._run()

    @rule()
    def guarded_run(self) -> None:
        """Without force: a refusal has written nothing."""
        before = self._state()
        try:
            self.team.run(now=self.now)
        except Refused as refused:
            assert self._state() == before
            # Few rows: nothing but an emptied table is unlike ordinary work.
            assert all("变空了" in problem for problem in refused.problems), refused.problems

    @rule(at=st.integers(0, 12))
    def broken_run(self, at: int) -> None:
        """A run that ends at one of its fault points: reads, before and after each write, before and after commit."""
        self.team.break_at = at
        try:
            self._run()
        except Broken:
            pass
        finally:
            self.team.break_at = None

    @rule(who=people, at=numbers9, column=st.sampled_from(COLUMNS))
    def typed_meanwhile(self, who: User, at: int, column: str) -> None:
        """Somebody saves between the reading and the writing."""
        place = self.team.places[who.name]
        done: list[str] = []

        def save(step: str) -> None:
            rows = self._rows(who)
            if step == "apply" and not done and rows:
                done.append(step)
                self._type(rows[at % len(rows)], column)

        place.fault = save
        try:
            self._run()
        finally:
            place.fault = self.team.step

    def _run(self) -> RunReport:
        return self.team.run(force=True, now=self.now)

    def _unlock(self) -> None:
        for place in self.team.places.values():
            place.locked = False

    # What must hold

    def _state(self) -> tuple[int, dict[str, bytes]]:
        folder = self.team.folder / "hub"
        files = {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        return self.team.writes(), files

    def _settles(self) -> None:
        self._unlock()
        if "waiting" in OPEN:
            self._mend()
        for _ in range(STEADY):
            self._run()
        before = self._state()
        report = self._run()
        assert self._state() == before, "a run with nothing new wrote"
        assert not report.left_out
        hub = self.team.store.load()
        self._nothing_lost(hub)
        self._nothing_doubled(hub)
        self._all_agree(hub)

    def _mend(self) -> None:
        """Somebody takes the ID out of all rows but one that carry it."""
        for who in PEOPLE:
            known: set[Cell] = set()
            for row in self._rows(who):
                key = row.get("Customer_ID")
                if key is not None and key in known:
                    row["Customer_ID"] = None
                known.add(key)

    def _nothing_lost(self, hub: Hub) -> None:
        kept = set(_values(hub, self.team.store.changes_since(hub, 0)))
        for place in self.team.places.values():
            kept.update(value for rows in place.rows.values() for row in rows for value in row.values())
        assert [text for text in self.typed if text not in kept] == [], "typed, and nowhere any more"
        names = set(hub.tables["customers"].columns["Customer_Name"])
        waiting = {row["Customer_Name"] for who in PEOPLE for row in self._rows(who)}
        assert set(self.made) - self.deleted - names - waiting == set(), "deleted by nobody, and gone"

    def _nothing_doubled(self, hub: Hub) -> None:
        for table in hub.tables.values():
            assert len(set(table.keys)) == len(table.keys), "an ID stands on two rows"
        names = Counter(str(name) for name in hub.tables["customers"].columns["Customer_Name"])
        assert names - self.made == Counter(), "more rows than people made"
        contents = Counter(hub.tables["follow_ups"].columns.get("Content", ()))
        assert [text for text, count in contents.items() if count > 1] == []

    def _all_agree(self, hub: Hub) -> None:
        rows = hub.rows()
        owned = owners(rows, self.team.settings)
        for who in PEOPLE:
            scope = scope_of(who, rows, owned)
            for name in TABLES:
                spec, table = self.specs[name], hub.tables[name]
                here = self._rows(who, name)
                keys = Counter(hub.aliases.get(str(row[spec.key]), str(row[spec.key])) for row in here)
                waiting = {key for key, count in keys.items() if count > 1}
                wanted = scope[name] if scope[name] is not None else set(table.keys)
                assert set(keys) - waiting == (wanted or set()) - waiting, (who.name, name)
                for row in here:
                    key = hub.aliases.get(str(row[spec.key]), str(row[spec.key]))
                    if key in waiting:
                        continue
                    for column in spec.typed:
                        mine = row.get(column.name)
                        if column.kind == "ref" and "late reference" in OPEN:
                            mine = hub.aliases.get(str(mine), mine)
                        if column.name != spec.key and not isinstance(mine, Unreadable):
                            said = canonical(column, mine), canonical(column, table.get(key, column.name))
                            assert said[0] == said[1], (who.name, key, column.name, said)


def _values(hub: Hub, records: Any) -> Iterator[Cell]:
    for table in hub.tables.values():
        for cells in table.columns.values():
            yield from cells
    for conflict in hub.conflicts:
        yield from (conflict.kept, conflict.aside)
    for record in records:
        for change in (*record.changes, *record.aside):
            yield from (change.before, change.after)
        for _, _, row, _ in record.removed:
            yield from row.values()


class Restrained(People):
    """The same where managers only look, and reps may not give customers away or change a level."""

    config = Settings(
        users=PEOPLE,
        team=TeamSettings(manager_edits=False),
        columns=Columns(manager_only=("customers.Owner", "customers.Level", "customers.Region")),
    )


def _play(examples: int, steps: int, people: type[People] = People) -> None:
    run_state_machine_as_test(
        people,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )


def test_whatever_people_do() -> None:
    _play(200, 10)


def test_whatever_people_do_beyond_their_rights() -> None:
    _play(20, 10, Restrained)


@pytest.mark.nightly
@pytest.mark.parametrize("people", [People, Restrained])
def test_whatever_people_do_at_length(people: type[People]) -> None:
    _play(3000, 25, people)
