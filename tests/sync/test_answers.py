"""An answer on the Duplicates sheet is done once, in the name of who gave it, and undo takes it back cell for cell."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from pathlib import Path

import pytest

from sync.answers import HEAD, MERGE_INTO, NOT_A_DUPLICATE, Asking, is_answer
from sync.outcome import RunReport
from sync.store.hub import Hub
from sync.store.replay import replay
from sync.unite import united
from sync.upkeep.undo_plan import last_of
from tests.sync.kills import killed_after
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer, follow_up
from validators.cells import Cell
from validators.models import specs
from validators.settings import Columns, Settings, User
from validators.settings import Team as TeamSettings

A, B, C = "C20260506001", "C20260506002", "C20260506003"
BOTH = (REP_A, REP_B, MANAGER)
MERGE, NO = MERGE_INTO.zh.format(key=B), NOT_A_DUPLICATE.zh


def twice(team: Team, who: User = REP_A) -> tuple[dict[str, Cell], dict[str, Cell]]:
    """A customer that stands twice in the rep's workbook, with a follow-up, an opportunity and a plan of the first."""
    early = date(2025, 3, 1)
    one = team.add(who, customer("甲公司", who, Region="浙江", First_Date=early, Notes="难找", Level="重点客户"))
    other = team.add(who, customer("甲公司", who, Notes="决策慢", Contact_Job="采购"))
    team.run()
    deal: dict[str, Cell] = {"Opportunity_Name": "一期", "Stage": "方案报价", "Amount": 5000, "Responsible": who.name}
    team.add(who, follow_up(A), "follow_ups")
    team.add(who, deal | {"Customer_ID": A}, "opportunities")
    team.add(who, {"Customer_ID": A, "Due_Date": NOW.date(), "Owner": who.name}, "plan")
    assert team.run().duplicates == 1
    assert one["Customer_ID"] == A
    return one, other


def state(team: Team) -> dict[str, dict[str, dict[str, Cell]]]:
    """What people see: the hub's rows but the day of the last change."""
    hub = team.store.load()
    rows = {name: {key: table.row(key) for key in sorted(table.keys)} for name, table in hub.tables.items()}
    for row in rows["customers"].values():
        row.pop("Update_Date", None)
    return rows


def shown(team: Team, who: User) -> list[Cell]:
    sheet = next(sheet for sheet in team.places[who.name].shown if sheet.id == "duplicates")
    return [put.value for put in sheet.cells]


def asks(team: Team, who: User) -> bool:
    return HEAD.zh in shown(team, who)


def notes(report: RunReport, user: User) -> list[str]:
    return [note for place in report.places if place.user == user.name for note in place.notes]


def settled(team: Team) -> None:
    before = team.writes()
    team.run()
    assert team.writes() == before
    hub, again = team.store.load(), Hub()
    replay(again, list(team.store.changes_since(hub, 0))[::-1])
    for name, held in hub.tables.items():
        assert {key: held.row(key) for key in held.keys} == {
            key: again.tables[name].row(key) for key in again.tables[name].keys
        }
    assert (hub.decisions, hub.claims) == (again.decisions, again.claims)
    assert team.keys(MANAGER) == set(hub.tables["customers"].keys)
    for table in ("follow_ups", "opportunities", "plan"):
        column = hub.tables[table].columns.get("Customer_ID", [])
        assert [row["Customer_ID"] for row in team.places[MANAGER.name].rows[table] if row.get("Customer_ID")] == column


@pytest.mark.parametrize("word", [MERGE, "Merge into C20260506002", "并入c20260506002", "  合并到： C20260506002 "])
@pytest.mark.parametrize("who", [REP_A, MANAGER])
def test_merging_moves_what_hangs_on_the_customer_and_keeps_the_better_of_each_field(
    team: Team, who: User, word: str
) -> None:
    _, other = twice(team)
    team.places[who.name].answer(word, A)
    report = team.run()
    assert [place.counts.edits_in for place in report.places if place.user == who.name] == [1]
    assert (report.duplicates, notes(report, REP_A), notes(report, MANAGER)) == (0, [], [])
    kept = {name: other[name] for name in ("Region", "First_Date", "Notes", "Level", "Contact_Job", "Contact_Info")}
    assert kept == {
        "Region": "浙江",
        "First_Date": date(2025, 3, 1),
        "Notes": "决策慢\n难找",
        "Level": "普通客户",
        "Contact_Job": "采购",
        "Contact_Info": "电话:0571-8888 6666",
    }
    hub = team.store.load()
    assert hub.tables["customers"].keys == [B]
    for table in ("follow_ups", "opportunities", "plan"):
        assert hub.tables[table].columns["Customer_ID"] == [B]
    assert team.keys(REP_A) == team.keys(MANAGER) == {B}
    (record,) = team.store.changes_since(hub, hub.run - 1)
    assert {(c.who, c.source) for c in record.changes if c.column == "Customer_ID"} == {(who.name, "merge")}
    assert [(key, by) for _, key, _, by in record.removed] == [(A, who.name)]
    assert not asks(team, REP_A)
    settled(team)


@pytest.mark.parametrize("who", [REP_A, MANAGER])
def test_undoing_the_run_restores_every_cell_and_undoing_that_merges_again(team: Team, who: User) -> None:
    twice(team)
    before = state(team)
    team.places[who.name].answer(MERGE, A)
    merged = team.run().run
    after = state(team)
    team.undo(merged)
    assert state(team) == before
    undone = team.store.load().run
    assert team.run().duplicates == 1
    assert team.keys(REP_A) == team.keys(MANAGER) == {A, B}
    assert state(team) == before
    settled(team)
    team.undo(undone)
    team.run()
    assert state(team) == after
    assert united(team.store.load()) == {A: B}
    settled(team)


def test_undoing_the_row_brings_its_follow_ups_along_and_gives_back_what_it_lent(team: Team) -> None:
    twice(team)
    before = state(team)
    team.places[REP_A.name].answer(MERGE, A)
    run = team.run().run
    last = last_of(list(team.store.changes_since(team.store.load(), 0)), A, specs(team.settings))
    assert last is not None and last[0] == run
    team.undo(*last)
    assert state(team) == before


@pytest.mark.parametrize("undone", [False, True])
def test_what_is_answered_in_a_workbook_that_stays_open_is_done_once(team: Team, undone: bool) -> None:
    twice(team)
    before = state(team)
    team.places[REP_A.name].answer(MERGE, A)
    team.places[REP_A.name].locked = True
    report = team.run()
    if undone:
        team.undo(report.run)
    team.run()
    team.places[REP_A.name].locked = False
    team.run()
    assert (state(team) == before) is undone
    assert asks(team, REP_A) is undone
    settled(team)
    if undone:
        team.places[REP_A.name].answer(MERGE, A)
        team.run()
        assert team.keys(REP_A) == {B}


@pytest.mark.parametrize("word", [MERGE, NO])
@pytest.mark.parametrize("at", range(10))
def test_an_answer_survives_a_run_that_is_killed(team: Team, at: int, word: str) -> None:
    twice(team)
    before = state(team)
    team.places[MANAGER.name].answer(word, A)
    killed_after(team, at)
    report = team.run()
    assert report.duplicates == 0
    assert team.keys(REP_A) == team.keys(MANAGER) == ({B} if word == MERGE else {A, B})
    assert [made.who for made in team.store.load().decisions] == [MANAGER.name]
    settled(team)
    if word == MERGE:
        records = team.store.changes_since(team.store.load(), 0)
        team.undo(next(record.run for record in records if record.removed))
        assert state(team) == before


def test_a_pair_that_is_none_is_asked_about_again_once_one_of_them_changes_in_what_matters(team: Team) -> None:
    one, other = twice(team)
    team.places[REP_A.name].answer(NO, A)
    report = team.run()
    assert (report.duplicates, report.rules["D001"], report.findings["warning"]) == (0, 0, 0)
    assert not one.get("Duplicate_Of") and not other.get("Duplicate_Of") and not asks(team, MANAGER)
    settled(team)
    other["Level"], other["Notes"] = "重点客户", "改了"
    assert team.run().duplicates == 0
    assert team.run(now=NOW + timedelta(days=1)).duplicates == 0
    other["Contact_Person"] = "张敏"
    assert team.run(now=NOW + timedelta(days=1)).duplicates == 1
    assert one["Duplicate_Of"] and asks(team, REP_A)


@pytest.mark.parametrize("first", [MERGE, NO])
def test_of_two_answers_the_owners_counts_and_the_other_is_told(team: Team, first: str) -> None:
    twice(team)
    team.places[REP_A.name].answer(first, A)
    team.places[MANAGER.name].answer(NO if first == MERGE else MERGE, A)
    report = team.run()
    assert team.keys(REP_A) == ({B} if first == MERGE else {A, B})
    assert notes(report, REP_A) == []
    (note,) = notes(report, MANAGER)
    assert note.startswith(f"{A}：没有照“") and "张伟 已经先回答了".replace(" ", "") in note
    assert note in shown(team, MANAGER) and note not in shown(team, REP_A)
    settled(team)


@pytest.mark.parametrize("word", [MERGE, NO])
def test_two_who_answer_the_same_hear_nothing(team: Team, word: str) -> None:
    twice(team)
    for who in (MANAGER, REP_A):
        team.places[who.name].answer(word, A)
    report = team.run()
    assert notes(report, REP_A) == notes(report, MANAGER) == []
    settled(team)


def test_merging_each_into_the_other_keeps_one_of_them(team: Team) -> None:
    twice(team)
    team.places[REP_A.name].answer(MERGE, A)
    team.places[REP_A.name].answer(MERGE_INTO.zh.format(key=A), B)
    report = team.run()
    assert team.keys(REP_A) == {B}
    assert len(notes(report, REP_A)) == 1
    settled(team)


@pytest.mark.parametrize("word", [MERGE, NO])
@pytest.mark.parametrize("by", [REP_A, MANAGER])
def test_where_a_row_changed_meanwhile_nothing_is_done_and_that_is_said(team: Team, by: User, word: str) -> None:
    twice(team)
    row = team.row(by, B)
    assert row is not None
    row["Contact_Person"] = "李四"
    team.places[REP_A.name].answer(word, A)
    report = team.run()
    assert (team.keys(REP_A), report.duplicates) == ({A, B}, 1)
    (note,) = notes(report, REP_A)
    assert note == f"{A}：没有照“{word}”做，因为这几个客户后来又改过，或已经处理了；请看现在的内容再回答"
    settled(team)


@pytest.mark.parametrize("word", ["随便", "合并到 C20990101001", f"合并到 {A}"])
def test_an_unknown_word_changes_nothing_and_the_cell_is_empty_again(team: Team, word: str) -> None:
    twice(team)
    team.places[REP_A.name].answer(word, A)
    report = team.run()
    assert team.keys(REP_A) == {A, B}
    assert word in notes(report, REP_A)[0]
    assert word not in shown(team, REP_A)


def test_a_manager_who_does_not_edit_is_not_asked(tmp_path: Path) -> None:
    team = Team(tmp_path, Settings(users=BOTH, team=TeamSettings(manager_edits=False)))
    twice(team)
    assert asks(team, REP_A)
    assert not asks(team, MANAGER) and A in shown(team, MANAGER)


def test_cells_that_the_person_may_not_change_stay(tmp_path: Path) -> None:
    team = Team(tmp_path, Settings(users=BOTH, columns=Columns(manager_only=("customers.Region",))))
    _, other = twice(team)
    team.places[REP_A.name].answer(MERGE, A)
    team.run()
    assert other.get("Region") is None and other["Notes"] == "决策慢\n难找"


def test_a_row_that_left_is_not_merged_by_its_former_owner(team: Team) -> None:
    twice(team)
    row = team.row(MANAGER, A)
    assert row is not None
    row["Owner"] = REP_B.name
    team.places[REP_A.name].locked = True
    team.run()
    team.places[REP_A.name].locked = False
    team.places[REP_A.name].answer(MERGE, A)
    report = team.run()
    assert team.keys(MANAGER) == {A, B}
    assert "这几个客户不都归您" in notes(report, REP_A)[0]


def test_a_reader_sees_and_is_asked_about_no_group_that_reaches_beyond_their_rows(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.add(REP_B, customer("甲公司", REP_B, Notes="只有李娜知道"))
    assert team.run().duplicates == 1
    for who in (REP_A, REP_B):
        assert not asks(team, who) and not {A, B} & set(shown(team, who))
    assert asks(team, MANAGER)
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    assert asks(team, REP_A)
    text = "\n".join(str(value) for value in shown(team, REP_A))
    assert B not in text and "只有李娜知道" not in text and C in text


def test_of_three_the_one_that_is_none_of_them_leaves_the_other_two(team: Team) -> None:
    for _ in range(3):
        team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    team.places[REP_A.name].answer(NO, B)
    assert team.run().duplicates == 1
    assert {A, C} <= set(shown(team, REP_A)) and B not in shown(team, REP_A)
    team.places[REP_A.name].answer(MERGE_INTO.zh.format(key=C), A)
    report = team.run()
    assert (report.duplicates, team.keys(REP_A)) == (0, {B, C})
    settled(team)


def test_two_rows_go_into_the_third_in_one_run(team: Team) -> None:
    twice(team)
    team.add(REP_A, customer("甲公司", REP_A, Contact_Person="王五"))
    team.run()
    before = state(team)
    for key in (A, B):
        team.places[REP_A.name].answer(MERGE_INTO.zh.format(key=C), key)
    run = team.run().run
    assert team.keys(REP_A) == {C}
    assert team.store.load().tables["follow_ups"].columns["Customer_ID"] == [C]
    settled(team)
    team.undo(run)
    assert state(team) == before


def test_what_a_workbook_still_brings_for_the_customer_that_went_follows_it(team: Team) -> None:
    twice(team)
    team.places[REP_A.name].locked = True
    team.add(REP_A, follow_up(A, Content="合并前写的", Follow_ID="NEW-abcdefgh"), "follow_ups")
    team.places[MANAGER.name].answer(MERGE, A)
    team.run()
    team.places[REP_A.name].locked = False
    late = team.add(REP_A, follow_up(A, Content="合并后写的"), "follow_ups")
    team.run()
    assert late["Customer_ID"] == B
    assert set(team.store.load().tables["follow_ups"].columns["Customer_ID"]) == {B}
    settled(team)


def test_what_names_a_placeholder_of_the_customer_that_went_follows_it(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A, Customer_ID="NEW-aaaaaaaa"))
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    gone = team.store.load().aliases["NEW-aaaaaaaa"]
    stays = B if gone == A else A
    team.places[REP_A.name].answer(MERGE_INTO.zh.format(key=stays), gone)
    team.run()
    late = team.add(REP_A, follow_up("NEW-aaaaaaaa"), "follow_ups")
    team.run()
    assert late["Customer_ID"] == stays
    settled(team)


def test_a_conflict_about_the_customer_that_goes_is_over_and_its_values_are_in_the_history(team: Team) -> None:
    one, _ = twice(team)
    other = team.row(MANAGER, A)
    assert other is not None
    one["Contact_Job"], other["Contact_Job"] = "销售写的", "主管写的"
    assert team.run().conflicts == 1
    team.places[REP_A.name].answer(MERGE, A)
    report = team.run()
    assert report.conflicts == 0
    records = team.store.changes_since(team.store.load(), 0)
    assert "主管写的" in [change.after for record in records for change in record.aside]
    settled(team)


def test_nobody_learns_a_name_by_a_merge(team: Team) -> None:
    """李娜 typed the ID of a customer that she may not see into her opportunity: a claim, before and after."""
    twice(team)
    deal: dict[str, Cell] = {"Opportunity_Name": "猜的", "Stage": "方案报价", "Amount": 1, "Responsible": REP_B.name}
    team.add(REP_B, deal | {"Customer_ID": A}, "opportunities")
    team.run()
    assert [claim.customer for claim in team.store.load().claims.values()] == [A]
    team.places[REP_A.name].answer(MERGE, A)
    run = team.run().run
    assert [claim.customer for claim in team.store.load().claims.values()] == [B]
    team.undo(run)
    team.run()
    assert [claim.customer for claim in team.store.load().claims.values()] == [A]
    said = str([put.value for sheet in team.places[REP_B.name].shown for put in sheet.cells])
    assert "甲公司" not in said


def test_a_row_edited_while_it_was_merged_away_comes_back_as_a_conflict(team: Team) -> None:
    one, _ = twice(team)
    team.places[REP_A.name].locked = True
    team.places[MANAGER.name].answer(MERGE, A)
    team.run()
    team.places[REP_A.name].locked = False
    one["Notes"] = "合并前刚改的"
    report = team.run()
    assert report.conflicts == 1
    assert "合并前刚改的" in str(state(team))


@pytest.mark.parametrize("mark", ["{", "{}", '{"key":1}', '{"key":"x","was":{}}', '{"key":"x","was":[1]}', "{5}"])
def test_a_mark_that_somebody_changed_does_no_harm(team: Team, mark: str) -> None:
    twice(team)
    for sheet in team.places[REP_A.name].shown:
        if sheet.id == "duplicates":
            at = sheet.drop_downs[0].at[0]
            sheet.put(at.row, at.column, MERGE)
            sheet.put(at.row, at.column + 1, mark)
    report = team.run()
    assert is_answer(mark) and Asking.read(mark) is None
    assert team.keys(REP_A) == {A, B} and len(notes(report, REP_A)) == 1


def test_a_row_that_waits_because_its_id_stands_twice_is_not_merged(team: Team) -> None:
    one, _ = twice(team)
    team.add(REP_A, copy.copy(one) | {"Notes": "抄的"})
    one["Notes"] = "也改了"
    team.places[REP_A.name].answer(MERGE, A)
    report = team.run()
    assert A in team.store.load().tables["customers"].index
    assert any("编号重复，还在等着" in note for note in notes(report, REP_A))


@pytest.mark.parametrize("locked", [(), (REP_A,), (REP_B,), (REP_A, REP_B)])
def test_a_manager_merges_over_reps_and_undo_gives_each_their_own_back(team: Team, locked: tuple[User, ...]) -> None:
    team.add(REP_A, customer("甲公司", REP_A, Notes="张伟写的"))
    team.add(REP_B, customer("甲公司", REP_B, Notes="李娜写的"))
    team.run()
    team.add(REP_B, follow_up(B, Follow_User=REP_B.name, Content="李娜去过"), "follow_ups")
    team.run()
    before, places = state(team), {who.name: rows(team, who) for who in BOTH}
    team.places[MANAGER.name].answer(MERGE_INTO.zh.format(key=A), B)
    for who in locked:
        team.places[who.name].locked = True
    run = team.run().run
    for who in locked:
        team.places[who.name].locked = False
    team.run()
    assert (team.keys(REP_A), team.keys(REP_B), team.keys(MANAGER)) == ({A}, set(), {A})
    assert [row["Content"] for row in rows(team, REP_A)["follow_ups"]] == ["李娜去过"]
    assert rows(team, REP_B)["follow_ups"] == []
    assert rows(team, REP_A)["customers"][0]["Notes"] == "张伟写的\n李娜写的"
    settled(team)
    team.undo(run)
    team.run()
    assert state(team) == before
    assert {who.name: rows(team, who) for who in BOTH} == places
    settled(team)


def rows(team: Team, who: User) -> dict[str, list[dict[str, Cell]]]:
    """What somebody typed or sees, but the agent's columns, by ID."""
    agents = {"Check", "Next_Due", "Duplicate_Of", "Update_Date"}
    return {
        name: sorted(
            (
                {column: cell for column, cell in row.items() if cell is not None and column not in agents}
                for row in team.places[who.name].rows[name]
                if any(cell is not None for cell in row.values())
            ),
            key=str,
        )
        for name in ("customers", "follow_ups", "opportunities", "plan")
    }


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ({"Status": "成交客户", "Contract_Amount": 9, "Sign_Date": NOW.date()}, {}, ("成交客户", 9, None)),
        ({"Status": "意向客户", "Contract_Amount": 9}, {"Status": "成交客户"}, ("成交客户", None, None)),
        ({"Status": "成交客户", "Contract_Amount": 9}, {"Status": "won"}, ("won", 9, None)),
        ({"Status": "成交客户", "Contract_Amount": 9}, {"Status": "won", "Contract_Amount": 7}, ("won", 7, None)),
        ({"Status": "流失客户", "Lost_Reason": "太贵"}, {"Status": "意向客户"}, ("意向客户", None, None)),
        ({"Status": "成交客户", "Contract_Amount": 9}, {"Status": "流失客户", "Lost_Reason": "太贵"}, None),
        ({"Status": "流失客户", "Lost_Reason": "太贵"}, {"Status": None}, ("流失客户", None, "太贵")),
    ],
)
def test_the_status_that_is_further_on_stands_with_what_belongs_to_it(
    team: Team, one: dict[str, Cell], other: dict[str, Cell], kept: tuple[Cell, Cell, Cell] | None
) -> None:
    team.add(REP_A, customer("甲公司", REP_A) | one)
    row = team.add(REP_A, customer("甲公司", REP_A) | other)
    team.run()
    team.places[REP_A.name].answer(MERGE, A)
    team.run()
    assert team.keys(REP_A) == {B}
    found = tuple(row.get(name) for name in ("Status", "Contract_Amount", "Lost_Reason"))
    assert found == (("流失客户", None, "太贵") if kept is None else kept)


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ("13800138000", 13800138000.0, 13800138000.0),
        ("13800138000 微信:jia2026", "电话:138 0013 8000", "电话:138 0013 8000；13800138000 微信:jia2026"),
        ("138-0013-8000", "13800138000、0571-88886666", "13800138000、0571-88886666"),
        (13800138000.0, "微信:jia2026 13900139000", "微信:jia2026 13900139000；13800138000"),
    ],
)
def test_no_way_of_contact_is_lost(team: Team, one: Cell, other: Cell, kept: Cell) -> None:
    """The last pair has a contact in common with a third row only."""
    team.add(REP_A, customer("甲公司", REP_A, Contact_Info=one))
    row = team.add(REP_A, customer("甲公司", REP_A, Contact_Info=other))
    team.add(REP_A, customer("甲公司", REP_A, Contact_Info="13800138000 13900139000"))
    team.run()
    team.places[REP_A.name].answer(MERGE, A)
    team.run()
    assert row["Contact_Info"] == kept
