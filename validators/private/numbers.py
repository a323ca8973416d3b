"""Finds identity and bank cards in a text, however their digits are parted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from validators.private.bank_cards import is_card, is_rounded_card
from validators.private.identity_cards import (
    is_credit_code,
    is_hong_kong,
    is_identity,
    is_old_identity,
    is_rounded_identity,
    looks_like_one,
)
from validators.private.words import Private, Surroundings

__all__ = ["numbers_in"]

_PART = r"[\s\-._/,]{0,3}"
_RUN = re.compile(rf"\d(?:{_PART}\d){{13,}}(?:{_PART}[xX](?![0-9A-Za-z]))?", re.A)
_GROUP = re.compile(r"\d+[xX]?|[xX]", re.A)
_SCIENTIFIC = re.compile(r"(?<![\d.])([1-9])(?:\.(\d{1,17}))? ?[eE] ?\+?(1[4-9])(?!\d| ?[A-Za-z/µ%])", re.A)
_HONG_KONG = re.compile(
    r"(?:香港身份证|hkid)[^a-z0-9]{0,8}(?P<id>[a-z]{1,2}\d{6} ?\(?[0-9a]\)?)(?![a-z0-9])", re.A | re.I
)
_KEPT = 15
"""So many digits a sheet keeps of a number."""


def numbers_in(text: str, header: str, today: date | None) -> Iterator[Private]:
    """The identity and bank cards in a plain text that stands under `header`."""
    for found in _SCIENTIFIC.finditer(text):
        known, length = found[1] + (found[2] or ""), int(found[3]) + 1
        about = Surroundings.of(header, text, found.start())
        if _rounded(known.rstrip("0") if len(known) > 2 else known, length, about, today):
            yield Private("P003", found.start(), found.end())
    for run in _RUN.finditer(text):
        if text[run.end() : run.end() + 1] != "@":  # else an e-mail address
            yield from _in_run(text, run, header, today)
    if "香港身份证" in text or "hkid" in text.casefold():
        for found in _HONG_KONG.finditer(text):
            if is_hong_kong(re.sub(r"[^A-Z0-9]", "", found["id"].upper())):
                yield Private("P001", found.start("id"), found.end("id"))


def _in_run(text: str, run: re.Match[str], header: str, today: date | None) -> Iterator[Private]:
    """Judges each group of digits, and groups side by side as one number: cards are written in fours."""
    groups = [(g.start() + run.start(), g.end() + run.start()) for g in _GROUP.finditer(run[0])]
    first = 0
    while first < len(groups):
        number = ""
        best: tuple[int, str] | None = None
        for last in range(first, len(groups)):
            number += text[slice(*groups[last])].upper()
            if len(number) > 19:
                break
            sizes = [end - start for start, end in groups[first : last + 1]]
            if len(number) >= 14 and (
                code := _judge(number, sizes, text, groups[first][0], groups[last][1], header, today)
            ):
                best = last, code
        if best is not None:
            yield Private(best[1], groups[first][0], groups[best[0]][1])
            first = best[0]
        first += 1


def _judge(
    number: str, sizes: list[int], text: str, start: int, end: int, header: str, today: date | None
) -> str | None:
    """The code for a number whose groups have these sizes."""
    about = Surroundings.of(header, text, start)
    whole = len(sizes) == 1
    ends = not _is_letter(text[end : end + 1])
    glued = not ends or text[start - 1 : start] == "_" or _is_letter(text[start - 1 : start])
    if whole and number.endswith("000") and _was_identity(number, about, today):
        return None if glued else "P003"
    if is_identity(number, None if about.identity else today) and ends:
        return "P001"
    if glued and not about.identity:
        return None
    if about.identity and whole and len(number) in (17, 18) and looks_like_one(number) and not is_credit_code(number):
        return "P001"  # with a digit mistyped or left out it still is one
    if not number.isdecimal():
        return None
    if whole and _was_identity(_as_kept(number), about, today):
        return "P003"
    old = (whole or sizes == [6, 6, 3]) and is_old_identity(number)
    if old and (about.identity or not about.business):
        return "P002"
    return _card(number, sizes, about)


def _was_identity(number: str, about: Surroundings, today: date | None) -> bool:
    """Whether a number of which a sheet kept 15 digits was an identity card's."""
    if len(number) != 18 or not number.endswith("000") or (about.business and not about.identity):
        return False
    return looks_like_one(number) and is_rounded_identity(number[:14], today)


def _as_kept(number: str) -> str:
    """The digits of which a reader made others: a float beyond 2**53 is given as the whole number nearest to it."""
    if len(number) < 17 or int(float(number)) != int(number):
        return number
    return f"{float(number):.14e}".partition("e")[0].replace(".", "").ljust(len(number), "0")


def _card(number: str, sizes: list[int], about: Surroundings) -> str | None:
    whole = len(sizes) == 1
    if not whole and set(sizes[:-1]) != {4} and sizes[0] != 6:
        return None
    rounded = whole and _as_kept(number).endswith("0000") and is_rounded_card(number[:_KEPT], len(number))
    if rounded and not about.business:
        return "P003"
    if about.card and whole and len(number) >= 15:
        return "P003" if number.endswith("0") and not is_card(number) and len(number) == 16 else "P004"
    return "P004" if is_card(number) and not about.business else None


def _rounded(known: str, length: int, about: Surroundings, today: date | None) -> bool:
    if about.identity and length == 18:
        return True
    if about.card:
        return 15 <= length <= 19
    if about.business:
        return False
    return (length == 18 and is_rounded_identity(known[:_KEPT], today)) or is_rounded_card(known, length)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()
