"""The built-in value lists. A config may replace those that are a team's own; Status and Level are the standard's."""

from __future__ import annotations

from typing import Literal

from validators.fields import Choice, Label

__all__ = ["FOLLOW_METHOD", "GOAL", "INDUSTRY", "LEVEL", "LOST_REASON", "SOURCE", "STAGE", "STATUS", "known", "stage"]


def _list(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(Label(zh, en)) for zh, en in pairs)


STATUS = (
    Choice(Label("潜在客户", "potential"), "potential"),
    Choice(Label("意向客户", "interested"), "interested"),
    Choice(Label("成交客户", "won"), "won"),
    Choice(Label("流失客户", "lost"), "lost"),
)
LEVEL = (
    Choice(Label("重点客户", "key"), "key"),
    Choice(Label("普通客户", "normal"), "normal"),
    Choice(Label("潜力客户", "growth"), "growth"),
)
INDUSTRY = _list(
    ("制造业", "Manufacturing"),
    ("零售业", "Retail"),
    ("信息技术", "IT"),
    ("金融", "Finance"),
    ("医疗健康", "Healthcare"),
    ("教育培训", "Education"),
    ("建筑工程", "Construction"),
    ("物流运输", "Logistics"),
    ("能源化工", "Energy and chemicals"),
    ("食品餐饮", "Food and catering"),
    ("其他", "Other"),
)
SOURCE = _list(
    ("展会", "Trade fair"),
    ("转介绍", "Referral"),
    ("线上推广", "Online marketing"),
    ("电话开发", "Cold call"),
    ("官网咨询", "Website enquiry"),
    ("其他", "Other"),
)
LOST_REASON = _list(
    ("竞品价格更低", "Competitor cheaper"),
    ("需求变化", "Need changed"),
    ("预算取消", "Budget cut"),
    ("联系不上", "Out of reach"),
    ("其他", "Other"),
)
FOLLOW_METHOD = _list(
    ("电话", "Phone"),
    ("拜访", "Visit"),
    ("线上会议", "Online meeting"),
    ("微信", "WeChat"),
    ("邮件", "E-mail"),
    ("其他", "Other"),
)
GOAL = _list(
    ("确认采购预算", "Confirm the budget"),
    ("提供产品方案", "Present a proposal"),
    ("安排产品演示", "Arrange a demo"),
    ("商务报价", "Make an offer"),
    ("签订合同", "Sign the contract"),
    ("客户回访", "Courtesy call"),
)
_STAGES_EN = {
    "初步接触": "First contact",
    "需求确认": "Needs confirmed",
    "方案报价": "Proposal and quote",
    "商务谈判": "Negotiation",
    "赢单": "Won",
    "输单": "Lost",
}
_BUILT_IN = {"Industry": INDUSTRY, "Source": SOURCE, "Lost_Reason": LOST_REASON, "Follow_Method": FOLLOW_METHOD}


def stage(name: str, probability: float, closes: Literal["won", "lost"] | None = None) -> Choice:
    """A stage; a standard one knows its name in both languages, however it was written."""
    zh = next((zh for zh, en in _STAGES_EN.items() if name in (zh, en)), name)
    return Choice(Label(zh, _STAGES_EN.get(zh, name)), closes or "", probability, closes)


STAGE = (
    stage("初步接触", 10),
    stage("需求确认", 30),
    stage("方案报价", 50),
    stage("商务谈判", 70),
    stage("赢单", 100, "won"),
    stage("输单", 0, "lost"),
)


def known(column: str, name: str) -> Choice:
    """A choice named in config; a built-in one keeps its translation."""
    built_in = _BUILT_IN.get(column, ())
    return next(
        (choice for choice in built_in if name in (choice.label.zh, choice.label.en)), Choice(Label(name, name))
    )
