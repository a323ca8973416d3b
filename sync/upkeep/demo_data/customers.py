"""The customers of a demo team: who they are and how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sync.upkeep.demo_data.dice import Dice, day, weighted, workday
from sync.upkeep.demo_data.names import Company, Names, Person
from sync.upkeep.demo_data.words import Words

__all__ = ["CADENCE", "Customer", "Rep", "Staff", "make_customers"]

CADENCE = {"key": 7, "normal": 14, "growth": 30}
MONTHS_BACK = 548
"""The oldest first contact, in days before today: a year and a half."""
_LEVELS = weighted(("key", "normal", "growth"), (15, 47, 38), 100)
_SOURCES = weighted(range(6), (24, 20, 22, 18, 12, 4), 100)
_REASONS = weighted(range(5), (34, 24, 18, 16, 8), 100)
_DEAL = {"key": 260_000, "normal": 86_000, "growth": 32_000}


@dataclass(frozen=True, slots=True)
class Rep:
    """A rep: `punctual`: the share of follow-ups in time, `until`: last day at work, `skill`: around 1."""

    name: str
    punctual: float
    skill: float
    until: int


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works here; `today` and all days in this package are proleptic ordinals."""

    admin: str
    manager: str
    reps: tuple[Rep, ...]
    today: int


@dataclass(slots=True)
class Customer:
    """One customer. Days are ordinals, `status` and `level` codes; `rep` is None for a lead in the pool.

    `twin` is the customer this row repeats by mistake, `borrows` the one whose ID it was given by mistake; a `typed`
    row was entered by hand just now and has no ID yet. `stage`: how far its open opportunity is (an index).
    """

    company: Company
    person: Person
    contact: str
    source: int
    first: int
    level: str
    rep: Rep | None
    creator: str
    until: int
    status: str = "potential"
    interested: int = 0
    closed: int = 0
    deal: int = 0
    reason: int = 0
    notes: str = ""
    attachment: str = ""
    last: int = 0
    twin: Customer | None = None
    borrows: Customer | None = None
    key: str = ""
    typed: bool = False
    stage: int = 0
    product: str = ""


def make_customers(names: Names, dice: Dice, words: Words, staff: Staff, count: int, recent: float) -> list[Customer]:
    """`count` customers, oldest first. `recent` is the share of finished cases that ended in the current month."""
    repeated, borrowed = max(2, count * 15 // 1000), max(1, count * 2 // 1000)
    customers = [_customer(names, dice, words, staff, recent) for _ in range(count - repeated - borrowed)]
    owned = [c for c in customers if c.rep is not None]
    customers += [_repeat(dice.pick(owned), dice, staff) for _ in range(repeated)]
    customers += [_borrow(dice.pick(owned), names, dice, words) for _ in range(borrowed)]
    customers.sort(key=lambda c: c.first)
    _type_last(customers, max(2, count // 1000))
    return customers


def _type_last(customers: list[Customer], count: int) -> None:
    """Let the newest leads be rows that a rep has just typed: without an ID, and nothing refers to them."""
    needed = {id(c.twin or c.borrows) for c in customers}
    today = max(c.until for c in customers)
    fresh = [
        c
        for c in customers
        if c.rep
        and c.until == today
        and c.status == "potential"
        and not c.twin
        and not c.borrows
        and id(c) not in needed
    ]
    for customer in fresh[-count:]:
        customer.typed = True


def _customer(names: Names, dice: Dice, words: Words, staff: Staff, recent: float) -> Customer:
    random, company, person = dice.random, names.company(), names.person()
    pooled = random() < 0.03
    rep = None if pooled else dice.pick(staff.reps)
    until = staff.today if rep is None else rep.until
    # A growing team: more of the customers are new ones.
    age = int((25 if pooled else MONTHS_BACK) * random() ** 1.6)
    first = workday(until - age, until - MONTHS_BACK)
    creator = staff.admin if pooled else staff.manager if random() < 0.05 else rep.name if rep else ""
    customer = Customer(
        company,
        person,
        names.contact(person, company),
        dice.pick(_SOURCES),
        first,
        dice.pick(_LEVELS),
        rep,
        creator,
        until,
    )
    customer.product = dice.pick(words.products)
    if rep is not None:
        _live(customer, rep, dice, staff.today, recent)
    slots = {"who": person.call, "n": dice.between(2, 5)}
    if customer.status == "lost" and customer.reason == 4:
        customer.notes = dice.pick(words.other_reason_notes)
    elif random() < 0.35:
        customer.notes = dice.pick(words.notes).format(**slots)
    return customer


def _live(customer: Customer, rep: Rep, dice: Dice, today: int, recent: float) -> None:
    """Decide how far a customer has come, and when."""
    age, chance = customer.until - customer.first, dice.random()
    lift = 0.1 * (rep.skill - 1) + (0.05 if customer.level == "key" else 0)
    won, lost, interested = (0.30 + lift, 0.17, 0.27) if age > 45 else (0.06, 0.03, 0.3)
    customer.deal = dice.amount(_DEAL[customer.level] * rep.skill)
    if age < 8 or chance > won + lost + interested:
        return
    if chance > won + lost:
        customer.status = "interested"
        customer.interested = workday(customer.first + dice.between(age // 8, age * 3 // 4), customer.first)
        return
    customer.status = "won" if chance < won else "lost"
    customer.closed = _closed(customer, dice, today, recent)
    if customer.status == "won" or dice.random() < 0.5:
        span = customer.closed - customer.first
        customer.interested = workday(customer.first + dice.between(span // 6, span // 2), customer.first)
    customer.reason = dice.pick(_REASONS) if customer.status == "lost" else 0


def _closed(customer: Customer, dice: Dice, today: int, recent: float) -> int:
    """The day a case ended: three weeks to seven months after the first contact, some of them in this very month."""
    first, until = customer.first, customer.until
    month = today - day(today).day + 1
    if until >= month and first < month - 14 and dice.random() < recent:
        return workday(dice.between(month, until), month)
    longest = min(until - first, 210)
    return workday(first + dice.between(min(21, longest), longest), first)


def _repeat(original: Customer, dice: Dice, staff: Staff) -> Customer:
    """The same company entered once more: same contact data, the name written another way, often by a colleague."""
    rep = dice.pick([r for r in staff.reps if r.until == staff.today])
    company = replace(original.company, name=_respelled(original.company.name, dice))
    first = workday(dice.between(max(original.first, staff.today - 200), staff.today), original.first)
    return Customer(
        company,
        original.person,
        original.contact,
        original.source,
        first,
        original.level,
        rep,
        rep.name,
        staff.today,
        twin=original,
    )


def _respelled(name: str, dice: Dice) -> str:
    """Another spelling: legal form shortened or lengthened, full-width brackets, a blank too many."""
    ways: Sequence[tuple[str, str]] = (
        ("有限责任公司", "有限公司"),
        ("股份有限公司", "股份公司"),
        ("集团有限公司", "集团"),
        ("有限公司", "公司"),
        (", Ltd.", " Limited"),
        (" Group, Inc.", " Group"),
        (" Inc.", " Incorporated"),
        (" LLC", ", L.L.C."),
        (" Corp.", " Corporation"),
    )
    chance = dice.random()
    if chance < 0.35:
        return name[:2] + " " + name[2:] if name[0] > "\u3000" else name.replace(" ", "  ", 1)
    if chance < 0.55 and "（" in name:
        return name.replace("（", "(").replace("）", ")")
    for form, other in ways:
        if name.endswith(form):
            return name.removesuffix(form) + other
    return name


def _borrow(original: Customer, names: Names, dice: Dice, words: Words) -> Customer:
    """A new customer typed over a copied row: the ID of the old row is still there."""
    company, person = names.company(), names.person()
    return replace(
        original,
        company=company,
        person=person,
        contact=names.contact(person, company),
        first=workday(original.until - dice.between(0, 6), original.first),
        status="potential",
        interested=0,
        closed=0,
        notes="",
        borrows=original,
        stage=0,
    )
