"""By which day what a text promises is due: "5月12日前", "3天后", "下周三", "by Friday". Pure.

A text is read beside the day on which it was written, in either language. What can be read in two ways, and whatever
might as well be an order number, an amount, a version or a term of payment, names no day.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from validators import promises_en, promises_zh

__all__ = ["promised"]

_ANY = re.compile(r"[\d天日号周月年期拜今明旬季]|[a-z]{2}", re.I)
"""A text without any of these names no day."""
_LATIN = re.compile(r"[a-z]{2}|\d[-/.]\d", re.I)
_LONGEST = 500
"""More than so many signs are a report and no plan; only its beginning is read."""


def promised(text: str, told: date) -> date | None:
    """The day by which everything that the text promises is due, None where it names no day from `told` on.

    Of several days the last one counts: until then something is still in time.
    """
    text = text[:_LONGEST]
    if not _ANY.search(text):
        return None
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    found = [] if text.isascii() else list(promises_zh.days_in(text, told))
    if _LATIN.search(text):
        found += promises_en.days_in(text, told)
    return max((day for day in found if day is not None and day >= told), default=None)
