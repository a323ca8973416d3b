"""Which customers were followed up in every cadence window of a period."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from sync.reports.facts import Facts
from validators.periods import Period, follow_up_windows
from validators.settings import Settings

__all__ = ["LEVELS", "kept"]

LEVELS = ("key", "normal", "growth")


def kept(facts: Facts, settings: Settings, period: Period) -> dict[int, bool]:
    """By row of the customers that have a window ending in the period: whether each window saw a follow-up."""
    cadence = {level: getattr(settings.follow_up.cadence, level) for level in LEVELS}
    known: dict[tuple[date, str], list[Period]] = {}
    result = {}
    for at, (base, level, status) in enumerate(zip(facts.base, facts.level, facts.status, strict=True)):
        if base is None or level not in cadence or status == "lost":
            continue
        windows = known.get((base, level))
        if windows is None:
            windows = known[base, level] = follow_up_windows(base, cadence[level], *period)
        if windows:
            days = facts.follow_days[at]
            result[at] = bool(days) and all(_within(days, *window) for window in windows)
    return result


def _within(days: Sequence[date], start: date, end: date) -> bool:
    """Whether one of the days, which are sorted, lies within."""
    at = bisect_left(days, start)
    return at < len(days) and days[at] <= end
