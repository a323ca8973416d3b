"""撞单: whether a company is a customer already, answered within what the asker may know (SPEC §3). Pure.

Of customers outside the asker's scope nothing is told but that there is one, whose it is (as far as the config lets
that be known), and how long ago somebody was last in touch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from validators.canon import parse_date
from validators.cells import Cell, Table
from validators.contacts import contact_keys
from validators.context import Context
from validators.fields import listed
from validators.names import normal_name
from validators.roles import Owners, Scope

__all__ = ["Collision", "Elsewhere", "collision", "sentence", "told_owner"]

SHORTEST = 2
"""So many letters a name must have, without legal form, to be asked for."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A customer outside the asker's scope: its owner as far as it is told, None for a lead in the team's pool, and the
    days since the last follow-up, None where there was none."""

    owner: str | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Collision:
    """The customers of one name: those in scope as (ID, name, owner), the others as `Elsewhere`. `certain`: one of them
    also has a way of contact in common with what was asked."""

    yours: tuple[tuple[str, str, str], ...]
    others: tuple[Elsewhere, ...]
    certain: bool


def collision(
    name: str, contact: str | None, tables: Mapping[str, Table], scope: Scope, owned: Owners, context: Context
) -> Collision | None:
    """Who has a customer of that name, however it is spelled; None where the name says too little to ask."""
    wanted = normal_name(name)
    if len(wanted) < SHORTEST:
        return None
    customers, mine = tables["customers"], scope.get("customers")
    names, keys = customers.get("Customer_Name"), [str(key) for key in customers.get("Customer_ID")]
    rows = [row for row, cell in enumerate(names) if isinstance(cell, str) and normal_name(cell) == wanted]
    contacts = contact_keys(contact)
    certain = any(contacts & contact_keys(customers.get("Contact_Info")[row]) for row in rows)
    yours, others = [], []
    last = _last_contacts(tables.get("follow_ups"), {keys[row] for row in rows}, context.today)
    for row in rows:
        key, owner = keys[row], owned.of.get(keys[row], "")
        if mine is None or key in mine:
            yours.append((key, str(names[row]), owner))
        else:
            days = (context.today - last[key]).days if key in last else None
            others.append(Elsewhere(told_owner(owner, context) if owner else None, days))
    return Collision(tuple(yours), tuple(others), certain)


def sentence(found: Collision, context: Context) -> str:
    """The answer in one line."""
    words = _TEXT[context.language]
    parts = []
    if found.yours:
        shown = listed((f"{key} {name}" for key, name, _ in found.yours), context.language, _SHOWN)
        parts.append(words["yours"].format(shown=shown))
    for other in found.others[:_SHOWN]:
        whose = words["pool"] if other.owner is None else words["owner"].format(owner=other.owner)
        when = words[_WHEN.get(other.days, "days")].format(days=other.days)
        parts.append(words["taken"].format(whose=whose, when=when))
    return words["and"].join(parts) if parts else words["free"]


def _last_contacts(follow_ups: Table | None, wanted: set[str], today: date) -> dict[str, date]:
    last: dict[str, date] = {}
    if follow_ups is None or not wanted:
        return last
    for customer, cell in zip(follow_ups.get("Customer_ID"), follow_ups.get("Follow_Date"), strict=True):
        if customer in wanted and (day := _day(cell)) is not None and day <= today:
            last[str(customer)] = max(day, last.get(str(customer), day))
    return last


def _day(cell: Cell) -> date | None:
    found = parse_date(cell)
    return None if found is None else date(found.year, found.month, found.day)


def told_owner(owner: str, context: Context) -> str:
    """A colleague's name as far as the config lets it be known."""
    return owner if context.settings.team.collision_owner == "name" else f"{owner[:1]}*"


_SHOWN = 3
_WHEN = {None: "never", 0: "today", 1: "yesterday"}
_TEXT = {
    "zh": {
        "yours": "您能看到的客户里有：{shown}",
        "taken": "已有这家客户，{whose}，{when}",
        "owner": "负责人 {owner}",
        "pool": "没有负责人（公海）",
        "days": "{days} 天前跟进过",
        "today": "今天跟进过",
        "yesterday": "昨天跟进过",
        "never": "还没有跟进记录",
        "free": "没有查到叫这个名字的客户；只写简称会查不到，请填公司全称",
        "and": "；",
    },
    "en": {
        "yours": "Among the customers you see: {shown}",
        "taken": "This customer is taken; {whose}, {when}",
        "owner": "owner {owner}",
        "pool": "in the team's pool, no owner yet",
        "days": "last contact {days} days ago",
        "today": "last contact today",
        "yesterday": "last contact yesterday",
        "never": "no follow-up yet",
        "free": "No customer of this name was found; a short name finds nothing, so type the full one",
        "and": ". ",
    },
}
