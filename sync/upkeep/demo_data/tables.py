"""The made records as tables: IDs given in order of entry, codes written in the team's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sync.upkeep.demo_data.customers import Customer
from sync.upkeep.demo_data.dice import Dice, day
from sync.upkeep.demo_data.follow_ups import FollowUp
from sync.upkeep.demo_data.opportunities import Opportunity
from sync.upkeep.demo_data.plans import Plan
from sync.upkeep.demo_data.words import Words
from validators import lists
from validators.cells import Cell, Table
from validators.fields import Choice, Language

__all__ = ["customer_table", "follow_up_table", "give_keys", "is_mobile", "keys", "opportunity_table", "plan_table"]


def keys(prefix: str, days: Sequence[int]) -> list[str]:
    """An ID for each day of entry: prefix, date, daily sequence of at least three digits (SPEC section 1)."""
    used: Counter[int] = Counter()
    found = []
    for ordinal in days:
        used[ordinal] += 1
        found.append(f"{prefix}{_compact(ordinal)}{used[ordinal]:03d}")
    return found


def give_keys(customers: list[Customer], follow_ups: list[FollowUp], typed: int) -> None:
    """Give customers and follow-ups their IDs; the newest `typed` follow-ups of people still here stay without one."""
    for customer, key in zip(customers, keys("C", [c.first for c in customers]), strict=True):
        customer.key = "" if customer.typed else key
    for customer in customers:
        if customer.borrows:
            customer.key = customer.borrows.key
    for follow_up, key in zip(follow_ups, keys("F", [f.day for f in follow_ups]), strict=True):
        follow_up.key = key
    for follow_up in follow_ups[-typed:]:
        follow_up.key = ""


def customer_table(customers: list[Customer], dice: Dice, words: Words, language: Language) -> Table:
    """The customers. A few mobile numbers with +86 in front, and notes that look like formulas, are among them."""
    status, level = _by_code(lists.STATUS, language), _by_code(lists.LEVEL, language)
    industry, source, reason = (
        _labels(choices, language) for choices in (lists.INDUSTRY, lists.SOURCE, lists.LOST_REASON)
    )
    notes: list[Cell] = [c.notes or None for c in customers]
    for row in dice.source.sample(range(len(customers)), max(3, len(customers) // 1500)):
        if customers[row].status != "lost":
            notes[row] = dice.pick(words.formula_like)
    contacts: list[Cell] = [
        f"+86 {c.contact}" if is_mobile(c.contact) and dice.random() < 0.02 else c.contact for c in customers
    ]
    return Table(
        "customers",
        {
            "Customer_ID": [c.key or None for c in customers],
            "Customer_Name": [c.company.name for c in customers],
            "Industry": [industry[c.company.industry] for c in customers],
            "Contact_Person": [c.person.name for c in customers],
            "Contact_Job": [c.person.job for c in customers],
            "Contact_Info": contacts,
            "Source": [source[c.source] for c in customers],
            "First_Date": [day(c.first) for c in customers],
            "Status": [status[c.status] for c in customers],
            "Level": [level[c.level] for c in customers],
            "Create_User": [c.creator for c in customers],
            "Update_Date": [day(max(c.first, c.last, c.closed)) for c in customers],
            "Owner": [c.rep.name if c.rep else None for c in customers],
            "Region": [c.company.city.region for c in customers],
            "Notes": notes,
            "Attachments": [_attachment(c, dice, words) for c in customers],
            "Contract_Amount": [c.deal if c.status == "won" else None for c in customers],
            "Sign_Date": [day(c.closed) if c.status == "won" else None for c in customers],
            "Lost_Reason": [reason[c.reason] if c.status == "lost" else None for c in customers],
        },
    )


def follow_up_table(follow_ups: list[FollowUp], dice: Dice, words: Words, language: Language) -> Table:
    """The follow-ups; the customer is named by ID."""
    method, status = _labels(lists.FOLLOW_METHOD, language), _by_code(lists.STATUS, language)
    changed = {code: words.changed.format(status=label) for code, label in status.items()} | {"": words.unchanged}
    feedback: list[Cell] = [f.feedback or None for f in follow_ups]
    for row in dice.source.sample(range(len(follow_ups)), max(2, len(follow_ups) // 3000)):
        feedback[row] = dice.pick(words.formula_like)
    return Table(
        "follow_ups",
        {
            "Follow_ID": [f.key or None for f in follow_ups],
            "Customer_ID": [f.customer.key for f in follow_ups],
            "Follow_Date": [day(f.day) for f in follow_ups],
            "Follow_User": [f.user for f in follow_ups],
            "Follow_Method": [method[f.method] for f in follow_ups],
            "Content": [f.content for f in follow_ups],
            "Feedback": feedback,
            "Next_Plan": [f.next or None for f in follow_ups],
            "Status_Change": [changed[f.change] for f in follow_ups],
        },
    )


def opportunity_table(opportunities: list[Opportunity], language: Language) -> Table:
    """The opportunities."""
    stage = _labels(lists.STAGE, language)
    return Table(
        "opportunities",
        {
            "Opportunity_ID": [*keys("O", [o.created for o in opportunities])],
            "Customer_ID": [o.customer.key for o in opportunities],
            "Opportunity_Name": [o.name for o in opportunities],
            "Stage": [stage[o.stage] for o in opportunities],
            "Amount": [o.amount for o in opportunities],
            "Probability": [o.probability for o in opportunities],
            "Expected_Date": [day(o.expected) for o in opportunities],
            "Responsible": [o.responsible for o in opportunities],
            "Close_Date": [day(o.closed) if o.closed else None for o in opportunities],
        },
    )


def plan_table(plans: list[Plan], language: Language) -> Table:
    """The follow-up plan."""
    method, goal = _labels(lists.FOLLOW_METHOD, language), _labels(lists.GOAL, language)
    return Table(
        "plan",
        {
            "Plan_ID": [*keys("P", [p.created for p in plans])],
            "Customer_ID": [p.customer.key for p in plans],
            "Due_Date": [day(p.due) for p in plans],
            "Owner": [p.owner for p in plans],
            "Method": [method[p.method] for p in plans],
            "Goal": [goal[p.goal] for p in plans],
            "Done_By": [p.done.key if p.done else None for p in plans],
        },
    )


def is_mobile(contact: Cell) -> bool:
    """Whether a contact is eleven digits and nothing else, as Chinese mobile numbers are."""
    return isinstance(contact, str) and len(contact) == 11 and contact.isdecimal()


def _attachment(c: Customer, dice: Dice, words: Words) -> str | None:
    """A file named customer + date + content, for some of those who are interested."""
    if not c.interested or dice.random() > 0.12:
        return None
    return f"{c.company.name}+{_compact(c.interested)}+{dice.pick(words.documents)}"


def _compact(ordinal: int) -> str:
    when = day(ordinal)
    return f"{when.year}{when.month:02d}{when.day:02d}"


def _labels(choices: Sequence[Choice], language: Language) -> list[str]:
    return [choice.label[language] for choice in choices]


def _by_code(choices: Sequence[Choice], language: Language) -> dict[str, str]:
    return {choice.code: choice.label[language] for choice in choices}
