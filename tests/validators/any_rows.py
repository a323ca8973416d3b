"""Rows of anything, for what holds for all rules: cells of all types in all columns, wrong and right mixed."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from validators.cells import Cell, Table, Unreadable, column_letters
from validators.context import Context
from validators.fields import Column, Kind
from validators.settings import Columns, ExtraColumn, Settings, User

DAY = date(2026, 5, 6)
SETTINGS = Settings(
    users=(User(name="张伟"), User(name="李娜"), User(name="王主管", role="manager")),
    columns=Columns(
        extra=(
            ExtraColumn(table="customers", name="Staff", type="number"),
            ExtraColumn(table="customers", name="VAT", type="yes_no"),
            ExtraColumn(table="opportunities", name="Product", type="choice", choices=("标准版", "专业版")),
        )
    ),
)
CONTEXT = Context.of(SETTINGS, DAY)
ANYTHING: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.text(alphabet="0123456789.,-/+%年月日万亿元¥$ \r\n\t\u3000是否ａ１Ａ＋²½٣é\u0301\u200b\ufeff\x00", max_size=14),
    st.integers(),
    st.sampled_from([0, 1, 10**15, 10**18, 10**400, -(10**400), 45413, 20240501, 13800138000]),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.builds(Unreadable, st.sampled_from(["#REF!", "=A1*2", "H2:H4", ""])),
)
_IDS = [f"{letter}20260501{at:03d}" for letter in "CFOP" for at in (1, 2, 3)]
_WORDS: dict[Kind, list[Cell]] = {
    "id": [*_IDS, "c20260501001", "Ｃ20260501002", "C2026", "NEW-abcd1234"],
    "ref": [*_IDS, "c20260501001", "甲公司", "乙公司", "C20990101001"],
    "text": ["甲公司", "乙公司", "甲 公司", "一期", "x" * 300],
    "long": ["已报价", "3天后再约", "y" * 33_000],
    "contact": ["13800138000", "13800138000.0", "1380013800", 1.38e10, "571-88886666", 57188886666, "微信:yi", "没有"],
    "choice": ["意向客户", "意想客户", "interested", "won", "普通客", "赢单", "方案报价", "展汇", "标准版", "标准"],
    "status_change": ["否", "是", "是 意向客户", "no"],
    "date": [
        date(2026, 5, 1),
        "2026.5.1",
        "2026年5月6日",
        "2026-05-01 10:30",
        45413,
        "20260501",
        "3/4/26",
        "24年5月1日",
    ],
    "money": [12000, "1.2万", "12,000", "120k", "约12000", "12 000", -5, 99_999_999_999, "１２０００"],
    "percent": [60, "60%", 0.6, "0.6", "0.5%", 101, "101", 100, 0, "0"],
    "number": [12, "12", "1.5", "约12"],
    "yes_no": ["是", "Y", True, "maybe", 1, 0],
    "user": ["张伟", "李娜", "张 伟", "李那", "王经理"],
}


def cells(column: Column) -> st.SearchStrategy[Cell]:
    """Cells of a column: mostly what people type there, sometimes anything."""
    likely = st.sampled_from(_WORDS[column.kind])
    return st.one_of(likely, likely, likely, st.none(), ANYTHING)


@st.composite
def teams(draw: Any, most: int = 5) -> dict[str, Table]:
    """All tables, each with up to `most` rows."""
    tables = {}
    for name, spec in CONTEXT.specs.items():
        count = draw(st.integers(0, most))
        columns = {c.name: [draw(cells(c)) for _ in range(count)] for c in spec.typed}
        letters = {column: column_letters(at) for at, column in enumerate(columns, 1)}
        tables[name] = Table(name, columns, name, list(range(3, 3 + count)), letters)
    return tables
