"""The standard tables as pydantic models: the one source of names, types, labels, choices and required marks.

The field names are the standard's column names. A field's annotation says what a valid cell is (pydantic judges it),
its `Column` says what people see. `specs(settings)` gives the tables as one team uses them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from validators import lists
from validators.aliases import ALIASES
from validators.fields import Choice, Column, Label, TableSpec
from validators.settings import ExtraColumn, Settings

__all__ = ["MODELS", "Customer", "FollowUp", "Opportunity", "Plan", "specs"]

Text = Annotated[str, Field(max_length=255)]
Long = Annotated[str, Field(max_length=32_767)]  # a cell holds no more (ECMA-376 part 1, 18.3.1.4; Excel's limit)
Money = Annotated[float, Field(gt=0)]
Percent = Annotated[float, Field(ge=0, le=100)]
CustomerId = Annotated[str, Field(pattern=r"^(C\d{8}\d{3,}|NEW-\w{8})$")]
FollowId = Annotated[str, Field(pattern=r"^(F\d{8}\d{3,}|NEW-\w{8})$")]
OpportunityId = Annotated[str, Field(pattern=r"^(O\d{8}\d{3,}|NEW-\w{8})$")]
PlanId = Annotated[str, Field(pattern=r"^(P\d{8}\d{3,}|NEW-\w{8})$")]


def _c(kind: Any, zh: str, en: str, **more: Any) -> Column:
    return Column(kind, Label(zh, en), **more)


class Row(BaseModel):
    """What all tables share: unknown columns are kept as they are."""

    # Rules ask single columns: a validator of whole rows is made only for who asks for one.
    model_config = ConfigDict(extra="allow", str_strip_whitespace=True, defer_build=True)


class Customer(Row):
    """客户基本信息表."""

    Customer_ID: Annotated[
        CustomerId | None,
        _c("id", "客户编号", "Customer ID", prefix="C", width=15),
    ] = None
    Customer_Name: Annotated[
        Text,
        _c("text", "客户名称", "Customer name", required=True, width=30),
    ]
    Industry: Annotated[
        Text | None,
        _c("choice", "所属行业", "Industry", choices=lists.INDUSTRY, open_list=True, width=14),
    ] = None
    Contact_Person: Annotated[
        Text | None,
        _c("text", "联系人", "Contact", width=12),
    ] = None
    Contact_Job: Annotated[
        Text | None,
        _c("text", "联系人职位", "Job title", width=14),
    ] = None
    Contact_Info: Annotated[
        Text,
        _c("contact", "联系方式", "Contact info", required=True, width=22),
    ]
    Source: Annotated[
        Text | None,
        _c("choice", "客户来源", "Source", choices=lists.SOURCE, open_list=True, width=12),
    ] = None
    First_Date: Annotated[
        dt.date | None,
        _c("date", "首次接触日期", "First contact", width=12),
    ] = None
    Status: Annotated[
        Text,
        _c("choice", "客户状态", "Status", choices=lists.STATUS, required=True, width=12),
    ]
    Level: Annotated[
        Text,
        _c("choice", "客户等级", "Level", choices=lists.LEVEL, required=True, width=12),
    ]
    Create_User: Annotated[
        Text,
        _c("user", "创建人", "Created by", required=True, width=10),
    ]
    Update_Date: Annotated[
        dt.date | None,
        _c("date", "最后更新日期", "Last update", agent=True, width=12),
    ] = None
    Owner: Annotated[
        Text | None,
        _c("user", "负责人", "Owner", width=10),
    ] = None
    Region: Annotated[
        Text | None,
        _c("choice", "所属区域", "Region", open_list=True, optional=True, width=10),
    ] = None
    Notes: Annotated[
        Long | None,
        _c("long", "客户备注", "Notes", optional=True, width=30),
    ] = None
    Attachments: Annotated[Long | None, _c("text", "附件", "Attachments", optional=True, width=20)] = None
    Contract_Amount: Annotated[
        Money | None,
        _c("money", "合同金额", "Contract amount", optional=True, width=14),
    ] = None
    Sign_Date: Annotated[
        dt.date | None,
        _c("date", "签约日期", "Signed on", optional=True, width=12),
    ] = None
    Lost_Reason: Annotated[
        Text | None,
        _c("choice", "流失原因", "Lost reason", choices=lists.LOST_REASON, open_list=True, optional=True, width=16),
    ] = None


class FollowUp(Row):
    """客户跟进记录表."""

    Follow_ID: Annotated[
        FollowId | None,
        _c("id", "跟进编号", "Follow-up ID", prefix="F", width=15),
    ] = None
    Customer_ID: Annotated[
        CustomerId,
        _c("ref", "客户编号", "Customer ID", refers="customers", required=True, width=15),
    ]
    Follow_Date: Annotated[
        dt.date,
        _c("date", "跟进日期", "Date", required=True, width=12),
    ]
    Follow_User: Annotated[
        Text,
        _c("user", "跟进人", "By", required=True, width=10),
    ]
    Follow_Method: Annotated[
        Text,
        _c("choice", "跟进方式", "Method", choices=lists.FOLLOW_METHOD, open_list=True, required=True, width=12),
    ]
    Content: Annotated[
        Long,
        _c("long", "跟进内容", "Content", required=True, width=40),
    ]
    Feedback: Annotated[Long | None, _c("long", "客户反馈", "Feedback", width=30)] = None
    Next_Plan: Annotated[
        Long | None,
        _c("long", "下一步计划", "Next plan", width=28),
    ] = None
    Status_Change: Annotated[
        Text | None,
        _c("status_change", "状态变更", "Status change", width=16),
    ] = None


class Opportunity(Row):
    """销售机会阶段表."""

    Opportunity_ID: Annotated[
        OpportunityId | None,
        _c("id", "机会编号", "Opportunity ID", prefix="O", width=15),
    ] = None
    Customer_ID: Annotated[
        CustomerId,
        _c("ref", "客户编号", "Customer ID", refers="customers", required=True, width=15),
    ]
    Opportunity_Name: Annotated[
        Text,
        _c("text", "机会名称", "Opportunity", required=True, width=28),
    ]
    Stage: Annotated[
        Text,
        _c("choice", "当前阶段", "Stage", choices=lists.STAGE, required=True, width=12),
    ]
    Amount: Annotated[
        Money,
        _c("money", "预估金额", "Amount", required=True, width=14),
    ]
    Probability: Annotated[
        Percent | None,
        _c("percent", "成交概率", "Probability", width=10),
    ] = None
    Expected_Date: Annotated[
        dt.date | None,
        _c("date", "预计成交日期", "Expected close", width=13),
    ] = None
    Responsible: Annotated[
        Text,
        _c("user", "负责人", "Responsible", required=True, width=10),
    ]
    Close_Date: Annotated[
        dt.date | None,
        _c("date", "结束日期", "Closed on", width=12),
    ] = None


class Plan(Row):
    """跟进计划."""

    Plan_ID: Annotated[PlanId | None, _c("id", "计划编号", "Plan ID", prefix="P", width=15)] = None
    Customer_ID: Annotated[
        CustomerId,
        _c("ref", "客户编号", "Customer ID", refers="customers", required=True, width=15),
    ]
    Due_Date: Annotated[
        dt.date,
        _c("date", "计划时间", "Due date", required=True, width=12),
    ]
    Owner: Annotated[Text, _c("user", "负责人", "Owner", required=True, width=10)]
    Method: Annotated[
        Text | None,
        _c("choice", "跟进方式", "Method", choices=lists.FOLLOW_METHOD, open_list=True, width=12),
    ] = None
    Goal: Annotated[Text | None, _c("choice", "预期目标", "Goal", choices=lists.GOAL, open_list=True, width=24)] = None
    Done_By: Annotated[
        FollowId | None,
        _c("ref", "完成记录", "Done by", refers="follow_ups", width=15),
    ] = None


MODELS: dict[str, type[Row]] = {
    "customers": Customer,
    "follow_ups": FollowUp,
    "opportunities": Opportunity,
    "plan": Plan,
}
LABELS = {
    "customers": Label("客户", "Customers"),
    "follow_ups": Label("跟进", "Follow-ups"),
    "opportunities": Label("机会", "Opportunities"),
    "plan": Label("计划", "Plan"),
}
CHECK = Column("text", Label("检查", "Check"), "Check", agent=True, width=40)
AGENT_COLUMNS: dict[str, tuple[Column, ...]] = {
    "customers": (
        CHECK,
        Column("date", Label("下次跟进", "Next due"), "Next_Due", agent=True, width=12),
        Column("text", Label("疑似重复", "Duplicate of"), "Duplicate_Of", agent=True, width=24),
    ),
    "follow_ups": (CHECK,),
    "opportunities": (CHECK,),
    "plan": (CHECK,),
}


def _named(table: str, model: type[Row]) -> list[Column]:
    aliases = ALIASES[table]
    return [
        replace(
            next(item for item in info.metadata if isinstance(item, Column)),
            name=name,
            aliases=tuple(aliases[name].split(" | ")) if name in aliases else (),
        )
        for name, info in model.model_fields.items()
    ]


def _extra(extra: ExtraColumn) -> Column:
    label = Label(extra.label.zh or extra.label.en or extra.name, extra.label.en or extra.label.zh or extra.name)
    choices = tuple(Choice(Label(choice, choice)) for choice in extra.choices)
    return Column(extra.type, label, extra.name, required=extra.required, choices=choices, extra=True)


def _choices(column: Column, settings: Settings) -> Column:
    if column.name == "Stage" and settings.choices.Stage is not None:
        stages = [lists.stage(s.name, s.probability, s.closes) for s in settings.choices.Stage]
        firsts = {stage.code: stage for stage in reversed(stages)}
        # Two stages that both win are two choices: only the first of them goes by the code.
        return replace(column, choices=tuple(s if firsts[s.code] is s else replace(s, code="") for s in stages))
    source = "Follow_Method" if column.name == "Method" else column.name
    names = getattr(settings.choices, source, None)
    if not names:
        return column
    return replace(column, choices=tuple(lists.known(source, name) for name in names))


def _build(settings: Settings) -> dict[str, TableSpec]:
    result = {}
    for table, model in MODELS.items():
        columns = [
            _choices(column, settings)
            for column in _named(table, model)
            if not (column.optional and column.name in settings.columns.off)
        ]
        columns += [_extra(extra) for extra in settings.columns.extra if extra.table == table]
        columns += AGENT_COLUMNS[table]
        key = columns[0]
        result[table] = TableSpec(table, LABELS[table], key.name, key.prefix, tuple(columns))
    return result


_cache: dict[int, tuple[Settings, dict[str, TableSpec]]] = {}


def specs(settings: Settings | None = None) -> dict[str, TableSpec]:
    """The standard tables as a team uses them: optional columns dropped, extra columns and choices from its config."""
    settings = settings or _DEFAULT
    cached = _cache.get(id(settings))
    if cached is None or cached[0] is not settings:
        cached = _cache[id(settings)] = (settings, _build(settings))
    return cached[1]


_DEFAULT = Settings()
