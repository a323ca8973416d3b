"""Removes texts that no cell shows any more from the shared strings, where they would live on unseen."""

from __future__ import annotations

import re

from sync.ooxml.shared_uses import shared_uses
from sync.ooxml.workbook import Workbook

__all__ = ["scrub"]

_ITEM = re.compile(
    rb"<((?:[\w.\-]++:)?)si(?:\s[^<>]*?)?(?:/>|>[^<]*+(?:<(?!/?(?:[\w.\-]++:)?si[\s/>])[^<]*+)*+</(?:[\w.\-]++:)?si\s*+>)"
)


def scrub(workbook: Workbook, dropped: set[int]) -> None:
    """Blank those of the strings (by index) that no sheet refers to; the indexes of the others stay."""
    package, part = workbook.package, workbook.strings_part
    if not part:
        return
    left = set(dropped)
    for relation in package.relations(workbook.main_part).values():
        if not left:
            return
        if relation.kind.casefold().endswith("sheet") and package.has(relation.target):  # those of old macros too
            left -= shared_uses(package.read(relation.target))
    xml, out, at = package.read(part), [], 0
    for index, item in enumerate(_ITEM.finditer(xml)):
        if index in left:
            out += [xml[at : item.start()], b"<%ssi><%st/></%ssi>" % (item[1], item[1], item[1])]
            at = item.end()
    package.put(part, b"".join([*out, xml[at:]]))
