"""Which cell formats show dates, and which percentages. Source: ECMA-376 part 1, 18.8.10 and 18.8.30."""

from __future__ import annotations

import re

from sync.ooxml.number_formats import is_date_code, is_date_id
from sync.ooxml.xmltext import attributes, tags

__all__ = ["Formats"]

_QUIET = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_BUILT_IN_PERCENT = frozenset([9, 10])


class Formats:
    """The cell formats (`cellXfs`) of a styles part: the indexes of those that show dates, and of percentages."""

    def __init__(self, styles: bytes) -> None:
        codes: dict[int, str] = {}
        for tag in tags(styles, "numFmt"):
            named = attributes(tag[0])
            codes[_number(named)] = named.get("formatCode", "")
        opening = next(tags(styles, "cellXfs"), None)
        start = opening.end() if opening else len(styles)
        end = styles.find(b"cellXfs>", start)
        ids = [_number(attributes(tag[0])) for tag in tags(styles, "xf", start, max(end, start))]
        dates = {n for n in ids if (is_date_code(codes[n]) if n in codes else is_date_id(n))}
        percents = {n for n in ids if (_is_percent(codes[n]) if n in codes else n in _BUILT_IN_PERCENT)}
        self.dates = frozenset(index for index, number in enumerate(ids) if number in dates)
        self.percents = frozenset(index for index, number in enumerate(ids) if number in percents)


def _number(named: dict[str, str]) -> int:
    # A format with an impossible number shows what the plain one shows.
    told = named.get("numFmtId", "0")
    return int(told) if told.isdecimal() and len(told) < 7 else 0


def _is_percent(code: str) -> bool:
    return "%" in _QUIET.sub("", code.partition(";")[0])
