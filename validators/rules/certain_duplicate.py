"""D001: customers that are certainly the same one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from validators.cells import Table
from validators.context import Context
from validators.duplicates import DuplicateGroup
from validators.fields import Label, listed
from validators.finding import Finding
from validators.models import specs
from validators.rule import Rule, Saying
from validators.rules.rows import Rows

__all__ = ["CERTAIN_DUPLICATE", "KEEP_ONE", "duplicate_findings"]

KEEP_ONE = Label(
    "在“疑似重复”表里选“合并到…”或“不是重复”（命令：salesheet merge、not-duplicate）；没有这张表，就留一条："
    "把另一条的跟进和机会改成留下的编号，再删掉那一行",
    "on the Duplicates sheet choose “Merge into …” or “Not a duplicate” (commands: salesheet merge, not-duplicate); "
    "without that sheet keep one: type its ID in the other's follow-ups and opportunities, then delete the other row",
)
_SAME = Saying(
    "D001",
    "warning",
    Label("{label}：和 {others} 是同一家客户", "{label}: the same customer as {others}"),
    KEEP_ONE,
)
_SAME_MANY = Saying(
    "D001",
    "warning",
    Label("{label}：和 {others} 等 {count} 行是同一家客户", "{label}: same as {others} … ({count} rows)"),
    KEEP_ONE,
)
_SAME_UNNAMED = Saying(
    "D001",
    "warning",
    Label("{label}：另有 {count} 行是同一家客户", "{label}: {count} other rows are the same customer"),
    KEEP_ONE,
)
_ONE_UNNAMED = Saying(
    "D001",
    "warning",
    Label("{label}：另有一行是同一家客户", "{label}: another row is the same customer"),
    KEEP_ONE,
)
_NAMED = 2


def duplicate_findings(groups: Sequence[DuplicateGroup], customers: Table, context: Context) -> list[Finding]:
    """A finding on every row of `customers` that is in a certain group with others, which it names.

    A group's keys name its rows; `group.rows` may be the indexes of another table, and count only where a row has no
    key. Rows that `customers` does not have get no finding, and are named only by the key that the group gives.
    """
    if not context.specs:
        context = replace(context, specs=specs(context.settings))
    rows = Rows({"customers": customers}, context)
    return list(_findings(groups, rows, customers))


def _findings(groups: Sequence[DuplicateGroup], rows: Rows, customers: Table) -> Iterator[Finding]:
    certain = [group for group in groups if group.certainty == "certain"]
    if not certain:
        return
    cells = rows.cells("customers", "Customer_ID")
    at: dict[object, int] = {}
    for place, key in enumerate(cells):
        at.setdefault(key, place)
    column = rows.spec("customers").by_name["Customer_Name"]
    for group in certain:
        members = [_row(row, key, cells, at) for row, key in zip(group.rows, group.keys, strict=True)]
        for one, row in enumerate(members):
            if row is not None:
                names = [
                    key or (customers.address(other, None) if other is not None else None)
                    for i, (other, key) in enumerate(zip(members, group.keys, strict=True))
                    if i != one
                ]
                yield _finding(rows, customers, row, column, names)


def _row(row: int, key: str | None, cells: list[Any], at: dict[object, int]) -> int | None:
    if key is None:
        return row if row < len(cells) and cells[row] is None else None
    # The same ID may stand in two rows: the index is right where it agrees with the key.
    return row if row < len(cells) and cells[row] == key else at.get(key)


def _finding(rows: Rows, customers: Table, row: int, column: Any, names: list[str | None]) -> Finding:
    named = [name for name in names if name is not None][:_NAMED]
    others = listed(named, rows.language)
    if not named:
        return rows.find(_SAME_UNNAMED if len(names) > 1 else _ONE_UNNAMED, customers, row, column, count=len(names))
    saying = _SAME if len(named) == len(names) else _SAME_MANY
    return rows.find(saying, customers, row, column, others=others, count=len(names))


def _check(rows: Rows, context: Context) -> Iterator[Finding]:
    from validators.distinct import without_distinct
    from validators.duplicates import groups  # brings its comparers along, which a single rule need not wait for

    if rows.has("customers", "Customer_Name"):
        customers = rows.tables["customers"]
        found = without_distinct(groups(customers, context), customers, context, rows.cells("customers", "Customer_ID"))
        yield from _findings(found, rows, customers)


CERTAIN_DUPLICATE = Rule(
    "D001",
    Label("客户重复", "The same customer twice"),
    Label(
        "名称和联系方式相同的就是同一家：分开记，跟进会重复，统计会多算。",
        "With name and contact alike it is the same customer: kept twice, it is called twice and counted twice.",
    ),
    Label("C20240501001 = C20240501002 = 杭州明远科技有限公司", "C20240501001 = C20240501002 = Northwind Traders Ltd"),
    Label("C20240501001 = 杭州明远科技有限公司", "C20240501001 = Northwind Traders Ltd"),
    "warning",
    _check,
)
