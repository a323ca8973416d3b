"""The sheets of the template in their order: language-free id, title, kind, and what each is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from validators.fields import Label
from validators.models import LABELS

__all__ = ["AGENT_SHEETS", "LISTS", "MARKER", "START_SHEET", "TABLE_NAMES", "TABLE_SHEETS", "TEXTS_SHEET", "SheetText"]

LISTS = "_lists"
MARKER = "_salesheet"
TEXTS_SHEET = "_texts"
TABLE_NAMES = {
    "customers": "tblCustomers",
    "follow_ups": "tblFollowUps",
    "opportunities": "tblOpportunities",
    "plan": "tblPlan",
}
"""The names of the Excel Tables."""


@dataclass(frozen=True, slots=True)
class SheetText:
    """A sheet as people meet it. `code` is its VBA code name, which stays whatever the tab is called."""

    id: str
    title: Label
    purpose: Label
    kind: Literal["start", "table", "work", "report"]
    code: str


START_SHEET = SheetText("start", Label("开始", "Start"), Label("", ""), "start", "wsStart")
TABLE_SHEETS = (
    SheetText(
        "customers",
        LABELS["customers"],
        Label(
            "一行一个客户：名称、联系方式、状态、等级、负责人",
            "One row per customer: name, contact, status, level, owner",
        ),
        "table",
        "wsCustomers",
    ),
    SheetText(
        "follow_ups",
        LABELS["follow_ups"],
        Label("每次联系客户记一行，当天填写", "One row each time you are in touch, on the same day"),
        "table",
        "wsFollowUps",
    ),
    SheetText(
        "opportunities",
        LABELS["opportunities"],
        Label("正在谈的单子：阶段、金额、预计成交日期", "Deals in progress: stage, amount, expected close"),
        "table",
        "wsOpportunities",
    ),
    SheetText(
        "plan",
        LABELS["plan"],
        Label("接下来要联系谁、哪天、达到什么目标", "Whom to contact next, when, and what for"),
        "table",
        "wsPlan",
    ),
)
AGENT_SHEETS = (
    SheetText(
        "findings",
        Label("检查结果", "Findings"),
        Label("需要补充或更正的单元格，点一下就到", "Cells to complete or correct, one click away"),
        "work",
        "wsFindings",
    ),
    SheetText(
        "duplicates",
        Label("疑似重复", "Duplicates"),
        Label(
            "可能是同一家的客户并排放，由您回答：合并，还是不是重复",
            "Customers that may be the same, side by side: merge them, or say that they are not",
        ),
        "work",
        "wsDuplicates",
    ),
    SheetText(
        "conflicts",
        Label("冲突", "Conflicts"),
        Label(
            "同一个单元格被两人改成不同内容时，两个值都在这里",
            "Where two people changed one cell, both values stand here",
        ),
        "work",
        "wsConflicts",
    ),
    SheetText(
        "requests",
        Label("请求", "Requests"),
        Label(
            "填公司名称，查是不是已经有人在跟（撞单）",
            "Type a company's name to learn whether it is a customer already",
        ),
        "work",
        "wsRequests",
    ),
    SheetText(
        "overview",
        Label("总览", "Overview"),
        Label("客户、商机和跟进的关键数字", "Key figures of customers, deals and follow-ups"),
        "report",
        "wsOverview",
    ),
    SheetText(
        "follow_up_rate",
        Label("跟进率", "Follow-up rate"),
        Label("按负责人和等级看跟进是否及时", "Who keeps in touch on time, by owner and level"),
        "report",
        "wsFollowUpRate",
    ),
    SheetText(
        "funnel",
        Label("漏斗", "Funnel"),
        Label("从潜在客户到成交，每一步的转化", "Conversion at each step from lead to won"),
        "report",
        "wsFunnel",
    ),
    SheetText(
        "performance",
        Label("业绩", "Performance"),
        Label("每人的成交金额、单数和目标完成率", "Amount, deals and attainment by person"),
        "report",
        "wsPerformance",
    ),
    SheetText(
        "overdue",
        Label("逾期", "Overdue"),
        Label("超过跟进周期的客户，重点客户在前", "Customers past their cadence, key ones first"),
        "report",
        "wsOverdue",
    ),
)
"""What the agent writes; in the template they only say that they will be filled."""
