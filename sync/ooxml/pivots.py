"""Pivot tables: where they stand, where their data comes from, and that they are worked out anew.

Source: ECMA-376 part 1, 18.10.1.49 (location), 18.10.1.67 (pivotCacheDefinition), 18.10.1.95 (worksheetSource).
"""

from __future__ import annotations

from sync.ooxml.package import Package
from sync.ooxml.refs import Area, area, grow_sqref
from sync.ooxml.xmltext import attributes, set_attribute, tags

__all__ = ["grow_pivots", "pivot_areas", "refresh_pivots"]

_CACHE = "pivotCacheDefinition+xml"


def pivot_areas(package: Package, sheet_part: str) -> list[Area]:
    """The cells of a sheet that pivot tables fill: what is typed there is overwritten."""
    found = []
    for relation in package.relations(sheet_part).values():
        if relation.kind == "pivotTable" and package.has(relation.target):
            for tag in tags(package.read(relation.target), "location"):
                try:
                    found.append(area(attributes(tag[0]).get("ref", "")))
                except ValueError:
                    continue
    return found


def grow_pivots(package: Package, sheet: str, ended: Area, last_row: int) -> None:
    """Sources that end with an area of a sheet then end on another row; those named by a table follow it anyway."""
    for part in _caches(package):
        xml = package.read(part)
        for tag in tags(xml, "worksheetSource"):
            named = attributes(tag[0])
            if named.get("sheet", "").casefold() == sheet.casefold() and "ref" in named:
                new = set_attribute(tag[0], "ref", grow_sqref(named["ref"], ended, last_row))
                package.put(part, xml[: tag.start()] + new + xml[tag.end() :])


def refresh_pivots(package: Package) -> None:
    """Let pivot tables over cells of this workbook be worked out anew when it is opened. Until then they show the rows
    they were last made of."""
    for part in _caches(package):
        xml = package.read(part)
        root = next(tags(xml, "pivotCacheDefinition"), None)
        if root is not None and next(tags(xml, "worksheetSource"), None) is not None:
            package.put(part, xml[: root.start()] + set_attribute(root[0], "refreshOnLoad", "1") + xml[root.end() :])


def _caches(package: Package) -> list[str]:
    return [part for part in package.names if "pivot" in part.lower() and package.content_type(part).endswith(_CACHE)]
