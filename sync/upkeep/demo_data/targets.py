"""Targets that fit what the team sells: a little above the average month, never out of sight."""

from __future__ import annotations

from collections import defaultdict

from sync.upkeep.demo_data.customers import Customer, Staff
from sync.upkeep.demo_data.dice import Dice, day
from sync.upkeep.demo_data.opportunities import WON, Opportunity
from validators.settings import Target

__all__ = ["make_targets"]


def make_targets(customers: list[Customer], opportunities: list[Opportunity], dice: Dice, staff: Staff) -> list[Target]:
    """For each rep still here: last month and this month."""
    this = _month(staff.today)
    last = _month(staff.today - day(staff.today).day)
    quarter = staff.today - 91
    amounts: dict[tuple[str, str], float] = defaultdict(float)
    deals: dict[tuple[str, str], int] = defaultdict(int)
    new: dict[tuple[str, str], int] = defaultdict(int)
    for o in opportunities:
        if o.stage == WON:
            for period in {_month(o.closed), "quarter" if o.closed >= quarter else ""}:
                amounts[o.responsible, period] += o.amount
                deals[o.responsible, period] += 1
    for c in customers:
        if c.rep:
            for period in {_month(c.first), "quarter" if c.first >= quarter else ""}:
                new[c.rep.name, period] += 1
    targets = []
    for rep in staff.reps:
        if rep.until < staff.today:
            continue
        ambition = 0.9 + 0.25 * dice.random()
        for month in (last, this):
            amount = max(amounts[rep.name, "quarter"] / 3, amounts[rep.name, month] * 0.8, 60_000) * ambition
            count = max(deals[rep.name, "quarter"] / 3, deals[rep.name, month] * 0.8, 1) * ambition
            fresh = max(new[rep.name, "quarter"] / 3, 2) * ambition
            rounded = round(amount / 10_000) * 10_000
            targets.append(
                Target(user=rep.name, month=month, amount=rounded, deals=round(count), new_customers=round(fresh))
            )
    return targets


def _month(ordinal: int) -> str:
    when = day(ordinal)
    return f"{when.year}-{when.month:02d}"
