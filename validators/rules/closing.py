"""S009-S011 and S014: signs of an end where there is none yet, and an end without its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validators.canon import parse_date
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding, Fix
from validators.rule import Rule, Saying, shown
from validators.rules.by_customer import open_stages
from validators.rules.rows import Rows

__all__ = ["CLOSED_NO_DAY", "OPEN_CERTAIN", "OPEN_CLOSED", "SIGNED_NOT_WON"]

_SIGNED = Saying(
    "S009",
    "warning",
    Label("{label}：已于 {day} 签约，状态还是“{here}”", "{label}: signed on {day}, yet “{here}”"),
    Label("改成“{won}”；还没签就清空签约日期", "set it to “{won}”, or empty the signing date"),
)
_OPEN = Saying(
    "S010",
    "warning",
    Label("{label}：填了 {value}，阶段还是“{stage}”", "{label}: {value}, yet the stage is “{stage}”"),
    Label("把阶段改为赢单或输单；还没结束就清空日期", "set the stage to won or lost, or empty the date"),
)
_NO_DAY = Saying(
    "S011",
    "warning",
    Label("{label}：阶段是“{stage}”，请补充结束日期", "{label}: “{stage}”, please add the day"),
    Label("填写结束的日期，写成 {today} 这样", "type the day it ended, such as {today}"),
)
_CERTAIN = Saying(
    "S014",
    "info",
    Label("{label}：是 100，阶段还是“{stage}”", "{label}: 100, yet the stage is “{stage}”"),
    Label("已经成交就把阶段改为赢单；没有就写低一些", "if it is won, say so in the stage; if not, type less"),
)
_HOPELESS = Saying(
    "S014",
    "info",
    Label("{label}：是 0，阶段还是“{stage}”", "{label}: 0, yet the stage is “{stage}”"),
    Label("没有希望就把阶段改为输单；还有就写实际的概率", "if it is lost, say so in the stage; if not, type more"),
)


def _signed(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("customers", "Status", "Sign_Date"):
        return
    table, column = rows.tables["customers"], rows.spec("customers").by_name["Status"]
    label = {choice.id: choice.label[rows.language] for choice in column.choices}
    days = rows.cells("customers", "Sign_Date")
    # A lost customer may have signed once.
    for row in rows.where("customers", "Status", {"potential", "interested"}):
        day = parse_date(days[row]) if isinstance(days[row], date) else None
        if day is not None and day <= context.today:
            here = label[str(rows.cells("customers", "Status")[row])]
            fix = Fix(label["won"], False)
            yield rows.find(_SIGNED, table, row, column, fix, day=day, here=here, won=label["won"])


def _closed_while_open(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("opportunities", "Stage", "Close_Date"):
        return
    table, column = rows.tables["opportunities"], rows.spec("opportunities").by_name["Close_Date"]
    label, stages = _labels(rows), rows.cells("opportunities", "Stage")
    still_open = open_stages(rows)
    for row in rows.where("opportunities", "Close_Date", rows.values("opportunities", "Close_Date")):
        stage = stages[row]
        if stage in still_open:
            yield rows.find(_OPEN, table, row, column, stage=label[str(stage)])


def _no_day(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("opportunities", "Stage", "Close_Date"):
        return
    table, column = rows.tables["opportunities"], rows.spec("opportunities").by_name["Close_Date"]
    label, stages, days = _labels(rows), rows.cells("opportunities", "Stage"), rows.cells("opportunities", "Close_Date")
    today = context.today.isoformat()
    for row in rows.where("opportunities", "Stage", set(label) - open_stages(rows)):
        if days[row] is None:
            yield rows.find(_NO_DAY, table, row, column, stage=label[str(stages[row])], today=today)


def _certain(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("opportunities", "Stage", "Probability"):
        return
    table, column = rows.tables["opportunities"], rows.spec("opportunities").by_name["Probability"]
    label, stages = _labels(rows), rows.cells("opportunities", "Stage")
    # A stage whose usual probability it is says so on purpose.
    usual = {choice.id: choice.probability for choice in rows.spec("opportunities").by_name["Stage"].choices}
    still_open = open_stages(rows)
    cells = rows.cells("opportunities", "Probability")
    for row in rows.where("opportunities", "Probability", {0, 100}):
        stage = str(stages[row])
        if stage in still_open and cells[row] != usual[stage]:
            yield rows.find(_CERTAIN if cells[row] else _HOPELESS, table, row, column, stage=label[stage])


def _labels(rows: Rows) -> dict[str, str]:
    choices = rows.spec("opportunities").by_name["Stage"].choices
    return {choice.id: shown(choice.label[rows.language]) for choice in choices}


SIGNED_NOT_WON = Rule(
    "S009",
    Label("已签约，状态还不是成交", "Signed, yet not won"),
    Label(
        "签了约就是成交客户；漏改状态，业绩和转化率都少算一笔。",
        "Who has signed is won; with the status forgotten, performance and conversion miss a deal.",
    ),
    Label("Status = 意向客户，Sign_Date = 2024-05-01", "Status = interested, Sign_Date = 2024-05-01"),
    Label("Status = 成交客户，Sign_Date = 2024-05-01", "Status = won, Sign_Date = 2024-05-01"),
    "warning",
    _signed,
    "guess",
)
OPEN_CLOSED = Rule(
    "S010",
    Label("机会还开着，却有结束日期", "Open, with a closing date"),
    Label(
        "有结束日期就该是赢单或输单；否则这笔机会既算在预测里，又像已经结束。",
        "What has ended is won or lost; otherwise the deal is in the forecast and over at once.",
    ),
    Label("Stage = 商务谈判，Close_Date = 2024-05-01", "Stage = Negotiation, Close_Date = 2024-05-01"),
    Label("Stage = 赢单，Close_Date = 2024-05-01", "Stage = Won, Close_Date = 2024-05-01"),
    "warning",
    _closed_while_open,
)
CLOSED_NO_DAY = Rule(
    "S011",
    Label("赢单或输单缺结束日期", "Won or lost, without a day"),
    Label(
        "赢单率和业绩按结束日期算到月份；没有日期，这一笔哪个月都不算。",
        "Win rate and performance go by the closing date; without it the deal belongs to no month.",
    ),
    Label("Stage = 赢单，Close_Date = ", "Stage = Won, Close_Date = "),
    Label("Stage = 赢单，Close_Date = 2024-05-01", "Stage = Won, Close_Date = 2024-05-01"),
    "warning",
    _no_day,
)
OPEN_CERTAIN = Rule(
    "S014",
    Label("机会还开着，概率是 100 或 0", "Open, at 100 or 0 percent"),
    Label(
        "100 就是已经赢单，0 就是已经输单；还开着的机会在两者之间。",
        "100 means won and 0 means lost; what is still open lies between.",
    ),
    Label("Stage = 商务谈判，Probability = 100", "Stage = Negotiation, Probability = 100"),
    Label("Stage = 商务谈判，Probability = 90", "Stage = Negotiation, Probability = 90"),
    "info",
    _certain,
)
