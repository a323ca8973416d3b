"""A state machine: three people at work, offline and at once, while runs are refused, broken off and planned again.

Whatever somebody types is a text that was never typed before, so that the two sides of a conflict always differ.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from sync import intent
from sync.endpoints.memory import MemoryEndpoint
from sync.errors import Refused
from sync.outcome import RunReport
from sync.picks import WORDS
from tests.sync.machine import holds
from tests.sync.machine.breakable import Breakable, Broken
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, customer, follow_up
from validators.cells import Cell, Unreadable
from validators.models import specs
from validators.settings import Columns, Settings, User
from validators.settings import Team as TeamSettings

__all__ = ["People"]

Row = dict[str, Cell]

PEOPLE = (REP_A, REP_B, MANAGER)
COLUMNS = ("Notes", "Contact_Person", "Region", "Contact_Job")
REQUIRED = ("Contact_Info", "Level", "Status")
OWN = ("自定一", "自定二")
"""Columns that people add."""
STEADY = 4
"""In so many runs everything has settled."""


class People(RuleBasedStateMachine):
    """What people do to their tables, and what must hold whatever they do."""

    files: ClassVar[bool] = False
    """Whether they work in workbook files."""
    tables: ClassVar[bool] = False
    """Whether these hold Excel Tables that do not grow as one types below them."""
    config: ClassVar[Settings] = Settings(users=PEOPLE)

    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.no_fsync = mock.patch.object(os, "fsync", lambda handle: None)  # durability has tests of its own
        self.no_fsync.start()
        program = self.program if self.files else None
        self.team = Breakable(Path(self.temporary.name), self.config, program=program, tables=self.tables)
        self.specs = specs(self.team.settings)
        self.now = NOW
        self.numbers = itertools.count(1)
        self.typed: dict[str, tuple[Row, str]] = {}
        """Every value typed that is to be found again, and the cell it was typed into."""
        self.made: Counter[str] = Counter()
        """How many rows of a name people made, by hand or by pasting."""
        self.deleted: set[str] = set()

    def program(self, path: Path) -> None:
        """Save a workbook once more, as the program does that they use."""

    def teardown(self) -> None:
        try:
            self._settles()
        finally:
            self.no_fsync.stop()
            self.temporary.cleanup()

    # What people do

    def _rows(self, who: User, table: str = "customers") -> list[Row]:
        return holds.filled(self.team.places[who.name], table)

    def _place(self, who: User) -> MemoryEndpoint:
        return self.team.places[who.name]

    def _has(self, who: User, column: str) -> bool:
        return column in self._place(who).columns["customers"]

    def _forget(self, row: Row, column: str = "") -> None:
        """What was typed there was taken away by who typed it, or by somebody who looked at it."""
        self.typed = {
            text: at for text, at in self.typed.items() if not (at[0] is row and (not column or at[1] == column))
        }

    def _type(self, row: Row, column: str, value: str | None = None) -> str:
        value = value or f"#{next(self.numbers)}#"
        self._forget(row, column)
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
    choices = st.sampled_from(("keep", "take"))

    @rule(who=people, at=numbers9, column=st.sampled_from(COLUMNS))
    def edit(self, who: User, at: int, column: str) -> None:
        rows = self._rows(who)
        if rows and self._has(who, column):
            self._type(rows[at % len(rows)], column)

    @rule(at=numbers9, column=st.sampled_from(COLUMNS), who=st.sampled_from((REP_A, REP_B)))
    def edit_twice(self, at: int, column: str, who: User) -> None:
        """A rep and the manager type into one cell."""
        rows = self._rows(who)
        row = rows[at % len(rows)] if rows else {}
        other = self.team.row(MANAGER, str(row.get("Customer_ID")))
        if other is not None and self._has(who, column) and self._has(MANAGER, column):
            self._type(row, column)
            self._type(other, column)

    @rule(who=people, owner=st.sampled_from((REP_A, REP_B)), placeholder=st.booleans(), notes=st.integers(0, 2))
    def add(self, who: User, owner: User, placeholder: bool, notes: int) -> None:
        """A new row, with follow-ups where it has a placeholder."""
        key = f"NEW-{next(self.numbers):08d}" if placeholder else ""
        self._new(who, owner, key)
        for _ in range(notes if placeholder else 0):
            row = self.team.add(who, follow_up(key, Follow_User=who.name), "follow_ups")
            self._type(row, "Content")

    @rule(who=people, at=numbers9)
    def add_follow_up(self, who: User, at: int) -> None:
        rows = [row for row in self._rows(who) if row.get("Customer_ID")]
        if rows:
            key = str(rows[at % len(rows)]["Customer_ID"])
            row = self.team.add(who, follow_up(key, Follow_User=who.name), "follow_ups")
            self._type(row, "Content")

    @rule(who=people, at=numbers9)
    def delete(self, who: User, at: int) -> None:
        rows = self._rows(who)
        if rows:
            row = rows[at % len(rows)]
            place = self._place(who)
            place.rows["customers"] = [each for each in place.rows["customers"] if each is not row]
            self._forget(row)
            self.deleted.add(str(row.get("Customer_Name")))

    @rule(who=people, at=numbers9, lag=st.booleans())
    def put_back(self, who: User, at: int, lag: bool) -> None:
        """A row is cut, and pasted in again and changed after a run, which the manager may have missed."""
        rows = self._rows(who)
        if not rows:
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
        if self._has(who, "Notes"):
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
        if not rows:
            return
        row = rows[at % len(rows)]
        for _ in range(times):
            copy = dict(row)
            self.team.places[who.name].rows["customers"].append(copy)
            self.made[str(row["Customer_Name"])] += 1
            if change and self._has(who, "Notes"):
                self._type(copy, "Notes")

    @rule(who=people, at=numbers9, owner=st.sampled_from((REP_A, REP_B)))
    def give_away(self, who: User, at: int, owner: User) -> None:
        rows = self._rows(who)
        if rows:
            rows[at % len(rows)]["Owner"] = owner.name

    @rule(who=people, at=numbers9, column=st.sampled_from(REQUIRED))
    def empty(self, who: User, at: int, column: str) -> None:
        rows = self._rows(who)
        if rows:
            self._forget(rows[at % len(rows)], column)
            rows[at % len(rows)][column] = None

    @rule(who=people, at=numbers9)
    def error_value(self, who: User, at: int) -> None:
        rows = self._rows(who)
        if rows and self._has(who, "Notes"):
            row = rows[at % len(rows)]
            self._forget(row, "Notes")
            row["Notes"] = Unreadable("#REF!")

    @rule(who=people, at=numbers9, key=st.sampled_from((None, "C20991231001", "another's")))
    def type_over_the_id(self, who: User, at: int, key: str | None) -> None:
        rows = [row for row in self._rows(who) if row.get("Customer_ID")]
        if rows:
            row = rows[at % len(rows)]
            row["Customer_ID"] = rows[(at + 1) % len(rows)]["Customer_ID"] if key == "another's" else key
            self.deleted.add(str(row.get("Customer_Name")))  # it may count as another row
            self.made[str(row.get("Customer_Name"))] += 1

    @rule(who=people, at=numbers9, column=st.sampled_from(OWN), front=st.booleans())
    def add_column(self, who: User, at: int, column: str, front: bool) -> None:
        """A column of somebody's own, or one that another has too, with a value in it."""
        columns = self._place(who).columns["customers"]
        if column not in columns:
            columns.insert(0 if front else len(columns), column)
        rows = self._rows(who)
        if rows:
            self._type(rows[at % len(rows)], column)

    @rule(who=people, column=st.sampled_from((*OWN, *COLUMNS)))
    def drop_column(self, who: User, column: str) -> None:
        columns = self._place(who).columns["customers"]
        if column in columns:
            columns.remove(column)
            for row in self._place(who).rows["customers"]:
                row.pop(column, None)
                self._forget(row, column)

    @rule(who=people, column=st.sampled_from((*OWN, *COLUMNS)), name=st.sampled_from((*OWN, *COLUMNS)))
    def rename_column(self, who: User, column: str, name: str) -> None:
        columns = self._place(who).columns["customers"]
        if column in columns and name not in columns:
            columns[columns.index(column)] = name
            for row in self._place(who).rows["customers"]:
                moved = [text for text, at in self.typed.items() if at[0] is row and at[1] == column]
                if column in row:
                    row[name] = row.pop(column)
                self.typed |= dict.fromkeys(moved, (row, name))

    @rule(who=people, turn=numbers9)
    def move_columns(self, who: User, turn: int) -> None:
        columns = self._place(who).columns["customers"]
        columns[:] = columns[turn:] + columns[:turn]

    @rule(who=people, line=numbers9, choice=choices, other=st.sampled_from(("", "keep", "take")), rep=st.booleans())
    def pick(self, who: User, line: int, choice: str, other: str, rep: bool) -> None:
        """Somebody picks on their Conflicts sheet as it stands there, and perhaps another about the same conflict."""
        for one, word in ((who, choice), (MANAGER, other)):
            lines = self._place(one).lines()
            if lines and word:
                self._place(one).pick(line % lines, (WORDS["keep", rep] if word == "keep" else WORDS["take", rep]).zh)

    @rule(who=st.sampled_from((REP_A, REP_B)), at=numbers9, column=st.sampled_from(COLUMNS))
    def quarrel(self, who: User, at: int, column: str) -> None:
        """A rep and the manager change one cell of a row both see as it is: the rep's value stands everywhere."""
        self._quarrel(who, at, column)

    @rule(
        who=st.sampled_from((REP_A, REP_B)),
        at=numbers9,
        column=st.sampled_from(COLUMNS),
        choice=choices,
        rep=st.booleans(),
    )
    def quarrel_and_pick(self, who: User, at: int, column: str, choice: str, rep: bool) -> None:
        """One of the two picks: what they chose stands everywhere, and the conflict is nowhere any more."""
        found = self._quarrel(who, at, column)
        if found is None:
            return
        row, other, aside = found
        place, key, kept = self._place(who if rep else MANAGER), str(row["Customer_ID"]), row[column]
        place.pick(place.line_of(key, aside), (WORDS["keep", False] if choice == "keep" else WORDS["take", False]).en)
        self._run()
        hub = self.team.store.load()
        wanted = kept if choice == "keep" else aside
        assert hub.tables["customers"].get(key, column) == wanted, "a pick is followed"
        assert (row[column], other[column]) == (wanted, wanted)
        assert aside not in [conflict.aside for conflict in hub.conflicts]

    def _quarrel(self, who: User, at: int, column: str) -> tuple[Row, Row, str] | None:
        found = self._seen_by_both(who, at)
        if found is None or not (self._has(who, column) and self._has(MANAGER, column)):
            return None
        row, other = found
        first, second, key = self._type(row, column), self._type(other, column), str(row["Customer_ID"])
        self._run()
        hub = self.team.store.load()
        assert hub.tables["customers"].get(key, column) == first, "the first of two values stands"
        assert (row[column], other[column]) == (first, first)
        assert [c.aside for c in hub.conflicts if (c.key, c.column) == (key, column)] == [second]
        return row, other, second

    @rule(who=st.sampled_from((REP_A, REP_B)), at=numbers9, column=st.sampled_from(COLUMNS), rep=st.booleans())
    def edit_against_deletion(self, who: User, at: int, column: str, rep: bool) -> None:
        """One edits and the other deletes a row both see as it is: it stays, with the edit, and both hear of it."""
        found = self._seen_by_both(who, at)
        editor, deleter = (who, MANAGER) if rep else (MANAGER, who)
        if found is None or not self._has(editor, column):
            return
        edited, gone = found if rep else found[::-1]
        key = str(edited["Customer_ID"])
        value = self._type(edited, column)
        place = self._place(deleter)
        place.rows["customers"] = [row for row in place.rows["customers"] if row is not gone]
        self._forget(gone)
        self.deleted.add(str(edited.get("Customer_Name")))  # somebody may pick so later
        self._run()
        hub = self.team.store.load()
        assert key in hub.tables["customers"].index, "an edit beats a deletion"
        assert hub.tables["customers"].get(key, column) == value
        assert self.team.row(deleter, key) is not None
        assert [c.aside for c in hub.conflicts if (c.key, c.column) == (key, "")] == ["deleted"]

    def _seen_by_both(self, who: User, at: int) -> tuple[Row, Row] | None:
        """A customer of the rep's in both places once everything is in step, or None."""
        self._settles()
        keys = [str(row.get("Customer_ID")) for row in self._rows(who)]
        known = [key for key in keys if keys.count(key) == 1 and self.team.row(MANAGER, key) is not None]
        if not known:
            return None
        key = known[at % len(known)]
        row, other = self.team.row(who, key), self.team.row(MANAGER, key)
        managers = [str(each.get("Customer_ID")) for each in self._rows(MANAGER)]
        if row is None or other is None or managers.count(key) > 1:
            return None
        return row, other

    # What happens to runs

    @rule(who=people)
    def go_away_or_return(self, who: User) -> None:
        """From now on a place cannot be read, or can again."""
        self.team.away ^= {who.name}

    @rule(at=st.integers(0, 12))
    def failing_run(self, at: int) -> None:
        """A run one of whose calls fails: at once, or after it was carried out and the answer got lost."""
        self.team.fail_at = at
        try:
            self._run()
        except OSError:
            pass
        finally:
            self.team.fail_at = None

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
            # Of ordinary work nothing looks like another file, an old one, or one whose dates slipped.
            assert not any(word in str(refused) for word in ("旧版本", "一起移动", "写着", "_salesheet")), str(refused)

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
            self.team.step(who.name, step)
            rows = self._rows(who)
            if step == "apply" and not done and rows and self._has(who, column):
                done.append(step)
                self._type(rows[at % len(rows)], column)

        place.fault = save
        try:
            self._run()
        finally:
            place.fault = partial(self.team.step, who.name)

    @rule(back=numbers9)
    def undo(self, back: int) -> None:
        """One of the last runs is taken back, unless one was broken off: that has to be carried through first."""
        store = self.team.store
        hub = store.load()
        records = list(store.changes_since(hub, 0))
        if records and not intent.pending(self.team.folder / "hub", hub):
            names = set(hub.tables["customers"].columns["Customer_Name"])
            self.team.undo(records[min(back, len(records) - 1)].run)
            left = set(store.load().tables["customers"].columns["Customer_Name"])
            self.deleted |= {str(name) for name in names - left}

    def _run(self) -> RunReport:
        return self.team.run(force=True, now=self.now)

    def _everybody_is_there(self) -> None:
        self.team.away.clear()
        for place in self.team.places.values():
            place.locked = False

    # What must hold

    def _state(self) -> tuple[int, dict[str, bytes]]:
        folder = self.team.folder / "hub"
        files = {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        return self.team.writes(), files

    def _settles(self) -> None:
        """Everybody closes their workbooks: soon a run writes nothing, and nothing is wrong then."""
        self._everybody_is_there()
        for _ in range(STEADY):
            before = self._state()
            report = self._run()
            if self._state() == before:
                break
        else:
            raise AssertionError("a run with nothing new wrote")
        assert not report.left_out
        hub = self.team.store.load()
        assert self.team.store.verify() == [], "the log does not say what the hub holds"
        holds.nothing_lost(hub, self.team.store.changes_since(hub, 0), self.team, self.typed, self.made, self.deleted)
        holds.nothing_doubled(hub, self.made)
        holds.nothing_picked(self.team)
        holds.all_agree(hub, self.team, self.specs, PEOPLE)


class Restrained(People):
    """The same where managers only look, and reps may not give customers away, nor change a level or a region. What is
    about edits that meet as equals, or that all share, is left out."""

    quarrel = None  # type: ignore[assignment]
    quarrel_and_pick = None  # type: ignore[assignment]
    edit_against_deletion = None  # type: ignore[assignment]
    add_column = None  # type: ignore[assignment]
    rename_column = None  # type: ignore[assignment]

    config = Settings(
        users=PEOPLE,
        team=TeamSettings(manager_edits=False),
        columns=Columns(manager_only=("customers.Owner", "customers.Level", "customers.Region")),
    )
