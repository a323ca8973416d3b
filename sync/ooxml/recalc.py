"""Asks the spreadsheet program to compute a workbook anew on opening. Source: ECMA-376 part 1, 18.2.2 and 18.2.27."""

from __future__ import annotations

import re

from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import set_attribute, tags

__all__ = ["has_formulas", "request"]

# calcPr stands behind the last of these.
_BEFORE = "sheets|functionGroups|externalReferences|definedNames"
_FORMULA = re.compile(rb"<(?:[\w.\-]+:)?f[\s/>]")


def has_formulas(workbook: Workbook) -> bool:
    """Whether any sheet holds a formula."""
    package = workbook.package
    return bool(workbook.chain_part) or any(_FORMULA.search(package.read(sheet.part)) for sheet in workbook.sheets)


def request(workbook: Workbook) -> None:
    """Set `fullCalcOnLoad`, where there is anything to compute."""
    package, part = workbook.package, workbook.main_part
    xml = package.read(part)
    tag = next(tags(xml, "calcPr"), None)
    if (tag and b'fullCalcOnLoad="1"' in tag[0]) or not has_formulas(workbook):
        return
    if tag:
        package.put(part, xml[: tag.start()] + set_attribute(tag[0], "fullCalcOnLoad", "1") + xml[tag.end() :])
        return
    at, prefix = 0, b""
    for opening in tags(xml, _BEFORE):
        name = opening[0][1:].split(None, 1)[0].rstrip(b"/>")
        prefix = name.rpartition(b":")[0] + b":" if b":" in name else b""
        closing = b"</" + name
        end = opening.end() if opening[0].endswith(b"/>") else xml.index(b">", xml.index(closing, opening.end())) + 1
        at = max(at, end)
    package.put(part, xml[:at] + b'<%scalcPr fullCalcOnLoad="1"/>' % prefix + xml[at:])
