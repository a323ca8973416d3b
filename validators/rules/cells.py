"""R011-R013: what a cell can hold at all: too long, unreadable, neither yes nor no."""

from __future__ import annotations

import re
from collections.abc import Iterator

from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.rule import Rule, Saying, both
from validators.rules.rows import Rows

__all__ = ["TOO_LONG", "UNREADABLE", "YES_NO"]

_LONG = Saying(
    "R011",
    "error",
    Label("{label}：太长，{length} 个字，最多 {most} 个", "{label}: {length} characters, {most} at most"),
    Label("写短一些，细节放到备注或跟进内容里", "make it shorter; details belong in Notes or Content"),
)
_ERROR_VALUE = Saying(
    "R012",
    "error",
    Label("{label}：单元格显示 {value}，取不到值", "{label}: the cell shows {value}, not a value"),
    Label("改正公式，或直接填写内容", "mend the formula, or type the content itself"),
)
_NO_RESULT = Saying(
    "R012",
    "warning",
    Label("{label}：公式还没有结果", "{label}: the formula has no result yet"),
    Label("用 Excel 打开，保存一次；或直接填写内容", "open and save it in Excel, or type the content itself"),
)
_COVERED = Saying(
    "R012",
    "error",
    Label("{label}：被合并单元格 {value} 盖住，不知道该是什么", "{label}: lies under the merged cells {value}"),
    Label("取消合并，再填写这个单元格", "unmerge them and fill in this cell"),
)
_AREA = re.compile(r"[A-Z]+[0-9]+:[A-Z]+[0-9]+")
_NEITHER = Saying(
    "R013",
    "warning",
    Label("{label}：请填“是”或“否”，这里是“{value}”", "{label}: yes or no, please; here it is “{value}”"),
    Label("填 是 或 否", "type yes or no"),
)


def _too_long(rows: Rows, context: Context) -> Iterator[Finding]:
    limits = context.settings.rules.R011
    for table, column in rows.columns():
        faults = rows.faults(table.name, column)
        wrong = {value: detail["max_length"] for value, (kind, detail) in faults.items() if kind == "string_too_long"}
        own = limits.of(table.name, column.name)
        if own is not None:
            texts = (value for value in rows.values(table.name, column.name) if isinstance(value, str))
            wrong |= {value: min(own, wrong.get(value, own)) for value in texts if len(value) > own}
        if not wrong:
            continue
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, wrong):
            value = cells[row]
            yield rows.find(_LONG, table, row, column, length=len(str(value)), most=wrong[value])


def _unreadable(rows: Rows, context: Context) -> Iterator[Finding]:
    for table, column in rows.columns():
        wrong = {cell for cell in rows.unreadable(table.name, column.name) if not cell.private}
        if not wrong:
            continue
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, wrong):
            shown = str(cells[row])
            saying = _NO_RESULT if shown.startswith("=") else _COVERED if _AREA.fullmatch(shown) else _ERROR_VALUE
            yield rows.find(saying, table, row, column)


def _yes_no(rows: Rows, context: Context) -> Iterator[Finding]:
    for table, column in rows.columns("yes_no"):
        wrong = rows.faults(table.name, column)
        for row in rows.where(table.name, column.name, wrong) if wrong else ():
            yield rows.find(_NEITHER, table, row, column)


TOO_LONG = Rule(
    "R011",
    Label("内容太长", "Too long"),
    Label(
        "超过上限的内容在表格里存不全，也看不过来。", "More than the limit is neither kept whole nor read by anyone."
    ),
    Label("Contact_Person = (300 个字)", "Contact_Person = (300 letters)"),
    Label("Contact_Person = 王小明", "Contact_Person = Ann Lee"),
    "error",
    _too_long,
)
UNREADABLE = Rule(
    "R012",
    Label("单元格取不到值", "A cell without a value"),
    Label(
        "#REF! 之类的错误，或没有算过的公式：系统不当它是空的，也不会去动它。",
        "An error such as #REF!, or a formula never worked out: it is not taken for empty, and is left alone.",
    ),
    both("Amount = #REF!"),
    both("Amount = 120000"),
    "error",
    _unreadable,
)
YES_NO = Rule(
    "R013",
    Label("应该是“是”或“否”", "Should be yes or no"),
    Label("这一列只有两种答案，写别的就统计不了。", "This column has two answers; anything else cannot be counted."),
    Label("是否含税 = 也许", "With tax = maybe"),
    Label("是否含税 = 是", "With tax = yes"),
    "warning",
    _yes_no,
)
