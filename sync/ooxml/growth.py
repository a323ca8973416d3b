"""What follows a table that grows or shrinks: conditional formats, validations, filters, names, charts, sparklines.

Everything here lets a range that ended on the table's last row end on the new one; nothing else is touched, people's
cell formulas least of all. The references of charts and names do not follow by themselves when a file is patched.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sync.ooxml.package import Package
from sync.ooxml.pivots import grow_pivots
from sync.ooxml.refs import Area, grow_formula, grow_sqref
from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import attributes, decode, elements, encode, set_attribute, tags

__all__ = ["chart_parts", "grow_book", "grow_rules", "grow_sheet_tail", "grow_table", "with_attribute"]

_SQREF = "conditionalFormatting|dataValidation|protectedRange|ignoredError"
_FILTER = "autoFilter|sortState|sortCondition"
_EXTENSION = re.compile(
    rb"<([\w.\-]+:)?(conditionalFormatting|dataValidation)(?=[\s>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>.*?</\1\2\s*>",
    re.DOTALL,
)
_INNER_SQREF = re.compile(rb"(<(?:[\w.\-]+:)?sqref\s*>)([^<]*)(</)")
_RULE = re.compile(rb"(<(?:[\w.\-]+:)?(?:formula[12]?|f)\s*>)([^<]*)(</)")
_CHART_FORMULA = re.compile(rb"(<(?:[\w.\-]+:)?f(?:\s[^>]*)?>)([^<]*)(</)")
_NAME = re.compile(rb"(<(?:[\w.\-]+:)?definedName(?:[^>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>)([^<]*)(</)", re.DOTALL)
_CHARTS = ("drawingml.chart+xml", "drawingml.chartex+xml", "ms-office.chartex+xml")


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
    """What stands behind the rows of the table's own sheet. `filters`: also the sheet's own filter (that of a plain
    range)."""

    def grow(sqref: str) -> str:
        return grow_sqref(sqref, ended, last_row)

    def inner(found: re.Match[bytes]) -> bytes:
        return found[1] + encode(grow(decode(found[2]))) + found[3]

    tail = with_attribute(tail, _SQREF, "sqref", grow)
    # Formats and validations of the 2010 extension keep their ranges in an element. Sparklines keep there the cell that
    # shows them, which must not grow.
    tail = _EXTENSION.sub(lambda found: _INNER_SQREF.sub(inner, found[0]), tail)
    return with_attribute(tail, _FILTER, "ref", grow) if filters else tail


def grow_rules(tail: bytes, sheet: str, ended: Area, last_row: int, home: bool) -> bytes:
    """What the rules behind the rows of any sheet refer to: lists of validations, formulas of conditional formats, the
    data of sparklines. `home`: it is the table's own sheet."""
    if b"ormula" not in tail and b":f>" not in tail:
        return tail
    fixed = grow_formula(sheet, ended, last_row, home=home, fixed=True)
    tail = _replaced(tail, _RULE, lambda _, text: fixed(text))
    free, out, at = grow_formula(sheet, ended, last_row, home=home), [], 0
    for line in elements(tail, "sparkline"):
        out += [tail[at : line.start], _replaced(tail[line.start : line.end], _RULE, lambda _, text: free(text))]
        at = line.end
    return b"".join([*out, tail[at:]]) if out else tail


def grow_table(xml: bytes, old: Area, ended: Area, new: Area) -> bytes:
    """A table part whose area `old` becomes `new`; its filter and sorting end with its data (`ended`) and follow."""
    rows = new.last_row - old.last_row

    def change(reference: str) -> str:
        return str(new) if reference == str(old) else grow_sqref(reference, ended, ended.last_row + rows)

    return with_attribute(xml, f"table|{_FILTER}", "ref", change)


def grow_book(workbook: Workbook, sheet: str, ended: Area, last_row: int) -> None:
    """Names, charts and pivot sources of the workbook that end with the area of a sheet."""
    package = workbook.package
    grow = grow_formula(sheet, ended, last_row)
    printed = grow_formula(sheet, ended, last_row, above=True)

    def name(tag: bytes, formula: str) -> str:
        # What is printed often begins above the table, with a title.
        return (printed if b"_xlnm.Print_Area" in tag else grow)(formula)

    package.put(workbook.main_part, _replaced(package.read(workbook.main_part), _NAME, name))
    for part in chart_parts(package):
        package.put(part, _replaced(package.read(part), _CHART_FORMULA, lambda _, formula: grow(formula)))
    grow_pivots(package, sheet, ended, last_row)


def chart_parts(package: Package) -> list[str]:
    """The parts of charts, old and new (chartex)."""
    return [p for p in package.names if "chart" in p.lower() and package.content_type(p).endswith(_CHARTS)]


def _replaced(xml: bytes, pattern: re.Pattern[bytes], change: Callable[[bytes, str], str]) -> bytes:
    """The document with the texts that a pattern finds changed; `change` gets their start tag and the text."""

    def replace(found: re.Match[bytes]) -> bytes:
        old = decode(found[2])
        new = change(found[1], old)
        return found[0] if new == old else found[1] + encode(new) + found[3]

    return pattern.sub(replace, xml)
