"""The order in which places are written: no row stands twice after a run that ended between two writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.team import MANAGER, REP_A, REP_B, Team, customer


class Ended(BaseException):
    """A run that ends in the middle, as a kill ends it."""


def everywhere(team: Team) -> dict[str, list[str]]:
    names = {}
    for user in team.settings.users:
        rows = team.places[user.name].rows["customers"]
        names[user.name] = sorted(str(row["Customer_Name"]) for row in rows if row.get("Customer_Name"))
    return names


def run_until(team: Team, writes: int) -> bool:
    """Whether the run came to its end; otherwise it ended after so many writes."""
    left = iter(range(writes))

    def fault(step: str) -> None:
        if step == "apply" and next(left, None) is None:
            raise Ended

    for place in team.places.values():
        place.fault = fault
    try:
        team.run(force=True)
    except Ended:
        return False
    finally:
        for place in team.places.values():
            place.fault = lambda step: None
    return True


def ended_early(folder: Path) -> Iterator[tuple[Team, int]]:
    """Teams, each for a run that ends one write later than that of the one before."""
    for writes in range(20):
        yield Team(folder / str(writes)), writes


def test_rows_typed_for_each_other_without_an_id_enter_once_wherever_the_run_ends(tmp_path: Path) -> None:
    for team, writes in ended_early(tmp_path):
        team.add(MANAGER, customer("主管录入", REP_A))
        team.add(REP_A, customer("张伟录入", REP_A))
        team.add(REP_B, customer("李娜录入", REP_A))
        complete = run_until(team, writes)
        team.run(force=True)
        both = sorted(["主管录入", "张伟录入", "李娜录入"])
        assert everywhere(team) == {REP_A.name: both, REP_B.name: [], MANAGER.name: both}, writes
        if complete:
            return
    pytest.fail("the run never came to its end")


def test_a_row_copied_in_two_places_is_one_more_row_wherever_the_run_ends(tmp_path: Path) -> None:
    for team, writes in ended_early(tmp_path):
        team.add(REP_A, customer("公司甲", REP_A))
        team.run()
        for user in (REP_A, MANAGER):
            rows = team.places[user.name].rows["customers"]
            rows.append({**rows[0], "Notes": "分公司"})
        complete = run_until(team, writes)
        team.run(force=True)
        assert everywhere(team) == {REP_A.name: ["公司甲"] * 2, REP_B.name: [], MANAGER.name: ["公司甲"] * 2}, writes
        if complete:
            return
    pytest.fail("the run never came to its end")


def test_a_copied_row_is_known_when_its_workbook_comes_back_later(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.add(REP_A, customer("公司甲", REP_A))
    team.run()
    for user in (REP_A, MANAGER):
        rows = team.places[user.name].rows["customers"]
        rows.append({**rows[0], "Notes": "分公司"})
    team.places[REP_A.name].locked = True
    team.run(force=True)
    team.places[REP_A.name].locked = False
    team.run(force=True)
    assert everywhere(team) == {REP_A.name: ["公司甲"] * 2, REP_B.name: [], MANAGER.name: ["公司甲"] * 2}
    assert team.keys(REP_A) == team.keys(MANAGER)


def test_a_row_that_leaves_is_nowhere_lost_wherever_the_run_ends(tmp_path: Path) -> None:
    for team, writes in ended_early(tmp_path):
        team.add(REP_A, customer("公司甲", REP_A))
        team.run()
        team.places[REP_A.name].rows["customers"][0]["Owner"] = REP_B.name
        complete = run_until(team, writes)
        team.run(force=True)
        assert everywhere(team) == {REP_A.name: [], REP_B.name: ["公司甲"], MANAGER.name: ["公司甲"]}, writes
        if complete:
            return
    pytest.fail("the run never came to its end")


def test_every_place_is_written_once_where_nothing_forbids_it(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.add(REP_A, customer("公司甲", REP_A))
    team.add(MANAGER, customer("公司乙", REP_B))
    team.run()
    assert {name: place.writes for name, place in team.places.items()} == dict.fromkeys(team.places, 1)
