from __future__ import annotations

import unicodedata

import pytest

from validators import lists, simplified
from validators.canon import canonical
from validators.fields import Choice, Column, Label

TRADITIONAL = {
    "製造業": "制造业",
    "零售業": "零售业",
    "信息技術": "信息技术",
    "醫療健康": "医疗健康",
    "教育培訓": "教育培训",
    "建築工程": "建筑工程",
    "物流運輸": "物流运输",
    "能源化工": "能源化工",
    "食品餐飲": "食品餐饮",
    "展會": "展会",
    "轉介紹": "转介绍",
    "線上推廣": "线上推广",
    "電話開發": "电话开发",
    "官網諮詢": "官网咨询",
    "競品價格更低": "竞品价格更低",
    "需求變化": "需求变化",
    "預算取消": "预算取消",
    "聯繫不上": "联系不上",
    "拜訪": "拜访",
    "線上會議": "线上会议",
    "郵件": "邮件",
    "確認採購預算": "确认采购预算",
    "提供產品方案": "提供产品方案",
    "商務報價": "商务报价",
    "簽訂合同": "签订合同",
    "客戶回訪": "客户回访",
    "初步接觸": "初步接触",
    "需求確認": "需求确认",
    "方案報價": "方案报价",
    "商務談判": "商务谈判",
    "潛在客戶": "潜在客户",
    "重點客戶": "重点客户",
    "潛力客戶": "潜力客户",
}
BUILT_IN: tuple[Choice, ...] = (
    *(lists.STATUS + lists.LEVEL + lists.INDUSTRY + lists.SOURCE),
    *(lists.LOST_REASON + lists.FOLLOW_METHOD + lists.GOAL + lists.STAGE),
)


def test_the_table_says_each_thing_once_and_ends_there() -> None:
    traditional = simplified._PAIRS[::2]
    assert len(set(traditional)) == len(traditional) > 500
    assert not set(traditional) & set(simplified._PAIRS[1::2])
    assert all(unicodedata.category(character) == "Lo" for character in simplified._PAIRS)


@pytest.mark.parametrize(("typed", "label"), TRADITIONAL.items())
def test_built_in_choices_are_known_in_traditional_characters(typed: str, label: str) -> None:
    choice = next(choice for choice in BUILT_IN if choice.label.zh == label)
    assert canonical(Column("choice", Label("列", "Column"), "Any", choices=BUILT_IN), typed) == choice.id


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("深圳羅湖萬榮實業", "深圳罗湖万荣实业"),
        ("華為技術臨沂辦事處", "华为技术临沂办事处"),
        ("黃石蘋果軒餐飲", "黄石苹果轩餐饮"),
    ],
)
def test_names_of_companies(traditional: str, simple: str) -> None:
    assert simplified.simplified(traditional) == simple
    assert simplified.simplified(simple) == simple


def test_other_texts_stay_as_they_are() -> None:
    assert simplified.simplified("Acme 3D 打印 😀") == "Acme 3D 打印 😀"
