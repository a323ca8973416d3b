"""K004-K006: a task done by another customer's follow-up, and records that stand in the table twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from validators.cells import Cell, Table, Unreadable
from validators.context import Context
from validators.fields import Column, Label
from validators.finding import Finding
from validators.names import normal_name
from validators.rule import Rule, Saying
from validators.rules.by_customer import open_stages
from validators.rules.rows import Rows

__all__ = ["DONE_BY_OTHER", "SAME_FOLLOW_UP", "SAME_OPPORTUNITY"]

_DONE_BY = Saying(
    "K004",
    "error",
    Label("{label}：{value} 是另一家客户的跟进", "{label}: {value} is another customer's follow-up"),
    Label("填这家客户的跟进编号，或核对客户编号", "type the ID of this customer's follow-up, or check the customer"),
)
_KEEP_ONE = Label("留一条，删掉另一行", "keep one and delete the other row")
_FOLLOW_UP = Saying(
    "K005",
    "info",
    Label("{label}：同一次跟进记了两遍，另一条是 {other}", "{label}: the same follow-up as {other}"),
    _KEEP_ONE,
)
_FOLLOW_UP_UNNAMED = Saying(
    "K005",
    "info",
    Label("{label}：同一次跟进还记在另外 {count} 行", "{label}: the same follow-up stands in {count} more rows"),
    _KEEP_ONE,
)
_OPPORTUNITY = Saying(
    "K006",
    "warning",
    Label("{label}：和 {other} 是同一个机会", "{label}: the same opportunity as {other}"),
    Label("留一条，删掉另一行；是两笔就把名称写清楚", "keep one; if they are two deals, say so in their names"),
)
_OPPORTUNITY_UNNAMED = Saying(
    "K006",
    "warning",
    Label("{label}：同一个机会还记在另外 {count} 行", "{label}: the same opportunity stands in {count} more rows"),
    Label("留一条，删掉另一行；是两笔就把名称写清楚", "keep one; if they are two deals, say so in their names"),
)


_LEAST = 8
"""Letters of a text that nobody writes twice by chance."""


def _done_by(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("plan", "Done_By", "Customer_ID") or not rows.has("follow_ups", "Follow_ID", "Customer_ID"):
        return
    if not rows.has("customers", "Customer_ID"):
        return
    wanted, customers = rows.values("plan", "Done_By"), rows.values("customers", "Customer_ID")
    customer: dict[Cell, Cell] = {}
    twice: set[Cell] = set()
    for key, of in zip(rows.cells("follow_ups", "Follow_ID"), rows.cells("follow_ups", "Customer_ID"), strict=True):
        if key in wanted:
            if key in customer:  # an ID in two rows is K001's, and tells nothing here
                twice.add(key)
            customer[key] = of
    table, column = rows.tables["plan"], rows.spec("plan").by_name["Done_By"]
    pairs = zip(rows.cells("plan", "Done_By"), rows.cells("plan", "Customer_ID"), strict=True)
    for row, (done, mine) in enumerate(pairs):
        other = customer.get(done) if done not in twice else None
        # A customer that is not there is K002's: it may be the right one, misspelt.
        if other != mine and other in customers and mine in customers:
            yield rows.find(_DONE_BY, table, row, column)


def _follow_ups(rows: Rows, context: Context) -> Iterator[Finding]:
    columns = ("Customer_ID", "Follow_Date", "Follow_User", "Content")
    if not rows.has("follow_ups", *columns):
        return
    contents = rows.cells("follow_ups", "Content")
    # Of what was said to a customer little was said twice: the rest need not be compared.
    pairs = Counter(zip(rows.cells("follow_ups", "Customer_ID"), contents, strict=True))
    if len(pairs) == len(contents):
        return
    # Who called twice in vain writes the same few words twice: only longer texts, with all that goes with them, count.
    twice = {pair for pair, count in pairs.items() if count > 1 and isinstance(pair[1], str) and len(pair[1]) >= _LEAST}
    compared = [rows.cells("follow_ups", column) for column in (*columns, "Follow_Method", "Feedback", "Next_Plan")]
    alike: dict[tuple[Cell, ...], list[int]] = defaultdict(list)
    for row, pair in enumerate(zip(compared[0], contents, strict=True)):
        if pair in twice:
            alike[tuple(cells[row] for cells in compared)].append(row)
    table, column = rows.tables["follow_ups"], rows.spec("follow_ups").by_name["Content"]
    known = (same for of, same in alike.items() if len(same) > 1 and not any(map(_unknown, of[: len(columns)])))
    yield from _each(rows, table, column, known, _FOLLOW_UP, _FOLLOW_UP_UNNAMED)


def _unknown(cell: Cell) -> bool:
    return cell is None or isinstance(cell, Unreadable)


def _opportunities(rows: Rows, context: Context) -> Iterator[Finding]:
    columns = ("Customer_ID", "Opportunity_Name", "Amount", "Stage")
    if not rows.has("opportunities", *columns):
        return
    keys, names, amounts = (rows.cells("opportunities", column) for column in columns[:3])
    still_open = open_stages(rows)
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in rows.where("opportunities", "Stage", still_open):
        key, name, amount = keys[row], names[row], amounts[row]
        if isinstance(key, str) and isinstance(name, str) and isinstance(amount, int | float):
            alike[key, amount].append(row)
    table, column = rows.tables["opportunities"], rows.spec("opportunities").by_name["Opportunity_Name"]
    found: list[list[int]] = []
    for rows_of in alike.values():
        if len(rows_of) > 1:
            named: dict[str, list[int]] = defaultdict(list)
            for row in rows_of:
                named[normal_name(str(names[row]))].append(row)
            found += [same for name, same in named.items() if name and len(same) > 1]
    yield from _each(rows, table, column, found, _OPPORTUNITY, _OPPORTUNITY_UNNAMED)


def _each(
    rows: Rows, table: Table, column: Column, groups: Iterable[list[int]], named: Saying, unnamed: Saying
) -> Iterator[Finding]:
    """A finding on every row of each group, which names the other one where there is one and it has an ID."""
    for same in groups:
        for row in same:
            others = [other for other in same if other != row]
            key = rows.key(table.name, others[0]) if len(others) == 1 else None
            if key is not None and key != rows.key(table.name, row):
                yield rows.find(named, table, row, column, other=key)
            else:
                yield rows.find(unnamed, table, row, column, count=len(others))


DONE_BY_OTHER = Rule(
    "K004",
    Label("完成记录是别家客户的跟进", "Done by another customer's follow-up"),
    Label(
        "任务由哪条跟进完成，就要是同一家客户的；填错了，这个任务看着做完了，其实没人联系过。",
        "The follow-up that completes a task is of the same customer; otherwise the task looks done although nobody "
        "got in touch.",
    ),
    Label(
        "Customer_ID = C20240501001，Done_By = （别家的跟进）",
        "Customer_ID = C20240501001, Done_By = (one of C20240501002)",
    ),
    Label(
        "Customer_ID = C20240501001，Done_By = （这家的跟进）",
        "Customer_ID = C20240501001, Done_By = (one of C20240501001)",
    ),
    "error",
    _done_by,
)
SAME_FOLLOW_UP = Rule(
    "K005",
    Label("同一次跟进记了两遍", "The same follow-up twice"),
    Label(
        "同一天、同一个人、同一家客户、从内容到计划都一样，多半是记重了；跟进次数会多算。",
        "Same day, person, customer, text and plan is mostly one contact written down twice, and counted twice.",
    ),
    Label(
        "F20240501001 = F20240501002 = 电话沟通报价",
        "F20240501001 = F20240501002 = called about the offer",
    ),
    Label("F20240501001 = 电话沟通报价", "F20240501001 = called about the offer"),
    "info",
    _follow_ups,
)
SAME_OPPORTUNITY = Rule(
    "K006",
    Label("同一个机会记了两遍", "The same opportunity twice"),
    Label(
        "同一家客户、同样的名称和金额，两条都开着，预测就会多算一笔。",
        "With the same customer, name and amount open twice, the forecast counts one deal too many.",
    ),
    Label("O20240501001 = O20240501002 = 设备采购 120000", "O20240501001 = O20240501002 = Equipment order 120000"),
    Label(
        "O20240501001 = 一期，O20240501002 = 二期",
        "O20240501001 = phase 1, O20240501002 = phase 2",
    ),
    "warning",
    _opportunities,
)
