"""Days that English texts name, and days in figures: by Friday, in 3 days, May 12, 2026-05-12."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

from validators.promise_days import coming, day_of, in_months, in_week, month_end, nearest, part_of, plus
from validators.workdays import after_workdays

__all__ = ["days_in"]

_Reads: TypeAlias = Callable[["re.Match[str]", date], "Iterator[date | None]"]

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7} | {
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_BY = r"\b(?:by|before|on|until|till|latest|around)\s+(?:the\s+)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_TH = r"(?:st|nd|rd|th)?"
_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_TO = r"\s*(?:-|–|to|and|or)\s*"
_FULL = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SHORT = r"(?:mon|tues?|wed|thur?s?|fri|sat|sun)"


def _iso(m: re.Match[str], told: date) -> Iterator[date | None]:
    yield day_of(int(m["iso_y"]), int(m["iso_m"]), int(m["iso_d"]))


def _year_last(m: re.Match[str], told: date) -> Iterator[date | None]:
    first, second = int(m["yl_1"]), int(m["yl_2"])
    if first > 12 or second > 12:  # else it can be read in two ways
        day, month = (first, second) if first > 12 else (second, first)
        yield day_of(int(m["yl_y"]), month, day)


def _figures(m: re.Match[str], told: date) -> Iterator[date | None]:
    first, second = int(m["fig_1"]), int(m["fig_2"])
    month, day = (second, first) if first > 12 else (first, second)
    yield nearest(told, month, day) if 1 <= month <= 12 else None


def _month_of(text: str) -> int:
    return _MONTHS.index(text[:3].lower()) + 1


def _named(m: re.Match[str], told: date) -> Iterator[date | None]:
    name = m["md_m"] or m["dm_m"]
    if name[0].islower() and not m["md_by"] and not m["dm_d"]:  # "may 12 times", "march 10 people"
        return
    year = m["md_y"] or m["dm_y"]
    for day in (m["md_d"], m["md_to"], m["dm_d"]):
        if day:
            month = _month_of(name)
            yield day_of(int(year), month, int(day)) if year else nearest(told, month, int(day))


def _month(m: re.Match[str], told: date) -> Iterator[date | None]:
    if m["mo_m"][0].islower():  # "they may", "in march"
        return
    how, month = m["mo_how"].lower(), _month_of(m["mo_m"])
    if how == "before":
        month = month - 1 or 12
    yield nearest(told, month, 10 if how.startswith(("early", "first")) else 20 if how.startswith("mid") else None)


def _the(m: re.Match[str], told: date) -> Iterator[date | None]:
    yield coming(told, int(m["the"]))


def _weekday(m: re.Match[str], told: date) -> Iterator[date | None]:
    word = (m["which"] or m["which_short"] or m["that"] or "").partition(" ")[0].lower()
    if m["wd_day"]:  # Friday the 15th
        yield coming(told, int(m["wd_day"]))
        return
    for name in (m["wd"] or m["wd_short"], m["wd_to"] or m["short_to"]):
        if not name or word in ("last", "every", "each", "past"):
            continue
        weekday = _WEEKDAYS.index(name[:3].lower())
        if word in ("next", "this"):
            yield in_week(told, int(word == "next"), weekday)
        else:  # the coming one; on the day itself that of next week
            yield plus(told, (weekday - told.weekday() - 1) % 7 + 1)


def _stretch(m: re.Match[str], told: date) -> Iterator[date | None]:
    ahead, unit = (m["st"] or "").lower() == "next", m["st_unit"].lower()
    if unit == "week":
        yield in_week(told, int(ahead), 6)
    elif unit == "month":
        yield part_of(told, int(ahead), None)
    elif unit == "quarter":
        yield part_of(told, 2 - (told.month - 1) % 3 + 3 * ahead, None)
    else:
        yield month_end(told.year + ahead, 12)


def _end(m: re.Match[str], told: date) -> Iterator[date | None]:
    word = m["end"].lower()
    if "week" in word:
        yield in_week(told, 0, 6)
    elif word == "eom" or "month" in word:
        yield part_of(told, 0, None)
    elif "year" in word:
        yield month_end(told.year, 12)
    else:
        yield part_of(told, 2 - (told.month - 1) % 3, None)


def _later(m: re.Match[str], told: date) -> Iterator[date | None]:
    unit = (m["unit"] or m["late_unit"] or "fortnight").lower()
    text = (m["n_to"] or m["n"] or m["late"] or "a").lower()
    amount = _NUMBERS[text] if text in _NUMBERS else int(text)
    if unit.startswith(("working", "business")):
        try:
            yield after_workdays(told, amount)
        except OverflowError:
            return
    elif unit.startswith("hour"):
        yield plus(told, -(-amount // 24))
    elif unit.startswith(("month", "year")):
        yield in_months(told, amount * (12 if unit.startswith("y") else 1))
    else:
        yield plus(told, amount * (14 if unit == "fortnight" else 7 if unit.startswith("w") else 1))


def _near(m: re.Match[str], told: date) -> Iterator[date | None]:
    word = m["near"].lower()
    yield plus(told, 2 if word.startswith("day after") else 1 if word == "tomorrow" else 0)


_KINDS: tuple[tuple[_Reads, str], ...] = (
    (
        _iso,
        r"(?<![A-Za-z0-9._\-/#])(?P<iso_y>20\d\d)[-/.](?P<iso_m>\d{1,2})[-/.](?P<iso_d>\d{1,2})(?!\d|[-/.]\w)",
    ),
    (_year_last, r"(?<![\w.\-/#])(?P<yl_1>\d{1,2})[/.-](?P<yl_2>\d{1,2})[/.-](?P<yl_y>20\d\d)(?![\w/-])"),
    (_figures, _BY + r"(?P<fig_1>\d{1,2})/(?P<fig_2>\d{1,2})(?![\w/.%])"),
    (
        _named,
        rf"(?P<md_by>{_BY})?\b(?P<md_m>{_MONTH})\s*(?P<md_d>\d{{1,2}}){_TH}(?![\w%])"
        rf"(?:{_TO}(?P<md_to>\d{{1,2}}){_TH}(?![\w%]))?(?:,?\s*(?P<md_y>20\d\d)\b)?"
        rf"|(?<![\w.\-/#])(?P<dm_d>\d{{1,2}}){_TH}\s*(?:of\s+)?(?P<dm_m>{_MONTH})(?:,?\s*(?P<dm_y>20\d\d)\b)?",
    ),
    (
        _month,
        rf"\b(?P<mo_how>(?:early|first\s+week)(?:\s+(?:in|of))?|mid|late|end\s+of|in|by|before|until)[\s-]+(?P<mo_m>{_MONTH})(?!\s*\d)",
    ),
    (_the, r"\b(?:by|before|on|until|till)\s+the\s+(?P<the>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:floor|of|street))"),
    (
        _weekday,
        rf"\b(?:(?P<which>next\s+week|this\s+week|next|this|last|every|each|past)(?:\s+on)?\s+)?(?P<wd>{_FULL})\b(?!\.com)"
        rf"(?:\s+(?P<that>next|this|last)\s+week\b|,?\s+(?:the\s+)?(?P<wd_day>\d{{1,2}})(?:st|nd|rd|th)\b"
        rf"|{_TO}(?P<wd_to>{_FULL})\b)?"
        rf"|\b(?P<which_short>next|this|last|every|each|by|before|on|until|till)\s+(?P<wd_short>{_SHORT})\b"
        rf"(?:{_TO}(?P<short_to>{_SHORT})\b)?",
    ),
    (_stretch, r"\b(?:end\s+of\s+)?(?P<st>next|this)\s+(?P<st_unit>week|month|quarter|year)\b(?!end)"),
    (
        _end,
        r"\b(?P<end>eom|end\s+of\s+(?:the\s+)?(?:week|month|quarter|year)|(?:month|quarter|year)[\s-]end"
        r"|within\s+the\s+(?:week|month|quarter|year)|(?:over|by|on|at|before|this)\s+(?:the\s+)?weekend)\b",
    ),
    (
        _later,
        rf"\b(?:in|within)\s+(?:about\s+|around\s+|(?:the\s+)?next\s+)?(?:(?P<n>{_N})(?:{_TO}(?P<n_to>{_N}))?\s+"
        r"(?P<unit>(?:working|business)\s+days?|days?|weeks?|months?|years?|hours?)|a\s+fortnight)\b"
        rf"|\b(?P<late>{_N})\s+(?P<late_unit>(?:working|business)\s+days?|days?|weeks?|months?)\s+(?:later|from\s+(?:now|today))\b",
    ),
    (_near, r"\b(?P<near>day\s+after\s+tomorrow|tomorrow|today|tonight|eod|end\s+of\s+(?:the\s+)?day|cob)\b"),
)
_BEGIN = r"(?<![a-z0-9])(?=[\dabdefijlmnoqstuwy])"
"""Only at the beginning of a word or number are the kinds tried at all."""
_PATTERN = re.compile(_BEGIN + "(?:" + "|".join(f"(?P<k{at}>{one})" for at, (_, one) in enumerate(_KINDS)) + ")", re.I)
_DONE = re.compile(
    r"\b(?:sent|visited|called|met|offered|talked|spoke|signed|delivered|had|was|were|took|came|went|discussed)\b[^,.;，。；]*$",
    re.I,
)
"""What was done before a day in the same clause is no promise."""
_OFF = re.compile(r"[^,.;]{0,12}?\b(?:cancel|do not|don't)", re.I)


def days_in(text: str, told: date) -> Iterator[date | None]:
    """The days that a text names, for who wrote it on day `told`; None for one that there is not."""
    for m in _PATTERN.finditer(text):
        if not _DONE.search(text, 0, m.start()) and not _OFF.match(text, m.end()):
            yield from _KINDS[int((m.lastgroup or "k0")[1:])][0](m, told)
