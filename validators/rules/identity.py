"""R002 and K001: IDs that are not well-formed, and IDs that stand in two rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from validators import ids
from validators.cells import Cell, Table
from validators.context import Context
from validators.fields import TABLES, Column, Label, listed
from validators.finding import Finding, Fix
from validators.rule import Rule, Saying, both, shown
from validators.rules.names import CustomersByName
from validators.rules.rows import Rows

__all__ = ["DUPLICATE_ID", "MALFORMED_ID"]

_OWN = Saying(
    "R002",
    "error",
    Label("{label}：“{value}”格式不对", "{label}: “{value}” is not well-formed"),
    Label("编号由系统填写；新的一行请留空", "IDs are given by the program; leave it empty in a new row"),
)
_REFERENCE = Saying(
    "R002",
    "error",
    Label(
        "{label}：“{value}”不是编号，要填 {example} 这样的",
        "{label}: “{value}” is no ID; type one like {example}",
    ),
    Label("到“{sheet}”表里复制编号", "copy the ID from the sheet {sheet}"),
)
_OTHER_TABLE = Saying(
    "R002",
    "error",
    Label("{label}：{value} 是“{other}”表的编号", "{label}: {value} is an ID of {other}"),
    Label("这里要填 {example} 这样的编号", "an ID such as {example} belongs here"),
)
_CASE = Saying(
    "R002",
    "error",
    Label("{label}：“{value}”请写成 {fixed}", "{label}: “{value}” please type {fixed}"),
    Label("写成 {fixed}", "type {fixed}"),
)
_KEEP_ONE = Label(
    "保留原来的一行，其他行清空编号，系统会给新的",
    "keep it in the original row and empty it in the others; they get new ones",
)
_TWICE = Saying(
    "K001",
    "error",
    Label("{label}：{value} 也用在 {where}", "{label}: {value} also stands in {where}"),
    _KEEP_ONE,
)
_ANOTHER = Saying(
    "K001",
    "error",
    Label("{label}：{value} 也用在另外一行", "{label}: {value} also stands in another row"),
    _KEEP_ONE,
)
_MANY_TIMES = Saying(
    "K001",
    "error",
    Label("{label}：{value} 还用在另外 {count} 行", "{label}: {value} also stands in {count} other rows"),
    _KEEP_ONE,
)
_NAMED_PLACES = 2
_EXAMPLES = {"C": "C20240501001", "F": "F20240501001", "O": "O20240501001", "P": "P20240501001"}


def _malformed(rows: Rows, context: Context) -> Iterator[Finding]:
    names = rows.once(CustomersByName)
    for table, column in rows.columns("id", "ref"):
        faults = rows.faults(table.name, column)
        # A customer's name instead of the ID, or the name of several, is K002's.
        wrong = {
            value
            for value in faults
            if column.refers != "customers" or not (names.id_of(value) or names.count(value) > 1)
        }
        if not wrong:
            continue
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, wrong):
            yield _malformed_cell(rows, table, row, column, cells[row])


def _malformed_cell(rows: Rows, table: Table, row: int, column: Column, value: Cell) -> Finding:
    target = rows.spec(column.refers or table.name)
    language = rows.language
    parsed = ids.parse(value)
    if parsed is not None and parsed[0] != target.prefix:
        other = next(rows.spec(name).label[language] for name in TABLES if rows.spec(name).prefix == parsed[0])
        return rows.find(_OTHER_TABLE, table, row, column, other=other, example=_EXAMPLES[target.prefix])
    upper = "".join(value.upper().split()) if isinstance(value, str) else None
    parsed = ids.parse(upper)
    if parsed is not None and parsed[0] == target.prefix:
        return rows.find(_CASE, table, row, column, Fix(upper, False), fixed=shown(upper))
    if column.kind == "id":
        return rows.find(_OWN, table, row, column)
    return rows.find(_REFERENCE, table, row, column, example=_EXAMPLES[target.prefix], sheet=target.label[language])


def _twice(rows: Rows, context: Context) -> Iterator[Finding]:
    for table, column in rows.columns("id"):
        cells = rows.cells(table.name, column.name)
        if len(rows.values(table.name, column.name)) + cells.count(None) == len(cells):
            continue
        doubled = {cell for cell, count in Counter(cells).items() if count > 1 and isinstance(cell, str)}
        places: dict[Cell, list[int]] = defaultdict(list)
        for row in rows.where(table.name, column.name, doubled):
            places[cells[row]].append(row)
        for same in places.values():
            for row in same:
                yield _twice_row(rows, table, column, row, same)


def _twice_row(rows: Rows, table: Table, column: Column, row: int, same: list[int]) -> Finding:
    count = len(same) - 1
    others = [other for other in same[: _NAMED_PLACES + 1] if other != row]
    addresses = [table.address(other, column.name) for other in others]
    if count > _NAMED_PLACES or None in addresses:
        return rows.find(_MANY_TIMES if count > 1 else _ANOTHER, table, row, column, count=count)
    where = listed((address or "" for address in addresses), rows.language)
    return rows.find(_TWICE, table, row, column, where=where)


MALFORMED_ID = Rule(
    "R002",
    Label("编号格式不对", "An ID that is not well-formed"),
    Label(
        "编号是行与行之间的纽带，如 C20240501001：字母、日期、当天的序号。",
        "IDs tie the rows together: a letter, the day, and that day's number, such as C20240501001.",
    ),
    both("Customer_ID = C2024-5-1"),
    both("Customer_ID = C20240501001"),
    "error",
    _malformed,
    "guess",
)
DUPLICATE_ID = Rule(
    "K001",
    Label("编号重复", "An ID stands in two rows"),
    Label(
        "两行同一个编号，跟进和机会就不知道算在谁名下；多半是整行复制造成的。",
        "With one ID in two rows nobody can tell whose follow-ups are whose; mostly a row was copied whole.",
    ),
    both("Customer_ID = C20240501001 ×2"),
    both("Customer_ID = C20240501001, C20240501002"),
    "error",
    _twice,
)
