"""What two spellings of one cell have in common."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.canon import as_written, canonical, canonical_column, choice_of, same
from validators.cells import Cell, Unreadable
from validators.fields import Column
from validators.models import specs
from validators.settings import Choices, Columns, ExtraColumn, Settings, StageSetting

EXTRA = (
    ExtraColumn(table="customers", name="VAT", type="yes_no"),
    ExtraColumn(table="customers", name="Staff", type="number"),
)
STAGES = (
    StageSetting(name="洽谈", probability=40),
    StageSetting(name="签约", probability=100, closes="won"),
    StageSetting(name="续约", probability=100, closes="won"),
    StageSetting(name="输单", closes="lost"),
)
COLUMNS = {
    name: column
    for table in ("plan", "opportunities", "follow_ups", "customers")
    for name, column in specs(Settings(columns=Columns(extra=EXTRA)))[table].by_name.items()
}
OWN_STAGE = specs(Settings(choices=Choices(Stage=STAGES)))["opportunities"].by_name["Stage"]
KINDS = [*{column.kind: column for column in COLUMNS.values()}.values(), COLUMNS["Status"], COLUMNS["Stage"], OWN_STAGE]
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.text(),
    st.text(alphabet="0123456789.,-/年月日万亿元%¥$ \r\n\t\u3000是否ａ１Ａ＋²½٣é\u0301\u200b\ufeff\x00", max_size=14),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.builds(Unreadable, st.text()),
    st.sampled_from(
        ["成交", "赢单", "其它", "重點客戶", "Won", "签约", "续约", "2024-05-01 10:30", "0.5%", 10**400, 0.0, 1.0]
    ),
)


@pytest.mark.parametrize("column", KINDS, ids=lambda column: f"{column.name}-{column.kind}")
@given(cell=CELLS)
def test_anything_has_a_canonical_form_which_is_its_own(column: Column, cell: Cell) -> None:
    once = canonical(column, cell)
    assert repr(canonical(column, once)) == repr(once)
    for language in ("zh", "en"):
        assert repr(canonical(column, as_written(column, once, language))) == repr(once)


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("Content", " 谈价\r\n再约 ", "谈价\n再约"),
        ("Content", "ＡＢＣ", "ＡＢＣ"),
        ("Content", 12.0, "12"),
        ("Content", "   ", None),
        ("Customer_ID", "Ｃ20240501001 ", "C20240501001"),
        ("Contact_Info", 13800138000, "13800138000"),
        ("Contact_Info", 13800138000.0, "13800138000"),
        ("Contact_Info", "１３８００１３８０００", "13800138000"),
        ("Owner", " 张伟　", "张伟"),
        ("First_Date", datetime(2024, 5, 1), date(2024, 5, 1)),
        ("First_Date", datetime(2024, 5, 1, 10, 30), datetime(2024, 5, 1, 10, 30)),
        ("First_Date", "2024-05-01 10:30", datetime(2024, 5, 1, 10, 30)),
        ("First_Date", "2024年5月1日", date(2024, 5, 1)),
        ("First_Date", "3/4/24", "3/4/24"),
        ("First_Date", 45413.0, 45413.0),
        ("Amount", "1.2万", 12_000),
        ("Amount", 12000.0, 12_000),
        ("Amount", "60%", "60%"),
        ("Amount", "$12000", "$12000"),
        ("Probability", "60%", 60),
        ("Probability", 0.6, 0.6),
        ("Status", "意向", "interested"),
        ("Status", "Interested", "interested"),
        ("Status", "意 向 客 户", "interested"),
        ("Status", "成交", "won"),
        ("Status", "流失顾客", "lost"),
        ("Level", "重點客戶", "key"),
        ("Level", "ＶＩＰ", "key"),
        ("Level", "跟进中", "跟进中"),
        ("Stage", "成交", "won"),
        ("Stage", "丢单", "lost"),
        ("Stage", "Negotiation", "商务谈判"),
        ("Source", "其它", "其他"),
        ("Source", "trade fair", "展会"),
        ("Source", "抖音", "抖音"),
        ("VAT", 1.0, True),
        ("VAT", 0.0, False),
        ("VAT", "否", False),
        ("VAT", "也许", "也许"),
        ("Status", Unreadable("#REF!"), Unreadable("#REF!")),
    ],
)
def test_canonical_forms(column: str, cell: Cell, expected: Cell) -> None:
    told = canonical(COLUMNS[column], cell)
    assert (type(told), told) == (type(expected), expected)


def test_what_is_the_same() -> None:
    assert same(COLUMNS["Status"], "意向客户", "interested")
    assert same(COLUMNS["Contact_Info"], 13800138000, "13800138000")
    assert same(COLUMNS["Content"], "", None)
    assert not same(COLUMNS["Content"], "a", "A")
    assert not same(COLUMNS["Amount"], "$12000", 12_000)
    assert not same(COLUMNS["Notes"], Unreadable("#N/A"), None)


def test_cells_that_python_takes_for_equal_stay_apart() -> None:
    told = canonical_column(COLUMNS["Notes"], [True, 1, 1.0, "1", date(2024, 5, 1), datetime(2024, 5, 1)])
    assert told == [True, "1", "1", "1", date(2024, 5, 1), datetime(2024, 5, 1)]
    assert told[0] is True


def test_two_stages_that_win_are_two_choices() -> None:
    assert not same(OWN_STAGE, "签约", "续约")
    assert [as_written(OWN_STAGE, canonical(OWN_STAGE, name), "zh") for name in ("签约", "续约", "赢单")] == [
        "签约",
        "续约",
        "签约",
    ]
    closes = [choice.closes for name in ("洽谈", "签约", "续约", "输单") if (choice := choice_of(OWN_STAGE, name))]
    assert closes == [None, "won", "won", "lost"]


def test_choices_are_written_in_the_teams_language() -> None:
    assert as_written(COLUMNS["Status"], "interested", "zh") == "意向客户"
    assert as_written(COLUMNS["Status"], "interested", "en") == "interested"
    assert as_written(COLUMNS["Stage"], "won", "en") == "Won"
    assert as_written(COLUMNS["Source"], "抖音", "en") == "抖音"
    assert choice_of(COLUMNS["Status"], "谁知道") is None
