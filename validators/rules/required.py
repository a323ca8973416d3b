"""R001: a required cell is empty."""

from __future__ import annotations

from collections.abc import Iterator

from validators.cells import Table
from validators.context import Context
from validators.fields import Column, Label, Language
from validators.finding import Finding
from validators.rule import Rule, Saying, both
from validators.rules.rows import Rows

__all__ = ["REQUIRED"]

_ADD = Saying(
    "R001",
    "error",
    Label("{label}：还没填", "{label}: still empty"),
    Label("填写{label}，例如 {example}", "type it, for example {example}"),
)
_ADD_BARE = Saying("R001", "error", Label("{label}：还没填", "{label}: still empty"), Label("填写{label}", "type it"))
_EXAMPLES = {
    "Customer_Name": Label("杭州明远科技有限公司", "Northwind Traders Ltd"),
    "Contact_Info": Label("电话:0571-8888 6666", "phone: 0571-8888 6666"),
    "Customer_ID": Label("C20240501001", "C20240501001"),
    "Content": Label("电话沟通报价，客户要含税价", "called about the offer"),
    "Opportunity_Name": Label("2024 年设备采购", "Equipment order 2024"),
    "Amount": Label("120000", "120000"),
}


def _check(rows: Rows, context: Context) -> Iterator[Finding]:
    for table, column in rows.columns():
        if not column.required or column.kind == "id":
            continue
        cells = rows.cells(table.name, column.name)
        if None not in cells:
            continue
        example = _example(column, context, rows.language)
        for row, cell in enumerate(cells):
            if cell is None and rows.typed(table, row):
                yield _finding(rows, table, row, column, example)


def _finding(rows: Rows, table: Table, row: int, column: Column, example: str | None) -> Finding:
    if example is None:
        return rows.find(_ADD_BARE, table, row, column)
    return rows.find(_ADD, table, row, column, example=example)


def _example(column: Column, context: Context, language: Language) -> str | None:
    if column.choices:
        return column.choices[0].label[language]
    if column.kind == "date":
        return context.today.isoformat()
    if column.kind == "user":
        # A rep rather than whoever stands first in the config: that is often an admin, who has no customers.
        active = [user for user in context.settings.users if user.active]
        return next((user.name for user in [*(u for u in active if u.role == "rep"), *active]), None)
    example = _EXAMPLES.get(column.name)
    return example[language] if example is not None else None


REQUIRED = Rule(
    "R001",
    Label("必填项为空", "A required cell is empty"),
    Label(
        "带 * 的列是跟进、统计和查重都要用到的；缺了，这一行就用不起来。",
        "Columns with * are what follow-up, reports and duplicate checks rest on; without them a row is of no use.",
    ),
    both("Contact_Info = "),
    Label("Contact_Info = 电话:0571-8888 6666", "Contact_Info = phone: 0571-8888 6666"),
    "error",
    _check,
)
