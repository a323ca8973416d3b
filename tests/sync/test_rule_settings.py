"""`[rules]`: what a team sets of the rules, accepted exceptions, and what is wrong with either."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sync.cli import main
from sync.config import parse
from sync.errors import ConfigError
from sync.judge import judge, visible
from sync.mail_settings import settings_for
from sync.outcome import RunReport
from sync.recheck import stamp_of
from tests.cli.test_check import GOOD, HEADS, book
from tests.sync.team import MANAGER, NOW, REP_A, REP_B, Team, customer
from tests.validators.test_rules import CUSTOMER, OPPORTUNITY, TODAY, table
from validators.check import check, chosen_rules
from validators.context import Context
from validators.roles import owners, scope_of
from validators.settings import Accepted, Settings

DOC = Path(__file__).resolve().parent.parent.parent / "docs" / "config.md"
USERS = """
[[users]]
name = "王主管"
role = "manager"

[[users]]
name = "张伟"
"""


def _settings(text: str) -> Settings:
    return parse((USERS + text).encode(), "config.toml")


def _said(text: str, tables: dict[str, Any], today: date = TODAY) -> list[tuple[str, str, str]]:
    found = check(tables, Context.of(_settings(text), today))
    return [(one.rule, one.severity, one.message) for one in found if one.rule != "K003"]


def test_the_documented_examples_are_read_and_do_what_they_say() -> None:
    blocks = [block for block in re.findall(r"(?:^    .*\n|^\n)+", DOC.read_text("utf-8"), re.M) if block.strip()]
    taste, exceptions = (parse(re.sub("^    ", "", block, flags=re.M).encode(), "x", team=False) for block in blocks)
    assert taste.rules.R011.of("customers", "Notes") == 500
    assert taste.rules.R011.of("plan", "Goal") == 60
    assert taste.rules.R011.of("follow_ups", "Content") is None
    row = CUSTOMER | {"Industry": "没有的行业", "Contract_Amount": 50_000_000, "First_Date": date(2014, 12, 31)}
    found = check(table("customers", row | {"Notes": "好" * 501}), Context.of(taste, TODAY))
    assert [(one.rule, one.message) for one in found] == [
        ("R005", "首次接触日期：2014-12-31 不像真的，请核对年份"),
        ("R011", "客户备注：太长，501 个字，最多 500 个"),
        ("R008", "合同金额：50000000 大得不像真的，请核对"),
    ]
    assert [(one.rule, one.key, one.column) for one in exceptions.rules.accepted] == [
        ("S001", "C20260501001", "Sign_Date"),
        ("R010", "C20260501002", ""),
    ]


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("[rules]\nselect = ['R010']", {"Contact_Info": "没有", "Level": None}, ["R010"]),
        ("[rules]\nselect = ['R']\nignore = ['R010']", {"Contact_Info": "没有", "Level": None}, ["R001"]),
        ("[rules.R005]\nearliest = 2020-01-01", {"First_Date": date(2020, 1, 1)}, []),
        ("[rules.R005]\nearliest = 2020-01-01", {"First_Date": date(2019, 12, 31)}, ["R005"]),
        ("[rules.R008]\nwarn_from = 5000", {"Contract_Amount": 4999.99}, []),
        ("[rules.R008]\nwarn_from = 5000", {"Contract_Amount": 5000}, ["R008"]),
        ("[rules.R011]\nlongest = { Notes = 3 }", {"Notes": "一二三"}, []),
        ("[rules.R011]\nlongest = { Notes = 3 }", {"Notes": "一二三四"}, ["R011"]),
        ("[rules.R011]\nlongest = { Notes = 3, 'customers.Notes' = 4 }", {"Notes": "一二三四"}, []),
        ("[rules.R011]\nlongest = { Contact_Person = 300 }", {"Contact_Person": "长" * 256}, ["R011"]),
    ],
)
def test_rules_go_by_what_the_team_set(text: str, cells: dict[str, Any], expected: list[str]) -> None:
    assert [rule for rule, *_ in _said(text, table("customers", CUSTOMER | cells))] == expected


def test_choosing_rules_does_not_silence_what_the_agent_tells_of_its_own_work() -> None:
    chosen = chosen_rules(Context.of(_settings("[rules]\nselect = ['R001']\nignore = ['A002']"), TODAY))
    assert chosen == {"R001", "A001", "A003", "A004"}


def test_a_plan_lies_as_far_ahead_as_the_team_says() -> None:
    text = "[rules.R005]\ndays_ahead = 30"
    for days, expected in ((30, []), (31, ["R005"])):
        row = OPPORTUNITY | {"Expected_Date": TODAY + timedelta(days)}
        assert [rule for rule, *_ in _said(text, table("opportunities", row))] == expected
    last = table("opportunities", OPPORTUNITY | {"Expected_Date": date(9999, 12, 31)})  # no day is after it
    assert _said("[rules.R005]\ndays_ahead = 36500", last, date(9999, 12, 30)) == []


def _exception(**more: Any) -> str:
    cells = {"rule": "R010", "key": "C20260501001", "by": "王主管", "why": "总机"} | more
    until = cells.pop("until", date(2026, 5, 6))
    return "[[rules.accepted]]\n" + "".join(f"{k} = {v!r}\n" for k, v in cells.items()) + f"until = {until}\n"


@pytest.mark.parametrize(
    ("more", "silent"),
    [
        ({}, True),
        ({"rule": " r010 ", "column": "Contact_Info"}, True),
        ({"column": "Level"}, False),
        ({"rule": "R001"}, False),
        ({"key": "C20260501002"}, False),
        ({"until": date(2026, 5, 5)}, False),
    ],
)
def test_an_exception_silences_exactly_its_finding_until_its_last_day(more: dict[str, Any], silent: bool) -> None:
    rows = table("customers", CUSTOMER | {"Contact_Info": "没有"}, CUSTOMER | {"Customer_ID": "C20260501009"})
    rows["customers"].columns["Contact_Info"][1] = "也没有"
    said = [rule for rule, *_ in _said(_exception(**more), rows) if rule == "R010"]
    assert len(said) == (1 if silent else 2)


def _problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        _settings(text)
    return [re.sub(r"^第 \d+ 行 / line ", "", one) for one in caught.value.problems]


def test_wrong_types_and_names_of_settings_are_told_at_once() -> None:
    text = '[rules.R005]\nearliest = "soon"\ndays_ahead = 0\n[rules.R0011]\nlongest = {}\n'
    text += '[[rules.accepted]]\nrule = "S001"\nuntil = 2026-12-31\nby = "王主管"\nwhy = ""\nkeys = "C"\n'
    assert _problems(text) == [
        "9: rules.R005.earliest: 要写成 2026-12-31 这样的日期 / must be a date such as 2026-12-31 ('soon')",
        "10: rules.R005.days_ahead: 不能小于 1 / must be at least 1 (0)",
        "13: rules.accepted.1.key: 缺少这个设置 / this setting is missing (dict)",
        "17: rules.accepted.1.why: 不能为空 / must not be empty ('')",
        "18: rules.accepted.1.keys: 没有这个设置 / no such setting；您是不是想写 key？/ did you mean key?",
        "11: rules.R0011: 没有这个设置 / no such setting；您是不是想写 R011？/ did you mean R011?",
    ]


def test_what_names_nothing_is_told_at_once_with_the_nearest_name() -> None:
    rules = '[rules]\nselect = ["K02"]\nseverity = { R01O = "info" }\n'
    limits = "[rules.R011]\nlongest = { Note = 5, Amount = 5 }\n"
    exceptions = [
        _exception(rule="R"),
        _exception(rule="A001", key="C2026"),
        _exception(column="Contact_Infos", by="张伟"),
        _exception(by="王主任", column="Contact_Info"),
        _exception(column="Contact_Info"),
    ]
    assert _problems(rules + limits + "".join(exceptions)) == [
        "9: 没有规则 K02，最接近的是 K002 / there is no rule K02; the nearest is K002",
        "10: 没有规则 R01O，最接近的是 R016 / there is no rule R01O; the nearest is R016",
        "12: longest: 没有文字列 Note / no column of text Note，您是不是想写 Notes？/ did you mean Notes?",
        "12: longest: 没有文字列 Amount / no column of text Amount",
        "14: 例外要写一条规则，例如 R001，不能写整类 R / "
        "an exception is for one rule, such as R001, not for the family R",
        "20: A001 是同步时的通知，不能设例外 / A001 tells of a run; there is nothing to accept",
        "21: key 'C2026' 不是编号，要写 C20240501001 这样的 / is no ID; write one such as C20240501001",
        "30: customers 没有列 Contact_Infos / no column Contact_Infos，您是不是想写 Contact_Info？/ "
        "did you mean Contact_Info?",
        "28: 例外要由主管或管理员认可，张伟 是销售 / a manager or an admin accepts exceptions; 张伟 is a rep",
        "35: 没有用户 王主任 / no user 王主任，您是不是想写 王主管？/ did you mean 王主管?",
        "41: 这个例外和第 34 行的是同一个，请只留一个 / the same exception stands in line 34; keep one",
    ]


def _accepting(*accepted: Accepted) -> Settings:
    settings = Settings(users=(REP_A, REP_B, MANAGER))
    return settings.model_copy(update={"rules": settings.rules.model_copy(update={"accepted": accepted})})


LAST = NOW.date()


def _one(key: str, until: date = LAST, rule: str = "R010", why: str = "总机") -> Accepted:
    return Accepted(rule=rule, key=key, until=until, by=MANAGER.name, why=why)


def _findings(report: RunReport) -> int:
    return report.findings["error"] + report.findings["warning"]


def _shown(team: Team, name: str) -> str:
    return str([put.value for sheet in team.places[name].shown for put in sheet.cells if sheet.id == "findings"])


def test_an_exception_counts_in_the_next_run_and_ends_with_its_day(team: Team) -> None:
    team.add(REP_A, customer("甲公司", REP_A, Contact_Info="没有"))
    team.add(REP_B, customer("乙公司", REP_B, Contact_Info="没有"))
    assert _findings(team.run()) == 2
    team.settings = _accepting(_one("C20260506001"))
    assert _findings(team.run()) == 1
    line = "主管认可的例外 1 处不再提示，最早的到 2026-05-06"
    assert [line in _shown(team, user.name) for user in (REP_A, REP_B, MANAGER)] == [True, False, True]
    assert _findings(team.run(now=NOW + timedelta(1))) == 2
    assert line not in _shown(team, REP_A.name)


def test_what_was_said_before_counts_only_while_the_exceptions_are_the_same() -> None:
    context = Context.of(_accepting(_one("C20260506001")), NOW.date())
    stamps = {
        stamp_of(replace(context, settings=settings), "1")
        for settings in (
            _accepting(),
            _accepting(_one("C20260506001")),
            _accepting(_one("C20260506001", date(2026, 5, 7))),
            _accepting(_one("C20260506002")),
        )
    }
    assert len(stamps) == 4


def test_a_doubled_customer_is_accepted_row_by_row(team: Team) -> None:
    for _ in range(2):
        team.add(REP_A, customer("甲公司", REP_A))
    team.run()
    hub = team.store.load()
    context = Context.of(_accepting(_one("C20260506001", rule="D001")), NOW.date())
    rows, judged = hub.rows(), judge(hub, context)
    scope = scope_of(MANAGER, rows, owners(rows, context.settings))
    told = visible(judged, scope, rows, context)["customers"]
    assert {key: [one.rule for one in found if one.rule == "D001"] for key, found in told.items()} == {
        "C20260506002": ["D001"],
    }


def test_a_reps_computer_hears_of_no_exceptions_for_other_peoples_rows() -> None:
    settings = _accepting(_one("C20260506001"), _one("C20260506002", why="别人的秘密"))
    told = {user.name: settings_for(user, settings, {"C20260506001"}).decode() for user in (REP_A, MANAGER)}
    assert "别人的秘密" not in told[REP_A.name]
    assert "C20260506002" not in told[REP_A.name]
    assert "C20260506001" in told[REP_A.name]
    assert "别人的秘密" in told[MANAGER.name]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    text = USERS + _exception(until=date(2026, 5, 20)) + _exception(key="C20260501002", until=date(2026, 5, 1))
    path.write_text(text, "utf-8")
    return path


def test_all_exceptions_are_listed_with_what_is_left_of_them(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ["--config", str(config), "--today", "2026-05-06"]
    assert main(["rules", "--accepted", *at]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "R010 C20260501002  已于 2026-05-01 到期（5 天前）  王主管：总机",
        "R010 C20260501001  到 2026-05-20（还有 14 天）  王主管：总机",
    ]
    assert main(["rules", "--accepted", "--format", "json", *at]) == 0
    listed = json.loads(capsys.readouterr().out)["accepted"]
    assert [(one["key"], one["column"], one["days"]) for one in listed] == [
        ("C20260501002", None, -5),
        ("C20260501001", None, 14),
    ]
    path = book(tmp_path / "a.xlsx", [HEADS, ["C20260501001", "甲公司", "没有", *GOOD[3:]]])
    main(["check", str(path), *at])
    out = capsys.readouterr().out
    assert "R010" not in out
    assert "主管认可的例外有 1 处不再提示，最早的到 2026-05-20；已到期 1 处。清单：salesheet rules --accepted" in out


def test_without_exceptions_nothing_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.toml").write_text(USERS, "utf-8")
    assert main(["rules", "--accepted", "--lang", "en", "--config", str(tmp_path / "config.toml")]) == 0
    assert capsys.readouterr().out == "no exceptions are accepted\n"
