"""Rows that do not stay with who typed them: that person is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sync.sheet import ReportSheet
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer, follow_up
from validators.settings import Settings, User
from validators.settings import Team as TeamSettings


@pytest.fixture
def team(tmp_path: Path) -> Team:
    team = Team(tmp_path)
    for who in (REP_A, REP_B):
        team.add(who, customer(f"{who.name}的公司", who, Contact_Info=f"微信:{who.place}123"))
    team.run()
    return team


def said(team: Team, who: User) -> list[str]:
    """What the findings sheet says of rows that left."""
    sheet: ReportSheet = next(sheet for sheet in team.places[who.name].shown if sheet.id == "findings")
    return [str(put.value) for put in sheet.cells if put.column == 6 and "不在您的工作簿里" in str(put.value)]


def test_a_follow_up_that_names_neither_is_told_to_who_typed_it(team: Team) -> None:
    team.add(REP_A, follow_up("力卓洋包", Follow_User="我", Content="谈了价格"), "follow_ups")
    report = team.run()
    assert team.keys(REP_A, "follow_ups") == set()
    assert said(team, REP_A) == ["“谈了价格”已不在您的工作簿里：客户编号“力卓洋包”不是您的客户，跟进人“我”也不是您"]
    assert said(team, REP_B) == said(team, MANAGER) == []
    assert report.exit_code == 3
    assert team.run().places[0].written is False


def test_a_follow_up_of_a_colleagues_customer_is_told_without_saying_whose_it_is(team: Team) -> None:
    (theirs,) = team.keys(REP_B)
    team.add(REP_A, follow_up(str(theirs), Content="打过电话"), "follow_ups")
    team.run()
    assert said(team, REP_A) == [f"“打过电话”已不在您的工作簿里：客户编号“{theirs}”不是您的客户"]
    sheet = next(sheet for sheet in team.places[REP_A.name].shown if sheet.id == "findings")
    (given,) = team.keys(REP_B, "follow_ups")
    assert given not in {put.value for put in sheet.cells}
    assert said(team, REP_B) == []


def test_a_customer_typed_for_a_colleague_is_told(team: Team) -> None:
    team.add(REP_A, customer("乙公司", REP_B, Contact_Info="微信:yi123"))
    team.run()
    assert said(team, REP_A) == ["“乙公司”已不在您的工作簿里：负责人写的是“李娜”"]


def test_a_list_that_is_read_for_the_first_time_is_shared_out_without_a_word(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.add(REP_A, customer("乙公司", REP_B, Contact_Info="微信:yi123"))
    team.add(REP_A, follow_up("力卓洋包", Follow_User="我", Content="一"), "follow_ups")
    team.run()
    assert [text[:3] for text in said(team, REP_A)] == ["“一”"]


def test_it_is_told_until_the_row_is_back_or_a_week_has_passed(team: Team) -> None:
    team.add(REP_A, follow_up("力卓洋包", Follow_User="我", Content="一"), "follow_ups")
    team.add(REP_A, follow_up("力卓洋包", Follow_User="我", Content="二"), "follow_ups")
    team.run()
    assert len(said(team, REP_A)) == 2
    mine = next(iter(team.keys(REP_A)))
    next(row for row in team.places[MANAGER.name].rows["follow_ups"] if row["Content"] == "一")["Customer_ID"] = mine
    team.run()
    assert [text[:3] for text in said(team, REP_A)] == ["“二”"]
    assert len(team.keys(REP_A, "follow_ups")) == 1
    team.run(now=NOW + timedelta(days=8))
    assert said(team, REP_A) == []


def test_english(tmp_path: Path) -> None:
    settings = Settings(users=(REP_A, REP_B, MANAGER), team=TeamSettings(language="en"))
    team = Team(tmp_path, settings)
    team.add(REP_A, follow_up("Acme", Follow_User="me", Content="met them"), "follow_ups")
    team.run()
    sheet = next(sheet for sheet in team.places[REP_A.name].shown if sheet.id == "findings")
    said = "“met them” is no longer in your workbook: “Acme” is no customer of yours, and “me” (By) is not your name"
    assert said in {put.value for put in sheet.cells}
