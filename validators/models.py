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


def _c(kind: Any, zh: str, en: str, *aliases: str, **more: Any) -> Column:
    return Column(kind, Label(zh, en), aliases=aliases, **more)


class Row(BaseModel):
    """What all tables share: unknown columns are kept as they are."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)


class Customer(Row):
    """客户基本信息表."""

    Customer_ID: Annotated[
        CustomerId | None,
        _c(
            "id", "客户编号", "Customer ID", "客户ID", "编号", "客户代码", "Cust ID", "CustomerNo", prefix="C", width=15
        ),
    ] = None
    Customer_Name: Annotated[
        Text,
        _c(
            "text",
            "客户名称",
            "Customer name",
            "公司名称",
            "公司",
            "企业名称",
            "客户",
            "单位名称",
            "公司全称",
            "客户全称",
            "单位",
            "Company",
            "Company name",
            "Customer",
            "Account name",
            "Account",
            required=True,
            width=30,
        ),
    ]
    Industry: Annotated[
        Text | None,
        _c(
            "choice",
            "所属行业",
            "Industry",
            "行业",
            "行业类别",
            "Sector",
            choices=lists.INDUSTRY,
            open_list=True,
            width=14,
        ),
    ] = None
    Contact_Person: Annotated[
        Text | None,
        _c("text", "联系人", "Contact", "联系人姓名", "姓名", "对接人", "Contact name", "Contact person", width=12),
    ] = None
    Contact_Job: Annotated[
        Text | None,
        _c(
            "text",
            "联系人职位",
            "Job title",
            "职位",
            "职务",
            "岗位",
            "Title",
            "Job",
            "Position",
            "Contact job",
            width=14,
        ),
    ] = None
    Contact_Info: Annotated[
        Text,
        _c(
            "contact",
            "联系方式",
            "Contact info",
            "电话",
            "手机",
            "手机号",
            "联系电话",
            "电话号码",
            "手机号码",
            "联系人电话",
            "Phone",
            "Mobile",
            "Tel",
            "Telephone",
            "Phone number",
            "Contact number",
            required=True,
            width=22,
        ),
    ]
    Source: Annotated[
        Text | None,
        _c(
            "choice",
            "客户来源",
            "Source",
            "来源",
            "线索来源",
            "渠道",
            "Lead source",
            "Channel",
            choices=lists.SOURCE,
            open_list=True,
            width=12,
        ),
    ] = None
    First_Date: Annotated[
        dt.date | None,
        _c(
            "date",
            "首次接触日期",
            "First contact",
            "首次联系日期",
            "首次接触",
            "首次接触时间",
            "建档日期",
            "First date",
            "First contact date",
            width=12,
        ),
    ] = None
    Status: Annotated[
        Text,
        _c("choice", "客户状态", "Status", "状态", "Customer status", choices=lists.STATUS, required=True, width=12),
    ]
    Level: Annotated[
        Text,
        _c(
            "choice",
            "客户等级",
            "Level",
            "等级",
            "级别",
            "客户级别",
            "Customer level",
            "Tier",
            choices=lists.LEVEL,
            required=True,
            width=12,
        ),
    ]
    Create_User: Annotated[
        Text,
        _c(
            "user",
            "创建人",
            "Created by",
            "录入人",
            "建档人",
            "创建者",
            "Creator",
            "Create user",
            required=True,
            width=10,
        ),
    ]
    Update_Date: Annotated[
        dt.date | None,
        _c(
            "date",
            "最后更新日期",
            "Last update",
            "更新日期",
            "最后更新",
            "最近更新",
            "Updated",
            "Update date",
            "Last updated",
            agent=True,
            width=12,
        ),
    ] = None
    Owner: Annotated[
        Text | None,
        _c(
            "user",
            "负责人",
            "Owner",
            "跟进负责人",
            "所属销售",
            "业务员",
            "销售",
            "Sales rep",
            "Account owner",
            width=10,
        ),
    ] = None
    Region: Annotated[
        Text | None,
        _c(
            "choice",
            "所属区域",
            "Region",
            "区域",
            "地区",
            "省份",
            "城市",
            "Area",
            open_list=True,
            optional=True,
            width=10,
        ),
    ] = None
    Notes: Annotated[
        Long | None,
        _c(
            "long",
            "客户备注",
            "Notes",
            "备注",
            "说明",
            "Note",
            "Remark",
            "Remarks",
            "Comments",
            optional=True,
            width=30,
        ),
    ] = None
    Attachments: Annotated[
        Long | None, _c("text", "附件", "Attachments", "资料", "文件", "Attachment", "Files", optional=True, width=20)
    ] = None
    Contract_Amount: Annotated[
        Money | None,
        _c("money", "合同金额", "Contract amount", "成交金额", "签约金额", "Contract value", optional=True, width=14),
    ] = None
    Sign_Date: Annotated[
        dt.date | None,
        _c(
            "date",
            "签约日期",
            "Signed on",
            "签订日期",
            "签约时间",
            "成交日期",
            "Sign date",
            "Signing date",
            optional=True,
            width=12,
        ),
    ] = None
    Lost_Reason: Annotated[
        Text | None,
        _c(
            "choice",
            "流失原因",
            "Lost reason",
            "丢单原因",
            "失败原因",
            "Reason lost",
            choices=lists.LOST_REASON,
            open_list=True,
            optional=True,
            width=16,
        ),
    ] = None


class FollowUp(Row):
    """客户跟进记录表."""

    Follow_ID: Annotated[
        FollowId | None,
        _c("id", "跟进编号", "Follow-up ID", "跟进ID", "记录编号", "Follow ID", "FollowupNo", prefix="F", width=15),
    ] = None
    Customer_ID: Annotated[
        CustomerId,
        _c(
            "ref",
            "客户编号",
            "Customer ID",
            "客户ID",
            "客户代码",
            "Cust ID",
            refers="customers",
            required=True,
            width=15,
        ),
    ]
    Follow_Date: Annotated[
        dt.date,
        _c(
            "date",
            "跟进日期",
            "Date",
            "跟进时间",
            "日期",
            "拜访日期",
            "Follow date",
            "Follow-up date",
            "Contact date",
            required=True,
            width=12,
        ),
    ]
    Follow_User: Annotated[
        Text,
        _c(
            "user",
            "跟进人",
            "By",
            "跟进人员",
            "跟进者",
            "销售",
            "Follow user",
            "Followed up by",
            "Sales rep",
            required=True,
            width=10,
        ),
    ]
    Follow_Method: Annotated[
        Text,
        _c(
            "choice",
            "跟进方式",
            "Method",
            "方式",
            "联系方法",
            "沟通方式",
            "Follow method",
            "Follow-up method",
            "Channel",
            choices=lists.FOLLOW_METHOD,
            open_list=True,
            required=True,
            width=12,
        ),
    ]
    Content: Annotated[
        Long,
        _c(
            "long",
            "跟进内容",
            "Content",
            "内容",
            "沟通内容",
            "跟进记录",
            "跟进情况",
            "Summary",
            "Details",
            required=True,
            width=40,
        ),
    ]
    Feedback: Annotated[
        Long | None, _c("long", "客户反馈", "Feedback", "反馈", "客户意见", "Customer feedback", width=30)
    ] = None
    Next_Plan: Annotated[
        Long | None,
        _c(
            "long",
            "下一步计划",
            "Next plan",
            "下步计划",
            "后续计划",
            "下次计划",
            "Next step",
            "Next steps",
            "Next action",
            width=28,
        ),
    ] = None
    Status_Change: Annotated[
        Text | None,
        _c("status_change", "状态变更", "Status change", "状态变化", "是否变更状态", "Status changed", width=16),
    ] = None


class Opportunity(Row):
    """销售机会阶段表."""

    Opportunity_ID: Annotated[
        OpportunityId | None,
        _c(
            "id",
            "机会编号",
            "Opportunity ID",
            "机会ID",
            "商机编号",
            "商机ID",
            "Opp ID",
            "Deal ID",
            prefix="O",
            width=15,
        ),
    ] = None
    Customer_ID: Annotated[
        CustomerId,
        _c(
            "ref",
            "客户编号",
            "Customer ID",
            "客户ID",
            "客户代码",
            "Cust ID",
            refers="customers",
            required=True,
            width=15,
        ),
    ]
    Opportunity_Name: Annotated[
        Text,
        _c(
            "text",
            "机会名称",
            "Opportunity",
            "商机名称",
            "项目名称",
            "Opportunity name",
            "Deal name",
            "Deal",
            required=True,
            width=28,
        ),
    ]
    Stage: Annotated[
        Text,
        _c(
            "choice",
            "当前阶段",
            "Stage",
            "阶段",
            "销售阶段",
            "商机阶段",
            "Current stage",
            choices=lists.STAGE,
            required=True,
            width=12,
        ),
    ]
    Amount: Annotated[
        Money,
        _c(
            "money",
            "预估金额",
            "Amount",
            "金额",
            "预计金额",
            "商机金额",
            "Estimated amount",
            "Value",
            "Deal value",
            required=True,
            width=14,
        ),
    ]
    Probability: Annotated[
        Percent | None,
        _c("percent", "成交概率", "Probability", "概率", "赢率", "成交可能性", "Win probability", width=10),
    ] = None
    Expected_Date: Annotated[
        dt.date | None,
        _c(
            "date",
            "预计成交日期",
            "Expected close",
            "预计成交时间",
            "预计签约日期",
            "预计结束日期",
            "Expected date",
            "Expected close date",
            width=13,
        ),
    ] = None
    Responsible: Annotated[
        Text,
        _c(
            "user",
            "负责人",
            "Responsible",
            "机会负责人",
            "商机负责人",
            "销售",
            "Owner",
            "Sales rep",
            required=True,
            width=10,
        ),
    ]
    Close_Date: Annotated[
        dt.date | None,
        _c("date", "结束日期", "Closed on", "关闭日期", "结单日期", "Close date", "Closed date", width=12),
    ] = None


class Plan(Row):
    """跟进计划."""

    Plan_ID: Annotated[
        PlanId | None, _c("id", "计划编号", "Plan ID", "计划ID", "任务编号", "Task ID", prefix="P", width=15)
    ] = None
    Customer_ID: Annotated[
        CustomerId,
        _c(
            "ref",
            "客户编号",
            "Customer ID",
            "客户ID",
            "客户代码",
            "Cust ID",
            refers="customers",
            required=True,
            width=15,
        ),
    ]
    Due_Date: Annotated[
        dt.date,
        _c(
            "date",
            "计划时间",
            "Due date",
            "计划日期",
            "到期日期",
            "计划跟进日期",
            "Due",
            "Planned date",
            required=True,
            width=12,
        ),
    ]
    Owner: Annotated[Text, _c("user", "负责人", "Owner", "执行人", "Assignee", required=True, width=10)]
    Method: Annotated[
        Text | None,
        _c(
            "choice",
            "跟进方式",
            "Method",
            "方式",
            "Follow-up method",
            choices=lists.FOLLOW_METHOD,
            open_list=True,
            width=12,
        ),
    ] = None
    Goal: Annotated[
        Text | None, _c("choice", "预期目标", "Goal", "目标", "Objective", choices=lists.GOAL, open_list=True, width=24)
    ] = None
    Done_By: Annotated[
        FollowId | None,
        _c("ref", "完成记录", "Done by", "完成", "完成跟进编号", "Completed by", refers="follow_ups", width=15),
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


def _named(model: type[Row]) -> list[Column]:
    return [
        replace(next(item for item in info.metadata if isinstance(item, Column)), name=name)
        for name, info in model.model_fields.items()
    ]


def _extra(extra: ExtraColumn) -> Column:
    label = Label(extra.label.zh or extra.label.en or extra.name, extra.label.en or extra.label.zh or extra.name)
    choices = tuple(Choice(Label(choice, choice)) for choice in extra.choices)
    return Column(extra.type, label, extra.name, required=extra.required, choices=choices, extra=True)


def _choices(column: Column, settings: Settings) -> Column:
    if column.name == "Stage" and settings.choices.Stage is not None:
        stages = settings.choices.Stage
        return replace(column, choices=tuple(lists.stage(s.name, s.probability, s.closes) for s in stages))
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
            for column in _named(model)
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
