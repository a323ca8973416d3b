"""The follow-ups of a demo team: when each customer was contacted, how, and what was said."""

from __future__ import annotations

from dataclasses import dataclass

from sync.upkeep.demo_data.customers import CADENCE, Customer, Staff
from sync.upkeep.demo_data.dice import Dice, day, weighted, workday
from sync.upkeep.demo_data.words import Words, listed
from validators.fields import Language

__all__ = ["FollowUp", "contact_days", "write_up"]

REACH_BACK = 240
"""How far the record of regular contacts goes back, in days; first contacts and changes of status are older too."""


@dataclass(slots=True)
class FollowUp:
    """One contact. `change` is the code of the status it reports, or empty; the texts are written by `write_up`."""

    day: int
    customer: Customer
    phase: str
    change: str = ""
    user: str = ""
    method: int = 0
    content: str = ""
    feedback: str = ""
    next: str = ""
    key: str = ""


def contact_days(customers: list[Customer], dice: Dice, count: int) -> list[FollowUp]:
    """Exactly `count` contacts, oldest first: all first contacts and changes of status, and the newest regular ones."""
    fixed: list[FollowUp] = []
    regular: list[FollowUp] = []
    for customer in customers:
        if customer.rep is None or customer.typed or customer.borrows:
            continue
        marks = _milestones(customer, dice)
        fixed += [FollowUp(day, customer, phase, change) for day, (phase, change) in marks.items()]
        if not customer.twin:
            regular += _regular(customer, marks, dice)
    regular.sort(key=lambda f: -f.day)
    chosen = fixed + regular[: count - len(fixed)]
    chosen.sort(key=lambda f: f.day)
    return chosen


def _milestones(c: Customer, dice: Dice) -> dict[int, tuple[str, str]]:
    marks: dict[int, tuple[str, str]] = {}
    if c.first < c.until or dice.random() < 0.5:
        marks[c.first] = ("new", "")
    if c.interested:
        marks[c.interested] = ("need", "interested")
    if c.closed:
        marks[c.closed] = (c.status, c.status)
    c.last = max(marks, default=0)
    return marks


def _regular(c: Customer, marks: dict[int, tuple[str, str]], dice: Dice) -> list[FollowUp]:
    """Contacts at the level's cadence, from the last one backwards; a few days late where the rep is."""
    cadence, random, between = CADENCE[c.level], dice.random, dice.between
    punctual = c.rep.punctual if c.rep else 1.0
    at = c.closed
    if c.status != "lost":
        chance = random()
        if chance < punctual:
            silent = between(0, cadence - 3)  # a weekend may still come on top
        elif chance < punctual + (1 - punctual) * 0.8:
            silent = between(cadence + 1, 3 * cadence)
        else:
            silent = between(3 * cadence, 170)
        at = max(workday(c.until - silent, c.first), c.last)
        c.last = at
    earliest = max(c.first, c.until - REACH_BACK)
    found: list[FollowUp] = []
    while at > earliest:
        if at not in marks:
            found.append(FollowUp(at, c, _phase(c, at)))
        late = random() > punctual
        at = workday(
            at - (between(cadence + 1, 2 * cadence) if late else between(cadence * 3 // 5, cadence - 1)), c.first
        )
    return found


def _phase(c: Customer, at: int) -> str:
    """What was going on at a day, from the customer's later course."""
    if not c.interested or at < c.interested:
        return "potential"
    if c.status == "won" and at > c.closed:
        return "care"
    end = c.closed or c.until
    furthest = 3 if c.status == "won" else 2 if c.status == "lost" else max(c.stage, 1)
    reached = min(furthest, 1 + (at - c.interested) * furthest // max(1, end - c.interested))
    return ("need", "offer", "deal")[reached - 1]


def write_up(follow_ups: list[FollowUp], dice: Dice, words: Words, language: Language, staff: Staff) -> None:
    """Say who made each contact, how, and what was said."""
    pick, random, between, today = dice.pick, dice.random, dice.between, staff.today
    methods = {name: weighted(range(6), phase.methods, 100) for name, phase in words.phases.items()}
    for f in follow_ups:
        c, phase, cadence = f.customer, words.phases[f.phase], CADENCE[f.customer.level]
        f.user = staff.manager if random() < 0.04 else c.rep.name if c.rep else staff.manager
        f.method = pick(methods[f.phase])
        current = f.day == c.last and today - f.day <= cadence and c.until == today
        promise = today + between(1, 5) if current else f.day + between(3, max(3, cadence * 3 // 5))
        topics = words.lost[c.reason] if f.phase == "lost" else phase.topics
        slots = {
            "who": c.person.call,
            "company": c.company.short,
            "product": c.product,
            "amount": _amount(c.deal, language),
            "n": between(2, 5),
            "days": pick((15, 20, 30, 45, 60)),
            "by": _month_day(workday(promise, f.day + 1), language),
        }
        f.content = (pick(words.openers[f.method]) + pick(topics)).format_map(slots)
        if random() < 0.86:
            f.feedback = pick(phase.feedback).format_map(slots)
        if random() < 0.9:
            f.next = pick(phase.next).format_map(slots)


def _amount(amount: int, language: Language) -> str:
    if language == "en":
        return f"${amount:,}"
    return f"{amount / 10_000:.1f} 万元".replace(".0 ", " ") if amount >= 10_000 else f"{amount} 元"


def _month_day(ordinal: int, language: Language) -> str:
    when = day(ordinal)
    return f"{when.month}月{when.day}日" if language == "zh" else f"{_MONTHS[when.month - 1]} {when.day}"


_MONTHS = listed("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
