"""Rows that wait for their doubled ID are missing in the figures, and the overview of that workbook says so."""

from __future__ import annotations

from pathlib import Path

from tests.sync.team import MANAGER, REP_A, Team, customer
from validators.settings import User


def _left_out(team: Team, who: User) -> object:
    overview = next(sheet for sheet in team.places[who.name].shown if sheet.id == "overview")
    return next(put.value for put in overview.cells if put.row == 3)


def test_only_the_workbook_that_has_the_rows_speaks_of_them(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.add(REP_A, customer("甲公司", REP_A))
    for name in ("乙公司", "丙公司"):
        team.add(REP_A, customer(name, REP_A, Customer_ID="C20260506009"))
    team.run()
    assert len(team.keys(MANAGER)) == 1
    assert _left_out(team, REP_A) == "数据不全：“客户”有 2 行编号重复，未计入。"
    assert _left_out(team, MANAGER) is None
