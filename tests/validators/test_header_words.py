"""Header rows as sales teams really write them: what each word is taken for, and what is left alone."""

from __future__ import annotations

import pytest

from validators.headers import TableMatch, match, normal_header
from validators.models import specs

SPECS = specs()
ROWS: list[tuple[str, str, str]] = [
    # table, headers (| between), the columns they name (- for somebody's own)
    (
        "customers",
        "序号|客户名称（全称）|联系人|联系电话*|职务|客户级别|业务员|备注",
        "-|Customer_Name|Contact_Person|Contact_Info|Contact_Job|Level|Owner|Notes",
    ),
    (
        "customers",
        "公司名称|法人|注册资本|联系人姓名|邮箱|手机号码|地址|所属行业|跟进状态|负责人",
        "Customer_Name|-|-|Contact_Person|-|Contact_Info|-|Industry|Status|Owner",
    ),
    (
        "customers",
        "客户名称\nCustomer Name|联系人 Contact|电话/手机|微信|来源渠道|意向等级|录入日期",
        "Customer_Name|Contact_Person|Contact_Info|-|Source|Level|First_Date",
    ),
    (
        "customers",
        "Company|Name|Phone|Email|City|Lead source|Status|Owner|Created on",
        "Customer_Name|-|Contact_Info|-|Region|Source|Status|Owner|First_Date",
    ),
    ("customers", "Name|Email|Status|Assigned To", "Customer_Name|Contact_Info|Status|Owner"),
    (
        "customers",
        "编号|企业名称|联系方式1|联系方式2|客户分级（ABC）|合作状态|客户经理|成交额(元)|合同额（万元）",
        "Customer_ID|Customer_Name|Contact_Info|-|Level|Status|Owner|Contract_Amount|-",
    ),
    (
        "customers",
        "Account Name|Contact|Title|Tel.|E-mail|Territory|Tier|Sales Rep|Contract value (k)",
        "Customer_Name|Contact_Person|Contact_Job|Contact_Info|-|Region|Tier|Owner|-".replace("Tier", "Level"),
    ),
    ("customers", "单位|姓名/职务|手机|客户阶段|跟进人", "Customer_Name|-|Contact_Info|Status|Owner"),
    (
        "follow_ups",
        "日期|客户名称|拜访人|拜访方式|拜访内容|下一步计划|客户反馈",
        "Follow_Date|-|Follow_User|Follow_Method|Content|Next_Plan|Feedback",
    ),
    (
        "follow_ups",
        "Account ID|Call date|Rep|Channel|Call notes|Next step",
        "Customer_ID|Follow_Date|Follow_User|Follow_Method|Content|Next_Plan",
    ),
    (
        "opportunities",
        "客户|项目名称|预计金额（万元）|阶段|成交概率（%）|预计签约时间|销售",
        "-|Opportunity_Name|-|Stage|Probability|Expected_Date|Responsible",
    ),
    (
        "opportunities",
        "Deal name|Account|Deal stage|Deal value|Expected close date|Deal owner",
        "Opportunity_Name|-|Stage|Amount|Expected_Date|Responsible",
    ),
    (
        "plan",
        "客户编号|计划跟进时间|执行人|方式|跟进目的",
        "Customer_ID|Due_Date|Owner|Method|Goal",
    ),
]  # fmt: skip


def best(headers: str) -> TableMatch:
    return match(headers.split("|"), SPECS)[0]


@pytest.mark.parametrize(("table", "headers", "columns"), ROWS)
def test_a_real_header_row(table: str, headers: str, columns: str) -> None:
    found = best(headers)
    assert found.table == table
    assert [found.columns.get(at, "-") for at in range(len(headers.split("|")))] == columns.split("|")


@pytest.mark.parametrize("headers", ["产品|规格|单价|数量", "姓名|电话|部门|入职日期", "Item|Price|Stock|Supplier"])
def test_other_lists_are_no_table(headers: str) -> None:
    assert match(headers.split("|"), SPECS) == []


def test_no_word_names_two_columns_of_a_table() -> None:
    for spec in SPECS.values():
        owner: dict[str, str] = {}
        for column in spec.columns:
            for text in (column.name, column.label.zh, column.label.en, *column.aliases):
                assert owner.setdefault(normal_header(text), column.name) == column.name, (spec.name, text)


def test_a_makeshift_word_gives_way_to_a_better_one_wherever_it_stands() -> None:
    assert best("客户名称|微信|电话|状态").columns[2] == "Contact_Info"
    assert best("客户名称|微信|职务|状态").columns[1] == "Contact_Info"
