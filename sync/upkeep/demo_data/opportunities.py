"""The opportunities of a demo team: stages and dates follow from how far the customer has come."""

from __future__ import annotations

from dataclasses import dataclass

from sync.upkeep.demo_data.customers import Customer, Staff
from sync.upkeep.demo_data.dice import Dice, weighted, workday
from sync.upkeep.demo_data.words import Words
from validators.lists import STAGE

__all__ = ["WON", "Opportunity", "make_opportunities"]

WON, LOST = 4, 5
_OPEN_STAGES = weighted((1, 2, 3), (40, 36, 24), 100)


@dataclass(slots=True)
class Opportunity:
    """One opportunity; `stage` is an index of the built-in stages, `closed` 0 while it is open."""

    customer: Customer
    name: str
    stage: int
    amount: int
    probability: int
    created: int
    expected: int
    responsible: str
    closed: int = 0


def make_opportunities(
    customers: list[Customer], dice: Dice, words: Words, staff: Staff, count: int
) -> list[Opportunity]:
    """Exactly `count` opportunities, oldest first. Sets the customers' `stage`."""
    able = [c for c in customers if c.rep and not c.typed and not c.borrows and not c.twin]
    share = {"interested": 1.0, "won": 1.0, "lost": 0.8, "potential": 0.25}
    first = [c for c in able if dice.random() < share[c.status]]
    first.sort(key=lambda c: c.status == "potential")
    del first[count:]
    made = [_first(c, dice, words, staff) for c in first]
    buyers = [c for c in able if c.status in ("won", "interested")]
    made += [_further(dice.pick(buyers), dice, words, staff) for _ in range(count - len(made))]
    made.sort(key=lambda o: o.created)
    return made


def _first(c: Customer, dice: Dice, words: Words, staff: Staff) -> Opportunity:
    since = c.interested or c.first
    if c.closed:
        created = workday(dice.between(since, since + (c.closed - since) // 2), since)
        stage = WON if c.status == "won" else LOST
        return _made(c, c.product, dice, words, staff, stage, c.deal, created, c.closed)
    c.stage = dice.pick(_OPEN_STAGES) if c.status == "interested" else 0
    created = workday(dice.between(since, c.until), since)
    return _made(c, c.product, dice, words, staff, c.stage, c.deal, created, 0)


def _further(c: Customer, dice: Dice, words: Words, staff: Staff) -> Opportunity:
    """Another one: a further purchase of a won customer, or one more open case."""
    product, amount = dice.pick(words.products), dice.amount(c.deal * 0.6)
    since = c.closed or c.interested
    created = workday(dice.between(since, c.until), since)
    if c.status == "won" and c.until - c.closed > 20 and dice.random() < 0.45:
        closed = workday(dice.between(created, c.until), created)
        return _made(c, product, dice, words, staff, WON, amount, created, closed)
    return _made(c, product, dice, words, staff, dice.pick((0, 1, 1, 2, 3)), amount, created, 0)


def _made(
    c: Customer,
    product: str,
    dice: Dice,
    words: Words,
    staff: Staff,
    stage: int,
    amount: int,
    created: int,
    closed: int,
) -> Opportunity:
    responsible = c.rep.name if c.rep else staff.manager
    if not closed and dice.random() < 0.03:
        responsible = dice.pick([rep for rep in staff.reps if rep.until == staff.today]).name
    probability = int(STAGE[stage].probability or 0)
    if not closed and dice.random() < 0.15:
        probability += dice.pick((-5, 5, 10))
    expected = closed + dice.between(-20, 15) if closed else staff.today + dice.between(6, 95 - 20 * stage)
    name = dice.pick(words.opportunity_names).format(company=c.company.short, product=product)
    return Opportunity(
        c, name, stage, amount, probability, created, workday(max(expected, created), created), responsible, closed
    )
