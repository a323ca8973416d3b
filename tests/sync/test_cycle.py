"""What one person types reaches those who may see it, nothing is lost, and a second run writes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sync.errors import Refused, StaleSnapshot
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer, follow_up
from validators.cells import Cell, Unreadable


def _settled(team: Team) -> None:
    """One more run has nothing to do."""
    before = team.writes()
    team.run()
    assert team.writes() == before


def test_a_typed_row_gets_an_id_and_reaches_the_manager(team: Team) -> None:
    row = team.add(REP_A, customer("杭州远景科技有限公司", Owner=None))
    team.run()
    assert row["Customer_ID"] == "C20260506001"
    assert row["Owner"] == "张伟"
    assert row["Update_Date"] == date(2026, 5, 6)
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    assert at_manager["Customer_Name"] == "杭州远景科技有限公司"
    assert team.keys(REP_B) == set()
    _settled(team)


def test_an_edit_by_the_manager_reaches_the_rep_and_back(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    at_manager["Level"] = "重点客户"
    team.run()
    assert row["Level"] == "重点客户"
    row["Notes"] = "=客户喜欢先看样品"
    team.run()
    assert at_manager["Notes"] == "=客户喜欢先看样品"
    _settled(team)


def test_different_cells_of_one_row_merge(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    row["Notes"], at_manager["Level"] = "报价已发", "重点客户"
    report = team.run()
    assert (row["Level"], at_manager["Notes"]) == ("重点客户", "报价已发")
    assert report.conflicts == 0
    _settled(team)


def test_the_same_cell_twice_is_a_conflict_and_the_owner_goes_first(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    row["Notes"], at_manager["Notes"] = "销售写的", "主管写的"
    report = team.run()
    assert row["Notes"] == at_manager["Notes"] == "销售写的"
    assert report.exit_code == 3
    assert "主管写的" in team.said()
    assert any("主管写的" in str(put.value) for sheet in team.places["王主管"].shown for put in sheet.cells)
    _settled(team)


def test_a_conflict_is_over_once_somebody_types_there_again(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    row["Notes"], at_manager["Notes"] = "销售写的", "主管写的"
    assert team.run().conflicts == 1
    row["Region"] = "华东"
    assert team.run().conflicts == 1
    at_manager["Notes"] = "两人商量后写的"
    assert team.run().conflicts == 0
    assert row["Notes"] == "两人商量后写的"
    records = list(team.store.changes_since(team.store.load(), 0))
    assert "销售写的" in [change.before for record in records for change in record.changes]
    assert "主管写的" in [change.after for record in records for change in record.aside]
    _settled(team)


def test_the_same_new_value_on_both_sides_is_no_conflict(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    row["Level"], at_manager["Level"] = "重点客户", "key"
    assert team.run().conflicts == 0
    assert team.store.load().tables["customers"].get("C20260506001", "Level") == "重点客户"


def test_a_choice_in_the_other_language_is_no_edit(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Status"] = "interested"
    row["Contact_Info"] = "电话:0571-8888 6666 "
    report = team.run()
    assert sum(place.counts.edits_in for place in report.places) == 0


def test_a_deleted_row_is_archived_and_an_edited_one_comes_back(team: Team) -> None:
    for name in ("甲公司", "乙公司"):
        team.add(REP_A, customer(name, REP_A, Contact_Info=f"微信：{name}"))
    team.run()
    at_manager = team.row(MANAGER, "C20260506002")
    assert at_manager is not None
    at_manager["Notes"] = "主管刚刚写的"
    team.places["张伟"].rows["customers"][0].clear()
    team.places["张伟"].rows["customers"][1].clear()
    report = team.run(force=True)
    assert team.keys(MANAGER) == {"C20260506001", "C20260506002"} - {"C20260506001"} | (
        {"C20260506001"} if report.conflicts > 1 else set()
    )
    team.run(force=True)
    hub = team.store.load()
    everything = set(hub.tables["customers"].keys)
    archived = {key for record in team.store.changes_since(hub, 0) for _, key, _, _ in record.removed}
    assert everything | archived == {"C20260506001", "C20260506002"}
    assert "C20260506001" in archived


def test_a_new_owner_takes_the_row_along(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    team.add(REP_A, follow_up("C20260506001", Content="已确认需求"), "follow_ups")
    team.run()
    at_manager["Owner"] = "李娜"
    team.run(force=True)
    assert team.keys(REP_A) == set()
    assert team.keys(REP_A, "follow_ups") == set()
    assert team.keys(REP_B) == {"C20260506001"}
    assert len(team.keys(REP_B, "follow_ups")) == 1
    _settled(team)


def test_a_placeholder_and_its_references_follow_the_id(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, Customer_ID="NEW-ab12cd34"))
    typed = team.add(REP_A, follow_up("NEW-ab12cd34", Content="首次沟通"), "follow_ups")
    team.run()
    assert row["Customer_ID"] == typed["Customer_ID"] == "C20260506001"
    _settled(team)


def test_a_copied_row_gets_its_own_id(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    copy = dict(row) | {"Customer_Name": "乙公司"}
    team.places["张伟"].rows["customers"].insert(0, copy)
    team.run()
    assert row["Customer_ID"] == "C20260506001"
    assert copy["Customer_ID"] == "C20260506002"
    _settled(team)


def test_two_reps_on_one_day_never_share_an_id(team: Team) -> None:
    rows = [team.add(who, customer(f"{who.name}的客户{n}", who)) for who in (REP_A, REP_B) for n in range(3)]
    team.run()
    assert len({row["Customer_ID"] for row in rows}) == 6


def test_a_locked_place_is_left_out_and_catches_up(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    team.places["王主管"].locked = True
    row["Notes"] = "新备注"
    report = team.run()
    assert [place.user for place in report.left_out] == ["王主管"]
    assert report.exit_code == 3
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    assert at_manager.get("Notes") is None
    at_manager["Level"] = "重点客户"
    team.places["王主管"].locked = False
    team.run()
    assert (at_manager["Notes"], row["Level"]) == ("新备注", "重点客户")
    _settled(team)


def test_an_emptied_table_stops_the_run(team: Team) -> None:
    for number in range(3):
        team.add(REP_A, customer(f"公司{number}", REP_A, Contact_Info=f"微信:w{number}"))
    team.run()
    team.places["张伟"].rows["customers"].clear()
    before = team.writes()
    with pytest.raises(Refused, match="--force") as caught:
        team.run()
    assert caught.value.exit_code == 7
    assert team.writes() == before
    assert len(team.keys(MANAGER)) == 3


def test_many_deletions_stop_the_run_from_twenty_rows_on(team: Team) -> None:
    for number in range(20):
        team.add(REP_A, customer(f"公司{number}", REP_A, Contact_Info=f"微信:w{number}"))
    team.run()
    rows = team.places["张伟"].rows["customers"]
    del rows[:2]
    team.run()
    assert len(team.keys(MANAGER)) == 18
    del rows[:3]
    # 18 rows are fewer than min_rows: no share counts
    team.run()
    assert len(team.keys(MANAGER)) == 15


def test_a_dry_run_writes_nothing(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run(dry_run=True)
    assert team.writes() == 0
    assert team.store.load().run == 0


def test_a_new_day_stamps_the_heartbeat_once(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    tomorrow = NOW + timedelta(days=1)
    team.run(now=tomorrow)
    assert team.places["张伟"].heartbeat == tomorrow
    before = team.writes()
    team.run(now=tomorrow)
    assert team.writes() == before


@pytest.mark.parametrize("step", ["apply", "applied"])
@pytest.mark.parametrize("place", ["张伟", "李娜", "王主管"])
def test_a_run_broken_off_at_any_endpoint_converges(team: Team, step: str, place: str) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    row["Notes"], at_manager["Notes"] = "销售写的", "主管写的"
    fresh = team.add(REP_B, customer("乙公司", REP_B, Contact_Info="微信:yi"))

    class Killed(BaseException):
        pass

    def fault(name: str) -> None:
        if name == step:
            raise Killed

    team.places[place].fault = fault
    with pytest.raises(Killed):
        team.run()
    team.places[place].fault = lambda name: None
    team.run()
    assert row["Notes"] == at_manager["Notes"]
    assert {"销售写的", "主管写的"} <= {str(row["Notes"]), *_asides(team)}
    assert fresh["Customer_ID"] in team.keys(MANAGER)
    assert len(team.keys(MANAGER)) == 2
    _settled(team)


def _asides(team: Team) -> set[str]:
    return {str(conflict.aside) for conflict in team.store.load().conflicts}


def test_a_place_that_changed_meanwhile_is_left_for_the_next_run(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    row["Notes"] = "新备注"
    place = team.places["王主管"]
    typed: list[str] = []

    def type_meanwhile(name: str) -> None:
        if name == "apply" and not typed:
            typed.append(name)
            assert at_manager is not None
            at_manager["Region"] = "华东"
            raise StaleSnapshot("changed")

    place.fault = type_meanwhile
    assert [out.user for out in team.run().left_out] == ["王主管"]
    team.run()
    assert (at_manager["Notes"], row["Region"]) == ("新备注", "华东")
    _settled(team)


def test_a_rep_learns_nothing_of_a_customer_that_is_not_theirs(team: Team) -> None:
    secret = "机密:只给张伟看"
    team.add(REP_A, customer("隔壁的客户有限公司", REP_A, Notes=secret, First_Date=date(2026, 5, 5)))
    team.run()
    deal: dict[str, Cell] = {
        "Customer_ID": "C20260506001",
        "Opportunity_Name": "李娜负责的机会",
        "Stage": "赢单",
        "Amount": 100,
        "Expected_Date": date(2026, 5, 1),
        "Responsible": REP_B.name,
    }
    team.add(REP_B, deal, "opportunities")
    team.add(REP_B, follow_up("隔壁的客户有限公司", Follow_User=REP_B.name), "follow_ups")
    team.run()
    place = team.places[REP_B.name]
    assert team.keys(REP_B, "opportunities") == {"O20260506001"}
    assert team.keys(REP_B) == set()
    shown = "\n".join(str(put.value) for sheet in place.shown for put in sheet.cells)
    held = str(place.rows) + shown
    assert secret not in held
    assert "2026-05-05" not in shown
    assert "意向客户”" not in shown
    assert "linked" not in {sheet.id for sheet in place.shown}  # nobody who may see that customer has agreed yet
    findings = next(sheet for sheet in place.shown if sheet.id == "findings")
    told = [str(put.value) for put in findings.cells if "C20260506001" in str(put.value)]
    assert told == ["客户编号：“客户”表里没有 C20260506001"]
    deal_at_manager = team.row(MANAGER, "O20260506001", "opportunities")
    assert deal_at_manager is not None
    deal_at_manager["Amount"] = 200
    team.run()
    linked = next(sheet for sheet in place.shown if sheet.id == "linked")
    assert [put.value for put in linked.cells if put.row >= 5] == ["C20260506001", "隔壁的客户有限公司"]
    findings = next(sheet for sheet in place.shown if sheet.id == "findings")
    assert all("C20260506001" not in str(put.value) for put in findings.cells)
    at_manager = {finding.value for sheet in team.places[MANAGER.name].shown for finding in sheet.cells}
    assert any("客户状态还是" in str(text) for text in at_manager)


def test_who_entered_a_customer_never_changes(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Create_User"] = "李娜"
    report = team.run()
    assert row["Create_User"] == "张伟"
    assert any("已改回" in note for place in report.places for note in place.notes)
    _settled(team)


def test_rows_that_wait_are_not_gone(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    copy = dict(row) | {"Notes": "抄的一行"}
    row["Notes"] = "原来的一行"
    team.places[REP_A.name].rows["customers"].append(copy)
    team.run()
    assert team.keys(MANAGER) == {"C20260506001"}
    assert team.store.load().tables["customers"].keys == ["C20260506001"]
    _settled(team)
    team.places[REP_A.name].rows["customers"].remove(copy)
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    assert at_manager["Notes"] == "原来的一行"


def test_a_key_that_cannot_be_read_deletes_nothing(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Customer_ID"] = Unreadable("#REF!")
    team.run()
    assert team.keys(MANAGER) == {"C20260506001"}
    _settled(team)
    row["Customer_ID"] = "C20260506001"
    row["Notes"] = "编号改好了"
    team.run()
    at_manager = team.row(MANAGER, "C20260506001")
    assert at_manager is not None
    assert at_manager["Notes"] == "编号改好了"
