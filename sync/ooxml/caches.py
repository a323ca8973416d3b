"""Copies of cell texts that programs keep beside the cells: results of formulas, and the points of charts.

When rows leave a workbook, such a copy would still tell of them. Programs work both kinds out anew when they open it.
Source: ECMA-376 part 1, 18.3.1.96 (v), 21.2.2.201 (strCache); MS-ODRAWXML 2.24.3 (chartex).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from sync.ooxml.cellxml import uncomputed_xml
from sync.ooxml.growth import chart_parts
from sync.ooxml.refs import Area, area
from sync.ooxml.rows import Words, bounds
from sync.ooxml.shared_uses import shared_uses
from sync.ooxml.strings import plain_text, unescape
from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import decode, encode

__all__ = ["forget_texts"]

_NOWHERE: Mapping[str, Sequence[Area]] = MappingProxyType({})
_POINT = re.compile(rb"(<((?:[\w.\-]+:)?(?:v|pt))(?:\s[^>]*)?(?<!/)>)([^<]+)(</\2\s*>)")
_INLINE = re.compile(rb"<((?:[\w.\-]+:)?)is(?:\s[^>]*)?>(.*?)</\1is\s*>", re.DOTALL)
_FEW = 16
"""So many texts are looked for one by one before all texts are taken out of their cells."""


def forget_texts(workbook: Workbook, texts: set[str], spared: Mapping[str, Sequence[Area]] = _NOWHERE) -> None:
    """Take texts that no cell shows any more out of the copies; where one is part of a result, the whole result.

    A single letter tells nothing and stays, and so do the results of formulas within `spared` (areas by the titles of
    their sheets): those tables are read by the values in them, and the rows left there are meant to be seen.
    """
    package, texts = workbook.package, {text for text in texts if len(text) > 1}
    if not texts:
        return
    kept = "\0".join(_copies(workbook))
    held = {text for text in texts if text in kept}
    if held:
        held -= set(_shown(workbook, held))
    if not held:
        return
    for part in chart_parts(package):
        package.put(part, _POINT.sub(lambda point: _blank(point, held), package.read(part)))
    for sheet in workbook.sheets:
        xml = package.read(sheet.part)
        out, at, tables = [], 0, spared.get(sheet.title, ())
        for known, start, end in _results(xml):
            result = known.held.search(xml, start, end)
            if any(table.meets(_place(known, xml, start)) for table in tables):
                continue
            if result and _tells(unescape(decode(result[1])), held):
                out += [xml[at:start], uncomputed_xml(known, xml[start:end])]
                at = end
        package.put(sheet.part, b"".join([*out, xml[at:]]))


def _copies(workbook: Workbook) -> Iterator[str]:
    package = workbook.package
    for part in chart_parts(package):
        yield from (decode(point[3]) for point in _POINT.finditer(package.read(part)))
    for sheet in workbook.sheets:
        xml = package.read(sheet.part)
        for known, start, end in _results(xml):
            result = known.held.search(xml, start, end)
            if result:
                yield unescape(decode(result[1]))


def _results(xml: bytes) -> Iterator[tuple[Words, int, int]]:
    """Where the cells stand that hold a formula with a text for result."""
    place = bounds(xml)
    if place is None:
        return
    known, start, last = place
    at = xml.find(b't="str"', start, last)
    while at >= 0:
        end = xml.find(known.cell_end, at, last) + len(known.cell_end)
        begin = xml.rfind(known.cell, start, at)
        if known.is_formula.search(xml, begin, end):
            yield known, begin, end
        at = xml.find(b't="str"', max(end, at + 1), last)


def _place(known: Words, xml: bytes, start: int) -> Area:
    at = start + len(known.cell) + 4  # behind ` r="`: the first attribute of every cell
    return area(xml[at : xml.index(b'"', at)].decode())


def _shown(workbook: Workbook, wanted: set[str]) -> Iterator[str]:
    """Those of the texts that a cell shows."""
    sheets = [workbook.package.read(sheet.part) for sheet in workbook.sheets]
    missing = set(wanted)
    if len(missing) <= _FEW:  # nearly all stand in some cell just as programs write them
        missing = {text for text in wanted if not any(b"<is><t>%s</t></is>" % encode(text) in xml for xml in sheets)}
        yield from wanted - missing
    if not missing:
        return
    marks = {index for index in range(len(workbook.strings)) if workbook.strings.get(index) in missing}
    for xml in sheets:
        if marks:
            for index in shared_uses(xml) & marks:
                yield workbook.strings.get(index) or ""
        for _, content in set(_INLINE.findall(xml)):
            text = plain_text(content)
            if text in missing:
                yield text


def _blank(point: re.Match[bytes], held: set[str]) -> bytes:
    return point[1] + point[4] if _tells(decode(point[3]), held) else point[0]


def _tells(text: str, held: set[str]) -> bool:
    return any(one in text for one in held)
