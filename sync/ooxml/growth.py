"""What follows a table that grows: conditional formats, validations, filters, names, charts, pivots.

Everything here lets a range that ended on the table's last row end on the new one; nothing else is touched. The
references of charts and names do not follow by themselves when a file is patched.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sync.ooxml.package import Package
from sync.ooxml.refs import Area, grow_formula, grow_sqref
from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import attributes, decode, encode, set_attribute, tags

__all__ = ["grow_book", "grow_sheet_tail", "grow_table", "with_attribute"]

_SQREF = "conditionalFormatting|dataValidation|protectedRange|ignoredError"
_FILTER = "autoFilter|sortState|sortCondition"
_EXTENSION = re.compile(
    rb"<([\w.\-]+:)?(conditionalFormatting|dataValidation)(?=[\s>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>.*?</\1\2\s*>",
    re.DOTALL,
)
_INNER_SQREF = re.compile(rb"(<(?:[\w.\-]+:)?sqref\s*>)([^<]*)(</)")
_CHART_FORMULA = re.compile(rb"(<(?:[\w.\-]+:)?f(?:\s[^>]*)?>)([^<]*)(</)")
_NAME = re.compile(rb"(<(?:[\w.\-]+:)?definedName(?:[^>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>)([^<]*)(</)", re.DOTALL)
_CHARTS = ("drawingml.chart+xml", "drawingml.chartex+xml", "ms-office.chartex+xml")
_PIVOT = "pivotCacheDefinition+xml"


def with_attribute(xml: bytes, names: str, attribute: str, change: Callable[[str], str]) -> bytes:
    """The document with an attribute of the named elements changed."""
    out, at = [], 0
    for tag in tags(xml, names):
        old = attributes(tag[0]).get(attribute)
        new = old if old is None else change(old)
        if new != old:
            out += [xml[at : tag.start()], set_attribute(tag[0], attribute, new)]
            at = tag.end()
    return b"".join([*out, xml[at:]]) if out else xml


def grow_sheet_tail(tail: bytes, ended: Area, last_row: int, filters: bool) -> bytes:
    """What stands behind the rows of a sheet. `filters`: also the sheet's own filter (that of a plain range)."""

    def grow(sqref: str) -> str:
        return grow_sqref(sqref, ended, last_row)

    def inner(found: re.Match[bytes]) -> bytes:
        return found[1] + encode(grow(decode(found[2]))) + found[3]

    tail = with_attribute(tail, _SQREF, "sqref", grow)
    # Formats and validations of the 2010 extension keep their ranges in an element (sparklines do too, and must not).
    tail = _EXTENSION.sub(lambda found: _INNER_SQREF.sub(inner, found[0]), tail)
    return with_attribute(tail, _FILTER, "ref", grow) if filters else tail


def grow_table(xml: bytes, old: Area, new: Area) -> bytes:
    """A table part whose area becomes another; its filter and sorting follow."""

    def change(reference: str) -> str:
        return str(new) if reference == str(old) else grow_sqref(reference, old, new.last_row)

    return with_attribute(xml, f"table|{_FILTER}", "ref", change)


def grow_book(workbook: Workbook, sheet: str, ended: Area, last_row: int) -> None:
    """Names, charts and pivot sources of the workbook that end with the area of a sheet."""
    package = workbook.package
    grow = grow_formula(sheet, ended, last_row)
    _rewrite(package, workbook.main_part, _NAME, grow)
    for part in package.names:
        if not part.endswith(".xml") or part.startswith("xl/worksheets/"):
            continue
        if "chart" in part.lower() and package.content_type(part).endswith(_CHARTS):
            _rewrite(package, part, _CHART_FORMULA, grow)
        elif "pivot" in part.lower() and package.content_type(part).endswith(_PIVOT):
            _grow_pivot(package, part, sheet, ended, last_row)


def _rewrite(package: Package, part: str, pattern: re.Pattern[bytes], grow: Callable[[str], str]) -> None:
    def replace(found: re.Match[bytes]) -> bytes:
        old = decode(found[2])
        new = grow(old)
        return found[0] if new == old else found[1] + encode(new) + found[3]

    package.put(part, pattern.sub(replace, package.read(part)))


def _grow_pivot(package: Package, part: str, sheet: str, ended: Area, last_row: int) -> None:
    xml = package.read(part)
    source = next(tags(xml, "worksheetSource"), None)
    if source is None or attributes(source[0]).get("sheet") != sheet:
        return
    package.put(part, with_attribute(xml, "worksheetSource", "ref", lambda ref: grow_sqref(ref, ended, last_row)))
