"""S012, S013 and S015: opportunities and tasks that go on where the customer's status says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.rule import Rule, Saying, shown
from validators.rules.by_customer import open_stages, status_of
from validators.rules.rows import Rows

__all__ = ["LOST_BUT_OPEN", "LOST_BUT_PLANNED", "STILL_POTENTIAL"]

_LOST = Saying(
    "S012",
    "warning",
    Label("{label}：客户已流失，机会还开着", "{label}: the customer is lost, the opportunity still open"),
    Label("把阶段改为输单；客户又回来了就改客户状态", "set the stage to lost; if they are back, their status"),
)
_PLANNED = Saying(
    "S013",
    "info",
    Label("{label}：客户已流失，任务还没完成", "{label}: the customer is lost, the task still open"),
    Label("删掉这个任务；要再争取就改客户状态", "delete the task, or change the status if you try again"),
)
_POTENTIAL = Saying(
    "S015",
    "info",
    Label("{label}：机会到了“{stage}”，客户状态还是“{here}”", "{label}: “{stage}”, yet the customer is “{here}”"),
    Label("把客户状态改为“{interested}”", "set the customer's status to “{interested}”"),
)
_ADVANCED = 50
"""A stage that wins as often as not: by then the customer is interested."""


def _lost(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("opportunities", "Stage", "Customer_ID"):
        return
    lost = {key for key, status in rows.once(status_of).items() if status == "lost"}
    still_open, stages = open_stages(rows), rows.cells("opportunities", "Stage")
    table, column = rows.tables["opportunities"], rows.spec("opportunities").by_name["Stage"]
    for row in rows.where("opportunities", "Customer_ID", lost) if lost else ():
        if stages[row] in still_open:
            yield rows.find(_LOST, table, row, column)


def _planned(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("plan", "Customer_ID", "Done_By"):
        return
    lost = {key for key, status in rows.once(status_of).items() if status == "lost"}
    table, column, done = rows.tables["plan"], rows.spec("plan").by_name["Customer_ID"], rows.cells("plan", "Done_By")
    for row in rows.where("plan", "Customer_ID", lost) if lost else ():
        if done[row] is None:
            yield rows.find(_PLANNED, table, row, column)


def _potential(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("opportunities", "Stage", "Customer_ID"):
        return
    status = rows.once(status_of)
    column = rows.spec("opportunities").by_name["Stage"]
    advanced = {
        choice.id: shown(choice.label[rows.language])
        for choice in column.choices
        if choice.closes is None and (choice.probability or 0) >= _ADVANCED
    }
    label = {choice.id: choice.label[rows.language] for choice in rows.spec("customers").by_name["Status"].choices}
    table, stages = rows.tables["opportunities"], rows.cells("opportunities", "Stage")
    keys = rows.cells("opportunities", "Customer_ID")
    for row in rows.where("opportunities", "Stage", advanced):
        if status.get(keys[row]) == "potential":
            stage, here = advanced[str(stages[row])], label["potential"]
            yield rows.find(_POTENTIAL, table, row, column, stage=stage, here=here, interested=label["interested"])


LOST_BUT_OPEN = Rule(
    "S012",
    Label("客户流失，机会还开着", "Customer lost, opportunity open"),
    Label(
        "流失客户的机会还开着，预测就虚高了。",
        "An open opportunity of a lost customer makes the forecast too high.",
    ),
    Label("Status = 流失客户，Stage = 商务谈判", "Status = lost, Stage = Negotiation"),
    Label("Status = 流失客户，Stage = 输单", "Status = lost, Stage = Lost"),
    "warning",
    _lost,
)
LOST_BUT_PLANNED = Rule(
    "S013",
    Label("客户流失，任务还开着", "Customer lost, task open"),
    Label(
        "流失客户不用再按计划跟进；任务留着会一直提醒。",
        "A lost customer is not followed up any more; the task would go on reminding.",
    ),
    Label("Status = 流失客户，Done_By = ", "Status = lost, Done_By = "),
    Label("Status = 流失客户，（没有未完成的任务）", "Status = lost, (no open task)"),
    "info",
    _planned,
)
STILL_POTENTIAL = Rule(
    "S015",
    Label("机会已深入，客户还是潜在", "Deal well on, customer still potential"),
    Label(
        "谈到报价的客户就是意向客户；状态不改，漏斗里就少了这一步。",
        "Who is being quoted is interested; with the status unchanged the funnel misses that step.",
    ),
    Label("Stage = 商务谈判，Status = 潜在客户", "Stage = Negotiation, Status = potential"),
    Label("Stage = 商务谈判，Status = 意向客户", "Stage = Negotiation, Status = interested"),
    "info",
    _potential,
)
