"""Worksheet functions: each a line over `validators`, for one cell or a whole column in one call.

Arguments spread over each other as in Excel: one cell goes with every row, a row with a column makes a block, and what
reaches over the other's end is #N/A. Blank rows give blanks, error values give themselves, and no call fails: what
cannot be judged is #VALUE!. Rules, cadence and language are the team's, from the settings beside the workbook.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeAlias

from xlwings import arg, func

from addin.mail import team_settings
from addin.spread import Spread, answered, cells_of
from sync.clock import now
from sync.judge import check_text
from validators.cadence import Due, dues
from validators.cells import Cell, Table
from validators.check import check
from validators.contacts import contact_keys
from validators.context import Context
from validators.names import normal_name
from validators.parse import parse_date
from validators.settings import Settings

__all__ = ["CRM_CHECK", "CRM_DUPLICATE_KEY", "CRM_NEXT_DUE", "CRM_OVERDUE_DAYS"]

P = ParamSpec("P")
Value: TypeAlias = Any
"""A cell, a row, a column or a block of cells, as Excel hands it over."""
_VALUE = "#VALUE!"


def _safe(function: Callable[P, Value]) -> Callable[P, Value]:
    """No exception reaches the cell."""

    @wraps(function)
    def answer(*arguments: P.args, **named: P.kwargs) -> Value:
        try:
            return function(*arguments, **named)
        except Exception:
            return _VALUE

    return answer


@func
@arg("level", ndim=2, err_to_str=True, doc="客户等级，例如 重点客户 / the level, e.g. key")
@arg("last", ndim=2, err_to_str=True, doc="上次跟进日期 / day of the last follow-up")
@_safe
def CRM_NEXT_DUE(level: Value, last: Value) -> Value:
    """The day by which to follow up next. / 下次跟进日期。

    Args:
        level: the customer's level, in either language.
        last: the day of the last follow-up, else of first contact; a text such as 2026年5月1日 counts too.
    """
    return _dues(lambda due: due.next_due, level, last, None)


@func
@arg("level", ndim=2, err_to_str=True, doc="客户等级，例如 重点客户 / the level, e.g. key")
@arg("last", ndim=2, err_to_str=True, doc="上次跟进日期 / day of the last follow-up")
@arg("today", doc="以哪天为今天；可不填 / the day to judge by; may be left out")
@_safe
def CRM_OVERDUE_DAYS(level: Value, last: Value, today: Value = None) -> Value:
    """How many days the next follow-up is late; 0 when in time. / 已超期几天；没有逾期为 0。

    Args:
        level: the customer's level, in either language.
        last: the day of the last follow-up, else of first contact.
        today: the day to judge by, such as TODAY(), with which Excel reckons anew every day; left out: today.
    """
    return _dues(lambda due: None if due.next_due is None else due.overdue_days, level, last, today)


@func
@arg("row", ndim=2, err_to_str=True, doc="一行或多行，列序同客户表 / rows in the order of the customers' columns")
@_safe
def CRM_CHECK(row: Value) -> Value:
    """What is wrong with a customer's row or rows; blank when nothing. / 一行或多行有什么问题；没有问题为空。

    Args:
        row: cells in the order of the columns of the customers table; agent columns and what follows them do not count.
    """
    context = _context()
    rows, spec = cells_of(row), context.specs["customers"]
    names = [column.name for column in spec.typed][: max(map(len, rows), default=0)]
    columns = {name: [cells[at] if at < len(cells) else None for cells in rows] for at, name in enumerate(names)}
    said: dict[int, list[Any]] = {}
    for finding in check({"customers": Table("customers", columns)}, context):
        said.setdefault(finding.row, []).append(finding)
    return answered(row, [[check_text(said.get(at, []), context.language)] for at in range(len(rows))], down=True)


@func
@arg("name", ndim=2, err_to_str=True, doc="客户名称 / the customer's name")
@arg("contact", ndim=2, err_to_str=True, doc="联系方式 / the contact info")
@_safe
def CRM_DUPLICATE_KEY(name: Value, contact: Value = None) -> Value:
    """The same text for spellings of the same customer. / 名称和联系方式归一后的重复键，相同即重复。

    Args:
        name: the company's name; width, legal form and traditional characters do not matter.
        contact: phone, e-mail or chat account; several make one key.
    """
    spread = Spread(name, contact)
    return spread.answer([_key(*pair) for pair in spread.pairs])


def _key(name: Cell, contact: Cell) -> str | None:
    company = normal_name(str(name)) if name is not None else ""
    return "|".join([company, *sorted(contact_keys(contact))]) if company else None


def _dues(say: Callable[[Due], Cell], level: Value, last: Value, today: Value) -> Value:
    spread = Spread(level, last)
    columns: dict[str, list[Cell]] = {
        "Customer_ID": [None] * len(spread.pairs),
        "Level": [pair[0] for pair in spread.pairs],
        "First_Date": [pair[1] for pair in spread.pairs],
    }
    found = dues({"customers": Table("customers", columns)}, _context(parse_date(cells_of(today)[0][0])))
    return spread.answer([say(due) for due in found])


def _context(today: date | None = None) -> Context:
    settings = _team(tuple(sys.path))
    return Context.of(settings, now(settings.team, today).date())


@lru_cache(maxsize=4)
def _team(folders: tuple[str, ...]) -> Settings:
    """The team's rules, read once. Excel's Python has the workbook's folder on its path."""
    for folder in folders:
        found, own = team_settings(Path(folder) / "any.xlsm", "zh")
        if own:
            return found
    return Settings()
