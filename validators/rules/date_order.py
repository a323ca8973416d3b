"""S004: dates that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validators.canon import parse_date
from validators.cells import Cell
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.rule import Rule, Saying
from validators.rules.rows import Rows

__all__ = ["DATE_ORDER"]

_SIGNED = Saying(
    "S004",
    "warning",
    Label("{label}：{value} 早于首次接触日期 {first}", "{label}: {value} is before the first contact, {first}"),
    Label("核对签约日期和首次接触日期", "check the signing date and the first contact"),
)
_BEFORE_CUSTOMER = Saying(
    "S004",
    "warning",
    Label("{label}：{value} 早于客户的首次接触日期", "{label}: {value} is before the customer's first contact"),
    Label("核对{label}，或客户的首次接触日期", "check it, or the customer's first contact"),
)


def _check(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("customers", "First_Date"):
        return
    table, spec = rows.tables["customers"], rows.spec("customers")
    firsts = rows.cells("customers", "First_Date")
    if rows.has("customers", "Sign_Date"):
        for row, (first, signed) in enumerate(zip(firsts, rows.cells("customers", "Sign_Date"), strict=True)):
            if signed is not None and _before(signed, first):
                yield rows.find(_SIGNED, table, row, spec.by_name["Sign_Date"], first=parse_date(first))
    if not rows.has("customers", "Customer_ID") or not rows.has("opportunities", "Customer_ID"):
        return
    first_of = _firsts(rows.cells("customers", "Customer_ID"), firsts)
    customers = rows.cells("opportunities", "Customer_ID")
    for name in ("Expected_Date", "Close_Date"):
        if rows.has("opportunities", name):
            column = rows.spec("opportunities").by_name[name]
            for row, (day, key) in enumerate(zip(rows.cells("opportunities", name), customers, strict=True)):
                if day is not None and _before(day, first_of.get(key)):
                    yield rows.find(_BEFORE_CUSTOMER, rows.tables["opportunities"], row, column)


def _firsts(keys: list[Cell], firsts: list[Cell]) -> dict[Cell, Cell]:
    """Each customer's first contact; of an ID in two rows the earlier one, so that the rows' order decides nothing."""
    result: dict[Cell, Cell] = {}
    for key, first in zip(keys, firsts, strict=True):
        if isinstance(first, date) and key is not None and (key not in result or _before(first, result[key])):
            result[key] = first
    return result


def _before(a: Cell, b: Cell) -> bool:
    if a.__class__ is date and b.__class__ is date:
        return a < b
    if not isinstance(a, date) or not isinstance(b, date):
        return False
    day, other = parse_date(a), parse_date(b)
    return day is not None and other is not None and day < other


DATE_ORDER = Rule(
    "S004",
    Label("日期前后矛盾", "Dates in the wrong order"),
    Label(
        "先接触、后成交：反过来，成交周期就算不对。",
        "First contact comes before the deal; the other way round, the days to win are wrong.",
    ),
    Label("First_Date = 2024-05-01，Sign_Date = 2024-04-01", "First_Date = 2024-05-01, Sign_Date = 2024-04-01"),
    Label("First_Date = 2024-05-01，Sign_Date = 2024-06-01", "First_Date = 2024-05-01, Sign_Date = 2024-06-01"),
    "warning",
    _check,
)
