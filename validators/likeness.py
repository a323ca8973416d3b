"""How alike two company names are, as one of a few levels that a person would name."""

from __future__ import annotations

from operator import eq
from typing import Literal, TypeAlias

from validators.company import CompanyName
from validators.regions import apart, leading
from validators.trades import GENERIC

__all__ = ["Likeness", "contradict", "likeness", "one_slip"]

Likeness: TypeAlias = Literal["same", "place", "sound", "slip", "short", "branch", "trade", "loose"]
"""`same`: the normal names are equal · `place`: equal but for a place that one of them leaves out · `sound`:
characters that sound alike · `slip`: one character wrong, missing, too many, or two swapped · `short`: one leaves its
trade, or a part of it, out · `branch`: one is a branch of the other · `trade`: the same core, another trade · `loose`:
two slips."""

_COUNTED = frozenset("0123456789零〇一二三四五六七八九十百千甲乙丙丁东南西北中上下左右前后大小新老")
"""Characters that tell companies apart and are hardly typed for one another."""
_SHORTEST = {True: 5, False: 3}
"""So many characters a name (ASCII, Chinese) must have for one of them to be a slip."""
_MOST_SOUNDS = 2


def contradict(one: CompanyName, other: CompanyName) -> bool:
    """Whether what the names say of themselves cannot be one company: other places, other branches."""
    return apart(one.region, other.region) or bool(one.branch and other.branch and one.branch != other.branch)


def likeness(one: CompanyName, other: CompanyName, loose: bool = True) -> Likeness | None:
    """How alike two names are, None for two companies. It makes no difference which is which.

    Without `loose`, two slips are not looked for, which takes longest.
    """
    if not one.key or not other.key or contradict(one, other):
        return None
    if one.key == other.key:
        return "same"
    a, b = one.core + one.trade, other.core + other.trade
    if bool(one.branch) != bool(other.branch):
        return _branch(one, other, a, b)
    if a == b:
        return None if not one.trade and one.core in GENERIC else "place"
    if apart(leading(a)[0], leading(b)[0]):  # 杭州银行 and 苏州银行: no slip of the pen
        return None
    found = _spelled(a, b) or _shortened(one, other, a, b)
    return "loose" if found is None and loose and _two_slips(one, other, a, b) else found


def _branch(one: CompanyName, other: CompanyName, a: str, b: str) -> Likeness | None:
    whole, part = (b, a) if one.branch else (a, b)
    if whole in GENERIC:
        return None
    return "branch" if part == whole or (part.startswith(whole) and len(whole) >= 3) else None


def _spelled(a: str, b: str) -> Likeness | None:
    if len(a) == len(b):
        wrong = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        if any(x in _COUNTED and y in _COUNTED for x, y in wrong):
            return None
        if len(wrong) <= _MOST_SOUNDS and not (a.isascii() or b.isascii()) and _all_sound_alike(wrong):
            return "sound"
    return "slip" if one_slip(a, b) else None


def _all_sound_alike(wrong: list[tuple[str, str]]) -> bool:
    from validators.pinyin import sounds_alike  # its table is made when two names need it

    return all(sounds_alike(x, y) for x, y in wrong)


def one_slip(a: str, b: str) -> bool:
    """Whether two different texts, long enough to tell, are one slip apart: a character wrong, missing or too many, or
    two neighbours swapped (the optimal string alignment distance is 1). Characters that count or point to a direction
    are no slip."""
    if len(a) > len(b):
        a, b = b, a
    if len(a) < _SHORTEST[a.isascii() and b.isascii()] or len(b) - len(a) > 1:
        return False
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    if len(a) < len(b):
        return a[start:] == b[start + 1 :] and b[start] not in _COUNTED
    if a[start + 1 :] == b[start + 1 :]:
        return not (a[start] in _COUNTED and b[start] in _COUNTED)
    return a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]


def _shortened(one: CompanyName, other: CompanyName, a: str, b: str) -> Likeness | None:
    if one.core == other.core:
        if one.core in GENERIC:
            return None
        short, long = sorted((one.trade, other.trade), key=len)
        return "short" if short in long else "trade"
    short, long = sorted((a, b), key=len)
    return (
        "trade" if long.startswith(short) and short not in GENERIC and len(short) >= 2 and not short.isascii() else None
    )


def _two_slips(one: CompanyName, other: CompanyName, a: str, b: str) -> bool:
    """Whether two names of four characters and more (ASCII: eight) are two slips apart that leave something of the
    core."""
    if one.core in GENERIC or other.core in GENERIC:
        return False
    if one.core[-1] != other.core[-1] and not any(map(eq, one.core, other.core)):
        return False
    shortest = 8 if a.isascii() and b.isascii() else 4
    if min(len(a), len(b)) < shortest or abs(len(a) - len(b)) > 2:
        return False
    if any(x in _COUNTED and y in _COUNTED and x != y for x, y in zip(a, b, strict=False)):
        return False
    return _distance(a, b) <= 2


def _distance(a: str, b: str) -> int:
    """The optimal string alignment distance (Damerau-Levenshtein without substrings edited twice)."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
