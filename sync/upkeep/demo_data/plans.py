"""The follow-up plan of a demo team: next tasks, a few that are done and a few that are late."""

from __future__ import annotations

from dataclasses import dataclass

from sync.upkeep.demo_data.customers import Customer, Staff
from sync.upkeep.demo_data.dice import Dice, workday
from sync.upkeep.demo_data.follow_ups import FollowUp

__all__ = ["Plan", "make_plans"]

_GOALS = {"potential": (0, 2), "interested": (0, 1, 2, 3, 4), "won": (5,), "lost": (5,)}


@dataclass(slots=True)
class Plan:
    """One task; `done` is the follow-up that did it, `goal` and `method` are indexes of the built-in lists."""

    customer: Customer
    created: int
    due: int
    owner: str
    method: int
    goal: int
    done: FollowUp | None = None


def make_plans(
    customers: list[Customer], follow_ups: list[FollowUp], dice: Dice, staff: Staff, count: int
) -> list[Plan]:
    """`count` tasks, oldest first: a quarter are done, the others fall due around now, at most one for a customer."""
    recent = [f for f in follow_ups[-count * 3 :] if f.customer.rep and f.key]
    done = dice.source.sample(recent, count // 4)
    busy = {id(f.customer) for f in done}
    waiting = [
        c
        for c in customers
        if c.rep
        and c.key
        and c.until == staff.today
        and c.status != "lost"
        and id(c) not in busy
        and not c.borrows
        and not c.twin
    ]
    plans = [_done(f, dice) for f in done]
    plans += [_open(c, dice, staff.today) for c in dice.source.sample(waiting, count - len(done))]
    plans.sort(key=lambda p: p.created)
    return plans


def _done(f: FollowUp, dice: Dice) -> Plan:
    c = f.customer
    created = workday(f.day - dice.between(2, 8), c.first)
    return Plan(
        c, min(created, f.day), f.day, c.rep.name if c.rep else f.user, f.method, dice.pick(_GOALS[c.status]), f
    )


def _open(c: Customer, dice: Dice, today: int) -> Plan:
    due = today - dice.between(1, 7) if dice.random() < 0.15 else today + dice.between(0, 14)
    due = max(workday(due, c.first), c.first)
    created = max(min(today, due - dice.between(2, 7)), c.first)
    return Plan(c, created, due, c.rep.name if c.rep else "", dice.pick((0, 0, 1, 2, 3)), dice.pick(_GOALS[c.status]))
