"""What follow-ups promise, against days written down before the parser was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.promises import CASES
from validators.promises import promised


@pytest.mark.parametrize(("text", "told", "due"), CASES)
def test_a_promise_is_due_on_its_day_and_nothing_else_is_a_promise(text: str, told: str, due: str | None) -> None:
    found = promised(text, date.fromisoformat(told))
    assert (found and found.isoformat()) == due


def test_there_are_enough_cases_of_either_kind() -> None:
    assert len(CASES) >= 300
    assert sum(due is None for _, _, due in CASES) >= 100


_WORDS = st.sampled_from(
    [
        *"5〇十三两半月日号天周年前后内下上本个底初旬明今每过-/.至，２㋄\n",
        *("12", "31", "0", "99", "2026", "20260512", "星期", "工作日", "季度", "小时", "May", "12th", "Friday"),
        *("by", "next", "week", "in", "a", "days", "within", "of", "the", "month", "end"),
    ]
)


@given(st.lists(_WORDS, max_size=12), st.dates())
def test_it_never_fails_and_never_names_a_day_that_is_over(words: list[str], told: date) -> None:
    for text in ("".join(words), " ".join(words)):
        found = promised(text, told)
        assert found is None or found >= told


@given(st.text(max_size=60), st.dates())
def test_any_text_at_all(text: str, told: date) -> None:
    assert (promised(text, told) or told) >= told


def test_a_report_of_many_signs_is_read_at_its_beginning() -> None:
    assert promised("5月12日前报价" + "。" * 10_000 + "6月1日前签约", date(2026, 5, 6)) == date(2026, 5, 12)
