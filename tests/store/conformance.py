"""What every store of a hub must do. A new backend: subclass, name a function that opens it in a folder, done.

class TestMine(StoreConformance):
    open = staticmethod(MyStore)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from sync.store.contract import Store
from sync.store.hub import Conflict, Cursor, Hub
from sync.store.records import Added, Change, Decision, RunRecord
from sync.store.replay import replay
from validators.cells import Cell, Unreadable

A, B, C = "C20260101001", "C20260101002", "C20260101003"
CELLS: list[Cell] = [
    "甲",
    None,
    3,
    2.5,
    True,
    date(2026, 5, 1),
    datetime(2026, 5, 1, 9, 30),
    Unreadable("#REF!"),
    "\x01d",
    10**25,
]


def whole_hub() -> Hub:
    """A hub with something in every corner."""
    hub = Hub(run=1)
    keys = [f"C2026010100{n}" for n in range(len(CELLS))]
    hub.tables["customers"].extend(keys, {"Customer_ID": list(keys), "Customer_Name": list(CELLS)}, 1)
    hub.cursors["张伟"] = Cursor("abc", {"customers": {A: 1}}, {"customers": ["Customer_Name"]}, shown="x", stamped="y")
    hub.cursors["张伟"].exceptions["customers", A, "Notes"] = Unreadable("#N/A")
    hub.conflicts.append(
        Conflict("customers", A, "Level", "key", date(2026, 1, 2), "李娜", "李娜", 1, "2026-01-01 08:00:00")
    )
    hub.decisions.append(Decision("duplicate", (A, B), "no", "李娜", 1, "2026-01-01 08:00:00"))
    hub.ids["C20260101"] = 9
    hub.aliases["NEW-abcd1234"] = A
    hub.runs.append({"run": 1, "at": "2026-01-01 08:00:00", "exit": 0})
    return hub


class Story:
    """Runs of a team, each committed: three customers enter, cells change, one leaves and comes back, one leaves."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.hub = store.load()

    def commit(self, day: int, record: RunRecord) -> None:
        self.hub.run += 1
        record.run, record.at = self.hub.run, f"2026-01-{day:02d} 08:00:00"
        replay(self.hub, [record])
        self.store.commit(self.hub, record)

    def change(self, day: int, key: str, before: Cell, after: Cell, who: str = "张伟") -> None:
        self.commit(day, RunRecord(0, "", [Change("customers", key, "Notes", before, after, who, who)]))

    def tell(self) -> None:
        names: list[Cell] = ["甲", "乙", "丙"]
        columns: dict[str, list[Cell]] = {"Customer_ID": [A, B, C], "Customer_Name": names, "Notes": [None] * 3}
        self.commit(1, RunRecord(0, "", added=[Added("customers", [A, B, C], columns, "张伟", "张伟", {"Notes": [C]})]))
        self.change(2, A, None, "一")
        self.change(3, A, "一", "二", "李娜")
        row = self.hub.tables["customers"].row(B)
        self.commit(4, RunRecord(0, "", removed=[("customers", B, row, "张伟")]))
        back: dict[str, list[Cell]] = {name: [cell] for name, cell in row.items()}
        self.commit(5, RunRecord(0, "", added=[Added("customers", [B], back, "王主管", "undo")], undoes=4))
        self.commit(6, RunRecord(0, "", removed=[("customers", C, self.hub.tables["customers"].row(C), "李娜")]))
        self.change(7, A, "二", "三")
        self.change(8, A, "三", "四")


class StoreConformance:
    """The contract, in tests."""

    open: Callable[[Path], Store]

    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        return self.open(tmp_path / "hub")

    @pytest.fixture
    def story(self, store: Store) -> Story:
        told = Story(store)
        told.tell()
        return told

    def again(self, tmp_path: Path) -> Store:
        """The store, opened anew."""
        return self.open(tmp_path / "hub")

    def test_what_was_never_written_is_empty_and_sound(self, store: Store) -> None:
        assert store.load() == Hub()
        assert store.verify() == []

    def test_all_of_a_hub_comes_back(self, store: Store, tmp_path: Path) -> None:
        hub = whole_hub()
        table = hub.tables["customers"]
        columns = {name: list(cells) for name, cells in table.columns.items()}
        store.commit(
            hub, RunRecord(1, "2026-01-01 08:00:00", added=[Added("customers", list(table.keys), columns, "a", "b")])
        )
        assert self.again(tmp_path).load() == hub

    def test_every_change_comes_back_newest_first_and_as_it_was(self, story: Story, tmp_path: Path) -> None:
        store = self.again(tmp_path)
        hub = store.load()
        records = list(store.changes_since(hub, 0))
        assert [record.run for record in records] == [8, 7, 6, 5, 4, 3, 2, 1]
        assert records[5].changes == [Change("customers", A, "Notes", "一", "二", "李娜", "李娜")]
        assert (records[3].undoes, records[3].added[0].source) == (4, "undo")
        assert records[-1].added[0].filled == {"Notes": [C]}
        assert [record.run for record in store.changes_since(hub, 6)] == [8, 7]
        changed = [(record.run, record.at, record.changes) for record in records if record.changes]
        assert [(r.run, r.at, r.changes) for r in store.edits_since(hub, 0) if r.changes] == changed
        assert [r.run for r in store.edits_since(hub, 2) if r.changes] == [8, 7, 3]

    def test_every_kind_of_cell_is_kept_in_the_log(self, store: Store, tmp_path: Path) -> None:
        changes = [Change("customers", A, "Notes", cell, None, "张伟", "张伟") for cell in CELLS]
        decision = Decision("pick", (A,), "hub", "李娜", 1, "t")
        record = RunRecord(
            1, "2026-01-01", changes, aside=changes, remarks=changes, aliases={"NEW-1": A}, decisions=[decision]
        )
        hub = Hub(run=1)
        store.commit(hub, record)
        other = self.again(tmp_path)
        assert list(other.changes_since(other.load(), 0)) == [record]

    def test_the_log_alone_makes_the_rows_again(self, story: Story) -> None:
        again = Hub()
        assert replay(again, list(story.store.changes_since(story.hub, 0))[::-1]) == 0
        assert again.tables == story.hub.tables
        assert story.store.verify() == []

    def test_thinned_out_runs_still_say_who_typed_what_stands_there(self, story: Story, tmp_path: Path) -> None:
        assert story.store.compact(story.hub, date(2026, 1, 8), story.hub.run)
        story.change(9, A, "四", "五", "李娜")
        store = self.again(tmp_path)
        hub = store.load()
        records = list(store.changes_since(hub, 0))
        assert (hub.compacted, hub.kept_since) == (7, "2026-01-08")
        notes = [(c.after, c.who) for record in records for c in record.changes]
        assert notes == [("五", "李娜"), ("四", "张伟"), ("三", "张伟")]
        assert [key for record in records for _, key, _, _ in record.removed] == [C], "what left stays whole"
        assert [added.who for record in records for added in record.added if B in added.keys] == ["王主管", "张伟"]
        assert store.verify() == []
        again = Hub()
        replay(again, records[::-1])
        assert again.tables["customers"].row(A) == hub.tables["customers"].row(A)

    def test_nothing_is_thinned_out_from_where_somebody_lags_behind(self, story: Story) -> None:
        assert story.store.compact(story.hub, date(2026, 1, 8), 2)
        assert story.hub.compacted == 2
        assert len([1 for record in story.store.changes_since(story.hub, 2)]) == 6
        assert not story.store.compact(story.hub, date(2026, 1, 8), 2)

    def test_a_thinning_that_was_not_committed_never_was(self, story: Story, tmp_path: Path) -> None:
        assert story.store.compact(story.store.load(), date(2026, 1, 8), 8)
        store = self.again(tmp_path)
        assert len(list(store.changes_since(store.load(), 0))) == 8
        story.change(9, A, "四", "五")
        assert len(list(story.store.changes_since(story.hub, 0))) == 9
        assert story.store.verify() == []
