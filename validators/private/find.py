"""What in a cell is private, and the cell's text without it. Pure; never raises.

The cost of a cell without anything suspicious in it is one search for a pattern.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import cast

from validators.cells import Cell, Unreadable
from validators.private.homes import channels_in, homes_in
from validators.private.numbers import numbers_in
from validators.private.passports import passports_in
from validators.private.words import Private, plain

__all__ = ["ends", "masked", "private_in", "suspicious", "text_of", "without_private"]

_D = "[0-9０-９]"
_CARDS = re.compile(rf"{_D}(?:[\s\-._/／,，\u00ad\u200b-\u2064\ufeff﹣]{{0,3}}{_D}){{13}}")
_HINTS = (
    *(rf"{e}[ 　]*[+＋]?[ 　]*[1１][4-9４-９]" for e in "eEｅＥ"),
    *("护照", "通行证", "回乡证", "台胞证", "旅行证", "香港身份证", "hkid", "HKID", "passport", "Passport", "PASSPORT"),
    *(rf"{letter}[A-Za-zＡ-Ｚａ-ｚ]?{_D}{{7}}" for letter in "eEｅＥgGｇＧ"),
    *("单元", "栋", "幢", "号楼", "弄", "室", "座", "别墅", "住址", "家住", "住在", "现住", "户籍"),
    *("家庭", "家里", "家中", "总家", "他家", "她家", "板家", "自家", "私人", "个人", "私宅", "宅电"),
    *(rf"{place}\s*{_D}" for place in "区园苑邸湾府村庭城居馆"),
    *("apt", "Apt", "APT", "apartment", "Apartment", "flat", "Flat", "home", "Home", "lives at", "Lives at"),
    *("room", "Room", "rm ", "Rm ", "personal", "Personal", "private", "Private"),
)
_WORDS = re.compile("|".join(_HINTS))
"""Every alternative begins with a letter of its own: the search then goes from one such letter to the next."""
_HEADER = re.compile(r"护照|通行证|回乡证|台胞证|passport|住址|地址|家|住|home", re.I)
_SCIENTIFIC = re.compile(r"(\d(?:\.\d{1,2})?)[\d ]*(e ?\+?\d\d)", re.I | re.A)
_ENDS = 3, 2
"""How many characters of a masked value are shown at its beginning and its end."""
_FEWEST = 4
"""At least so many characters of it are hidden."""


def text_of(value: Cell) -> str:
    """A cell as the text that is looked at; empty for what can hold nothing private. Of a number that a sheet rounds
    the 15 digits it keeps, and zeros."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if isinstance(value, float):
        if not math.isfinite(value) or value != int(value):
            return ""
        value = int(value)
    if not abs(value) < 10**19:
        return ""
    if abs(value) <= _EXACT or int(float(value)) != value:
        return str(value)
    mantissa, _, power = f"{value:.14e}".partition("e")
    return mantissa.replace(".", "").ljust(int(power) + 1, "0")


def suspicious(header: str, values: Collection[Cell]) -> list[Cell]:
    """Of a column's distinct values those that may hold something private: too many perhaps, never too few."""
    if _HEADER.search(header) is not None:
        return [value for value in values if text_of(value)]
    texts = cast(list[str], [value for value in values if value.__class__ is str and value not in _CLEAN])
    long = [text for text in texts if len(text) >= _FEWEST_DIGITS]
    found = set(_with(_WORDS, texts)) | set(_with(_CARDS, long))
    if len(_CLEAN) > _MOST_CLEAN:
        _CLEAN.clear()
    _CLEAN.update(texts if not found else [text for text in texts if text not in found])
    numbers: list[Cell] = [value for value in values if value.__class__ in _NUMBERS and _long(value)]
    return [*numbers, *filter(found.__contains__, texts)] if found else numbers


_CLEAN: set[Cell] = set()
"""Texts that hold nothing suspicious: a run meets the same ones in several workbooks, and in the hub."""
_MOST_CLEAN = 300_000


def _with(pattern: re.Pattern[str], texts: list[str]) -> list[str]:
    """The texts that hold the pattern; nearly always none does, which one search tells."""
    return [text for text in texts if pattern.search(text)] if pattern.search("\0".join(texts)) else []


_EXACT = 2**53
"""Larger whole numbers that a sheet keeps as a float are known by their first 15 digits alone; a reader may give such
a float as the whole number nearest to it."""
_NUMBERS = (int, float)
_FEWEST_DIGITS = 14


def _long(value: Cell) -> bool:
    """Whether a number is as long as those on cards."""
    return isinstance(value, int | float) and 10**13 < abs(value) < 10**19


def private_in(value: Cell, header: str = "", today: date | None = None) -> list[Private]:
    """What is private in a cell that stands under `header` (a standard column's name, or a header as typed), in the
    order in which it stands; positions are those in `plain(text_of(value))`. Without `today` every day of birth will
    do."""
    if isinstance(value, Unreadable):
        return []
    text = text_of(value)
    if not text or not (_CARDS.search(text) or _WORDS.search(text) or _HEADER.search(header)):
        return []
    return sorted(_all(plain(text), header, today), key=lambda one: (one.start, one.code))


def _all(text: str, header: str, today: date | None) -> Iterator[Private]:
    yield from numbers_in(text, header, today)
    yield from passports_in(text, header)
    yield from homes_in(text, header)
    if header == "Contact_Info":
        yield from channels_in(text)


def masked(value: Cell, header: str = "") -> str:
    """A cell's text in which of whatever is private only the ends are shown."""
    text = text_of(value)
    found = private_in(value, header)
    if not found:
        return text
    text, shown, done = plain(text), "", 0
    for one in found:
        if one.start >= done:
            shown += text[done : one.start] + ends(text[one.start : one.end])
            done = one.end
    return shown + text[done:]


def without_private(value: Cell, header: str = "") -> Cell:
    """The cell itself, or its masked text where something in it is private."""
    return masked(value, header) if private_in(value, header) else value


def ends(text: str) -> str:
    """The ends of a private text, and … for what is between them."""
    if (scientific := _SCIENTIFIC.fullmatch(text)) is not None:
        return f"{scientific[1]}…{scientific[2]}"
    first, last = _ENDS
    if len(text) < first + last + _FEWEST:
        return text[:1] + "…"
    return f"{text[:first]}…{text[-last:]}"
