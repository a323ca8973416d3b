"""Company names made comparable: what two spellings of one company's name have in common.

Nothing here decides that two companies are one; it only takes away what people write differently: width and case,
blanks and signs, the legal form, traditional characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from validators.simplified import simplified

__all__ = ["legal_form", "normal_name"]

_ZH_FORMS = (
    "有限责任公司|股份有限公司|有限公司|股份公司|集团公司|总公司|(?<!分)(?<!^子)(?<![^电量原光种粒]子)公司|集团|有限合伙|普通合伙|合伙企业|个人独资企业"
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
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
"""A blank that stands for nothing: 有限 公司."""


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
    spaced = text if text.isalnum() else _BLANK.sub("", _SIGNS.sub(" ", text))
    form = _FORM.search(spaced, max(0, len(spaced) - _LONGEST)) if spaced[-1:] in _ENDS else None
    if form is not None and spaced[: form.start()].strip():
        spaced = spaced[: form.start()]
    return spaced.replace(" ", "")


def legal_form(text: str) -> str:
    """The legal forms at the end of a typed name, as they compare (有限公司, co ltd); empty where there is none."""
    text = simplified(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    spaced = _BLANK.sub("", _SIGNS.sub(" ", text))
    form = _FORM.search(spaced, max(0, len(spaced) - _LONGEST))
    return form[0].strip() if form is not None and spaced[: form.start()].strip() else ""
