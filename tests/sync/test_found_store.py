"""What was found about the hub and its IDs, as a person would tell it."""

from __future__ import annotations

import stat
import sys
from datetime import datetime

import pytest

from sync.errors import Damaged
from tests.sync.kills import names
from tests.sync.team import REP_A, REP_B, Team, customer


def test_a_lost_history_is_told_before_anything_is_written(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A))
    row["Region"] = "华东"
    team.run()
    for path in (team.folder / "hub" / "history").iterdir():
        path.unlink()
    row["Notes"] = "新"
    with pytest.raises(Damaged):
        team.run()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such rights")
def test_nobody_else_may_read_the_hub(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    open_to_others = [
        path.name for path in (team.folder / "hub").rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert open_to_others == []


def test_an_archived_id_typed_ahead_is_not_handed_out_again(team: Team) -> None:
    row = team.add(REP_A, customer("甲公司", REP_A, Customer_ID="C20260507001"))
    team.run()
    team.places[REP_A.name].rows["customers"].remove(row)
    team.run(force=True)
    other = team.add(REP_A, customer("乙公司", REP_A))
    team.run(now=datetime(2026, 5, 7, 8))
    assert other["Customer_ID"] != "C20260507001"


def test_a_row_pasted_with_its_placeholder_while_the_book_is_open_is_two_rows_and_not_three(team: Team) -> None:
    row = team.add(REP_B, customer("公司甲", REP_A, Customer_ID="NEW-00000001"))
    team.places[REP_B.name].rows["customers"].append(dict(row))
    team.places[REP_B.name].locked = True
    team.run(force=True)
    team.places[REP_B.name].locked = False
    for _ in range(2):
        team.run(force=True)
    assert names(team) == ["公司甲", "公司甲"]
    assert len({row["Customer_ID"] for row in team.places[REP_A.name].rows["customers"]}) == 2
