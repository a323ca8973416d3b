"""A001 to A004: what the agent alone can tell, because it knows the team's rows and where they stand. No check here:
the codes have their page in the catalogue like all others."""

from __future__ import annotations

from collections.abc import Iterable

from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.rule import Rule
from validators.rules.rows import Rows

__all__ = ["ELSEWHERE", "OUTSIDE", "PUT_BACK", "TAKEN"]


def _told_by_the_agent(rows: Rows, context: Context) -> Iterable[Finding]:
    """Nothing: rows alone do not show it."""
    return ()


PUT_BACK = Rule(
    "A001",
    Label("改动超出权限，已改回", "An edit that was put back"),
    Label(
        "谁录入的不会变；有些列只有主管能改，别人的行不能改。改动会还原，并留在修改历史里。",
        "Who entered a row never changes; some columns are a manager's, and others' rows are theirs. The edit is "
        "undone and kept in the history.",
    ),
    Label("Create_User = 李娜 → 张伟", "Create_User = Amy Lee → Ben Wong"),
    Label("Owner = 李娜 → 张伟", "Owner = Amy Lee → Ben Wong"),
    "warning",
    _told_by_the_agent,
)
OUTSIDE = Rule(
    "A002",
    Label("行在表的外面，没有同步", "A row outside its table"),
    Label(
        "表的下面隔着空行的一行，看不准是不是这张表的，就不读它；它的编号在团队数据里，也不算被删除。",
        "A row below its table, parted from it, is not read where it may belong to something else; if the team knows "
        "its ID, it does not count as deleted either.",
    ),
    Label(
        "客户!A9（表在第 5 行结束，第 7 行是另一个表头）", "Customers!A9 (table ends in row 5, row 7 is another header)"
    ),
    Label("客户!A6（紧接在表的最后一行下面）", "Customers!A6 (right below the last row of the table)"),
    "warning",
    _told_by_the_agent,
)
ELSEWHERE = Rule(
    "A003",
    Label("新填的行归别人，已移走", "A new row that is somebody else's"),
    Label(
        "一行归它的客户的负责人；客户查不到的，归行里写的那个人。新填的行不归填的人，就移到该去的工作簿。",
        "A row belongs with its customer's owner or, where that customer is unknown, with the person it names. A new "
        "row that is not its writer's goes to the workbook it belongs in.",
    ),
    Label("Follow_User = 我, Customer_ID = 力卓", "Follow_User = me, Customer_ID = Oldcrest"),
    Label("Follow_User = 张伟, Customer_ID = C20240501001", "Follow_User = Ben Wong, Customer_ID = C20240501001"),
    "warning",
    _told_by_the_agent,
)
TAKEN = Rule(
    "A004",
    Label("同事已有这家客户（撞单）", "A colleague has this customer"),
    Label(
        "同名的客户已经在同事名下。只告诉您负责人和多久以前跟进过，其他内容不给看。",
        "A customer of the same name is a colleague's already. You are told whose it is and how long ago somebody was "
        "last in touch, and nothing more.",
    ),
    Label("杭州明远科技有限公司：已有这家客户，负责人 李*", "Oldcrest Learning Ltd: this customer is taken; owner L*"),
    Label("杭州明远科技有限公司（只在一个人名下）", "Oldcrest Learning Ltd (with one person alone)"),
    "warning",
    _told_by_the_agent,
)
