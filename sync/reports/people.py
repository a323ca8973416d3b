"""What each person did in a month, and what they were to reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import fsum

from sync.reports.deals import weight
from sync.reports.facts import Facts
from validators.periods import Period
from validators.settings import Settings

__all__ = ["Person", "people", "together"]


@dataclass(slots=True)
class Person:
    """One person's month: counts, and amounts in yuan. `pipeline`: open opportunities expected this month; `weighted`:
    the same by their probability."""

    name: str
    new: int = 0
    follow_ups: int = 0
    deals: int = 0
    won: float = 0
    pipeline: float = 0
    target: float = 0
    target_deals: int = 0
    target_new: int = 0
    weighted: float = 0

    @property
    def gap(self) -> float:
        """What is missing to the target."""
        return max(0.0, self.target - self.won)

    @property
    def covered(self) -> bool:
        """Whether the gap closes when the open opportunities come in by their probability."""
        return self.weighted >= self.gap


def people(facts: Facts, settings: Settings, month: Period, names: Iterable[str] | None = None) -> list[Person]:
    """Every active rep, and whoever else did something in the month or has a target, most won first.

    What is done is counted up to today: a later day is a slip of the pen or a plan. `names`: these people only.
    """
    found: dict[str, Person] = {}
    won: dict[str, list[float]] = {}
    pipeline: dict[str, list[float]] = {}
    weighted: dict[str, list[float]] = {}

    def of(name: str) -> Person:
        return found.setdefault(name, Person(name))

    start, end = month
    done = min(end, facts.today)
    for user in settings.users:
        if user.active and user.role == "rep":
            of(user.name)
    for owner, day in zip(facts.owner, facts.first, strict=True):
        if day is not None and start <= day <= done:
            of(owner).new += 1
    for name, day in zip(facts.f_user, facts.f_day, strict=True):
        if day is not None and start <= day <= done:
            of(name).follow_ups += 1
    closes = {stage.id: stage.closes for stage in facts.stages}
    for at, stage in enumerate(facts.o_stage):
        person, amount = facts.o_responsible[at], facts.o_amount[at] or 0
        closed, expected = facts.o_close[at], facts.o_expected[at]
        if closes.get(stage) == "won" and closed is not None and start <= closed <= done:
            of(person).deals += 1
            won.setdefault(person, []).append(amount)
        elif stage in closes and closes[stage] is None and expected is not None and start <= expected <= end:
            of(person)
            pipeline.setdefault(person, []).append(amount)
            weighted.setdefault(person, []).append(weight(facts, at))
    for target in settings.targets:
        if target.month == f"{start:%Y-%m}":
            of(target.user).target += target.amount
            of(target.user).target_deals += target.deals
            of(target.user).target_new += target.new_customers
    for name, one in found.items():  # exact sums, whatever the order of the rows
        one.won, one.pipeline = fsum(won.get(name, ())), fsum(pipeline.get(name, ()))
        one.weighted = fsum(weighted.get(name, ()))
    wanted = None if names is None else set(names)
    chosen = [person for person in found.values() if wanted is None or person.name in wanted]
    return sorted(chosen, key=lambda person: (-person.won, -person.deals, -person.follow_ups, person.name))


def together(name: str, group: Iterable[Person]) -> Person:
    """The figures of several people as one line of that name."""
    result = Person(name)
    for person in group:
        for field in fields(Person)[1:]:
            setattr(result, field.name, getattr(result, field.name) + getattr(person, field.name))
    return result
