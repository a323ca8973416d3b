"""A pick on the Conflicts sheet is an edit by the person who picked, once, whatever happens to the run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from sync.outcome import RunReport
from sync.picks import WORDS
from sync.store.hub import Hub
from sync.store.replay import replay
from sync.upkeep.past import events
from tests.sync.kills import killed_after
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer
from validators.cells import Cell
from validators.settings import Policy, Settings, User
from validators.settings import Team as TeamSettings

KEEP, TAKE = WORDS["keep", False].zh, WORDS["take", False].en  # either language is understood
KEY = "C20260506001"


def quarrel(team: Team, column: str = "Notes") -> tuple[dict[str, Cell], dict[str, Cell]]:
    """The rep's and the manager's row, whose values have met."""
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    other = team.row(MANAGER, KEY)
    assert other is not None
    row[column], other[column] = "销售写的", "主管写的"
    assert team.run().conflicts == 1
    assert (row[column], other[column]) == ("销售写的", "销售写的")
    return row, other


def settled(team: Team, report: RunReport) -> None:
    """No conflict is open anywhere, all places agree with the hub, and nothing more is to be done."""
    assert (report.conflicts, report.exit_code) == (0, 0)
    before = team.writes()
    assert team.run().conflicts == 0
    assert team.writes() == before
    for place in team.places.values():
        sheet = next(sheet for sheet in place.shown if sheet.id == "conflicts")
        assert KEY not in [put.value for put in sheet.cells]


def history(team: Team) -> set[tuple[Cell, Cell, str]]:
    records = team.store.changes_since(team.store.load(), 0)
    return {(c.before, c.after, c.who) for record in records for c in (*record.changes, *record.aside)}


def notes(report: RunReport, user: User) -> list[str]:
    return [note for place in report.places if place.user == user.name for note in place.notes]


@pytest.mark.parametrize("who", [REP_A, MANAGER])
def test_taking_the_other_value_is_an_edit_by_the_person_who_picked(team: Team, who: User) -> None:
    row, other = quarrel(team)
    team.places[who.name].pick(0, TAKE)
    settled(team, team.run())
    assert (row["Notes"], other["Notes"]) == ("主管写的", "主管写的")
    assert ("销售写的", "主管写的", who.name) in history(team)


def test_keeping_the_value_in_use_closes_the_conflict_and_says_who_did(team: Team) -> None:
    row, other = quarrel(team)
    team.places[MANAGER.name].pick(0, KEEP)
    settled(team, team.run())
    assert (row["Notes"], other["Notes"]) == ("销售写的", "销售写的")
    assert ("销售写的", "主管写的", MANAGER.name) in history(team)
    told = events(team.store.changes_since(team.store.load(), 0), KEY)
    assert [(e.who, e.column, e.after) for e in told if e.what == "decided"] == [(MANAGER.name, "Notes", "keep")]


def test_of_two_picks_the_owners_counts_and_the_other_is_told(team: Team) -> None:
    row, _ = quarrel(team)
    team.places[MANAGER.name].pick(0, TAKE)
    team.places[REP_A.name].pick(0, KEEP)
    report = team.run()
    assert row["Notes"] == "销售写的"
    assert [REP_A.name in note and note.startswith(f"{KEY} 客户备注：") for note in notes(report, MANAGER)] == [True]
    assert notes(report, REP_A) == []
    sheet = next(sheet for sheet in team.places[MANAGER.name].shown if sheet.id == "conflicts")
    assert notes(report, MANAGER)[0] in [put.value for put in sheet.cells]
    settled(team, team.run())
    team.run(now=NOW + timedelta(days=1))
    sheet = next(sheet for sheet in team.places[MANAGER.name].shown if sheet.id == "conflicts")
    assert notes(report, MANAGER)[0] not in [put.value for put in sheet.cells]


def test_two_people_who_pick_the_same_hear_nothing(team: Team) -> None:
    row, _ = quarrel(team)
    team.places[MANAGER.name].pick(0, TAKE)
    team.places[REP_A.name].pick(0, TAKE)
    report = team.run()
    assert row["Notes"] == "主管写的"
    assert notes(report, MANAGER) == notes(report, REP_A) == []
    settled(team, report)


@pytest.mark.parametrize("by", [REP_A, MANAGER])
@pytest.mark.parametrize("choice", [KEEP, TAKE])
def test_a_pick_about_a_value_that_changed_meanwhile_is_refused(team: Team, by: User, choice: str) -> None:
    row, other = quarrel(team)
    (row if by is REP_A else other)["Notes"] = "又改了"
    team.places[MANAGER.name].pick(0, choice)
    report = team.run()
    assert (row["Notes"], other["Notes"]) == ("又改了", "又改了")
    assert [choice in note for note in notes(report, MANAGER)] == [True]
    assert ("销售写的", "又改了", by.name) in history(team)
    settled(team, report)


def test_a_pick_on_an_old_line_is_refused(team: Team) -> None:
    """The manager has the workbook open while the conflict is settled and another arises in the same cell."""
    row, other = quarrel(team)
    team.places[MANAGER.name].locked = True
    row["Notes"] = "又改了"
    team.run()
    team.places[MANAGER.name].pick(0, TAKE)
    report = team.run()
    assert row["Notes"] == "又改了"
    team.places[MANAGER.name].locked = False
    report = team.run()
    assert (row["Notes"], other["Notes"]) == ("又改了", "又改了")
    settled(team, report)


def test_words_that_nobody_knows_are_told_and_the_conflict_stays(team: Team) -> None:
    quarrel(team)
    team.places[MANAGER.name].pick(0, "随便")
    report = team.run()
    assert (report.conflicts, ["随便" in note for note in notes(report, MANAGER)]) == (1, [True])
    before = team.writes()
    assert team.run().conflicts == 1
    assert team.writes() == before


def test_a_customer_given_away_is_not_its_former_owners_to_decide(team: Team) -> None:
    _, other = quarrel(team)
    team.places[REP_A.name].locked = True
    other["Owner"] = REP_B.name
    team.run()
    team.places[REP_A.name].pick(0, TAKE)
    team.run()
    assert team.store.load().tables["customers"].get(KEY, "Notes") == "销售写的"
    assert [notice.user for notice in team.store.load().notices] == [REP_A.name]
    team.places[REP_A.name].locked = False
    assert team.run().conflicts == 1
    team.places[REP_B.name].pick(0, TAKE)
    settled(team, team.run())
    assert team.store.load().tables["customers"].get(KEY, "Notes") == "主管写的"


def test_a_manager_who_does_not_edit_has_no_pick_column_and_no_say(tmp_path: Path) -> None:
    team = Team(tmp_path)
    quarrel(team)
    team.settings = Settings(users=team.settings.users, team=TeamSettings(manager_edits=False))
    team.places[MANAGER.name].pick(0, TAKE)
    report = team.run()
    assert (report.conflicts, len(notes(report, MANAGER))) == (1, 1)
    shown = {
        who.name: [bool(sheet.drop_downs) for sheet in team.places[who.name].shown if sheet.id == "conflicts"]
        for who in (REP_A, MANAGER)
    }
    assert shown == {REP_A.name: [True], MANAGER.name: [False]}


def test_who_entered_a_customer_is_nobodys_pick(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A, Customer_ID=KEY))
    team.add(MANAGER, customer("甲公司", REP_B, Customer_ID=KEY, Owner=REP_A.name))
    report = team.run()
    assert (report.conflicts, len(notes(report, MANAGER))) == (0, 1)
    settled(team, team.run())
    assert team.store.load().tables["customers"].get(KEY, "Create_User") == REP_A.name


@pytest.mark.parametrize("choice", ["keep", "take"])
def test_an_edit_against_a_deletion_is_decided_with_words_of_its_own(team: Team, choice: str) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, Notes="旧"))
    team.run()
    other = team.row(MANAGER, KEY)
    assert other is not None
    row["Notes"] = "新"
    team.places[MANAGER.name].rows["customers"].remove(other)
    assert team.run(force=True).conflicts == 1
    sheet = next(sheet for sheet in team.places[MANAGER.name].shown if sheet.id == "conflicts")
    assert [one.words for one in sheet.drop_downs] == [(WORDS["keep", True].zh, WORDS["take", True].zh)]
    team.places[MANAGER.name].pick(0, (WORDS["keep", True] if choice == "keep" else WORDS["take", True]).zh)
    settled(team, team.run())
    kept = {KEY} if choice == "keep" else set()
    assert team.keys(REP_A) == team.keys(MANAGER) == kept
    if choice == "take":
        hub = team.store.load()
        removed = [gone for record in team.store.changes_since(hub, 0) for gone in record.removed]
        assert [(key, row["Notes"], who) for _, key, row, who in removed] == [(KEY, "新", MANAGER.name)]


@pytest.mark.parametrize("choice", [KEEP, TAKE])
@pytest.mark.parametrize("at", range(14))
def test_a_pick_survives_a_run_that_is_killed(team: Team, choice: str, at: int) -> None:
    row, other = quarrel(team)
    team.places[MANAGER.name].pick(0, choice)
    killed_after(team, at)
    settled(team, team.run())
    wanted = "销售写的" if choice is KEEP else "主管写的"
    assert (row["Notes"], other["Notes"]) == (wanted, wanted)


@pytest.mark.parametrize("choice", [KEEP, TAKE])
def test_a_pick_in_a_workbook_that_stays_open_is_done_once(team: Team, choice: str) -> None:
    row, other = quarrel(team)
    team.places[MANAGER.name].pick(0, choice)
    team.places[MANAGER.name].locked = True
    for _ in range(3):
        report = team.run()
        assert (report.conflicts, notes(report, MANAGER)) == (0, [])
    team.places[MANAGER.name].locked = False
    settled(team, team.run())
    assert row["Notes"] == other["Notes"] == ("销售写的" if choice is KEEP else "主管写的")


def _policy(**merge: object) -> Callable[[Path], Team]:
    def make(folder: Path) -> Team:
        return Team(folder, Settings.model_validate({"users": (REP_A, REP_B, MANAGER), "merge": merge}))

    return make


@pytest.mark.parametrize(
    ("make", "stands", "open_"),
    [
        (_policy(), "销售写的", 1),
        (_policy(policy="hub"), "销售写的", 0),
        (_policy(policy="endpoint"), "主管写的", 0),
        (_policy(policy="endpoint", roles={"manager": "hub"}), "销售写的", 0),
        (_policy(roles={"rep": "endpoint"}), "销售写的", 1),
        (_policy(roles={"manager": "hub"}, columns={"Notes": "endpoint"}), "主管写的", 0),
        (_policy(columns={"Notes": "hub", "customers.Notes": "ask"}), "销售写的", 1),
        (_policy(columns={"Region": "endpoint"}), "销售写的", 1),
    ],
)
def test_the_policy_of_column_and_role_decides_and_the_loser_is_kept(
    tmp_path: Path, make: Callable[[Path], Team], stands: str, open_: int
) -> None:
    team = make(tmp_path)
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    other = team.row(MANAGER, KEY)
    assert other is not None
    row["Notes"], other["Notes"] = "销售写的", "主管写的"
    assert team.run().conflicts == open_
    assert (row["Notes"], other["Notes"]) == (stands, stands)
    loser, who = ("主管写的", MANAGER.name) if stands == "销售写的" else ("销售写的", REP_A.name)
    assert (stands, loser, who) in history(team)
    before = team.writes()
    team.run()
    assert team.writes() == before


def test_a_hub_made_again_out_of_the_log_asks_nothing_twice(tmp_path: Path) -> None:
    team = _policy(columns={"Region": "hub"})(tmp_path)
    row, other = quarrel(team)
    row["Region"], other["Region"] = "华东", "华南"
    row["Contact_Job"], other["Contact_Job"] = "经理", "总监"
    team.run()
    place = team.places[MANAGER.name]
    place.pick(place.line_of("主管写的"), KEEP)
    assert team.run().conflicts == 1
    assert team.store.verify() == []
    hub = team.store.load()
    again = Hub()
    replay(again, reversed(list(team.store.changes_since(hub, 0))))
    assert [(c.column, c.kept, c.aside) for c in again.conflicts] == [("Contact_Job", "经理", "总监")]
    assert again.decisions == hub.decisions


@pytest.mark.parametrize("policy", ["hub", "endpoint"])
@pytest.mark.parametrize("at", range(12))
def test_what_a_policy_sets_aside_survives_a_killed_run(tmp_path: Path, policy: Policy, at: int) -> None:
    team = _policy(policy=policy)(tmp_path)
    row = team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    other = team.row(MANAGER, KEY)
    assert other is not None
    row["Notes"], other["Notes"] = "销售写的", "主管写的"
    killed_after(team, at)
    for _ in range(2):
        team.run()
    assert {"销售写的", "主管写的"} <= {value for before, after, _ in history(team) for value in (before, after)}
    assert row["Notes"] == other["Notes"]
