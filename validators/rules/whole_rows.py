"""H013, H018 and H019: rows that are no record: one text dragged over all columns, the header once more, a total."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import eq

from validators.cells import Table
from validators.context import Context
from validators.fields import TABLES, Column, Label
from validators.finding import Finding
from validators.rule import Rule, Saying, shown
from validators.rules.rows import Rows
from validators.rules.texts import Texts

__all__ = ["HEADER_AGAIN", "SAME_TEXT", "TOTAL"]

_SAME = Saying(
    "H013",
    "warning",
    Label("这一行有 {count} 列都是“{text}”", "this row says “{text}” in {count} columns"),
    Label("多半是拖动填充造成的：逐列填写，或删掉这一行", "mostly a dragged fill: type each cell, or delete the row"),
)
_HEADER = Saying(
    "H018",
    "warning",
    Label("这一行是又贴了一遍的表头", "this row is the header once more"),
    Label("删掉这一行", "delete this row"),
)
_TOTAL = Saying(
    "H019",
    "warning",
    Label("{label}：“{value}”是合计行，不是客户", "{label}: “{value}” is a total, not a record"),
    Label("删掉这一行，或移到表的外面；报表里有合计", "delete it or move it out of the table; reports have totals"),
)
_COMPARED = {
    "customers": ("Customer_Name", "Contact_Person", "Contact_Job", "Notes"),
    "follow_ups": ("Content", "Feedback", "Next_Plan"),
}
"""Columns that say different things of one row; three of them alike are one text dragged over."""
_LEAST = 3
_TOTALS = frozenset({"合计", "总计", "小计", "汇总", "累计", "total", "totals", "grand total", "subtotal", "sum"})
_AROUND = " :：\t"


def _same(rows: Rows, context: Context) -> Iterator[Finding]:
    for name, wanted in _COMPARED.items():
        table = rows.tables.get(name)
        if table is None:
            continue
        columns = [table.columns[column] for column in wanted if column in table.columns]
        if len(columns) < _LEAST:
            continue
        found: set[int] = set()
        for left, first in enumerate(columns):
            for second in columns[left + 1 :]:
                found.update(compress(range(len(first)), map(eq, first, second)))
        for row in sorted(found):
            texts = [text for cells in columns if isinstance(text := cells[row], str) and len(text) > 1]
            if len(texts) < _LEAST:
                continue
            most = max(set(texts), key=lambda text: (texts.count(text), text))
            if texts.count(most) >= _LEAST:
                yield rows.find(_SAME, table, row, None, text=shown(most), count=texts.count(most))


def _header(rows: Rows, context: Context) -> Iterator[Finding]:
    texts = rows.once(Texts)
    for name in TABLES:
        table = rows.tables.get(name)
        if table is None or not len(table):
            continue
        named: dict[int, int] = {}
        for column in rows.spec(name).typed:
            if column.name in table.columns:
                heads = _heads(column) & texts.of(name, column.name)[0]
                for row in _holding(table, column, heads) if heads else ():
                    named[row] = named.get(row, 0) + 1
        for row in sorted(row for row, count in named.items() if count >= _LEAST):
            yield rows.find(_HEADER, table, row, None)


def _heads(column: Column) -> set[str]:
    names = {column.name, column.label.zh, column.label.en}
    return names | {f"{name}*" for name in names}


def _holding(table: Table, column: Column, values: set[str]) -> Iterator[int]:
    cells = table.columns[column.name]
    return compress(range(len(cells)), map(values.__contains__, cells))


def _total(rows: Rows, context: Context) -> Iterator[Finding]:
    texts = rows.once(Texts)
    for table, column in rows.columns("text"):
        if column.name in ("Customer_Name", "Opportunity_Name"):
            totals = {
                text for text in texts.of(table.name, column.name)[0] if text.strip(_AROUND).casefold() in _TOTALS
            }
            for row in _holding(table, column, totals) if totals else ():
                yield rows.find(_TOTAL, table, row, column)


SAME_TEXT = Rule(
    "H013",
    Label("几列都是同一句话", "The same text in all columns"),
    Label(
        "名称、联系人、备注不会是同一句话；多半是拖动填充把旁边的列盖住了。",
        "Name, person and notes are never the same; mostly a dragged fill has covered its neighbours.",
    ),
    Label("Content = Feedback = Next_Plan = 已发报价", "Content = Feedback = Next_Plan = sent the offer"),
    Label(
        "Content = 已发报价，Feedback = 价格偏高，Next_Plan = 周五回访",
        "Content = sent the offer, Feedback = too dear, Next_Plan = call on Friday",
    ),
    "warning",
    _same,
)
HEADER_AGAIN = Rule(
    "H018",
    Label("表头又贴了一遍", "The header once more"),
    Label(
        "把几份名单接在一起时，表头常常也贴进来，被当成一个客户。",
        "When lists are joined, their headers come along and count as customers.",
    ),
    Label(
        "Customer_Name = 客户名称，Contact_Info = 联系方式 …",
        "Customer_Name = Customer name, Contact_Info = Contact info …",
    ),
    Label("Customer_Name = 杭州明远科技有限公司", "Customer_Name = Northwind Traders Ltd"),
    "warning",
    _header,
)
TOTAL = Rule(
    "H019",
    Label("表里有合计行", "A total among the rows"),
    Label(
        "合计行会被当成一个客户，金额就算了两遍。",
        "A total counts as one more record, and its amount is counted twice.",
    ),
    Label("Customer_Name = 合计", "Customer_Name = Total"),
    Label("Customer_Name = 杭州明远科技有限公司", "Customer_Name = Northwind Traders Ltd"),
    "warning",
    _total,
)
