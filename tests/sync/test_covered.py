"""Cells under merged ones: never taken for empty."""

from __future__ import annotations

from pathlib import Path

from tests.sync.team import MANAGER, REP_A, REP_B, Team, customer
from validators.cells import Unreadable

COVERED = Unreadable("G2:G4")


def test_a_new_row_whose_owner_is_under_merged_cells_stays_where_it_was_typed(tmp_path: Path) -> None:
    team = Team(tmp_path)
    row = team.add(REP_A, customer("甲公司", REP_A, Create_User=REP_B.name, Owner=COVERED))
    team.run()
    assert row["Owner"] == COVERED
    assert team.keys(REP_B) == set()
    row["Owner"] = REP_A.name
    assert team.run().conflicts == 0
    assert team.store.load().tables["customers"].columns["Owner"] == [REP_A.name]


def test_a_row_whose_owner_comes_under_merged_cells_stays_where_it_is(tmp_path: Path) -> None:
    team = Team(tmp_path)
    row = team.add(REP_A, customer("甲公司", REP_A, Create_User=REP_B.name))
    team.run()
    row["Owner"] = COVERED
    team.run()
    assert team.row(REP_A, "C20260506001") is row
    assert row["Owner"] == COVERED
    assert team.keys(REP_B) == set()
    assert team.keys(MANAGER) == {"C20260506001"}
    assert team.store.load().tables["customers"].columns["Owner"] == [REP_A.name]
