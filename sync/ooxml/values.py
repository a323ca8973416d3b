"""Cell values as worksheet XML writes them: text made safe, dates as serial numbers.

Source: ECMA-376 part 1, 18.17.4 (dates), 22.9.2.19 (ST_Xstring).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from validators.cells import Cell

__all__ = ["MAX_TEXT", "clean", "escape", "fits", "inline", "inlines", "serial"]

MAX_TEXT: Final = 32_767
"""Characters a cell can hold."""
_BANNED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY_ONE: Final = date(1899, 12, 31)
_MARCH_1900: Final = date(1900, 3, 1)
_EPOCH_1904: Final = date(1904, 1, 1)


def clean(text: str) -> str:
    """The text without what XML cannot carry (control characters, halves of characters), with plain line ends."""
    if not text.isprintable():
        text = _BANNED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text


def fits(text: str) -> bool:
    """Whether a cell can hold the text as it is, but for the kind of its line ends. A cell counts UTF-16 units."""
    return not _BANNED.search(text) and len(text.encode("utf-16-le")) <= 2 * MAX_TEXT


def escape(text: str) -> str:
    """The text for an element or an attribute in double quotes."""
    text = clean(text)
    if "&" in text or "<" in text or ">" in text or '"' in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


def inline(text: str) -> str:
    """The text as `<is>…</is>` of a cell with an inline string: never a formula, spaces kept, cut at `MAX_TEXT`."""
    kept = "" if text.isprintable() and text.strip() == text else ' xml:space="preserve"'
    if kept:
        text = clean(text)
        kept = "" if text.isprintable() and text.strip() == text else kept
    if len(text) > MAX_TEXT:
        text = text[: MAX_TEXT - 1] + "…"
    if "_x" in text:  # _x0041_ is an escape in ST_Xstring; text that only looks like one must say so
        text = _ESCAPE.sub("_x005F_", text)
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<is><t{kept}>{text}</t></is>"


def inlines(texts: Collection[str]) -> dict[str, str]:
    """What `inline` makes of each; where none of them needs care, all at once."""
    joined = " ".join(texts)
    if (
        joined.isprintable()
        and not any(sign in joined for sign in ("&", "<", ">", "_x"))
        and list(map(str.strip, texts)) == list(texts)
        and max(map(len, texts), default=0) <= MAX_TEXT
    ):
        return {text: f"<is><t>{text}</t></is>" for text in texts}
    return {text: inline(text) for text in texts}


def serial(value: Cell, date1904: bool = False) -> str | None:
    """The number that stands for a number, a yes/no, a date or a date-time, or None where there is none.

    Dates before the calendar of the workbook begins (1900, or 1904) have none, nor have text and empty cells.
    """
    if isinstance(value, date):
        return _day(value, date1904)
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value) if isinstance(value, int) else None


def _day(value: date, date1904: bool) -> str | None:
    day = value.date() if isinstance(value, datetime) else value
    days = (day - _EPOCH_1904).days if date1904 else (day - _DAY_ONE).days
    if not date1904 and day >= _MARCH_1900:
        days += 1  # the calendar of 1900 holds a 29 February that never was
    if days < (0 if date1904 else 1):
        return None
    if isinstance(value, datetime):
        clock = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
        part = clock / timedelta(days=1)
        return repr(round(days + part, 10)) if part else str(days)
    return str(days)
