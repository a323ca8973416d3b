"""F001-F004: customers who are overdue, due soon, never followed up, or potential and silent for half a year.

Of these a customer is told the one that says most.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validators.cadence import latest_follow_ups
from validators.cells import Cell
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.promise_days import in_months
from validators.rule import Rule, Saying
from validators.rules.rows import Rows

__all__ = ["DUE_SOON", "NEVER", "OVERDUE", "SILENT", "contacts", "silent_rows"]

_GRACE = 30
"""How many days a customer whose level is not known may wait for the first follow-up."""
_MONTHS = 6

_OVERDUE = Saying(
    "F001",
    "warning",
    Label("{label}：已超期 {days} 天，上次联系 {last}", "{label}: {days} days overdue, last contact {last}"),
    Label("尽快联系客户，并记一条跟进", "get in touch soon, and write a follow-up"),
)
_SOON = Saying(
    "F002",
    "info",
    Label("{label}：{day} 前要跟进，上次联系 {last}", "{label}: by {day}, last contact {last}"),
    Label("在 {day} 前联系客户，并记一条跟进", "get in touch by {day}, and write a follow-up"),
)


_NEVER = Saying(
    "F003",
    "warning",
    Label("{label}：{since} 以来还没有跟进过", "{label}: nobody followed up since {since}"),
    Label("尽快联系客户，并记第一条跟进", "get in touch soon, and write the first follow-up"),
)
_SILENT = Saying(
    "F004",
    "warning",
    Label("{label}：潜在客户，{last} 以来超过半年没有跟进", "{label}: potential, and silent since {last}"),
    Label(
        "还有希望就联系一次并记跟进；没有希望就把状态改成流失客户并写明原因",
        "if there is hope, get in touch and write a follow-up; else make the status lost and say why",
    ),
)


def contacts(rows: Rows) -> dict[Cell, date]:
    """The day of the latest follow-up of each customer up to today."""
    return latest_follow_ups(rows.tables.get("follow_ups"), rows.context, rows.canonical)


def _known(rows: Rows) -> bool:
    """Without the follow-ups nobody can tell when a customer was last contacted."""
    return rows.has("customers", "Level") and "follow_ups" in rows.tables


def silent_rows(rows: Rows) -> set[int]:
    """The potential customers without any contact in six months."""
    until = in_months(rows.context.today, -_MONTHS)
    if not rows.has("customers", "Status") or "follow_ups" not in rows.tables or until is None:
        return set()
    dues = rows.dues()
    potential = rows.where("customers", "Status", {"potential"})
    return {row for row in potential if (last := dues[row].last) is not None and last < until}


def _never_rows(rows: Rows) -> dict[int, date]:
    """The customers that somebody owns and nobody ever followed up, though it was time to, and since when they wait."""
    if not rows.has("customers", "Customer_ID", "Owner") or "follow_ups" not in rows.tables:
        return {}
    silent, met, dues = rows.once(silent_rows), rows.once(contacts), rows.dues()
    lost = set(rows.where("customers", "Status", {"lost"}))
    found: dict[int, date] = {}
    people = zip(rows.cells("customers", "Customer_ID"), rows.cells("customers", "Owner"), strict=True)
    for row, (key, owner) in enumerate(people):
        due = dues[row]
        if key is None or owner is None or key in met or due.last is None or row in lost or row in silent:
            continue
        if due.overdue_days > 0 or (due.next_due is None and (rows.context.today - due.last).days > _GRACE):
            found[row] = due.last
    return found


def _overdue(rows: Rows, context: Context) -> Iterator[Finding]:
    if not _known(rows):
        return
    column = rows.spec("customers").by_name["Next_Due"]
    silent, never = rows.once(silent_rows), rows.once(_never_rows)
    for row, due in enumerate(rows.dues()):
        if due.overdue_days > 0 and due.last is not None and row not in silent and row not in never:
            yield rows.find(_OVERDUE, rows.tables["customers"], row, column, days=due.overdue_days, last=due.last)


def _soon(rows: Rows, context: Context) -> Iterator[Finding]:
    if not _known(rows):
        return
    column = rows.spec("customers").by_name["Next_Due"]
    for row, due in enumerate(rows.dues()):
        if due.due_soon and due.last is not None:
            yield rows.find(_SOON, rows.tables["customers"], row, column, day=due.next_due, last=due.last)


def _never(rows: Rows, context: Context) -> Iterator[Finding]:
    column = rows.spec("customers").by_name["Next_Due"]
    for row, since in rows.once(_never_rows).items():
        yield rows.find(_NEVER, rows.tables["customers"], row, column, since=since)


def _silent(rows: Rows, context: Context) -> Iterator[Finding]:
    column = rows.spec("customers").by_name["Status"]
    for row in sorted(rows.once(silent_rows)):
        yield rows.find(_SILENT, rows.tables["customers"], row, column, last=rows.dues()[row].last)


OVERDUE = Rule(
    "F001",
    Label("跟进超期", "Follow-up overdue"),
    Label(
        "重点客户每周、普通客户每两周、潜力客户每月至少跟进一次（周期可在设置里改）。",
        "At least once a week for key, every two weeks for normal and every month for growth customers (see settings).",
    ),
    Label("Level = 重点客户，上次跟进 10 天前", "Level = key, last follow-up 10 days ago"),
    Label("Level = 重点客户，上次跟进 3 天前", "Level = key, last follow-up 3 days ago"),
    "warning",
    _overdue,
)
DUE_SOON = Rule(
    "F002",
    Label("快到跟进日期", "Follow-up due soon"),
    Label("提前提醒，免得超期。", "A reminder before it is too late."),
    Label("Level = 重点客户，上次跟进 6 天前", "Level = key, last follow-up 6 days ago"),
    Label("Level = 重点客户，上次跟进 3 天前", "Level = key, last follow-up 3 days ago"),
    "info",
    _soon,
)
NEVER = Rule(
    "F003",
    Label("从未跟进", "Never followed up"),
    Label(
        "录入以后过了一个跟进周期，一条跟进也没有：线索正在变凉。还没分配负责人的客户除外。",
        "Not one follow-up in a whole cadence since it was entered: the lead goes cold. Customers without owner wait.",
    ),
    Label("First_Date = 30 天前，没有跟进记录", "First_Date = 30 days ago, no follow-up"),
    Label("First_Date = 30 天前，上周跟进过", "First_Date = 30 days ago, followed up last week"),
    "warning",
    _never,
)
SILENT = Rule(
    "F004",
    Label("潜在客户半年没有跟进", "Potential, and silent for six months"),
    Label(
        "半年没有联系的潜在客户多半已经无效，月底清理时要确认。",
        "A potential customer without contact in six months is most likely none; month end asks for it.",
    ),
    Label("Status = 潜在客户，上次跟进 7 个月前", "Status = potential, last follow-up 7 months ago"),
    Label("Status = 潜在客户，上次跟进上个月", "Status = potential, last follow-up last month"),
    "warning",
    _silent,
)
