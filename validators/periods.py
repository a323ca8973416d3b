"""Periods a report speaks of (week, month, quarter, year) and the cadence windows that end in one.

A period is its first and its last day, both within it.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, TypeAlias

__all__ = ["Period", "follow_up_windows", "month_of", "quarter_of", "week_of", "year_of"]

Period: TypeAlias = tuple[date, date]


def follow_up_windows(base: date, days: int, start: date, end: date) -> list[Period]:
    """The cadence windows counted from `base` that end within `start` … `end`, oldest first.

    Windows follow one another without a gap: the first is base + 1 … base + `days`, so that the day of the contact
    itself belongs to none. A customer's follow-up rate asks for a follow-up in each of them. `days` is at least 1,
    else ValueError.
    """
    if days < 1:
        raise ValueError(f"a cadence is at least one day, not {days}")
    first = max(1, -((base - start).days // days))
    last = (end - base).days // days
    return [
        (base + timedelta((number - 1) * days + 1), base + timedelta(number * days))
        for number in range(first, last + 1)
    ]


def week_of(day: date, week_start: Literal["monday", "sunday"] = "monday") -> Period:
    """The week of a day; `week_start` is the team's."""
    start = day - timedelta(day.weekday() if week_start == "monday" else day.isoweekday() % 7)
    return start, start + timedelta(6)


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    return day.replace(day=1), _last(day.year, day.month)


def quarter_of(day: date, fiscal_year_start: int = 1) -> Period:
    """The quarter of a day, in a fiscal year whose first month is `fiscal_year_start` (1-12)."""
    return _months(day, fiscal_year_start, 3)


def year_of(day: date, fiscal_year_start: int = 1) -> Period:
    """The fiscal year of a day; `fiscal_year_start` is its first month (1-12)."""
    return _months(day, fiscal_year_start, 12)


def _months(day: date, first_month: int, length: int) -> Period:
    if not 1 <= first_month <= 12:
        raise ValueError(f"a fiscal year starts in a month from 1 to 12, not {first_month}")
    start = day.year * 12 + day.month - 1 - (day.month - first_month) % length
    end = start + length - 1
    return date(start // 12, start % 12 + 1, 1), _last(end // 12, end % 12 + 1)


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
