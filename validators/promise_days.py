"""The arithmetic of promised days: weeks begin on Monday, a stretch of days ends with its last day.

Every function gives None for a day that there is none of (30 February, after the year 9999).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

__all__ = ["coming", "day_of", "in_months", "in_week", "month_end", "nearest", "part_of", "plus"]

_AHEAD = 270
"""A day without a year lies at most so many days ahead in the same year; else last year's was meant."""
_AHEAD_NEXT = 183
"""And at most so many where it lies in the next year."""


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, None where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plus(day: date, days: int) -> date | None:
    """So many days later."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def nearest(told: date, month: int, day: int | None) -> date | None:
    """The day of a month (None: its last one) that was meant on day `told`; None where it is over already."""
    for year, ahead in ((told.year, _AHEAD), (told.year + 1, _AHEAD_NEXT)):
        found = month_end(year, month) if day is None else day_of(year, month, day)
        if found is not None and 0 <= (found - told).days <= ahead:
            return found
    return None


def coming(told: date, day: int) -> date | None:
    """The next day with this number in its month, `told` included; a month without it is passed over."""
    year, month = told.year, told.month
    for _ in range(3):
        found = day_of(year, month, day)
        if found is not None and found >= told:
            return found
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return None


def month_end(year: int, month: int) -> date | None:
    """The last day of a month."""
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def in_months(told: date, months: int) -> date | None:
    """The same day so many months later, the month's last one where that is earlier."""
    at = told.year * 12 + told.month - 1 + months
    last = month_end(at // 12, at % 12 + 1)
    return None if last is None else min(last, last.replace(day=min(told.day, last.day)))


def part_of(told: date, months: int, last: int | None) -> date | None:
    """The day `last` (None: the end) of the month that begins so many months after this one."""
    end = month_end((told.year * 12 + told.month - 1 + months) // 12, (told.month - 1 + months) % 12 + 1)
    return end if end is None or last is None else end.replace(day=min(last, end.day))


def in_week(told: date, weeks: int, weekday: int) -> date | None:
    """The weekday (0: Monday) of the week so many weeks after this one."""
    return plus(told, weeks * 7 + weekday - told.weekday())
