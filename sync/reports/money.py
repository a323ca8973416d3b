"""Amounts as people of a language count them: in Chinese by the ten thousand (万元), in English by the thousand."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from validators.fields import Language

__all__ = ["told", "units"]

_UNIT: dict[Language, int] = {"zh": 10_000, "en": 1_000}
_EXACT = 1e15


def units(amount: float, language: Language) -> float:
    """An amount for a cell, whose number format does the rounding."""
    return amount / _UNIT[language]


def told(amount: float, language: Language) -> float:
    """An amount for `{:,.0f}` in a sentence, a half up as spreadsheet programs round, so that both say the same."""
    value = units(amount, language)
    if not abs(value) < _EXACT:  # infinity and other slips of the pen have no half to round
        return value
    return float(Decimal(repr(value)).quantize(Decimal(1), ROUND_HALF_UP))
