"""What was found about merging and about which row is which, as a person would tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.kills import names
from tests.sync.team import MANAGER, REP_A, REP_B, Team, customer, follow_up
from validators.cells import Unreadable
from validators.settings import Settings, User


def test_a_row_pasted_twice_is_three_rows(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    team.places[REP_A.name].rows["customers"] += [dict(row), dict(row)]
    for _ in range(3):
        team.run()
    keys = team.store.load().tables["customers"].keys
    assert sorted(set(keys)) == sorted(keys)
    assert len(keys) == len(team.keys(REP_A)) == 3


def test_two_copies_that_differ_in_a_column_of_somebodys_own_are_two_rows(team: Team) -> None:
    """The second copy was taken for the first one, and what stood in its own column was gone."""
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    other = team.row(MANAGER, str(row["Customer_ID"]))
    assert other is not None
    team.add(REP_A, dict(row))
    team.places[MANAGER.name].columns["customers"].append("我的备注")
    team.add(MANAGER, dict(other) | {"我的备注": "主管写的"})
    for _ in range(2):
        team.run()
    assert "主管写的" in team.store.load().tables["customers"].columns["我的备注"]
    assert len(names(team)) == 3


def test_a_mended_error_value_is_an_edit(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, Contract_Amount=100))
    team.run()
    row["Contract_Amount"] = Unreadable("#REF!")
    team.run()
    row["Contract_Amount"] = 120
    assert team.run().conflicts == 0
    assert row["Contract_Amount"] == 120


def test_a_place_that_lags_does_not_undo_a_row_put_back_and_changed(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, Notes="旧"))
    team.run()
    rows = team.places[REP_A.name].rows["customers"]
    team.places[MANAGER.name].locked = True
    rows.remove(row)
    team.run()
    row["Notes"] = "新"
    rows.append(row)
    team.run()
    team.places[MANAGER.name].locked = False
    team.run()
    assert row["Notes"] == "新"


def test_an_edit_that_beats_a_deletion_is_not_undone_by_a_third_workbook(tmp_path: Path) -> None:
    boss = User(name="钱总", role="admin", place="x")
    team = Team(tmp_path, Settings(users=(REP_A, MANAGER, boss)))
    row = team.add(REP_A, customer("甲公司", REP_A, Notes="旧"))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    team.places[REP_A.name].rows["customers"].remove(row)
    other["Notes"] = "主管刚写的"
    team.run()
    assert team.store.load().tables["customers"].get("C20260506001", "Notes") == "主管刚写的"


def test_a_conflict_of_an_open_workbook_is_one_conflict(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    row["Notes"], other["Notes"] = "销售写的", "主管写的"
    team.places[MANAGER.name].locked = True
    team.run()
    team.places[MANAGER.name].locked = False
    assert team.run().conflicts == 1


def test_a_reference_typed_after_the_placeholder_became_an_id_follows_it(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A, Customer_ID="NEW-ab12cd34"))
    team.run()
    late = team.add(REP_A, follow_up("NEW-ab12cd34"), "follow_ups")
    team.run()
    assert late["Customer_ID"] == "C20260506001"


def test_a_conflict_on_a_row_that_waits_is_not_drawn_anew_in_every_run(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    other = team.row(MANAGER, "C20260506001")
    assert other is not None
    row["Notes"], other["Notes"] = "销售写的", "主管写的"
    team.run()
    copy = dict(row)
    team.places[REP_A.name].rows["customers"].append(copy)
    row["Notes"], copy["Notes"] = "甲", "乙"
    team.run()
    before = team.writes()
    team.run()
    assert team.writes() == before


def test_a_rep_cannot_write_into_a_colleagues_customer(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    team.add(REP_B, {"Customer_ID": "C20260506001", "Notes": "李娜写进张伟的客户"})
    team.run()
    assert team.store.load().tables["customers"].get("C20260506001", "Notes") is None


@pytest.mark.parametrize("count", [1, 2])
def test_a_name_typed_for_an_id_tells_nothing_of_colleagues_customers(team: Team, count: int) -> None:
    for number in range(count):
        team.add(REP_A, customer("远景科技", REP_A, Contact_Info=f"微信:w{number}"))
    there = team.add(REP_B, follow_up("远景科技", Follow_User=REP_B.name), "follow_ups")
    nowhere = team.add(REP_B, follow_up("无此公司", Follow_User=REP_B.name), "follow_ups")
    team.run()
    assert str(there["Check"]).replace("远景科技", "无此公司") == nowhere["Check"]


@pytest.mark.parametrize("deleter", [REP_A, MANAGER])
def test_a_deletion_is_told_of_who_deleted(team: Team, deleter: User) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    (key,) = team.keys(REP_A)
    editor = MANAGER if deleter is REP_A else REP_A
    edited = team.row(editor, str(key))
    assert edited is not None
    edited["Notes"] = "改过"
    place = team.places[deleter.name]
    place.rows["customers"] = [row for row in place.rows["customers"] if row.get("Customer_ID") != key]
    team.run()
    hub = team.store.load()
    assert hub.tables["customers"].get(str(key), "Notes") == "改过"
    assert [(one.aside, one.who) for one in hub.conflicts] == [("deleted", deleter.name)]
    team.run()
    assert len(team.store.load().conflicts) == 1
