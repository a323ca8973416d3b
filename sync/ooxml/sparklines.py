"""The cells of a sheet that show sparklines. Source: MS-XLSX 2.6.47 (sparkline), 2.4.67 (their place in extLst)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sync.ooxml.refs import Area, area
from sync.ooxml.xmltext import elements

__all__ = ["sparklines"]

_PLACE = re.compile(rb"<(?:[\w.\-]+:)?sqref\s*>\s*([^<]*?)\s*<")


def sparklines(tail: bytes) -> Iterator[Area]:
    """The places of the sparklines listed behind the rows of a sheet."""
    if b"sparkline" not in tail:
        return
    for found in elements(tail, "sparkline"):
        for place in _PLACE.findall(found.content):
            for reference in place.decode("ascii", "replace").split():
                try:
                    yield area(reference)
                except ValueError:
                    continue
