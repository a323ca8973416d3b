"""Company names taken apart: 杭州 + 远景 + 科技 + 有限公司 + 宁波分公司."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from validators.names import legal_form, normal_name
from validators.regions import NOWHERE, Region, leading, trailing
from validators.trades import BRANCH, PARENT, TRADES

__all__ = ["CompanyName", "parts", "split_name"]

_LONGEST = 80
"""A longer text is no name that anything could be split off."""


class CompanyName(NamedTuple):
    """A company's name in its parts. `key` is the normal name, `region` the place it states, `core` what the company
    calls itself (字号), `trade` the words behind that (科技, 机械制造), `form` the legal form, `branch` which part of
    the company this is (宁波分公司). All but `key` and `core` may be empty; `core` is empty only where `key` is."""

    key: str
    region: Region
    core: str
    trade: str
    form: str
    branch: str

    @property
    def stem(self) -> str:
        """The name without place, legal form and branch."""
        return self.core + self.trade


def split_name(text: str) -> CompanyName:
    """A typed name in its parts. A place, trade or branch is split off only where two characters stay in front of it:
    上海贸易有限公司 has no other name than 上海贸易."""
    return parts(normal_name(text))._replace(form=legal_form(text))


@lru_cache(maxsize=1 << 17)
def parts(key: str) -> CompanyName:
    """A normal name in its parts, without the legal form, which it does not have any more."""
    if key.isascii() or len(key) > _LONGEST:
        return CompanyName(key, NOWHERE, key, "", "", "")
    rest, branch = _branch(key)
    region, length = leading(rest)
    bare = rest[length:]
    if not length:  # what stood in brackets behind the name
        region, length = trailing(rest)
        bare = rest[: len(rest) - length]
    if _names(bare):
        rest = bare
    else:  # a place that is all there is to the name says who, not where
        region = NOWHERE
    core, trade = _trade(rest)
    return CompanyName(key, region, core, trade, "", branch)


def _branch(key: str) -> tuple[str, str]:
    """The name of the company, and of its branch."""
    found = BRANCH.search(key) if key[-1] in "司行部店处厂站" else None
    if found is None or found.start() < 2:
        return key, ""
    before = key[: found.start()]
    parent = PARENT.match(before)
    if parent is not None:
        return parent["name"], key[parent.end() :]
    _, length = trailing(before)
    at = len(before) - length
    return (key[:at], key[at:]) if at >= 2 else (before, found[0])


def _names(rest: str) -> bool:
    """Whether what stays still names a company: two characters that are no trade. 德宏帆食品 is not 帆 of 德宏."""
    return len(_trade(rest, 0)[0]) >= 2


def _trade(rest: str, least: int = 2) -> tuple[str, str]:
    """A name in core, of so many characters at least, and trade."""
    at = len(rest)
    while True:
        for length in (4, 3, 2):
            if at - length >= least and rest[at - length : at] in TRADES:
                at -= length
                break
        else:
            return rest[:at], rest[at:]
