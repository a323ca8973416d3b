"""Undo over places in memory: what was typed comes back, and no place brings back what was undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.store.hub import Hub
from sync.store.replay import replay
from sync.upkeep.undo_plan import UndoPlan, last_of
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer, follow_up
from validators.cells import Cell
from validators.models import specs

KEY = "C20260506001"


class Undoing(Team):
    """A team, and what is to hold of it after an undo."""

    def undo_row(self, key: str) -> UndoPlan:
        """Take back the last thing that happened to a row."""
        store = self.store
        last = last_of(list(store.changes_since(store.load(), 0)), key, specs(self.settings))
        assert last is not None
        return self.undo(*last)

    def last(self) -> int:
        """The number of the last run."""
        return self.store.load().run

    def here(self, who: object, key: str = KEY, table: str = "customers") -> dict[str, Cell]:
        """A row that must stand in somebody's place."""
        row = self.row(who, key, table)  # type: ignore[arg-type]
        assert row is not None
        return row

    def settled(self) -> None:
        """All that is known is in the log, all places agree, and one more run has nothing to write."""
        self.run(force=True)
        hub = self.store.load()
        again = Hub()
        replay(again, list(self.store.changes_since(hub, 0))[::-1])
        for name, table in hub.tables.items():
            assert {key: table.row(key) for key in table.keys} == {
                key: again.tables[name].row(key) for key in again.tables[name].keys
            }
        customers = hub.tables["customers"]
        assert self.keys(MANAGER) == set(customers.keys)
        for who in (REP_A, REP_B, MANAGER):
            for row in self.places[who.name].rows["customers"]:
                key = row.get("Customer_ID")
                if key is not None:
                    shown = {name: value for name, value in row.items() if value is not None and name in _TYPED}
                    assert shown == {n: v for n, v in customers.row(str(key)).items() if n in _TYPED}
        before = self.writes()
        self.run(force=True)
        assert self.writes() == before


_TYPED = {column.name for column in specs()["customers"].typed}


@pytest.fixture
def team(tmp_path: Path) -> Undoing:
    made = Undoing(tmp_path)
    made.add(REP_A, customer("甲公司", REP_A, Notes="原来的"))
    made.run()
    return made


def test_an_edit_comes_back_everywhere_and_no_place_brings_the_undone_value_again(team: Undoing) -> None:
    team.here(REP_A)["Notes"] = "改错了"
    team.run()
    assert team.here(MANAGER)["Notes"] == "改错了"
    plan = team.undo(team.last())
    assert [(c.column, c.before, c.after) for c in plan.changes] == [("Notes", "改错了", "原来的")]
    assert team.run(force=True).conflicts == 0
    assert team.here(REP_A)["Notes"] == team.here(MANAGER)["Notes"] == "原来的"
    team.settled()


@pytest.mark.parametrize("who", [REP_A, MANAGER])
def test_a_place_that_was_locked_all_the_while_is_brought_into_line_later(team: Undoing, who: object) -> None:
    """Locked while the edit was read (from it or from another place), undone, and a run passed by."""
    locked = team.places[who.name]  # type: ignore[attr-defined]
    team.here(REP_A)["Notes"] = "改错了"
    locked.locked = True
    team.run()
    team.undo(team.last())
    team.run()
    locked.locked = False
    assert team.run().conflicts == 0
    assert team.here(REP_A)["Notes"] == team.here(MANAGER)["Notes"] == "原来的"
    team.settled()


def test_a_place_that_comes_back_with_an_edit_of_its_own_keeps_it(team: Undoing) -> None:
    team.here(REP_A)["Notes"] = "改错了"
    team.run()
    team.places[MANAGER.name].locked = True
    team.undo(team.last())
    team.run()
    team.here(MANAGER)["Notes"] = "主管后来写的"
    team.places[MANAGER.name].locked = False
    report = team.run()
    assert (team.here(REP_A)["Notes"], report.conflicts) == ("原来的", 1)
    assert "主管后来写的" in team.said()
    team.settled()


def test_an_undo_can_be_undone_and_that_as_well(team: Undoing) -> None:
    team.here(REP_A)["Notes"] = "第二版"
    team.run()
    edited = team.last()
    team.undo(edited)
    assert team.undo(edited).changes == []
    undone = team.last()
    team.undo(undone)
    assert team.store.load().tables["customers"].get(KEY, "Notes") == "第二版"
    team.run()
    assert team.here(REP_A)["Notes"] == team.here(MANAGER)["Notes"] == "第二版"
    team.undo(edited)
    team.run()
    assert team.here(MANAGER)["Notes"] == "原来的"
    team.settled()


def test_only_what_a_person_changed_since_is_refused_and_named(team: Undoing) -> None:
    row = team.here(REP_A)
    row["Notes"], row["Region"] = "改错了", "华东"
    team.run()
    run = team.last()
    team.here(MANAGER)["Region"] = "华南"
    team.run()
    plan = team.undo(run)
    assert [(c.column, c.after) for c in plan.changes] == [("Notes", "原来的")]
    (refused,) = plan.refused
    assert (refused.column, refused.why, refused.stands, refused.who, refused.run) == (
        "Region",
        "changed",
        "华南",
        "王主管",
        run + 1,
    )
    team.settled()
    assert team.here(REP_A)["Region"] == "华南"


def test_what_the_agent_filled_in_goes_with_what_it_hung_on(team: Undoing) -> None:
    deal: dict[str, Cell] = {
        "Customer_ID": KEY,
        "Opportunity_Name": "一期",
        "Stage": "商务谈判",
        "Amount": 100,
        "Responsible": REP_A.name,
    }
    team.add(REP_A, deal, "opportunities")
    team.run()
    row = team.here(REP_A, "O20260506001", "opportunities")
    row["Stage"] = "赢单"
    team.run()
    assert row["Close_Date"] == NOW.date()
    run = team.last()
    team.undo(run)
    team.run()
    assert [row["Stage"], row["Close_Date"]] == ["商务谈判", None]
    team.undo(team.last() - 1)
    team.run()
    assert (row["Stage"], row["Close_Date"]) == ("赢单", NOW.date())
    row["Stage"] = "输单"
    team.run()
    assert row["Close_Date"] == NOW.date()
    assert team.undo(run).changes == [], "the date belongs to a stage that somebody typed since"


@pytest.mark.parametrize("locked", [False, True])
def test_a_deleted_row_comes_back_whole_with_what_hung_on_it(team: Undoing, locked: bool) -> None:
    team.add(REP_A, follow_up(KEY), "follow_ups")
    team.run()
    before = {name: value for name, value in team.here(REP_A).items() if name in _TYPED}
    team.places[MANAGER.name].locked = locked
    team.places[REP_A.name].rows["customers"].clear()
    team.places[REP_A.name].rows["follow_ups"].clear()
    team.run(force=True)
    assert team.store.load().tables["customers"].keys == []
    plan = team.undo_row(KEY)
    assert sorted(key for _, key, _ in plan.restored) == [KEY, "F20260506001"]
    team.places[MANAGER.name].locked = False
    team.run(force=True)
    for who in (REP_A, MANAGER):
        assert {name: value for name, value in team.here(who).items() if name in _TYPED} == before
    assert team.keys(REP_A, "follow_ups") == team.keys(MANAGER, "follow_ups") == {"F20260506001"}
    assert team.store.load().conflicts == []
    team.settled()


def test_rows_that_a_run_brought_leave_again_unless_somebody_worked_on_them(team: Undoing) -> None:
    for number in (2, 3, 4):
        team.add(REP_B, customer(f"第{number}家", REP_B, Contact_Info=f"微信:w{number}"))
    team.run()
    run = team.last()
    team.here(MANAGER, "C20260506003")["Notes"] = "谈得不错"
    team.add(REP_B, follow_up("C20260506004", Follow_User=REP_B.name), "follow_ups")
    team.run()
    plan = team.undo(run)
    assert [key for _, key, _ in plan.removed] == ["C20260506002"]
    assert {(one.key, one.column, one.why) for one in plan.refused} == {
        ("C20260506003", "Notes", "changed"),
        ("C20260506004", "", "referred"),
    }
    undone = team.last()
    team.settled()
    assert team.keys(REP_B) == {"C20260506003", "C20260506004"}
    team.undo(undone)
    team.settled()
    assert team.keys(REP_B) == {"C20260506002", "C20260506003", "C20260506004"}


def test_a_row_typed_in_a_locked_place_leaves_it_once_its_run_is_undone(team: Undoing) -> None:
    place = team.places[REP_B.name]
    row = team.add(REP_B, customer("手机上录的", REP_B, Customer_ID="NEW-ab12cd34"))
    place.locked = True
    team.run()
    team.undo(team.last())
    place.locked = False
    team.run(force=True)
    assert row.get("Customer_Name") is None
    assert team.keys(REP_B) == set()
    team.settled()


def test_a_new_owner_goes_back_to_the_old_one(team: Undoing) -> None:
    team.here(MANAGER)["Owner"] = "李娜"
    team.run(force=True)
    assert (team.keys(REP_A), team.keys(REP_B)) == (set(), {KEY})
    team.undo(team.last())
    team.run(force=True)
    assert (team.keys(REP_A), team.keys(REP_B)) == ({KEY}, set())
    team.settled()


def test_step_by_step_back_through_a_row_to_its_entry(team: Undoing) -> None:
    for note in ("第二版", "第三版"):
        team.here(REP_A)["Notes"] = note
        team.run()
    assert [team.undo_row(KEY).changes[0].after for _ in range(2)] == ["第二版", "原来的"]
    records = list(team.store.changes_since(team.store.load(), 0))
    assert last_of(records, KEY, specs(team.settings)) is None
    team.run()
    assert team.here(MANAGER)["Notes"] == "原来的"
    team.settled()


def test_an_open_conflict_keeps_the_value_that_was_set_aside(team: Undoing) -> None:
    row, at_manager = team.here(REP_A), team.here(MANAGER)
    row["Notes"], at_manager["Notes"] = "销售写的", "主管写的"
    team.run()
    team.undo(team.last())
    report = team.run()
    assert (row["Notes"], at_manager["Notes"], report.conflicts) == ("原来的", "原来的", 1)
    (conflict,) = team.store.load().conflicts
    assert (conflict.kept, conflict.aside) == ("原来的", "主管写的")
    team.settled()


def test_a_conflict_is_over_whose_other_value_is_the_one_restored(team: Undoing) -> None:
    row, at_manager = team.here(REP_A), team.here(MANAGER)
    row["Notes"] = "第二版"
    team.run()
    row["Notes"], at_manager["Notes"] = "第三版", "原来的"
    assert team.run().conflicts == 1
    team.undo(team.last())
    assert [one.aside for one in team.store.load().conflicts] == ["原来的"]
    team.undo(team.last() - 2)
    assert team.run().conflicts == 0
    assert (row["Notes"], at_manager["Notes"]) == ("原来的", "原来的")
    assert team.store.verify() == []
    team.settled()


def test_a_row_archived_since_is_named_with_its_run(team: Undoing) -> None:
    team.here(REP_A)["Notes"] = "第二版"
    team.run()
    run = team.last()
    team.places[REP_A.name].rows["customers"].clear()
    team.run(force=True)
    (refused,) = team.undo(run).refused
    assert (refused.why, refused.who, refused.run) == ("archived", "张伟", run + 1)
