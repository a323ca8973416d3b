"""What the rules say of rows that contradict each other or have nobody: right, wrong and on the line, word for word."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import pytest

from tests.validators.test_rules import CUSTOMER, FOLLOW_UP, OPPORTUNITY, table
from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context
from validators.fields import Language
from validators.finding import Finding
from validators.settings import Settings, User

TODAY = date(2026, 5, 6)
TEAM = Settings(users=(User(name="张伟"), User(name="李娜"), User(name="刘洋", active=False)))
OTHER = CUSTOMER | {"Customer_ID": "C20260501002", "Customer_Name": "乙公司", "Contact_Info": "微信:b"}
PLAN: dict[str, Cell] = {
    "Plan_ID": "P20260501001",
    "Customer_ID": "C20260501001",
    "Due_Date": date(2026, 5, 20),
    "Owner": "张伟",
    "Done_By": None,
}
Row: TypeAlias = dict[str, Cell]
Said: TypeAlias = tuple[str, str, str]
"""Severity, column, message."""


def tables(customer: Row, others: dict[str, list[Row]]) -> dict[str, Table]:
    made = table("customers", CUSTOMER | customer, OTHER)
    for name, rows in others.items():
        right = {"follow_ups": FOLLOW_UP, "opportunities": OPPORTUNITY, "plan": PLAN}[name]
        made |= table(name, *(right | row for row in rows))
    return made


def found(code: str, customer: Row, others: dict[str, list[Row]], language: Language) -> list[Finding]:
    return check(tables(customer, others), Context.of(TEAM, TODAY, language), select=[code])


CASES: list[tuple[str, Row, dict[str, list[Row]], list[Said], list[str], list[tuple[Cell, bool]]]] = [
    (
        "R014",
        {"First_Date": date(2026, 5, 5)},
        {"follow_ups": [{}]},
        [("warning", "First_Date", "首次接触日期：是 2026-05-05，可 2026-05-04 已有跟进")],
        ["First contact: 2026-05-05, yet the first follow-up is of 2026-05-04"],
        [(date(2026, 5, 4), False)],
    ),
    ("R014", {"First_Date": date(2026, 5, 4)}, {"follow_ups": [{}]}, [], [], []),
    (
        "R014",
        {"First_Date": "2026-05-05"},
        {"follow_ups": [{"Follow_Date": "2026.5.1"}]},
        [("warning", "First_Date", "首次接触日期：是 2026-05-05，可 2026-05-01 已有跟进")],
        ["First contact: 2026-05-05, yet the first follow-up is of 2026-05-01"],
        [(date(2026, 5, 1), False)],
    ),
    ("R014", {"First_Date": None}, {"follow_ups": [{}]}, [], [], []),
    (
        "R015",
        {"Contact_Info": "wang@163"},
        {},
        [("warning", "Contact_Info", "联系方式：邮箱“wang@163”写得不完整")],
        ["Contact info: the address “wang@163” is not complete"],
        [],
    ),
    (
        "R015",
        {"Contact_Info": "邮箱：li.na@qq,com"},
        {},
        [("warning", "Contact_Info", "联系方式：邮箱“li.na@qq,com”写错了，是不是 li.na@qq.com？")],
        ["Contact info: “li.na@qq,com” is no address; is it li.na@qq.com?"],
        [("邮箱：li.na@qq.com", False)],
    ),
    ("R015", {"Contact_Info": "wang@163.com / li@qq.com"}, {}, [], [], []),
    ("R015", {"Contact_Info": "wang@163.com,li@qq.com"}, {}, [], [], []),
    (
        "R016",
        {},
        {"follow_ups": [{"Status_Change": "是"}]},
        [("warning", "Status_Change", "状态变更：写了“是”，没写变成什么状态")],
        ["Status change: “是” does not say to which status"],
        [],
    ),
    (
        "R016",
        {},
        {"follow_ups": [{"Status_Change": "客户很满意"}]},
        [("warning", "Status_Change", "状态变更：“客户很满意”看不出状态变没变")],
        ["Status change: does “客户很满意” mean a new status?"],
        [],
    ),
    ("R016", {}, {"follow_ups": [{"Status_Change": "潜在客户→意向客户"}]}, [], [], []),
    ("R016", {}, {"follow_ups": [{"Status_Change": "No change"}]}, [], [], []),
    (
        "K004",
        {},
        {"follow_ups": [{"Customer_ID": "C20260501002"}], "plan": [{"Done_By": "F20260501001"}]},
        [("error", "Done_By", "完成记录：F20260501001 是另一家客户的跟进")],
        ["Done by: F20260501001 is another customer's follow-up"],
        [],
    ),
    ("K004", {}, {"follow_ups": [{}], "plan": [{"Done_By": "F20260501001"}]}, [], [], []),
    ("K004", {}, {"follow_ups": [{"Customer_ID": "C20260501009"}], "plan": [{"Done_By": "F20260501001"}]}, [], [], []),
    (
        "K005",
        {},
        {
            "follow_ups": [
                {"Content": "已发报价，等客户回复"},
                {"Content": "已发报价，等客户回复", "Follow_ID": "F20260501002"},
            ]
        },
        [
            ("info", "Content", "跟进内容：同一次跟进记了两遍，另一条是 F20260501002"),
            ("info", "Content", "跟进内容：同一次跟进记了两遍，另一条是 F20260501001"),
        ],
        ["Content: the same follow-up as F20260501002", "Content: the same follow-up as F20260501001"],
        [],
    ),
    ("K005", {}, {"follow_ups": [{}, {"Follow_ID": "F20260501002"}]}, [], [], []),
    (
        "K005",
        {},
        {
            "follow_ups": [
                {"Content": "已发报价，等客户回复"},
                {"Content": "已发报价，等客户回复", "Follow_ID": "F20260501002", "Next_Plan": "下周再打"},
            ]
        },
        [],
        [],
        [],
    ),
    (
        "K005",
        {},
        {
            "follow_ups": [
                {"Content": "已发报价，等客户回复"},
                {"Content": "已发报价，等客户回复", "Follow_ID": None},
                {"Content": "已发报价，等客户回复", "Follow_ID": None},
            ]
        },
        [
            ("info", "Content", "跟进内容：同一次跟进还记在另外 2 行"),
            ("info", "Content", "跟进内容：同一次跟进还记在另外 2 行"),
            ("info", "Content", "跟进内容：同一次跟进还记在另外 2 行"),
        ],
        [
            "Content: the same follow-up stands in 2 more rows",
            "Content: the same follow-up stands in 2 more rows",
            "Content: the same follow-up stands in 2 more rows",
        ],
        [],
    ),
    (
        "K005",
        {},
        {
            "follow_ups": [
                {"Content": "已发报价，等客户回复"},
                {"Content": "已发报价，等客户回复", "Follow_ID": "F20260501002", "Follow_Date": date(2026, 5, 5)},
            ]
        },
        [],
        [],
        [],
    ),
    (
        "K006",
        {},
        {"opportunities": [{}, {"Opportunity_ID": "O20260501002", "Opportunity_Name": "一 期"}]},
        [
            ("warning", "Opportunity_Name", "机会名称：和 O20260501002 是同一个机会"),
            ("warning", "Opportunity_Name", "机会名称：和 O20260501001 是同一个机会"),
        ],
        ["Opportunity: the same opportunity as O20260501002", "Opportunity: the same opportunity as O20260501001"],
        [],
    ),
    ("K006", {}, {"opportunities": [{}, {"Opportunity_ID": "O20260501002", "Opportunity_Name": "二期"}]}, [], [], []),
    ("K006", {}, {"opportunities": [{}, {"Opportunity_ID": "O20260501002", "Stage": "赢单"}]}, [], [], []),
    (
        "S008",
        {},
        {"follow_ups": [{"Status_Change": "是，成交客户"}]},
        [("warning", "Status", "客户状态：2026-05-04 的跟进写了变为“成交客户”，这里还是“意向客户”")],
        ["Status: a follow-up of 2026-05-04 says “won”, here “interested”"],
        [("成交客户", False)],
    ),
    (
        "S008",
        {"Status": "成交客户"},
        {"follow_ups": [{"Status_Change": "是，意向客户"}]},
        [("info", "Status", "客户状态：是“成交客户”，跟进里只写到“意向客户”（2026-05-04）")],
        ["Status: “won”, yet reported “interested” (2026-05-04)"],
        [],
    ),
    (
        "S008",
        {},
        {
            "follow_ups": [
                {"Status_Change": "是，流失客户"},
                {"Follow_ID": "F20260501002", "Follow_Date": date(2026, 5, 5), "Status_Change": "是，意向客户"},
            ]
        },
        [],
        [],
        [],
    ),
    (
        "S008",
        {},
        {
            "follow_ups": [
                {"Status_Change": "是，流失客户"},
                {"Follow_ID": "F20260501002", "Status_Change": "是，意向客户"},
            ]
        },
        [],
        [],
        [],
    ),
    ("S008", {}, {"follow_ups": [{"Status_Change": "是，流失客户", "Follow_Date": date(2026, 5, 7)}]}, [], [], []),
    (
        "S009",
        {"Sign_Date": date(2026, 5, 2)},
        {},
        [("warning", "Status", "客户状态：已于 2026-05-02 签约，状态还是“意向客户”")],
        ["Status: signed on 2026-05-02, yet “interested”"],
        [("成交客户", False)],
    ),
    ("S009", {"Sign_Date": date(2026, 5, 7)}, {}, [], [], []),
    ("S009", {"Status": "流失客户", "Sign_Date": date(2026, 5, 2)}, {}, [], [], []),
    (
        "S010",
        {},
        {"opportunities": [{"Close_Date": date(2026, 5, 2)}]},
        [("warning", "Close_Date", "结束日期：填了 2026-05-02，阶段还是“方案报价”")],
        ["Closed on: 2026-05-02, yet the stage is “Proposal and quote”"],
        [],
    ),
    ("S010", {}, {"opportunities": [{"Stage": "赢单", "Close_Date": date(2026, 5, 2)}]}, [], [], []),
    (
        "S011",
        {},
        {"opportunities": [{"Stage": "输单"}]},
        [("warning", "Close_Date", "结束日期：阶段是“输单”，请补充结束日期")],
        ["Closed on: “Lost”, please add the day"],
        [],
    ),
    ("S011", {}, {"opportunities": [{"Stage": "商务谈判"}]}, [], [], []),
    (
        "S012",
        {"Status": "流失客户"},
        {"opportunities": [{}]},
        [("warning", "Stage", "当前阶段：客户已流失，机会还开着")],
        ["Stage: the customer is lost, the opportunity still open"],
        [],
    ),
    ("S012", {"Status": "流失客户"}, {"opportunities": [{"Stage": "输单"}]}, [], [], []),
    (
        "S013",
        {"Status": "流失客户"},
        {"plan": [{}]},
        [("info", "Customer_ID", "客户编号：客户已流失，任务还没完成")],
        ["Customer ID: the customer is lost, the task still open"],
        [],
    ),
    ("S013", {"Status": "流失客户"}, {"plan": [{"Done_By": "F20260501001"}]}, [], [], []),
    (
        "S014",
        {},
        {"opportunities": [{"Probability": 100}]},
        [("info", "Probability", "成交概率：是 100，阶段还是“方案报价”")],
        ["Probability: 100, yet the stage is “Proposal and quote”"],
        [],
    ),
    (
        "S014",
        {},
        {"opportunities": [{"Probability": 0}]},
        [("info", "Probability", "成交概率：是 0，阶段还是“方案报价”")],
        ["Probability: 0, yet the stage is “Proposal and quote”"],
        [],
    ),
    ("S014", {}, {"opportunities": [{"Probability": 99}]}, [], [], []),
    (
        "S015",
        {"Status": "潜在客户"},
        {"opportunities": [{}]},
        [("info", "Stage", "当前阶段：机会到了“方案报价”，客户状态还是“潜在客户”")],
        ["Stage: “Proposal and quote”, yet the customer is “potential”"],
        [],
    ),
    ("S015", {"Status": "潜在客户"}, {"opportunities": [{"Stage": "需求确认"}]}, [], [], []),
    (
        "U001",
        {"Owner": "刘洋"},
        {},
        [("info", "Owner", "负责人：刘洋 已离开，客户没有人跟进")],
        ["Owner: 刘洋 has left; nobody follows up"],
        [],
    ),
    ("U001", {"Owner": "刘洋", "Status": "流失客户"}, {}, [], [], []),
    (
        "U002",
        {},
        {"opportunities": [{"Responsible": "刘洋"}]},
        [("info", "Responsible", "负责人：刘洋 已离开，机会没有人跟进")],
        ["Responsible: 刘洋 has left; nobody pursues it"],
        [],
    ),
    ("U002", {}, {"opportunities": [{"Responsible": "刘洋", "Stage": "赢单"}]}, [], [], []),
    (
        "U003",
        {},
        {"plan": [{"Owner": "刘洋"}]},
        [("info", "Owner", "负责人：刘洋 已离开，任务没有人做")],
        ["Owner: 刘洋 has left; nobody will do it"],
        [],
    ),
    ("U003", {}, {"plan": [{"Owner": "刘洋", "Done_By": "F20260501001"}]}, [], [], []),
    (
        "U004",
        {"Owner": None},
        {},
        [("warning", "Owner", "负责人：意向客户没有负责人")],
        ["Owner: nobody owns this customer, who is “interested”"],
        [],
    ),
    ("U004", {"Owner": None, "Status": "潜在客户"}, {}, [], [], []),
    (
        "U005",
        {"Owner": "张伟/李娜"},
        {},
        [("warning", "Owner", "负责人：“张伟/李娜”是 2 个人，只能填一个")],
        ["Owner: “张伟/李娜” is 2 people; one, please"],
        [],
    ),
    (
        "U005",
        {"Owner": "张伟、刘洋"},
        {},
        [("warning", "Owner", "负责人：“张伟、刘洋”是 2 个人，只能填一个")],
        ["Owner: “张伟、刘洋” is 2 people; one, please"],
        [],
    ),
    ("U005", {"Owner": "张伟/小赵"}, {}, [], [], []),
]


@pytest.mark.parametrize(("code", "customer", "others", "zh", "en", "fixes"), CASES)
def test_rows_that_contradict_each_other(
    code: str,
    customer: Row,
    others: dict[str, list[Row]],
    zh: list[Said],
    en: list[str],
    fixes: list[tuple[Cell, bool]],
) -> None:
    said = found(code, customer, others, "zh")
    assert [(one.severity, one.column or "", one.message) for one in said] == zh
    assert [one.message for one in found(code, customer, others, "en")] == en
    assert [(one.fix.value, one.fix.safe) for one in said if one.fix is not None] == fixes
    assert all(one.hint for one in said)
