"""Number formats: which ids every program knows, and which formats show a number as a date.

Source: ECMA-376 part 1, sections 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["BUILT_IN", "is_date_code", "is_date_id"]

BUILT_IN: Final = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}
"""Codes that stand behind the same id in every language; custom formats begin at 164."""
_DATES: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_SILENT: Final = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
"""What a code only shows: quoted text, escaped characters, padding, colours, conditions and locales."""
_DATE_CODES: Final = re.compile(r"[ymdhs]|a{3}", re.IGNORECASE)


def is_date_id(number: int) -> bool:
    """Whether a built-in format shows a date or time, in any of the languages."""
    return number in _DATES


@lru_cache(maxsize=512)
def is_date_code(code: str) -> bool:
    """Whether a format code holds a year, month, day, weekday, hour or second outside quotes and brackets; elapsed
    time such as `[h]` counts."""
    return _DATE_CODES.search(_SILENT.sub("", code)) is not None
