"""What several reports ask of the opportunities: which go on, what they weigh, what was won."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import fsum

from sync.reports.facts import Facts
from validators.periods import Period

__all__ = ["closing", "due_in", "open_deals", "weight", "won_in"]


def closing(facts: Facts) -> set[str]:
    """The stages that end an opportunity, won or lost."""
    return {choice.id for choice in facts.stages if choice.closes}


def open_deals(facts: Facts) -> list[int]:
    """The opportunities still going on."""
    closed = closing(facts)
    return [at for at, stage in enumerate(facts.o_stage) if stage and stage not in closed]


def weight(facts: Facts, at: int) -> float:
    """An opportunity's amount by its probability; one that cannot be (150 %) is nothing to reckon with."""
    probability = facts.o_probability[at]
    share = probability / 100 if probability is not None and 0 <= probability <= 100 else 0
    return (facts.o_amount[at] or 0) * share


def won_in(facts: Facts, month: Period, names: Collection[str] | None = None) -> float:
    """What these people won in the month up to today, by closing day; `names`: None for everybody."""
    start, end = month[0], min(month[1], facts.today)
    won = {choice.id for choice in facts.stages if choice.closes == "won"}
    return fsum(
        facts.o_amount[at] or 0
        for at, day in enumerate(facts.o_close)
        if day is not None and start <= day <= end and facts.o_stage[at] in won and _theirs(facts, at, names)
    )


def due_in(facts: Facts, open_: Iterable[int], month: Period, names: Collection[str] | None = None) -> float:
    """What of these people's open opportunities is to be expected in the month: amounts by their probability."""
    days, (start, end) = facts.o_expected, month
    return fsum(
        weight(facts, at)
        for at in open_
        if (day := days[at]) is not None and start <= day <= end and _theirs(facts, at, names)
    )


def _theirs(facts: Facts, at: int, names: Collection[str] | None) -> bool:
    return names is None or facts.o_responsible[at] in names
