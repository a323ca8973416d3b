"""K002 and K003: references to rows and people that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from validators.cells import Unreadable
from validators.context import Context
from validators.fields import Label, listed
from validators.finding import Finding, Fix
from validators.rule import Rule, Saying, both, shown
from validators.rules.names import CustomersByName
from validators.rules.near import nearest
from validators.rules.owners import people_in
from validators.rules.rows import Rows

__all__ = ["UNKNOWN_REFERENCE", "UNKNOWN_USER"]

_UNKNOWN = Saying(
    "K002",
    "error",
    Label("{label}：“{sheet}”表里没有 {value}", "{label}: there is no {value} in {sheet}"),
    Label("到“{sheet}”表里核对并复制编号", "look it up in {sheet} and copy the ID"),
)
_BY_NAME = Saying(
    "K002",
    "error",
    Label("{label}：请写 {key}（{value}）", "{label}: type {key} ({value})"),
    Label("写成 {key}", "type {key}"),
)
_BY_NAME_OF_SEVERAL = Saying(
    "K002",
    "error",
    Label("{label}：请写编号，叫“{value}”的客户有 {count} 家", "{label}: type the ID; {count} are called “{value}”"),
    Label("到“{sheet}”表里看清是哪一家，复制它的编号", "see in {sheet} which one it is, and copy its ID"),
)
_STRANGER = Saying(
    "K003",
    "warning",
    Label("{label}：团队里没有“{value}”", "{label}: nobody called “{value}” in the team"),
    Label("可选：{users}", "one of: {users}"),
)
_NEAR_USER = Saying(
    "K003",
    "warning",
    Label("{label}：团队里没有“{value}”，是不是“{near}”？", "{label}: nobody called “{value}”; is it “{near}”?"),
    Label("写成 {near}", "type {near}"),
)


def _references(rows: Rows, context: Context) -> Iterator[Finding]:
    names = rows.once(CustomersByName)
    for table, column in rows.columns("ref"):
        target = rows.spec(column.refers)
        if not rows.has(target.name, target.key):
            continue
        unknown = rows.values(table.name, column.name) - rows.values(target.name, target.key)
        if target.name == "customers":
            unknown -= context.known
        by_name = target.name == "customers"
        meant = {value: names.id_of(value) if by_name else None for value in unknown}
        several = {value: count for value in unknown if by_name and (count := names.count(value)) > 1}
        faults = rows.faults(table.name, column)
        # What is not even well-formed and no customer's name is R002's business.
        wrong = {v for v in unknown if v.__class__ is not Unreadable and (meant[v] or v in several or v not in faults)}
        if not wrong:
            continue
        label = target.label[rows.language]
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, wrong):
            key = meant[cells[row]]
            if key is not None:
                yield rows.find(_BY_NAME, table, row, column, Fix(key, False), key=shown(key))
            elif cells[row] in several:
                count = several[cells[row]]
                yield rows.find(_BY_NAME_OF_SEVERAL, table, row, column, sheet=label, count=count)
            else:
                yield rows.find(_UNKNOWN, table, row, column, sheet=label)


def _users(rows: Rows, context: Context) -> Iterator[Finding]:
    users = [user.name for user in context.settings.users]
    if not users:
        return
    shown_users = listed((user.name for user in context.settings.users if user.active), rows.language)
    known = {name.strip() for name in users}
    for table, column in rows.columns("user"):
        values = rows.values(table.name, column.name)
        # Two people of the team in one cell are U005's.
        wrong = {
            value
            for value in values
            if value not in known and value.__class__ is not Unreadable and not people_in(value, known)
        }
        if not wrong:
            continue
        near = {value: nearest(shown(value, 60), users) for value in wrong}
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, wrong):
            name = near[cells[row]]
            if name is not None:
                yield rows.find(_NEAR_USER, table, row, column, Fix(name, False), near=name)
            else:
                yield rows.find(_STRANGER, table, row, column, users=shown(shown_users, 60))


UNKNOWN_REFERENCE = Rule(
    "K002",
    Label("编号对不上", "An ID that no row has"),
    Label(
        "跟进、机会、计划靠客户编号连到客户；对不上，这条记录就不算在任何客户名下。",
        "Follow-ups, opportunities and plans hang on a customer by its ID; without one they count for nobody.",
    ),
    Label("Customer_ID = 杭州明远科技有限公司", "Customer_ID = Northwind Traders Ltd"),
    both("Customer_ID = C20240501001"),
    "error",
    _references,
    "guess",
)
UNKNOWN_USER = Rule(
    "K003",
    Label("团队里没有这个人", "Nobody in the team has this name"),
    Label(
        "提醒和统计按人分；名字写得不一样，就落不到人头上。",
        "Reminders and figures go by person; a name written differently reaches nobody.",
    ),
    Label("Owner = 王小名", "Owner = Ann Leigh"),
    Label("Owner = 王小明", "Owner = Ann Lee"),
    "warning",
    _users,
    "guess",
)
