"""U001-U005: rows whose person has left, rows that need somebody and have nobody, and two people in one cell.

What somebody who left owned is handed over all at once, and the reports say how much it is: the single row is an info.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from validators.cells import Cell
from validators.context import Context
from validators.fields import Label, listed
from validators.finding import Finding
from validators.rule import Rule, Saying, shown
from validators.rules.by_customer import open_stages
from validators.rules.rows import Rows

__all__ = ["DEAL_OF_LEAVER", "LEAVERS_CUSTOMER", "NOBODYS", "TASK_OF_LEAVER", "TWO_PEOPLE", "people_in"]

_HINT = Label("改成接手的人，可选：{users}", "type who takes over: {users}")
_CUSTOMER = Saying(
    "U001",
    "info",
    Label("{label}：{value} 已离开，客户没有人跟进", "{label}: {value} has left; nobody follows up"),
    _HINT,
)
_DEAL = Saying(
    "U002",
    "info",
    Label("{label}：{value} 已离开，机会没有人跟进", "{label}: {value} has left; nobody pursues it"),
    _HINT,
)
_TASK = Saying(
    "U003",
    "info",
    Label("{label}：{value} 已离开，任务没有人做", "{label}: {value} has left; nobody will do it"),
    _HINT,
)
_NOBODY = Saying(
    "U004",
    "warning",
    Label("{label}：{status}没有负责人", "{label}: nobody owns this customer, who is “{status}”"),
    Label("填写负责人，可选：{users}", "type who follows up: {users}"),
)
_TWO = Saying(
    "U005",
    "warning",
    Label("{label}：“{value}”是 {count} 个人，只能填一个", "{label}: “{value}” is {count} people; one, please"),
    Label("只留主要负责的一个，另一位写到备注", "keep the one in charge; the other one belongs in Notes"),
)
_NAMED = 4
_BETWEEN = re.compile(r"\s*[/\\、,;&+|]\s*|\s+和\s*|和|与|\s+and\s+|\n", re.I)


def people_in(value: Cell, users: Collection[str]) -> int:
    """How many users' names stand in a cell that holds nothing else; 0 where it holds something else."""
    if not isinstance(value, str) or value in users:
        return 0
    parts = [part.strip() for part in _BETWEEN.split(unicodedata.normalize("NFKC", value)) if part.strip()]
    return len(parts) if len(parts) > 1 and all(part in users for part in parts) else 0


def _left(context: Context) -> set[Cell]:
    """The names of people who were switched off, and are not here under the same name."""
    users = context.settings.users
    here = {user.name.strip() for user in users if user.active}
    return {name for user in users if (name := user.name.strip()) not in here}


def _users(rows: Rows, context: Context) -> str:
    """Who can take over: those who sell, before admins."""
    active = [user for user in context.settings.users if user.active]
    sellers = [user.name for user in active if user.role != "admin"] or [user.name for user in active]
    return listed(map(shown, sellers), rows.language, _NAMED)


def _customers(rows: Rows, context: Context) -> Iterator[Finding]:
    left = _left(context)
    if not left or not rows.has("customers", "Owner"):
        return
    table, column = rows.tables["customers"], rows.spec("customers").by_name["Owner"]
    statuses, users = rows.cells("customers", "Status"), _users(rows, context)
    for row in rows.where("customers", "Owner", left):
        if statuses[row] != "lost":
            yield rows.find(_CUSTOMER, table, row, column, users=users)


def _deals(rows: Rows, context: Context) -> Iterator[Finding]:
    left = _left(context)
    if not left or not rows.has("opportunities", "Responsible", "Stage"):
        return
    table, column = rows.tables["opportunities"], rows.spec("opportunities").by_name["Responsible"]
    stages, still_open, users = rows.cells("opportunities", "Stage"), open_stages(rows), _users(rows, context)
    for row in rows.where("opportunities", "Responsible", left):
        if stages[row] in still_open:
            yield rows.find(_DEAL, table, row, column, users=users)


def _tasks(rows: Rows, context: Context) -> Iterator[Finding]:
    left = _left(context)
    if not left or not rows.has("plan", "Owner", "Done_By"):
        return
    table, column = rows.tables["plan"], rows.spec("plan").by_name["Owner"]
    done, users = rows.cells("plan", "Done_By"), _users(rows, context)
    for row in rows.where("plan", "Owner", left):
        if done[row] is None:
            yield rows.find(_TASK, table, row, column, users=users)


def _nobodys(rows: Rows, context: Context) -> Iterator[Finding]:
    # Without a team there is nobody to name, and a list that others keep may know no owners.
    if not context.settings.users or not rows.has("customers", "Owner", "Status"):
        return
    table, column = rows.tables["customers"], rows.spec("customers").by_name["Owner"]
    label = {choice.id: choice.label[rows.language] for choice in rows.spec("customers").by_name["Status"].choices}
    owners, statuses, users = rows.cells("customers", "Owner"), rows.cells("customers", "Status"), _users(rows, context)
    if None not in owners:
        return
    for row in rows.where("customers", "Status", {"interested", "won"}):
        if owners[row] is None:
            yield rows.find(_NOBODY, table, row, column, status=label[str(statuses[row])], users=users)


def _two(rows: Rows, context: Context) -> Iterator[Finding]:
    users = {user.name.strip() for user in context.settings.users}
    for table, column in rows.columns("user"):
        unknown = rows.values(table.name, column.name) - users if users else ()
        found = {value: count for value in unknown if (count := people_in(value, users))}
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, found) if found else ():
            yield rows.find(_TWO, table, row, column, count=found[cells[row]])


LEAVERS_CUSTOMER = Rule(
    "U001",
    Label("客户的负责人已离开", "The customer's owner has left"),
    Label(
        "没有人跟的客户会被竞争对手接走；请交给还在的同事。流失客户不用管。",
        "A customer whom nobody follows up goes elsewhere: hand them over. Lost ones can stay.",
    ),
    Label("Owner = 刘洋（已离开）", "Owner = Tom Baker (has left)"),
    Label("Owner = 王小明", "Owner = Ann Lee"),
    "info",
    _customers,
)
DEAL_OF_LEAVER = Rule(
    "U002",
    Label("机会的负责人已离开", "Who is responsible for a deal has left"),
    Label(
        "没有人推的机会还算在预测里；请交给还在的同事。",
        "An opportunity that nobody pursues is still in the forecast: hand it over.",
    ),
    Label("Responsible = 刘洋（已离开），Stage = 商务谈判", "Responsible = Tom Baker (has left), Stage = Negotiation"),
    Label("Responsible = 王小明，Stage = 商务谈判", "Responsible = Ann Lee, Stage = Negotiation"),
    "info",
    _deals,
)
TASK_OF_LEAVER = Rule(
    "U003",
    Label("任务的负责人已离开", "Whose task it is has left"),
    Label("离开的人收不到提醒，任务就没有人做。", "Nobody is reminded of it, so nobody will do it."),
    Label("Owner = 刘洋（已离开），Done_By = ", "Owner = Tom Baker (has left), Done_By = "),
    Label("Owner = 王小明，Done_By = ", "Owner = Ann Lee, Done_By = "),
    "info",
    _tasks,
)
NOBODYS = Rule(
    "U004",
    Label("意向或成交客户没有负责人", "An interested or won customer of nobody"),
    Label(
        "线索可以先放在公海；有了意向就要有人负责，否则没人跟进，也不算任何人的业绩。",
        "A lead may wait in the pool. Whoever is interested needs somebody; otherwise nobody follows up, and the deal "
        "is nobody's.",
    ),
    Label("Status = 意向客户，Owner = ", "Status = interested, Owner = "),
    Label("Status = 意向客户，Owner = 王小明", "Status = interested, Owner = Ann Lee"),
    "warning",
    _nobodys,
)
TWO_PEOPLE = Rule(
    "U005",
    Label("一个单元格里写了两个人", "Two people in one cell"),
    Label(
        "提醒、权限和业绩都只认一个人；写两个，就一个也认不出来。",
        "Reminders, rights and figures know one person; of two, they find neither.",
    ),
    Label("Owner = 王小明/李娜", "Owner = Ann Lee / Ben Wong"),
    Label("Owner = 王小明", "Owner = Ann Lee"),
    "warning",
    _two,
)
