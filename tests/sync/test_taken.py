"""撞单: who has a customer that a colleague has too is told so beside the row, and nothing more."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer
from validators.cells import Cell
from validators.settings import Settings, User
from validators.settings import Team as TeamSettings

BOTH = (REP_A, REP_B, MANAGER)
HINT = "和对方或主管商量由谁跟进；确实是另一家，请把名称写全"


def shown(team: Team, who: User) -> list[list[Cell]]:
    """The lines of somebody's findings sheet about customers that others have."""
    sheet = next(sheet for sheet in team.places[who.name].shown if sheet.id == "findings")
    rows: dict[int, list[Cell]] = {}
    for put in sheet.cells:
        rows.setdefault(put.row, []).append(put.value)
    return [cells for cells in rows.values() if any("已有这家客户" in str(cell) for cell in cells)]


def both_have_it(team: Team, other: str = "远景科技（杭州）有限公司") -> tuple[dict[str, Cell], dict[str, Cell]]:
    mine = team.add(REP_A, customer("远景科技(杭州)有限公司", REP_A, Contact_Info="微信:zw", Notes="我的备注"))
    theirs = team.add(REP_B, customer(other, REP_B, Contact_Info="微信:ln", Notes="李娜的秘密"))
    team.run()
    return mine, theirs


def test_each_of_the_two_is_told_whose_it_is_and_when_somebody_was_in_touch(team: Team) -> None:
    mine, theirs = both_have_it(team)
    follow: dict[str, Cell] = {
        "Customer_ID": theirs["Customer_ID"],
        "Follow_Date": NOW.date() - timedelta(days=12),
        "Follow_User": REP_B.name,
        "Follow_Method": "电话",
        "Content": "李娜谈过的事",
    }
    team.add(REP_B, follow, "follow_ups")
    team.run()
    told = "已有这家客户，负责人 李*，12 天前跟进过"
    assert mine["Duplicate_Of"] == f"客户名称：{told}"
    assert str(mine["Check"]).startswith(f"⚠ 客户名称：{told}")
    (line,) = shown(team, REP_A)
    assert line[3:7] == [mine["Customer_ID"], "远景科技(杭州)有限公司", f"客户名称：{told}", HINT]
    assert theirs["Duplicate_Of"] == "客户名称：已有这家客户，负责人 张*，还没有跟进记录"
    assert shown(team, MANAGER) == []
    everything = repr([[put.value for put in sheet.cells] for sheet in team.places[REP_A.name].shown])
    for secret in ("李娜", str(theirs["Customer_ID"]), "李娜的秘密", "ln", "谈过"):
        assert secret not in everything


@pytest.mark.parametrize(("days", "said"), [(0, "今天跟进过"), (1, "昨天跟进过"), (2, "2 天前跟进过")])
def test_the_last_days_have_names(team: Team, days: int, said: str) -> None:
    mine, theirs = both_have_it(team)
    day = NOW.date() - timedelta(days=days)
    follow: dict[str, Cell] = {"Customer_ID": theirs["Customer_ID"], "Follow_Date": day, "Follow_User": REP_B.name}
    team.add(REP_B, follow | {"Follow_Method": "电话", "Content": "谈过"}, "follow_ups")
    team.run()
    assert str(mine["Duplicate_Of"]).endswith(said)


def test_the_owner_is_named_in_full_where_the_team_wants_that(tmp_path: Path) -> None:
    team = Team(tmp_path, Settings(users=BOTH, team=TeamSettings(collision_owner="name")))
    mine, _ = both_have_it(team)
    assert "负责人 李娜" in str(mine["Duplicate_Of"])


def test_a_lead_of_the_pool_is_told_as_one(team: Team) -> None:
    mine = team.add(REP_A, customer("远景科技有限公司", REP_A))
    team.add(MANAGER, customer("远景科技有限公司", Contact_Info="微信:pool"))
    team.run()
    assert mine["Duplicate_Of"] == "客户名称：已有这家客户，没有负责人（公海），还没有跟进记录"


@pytest.mark.parametrize("other", ["远景软件有限公司", "远景科技杭州分公司"])
def test_names_that_are_only_close_are_left_in_peace(team: Team, other: str) -> None:
    mine, theirs = both_have_it(team, other)
    assert mine.get("Duplicate_Of") is None and theirs.get("Duplicate_Of") is None
    assert shown(team, REP_A) == []


def test_the_line_is_gone_once_the_other_row_has_another_name(team: Team) -> None:
    mine, theirs = both_have_it(team)
    assert mine["Duplicate_Of"] is not None
    theirs["Customer_Name"] = "另一家公司"
    team.run()
    assert mine["Duplicate_Of"] is None
    assert shown(team, REP_A) == []
    before = team.writes()
    team.run()
    assert team.writes() == before


def test_a_row_of_ones_own_is_told_rather_than_a_colleagues(team: Team) -> None:
    mine, _ = both_have_it(team)
    again = team.add(
        REP_A, customer("远景科技(杭州)有限公司", REP_A, Contact_Info="微信:zw", First_Date=date(2026, 5, 5))
    )
    team.run()
    assert str(again["Customer_ID"]) in str(mine["Duplicate_Of"])
    assert len(shown(team, REP_A)) == 2
