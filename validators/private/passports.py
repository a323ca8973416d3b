"""Passports and travel permits.

A letter and eight digits may as well be the number of a part or a contract. So the word has to stand before it or in
the header, or the cell must be one about a person, where no such number belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from validators.private.words import Private

__all__ = ["passports_in"]

_NUMBER = r"[a-z]{1,2} ?\d(?: ?\d){5,9}[a-z]?|\d{8,9}"
_SAID = re.compile(
    rf"(?:护照|通行证|回乡证|台胞证|旅行证|passport)(?:\W|号|码|为|是|no\b|number|num\b){{0,8}}(?<![a-z0-9])(?P<no>{_NUMBER})(?![a-z0-9])"
)
_HEADER = re.compile(r"护照|通行证|回乡证|台胞证|passport")
_WHOLE = re.compile(_NUMBER)
_PERSON = frozenset(("Contact_Info", "Contact_Person"))
_CHINESE = re.compile(r"(?<![a-z0-9_])(?P<no>[eg]\d{8}|e[a-z]\d{7})(?![a-z0-9_@])")
_ACCOUNT = re.compile(r"(?:微信|企微|wechat|wx|qq|v信)\W{0,3}号?\W{0,3}$")


def passports_in(text: str, header: str) -> Iterator[Private]:
    """The passports and permits in a plain text that stands under `header`."""
    low = text.casefold()
    if _HEADER.search(header.casefold()):
        stripped = low.strip(" '’")
        if _WHOLE.fullmatch(stripped) and not _is_day(stripped):
            yield Private("P005", low.index(stripped), low.index(stripped) + len(stripped))
            return
    for found in _SAID.finditer(low):
        if not _is_day(found["no"]):
            yield Private("P005", found.start("no"), found.end("no"))
    if header in _PERSON:
        for found in _CHINESE.finditer(low):
            if not _is_day(found["no"][1:]) and not _ACCOUNT.search(low[: found.start()]):
                yield Private("P005", found.start("no"), found.end("no"))


def _is_day(digits: str) -> bool:
    try:
        return len(digits) == 8 and 1990 < date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False
