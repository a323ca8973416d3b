"""Compares a workbook with its patched self, part by part: what changed, and whether all of it was meant.

Knows nothing of the patcher: it takes both files apart with lxml. A part that is not the same bytes must differ only
where the `Change` says so; inside a worksheet, cell by cell and element by element.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from lxml import etree

from tests.ooxml.books import parts

__all__ = ["Change", "differences", "surprises"]

Element = Any
Places = Mapping[str, Collection[tuple[int, int]]]
_REFERENCE = re.compile(r"([A-Za-z]*)([0-9]*)")
_PARSER = etree.XMLParser(
    huge_tree=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
)
_RANGES = frozenset({"sqref", "ref"})
_GROWING = (
    "conditionalFormatting",
    "dataValidation",
    "protectedRange",
    "ignoredError",
    "autoFilter",
    "sortState",
    "sortCondition",
    "table",
    "worksheetSource",
)


@dataclass(frozen=True)
class Change:
    """What a patch was asked to do: cells by the part of their sheet, rows that it appended, tables that it let grow,
    titles of sheets that it drew, parts that may go, how many columns it added to a table, and whether shared strings
    may have been emptied."""

    cells: Places = field(default_factory=dict)
    rows: Mapping[str, Collection[int]] = field(default_factory=dict)
    drawn: Collection[str] = ()
    gone: Collection[str] = ()
    recalculated: bool = False
    widened: int = 0
    scrubbed: bool = False


def surprises(before: bytes, after: bytes, change: Change) -> list[str]:
    """Whatever differs between two workbooks without being meant; empty where nothing was lost."""
    old, new = _parts(before), _parts(after)
    drawn = _drawn_parts(new, change.drawn)
    found = [f"{name}: gone" for name in old.keys() - new.keys() - {part.lower() for part in change.gone} - drawn]
    fresh = {name for name in new.keys() - old.keys() if name not in drawn}
    found += [f"{name}: new" for name in fresh if not name.endswith(("styles.xml", ".rels"))]
    for name in old.keys() & new.keys() - drawn:
        if old[name] != new[name]:
            tree = _tree(old[name])
            if tree is None:  # it was none before
                continue
            other = _tree(new[name])
            found += (
                [f"{name}: {text}" for text in differences(name, tree, other, change)]
                if other is not None
                else [f"{name}: no XML any more"]
            )
    return sorted(found)


def differences(name: str, old: Element, new: Element, change: Change) -> Iterator[str]:
    """What differs between two versions of a part, apart from what the change was meant to do."""
    kind = _local(new)
    grown = bool(change.rows)
    if kind == "worksheet":
        yield from _sheets(old, new, _of(change.cells, name), _of(change.rows, name), grown)
    elif kind == "Relationships":
        yield from _superset(old, new, "Target", change)
    elif kind == "Types":
        yield from _superset(old, new, "PartName", change)
    elif kind == "styleSheet":
        yield from _styles(old, new)
    elif kind == "workbook":
        for tree in (old, new):
            _strip_workbook(tree, change)
        yield from _same(old, new)
    elif kind == "sst" and change.scrubbed:
        for one, other in zip_longest(old, new):
            if other is None or one is None or "".join(other.itertext()):
                yield from _same(old, new) if one is None or other is None else _same(one, other, "sst")
    elif kind == "table" and change.widened:
        yield from _widened(old, new, change.widened)
    elif grown and kind in ("table", "chartSpace", "pivotCacheDefinition"):
        for tree in (old, new):
            _strip_ranges(tree)
        yield from _same(old, new)
    else:
        yield "changed"


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts by name as the standard compares names: without case. Some writers use backslashes."""
    return {name.replace("\\", "/").lower(): content for name, content in parts(data).items()}


def _tree(xml: bytes) -> Element | None:
    try:
        return _parsed(xml)
    except etree.XMLSyntaxError:
        return None


def _parsed(xml: bytes) -> Element:
    return etree.fromstring(xml, _PARSER)


def _of(wanted: Mapping[str, Collection[Any]], name: str) -> frozenset[Any]:
    return frozenset(place for part, places in wanted.items() if part.lower() == name for place in places)


def _local(element: Element) -> str:
    return str(etree.QName(element).localname)


def _same(old: Element, new: Element, path: str = "") -> Iterator[str]:
    path = f"{path}/{_local(old)}"
    if old.tag != new.tag or dict(old.attrib) != dict(new.attrib):
        yield f"{path}: {dict(old.attrib)} became {new.tag} {dict(new.attrib)}"
    elif (old.text or "").strip() != (new.text or "").strip() or (old.tail or "").strip() != (new.tail or "").strip():
        yield f"{path}: “{old.text}” became “{new.text}”"
    else:
        for one, other in zip_longest(old, new):
            if one is None or other is None:
                yield f"{path}: {'more' if one is None else 'less'}: {_local(other if one is None else one)}"
                return
            yield from _same(one, other, path)


def _sheets(
    old: Element, new: Element, cells: frozenset[tuple[int, int]], rows: frozenset[int], grown: bool
) -> Iterator[str]:
    before, after = _grid(old), _grid(new)
    for place in sorted(before.keys() | after.keys()):
        if place in cells or place[0] in rows:
            continue
        if place not in before or place not in after:
            yield f"cell {place} {'came' if place in after else 'is gone'}"
        elif grown and _formula(before[place]) is not None and _formula(after[place]) is not None:
            # A formula over the table reaches further, and its result is to be computed anew.
            if before[place].get("s") != after[place].get("s"):
                yield f"{place}: another format"
        else:
            yield from _same(before[place], after[place], f"{place}")
    for tree in (old, new):
        for element in tree.iter("{*}dimension"):
            element.attrib.pop("ref", None)
        for element in tree.iter("{*}sheetData"):
            element[:] = []
            element.text = None
        if grown:
            _strip_ranges(tree)
    yield from _same(old, new)


def _formula(cell: Element) -> Element | None:
    return cell.find("{*}f")


def _grid(sheet: Element) -> dict[tuple[int, int], Element]:
    """The cells by place, and the rows (as column 0) without their cells; takes the places out of the elements."""
    found: dict[tuple[int, int], Element] = {}
    number = 0
    for row in sheet.iterfind("{*}sheetData/{*}row"):
        number = int(row.attrib.pop("r", number + 1))
        row.attrib.pop("spans", None)
        column = 0
        for cell in row:
            letters = _REFERENCE.match(cell.attrib.pop("r", ""))[1]  # type: ignore[index]
            column = _number(letters) if letters else column + 1
            cell.tail = None
            found[number, column] = cell
        row[:] = []
        row.text = row.tail = None
        if row.attrib:
            found[number, 0] = row
    return found


def _number(letters: str) -> int:
    value = 0
    for letter in letters.upper():
        value = value * 26 + ord(letter) - 64
    return value


def _strip_ranges(tree: Element) -> None:
    """Take out the references that a grown table may change."""
    in_sheet = _local(tree) == "worksheet"
    for element in tree.iter(
        "{*}formula", "{*}f", "{*}sqref", "{*}definedName", *(f"{{*}}{name}" for name in _GROWING)
    ):
        # A sparkline's data may grow; where it stands is in an element of the same name, and must stay.
        parent = element.getparent()
        held = _local(element) == "sqref" and _local(parent) != "sparkline"
        list_of = _local(element) == "f" and (not in_sheet or _local(parent) in ("formula1", "formula2", "sparkline"))
        if held or list_of or _local(element) in ("definedName", "formula"):
            element.text = None
        for name in _RANGES & set(element.attrib):
            del element.attrib[name]


def _strip_workbook(tree: Element, change: Change) -> None:
    titles = {title.casefold() for title in change.drawn}
    sheets = tree.findall("{*}sheets/{*}sheet")
    own = {str(at) for at, sheet in enumerate(sheets) if sheet.get("name", "").casefold() in titles}
    for sheet in sheets:
        if sheet.get("name", "").casefold() in titles:
            sheet.getparent().remove(sheet)
    for name in tree.findall("{*}definedNames/{*}definedName"):
        if name.get("localSheetId") in own:
            name.getparent().remove(name)
    for names in tree.findall("{*}definedNames"):
        if not len(names):
            tree.remove(names)
    if change.rows:
        _strip_ranges(tree)
    if change.recalculated:
        for element in tree.findall("{*}calcPr"):
            element.attrib.pop("fullCalcOnLoad", None)


def _widened(old: Element, new: Element, count: int) -> Iterator[str]:
    for columns in new.iterfind("{*}tableColumns"):
        columns[:] = columns[:-count]
    for tree in (old, new):
        _strip_ranges(tree)
        for columns in tree.iterfind("{*}tableColumns"):
            del columns.attrib["count"]
    yield from _same(old, new)


def _superset(old: Element, new: Element, key: str, change: Change) -> Iterator[str]:
    there = [dict(element.attrib) for element in new]
    for element in old:
        led = element.get(key, "").rpartition("/")[2].lower()
        if dict(element.attrib) not in there and not any(
            led == part.rpartition("/")[2].lower() for part in change.gone
        ):
            yield f"{element.get(key)} is gone or another"


def _styles(old: Element, new: Element) -> Iterator[str]:
    """Formats may only be added behind those there are: cells name them by their number."""
    after = {_local(element): element for element in new}
    for element in old:
        other = after.get(_local(element))
        if other is None:
            yield f"{_local(element)} is gone"
            continue
        for one, its in zip(element, other, strict=False):
            yield from _same(one, its, _local(element))
        if len(other) < len(element):
            yield f"{_local(element)} lost some"


def _drawn_parts(new: Mapping[str, bytes], titles: Collection[str]) -> set[str]:
    """The parts of drawn sheets, with what hangs on them."""
    found: set[str] = set()
    if not titles:
        return found
    wanted = {title.casefold() for title in titles}
    start = _parsed(new["_rels/.rels"])
    main = next(
        one.get("Target", "").lstrip("/").lower() for one in start if one.get("Type", "").endswith("/officeDocument")
    )
    relations = _relations(new, main)
    for sheet in _parsed(new[main]).iterfind("{*}sheets/{*}sheet"):
        if sheet.get("name", "").casefold() in wanted:
            identity = next(value for key, value in sheet.attrib.items() if key.endswith("}id"))
            waiting = [relations[identity]]
            while waiting:
                part = waiting.pop()
                if part not in found:
                    found.update((part, _rels(part)))
                    waiting += _relations(new, part).values()
    return found


def _rels(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels").lower()


def _relations(new: Mapping[str, bytes], part: str) -> dict[str, str]:
    xml = new.get(_rels(part))
    if xml is None:
        return {}
    folder = part.rpartition("/")[0]
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/").lower()
        for one in _parsed(xml)
        if one.get("TargetMode") != "External"
    }
