"""What each rule says of rows that are right, wrong, and just on the line; word for word."""

from __future__ import annotations

import random
import re
from datetime import date
from typing import Any, TypeAlias

import pytest

from validators.cells import Cell, Table, Unreadable, column_letters
from validators.check import UnknownRule, check
from validators.context import Context
from validators.fields import Language
from validators.finding import Finding
from validators.rules.registry import RULES
from validators.settings import RuleSettings, Settings, User

Said: TypeAlias = tuple[str, str, str, str]
"""Rule, severity, column, message."""
TODAY = date(2026, 5, 6)
SETTINGS = Settings(users=(User(name="张伟"), User(name="李娜")))
CUSTOMER: dict[str, Cell] = {
    "Customer_ID": "C20260501001",
    "Customer_Name": "甲公司",
    "Contact_Info": "13800138000",
    "Status": "意向客户",
    "Level": "普通客户",
    "Create_User": "张伟",
    "Owner": "张伟",
    "First_Date": date(2026, 5, 1),
}
OPPORTUNITY: dict[str, Cell] = {
    "Opportunity_ID": "O20260501001",
    "Customer_ID": "C20260501001",
    "Opportunity_Name": "一期",
    "Stage": "方案报价",
    "Amount": 1000,
    "Probability": 50,
    "Expected_Date": date(2026, 6, 1),
    "Responsible": "张伟",
    "Close_Date": None,
}
FOLLOW_UP: dict[str, Cell] = {
    "Follow_ID": "F20260501001",
    "Customer_ID": "C20260501001",
    "Follow_Date": date(2026, 5, 4),
    "Follow_User": "张伟",
    "Follow_Method": "电话",
    "Content": "已报价",
    "Status_Change": "否",
}


def table(name: str, *rows: dict[str, Cell]) -> dict[str, Table]:
    """A table as it would stand in a sheet from row 3 on."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = {column: [row.get(column) for row in rows] for column in columns}
    letters = {column: column_letters(at) for at, column in enumerate(columns, 1)}
    return {name: Table(name, cells, "表", list(range(3, 3 + len(rows))), letters)}


def found(tables: dict[str, Table], language: Language = "zh") -> list[Finding]:
    return check(tables, Context.of(SETTINGS, TODAY, language))


def said(tables: dict[str, Table]) -> list[Said]:
    return [(one.rule, one.severity, one.column or "", one.message) for one in found(tables)]


CUSTOMERS: list[tuple[dict[str, Any], list[Said], list[str]]] = [
    (
        {"Level": None},
        [("R001", "error", "Level", "客户等级：还没填")],
        ["Level: still empty"],
    ),
    (
        {"Customer_ID": "C2026"},
        [("R002", "error", "Customer_ID", "客户编号：“C2026”格式不对")],
        ["Customer ID: “C2026” is not well-formed"],
    ),
    (
        {"Customer_ID": "F20260501001"},
        [("R002", "error", "Customer_ID", "客户编号：F20260501001 是“跟进”表的编号")],
        ["Customer ID: F20260501001 is an ID of Follow-ups"],
    ),
    (
        {"First_Date": "2026-02-30"},
        [("R003", "error", "First_Date", "首次接触日期：没有 2026-02-30 这一天")],
        ["First contact: there is no day 2026-02-30"],
    ),
    (
        {"First_Date": "2026.5.1"},
        [("R004", "warning", "First_Date", "首次接触日期：“2026.5.1”是文本，请写成 2026-05-01")],
        ["First contact: “2026.5.1” is text; please type 2026-05-01"],
    ),
    (
        {"First_Date": "3/4/26"},
        [("R004", "warning", "First_Date", "首次接触日期：“3/4/26”看不准年月日，请确认")],
        ["First contact: which day is “3/4/26”? please say"],
    ),
    (
        {"First_Date": "06/05/2025"},
        [("R004", "warning", "First_Date", "首次接触日期：“06/05/2025”分不清哪个是月、哪个是日")],
        ["First contact: which is the month in “06/05/2025”?"],
    ),
    (
        {"First_Date": "5月6号"},
        [("R004", "warning", "First_Date", "首次接触日期：“5月6号”没有写年份")],
        ["First contact: “5月6号” lacks the year"],
    ),
    (
        {"First_Date": date(2026, 7, 1)},
        [("R005", "warning", "First_Date", "首次接触日期：2026-07-01 还没到，请核对")],
        ["First contact: 2026-07-01 is yet to come; please check"],
    ),
    (
        {"Status": "意想客户"},
        [("R006", "error", "Status", "客户状态：“意想客户”不在列表里，是不是“意向客户”？")],
        ["Status: “意想客户” is not listed; is it “interested”?"],
    ),
    (
        {"Source": "展汇"},
        [("R006", "info", "Source", "客户来源：“展汇”是列表里没有的新写法")],
        ["Source: “展汇” is new to the list"],
    ),
    (
        {"Source": "抖音"},
        [("R006", "info", "Source", "客户来源：“抖音”是列表里没有的新写法")],
        ["Source: “抖音” is new to the list"],
    ),
    (
        {"Contract_Amount": "1.2万"},
        [("R007", "warning", "Contract_Amount", "合同金额：“1.2万”是文本，请写成 12000")],
        ["Contract amount: “1.2万” is text; please type 12000"],
    ),
    (
        {"Contract_Amount": "很多"},
        [("R007", "error", "Contract_Amount", "合同金额：“很多”不是数字")],
        ["Contract amount: “很多” is not a number"],
    ),
    (
        {"Contract_Amount": -5},
        [("R008", "error", "Contract_Amount", "合同金额：要大于 0，这里是 -5")],
        ["Contract amount: must be above 0, here it is -5"],
    ),
    (
        {"Contract_Amount": 99_999_999_999},
        [("R008", "warning", "Contract_Amount", "合同金额：99999999999 大得不像真的，请核对")],
        ["Contract amount: 99999999999 looks too large; please check it"],
    ),
    (
        {"Contact_Info": "1380013800"},
        [("R010", "warning", "Contact_Info", "联系方式：手机号应是 11 位，这里是 10 位")],
        ["Contact info: a mobile has 11 digits, this one 10"],
    ),
    (
        {"Contact_Info": 13800000000.0},
        [("H004", "info", "Contact_Info", "联系方式：电话存成了数字，列窄时显示成 1.38E+10")],
        ["Contact info: a number; in a narrow column it shows as 1.38E+10"],
    ),
    (
        {"Contact_Info": "王总"},
        [("R010", "warning", "Contact_Info", "联系方式：看不出怎么联系，请补充号码")],
        ["Contact info: no number or address in it; please add one"],
    ),
    (
        {"Owner": "张玮"},
        [("K003", "warning", "Owner", "负责人：团队里没有“张玮”")],
        ["Owner: nobody called “张玮” in the team"],
    ),
    (
        {"Notes": Unreadable("#REF!")},
        [("R012", "error", "Notes", "客户备注：单元格显示 #REF!，取不到值")],
        ["Notes: the cell shows #REF!, not a value"],
    ),
    (
        {"Status": "成交客户", "Contract_Amount": None, "Sign_Date": None},
        [
            ("S001", "error", "Contract_Amount", "合同金额：客户已成交，请补充合同金额"),
            ("S001", "warning", "Sign_Date", "签约日期：客户已成交，请补充签约日期"),
        ],
        [
            "Contract amount: this customer is won; please add the amount",
            "Signed on: this customer is won; please add the day",
        ],
    ),
    (
        {"Status": "流失客户", "Lost_Reason": None},
        [("S002", "warning", "Lost_Reason", "流失原因：客户已流失，请写明原因")],
        ["Lost reason: this customer is lost; please say why"],
    ),
    (
        {"Status": "流失客户", "Lost_Reason": "其他", "Notes": None},
        [("S003", "warning", "Notes", "客户备注：流失原因是“其他”，请写明情况")],
        ["Notes: lost for “other” reasons; please say which"],
    ),
    (
        {"Status": "成交客户", "Sign_Date": date(2026, 4, 1), "Contract_Amount": 1},
        [("S004", "warning", "Sign_Date", "签约日期：2026-04-01 早于首次接触日期 2026-05-01")],
        ["Signed on: 2026-04-01 is before the first contact, 2026-05-01"],
    ),
    ({"First_Date": date(2026, 4, 1)}, [], []),
    ({"First_Date": date(2026, 4, 23)}, [], []),
    ({"Contact_Info": "微信:abc"}, [], []),
    ({"Contact_Info": "电话:0571-88886666 转 12"}, [], []),
    ({"Contact_Info": "a@b.com"}, [], []),
    ({"Contact_Info": "13800138000 / 13900139000"}, [], []),
    ({"Status": "成交客户", "Contract_Amount": 50000, "Sign_Date": date(2026, 5, 2)}, [], []),
    ({"Status": "成交"}, [], []),
    ({"Level": "VIP"}, [], []),
    ({"Contact_Info": "+44 20 7946 0958"}, [], []),
    ({"Contact_Info": "138-0013-8000"}, [], []),
    (
        {"Create_User": None},
        [("R001", "error", "Create_User", "创建人：还没填")],
        ["Created by: still empty"],
    ),
    ({"Customer_ID": "NEW-ab12cd34"}, [], []),
    ({"Customer_ID": "C202605011000"}, [], []),
    (
        {"First_Date": date(1890, 1, 1)},
        [("R005", "warning", "First_Date", "首次接触日期：1890-01-01 不像真的，请核对年份")],
        ["First contact: 1890-01-01 looks wrong; please check it"],
    ),
    ({"First_Date": date(2026, 5, 6)}, [], []),
    ({"Status": "成交客户", "Sign_Date": date(2026, 5, 1), "Contract_Amount": 1}, [], []),
    ({"Customer_ID": None}, [], []),
]
OPPORTUNITIES: list[tuple[dict[str, Any], list[Said], list[str]]] = [
    (
        {"Probability": 0.6},
        [("R009", "warning", "Probability", "成交概率：0.6 是不是想写 60（即 60%）？")],
        ["Probability: 0.6; is it 60 (60 %)?"],
    ),
    (
        {"Probability": 120},
        [("R009", "error", "Probability", "成交概率：应在 0 到 100 之间，这里是 120")],
        ["Probability: must be 0 to 100, here it is 120"],
    ),
    (
        {"Probability": 0},
        [("S014", "info", "Probability", "成交概率：是 0，阶段还是“方案报价”")],
        ["Probability: 0, yet the stage is “Proposal and quote”"],
    ),
    (
        {"Probability": 100},
        [("S014", "info", "Probability", "成交概率：是 100，阶段还是“方案报价”")],
        ["Probability: 100, yet the stage is “Proposal and quote”"],
    ),
    ({"Probability": None}, [], []),
    (
        {"Amount": 0},
        [("R008", "error", "Amount", "预估金额：要大于 0，这里是 0")],
        ["Amount: must be above 0, here it is 0"],
    ),
    ({"Amount": 0.01}, [], []),
    (
        {"Amount": "12,000"},
        [("R007", "warning", "Amount", "预估金额：“12,000”是文本，请写成 12000")],
        ["Amount: “12,000” is text; please type 12000"],
    ),
    (
        {"Customer_ID": "C20260501009"},
        [("K002", "error", "Customer_ID", "客户编号：“客户”表里没有 C20260501009")],
        ["Customer ID: there is no C20260501009 in Customers"],
    ),
    (
        {"Customer_ID": "甲公司"},
        [("K002", "error", "Customer_ID", "客户编号：请写 C20260501001（甲公司）")],
        ["Customer ID: type C20260501001 (甲公司)"],
    ),
    (
        {"Expected_Date": date(2026, 5, 1)},
        [("S006", "warning", "Expected_Date", "预计成交日期：2026-05-01 已过 5 天，还没有结果")],
        ["Expected close: 2026-05-01 passed 5 days ago, still open"],
    ),
    ({"Expected_Date": date(2026, 5, 6)}, [], []),
    (
        {"Stage": "赢单", "Probability": 50, "Close_Date": date(2026, 5, 2)},
        [
            ("S007", "warning", "Stage", "当前阶段：机会已赢单，客户状态还是“意向客户”"),
            ("S005", "warning", "Probability", "成交概率：阶段是“赢单”，应为 100，这里是 50"),
        ],
        ["Stage: won, but the customer is still “interested”", "Probability: 100 for “Won”, here it is 50"],
    ),
    ({"Stage": "输单", "Probability": 0, "Close_Date": date(2026, 5, 2)}, [], []),
    (
        {"Stage": "商务谈判 "},
        [("H001", "info", "Stage", "当前阶段：“商务谈判”前后或中间有多余的空格")],
        ["Stage: blanks too many in “商务谈判”"],
    ),
    (
        {"Stage": "谈判中"},
        [("R006", "error", "Stage", "当前阶段：“谈判中”不在列表里，请从下拉里选")],
        ["Stage: “谈判中” is not listed; please pick one"],
    ),
    (
        {"Expected_Date": date(2026, 4, 1)},
        [
            ("S004", "warning", "Expected_Date", "预计成交日期：2026-04-01 早于客户的首次接触日期"),
            ("S006", "warning", "Expected_Date", "预计成交日期：2026-04-01 已过 35 天，还没有结果"),
        ],
        [
            "Expected close: 2026-04-01 is before the customer's first contact",
            "Expected close: 2026-04-01 passed 35 days ago, still open",
        ],
    ),
]
EARLY: dict[str, Cell] = {"First_Date": date(2025, 12, 1)}
FOLLOW_UPS: list[tuple[dict[str, Any], dict[str, Any], list[Said]]] = [
    (
        EARLY,
        {"Follow_Date": date(2026, 4, 21)},
        [("F001", "warning", "Next_Due", "下次跟进：已超期 1 天，上次联系 2026-04-21")],
    ),
    (
        EARLY,
        {"Follow_Date": date(2026, 4, 22)},
        [("F002", "info", "Next_Due", "下次跟进：2026-05-06 前要跟进，上次联系 2026-04-22")],
    ),
    (
        EARLY,
        {"Follow_Date": date(2026, 4, 24)},
        [("F002", "info", "Next_Due", "下次跟进：2026-05-08 前要跟进，上次联系 2026-04-24")],
    ),
    (
        EARLY | {"Level": "重点客户"},
        {"Follow_Date": date(2026, 4, 28)},
        [("F001", "warning", "Next_Due", "下次跟进：已超期 1 天，上次联系 2026-04-28")],
    ),
    (
        EARLY | {"Level": "潜力客户"},
        {"Follow_Date": date(2026, 4, 7)},
        [("F002", "info", "Next_Due", "下次跟进：2026-05-07 前要跟进，上次联系 2026-04-07")],
    ),
    (EARLY | {"Status": "流失客户", "Lost_Reason": "需求变化"}, {"Follow_Date": date(2026, 1, 1)}, []),
    ({}, {"Customer_ID": "C20269999999"}, [("K002", "error", "Customer_ID", "客户编号：“客户”表里没有 C20269999999")]),
    (
        {},
        {"Follow_Date": date(2026, 5, 7)},
        [("R005", "warning", "Follow_Date", "跟进日期：2026-05-07 还没到，请核对")],
    ),
]


@pytest.mark.parametrize(("changed", "zh", "en"), CUSTOMERS)
def test_customers(changed: dict[str, Any], zh: list[Said], en: list[str]) -> None:
    tables = table("customers", CUSTOMER | changed)
    assert said(tables) == zh
    assert [one.message for one in found(tables, "en")] == en


@pytest.mark.parametrize(("changed", "zh", "en"), OPPORTUNITIES)
def test_opportunities(changed: dict[str, Any], zh: list[Said], en: list[str]) -> None:
    tables = table("customers", CUSTOMER) | table("opportunities", OPPORTUNITY | changed)
    assert said(tables) == zh
    assert [one.message for one in found(tables, "en")] == en


@pytest.mark.parametrize(("customer", "follow_up", "zh"), FOLLOW_UPS)
def test_follow_ups(customer: dict[str, Any], follow_up: dict[str, Any], zh: list[Said]) -> None:
    tables = table("customers", CUSTOMER | customer) | table("follow_ups", FOLLOW_UP | follow_up)
    assert said(tables) == zh


def test_clean_rows_have_nothing_said_about_them() -> None:
    tables = table("customers", CUSTOMER) | table("opportunities", OPPORTUNITY)
    assert said(tables) == []


def test_doubled_ids_name_each_other() -> None:
    tables = table("customers", CUSTOMER, CUSTOMER | {"Customer_Name": "乙公司", "Contact_Info": "微信:b"})
    assert [(one.rule, one.address, one.message) for one in found(tables)] == [
        ("K001", "表!A3", "客户编号：C20260501001 也用在 表!A4"),
        ("K001", "表!A4", "客户编号：C20260501001 也用在 表!A3"),
    ]


def test_certain_duplicates_name_each_other() -> None:
    tables = table("customers", CUSTOMER, CUSTOMER | {"Customer_ID": "C20260501002", "Customer_Name": "甲 公司"})
    assert [(one.rule, one.key, one.message) for one in found(tables)] == [
        ("D001", "C20260501001", "客户名称：和 C20260501002 是同一家客户"),
        ("D001", "C20260501002", "客户名称：和 C20260501001 是同一家客户"),
    ]


def test_a_customer_known_elsewhere_is_no_unknown_customer() -> None:
    tables = table("customers", CUSTOMER) | table("opportunities", OPPORTUNITY | {"Customer_ID": "C20260501009"})
    context = Context(TODAY, SETTINGS, "zh", {}, frozenset({"C20260501009"}))
    assert [one.rule for one in check(tables, context)] == []


def test_the_order_of_rows_decides_nothing() -> None:
    rows = [CUSTOMER | changed | {"Customer_Name": f"第{n}家公司"} for n, (changed, _, _) in enumerate(CUSTOMERS)]
    opportunities = [OPPORTUNITY | changed for changed, _, _ in OPPORTUNITIES]

    def summary(seed: int) -> list[tuple[str, str | None, str | None, str]]:
        chosen, deals = rows[:], opportunities[:]
        random.Random(seed).shuffle(chosen)
        random.Random(seed).shuffle(deals)
        tables = table("customers", *chosen) | table("opportunities", *deals)
        for one in tables.values():
            one.places = []
        return sorted((f.rule, f.key, f.column, f.message) for f in found(tables))

    assert summary(1) == summary(2) == summary(3)


def test_settings_and_selection() -> None:
    tables = table("customers", CUSTOMER | {"Level": None, "Contact_Info": "王总"})
    ignoring = Context.of(Settings(rules=RuleSettings(ignore=("R010",), severity={"R001": "info"})), TODAY)
    assert [(one.rule, one.severity) for one in check(tables, ignoring)] == [("R001", "info")]
    assert [one.rule for one in check(tables, Context.of(SETTINGS, TODAY), select=["R010"])] == ["R010"]
    assert check(tables, Context.of(SETTINGS, TODAY), ignore=["R"]) == []
    with pytest.raises(UnknownRule, match="R001"):
        check(tables, Context.of(SETTINGS, TODAY), select=["R0001"])


@pytest.mark.parametrize("code", RULES)
def test_every_rule_explains_itself_in_both_languages(code: str) -> None:
    rule = RULES[code]
    assert rule.code == code
    for label in (rule.title, rule.why):
        assert label.zh != label.en
        assert label.zh
        assert label.en
    for language in ("zh", "en"):
        assert rule.bad[language] != rule.good[language]
    assert not re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", rule.bad.en + rule.good.en)
