"""Random work by three people, offline and at once: nothing typed is lost, and all agree in the end."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import intent
from tests.sync.team import MANAGER, REP_A, REP_B, Team, customer
from validators.cells import Cell
from validators.settings import User

PEOPLE = (REP_A, REP_B, MANAGER)
COLUMNS = ("Notes", "Region")
Step = tuple[str, int, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "edit",
                "edit",
                "edit",
                "edit",
                "edit",
                "add",
                "delete",
                "delete",
                "shuffle",
                "owner",
                "copy",
                "lock",
                "run",
                "break",
                "undo",
            ]
        ),
        st.integers(0, 2),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=14,
)


class Broken(BaseException):
    """A run that ends in the middle."""


class World:
    """The team, and every value a person typed that nobody overwrote or deleted at the same place."""

    def __init__(self, folder: Path) -> None:
        self.team = Team(folder)
        self.count = 0
        self.typed: dict[str, tuple[User, dict[str, Cell], str]] = {}

    def rows(self, who: User) -> list[dict[str, Cell]]:
        return [row for row in self.team.places[who.name].rows["customers"] if row.get("Customer_Name")]

    def write(self, who: User, row: dict[str, Cell], column: str) -> None:
        self.count += 1
        value = f"{who.name}写的第{self.count}句"
        self.typed = {text: place for text, place in self.typed.items() if not (place[1] is row and place[2] == column)}
        row[column] = value
        self.typed[value] = (who, row, column)

    def do(self, step: Step) -> None:
        kind, person, number, extra = step
        who = PEOPLE[person]
        place, rows = self.team.places[who.name], self.rows(who)
        if kind == "add":
            self.count += 1
            owner = who if who is not MANAGER else REP_A
            self.write(
                who,
                self.team.add(who, customer(f"第{self.count}家公司", owner, Contact_Info=f"微信:w{self.count}")),
                "Notes",
            )
        elif kind == "run":
            self.run()
        elif kind == "break":
            self.broken(person, ("apply", "applied")[extra % 2])
        elif kind == "undo":
            self.undo(number)
        elif kind == "lock":
            place.locked = not place.locked
        elif kind == "shuffle":
            place.rows["customers"].sort(key=lambda row: hash((str(row.get("Customer_Name")), number)))
        elif rows:
            self._row(kind, who, rows[number % len(rows)], extra)

    def _row(self, kind: str, who: User, row: dict[str, Cell], extra: int) -> None:
        if kind == "edit":
            self.write(who, row, COLUMNS[extra % 2])
        elif kind == "owner" and who is MANAGER:
            row["Owner"] = (REP_A, REP_B)[extra % 2].name
        elif kind == "delete":
            self.typed = {text: place for text, place in self.typed.items() if place[1] is not row}
            self.team.places[who.name].rows["customers"].remove(row)
        elif kind == "copy" and row.get("Customer_ID"):
            copy = dict(row)
            self.team.places[who.name].rows["customers"].append(copy)
            self.write(who, copy, "Notes")

    def run(self) -> None:
        self.team.run(force=True)

    def undo(self, back: int) -> None:
        """Take back one of the last runs, unless one was broken off: that has to be carried through first."""
        hub = self.team.store.load()
        records = list(self.team.store.changes_since(hub, 0))
        if not intent.pending(self.team.folder / "hub", hub):
            self.team.undo(records[min(back, len(records) - 1)].run)

    def broken(self, person: int, step: str) -> None:
        place = self.team.places[PEOPLE[person].name]

        def fault(name: str) -> None:
            if name == step:
                raise Broken

        place.fault = fault
        try:
            self.run()
        except Broken:
            pass
        finally:
            place.fault = lambda name: None


def _kept(world: World) -> str:
    """Everything that is kept anywhere: hub, conflicts, history, all places."""
    hub = world.team.store.load()
    parts: list[Any] = [table.columns for table in hub.tables.values()]
    parts += [hub.conflicts]
    for record in world.team.store.changes_since(hub, 0):
        parts += [record.changes, record.removed, record.aside]
    parts += [place.rows for place in world.team.places.values()]
    return str(parts)


def _check(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for start in (("add", 0, 0, 0), ("add", 1, 0, 0), ("run", 0, 0, 0)):  # so that there is something to meet over
            world.do(start)
        for step in steps:
            world.do(step)
        for place in world.team.places.values():
            place.locked = False
        for _ in range(3):
            world.run()
        kept = _kept(world)
        assert [text for text in world.typed if text not in kept] == []
        hub = world.team.store.load()
        table = hub.tables["customers"]
        assert len(set(table.keys)) == len(table.keys)
        for who in PEOPLE:
            keys = [row.get("Customer_ID") for row in world.rows(who)]
            for row in world.rows(who):
                key = row.get("Customer_ID")
                if key in table.index and keys.count(key) == 1:  # rows that share an ID wait until a person mends it
                    for column in ("Customer_Name", *COLUMNS):
                        assert row.get(column) == table.get(str(key), column), (who.name, key, column)
        assert {str(row["Customer_ID"]) for row in world.rows(MANAGER)} >= set(table.keys)
        assert world.team.store.verify() == [], "the log does not say what the hub holds"
        before = world.team.writes()
        world.run()
        assert world.team.writes() == before, "a run with nothing new wrote"


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_nothing_typed_is_lost_and_all_agree(steps: list[Step]) -> None:
    _check(steps)


@pytest.mark.nightly
@settings(max_examples=1000, deadline=None)
@given(STEPS)
def test_nothing_typed_is_lost_and_all_agree_at_length(steps: list[Step]) -> None:
    _check(steps)
