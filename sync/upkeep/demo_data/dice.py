"""Random choices that are quick enough for a million rows; everything comes from one `random.Random`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from random import Random
from typing import TypeVar

__all__ = ["Dice", "day", "weighted", "workday"]

T = TypeVar("T")


class Dice:
    """A seeded source of choices. `random` gives a float in [0, 1)."""

    def __init__(self, seed: int) -> None:
        self.source = Random(seed)
        self.random = self.source.random

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, each equally likely."""
        return items[int(self.random() * len(items))]

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included; low where high is less."""
        return low + int(self.random() * (high - low + 1)) if high > low else low

    def amount(self, middle: float, spread: float = 0.5) -> int:
        """A lognormal amount around its median, rounded as people round: to two leading digits or so."""
        value = middle * self.source.lognormvariate(0, spread)
        step = 500 if value < 50_000 else 1_000 if value < 200_000 else 5_000
        return max(step, round(value / step) * step)


def weighted(items: Sequence[T], weights: Sequence[float], steps: int = 1000) -> tuple[T, ...]:
    """The items repeated by their weight, so that a plain pick is a weighted one."""
    total = sum(weights)
    ends = [round(steps * end / total) for end in accumulate(weights)]
    starts = [0, *ends[:-1]]
    return tuple(item for item, a, b in zip(items, starts, ends, strict=True) for _ in range(b - a))


_days: dict[int, date] = {}


def day(ordinal: int) -> date:
    """The date of a day number."""
    found = _days.get(ordinal)
    if found is None:
        found = _days[ordinal] = date.fromordinal(ordinal)
    return found


def workday(ordinal: int, not_before: int) -> int:
    """The day itself, or the Friday before a weekend unless that is too early."""
    weekday = (ordinal + 6) % 7  # day 1 of the proleptic calendar is a Monday
    shifted = ordinal - (weekday - 4) if weekday > 4 else ordinal
    return max(shifted, not_before)
