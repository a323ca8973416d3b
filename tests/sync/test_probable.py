"""D002 over a team: who is told which customers are probably one, and of no row outside the reader's scope."""

from __future__ import annotations

from datetime import timedelta

from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer
from validators.cells import Cell


def alike(team: Team, other: object = REP_A) -> tuple[dict[str, Cell], dict[str, Cell]]:
    """Two customers that are probably one, the second one of `other`'s."""
    who = REP_B if other is REP_B else REP_A
    one = team.add(REP_A, customer("杭州云帆科技有限公司", REP_A, Contact_Person="王建国", Contact_Info="13800138000"))
    two = team.add(who, customer("杭州云凡科技", who, Contact_Person="王建国", Contact_Info="13900139000"))
    return one, two


def test_the_owner_of_both_is_told_beside_each(team: Team) -> None:
    one, two = alike(team)
    report = team.run()
    assert one["Duplicate_Of"] == f"客户名称：可能和 {two['Customer_ID']} 是同一家（76%）：名称同音、联系人相同"
    assert two["Duplicate_Of"] == f"客户名称：可能和 {one['Customer_ID']} 是同一家（76%）：名称同音、联系人相同"
    assert str(one["Check"]).startswith("ℹ 客户名称：可能和")
    assert (report.rules["D002"], report.findings["info"] >= 2, report.duplicates) == (2, True, 0)


def test_a_colleagues_customer_is_told_to_nobody_but_the_manager(team: Team) -> None:
    one, two = alike(team, REP_B)
    team.run()
    assert one.get("Duplicate_Of") is None and two.get("Duplicate_Of") is None
    shown = repr([[put.value for put in sheet.cells] for sheet in team.places[REP_A.name].shown])
    assert str(two["Customer_ID"]) not in shown and "云凡" not in shown
    row = team.row(MANAGER, str(one["Customer_ID"]))
    assert row is not None and str(two["Customer_ID"]) in str(row["Duplicate_Of"])


def test_it_follows_what_changes(team: Team) -> None:
    one, two = alike(team)
    team.run()
    two["Customer_Name"] = "宁波云凡科技"
    team.run(now=NOW + timedelta(hours=1))
    assert one.get("Duplicate_Of") is None and two.get("Duplicate_Of") is None
    two["Customer_Name"] = "云帆科技"
    team.run(now=NOW + timedelta(hours=2))
    assert "名称只差地名、联系人相同" in str(one["Duplicate_Of"])
    two["Contact_Info"], two["Customer_Name"] = "138-0013-8000", "杭州云帆科技"
    team.run(now=NOW + timedelta(hours=3))
    assert one["Duplicate_Of"] == f"客户名称：和 {two['Customer_ID']} 是同一家客户"
