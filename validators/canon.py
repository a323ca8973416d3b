"""What two spellings of one cell have in common: the canonical cell, for merging and for judging. Never raises.

Texts compare without outer blanks and with equal line ends; ids, choices, people and contacts also without regard to
width (NFKC). A number in a text column is its digits, a text in a number column its number, where that is beyond
doubt. A choice is its `Choice.id` in either language, whatever the case, and in everyday shorthand.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from functools import lru_cache
from operator import is_not
from types import NoneType
from typing import cast

from validators.cells import Cell, Unreadable
from validators.fields import Choice, Column, Kind, Language
from validators.parse import parse_date, parse_moment, parse_number
from validators.simplified import simplified

__all__ = [
    "as_written",
    "canonical",
    "canonical_column",
    "canonical_values",
    "choice_of",
    "parse_date",
    "parse_number",
    "same",
]

_YES = frozenset({"是", "yes", "y", "true", "1", "有", "对", "√", "✓"})
_NO = frozenset({"否", "no", "n", "false", "0", "无", "不是", "×"})
_SHORT = {
    "potential": ("潜在", "潜在顾客", "潜客", "lead", "prospect"),
    "interested": ("意向", "有意向", "意向顾客"),
    "won": ("成交", "已成交", "成交顾客", "签约客户", "已签约", "customer"),
    "lost": ("流失", "已流失", "流失顾客"),
    "key": ("重点", "重要", "重要客户", "vip"),
    "normal": ("普通", "一般", "一般客户"),
    "growth": ("潜力", "潜力股"),
}
"""Everyday words for the standard's own choices; a stage has the same codes won and lost, and words of its own."""
_SHORT_STAGE = {"won": ("赢单", "已赢单", "成交", "closed won"), "lost": ("输单", "已输单", "丢单", "closed lost")}
_SHORT_ANY = {"其他": ("其它",)}
"""Everyday words for choices of any list."""


def _narrow(value: str) -> str:
    if value.isascii():  # NFKC leaves ASCII as it is
        return value.strip()
    return unicodedata.normalize("NFKC", value).strip()


def _text(value: Cell) -> Cell:
    if isinstance(value, str):
        value = value.strip()
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return value or None
    return _digits(value)


def _digits(value: Cell) -> Cell:
    """A number as the text a person would have typed; other cells as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    return str(value)


def _narrow_text(value: Cell) -> Cell:
    if value.__class__ is str and value.isascii():
        return value.strip() or None
    value = _digits(value)
    return (_narrow(value) or None) if isinstance(value, str) else value


def _date(value: Cell) -> Cell:
    if isinstance(value, str):
        return parse_moment(value) or _text(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value


def _number(value: Cell, percent: bool = False) -> Cell:
    if isinstance(value, str):
        number = parse_number(value, percent)
        return _text(value) if number is None else number
    if isinstance(value, float) and math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return int(value)
    return value


def _percent(value: Cell) -> Cell:
    return _number(value, percent=True)


def _yes_no(value: Cell) -> Cell:
    word = str(_digits(value)).strip().casefold() if value is not None else ""  # 1.0 is a sheet's 1
    if isinstance(value, Unreadable | date) or not word:
        return value if word else None
    return True if word in _YES else False if word in _NO else _text(value)


def _canonical_choice(column: Column) -> Callable[[Cell], Cell]:
    words = _words(column)

    def choose(value: Cell) -> Cell:
        value = _narrow_text(value)
        if not isinstance(value, str):
            return value
        return words.get(_word(value), value)

    return choose


def _word(text: str) -> str:
    return simplified(_narrow(text).casefold()).replace(" ", "")


@lru_cache(maxsize=256)
def _words(column: Column) -> dict[str, str]:
    words: dict[str, str] = {}
    short = _SHORT_STAGE if column.name == "Stage" else _SHORT if column.name in ("Status", "Level") else {}
    for choice in column.choices:
        for text in (*short.get(choice.id, ()), *_SHORT_ANY.get(choice.label.zh, ()), choice.code):
            if text:
                words.setdefault(_word(text), choice.id)
    for choice in column.choices:
        for text in (choice.label.zh, choice.label.en):
            words[_word(text)] = choice.id
    return words


_BY_KIND: dict[Kind, Callable[[Cell], Cell]] = {
    "id": _narrow_text,
    "ref": _narrow_text,
    "text": _text,
    "long": _text,
    "contact": _narrow_text,
    "status_change": _narrow_text,
    "date": _date,
    "money": _number,
    "percent": _percent,
    "number": _number,
    "yes_no": _yes_no,
    "user": _narrow_text,
}


@lru_cache(maxsize=512)
def _function(column: Column) -> Callable[[Cell], Cell]:
    return _canonical_choice(column) if column.kind == "choice" else _BY_KIND[column.kind]


def canonical(column: Column, value: Cell) -> Cell:
    """The canonical form of a cell of `column`; empty text is an empty cell, an unreadable cell stays itself."""
    if value is None or isinstance(value, Unreadable):
        return value
    return _function(column)(value)


def well_formed(column: Column, value: Cell) -> bool:
    """Whether a cell stands there as it should: a date as a date, a number as a number, a phone as a text, a choice in
    the words of the list and without blanks around it. Another spelling of the same value is not."""
    plain = canonical(column, value)
    if not isinstance(value, str):
        return not isinstance(plain, str) and value == plain
    if column.kind == "choice":
        return value == value.strip() and unicodedata.is_normalized("NFKC", value)
    return column.kind == "yes_no" or value == plain


def canonical_column(column: Column, cells: Iterable[Cell]) -> list[Cell]:
    """The canonical forms of a column's cells. A distinct value is worked out once."""
    return canonical_values(column, cells)[0]


def canonical_values(column: Column, cells: Iterable[Cell]) -> tuple[list[Cell], set[Cell], bool]:
    """The canonical forms of a column's cells, the distinct ones among them (empty cells are no value), and whether any
    is unreadable."""
    cells = cells if isinstance(cells, list) else list(cells)
    kinds = set(map(type, cells))
    if len(kinds & _NUMBERS) > 1:  # True == 1 and 1 == 1.0, but they are not the same cell
        known: dict[tuple[type, Cell], Cell] = {}
        for key in zip(map(type, cells), cells, strict=True):
            if key not in known:
                known[key] = canonical(column, key[1])
        result = [known[key] for key in zip(map(type, cells), cells, strict=True)]
        values = set(known.values())
    else:
        distinct = set(cells)
        distinct.discard(None)
        before = list(distinct)
        after = _all(_function(column), before, kinds)
        if any(map(is_not, before, after)):
            memo: dict[Cell, Cell] = dict(zip(before, after, strict=True))
            memo[None] = None
            result, values = list(map(memo.__getitem__, cells)), set(after)
        else:
            result, values = cells.copy(), distinct
    values.discard(None)
    return result, values, Unreadable in kinds


_NUMBERS = {bool, int, float}


def _all(function: Callable[[Cell], Cell], values: list[Cell], kinds: set[type]) -> list[Cell]:
    """The canonical forms of values of these kinds."""
    if Unreadable in kinds:
        return [value if isinstance(value, Unreadable) else function(value) for value in values]
    if kinds <= _TEXTS and function in (_narrow_text, _text):
        texts = cast(list[str], values)
        joined = "\0".join(texts)
        if joined.isascii() if function is _narrow_text else "\r" not in joined:
            stripped: list[Cell] = list(map(str.strip, texts))  # what these do to such texts
            return [text or None for text in stripped] if "" in stripped else stripped
    return list(map(function, values))


_TEXTS = {str, NoneType}


def same(column: Column, a: Cell, b: Cell) -> bool:
    """Whether two cells of a column mean the same."""
    return a is b or canonical(column, a) == canonical(column, b)


def choice_of(column: Column, value: Cell) -> Choice | None:
    """The choice that a cell names, None where it names none."""
    wanted = canonical(column, value)
    return next((choice for choice in column.choices if choice.id == wanted), None)


def as_written(column: Column, value: Cell, language: Language) -> Cell:
    """A canonical choice as the team writes it; other cells as they are."""
    choice = next((choice for choice in column.choices if choice.id == value), None)
    return choice.label[language] if choice is not None else value
