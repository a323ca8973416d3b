"""Who may change what: edits beyond it do not count, come back by themselves, stay on record, and are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.picks import WORDS
from sync.store.records import RunRecord
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer
from validators.cells import Cell, Table
from validators.rights import rights_of
from validators.roles import owners, scope_of
from validators.settings import Columns, MergeSettings, Settings, User
from validators.settings import Team as TeamSettings

BOTH = (REP_A, REP_B, MANAGER)
LOCKED_OWNER = Settings(users=BOTH, columns=Columns(manager_only=("customers.Owner", "customers.Level")))
READ_ONLY_MANAGER = Settings(users=BOTH, team=TeamSettings(manager_edits=False))


def _aside(team: Team) -> list[tuple[str, Cell, str]]:
    return [
        (change.column, change.after, change.who)
        for record in team.store.changes_since(team.store.load(), 0)
        for change in record.aside
    ]


def _said(team: Team, who: User, column: int = 6) -> list[str]:
    findings = next(sheet for sheet in team.places[who.name].shown if sheet.id == "findings")
    return [str(put.value) for put in findings.cells if put.column == column]


def _settled(team: Team, **when: Any) -> None:
    before = team.writes()
    team.run(**when)
    assert team.writes() == before


def test_a_column_for_managers_is_put_back_for_a_rep_and_not_for_the_manager(tmp_path: Path) -> None:
    team = Team(tmp_path, LOCKED_OWNER)
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Owner"], row["Notes"] = REP_B.name, "随手写的"
    report = team.run()
    assert (row["Owner"], row["Notes"]) == (REP_A.name, "随手写的")
    assert any("并已写在本人的“检查结果”里" in note for place in report.places for note in place.notes)
    assert ("Owner", REP_B.name, REP_A.name) in _aside(team)
    assert any(
        f"已改回“{REP_A.name}”，这个单元格您不能改（您填的是“{REP_B.name}”）" in text for text in _said(team, REP_A)
    )
    assert not any("已改回" in text for who in (REP_B, MANAGER) for text in _said(team, who))
    _settled(team)
    at_manager = team.row(MANAGER, str(row["Customer_ID"]))
    assert at_manager is not None
    at_manager["Owner"] = REP_B.name
    team.run()
    assert team.keys(REP_B) == {"C20260506001"}
    assert team.keys(REP_A) == set()
    _settled(team)


def test_that_ones_work_was_undone_comes_before_any_other_warning(tmp_path: Path) -> None:
    team = Team(tmp_path)
    row = team.add(REP_A, customer("甲公司", REP_A, First_Date=NOW.date() - timedelta(days=300)))
    team.run()
    assert str(row["Check"]).startswith("⚠ 下次跟进")
    for typed, told in ((REP_B.name, f"（您填的是“{REP_B.name}”）"), (None, "（您清空了它）")):
        row["Create_User"] = typed
        team.run()
        assert f"创建人：已改回“{REP_A.name}”，这个单元格您不能改{told}" in _said(team, REP_A)
        assert str(row["Check"]).startswith(f"⚠ 创建人：已改回“{REP_A.name}”")
        assert "谁录入的不会变；换人跟进请改“负责人”" in _said(team, REP_A, 7)
    _settled(team)


def test_a_choice_that_is_put_back_is_told_in_the_teams_words(tmp_path: Path) -> None:
    team = Team(tmp_path, LOCKED_OWNER)
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Level"] = "key"
    team.run()
    assert "客户等级：已改回“普通客户”，这个单元格您不能改（您填的是“重点客户”）" in _said(team, REP_A)


def test_what_was_put_back_is_told_for_a_week(tmp_path: Path) -> None:
    team = Team(tmp_path, LOCKED_OWNER)
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Level"] = "重点客户"
    team.run()
    for days, told in ((6, True), (7, False)):
        later = NOW + timedelta(days=days)
        team.run(now=later)
        assert any("已改回" in text for text in _said(team, REP_A)) is told
        _settled(team, now=later)


def test_a_new_row_may_say_everything(tmp_path: Path) -> None:
    team = Team(tmp_path, LOCKED_OWNER)
    team.add(REP_A, customer("甲公司", REP_B, Level="重点客户"))
    team.run()
    assert team.keys(REP_B) == {"C20260506001"}
    assert team.store.load().put_back == []


def test_a_manager_without_edits_changes_only_what_is_theirs(tmp_path: Path) -> None:
    team = Team(tmp_path, READ_ONLY_MANAGER)
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.add(REP_A, customer("乙公司", REP_A, Contact_Info="微信:yi-88"))
    own = team.add(MANAGER, customer("主管自己的客户", MANAGER, Contact_Info="微信:zhuguan"))
    team.run()
    keys = team.keys(MANAGER)
    at_manager = team.row(MANAGER, str(row["Customer_ID"]))
    assert at_manager is not None
    at_manager["Notes"], own["Notes"] = "主管改的", "自己的"
    place = team.places[MANAGER.name]
    place.rows["customers"] = [each for each in place.rows["customers"] if each.get("Customer_Name") != "乙公司"]
    team.run()
    assert (row.get("Notes"), at_manager["Notes"], own["Notes"]) == (None, None, "自己的")
    assert team.keys(MANAGER) == keys
    assert set(team.store.load().tables["customers"].keys) == keys
    assert ("Notes", "主管改的", MANAGER.name) in _aside(team)
    assert {"这一行您不能删，已经放回"} <= set(_said(team, MANAGER))
    _settled(team)


def test_a_column_of_their_own_stays_with_a_manager_who_only_looks(tmp_path: Path) -> None:
    team = Team(tmp_path, READ_ONLY_MANAGER)
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, str(row["Customer_ID"]))
    assert at_manager is not None
    team.places[MANAGER.name].columns["customers"].append("主管自己的列")
    at_manager["主管自己的列"] = "只给自己看"
    team.run()
    assert at_manager["主管自己的列"] == "只给自己看"
    assert "主管自己的列" not in team.store.load().tables["customers"].columns
    assert not any("已改回" in text for text in _said(team, MANAGER))
    _settled(team)


def test_an_edit_that_is_put_back_meets_one_that_counts(tmp_path: Path) -> None:
    team = Team(tmp_path, LOCKED_OWNER)
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, str(row["Customer_ID"]))
    assert at_manager is not None
    team.places[REP_A.name].locked = True
    at_manager["Level"] = "潜力客户"
    team.run()
    row["Level"] = "重点客户"
    team.places[REP_A.name].locked = False
    assert team.run().conflicts == 0
    assert row["Level"] == at_manager["Level"] == "潜力客户"
    assert ("Level", "重点客户", REP_A.name) in _aside(team)
    _settled(team)


@pytest.mark.parametrize("step", ["apply", "applied"])
def test_a_kill_does_not_lose_what_was_put_back(tmp_path: Path, step: str) -> None:
    team = Team(tmp_path, LOCKED_OWNER)
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    row["Level"] = "重点客户"

    class Killed(BaseException):
        pass

    def fault(name: str) -> None:
        if name == step:
            raise Killed

    team.places[REP_A.name].fault = fault
    with pytest.raises(Killed):
        team.run()
    team.places[REP_A.name].fault = lambda name: None
    team.run()
    assert row["Level"] == "普通客户"
    assert _aside(team) == [("Level", "重点客户", REP_A.name)]
    assert any("已改回" in text for text in _said(team, REP_A))
    _settled(team)


def test_a_shared_workbook_is_everybodys() -> None:
    shared = Settings(users=BOTH, team=TeamSettings(manager_edits=False, mode="shared"))
    rows = {"customers": Table("customers", {"Customer_ID": ["C1"], "Owner": ["张伟"], "Create_User": ["张伟"]})}
    assert rights_of(MANAGER, shared, rows, owners(rows, shared)).allows("customers", "C1", "Notes", "x")


@pytest.mark.parametrize(
    "user",
    [
        REP_A.model_copy(update={"role": "intern"}),
        REP_A.model_copy(update={"active": False}),
        MANAGER.model_copy(update={"active": False}),
    ],
)
def test_an_unknown_role_and_somebody_who_left_see_and_change_nothing(user: User) -> None:
    settings = Settings(users=BOTH)
    rows = {
        "customers": Table("customers", {"Customer_ID": ["C1"], "Owner": [user.name], "Create_User": [user.name]}),
        "opportunities": Table(
            "opportunities", {"Opportunity_ID": ["O1"], "Customer_ID": ["C1"], "Responsible": [user.name]}
        ),
    }
    owned = owners(rows, settings)
    assert scope_of(user, rows, owned) == {"customers": set(), "opportunities": set()}
    assert not rights_of(user, settings, rows, owned).allows("customers", "C1", "Notes", None)


def test_a_lead_without_an_owner_is_in_no_reps_place(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.add(MANAGER, customer("没人管的线索", None))
    team.run()
    assert (team.keys(REP_A), team.keys(REP_B), len(team.keys(MANAGER))) == (set(), set(), 1)


DEAL: dict[str, Cell] = {
    "Opportunity_Name": "试探",
    "Stage": "初步接触",
    "Amount": 100,
    "Responsible": REP_B.name,
}


def _linked(team: Team, who: User = REP_B) -> list[Cell]:
    sheet = next((sheet for sheet in team.places[who.name].shown if sheet.id == "linked"), None)
    return [] if sheet is None else [put.value for put in sheet.cells if put.row >= 5 and put.column == 2]


@pytest.fixture
def probed(tmp_path: Path) -> Team:
    """A rep has typed the ID of a colleague's customer, and one that nobody has yet, into opportunities."""
    team = Team(tmp_path)
    team.add(REP_A, customer("张伟的客户", REP_A))
    team.run()
    for number in (1, 2):
        team.add(REP_B, DEAL | {"Customer_ID": f"C2026050600{number}"}, "opportunities")
    team.run()
    return team


def test_typing_ids_tells_no_names(probed: Team) -> None:
    assert _linked(probed) == []
    said = [text for text in _said(probed, REP_B) if text.startswith("客户编号")]
    assert sorted(said) == [f"客户编号：“客户”表里没有 C2026050600{number}" for number in (1, 2)]
    probed.add(REP_A, customer("张伟的第二家", REP_A, Contact_Info="微信:dier"))  # becomes C20260506002
    probed.run()
    assert _linked(probed) == []
    _settled(probed)


def test_one_fault_of_a_claim_is_told_once(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.add(REP_A, customer("张伟的客户", REP_A))
    deal = team.add(REP_A, DEAL | {"Customer_ID": "F20260506001", "Responsible": REP_A.name}, "opportunities")
    team.run()
    said = [text for text in _said(team, REP_A) if text.startswith("客户编号")]
    assert said == ["客户编号：F20260506001 是“跟进”表的编号"]
    assert deal["Check"] == "✗ 客户编号：F20260506001 是“跟进”表的编号"


def test_the_customers_owner_or_a_manager_vouches_by_working_on_it(probed: Team) -> None:
    row = probed.row(REP_A, "O20260506001", "opportunities")
    assert row is not None
    row["Amount"] = 120
    probed.run()
    assert _linked(probed) == ["张伟的客户"]
    _settled(probed)


def test_an_edit_made_before_the_claim_was_seen_does_not_vouch(probed: Team) -> None:
    row = probed.row(REP_B, "O20260506002", "opportunities")
    at_manager = probed.row(MANAGER, "O20260506002", "opportunities")
    assert row is not None
    assert at_manager is not None
    row["Customer_ID"] = "C20260506001"
    at_manager["Amount"] = 130  # the manager still sees the customer that does not exist
    probed.run()
    assert _linked(probed) == []


def test_who_is_given_an_opportunity_learns_its_customer(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.add(REP_A, customer("张伟的客户", REP_A))
    team.run()
    team.add(MANAGER, DEAL | {"Customer_ID": "C20260506001"}, "opportunities")
    team.run()
    assert _linked(team) == ["张伟的客户"]


def test_whose_customer_moves_away_keeps_its_name_behind_an_opportunity(probed: Team) -> None:
    for owner in (REP_B.name, REP_A.name):
        at_manager = probed.row(MANAGER, "C20260506001")
        assert at_manager is not None
        at_manager["Owner"] = owner
        probed.run()
    assert _linked(probed) == ["张伟的客户"]


def test_places_read_for_the_first_time_vouch_for_each_other(tmp_path: Path) -> None:
    team = Team(tmp_path)
    for who in (REP_A, MANAGER):
        team.add(who, customer("张伟的客户", REP_A, Customer_ID="C20260101001"))
    for who in (REP_B, MANAGER):
        team.add(who, DEAL | {"Customer_ID": "C20260101001", "Opportunity_ID": "O20260101001"}, "opportunities")
    team.run()
    assert _linked(team) == ["张伟的客户"]


def test_who_is_renamed_keeps_the_names_behind_their_opportunities(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.add(REP_A, customer("张伟的客户", REP_A))
    team.run()
    team.add(MANAGER, DEAL | {"Customer_ID": "C20260506001"}, "opportunities")
    team.run()
    hub = team.store.load()
    del hub.cursors[REP_B.name]
    team.store.commit(hub, RunRecord(hub.run, ""))
    team.run()
    assert _linked(team) == ["张伟的客户"]


def test_claims_outlive_a_kill(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.add(REP_A, customer("张伟的客户", REP_A))
    team.run()
    team.add(REP_B, DEAL | {"Customer_ID": "C20260506001", "Opportunity_ID": "NEW-ab12cd34"}, "opportunities")

    class Killed(BaseException):
        pass

    def fault(name: str) -> None:
        if name == "applied":
            raise Killed

    team.places[MANAGER.name].fault = fault
    with pytest.raises(Killed):
        team.run()
    team.places[MANAGER.name].fault = lambda name: None
    team.run()
    assert _linked(team) == []


@pytest.mark.parametrize("vouched", [False, True])
def test_claims_are_known_again_when_the_hub_is_made_again_from_the_history(probed: Team, vouched: bool) -> None:
    if vouched:
        deal = probed.row(MANAGER, "O20260506001", "opportunities")
        assert deal is not None
        deal["Amount"] = 5
        probed.run()
    said = _linked(probed)
    claims = probed.store.load().claims
    for name in ("hub.json", "hub.prev.json", "checked.json"):
        (probed.folder / "hub" / name).unlink()
    probed.store.rebuild()
    assert probed.store.load().claims.keys() == claims.keys()
    probed.run(force=True)
    assert _linked(probed) == said


def test_a_group_that_only_a_colleagues_row_ties_together_is_not_told(tmp_path: Path) -> None:
    team = Team(tmp_path)
    first, second = "13800138000", "13900139000"
    team.add(REP_A, customer("远景科技", REP_A, Contact_Info=first))
    team.add(REP_A, customer("远景科技", REP_A, Contact_Info=second))
    team.add(REP_B, customer("远景科技", REP_B, Contact_Info=f"{first}、{second}"))
    team.run()
    assert not any("同一家" in text for text in _said(team, REP_A))
    assert any("同一家" in text for text in _said(team, MANAGER))


def test_picking_ones_own_guess_tells_no_name(probed: Team) -> None:
    probed.add(REP_B, customer("李娜自己的客户", REP_B, Contact_Info="微信:lina"))  # becomes C20260506002
    probed.add(MANAGER, DEAL | {"Customer_ID": "C20260506002"}, "opportunities")
    probed.run()
    row, at_manager = (probed.row(who, "O20260506003", "opportunities") for who in (REP_B, MANAGER))
    assert row is not None
    assert at_manager is not None
    probed.places[REP_B.name].locked = True
    at_manager["Customer_ID"] = "C20260506009"
    probed.run()
    row["Customer_ID"] = "C20260506001"
    probed.places[REP_B.name].locked = False
    assert probed.run().conflicts == 1
    probed.places[REP_B.name].pick(0, WORDS["take", False].zh)
    assert probed.run().conflicts == 0
    assert row["Customer_ID"] == "C20260506001"
    assert _linked(probed) == []


def test_a_rep_does_not_pick_what_only_a_manager_may_change(tmp_path: Path) -> None:
    team = Team(tmp_path, Settings(users=BOTH))
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, str(row["Customer_ID"]))
    assert at_manager is not None
    row["Level"], at_manager["Level"] = "重点客户", "潜力客户"
    assert team.run().conflicts == 1
    team.settings = LOCKED_OWNER
    team.places[REP_A.name].pick(0, WORDS["take", False].zh)
    report = team.run()
    assert report.conflicts == 1
    assert row["Level"] == "重点客户"
    assert any("只有主管能改" in note for place in report.places for note in place.notes)
    team.places[MANAGER.name].pick(0, WORDS["take", False].zh)
    assert team.run().conflicts == 0
    assert row["Level"] == "潜力客户"


def test_no_policy_of_the_merge_gives_rights(tmp_path: Path) -> None:
    """A manager who only looks, whose values would stand where they meet others."""
    merge = MergeSettings(roles={"manager": "endpoint"})
    team = Team(tmp_path, READ_ONLY_MANAGER.model_copy(update={"merge": merge}))
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    at_manager = team.row(MANAGER, str(row["Customer_ID"]))
    assert at_manager is not None
    row["Notes"], at_manager["Notes"] = "销售写的", "主管写的"
    team.run()
    assert row["Notes"] == at_manager["Notes"] == "销售写的"
    assert ("Notes", "主管写的", MANAGER.name) in _aside(team)
    told = [text for text in _said(team, MANAGER) if "已改回" in text]
    assert told == ["客户备注：已改回“销售写的”，这个单元格您不能改（您填的是“主管写的”）"]
    _settled(team)
