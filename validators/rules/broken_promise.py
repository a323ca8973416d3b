"""F006: promises that are due and after which the customer was not followed up."""

from __future__ import annotations

from collections.abc import Iterator

from validators import ids
from validators.canon import parse_date
from validators.cells import Cell
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.promises import promised
from validators.rule import Rule, Saying
from validators.rules.follow_up import contacts, silent_rows
from validators.rules.rows import Rows
from validators.workdays import next_workday

__all__ = ["BROKEN_PROMISE"]

_TOLD = 183
"""A promise that is due for longer than half a year is forgotten by all: the customer itself is told of."""
_BROKEN = Saying(
    "F006",
    "warning",
    Label("{label}：答应的 {due} 已过，之后没有跟进", "{label}: due on {due}, and no follow-up since"),
    Label(
        "做到了就补记一条跟进；要改期就联系客户，在新的跟进里写明日期",
        "if it was done, write the follow-up; else call the customer, and promise a new day in a new follow-up",
    ),
)


def _broken(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("follow_ups", "Customer_ID", "Follow_Date", "Next_Plan"):
        return
    table, column = rows.tables["follow_ups"], rows.spec("follow_ups").by_name["Next_Plan"]
    latest, followed = rows.once(contacts), _followed(rows)
    workdays = context.settings.follow_up.calendar == "cn_workdays"
    customers, days = rows.cells("follow_ups", "Customer_ID"), table.get("Follow_Date")
    for row, plan in enumerate(rows.cells("follow_ups", "Next_Plan")):
        customer = customers[row]
        if plan.__class__ is not str or customer not in latest:
            continue
        told = parse_date(days[row])
        if told is None or told != latest[customer]:  # a later follow-up kept the promise, or made a new one
            continue
        late = followed.get(customer) if followed is not None else (False if ids.parse(customer) else None)
        if late is None:
            continue
        due = promised(str(plan), told)
        if due is None or due >= context.today:
            continue
        if workdays:
            due = next_workday(due)
        if 0 < (context.today - due).days <= _TOLD:
            yield rows.find(_BROKEN, table, row, column, severity="info" if late else None, due=due)


def _followed(rows: Rows) -> dict[Cell, bool] | None:
    """The customers that are followed up (not the lost ones), and whether each of them is overdue and told of that: a
    warning for the same silence would be one too many. None where there are no customers to look at."""
    if not rows.has("customers", "Customer_ID"):
        return None
    lost = set(rows.where("customers", "Status", {"lost"}))
    silent, dues = rows.once(silent_rows), rows.dues()
    keys = enumerate(rows.cells("customers", "Customer_ID"))
    return {key: dues[row].overdue_days > 0 or row in silent for row, key in keys if row not in lost}


BROKEN_PROMISE = Rule(
    "F006",
    Label("答应的日期过了没有跟进", "A promised day passed without follow-up"),
    Label(
        "下一步计划里写了日期（5月12日前、3天后、下周三）就是对客户的承诺。",
        "A day in the next plan (by May 12, in 3 days, next Wednesday) is a promise to the customer.",
    ),
    Label("Next_Plan = 5月12日前报价，今天 5月14日", "Next_Plan = offer by May 12, today May 14"),
    Label("Next_Plan = 5月12日前报价，5月11日有新的跟进", "Next_Plan = offer by May 12, a new follow-up on May 11"),
    "warning",
    _broken,
)
