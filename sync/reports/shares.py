"""Shares in sentences, rounded as the cells and charts beside them are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

__all__ = ["whole"]

_POINT = Decimal("0.01")
_EXACT = 1e15


def whole(share: float) -> float:
    """A fraction rounded to whole percents for `{:.0%}`, a half always up: 0.125 is 13 %.

    Spreadsheet programs round so; Python's formatting alone would say 12 % (half to even).
    """
    if not abs(share) < _EXACT:  # infinity and other slips of the pen have no half to round
        return share
    return float(Decimal(repr(share)).quantize(_POINT, ROUND_HALF_UP))
