"""Old runs are thinned out by themselves, never what somebody still lags behind, and blame goes on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sync.cycle import Cycle, Member
from sync.upkeep.past import blame
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer
from validators.settings import User

KEY = "C20260506001"
LATER = NOW + timedelta(days=250)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    made = Team(tmp_path)
    row = made.add(REP_A, customer("甲公司", REP_A))
    made.run()
    for number in range(3):
        row["Notes"] = f"第{number}版"
        made.run(now=NOW + timedelta(days=number))
    return made


def test_old_runs_are_thinned_out_and_what_stands_is_still_explained(team: Team) -> None:
    row = team.row(REP_A, KEY)
    assert row is not None
    row["Region"] = "华东"
    team.run(now=LATER)
    hub = team.store.load()
    assert hub.compacted == 4
    values = [c.after for record in team.store.changes_since(hub, 0) for c in record.changes if c.column == "Notes"]
    assert values == ["第2版"]
    found = blame(team.store.changes_since(hub, 0), KEY, "Notes")
    assert found is not None
    assert (found.who, found.before, found.run) == ("张伟", "第1版", 4)
    assert team.store.verify() == []
    before = team.writes()
    team.run(now=LATER)
    assert team.writes() == before


def test_a_place_that_lags_behind_keeps_what_its_base_rests_on(team: Team) -> None:
    at_manager, row = team.row(MANAGER, KEY), team.row(REP_A, KEY)
    assert at_manager is not None
    assert row is not None
    lagging = team.store.load().cursors[MANAGER.name].rows["customers"][KEY]

    def away(step: str) -> None:
        if step == "read":
            from sync.errors import SalesheetError

            raise SalesheetError("away")

    team.places[MANAGER.name].fault = away
    row["Notes"] = "第3版"
    team.run(now=NOW + timedelta(days=5))
    row["Notes"] = "第4版"
    team.run(now=LATER)
    assert team.store.load().compacted <= lagging
    team.places[MANAGER.name].fault = lambda step: None
    assert team.run(now=LATER).conflicts == 0
    assert at_manager["Notes"] == "第4版"
    row["Notes"] = "第5版"
    team.run(now=LATER)
    assert team.store.load().compacted > lagging


def test_who_left_the_team_holds_nothing_up_and_loses_nothing_on_return(team: Team) -> None:
    row, at_manager = team.row(REP_A, KEY), team.row(MANAGER, KEY)
    assert row is not None
    assert at_manager is not None

    def run(days: int, *users: User) -> None:
        members = [Member(user, team.places[user.name], user.place) for user in users]
        now = NOW + timedelta(days=days)
        Cycle(team.settings, team.store, team.folder / "hub", members, now, force=True).run()

    row["Notes"] = "没有主管时写的"
    run(5, REP_A, REP_B)
    row["Region"] = "华东"
    run(260, REP_A, REP_B)
    assert team.store.load().compacted == 5
    assert MANAGER.name not in team.store.load().cursors
    run(261, REP_A, REP_B, MANAGER)
    (conflict,) = team.store.load().conflicts
    assert (conflict.kept, conflict.aside) == ("没有主管时写的", "第2版")
    assert at_manager["Notes"] == "没有主管时写的"
