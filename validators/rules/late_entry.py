"""F005: follow-ups that were written down late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from validators.canon import parse_date
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.rule import Rule, Saying
from validators.rules.rows import Rows
from validators.workdays import is_workday, next_weekday, next_workday

__all__ = ["LATE_ENTRY", "TOLD"]

_WORK_BEGINS = time(9)
TOLD = 14
"""For how many days it is told: nobody can mend it any more, only do better."""
_LATE = Saying(
    "F005",
    "info",
    Label("{label}：应在 {day} 当天录入，{seen} 才见到", "{label}: was to be entered on {day}; came in on {seen}"),
    Label(
        "日期写错了就改成真实日期；以后当天录入",
        "if the day is wrong, type the real one; from now on enter it the same day",
    ),
)
_LATE_REST_DAY = Saying(
    "F005",
    "info",
    Label("{label}：应在 {by} 前录入，{seen} 才见到", "{label}: was to be entered by {by}; came in on {seen}"),
    Label(
        "日期写错了就改成真实日期；以后在下一个工作日上班前录入",
        "if the day is wrong, type the real one; from now on enter it before the next working day begins",
    ),
)


def _late(rows: Rows, context: Context) -> Iterator[Finding]:
    if not context.entered or not rows.has("follow_ups", "Follow_ID", "Follow_Date"):
        return
    table, column = rows.tables["follow_ups"], rows.spec("follow_ups").by_name["Follow_Date"]
    days = table.get("Follow_Date")
    for row in rows.where("follow_ups", "Follow_ID", context.entered):
        entered, day = context.entered[str(rows.key("follow_ups", row))], parse_date(days[row])
        if day is None or (context.today - entered.seen.date()).days > TOLD:
            continue
        works = is_workday(day) if context.settings.follow_up.calendar == "cn_workdays" else day.weekday() < 5
        by = _until(day, works, context)
        # It was not there at a time when it should have been: what came in between two looks gets the benefit of doubt.
        if by is not None and entered.without > by:
            seen = f"{entered.seen:%Y-%m-%d %H:%M}"
            if works:
                yield rows.find(_LATE, table, row, column, day=day, seen=seen)
            else:
                yield rows.find(_LATE_REST_DAY, table, row, column, by=f"{by:%Y-%m-%d %H:%M}", seen=seen)


def _until(day: date, works: bool, context: Context) -> datetime | None:
    """Until when a follow-up of that day belongs in the sheet; None beyond the year 9999."""
    try:
        if works:
            return datetime.combine(day + timedelta(1), time())
        roll = next_workday if context.settings.follow_up.calendar == "cn_workdays" else next_weekday
        return datetime.combine(roll(day), _WORK_BEGINS)
    except OverflowError:
        return None


LATE_ENTRY = Rule(
    "F005",
    Label("跟进补录晚了", "Follow-up entered late"),
    Label(
        "跟进当天录入，周末和节假日的拜访在下一个工作日上班前录入：隔久了会记错。系统读不到工作簿的时间不算，导入的行也不算。",
        "A follow-up belongs in the sheet the same day, a visit on a weekend or holiday before the next working day "
        "begins: later, memory fails. Imported rows and times when the agent could not read the workbook do not count.",
    ),
    Label("Follow_Date = 上周一，今天才录入", "Follow_Date = Monday last week, entered today"),
    Label("Follow_Date = 今天，今天录入", "Follow_Date = today, entered today"),
    "info",
    _late,
)
