"""IDs: a prefix, the day, and that day's sequence of at least three digits: C20240501001, after 999 C202405011000."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from operator import itemgetter

from validators.cells import Cell

__all__ = ["IdMint", "is_placeholder", "parse"]

_ID = re.compile(r"([CFOP])(\d{4})(\d{2})(\d{2})(\d{3,})")
_PLACEHOLDER = re.compile(r"NEW-\w{8}")


def parse(text: Cell) -> tuple[str, date, int] | None:
    """Prefix, day and number of an ID; None where it is not well-formed."""
    found = _ID.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    try:
        day = date(int(found[2]), int(found[3]), int(found[4]))
    except ValueError:
        return None
    return found[1], day, int(found[5])


def is_placeholder(text: Cell) -> bool:
    """Whether this stands in for an ID until the hub gives one."""
    return isinstance(text, str) and _PLACEHOLDER.fullmatch(text) is not None


class IdMint:
    """Hands out IDs that nobody had before.

    `highest` maps prefix + day (`C20240501`) to the highest number known; it is updated in place, so that whoever owns
    it remembers what was handed out.
    """

    def __init__(self, highest: dict[str, int]) -> None:
        self.highest = highest

    def seen(self, ids: Iterable[Cell], day: date | None = None) -> None:
        """Take note of IDs in use. With a `day`, only that day's matter, because only that day's are handed out."""
        mark = "" if day is None else f"{day:%Y%m%d}"
        texts = [text for text in ids if isinstance(text, str) and mark in text]
        if mark:
            texts = [text for text in texts if text[1:9] == mark]
        if not "".join(texts).isascii():  # other digits than ours count as well, but do not sort as these do
            self._compare(texts)
            return
        texts.sort()
        texts.sort(key=len)  # of one day, a longer number is higher, else the later one
        last = dict(zip(map(itemgetter(slice(9)), texts), texts, strict=True))
        news = {at: text for at, text in last.items() if not self._reaches(at, text[9:])}
        odd = {at for at, text in news.items() if parse(text) is None}
        self._compare(text for at, text in news.items() if at not in odd)
        if odd:
            self._compare(text for text in texts if text[:9] in odd)

    def _reaches(self, at: str, number: str) -> bool:
        """Whether as high a number of that day is known."""
        return at in self.highest and number.isdigit() and int(number) <= self.highest[at]

    def _compare(self, texts: Iterable[str]) -> None:
        for text in texts:
            found = parse(text)
            if found is not None:
                at = text[:9]
                self.highest[at] = max(self.highest.get(at, 0), found[2])

    def next(self, prefix: str, day: date) -> str:
        """A new ID for that day."""
        at = f"{prefix}{day:%Y%m%d}"
        number = self.highest[at] = self.highest.get(at, 0) + 1
        return f"{at}{number:03d}"
