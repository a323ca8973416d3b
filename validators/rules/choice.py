"""R006: a value that is not in its column's list."""

from __future__ import annotations

from collections.abc import Iterator

from validators.canon import choice_of
from validators.cells import Unreadable
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding, Fix, Severity
from validators.rule import Rule, Saying, shown
from validators.rules.near import nearest
from validators.rules.rows import Rows

__all__ = ["CHOICE"]

_NEAR = Saying(
    "R006",
    "error",
    Label("{label}：“{value}”不在列表里，是不是“{near}”？", "{label}: “{value}” is not listed; is it “{near}”?"),
    Label("可选：{choices}", "one of: {choices}"),
)
_CLOSED = Saying(
    "R006",
    "error",
    Label("{label}：“{value}”不在列表里，请从下拉里选", "{label}: “{value}” is not listed; please pick one"),
    Label("可选：{choices}", "one of: {choices}"),
)
_OPEN = Saying(
    "R006",
    "info",
    Label("{label}：“{value}”是列表里没有的新写法", "{label}: “{value}” is new to the list"),
    Label("已有：{choices}", "listed: {choices}"),
)


def _check(rows: Rows, context: Context) -> Iterator[Finding]:
    for table, column in rows.columns("choice"):
        if not column.choices:
            continue
        known = {choice.id for choice in column.choices}
        values = rows.values(table.name, column.name)
        wrong = {value for value in values if value not in known and value.__class__ is not Unreadable}
        if not wrong:
            continue
        words = [word for choice in column.choices for word in (choice.label[rows.language], *_other(choice.label))]
        meant = {value: nearest(shown(value, 60), words) for value in wrong}
        choices = " / ".join(choice.label[rows.language] for choice in column.choices)
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, wrong):
            near = meant[cells[row]]
            choice = choice_of(column, near)
            if choice is not None:
                label = choice.label[rows.language]
                severity: Severity = "warning" if column.open_list else "error"
                fix = Fix(label, False)
                yield rows.find(_NEAR, table, row, column, fix, severity, near=label, choices=choices)
            else:
                yield rows.find(_OPEN if column.open_list else _CLOSED, table, row, column, choices=choices)


def _other(label: Label) -> tuple[str, str]:
    return label.zh, label.en


CHOICE = Rule(
    "R006",
    Label("不在可选列表里", "Not in the list"),
    Label(
        "同一件事只有一种写法，才能筛选和统计。客户状态、等级、阶段必须从列表里选；行业、来源等可以写新的。",
        "Only what is always written the same way can be filtered and counted. Status, level and stage come from "
        "their lists; industry, source and the like may be new.",
    ),
    Label("Status = 意向客人", "Status = intrested"),
    Label("Status = 意向客户", "Status = interested"),
    "error",
    _check,
    "guess",
)
