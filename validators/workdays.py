"""Which days people work in China: Monday to Friday, but for the holidays and make-up days 调休 of the years known.

Of a year whose holidays are not known here, Monday to Friday are taken for working days; `known` tells.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from validators.holidays import HOLIDAYS

__all__ = ["after_workdays", "is_workday", "known", "next_weekday", "next_workday"]

_DAY = timedelta(1)


def known(year: int) -> bool:
    """Whether the year's holidays are known."""
    return year in HOLIDAYS


def is_workday(day: date) -> bool:
    """Whether people work on that day."""
    off, worked = _days(day.year)
    return day in worked or (day.weekday() < 5 and day not in off)


def next_workday(day: date) -> date:
    """The day itself where people work, else the next one where they do.

    Raises:
        OverflowError: there is none before the end of the year 9999.
    """
    while not is_workday(day):
        day += _DAY
    return day


def next_weekday(day: date) -> date:
    """The day itself from Monday to Friday, else the Monday after it.

    Raises:
        OverflowError: that is after the year 9999.
    """
    return day + timedelta(max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def after_workdays(day: date, count: int) -> date:
    """The `count`-th working day after a day.

    Raises:
        OverflowError: that is after the year 9999.
    """
    for _ in range(count):
        day = next_workday(day + _DAY)
    return day


@lru_cache(maxsize=64)
def _days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off of a year, and its weekend days that are worked; both empty where they are not known."""
    off, worked = HOLIDAYS.get(year, ("", ""))
    spans = [tuple(_day(year, end) for end in span.split("/")) for span in off.split()]
    free = {span[0] + timedelta(at) for span in spans for at in range((span[-1] - span[0]).days + 1)}
    return frozenset(free), frozenset(_day(year, text) for text in worked.split())


def _day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[3:]))
