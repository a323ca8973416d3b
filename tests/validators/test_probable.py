"""D002: which customers are probably one, what is said of them, and that it hangs on nothing but their normal forms."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.duplicates import PAIRS, Row
from validators.cadence import columns_of
from validators.cells import Cell, Table
from validators.check import check
from validators.context import Context
from validators.duplicate_groups import all_groups
from validators.fields import Language
from validators.probable import MOST, Form, Links, forms_of, judged, links, links_again
from validators.settings import RuleSettings, Settings

DAY = date(2026, 5, 6)


def table(*rows: Row, keys: bool = True) -> Table:
    columns: dict[str, list[Cell]] = {
        "Customer_ID": [f"C20240501{number:03d}" if keys else None for number in range(len(rows))],
        "Customer_Name": [row[0] for row in rows],
        "Contact_Person": [row[1] for row in rows],
        "Contact_Info": [row[2] for row in rows],
    }
    return Table(
        "customers", columns, "客户", list(range(2, len(rows) + 2)), {"Customer_ID": "A", "Customer_Name": "B"}
    )


def forms(*rows: Row) -> list[Form]:
    customers = table(*rows)
    return forms_of(customers, columns_of({"customers": customers}, Context.of(Settings(), DAY)))


def said(*rows: Row, language: Language = "zh", keys: bool = True) -> list[str]:
    found = check({"customers": table(*rows, keys=keys)}, Context.of(Settings(), DAY, language), select=["D"])
    return [f"{one.rule} {one.severity} {one.message}" for one in found]


@pytest.mark.parametrize("what", PAIRS)
def test_pairs_that_are_probably_one_and_pairs_that_are_not(what: str) -> None:
    one, other, code = PAIRS[what]
    for rows in ((one, other), (other, one)):
        found = check({"customers": table(*rows)}, Context.of(Settings(), DAY), select=["D"])
        assert [finding.rule for finding in found] == ([code] * 2 if code else [])
        assert [finding.severity for finding in found] == (["info"] * 2 if code else [])


SLIP: tuple[Row, Row] = (
    ("杭州云帆科技有限公司", "王建国", "13800138000"),
    ("杭州云凡科技", "王建国", "13900139000"),
)


def test_the_message_names_the_other_and_says_why() -> None:
    assert said(*SLIP) == [
        "D002 info 客户名称：可能和 C20240501001 是同一家（76%）：名称同音、联系人相同",
        "D002 info 客户名称：可能和 C20240501000 是同一家（76%）：名称同音、联系人相同",
    ]
    assert said(*SLIP, language="en")[0] == (
        "D002 info Customer name: probably C20240501001 (76%): names sound alike, same contact person"
    )


def test_the_hint_says_what_to_do() -> None:
    hints = [
        check({"customers": table(*SLIP)}, Context.of(Settings(), DAY, language), select=["D002"])[0].hint
        for language in ("zh", "en")
    ]
    assert hints == [
        "是同一家就留一条：把另一条的跟进和机会改成留下的编号，再删掉那一行；是两家就不用管",
        "if they are one, keep one row: type its ID in the other's follow-ups and opportunities, then delete the "
        "other; if they are two, leave both",
    ]


def test_of_several_the_likeliest_is_named_and_all_are_counted() -> None:
    rows = (*SLIP, ("云帆科技", "王总", "13800138000"))
    assert said(*rows)[0] == (
        "D002 info 客户名称：可能和 C20240501002 等 2 行是同一家（95%）："
        "名称只差地名、联系方式相同、联系人同姓，一处只写了称呼"
    )
    assert said(*rows, language="en")[0] == (
        "D002 info Customer name: probably C20240501002 … (2 rows, 95%): names differ in the place alone, same contact "
        "info, contact has the same surname, one a mere title"
    )


def test_rows_without_an_id_are_named_by_their_place() -> None:
    assert said(*SLIP, keys=False)[0] == "D002 info 客户名称：可能和 客户!A3 是同一家（76%）：名称同音、联系人相同"


def test_what_is_certain_is_not_also_probable() -> None:
    twice: Row = ("杭州云帆科技", "王建国", "13800138000")
    assert said(twice, twice) == [
        "D001 warning 客户名称：和 C20240501001 是同一家客户",
        "D001 warning 客户名称：和 C20240501000 是同一家客户",
    ]


def test_a_team_may_ignore_it() -> None:
    context = Context.of(Settings(rules=RuleSettings(ignore=("D002",))), DAY)
    assert check({"customers": table(*SLIP)}, context) == check({"customers": table(*SLIP)}, context, ignore=["D"])


def test_a_chain_is_told_as_two_groups() -> None:
    rows: list[Row] = [
        ("上海云帆科技有限公司", "王建国", "13812345678"),
        ("雲帆科技有限公司", "王建国", ""),
        ("北京云帆科技有限公司", "王建国", ""),
    ]
    found = all_groups(table(*rows), Context.of(Settings(), DAY))
    assert [(group.rows, group.certainty) for group in found] == [((0, 1), "probable"), ((1, 2), "probable")]
    assert all(group.why[-1] == "C20240501001 也像另一组里的，只能是其中一家" for group in found)
    assert found[0].why[:2] == ("名称只差地名", "联系人相同")


def test_a_certain_group_grows_by_what_is_probable() -> None:
    twice: Row = ("杭州云帆科技", "王建国", "13800138000")
    found = all_groups(table(twice, twice, SLIP[1]), Context.of(Settings(), DAY))
    assert [(group.rows, group.certainty, group.score) for group in found] == [
        ((0, 1), "certain", 1.0),
        ((0, 1, 2), "probable", 0.76),
    ]


def test_a_switchboard_joins_nobody_and_costs_nothing() -> None:
    rows: list[Row] = [(f"远景{chr(0x4E00 + i)}科技", None, "0571-88886666") for i in range(MOST + 1)]
    assert links(forms(*rows)) == {}
    assert links(forms(*rows[:MOST])) != {}  # the control: so few are compared


NAMES = [
    "杭州远景科技",
    "远景科技",
    "愿景科技有限公司",
    "宁波远景科技",
    "远景",
    "远景科技宁波分公司",
    "人民医院",
    "acme tools",
    "acme tool",
    "",
    None,
]
PEOPLE = ["王建国", "王总", "李梅", "王建国/李梅", "前台", None]
CONTACTS = ["13800138000", "0571-88886666", "a@b.com 13800138000", "微信:abc123", None]
ROWS = st.tuples(st.sampled_from(NAMES), st.sampled_from(PEOPLE), st.sampled_from(CONTACTS))


@given(ROWS, ROWS)
def test_it_makes_no_difference_which_row_is_which(one: Row, other: Row) -> None:
    a, b = forms(one, other)
    assert judged(a, b) == judged(b, a)


@given(st.lists(ROWS, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(rows: list[Row], random: Random) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    moved = links(forms(*(rows[i] for i in order)))
    assert {(min(order[a], order[b]), max(order[a], order[b])): link for (a, b), link in moved.items()} == links(
        forms(*rows)
    )


def again(before: list[tuple[str, Form]], after: list[tuple[str, Form]]) -> Links:
    """What is found of `after`, knowing what was found of `before`."""
    old = links([form for _, form in before])
    keys = [key for key, _ in before]
    found = {(keys[a], keys[b]): link for (a, b), link in old.items()}
    return links_again([form for _, form in after], [key for key, _ in after], dict(before), found)


@given(st.lists(st.tuples(ROWS, ROWS, st.sampled_from(("kept", "changed", "gone", "new"))), max_size=14))
def test_looking_again_at_what_changed_finds_what_looking_at_all_finds(rows: list[tuple[Row, Row, str]]) -> None:
    befores, afters = forms(*(row for row, _, _ in rows)), forms(*(row for _, row, _ in rows))
    before = [(f"C{i}", befores[i]) for i, (_, _, what) in enumerate(rows) if what != "new"]
    after = [
        (f"C{i}", befores[i] if what == "kept" else afters[i]) for i, (_, _, what) in enumerate(rows) if what != "gone"
    ]
    assert again(before, after) == links([form for _, form in after])


@pytest.mark.parametrize("change", ["one more", "one less", "one another"])
def test_a_block_that_begins_or_ceases_to_say_something(change: str) -> None:
    rows: list[Row] = [(f"远景{chr(0x4E00 + i)}科技", None, "0571-88886666") for i in range(MOST + 1)]
    many = [(f"C{i}", form) for i, form in enumerate(forms(*rows))]
    few = many[:MOST]
    before, after = {
        "one more": (few, many),
        "one less": (many, few),
        "one another": (many, [*few, ("C60", forms(("海天", "李梅", "微信:x12345"))[0])]),
    }[change]
    assert again(before, after) == links([form for _, form in after])
    assert bool(again(before, after)) == (change != "one more")
