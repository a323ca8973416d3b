"""R014: customers that somebody followed up before they were first contacted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from validators.canon import parse_date
from validators.cells import Cell
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding, Fix
from validators.rule import Rule, Saying
from validators.rules.rows import Rows

__all__ = ["FOLLOWED_BEFORE"]

_BEFORE = Saying(
    "R014",
    "warning",
    Label("{label}：是 {first}，可 {day} 已有跟进", "{label}: {first}, yet the first follow-up is of {day}"),
    Label("改成 {day}，或核对那条跟进的日期", "type {day}, or check that follow-up's date"),
)
_EARLIEST = date(1990, 1, 1)
"""Days before are taken for a wrong year, which R005 tells."""


def _check(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("customers", "Customer_ID", "First_Date") or not rows.has(
        "follow_ups", "Customer_ID", "Follow_Date"
    ):
        return
    earliest = _earliest(rows, context.today)
    table, column = rows.tables["customers"], rows.spec("customers").by_name["First_Date"]
    keys = rows.cells("customers", "Customer_ID")
    twice = {key for key, count in Counter(keys).items() if count > 1}
    for row, (key, first) in enumerate(zip(keys, rows.cells("customers", "First_Date"), strict=True)):
        day = earliest.get(key)
        if day is None or not isinstance(first, date) or key in twice:
            continue
        if (met := parse_date(first)) is not None and day < met:
            yield rows.find(_BEFORE, table, row, column, Fix(day, False), first=met, day=day)


def _earliest(rows: Rows, today: date) -> dict[Cell, date]:
    """The first follow-up of each customer."""
    days: dict[date, date] = {
        value: day
        for value in rows.values("follow_ups", "Follow_Date")
        if isinstance(value, date) and (day := parse_date(value)) is not None and _EARLIEST <= day <= today
    }
    found: dict[Cell, date] = {}
    cells = rows.cells("follow_ups", "Follow_Date")
    for key, cell in zip(rows.cells("follow_ups", "Customer_ID"), cells, strict=True):
        day = days.get(cell) if isinstance(cell, date) else None
        if day is not None and key is not None and day < found.get(key, date.max):
            found[key] = day
    return found


FOLLOWED_BEFORE = Rule(
    "R014",
    Label("跟进早于首次接触", "Followed up before the first contact"),
    Label(
        "第一次联系就是首次接触；日期写晚了，成交周期就算短了。",
        "The first time somebody got in touch is the first contact; with a later day the days to win come out short.",
    ),
    Label("First_Date = 2024-05-10，Follow_Date = 2024-05-01", "First_Date = 2024-05-10, Follow_Date = 2024-05-01"),
    Label("First_Date = 2024-05-01，Follow_Date = 2024-05-01", "First_Date = 2024-05-01, Follow_Date = 2024-05-01"),
    "warning",
    _check,
    "guess",
)
