from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.cells import Cell, Table, Unreadable
from validators.context import Context
from validators.duplicates import DuplicateGroup, groups
from validators.fields import Language
from validators.settings import Settings

Row = tuple[Cell, Cell, Cell]


def found(*rows: Row, language: Language = "zh") -> list[DuplicateGroup]:
    """Groups among rows of name, contact person, contact info; their IDs end in 000, 001 …."""
    table = Table(
        "customers",
        {
            "Customer_ID": [f"C20240501{number:03d}" for number in range(len(rows))],
            "Customer_Name": [row[0] for row in rows],
            "Contact_Person": [row[1] for row in rows],
            "Contact_Info": [row[2] for row in rows],
        },
    )
    return groups(table, Context.of(Settings(), date(2024, 5, 20), language))


def rows_of(*rows: Row) -> list[tuple[int, ...]]:
    return [group.rows for group in found(*rows)]


def test_one_name_and_one_phone_written_twice() -> None:
    assert found(
        ("杭州远景科技有限公司", "王丽", "电话:0571-88886666"),
        ("宁波海天", "李强", "13800138000"),
        ("杭州（遠景）科技", None, "057188886666转801"),
    ) == [
        DuplicateGroup(
            (0, 2),
            ("C20240501000", "C20240501002"),
            "certain",
            1.0,
            ("名称相同：杭州远景科技有限公司", "电话相同：057188886666"),
        )
    ]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Sales@acme.com", "邮箱:sales@ACME.com", "Same e-mail: sales@acme.com"),
        ("微信:wangli88", "wechat: WangLi88", "Same WeChat: wangli88"),
        ("QQ 28886666", "qq:28886666", "Same QQ: 28886666"),
        ("a.very.long.address@acme.com", "a.very.long.address@acme.com", "Same e-mail: a.very.long.address…"),
    ],
)
def test_other_contacts_in_common(one: str, other: str, why: str) -> None:
    (group,) = found(("Acme Ltd", None, one), ("ACME", None, other), language="en")
    assert group.why == ("Same name: Acme Ltd", why)


def test_a_name_alone_is_not_certain_nor_is_a_phone_alone() -> None:
    assert rows_of(("远景", "王丽", "13800138000"), ("远景", "王丽", "13900139000")) == []
    assert rows_of(("远景", None, "0571-88886666"), ("海天", None, "0571-88886666")) == []
    assert rows_of(("远景", None, None), ("远景", None, None)) == []


def test_without_contact_info_the_contact_person_decides() -> None:
    (group,) = found(
        ("远景", "王 丽", None),
        ("远景公司", " 王 丽 ", "见名片"),
        ("远景", "李强", ""),
        ("远景", "王 丽", "13800138000"),
    )
    assert (group.rows, group.score) == ((0, 1), 0.95)
    assert group.why == ("名称相同：远景公司", "联系人相同，都没留联系方式：王 丽")


def test_contact_info_that_cannot_be_read_is_not_missing() -> None:
    assert rows_of(("远景", "王丽", Unreadable("#REF!")), ("远景", "王丽", None)) == []


def test_rows_of_one_name_join_through_a_third_one() -> None:
    first, second, both = "13800138000", "0571-88886666", "13800138000 / 0571-88886666"
    assert rows_of(
        ("远景", None, first), ("远景", None, second), ("远景", None, "13700137000"), ("远景", None, both)
    ) == [(0, 1, 3)]


def test_empty_and_unreadable_names_are_no_name() -> None:
    assert rows_of(*[(name, "王丽", "13800138000") for name in (None, None, "-", "--", Unreadable("#N/A"))]) == []


def test_numbers_are_names_and_phones_too() -> None:
    assert rows_of((360, None, 13800138000), ("360", None, "13800138000"), (360.0, None, 13800138000.0)) == [(0, 1, 2)]


def test_missing_columns_and_ids() -> None:
    context = Context.of(Settings(), date(2024, 5, 20))
    table = Table("customers", {"Customer_Name": ["远景", "远景"], "Contact_Info": ["13800138000"] * 2})
    assert [group.keys for group in groups(table, context)] == [(None, None)]
    assert groups(Table("customers", {"Contact_Info": ["13800138000"] * 2}), context) == []
    assert groups(Table("customers", {}), context) == []


def test_few_of_many_shared_contacts_are_told() -> None:
    cell = " ".join(f"1380013800{digit}" for digit in range(9, -1, -1))
    (group,) = found(("远景", None, cell), ("远景", None, cell))
    assert group.why[1:] == tuple(f"电话相同：1380013800{digit}" for digit in range(3))


SAMPLE: list[Row] = [
    (name, person, contact)
    for name in ("远景", "遠景有限公司", "海天")
    for person in (None, "王丽")
    for contact in (None, "13800138000", "13800138000;a@b.com", "A@b.com", "无")
]


@given(st.lists(st.sampled_from(SAMPLE), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(rows: list[Row], random: object) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = found(*(rows[i] for i in order))
    back = {(tuple(sorted(order[i] for i in group.rows)), group.why, group.score) for group in moved}
    assert back == {(group.rows, group.why, group.score) for group in found(*rows)}
    assert all(group.rows == tuple(sorted(group.rows)) for group in moved)
    assert [group.rows for group in moved] == sorted(group.rows for group in moved)


def test_a_switchboard_of_thousands_joins_nobody() -> None:
    assert rows_of(*((f"客户{number}号", None, "0571-88886666") for number in range(3000))) == []


def test_one_customer_thousands_of_times_is_one_group() -> None:
    (group,) = found(*(("远景", None, "0571-88886666") for _ in range(3000)))
    assert group.rows == tuple(range(3000))
