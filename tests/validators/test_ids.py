from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.cells import Cell, Unreadable
from validators.ids import IdMint, is_placeholder, parse

DAY = date(2024, 5, 1)


def test_an_id_in_parts() -> None:
    assert parse("C20240501001") == ("C", DAY, 1)
    assert parse("O202405011000") == ("O", DAY, 1000)


@pytest.mark.parametrize(
    "text",
    [
        *("", "C2024", "C20240501", "C2024050101", "X20240501001", "c20240501001", "C20240230001", " C20240501001"),
        *("NEW-abcdefgh", None, 20240501001, Unreadable("C20240501001")),
    ],
)
def test_what_is_no_id(text: Cell) -> None:
    assert parse(text) is None


def test_placeholders() -> None:
    assert is_placeholder("NEW-ab12cd34")
    assert not any(map(is_placeholder, ["NEW-ab12cd3", "new-ab12cd34", "NEW-ab12cd345", "C20240501001", None, 1]))


def test_numbers_go_on_from_the_highest_and_widen_after_999() -> None:
    mint = IdMint({})
    mint.seen(["C20240501009", "C20240501002", "F20240501500", "C20240502700", None, "旧-7", 5])
    assert [mint.next("C", DAY), mint.next("C", DAY), mint.next("P", DAY)] == [
        "C20240501010",
        "C20240501011",
        "P20240501001",
    ]
    mint.seen(["C20240501999"])
    assert [mint.next("C", DAY), mint.next("C", DAY)] == ["C202405011000", "C202405011001"]


def test_numbers_compare_as_numbers() -> None:
    mint = IdMint({})
    mint.seen(["C202405011000", "C20240501999"])
    assert mint.next("C", DAY) == "C202405011001"


def test_whoever_owns_the_highest_numbers_remembers_what_was_handed_out() -> None:
    highest = {"C20240501": 4}
    assert IdMint(highest).next("C", DAY) == "C20240501005"
    assert IdMint(highest).next("C", DAY) == "C20240501006"


def test_with_a_day_only_that_days_ids_matter() -> None:
    mint = IdMint({})
    mint.seen(["C20240501007", "C20240502007"], DAY)
    assert mint.highest == {"C20240501": 7}


@given(st.lists(st.integers(1, 1200), max_size=20), st.integers(1, 5))
def test_no_id_is_handed_out_twice(numbers: list[int], count: int) -> None:
    used = [f"C20240501{number:03d}" for number in numbers]
    mint = IdMint({})
    mint.seen(used)
    given_out = [mint.next("C", DAY) for _ in range(count)]
    assert not set(given_out) & set(used)
    assert len(set(given_out)) == count
    assert all(parse(text) is not None for text in given_out)
