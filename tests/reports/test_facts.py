"""What the reports take from the rows, cell by cell."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sync.reports.facts import Facts, prepare
from validators.cells import Cell, Table, Unreadable
from validators.context import Context
from validators.fields import Language
from validators.settings import Settings, StageSetting

TODAY = date(2026, 5, 20)


def facts(language: Language = "zh", **tables: dict[str, list[Cell]]) -> Facts:
    context = Context.of(Settings(), TODAY, language)
    return prepare({name: Table(name, columns) for name, columns in tables.items()}, context)


@pytest.mark.parametrize("tables", [{}, {"customers": {}, "follow_ups": {}, "opportunities": {}}])
def test_nothing_gives_empty_lists(tables: dict[str, dict[str, list[Cell]]]) -> None:
    context = Context.of(Settings(), TODAY)
    found = prepare({name: Table(name, columns) for name, columns in tables.items()}, context)
    assert (found.keys, found.dues, found.o_key, found.f_user, found.unreadable) == ([], [], [], [], 0)
    assert [stage.id for stage in found.stages if stage.closes] == ["won", "lost"]


def test_missing_columns_are_empty_but_aligned() -> None:
    found = facts(customers={"Customer_ID": ["C20260401001", "C20260402001"]})
    assert (found.names, found.owner, found.level, found.status, found.industry) == (["", ""],) * 5
    assert found.first == [None, None]
    assert found.base == [date(2026, 4, 1), date(2026, 4, 2)]
    assert [due.next_due for due in found.dues] == [None, None]
    assert found.follow_days == [[], []]


@pytest.mark.parametrize(("language", "industry"), [("zh", "制造业"), ("en", "Manufacturing")])
def test_choices_in_either_language_mean_the_same(language: Language, industry: str) -> None:
    found = facts(
        language,
        customers={
            "Status": ["意向客户", "Interested", " 成交 ", "？"],
            "Level": ["重点客户", "Key", "vip", None],
            "Industry": ["制造业", "Manufacturing", "航天", None],
        },
    )
    assert found.status == ["interested", "interested", "won", ""]
    assert found.level == ["key", "key", "key", ""]
    assert found.industry == [industry, industry, "航天", ""]
    assert found.unreadable == 1


def test_numbers_and_days_are_read_by_their_meaning() -> None:
    found = facts(
        opportunities={
            "Opportunity_ID": ["O20260401001"] * 4,
            "Amount": ["1.2万", 3.5, True, Unreadable("#REF!")],
            "Probability": ["60%", 50, None, None],
            "Expected_Date": ["2026年5月1日", datetime(2026, 5, 2, 9), "月底", None],
        }
    )
    assert found.o_amount == [12_000, 3.5, None, None]
    assert found.o_probability == [60, 50, None, None]
    assert found.o_expected == [date(2026, 5, 1), date(2026, 5, 2), None, None]
    assert found.unreadable == 3


def test_an_error_value_is_no_person() -> None:
    found = facts(
        customers={"Owner": [Unreadable("#N/A"), "张伟"], "Industry": [Unreadable("#N/A"), None]},
        opportunities={"Responsible": [Unreadable("=VLOOKUP(A1,B:C,2)")]},
    )
    assert (found.owner, found.industry, found.o_responsible) == (["", "张伟"], ["", ""], [""])
    assert found.unreadable == 3


def test_yes_is_no_one() -> None:
    found = facts(opportunities={"Amount": [1, True, 1.0, False, 0], "Responsible": [True, "张伟", None, None, None]})
    assert (found.o_amount, found.o_responsible) == ([1, None, 1, None, 0], ["", "张伟", "", "", ""])
    assert found.unreadable == 3


def test_a_zero_is_a_number_that_can_be_read() -> None:
    found = facts(opportunities={"Amount": [0, 0.0, "0"]})
    assert (found.o_amount, found.unreadable) == ([0, 0, 0], 0)


def test_follow_ups_up_to_today_sorted_each_with_its_customer() -> None:
    found = facts(
        customers={"Customer_ID": ["C20260401001", None, "C20260401002"]},
        follow_ups={
            "Customer_ID": ["C20260401001", "Ｃ20260401001", "C20260401001", None, "C20260401001"],
            "Follow_Date": [TODAY, date(2026, 5, 2), date(2026, 5, 21), date(2026, 5, 1), None],
            "Follow_User": ["张伟", "李娜", "张伟", None, "张伟"],
        },
    )
    assert found.follow_days == [[date(2026, 5, 2), TODAY], [], []]
    assert found.f_user == ["张伟", "李娜", "张伟", "", "张伟"]


@pytest.mark.parametrize(
    ("key", "first", "base"),
    [
        ("C20260401001", date(2026, 4, 9), date(2026, 4, 9)),
        ("C20260401001", None, date(2026, 4, 1)),
        ("C20260401001", TODAY, TODAY),
        ("C20260401001", date(2026, 5, 21), date(2026, 4, 1)),
        ("C20270401001", None, None),
        ("42", None, None),
    ],
)
def test_the_day_that_windows_count_from(key: str, first: date | None, base: date | None) -> None:
    found = facts(customers={"Customer_ID": [key], "First_Date": [first]})
    assert found.base == [base]
    assert found.dues[0].last == base


def test_a_teams_own_stages() -> None:
    stages = (
        StageSetting(name="报价"),
        StageSetting(name="拿下", closes="won"),
        StageSetting(name="丢了", closes="lost"),
    )
    context = Context.of(Settings.model_validate({"choices": {"Stage": [s.model_dump() for s in stages]}}), TODAY)
    found = prepare({"opportunities": Table("opportunities", {"Stage": ["拿下", "谈判", "报价"]})}, context)
    closes = {stage.id: stage.closes for stage in found.stages}
    assert [closes.get(stage) for stage in found.o_stage] == ["won", None, None]
    assert [bool(stage) for stage in found.o_stage] == [True, False, True]


def test_the_facts_of_some_rows_are_those_of_a_table_with_only_these() -> None:
    context = Context.of(Settings(), TODAY)
    tables = {
        "customers": Table(
            "customers",
            {
                "Customer_ID": ["C20260401001", "C20260401002", "C20260401003"],
                "Level": ["key", None, "normal"],
                "First_Date": [date(2026, 4, 1), "某天", date(2026, 4, 2)],
            },
        ),
        "follow_ups": Table(
            "follow_ups",
            {
                "Customer_ID": ["C20260401003", "C20260401001", "C20260401002"],
                "Follow_Date": [date(2026, 5, 1), date(2026, 5, 2), "哪天"],
                "Follow_User": ["张伟", "李娜", "张伟"],
            },
        ),
        "opportunities": Table("opportunities", {"Opportunity_ID": ["O1", "O2"], "Amount": ["很多", 5]}),
    }
    whole = prepare(tables, context)
    for rows in ([0, 2], [1], []):
        keys = [tables["customers"].columns["Customer_ID"][row] for row in rows]
        mine = [at for at, key in enumerate(tables["follow_ups"].columns["Customer_ID"]) if key in keys]
        deals = [0] if rows else []
        taken = {"customers": rows, "follow_ups": mine, "opportunities": deals}
        alone = prepare({name: tables[name].take(of) for name, of in taken.items()}, context)
        assert whole.of(rows, mine, deals) == alone
