"""When each customer is to be followed up next: by level, counted from the last contact.

The team's `follow_up.calendar` decides what a due day may be: any day, or the next Chinese working day (holidays and
make-up days 调休 as published by the State Council: `validators.workdays`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TypeAlias

from validators import ids
from validators.canon import canonical_column, parse_date
from validators.cells import Cell, Table, Tables
from validators.context import Context
from validators.workdays import is_workday, known, next_workday

__all__ = ["Canonical", "Due", "columns_of", "dues", "latest_follow_ups", "missing_years"]

Canonical: TypeAlias = Callable[[str, str], list[Cell]]
"""Gives the canonical cells of a table's column."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for one customer.

    `last` is the day the cadence counts from, None where no contact is known. `next_due` is None for lost customers,
    for an unknown or empty level, and without `last`. `overdue_days` is 0 until the day after `next_due`; `due_soon`
    holds from `follow_up.due_soon` days (working days, where the team counts these) before `next_due` up to that day
    itself.
    """

    last: date | None
    next_due: date | None
    overdue_days: int
    due_soon: bool


def dues(tables: Tables, context: Context, canonical: Canonical | None = None) -> list[Due]:
    """What is due for every row of the customers table, in its order; empty where there is no such table. `canonical`
    gives columns of these tables that are worked out already.

    The cadence counts from the customer's latest follow-up up to today, else from `First_Date`, else from the day in
    the ID. A day in the future is a typing slip or a plan, not a contact, and is passed over.
    """
    customers = tables.get("customers")
    if customers is None:
        return []
    canonical = canonical or columns_of(tables, context)
    keys = canonical("customers", "Customer_ID")
    latest = latest_follow_ups(tables.get("follow_ups"), context, canonical)
    first = _past_days(customers.get("First_Date"), context.today)
    cadence = context.settings.follow_up.cadence
    days_of: dict[Cell, int] = {"key": cadence.key, "normal": cadence.normal, "growth": cadence.growth}
    days = [
        None if status == "lost" else days_of.get(level)
        for status, level in zip(canonical("customers", "Status"), canonical("customers", "Level"), strict=True)
    ]
    roll = next_workday if context.settings.follow_up.calendar == "cn_workdays" else _any_day
    memo: dict[tuple[date | None, int | None], Due] = {}
    result = []
    for key, met, every in zip(keys, first, days, strict=True):
        last = latest.get(key) or met or _day_in(key, context.today)
        due = memo.get((last, every))
        if due is None:
            due = memo[last, every] = _due(last, every, roll, context)
        result.append(due)
    return result


def missing_years(context: Context, years: Iterable[int]) -> tuple[int, ...]:
    """Those of `years` whose Chinese holidays are not known, in order; there, Monday to Friday count as working days.

    Empty where the team does not count working days.
    """
    if context.settings.follow_up.calendar != "cn_workdays":
        return ()
    return tuple(sorted({year for year in years if not known(year)}))


def _due(last: date | None, every: int | None, roll: Callable[[date], date], context: Context) -> Due:
    if last is None or every is None:
        return Due(last, None, 0, False)
    try:
        next_due = roll(last + timedelta(every))
    except OverflowError:  # a cadence beyond the year 9999 is never due
        return Due(last, None, 0, False)
    left = (next_due - context.today).days
    return Due(last, next_due, max(0, -left), left >= 0 and _is_soon(context, left))


def _is_soon(context: Context, left: int) -> bool:
    """Whether what is due in so many days is due soon; nobody is reminded on a day on which nobody works."""
    soon = context.settings.follow_up.due_soon
    if left <= soon or context.settings.follow_up.calendar != "cn_workdays":
        return left <= soon
    between = (context.today + timedelta(at) for at in range(1, left + 1))
    return next(islice(filter(is_workday, between), soon, None), None) is None


def latest_follow_ups(follow_ups: Table | None, context: Context, canonical: Canonical) -> dict[Cell, date]:
    """The day of the latest follow-up of each Customer_ID up to today."""
    latest: dict[Cell, date] = {}
    if follow_ups is None:
        return latest
    never = date.min
    keys = canonical("follow_ups", "Customer_ID")
    for key, day in zip(keys, _past_days(follow_ups.get("Follow_Date"), context.today), strict=True):
        if day is not None and day > latest.get(key, never):
            latest[key] = day
    latest.pop(None, None)  # a follow-up that names no customer is nobody's
    return latest


def _past_days(cells: list[Cell], today: date) -> list[date | None]:
    """The days that cells hold, None for none and for days after today."""
    known: dict[Cell, date | None] = {}
    for cell in set(cells):
        day = parse_date(cell)
        known[cell] = day if day is not None and day <= today else None
    return [known[cell] for cell in cells]


def _day_in(key: Cell, today: date) -> date | None:
    parsed = ids.parse(key)
    return parsed[1] if parsed is not None and parsed[1] <= today else None


def columns_of(tables: Tables, context: Context) -> Canonical:
    """The canonical columns of these tables, worked out at every call."""

    def canonical(table: str, column: str) -> list[Cell]:
        return canonical_column(context.specs[table].by_name[column], tables[table].get(column))

    return canonical


def _any_day(day: date) -> date:
    return day
