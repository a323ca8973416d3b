"""Amounts in sentences round as the cells beside them do."""

from __future__ import annotations

from math import inf, isnan, nan

import pytest

from sync.reports.money import told, units
from validators.fields import Language


@pytest.mark.parametrize(
    ("amount", "language", "in_cell", "in_sentence"),
    [
        (1_135_500, "zh", 113.55, 114),
        (1_135_500, "en", 1135.5, 1136),
        (25_000, "zh", 2.5, 3),  # a half goes up, not to the even one
        (35_000, "zh", 3.5, 4),
        (2_500, "en", 2.5, 3),
        (0, "zh", 0, 0),
    ],
)
def test_amounts(amount: float, language: Language, in_cell: float, in_sentence: float) -> None:
    assert units(amount, language) == in_cell
    assert told(amount, language) == in_sentence


def test_slips_of_the_pen_stay_what_they_are() -> None:
    assert told(inf, "zh") == inf
    assert isnan(told(nan, "en"))
