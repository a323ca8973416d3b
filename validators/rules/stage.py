"""S005-S007: an opportunity's stage against its probability, its expected date and its customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validators.canon import parse_date
from validators.cells import Cell
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding, Fix
from validators.rule import Rule, Saying, shown
from validators.rules.rows import Rows

__all__ = ["CUSTOMER_NOT_WON", "EXPECTED_PASSED", "STAGE_PROBABILITY"]

_PROBABILITY = Saying(
    "S005",
    "warning",
    Label(
        "{label}：阶段是“{stage}”，应为 {right}，这里是 {value}", "{label}: {right} for “{stage}”, here it is {value}"
    ),
    Label("写成 {right}，或核对当前阶段", "type {right}, or check the stage"),
)
_PASSED = Saying(
    "S006",
    "warning",
    Label("{label}：{day} 已过 {days} 天，还没有结果", "{label}: {day} passed {days} days ago, still open"),
    Label("改成新的预计日期，或把阶段改为赢单或输单", "type a new date, or close it as won or lost"),
)
_NOT_WON = Saying(
    "S007",
    "warning",
    Label("{label}：机会已赢单，客户状态还是“{status}”", "{label}: won, but the customer is still “{status}”"),
    Label("把客户状态改为“{won}”", "set the customer's status to “{won}”"),
)
_RIGHT = {"won": 100, "lost": 0}
"""The probability that an outcome leaves."""


def _probability(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("opportunities", "Stage", "Probability"):
        return
    table, spec = rows.tables["opportunities"], rows.spec("opportunities")
    probabilities = rows.cells("opportunities", "Probability")
    stages = {choice.id: choice for choice in spec.by_name["Stage"].choices}
    for row, stage in enumerate(rows.cells("opportunities", "Stage")):
        choice = stages.get(stage) if isinstance(stage, str) else None
        right = _RIGHT.get(choice.closes or "") if choice is not None else None
        value = probabilities[row]
        # Out of range and fractions are R009's.
        if (
            choice is None
            or right is None
            or not isinstance(value, int | float)
            or not (1 <= value <= 100 or value == 0)
        ):
            continue
        if value != right:
            column, name = spec.by_name["Probability"], shown(choice.label[rows.language])
            yield rows.find(_PROBABILITY, table, row, column, Fix(right, False), stage=name, right=right)


def _passed(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("opportunities", "Stage", "Expected_Date"):
        return
    table, spec = rows.tables["opportunities"], rows.spec("opportunities")
    still_open = {choice.id for choice in spec.by_name["Stage"].choices if choice.closes is None}
    days: dict[Cell, date] = {
        value: day
        for value in rows.values("opportunities", "Expected_Date")
        if not isinstance(value, str) and (day := parse_date(value)) is not None and day < context.today
    }
    stages = rows.cells("opportunities", "Stage")
    cells = rows.cells("opportunities", "Expected_Date")
    for row in rows.where("opportunities", "Expected_Date", days):
        if stages[row] in still_open:
            day = days[cells[row]]
            late = (context.today - day).days
            yield rows.find(_PASSED, table, row, spec.by_name["Expected_Date"], day=day, days=late)


def _not_won(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("opportunities", "Stage", "Customer_ID") or not rows.has("customers", "Customer_ID", "Status"):
        return
    statuses = rows.spec("customers").by_name["Status"].choices
    names = {choice.id: choice.label[rows.language] for choice in statuses}
    status_of: dict[object, str | None] = {}
    keys = rows.cells("customers", "Customer_ID")
    for key, status in zip(keys, rows.cells("customers", "Status"), strict=True):
        # An ID in two rows is K001's; here it tells nothing.
        status_of[key] = status if key not in status_of and isinstance(status, str) else None
    table = rows.tables["opportunities"]
    column = rows.spec("opportunities").by_name["Stage"]
    customers = rows.cells("opportunities", "Customer_ID")
    won = {choice.id for choice in column.choices if choice.closes == "won"}
    for row in rows.where("opportunities", "Stage", won):
        status = status_of.get(customers[row])
        if status in names and status != "won":
            yield rows.find(_NOT_WON, table, row, column, status=names[status], won=names["won"])


STAGE_PROBABILITY = Rule(
    "S005",
    Label("阶段和概率对不上", "Stage and probability disagree"),
    Label("赢单就是 100，输单就是 0，否则预测会算错。", "Won is 100 and lost is 0; otherwise the forecast is wrong."),
    Label("Stage = 赢单，Probability = 70", "Stage = Won, Probability = 70"),
    Label("Stage = 赢单，Probability = 100", "Stage = Won, Probability = 100"),
    "warning",
    _probability,
    "guess",
)
EXPECTED_PASSED = Rule(
    "S006",
    Label("预计成交日期已过", "The expected date has passed"),
    Label(
        "过了日子还开着的机会，会让预测停在过去的月份。",
        "An opportunity still open after its day keeps the forecast in a month gone by.",
    ),
    Label("Stage = 商务谈判，Expected_Date = (上个月)", "Stage = Negotiation, Expected_Date = (last month)"),
    Label("Stage = 商务谈判，Expected_Date = (下个月)", "Stage = Negotiation, Expected_Date = (next month)"),
    "warning",
    _passed,
)
CUSTOMER_NOT_WON = Rule(
    "S007",
    Label("机会赢单，客户还不是成交客户", "Opportunity won, customer not"),
    Label(
        "赢了单，客户就是成交客户；漏改会影响转化率。", "With a deal won the customer is won; conversion rests on it."
    ),
    Label("Stage = 赢单，Status = 意向客户", "Stage = Won, Status = interested"),
    Label("Stage = 赢单，Status = 成交客户", "Stage = Won, Status = won"),
    "warning",
    _not_won,
)
