"""S001-S003: what a customer's status asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.rule import Rule, Saying
from validators.rules.rows import Rows

__all__ = ["LOST", "OTHER_REASON", "WON"]

_WON_AMOUNT = Saying(
    "S001",
    "error",
    Label("{label}：客户已成交，请补充合同金额", "{label}: this customer is won; please add the amount"),
    Label("填写合同金额，例如 120000", "type the contract amount, for example 120000"),
)
_WON_DATE = Saying(
    "S001",
    "warning",
    Label("{label}：客户已成交，请补充签约日期", "{label}: this customer is won; please add the day"),
    Label("填写签约日期，写成 {today} 这样", "type the day it was signed, such as {today}"),
)
_LOST = Saying(
    "S002",
    "warning",
    Label("{label}：客户已流失，请写明原因", "{label}: this customer is lost; please say why"),
    Label("可选：{choices}", "one of: {choices}"),
)
_OTHER = Saying(
    "S003",
    "warning",
    Label("{label}：流失原因是“其他”，请写明情况", "{label}: lost for “other” reasons; please say which"),
    Label("用一句话写明流失的具体情况", "say in a sentence what happened"),
)


def _won(rows: Rows, context: Context) -> Iterator[Finding]:
    yield from _empty_where(rows, "Status", "won", "Contract_Amount", _WON_AMOUNT)
    yield from _empty_where(rows, "Status", "won", "Sign_Date", _WON_DATE, today=context.today.isoformat())


def _lost(rows: Rows, context: Context) -> Iterator[Finding]:
    if rows.has("customers", "Lost_Reason"):
        column = rows.spec("customers").by_name["Lost_Reason"]
        choices = " / ".join(choice.label[rows.language] for choice in column.choices)
        yield from _empty_where(rows, "Status", "lost", "Lost_Reason", _LOST, choices=choices)


def _other(rows: Rows, context: Context) -> Iterator[Finding]:
    # Every customer can have an old reason: only a lost one owes an explanation.
    if rows.has("customers", "Status", "Lost_Reason", "Notes"):
        lost = set(rows.where("customers", "Status", {"lost"}))
        for finding in _empty_where(rows, "Lost_Reason", "其他", "Notes", _OTHER):
            if finding.row in lost:
                yield finding


def _empty_where(rows: Rows, where: str, is_: str, column: str, saying: Saying, **fields: Any) -> Iterator[Finding]:
    """A finding for every customer whose cell in `where` is `is_` and in `column` empty."""
    if not rows.has("customers", where, column):
        return
    table, spec = rows.tables["customers"], rows.spec("customers").by_name[column]
    cells = rows.cells("customers", column)
    for row in rows.where("customers", where, {is_}):
        if cells[row] is None:
            yield rows.find(saying, table, row, spec, **fields)


WON = Rule(
    "S001",
    Label("成交客户缺合同金额或签约日期", "Won, without amount or signing date"),
    Label(
        "业绩、平均单价和成交周期都从这两项算出来。",
        "Performance, the average deal and the days to win are worked out from these two.",
    ),
    Label("Status = 成交客户，Contract_Amount = ", "Status = won, Contract_Amount = "),
    Label("Status = 成交客户，Contract_Amount = 120000", "Status = won, Contract_Amount = 120000"),
    "error",
    _won,
)
LOST = Rule(
    "S002",
    Label("流失客户缺流失原因", "Lost, without a reason"),
    Label("知道为什么丢，才知道该改什么。", "Only who knows why customers leave knows what to change."),
    Label("Status = 流失客户，Lost_Reason = ", "Status = lost, Lost_Reason = "),
    Label("Status = 流失客户，Lost_Reason = 竞品价格更低", "Status = lost, Lost_Reason = Competitor cheaper"),
    "warning",
    _lost,
)
OTHER_REASON = Rule(
    "S003",
    Label("流失原因是“其他”，没有说明", "Lost for “other” reasons, without a note"),
    Label("只写“其他”，以后就看不出原因了。", "Later, nobody can tell what “other” stood for."),
    Label("Lost_Reason = 其他，Notes = ", "Lost_Reason = Other, Notes = "),
    Label("Lost_Reason = 其他，Notes = 公司搬迁，暂停采购", "Lost_Reason = Other, Notes = moved, buys nothing for now"),
    "warning",
    _other,
)
