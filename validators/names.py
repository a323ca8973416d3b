"""Company names made comparable: what two spellings of one company's name have in common.

Nothing here decides that two companies are one; it only takes away what people write differently: width and case,
blanks and signs, the legal form, traditional characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from validators.regions import NOWHERE, Region, leading, trailing
from validators.simplified import simplified
from validators.trades import BRANCH, PARENT, TRADES

__all__ = ["CompanyName", "normal_name", "parts", "split_name"]

_ZH_FORMS = (
    "有限责任公司|股份有限公司|有限公司|股份公司|集团公司|总公司|(?<![分子])公司|集团|有限合伙|普通合伙|合伙企业|个人独资企业"
    "|个体工商户|株式会社"
)
_EN_FORMS = (
    "company|corporation|incorporated|limited|group|gmbh|coltd|corp|inc|ltd|llc|llp|plc|pty|pte|sarl|srl|spa|co|ag|sa|bv|nv|kg|oy|ab"
    "|l ?l ?c|s ?a ?r ?l|s ?r ?l|s ?p ?a|s ?a|b ?v|n ?v"
)
_FORM = re.compile(rf"(?: |{_ZH_FORMS}|(?<![a-z0-9])(?:{_EN_FORMS})(?![a-z0-9]))++$")
_ENDS = frozenset(form[-1] for form in f" |{_ZH_FORMS}|{_EN_FORMS}".split("|"))
"""What a legal form may end with: most names without one are told by that."""
_LONGEST = 80  # legal forms stand at the end; looking no further back keeps a cell of 32,767 characters cheap
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)  # several rules ask for the same names
def normal_name(text: str) -> str:
    """The name without what spellings of it differ in; empty where it holds no letter or digit.

    NFKC, case folded, simplified, without blanks, signs and brackets (what stands in brackets stays: 杭州(远景) is
    杭州远景), without legal forms at the end (有限公司, 集团, Co., Ltd., GmbH …). A name that is nothing but a
    legal form keeps it. A branch (…分公司) stays a branch. The normal name of a normal name is itself.
    """
    known = _step(text)
    while not _settled(known) and (again := _step(known)) != known:
        known = again
    return known


def _settled(text: str) -> bool:
    """Whether there is provably nothing left to take away."""
    return (
        text.isalnum()
        and text[-1] not in _ENDS
        and unicodedata.is_normalized("NFKC", text)
        and text.casefold() == text
        and simplified(text) == text
    )


def _step(text: str) -> str:
    text = simplified(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    spaced = text if text.isalnum() else _SIGNS.sub(" ", text)
    form = _FORM.search(spaced, max(0, len(spaced) - _LONGEST)) if spaced[-1:] in _ENDS else None
    if form is not None and spaced[: form.start()].strip():
        spaced = spaced[: form.start()]
    return spaced.replace(" ", "")


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
    key = normal_name(text)
    typed = simplified(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    form = _FORM.search(_SIGNS.sub(" ", typed))
    return parts(key)._replace(form=form[0].strip() if form is not None and form[0].strip() != key else "")


@lru_cache(maxsize=1 << 17)
def parts(key: str) -> CompanyName:
    """A normal name in its parts, without the legal form, which it does not have any more."""
    if key.isascii() or len(key) > _LONGEST:
        return CompanyName(key, NOWHERE, key, "", "", "")
    rest, branch = _branch(key)
    region, length = leading(rest)
    if not length or not _names(rest[length:]):
        if not length:
            region, length = trailing(rest)
            rest = rest[:-length] if length and _names(rest[:-length]) else rest
            region = region if length else NOWHERE
        core, trade = rest, ""
        if length and not _names(core):
            return CompanyName(key, region, core, "", "", branch)
    else:
        rest = rest[length:]
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
    """Whether what stays still names a company, and is not just a trade."""
    return len(rest) >= 2 and rest not in TRADES and _trade(rest)[0] not in TRADES


def _trade(rest: str) -> tuple[str, str]:
    """A name in core and trade."""
    at = len(rest)
    while True:
        for length in (4, 3, 2):
            if at - length >= 2 and rest[at - length : at] in TRADES:
                at -= length
                break
        else:
            return rest[:at], rest[at:]
