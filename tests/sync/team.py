"""A small team over memory endpoints, for the tests of the cycle."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sync.cycle import Cycle, Member
from sync.endpoints.memory import MemoryEndpoint
from sync.outcome import RunReport
from sync.store.tinydb import TinyDBStore
from sync.upkeep.undo import carry_out
from sync.upkeep.undo_plan import UndoPlan, plan_undo
from validators.cells import Cell
from validators.models import specs
from validators.settings import Settings, User

NOW = datetime(2026, 5, 6, 8)  # a Wednesday

REP_A, REP_B, MANAGER = (
    User(name="张伟", role="rep", place="a"),
    User(name="李娜", role="rep", place="b"),
    User(name="王主管", role="manager", place="m"),
)


@dataclass
class Team:
    """Three people, their places, and the hub in a folder."""

    folder: Path
    settings: Settings = field(default_factory=lambda: Settings(users=(REP_A, REP_B, MANAGER)))
    places: dict[str, MemoryEndpoint] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables = specs(self.settings)
        for user in self.settings.users:
            self.places[user.name] = MemoryEndpoint(user.name, tables, {name: [] for name in tables})

    @property
    def store(self) -> TinyDBStore:
        return TinyDBStore(self.folder / "hub")

    def run(self, force: bool = False, now: datetime = NOW, dry_run: bool = False) -> RunReport:
        members = [Member(user, self.places[user.name], user.place) for user in self.settings.users]
        return Cycle(self.settings, self.store, self.folder / "hub", members, now, force, dry_run).run()

    def add(self, who: User, cells: dict[str, Cell], table: str = "customers") -> dict[str, Cell]:
        """Type a row into someone's place; the row itself, to be edited later."""
        row = dict(cells)
        self.places[who.name].rows[table].append(row)
        return row

    def undo(self, run: int, keys: set[str] | None = None) -> UndoPlan:
        """Take back a run (for these keys); nothing is written where nothing can be restored."""
        store = self.store
        hub = store.load()
        records = list(store.changes_since(hub, run - 1))
        plan = plan_undo(hub, records, specs(self.settings), "管理员", keys)
        if plan:
            store.commit(hub, carry_out(hub, plan, "管理员", NOW.isoformat(sep=" "), NOW.date()))
        return plan

    def row(self, who: User, key: str, table: str = "customers") -> dict[str, Cell] | None:
        """The row with that key in someone's place."""
        column = specs(self.settings)[table].key
        return next((row for row in self.places[who.name].rows[table] if row.get(column) == key), None)

    def keys(self, who: User, table: str = "customers") -> set[Cell]:
        """The keys someone's place holds."""
        column = specs(self.settings)[table].key
        return {row[column] for row in self.places[who.name].rows[table] if row.get(column) is not None}

    def writes(self) -> int:
        """How often any place was written to."""
        return sum(place.writes for place in self.places.values())

    def said(self) -> str:
        """Everything the hub's folder holds as text, and everything shown, to look for lost values in."""
        hub = self.store.load()
        return json.dumps([str(conflict) for conflict in hub.conflicts], ensure_ascii=False)


def customer(name: str, owner: User | None = None, **cells: Cell) -> dict[str, Cell]:
    """A valid customer's cells."""
    row: dict[str, Cell] = {
        "Customer_Name": name,
        "Contact_Info": "电话:0571-8888 6666",
        "Status": "意向客户",
        "Level": "普通客户",
        "Create_User": (owner or REP_A).name,
        "First_Date": NOW.date(),
    }
    if owner is not None:
        row["Owner"] = owner.name
    return row | cells


def follow_up(customer_id: str, **cells: Cell) -> dict[str, Cell]:
    """A valid follow-up's cells."""
    row: dict[str, Cell] = {
        "Customer_ID": customer_id,
        "Follow_Date": NOW.date(),
        "Follow_User": REP_A.name,
        "Follow_Method": "电话",
        "Content": "已确认需求",
    }
    return row | cells
