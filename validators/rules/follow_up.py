"""F001 and F002: customers whose next follow-up is overdue, or due soon."""

from __future__ import annotations

from collections.abc import Iterator

from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.rule import Rule, Saying
from validators.rules.rows import Rows

__all__ = ["DUE_SOON", "OVERDUE"]

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


def _known(rows: Rows) -> bool:
    """Without the follow-ups nobody can tell when a customer was last contacted."""
    return rows.has("customers", "Level") and "follow_ups" in rows.tables


def _overdue(rows: Rows, context: Context) -> Iterator[Finding]:
    if not _known(rows):
        return
    column = rows.spec("customers").by_name["Next_Due"]
    for row, due in enumerate(rows.dues()):
        if due.overdue_days > 0 and due.last is not None:
            yield rows.find(_OVERDUE, rows.tables["customers"], row, column, days=due.overdue_days, last=due.last)


def _soon(rows: Rows, context: Context) -> Iterator[Finding]:
    if not _known(rows):
        return
    column = rows.spec("customers").by_name["Next_Due"]
    for row, due in enumerate(rows.dues()):
        if due.due_soon and due.last is not None:
            yield rows.find(_SOON, rows.tables["customers"], row, column, day=due.next_due, last=due.last)


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
