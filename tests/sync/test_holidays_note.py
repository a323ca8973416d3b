"""The calendar that due days follow, over the real cycle: in the sheet, and what a run tells of it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from sync.cli import main
from tests.sync.team import MANAGER, NOW, REP_A, Team, customer
from validators.settings import FollowUpSettings, Settings

WORKDAYS = Settings(users=(REP_A, MANAGER), follow_up=FollowUpSettings(calendar="cn_workdays"))
KEY = {"Level": "重点客户"}


def test_next_due_in_the_sheet_follows_the_calendar(tmp_path: Path) -> None:
    shown = {}
    for name, settings in (("days", Settings(users=(REP_A, MANAGER))), ("workdays", WORKDAYS)):
        team = Team(tmp_path / name, settings)
        team.add(REP_A, customer("甲公司", REP_A, First_Date=date(2026, 4, 26), **KEY))
        team.run()
        shown[name] = team.places[REP_A.name].rows["customers"][0]["Next_Due"]
    # Sunday 3 May lies in the holidays of Labour Day, which end on Tuesday 5 May 2026
    assert shown == {"days": date(2026, 5, 3), "workdays": date(2026, 5, 6)}


def test_a_run_says_once_which_years_holidays_are_not_known(tmp_path: Path) -> None:
    team = Team(tmp_path, WORKDAYS)
    for at in range(3):
        team.add(REP_A, customer(f"甲{at}公司", REP_A, First_Date=date(2089, 12, 28), **KEY))
    report = team.run(now=datetime(2089, 12, 29, 8))
    assert report.notes == ["2090 年的节假日安排程序里还没有：到期日只避开周末，请在安排公布后更新 Salesheet"]
    assert team.run().notes == []  # nobody is due then: nothing happened yet


def test_nothing_is_said_where_no_such_day_is_due(tmp_path: Path) -> None:
    team = Team(tmp_path, WORKDAYS)
    team.add(REP_A, customer("甲公司", REP_A, **KEY))
    assert team.run(now=NOW).notes == []


def test_check_says_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--into", str(tmp_path / "team"), "--lang", "en", "--today", "2090-12-20"]) == 0
    path = tmp_path / "team" / "config.toml"
    path.write_text(path.read_text("utf-8").replace('calendar = "days"', 'calendar = "cn_workdays"'), "utf-8")
    capsys.readouterr()
    main(["check", "--config", str(path), "--today", "2090-12-20", "--format", "json"])
    (note,) = [one for one in json.loads(capsys.readouterr().out)["summary"]["notes"] if "holidays" in one]
    assert note.startswith("the holidays of 2089, 2090, 2091 are not known yet: due days keep off weekends alone")
