"""Which customers were followed up in every cadence window of a period."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from validators.periods import Period, follow_up_windows, month_of
from validators.settings import Settings

if TYPE_CHECKING:
    from sync.reports.facts import Facts

__all__ = ["LEVELS", "kept", "last_month", "month_so_far"]

LEVELS = ("key", "normal", "growth")


def month_so_far(today: date) -> Period:
    """The days of this month up to today."""
    return today.replace(day=1), today


def last_month(today: date) -> Period:
    """The month before this one, whole."""
    return month_of(today.replace(day=1) - timedelta(days=1))


def kept(facts: Facts, settings: Settings, period: Period) -> dict[int, bool]:
    """By row of the customers that have a window ending in the period: whether each window saw a follow-up."""
    cadence = {level: getattr(settings.follow_up.cadence, level) for level in LEVELS}
    known: dict[str, dict[date, list[Period]]] = {level: {} for level in cadence}
    result = {}
    rows = zip(facts.base, facts.level, facts.status, facts.follow_days, strict=True)
    for at, (base, level, status, days) in enumerate(rows):
        if base is None or level not in known or status == "lost":
            continue
        windows = known[level].get(base)
        if windows is None:
            windows = known[level][base] = follow_up_windows(base, cadence[level], *period)
        if windows:
            result[at] = _in_each(days, windows)
    return result


def _in_each(days: Sequence[date], windows: Sequence[Period]) -> bool:
    """Whether one of the days, which are sorted, lies within each of the windows."""
    if not days or days[-1] < windows[-1][0]:
        return False
    for start, end in windows:
        at = bisect_left(days, start)
        if at == len(days) or days[at] > end:
            return False
    return True
