"""What a person said are two customers is no group any more, and what they alone tied together is none either."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from validators.cells import Cell, Table, Unreadable
from validators.context import Context
from validators.distinct import MATTERS, matters, without_distinct
from validators.duplicates import groups
from validators.settings import Settings

DAY = date(2026, 5, 6)


def customers(*rows: tuple[str, str], name: str = "甲公司") -> Table:
    """Customers of one name, by ID and contact info."""
    return Table(
        "customers",
        {
            "Customer_ID": [key for key, _ in rows],
            "Customer_Name": [name] * len(rows),
            "Contact_Info": [contact for _, contact in rows],
        },
    )


def told(table: Table, *parted: tuple[str, str]) -> list[tuple[str | None, ...]]:
    """The groups that are left after people parted these pairs."""
    ids = table.get("Customer_ID")
    rows = dict(zip(map(str, ids), table.rows(), strict=True))
    distinct = {(one, other): f"{matters(rows[one])}-{matters(rows[other])}" for one, other in map(sorted, parted)}
    context = replace(Context.of(Settings(), DAY), distinct=distinct)
    return [group.keys for group in without_distinct(groups(table, context), table, context, ids)]


def test_a_parted_pair_is_no_group() -> None:
    table = customers(("C1", "13800138000"), ("C2", "13800138000"))
    assert told(table) == [("C1", "C2")]
    assert told(table, ("C2", "C1")) == []


def test_the_rest_of_a_group_is_one_where_it_has_something_in_common_itself() -> None:
    same = customers(("C1", "13800138000"), ("C2", "13800138000"), ("C3", "13800138000"))
    assert told(same, ("C1", "C2"), ("C1", "C3")) == [("C2", "C3")]
    through = customers(("C1", "13800138000 13900139000"), ("C2", "13800138000"), ("C3", "13900139000"))
    assert told(through) == [("C1", "C2", "C3")]
    assert told(through, ("C1", "C2"), ("C1", "C3")) == []
    assert told(through, ("C1", "C2")) == [("C1", "C3")]
    assert told(through, ("C2", "C3")) == [("C1", "C2"), ("C1", "C3")]


@pytest.mark.parametrize("column", MATTERS)
def test_what_matters_parts_no_longer_once_it_changes(column: str) -> None:
    row: dict[str, Cell] = {"Customer_Name": "甲公司", "Contact_Info": "13800138000", "Contact_Person": "张敏"}
    assert matters(row) == matters({**row, "Level": "重点客户"})
    assert matters(row) == matters({**row, column: f"  {row[column]} "})
    assert matters(row) != matters({**row, column: "别的"})
    assert matters(row) != matters({**row, column: None})
    assert matters({**row, column: Unreadable("#REF!")}) != matters({**row, column: None})
    assert matters({"Contact_Info": "ＡＢＣ@x.cn"}) == matters({"Contact_Info": "abc@X.cn"})


@pytest.mark.parametrize("seed", range(40))
def test_no_group_holds_a_parted_pair_and_every_other_pair_is_in_one(seed: int) -> None:
    dice = random.Random(seed)
    keys = [f"C{number}" for number in range(2, 2 + dice.randint(2, 7))]
    table = customers(*((key, "13800138000") for key in keys))
    pairs = list(combinations(keys, 2))
    parted = dice.sample(pairs, dice.randint(0, len(pairs)))
    left = told(table, *parted)
    within = {pair for group in left for pair in combinations(map(str, group), 2)}
    assert within == set(pairs) - set(parted)


def test_a_large_group_is_parted_quickly_and_rightly() -> None:
    keys = [f"C{number:03}" for number in range(200)]
    table = customers(*((key, "13800138000") for key in keys))
    alone = [(one, other) for one in keys[:20] for other in keys if one != other]
    assert told(table, *alone) == [tuple(keys[20:])]
    many = [(keys[at], keys[at + 1]) for at in range(0, 60, 2)]
    within = {pair for group in told(table, *many) for pair in combinations(map(str, group), 2)}
    assert not within & set(many)
