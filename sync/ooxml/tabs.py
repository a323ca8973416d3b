"""The tabs and sheet-bound names in the workbook part, edited as bytes (ECMA-376 part 1, 18.2.5, 18.2.19)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from sync.ooxml.opc import with_child
from sync.ooxml.xmltext import attribute, attributes, encode, set_attribute, tags

__all__ = ["FILTER", "PRINT_TITLES", "Tab", "tabs", "with_hidden", "with_names", "with_tab"]

PRINT_TITLES: Final = "_xlnm.Print_Titles"
FILTER: Final = "_xlnm._FilterDatabase"
_OURS: Final = frozenset({PRINT_TITLES.casefold(), FILTER.casefold()})
_RELATIONS: Final = re.compile(
    rb"""xmlns:([\w.\-]+)\s*=\s*["'](?:http://schemas\.openxmlformats\.org/officeDocument/2006/relationships"""
    rb"""|http://purl\.oclc\.org/ooxml/officeDocument/relationships)["']"""
)
_AFTER_NAMES: Final = (
    "calcPr|oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|fileRecoveryPr"
    "|webPublishObjects|extLst"
)
"""What must follow `definedNames` (18.2.27)."""


class Tab(NamedTuple):
    """A sheet of any kind; its place in the list of tabs is what sheet-bound names count by."""

    title: str
    relation: str
    number: int
    state: str


@lru_cache(maxsize=32)  # asked for again and again, and the same in most of a team's workbooks
def tabs(xml: bytes) -> tuple[Tab, ...]:
    """All sheets, in the order of their tabs."""
    found = []
    for tag in tags(xml, "sheet"):
        named = attributes(tag[0])
        number = named.get("sheetId", "0")
        found.append(
            Tab(
                named.get("name", ""),
                attribute(tag[0], "id") or "",
                int(number) if number.isdigit() else 0,
                named.get("state", "visible"),
            )
        )
    return tuple(found)


def with_tab(xml: bytes, title: str, relation: str, relations_namespace: str, *, hidden: bool) -> bytes:
    """The workbook with one more sheet at the end."""
    number = max((tab.number for tab in tabs(xml)), default=0) + 1
    root = next(tags(xml, "workbook"))[0]
    prefix = _RELATIONS.search(root)
    declared = b"" if prefix else b' xmlns:r="%s"' % relations_namespace.encode()
    state = b' state="hidden"' if hidden else b""
    identity = b' %s:id="%s"' % (prefix[1] if prefix else b"r", encode(relation))
    named = b'name="%s" sheetId="%d"%s%s%s' % (encode(title), number, state, declared, identity)
    return with_child(xml, "sheets", "sheet", named)


def with_hidden(xml: bytes, title: str) -> bytes:
    """The workbook with a visible sheet hidden."""
    for tag in tags(xml, "sheet"):
        named = attributes(tag[0])
        if named.get("name") == title and named.get("state", "visible") == "visible":
            return xml[: tag.start()] + set_attribute(tag[0], "state", "hidden") + xml[tag.end() :]
    return xml


def with_names(xml: bytes, wanted: Mapping[int, Mapping[str, str]]) -> bytes:
    """The workbook with the print titles and filter areas of some sheets (by place) as wanted; a name that is not
    wanted there any more goes, all others stay where they are. Place -1 adds new names of the whole workbook."""
    missing = {(place, name): formula for place, names in wanted.items() for name, formula in names.items()}
    pieces, at, kept = [], 0, 0
    for tag in tags(xml, "definedName"):
        named = attributes(tag[0])
        place, name = named.get("localSheetId", ""), named.get("name", "")
        end = tag.end() if tag[0].endswith(b"/>") else xml.index(b">", xml.index(b"</", tag.end())) + 1
        if not place.isdigit() or int(place) not in wanted or name.casefold() not in _OURS:
            kept += 1
            continue
        formula = missing.pop((int(place), name), None)
        pieces.append(xml[at : tag.start()])
        if formula is not None:
            pieces.append(_name(tag[0][1:].partition(b"definedName")[0], int(place), name, formula))
            kept += 1
        at = end
    xml = b"".join([*pieces, xml[at:]])
    return _with_more(xml, missing, kept)


def _with_more(xml: bytes, missing: Mapping[tuple[int, str], str], kept: int) -> bytes:
    holder = next(tags(xml, "definedNames"), None)
    if not missing:
        return xml if kept or holder is None else xml[: holder.start()] + xml[_end(xml, holder) :]
    root = next(tags(xml, "workbook"))[0]
    prefix = root[1:].partition(b"workbook")[0]
    body = b"".join(_name(prefix, place, name, formula) for (place, name), formula in missing.items())
    closing = b"</%sdefinedNames>" % prefix
    if holder is not None and not holder[0].endswith(b"/>"):
        cut = xml.rindex(b"</", holder.end(), _end(xml, holder))
        return xml[:cut] + body + xml[cut:]
    body = b"<%sdefinedNames>" % prefix + body + closing
    if holder is not None:
        return xml[: holder.start()] + body + xml[holder.end() :]
    after = next(tags(xml, _AFTER_NAMES), None)
    cut = after.start() if after else xml.rindex(b"</")
    return xml[:cut] + body + xml[cut:]


def _end(xml: bytes, holder: re.Match[bytes]) -> int:
    if holder[0].endswith(b"/>"):
        return holder.end()
    return xml.index(b">", xml.index(b"definedNames", holder.end())) + 1


def _name(prefix: bytes, place: int, name: str, formula: str) -> bytes:
    hidden = b' hidden="1"' if name == FILTER else b""
    tag = b"%sdefinedName" % prefix
    bound = b"" if place < 0 else b' localSheetId="%d"' % place
    return b'<%s name="%s"%s%s>%s</%s>' % (tag, encode(name), bound, hidden, encode(formula), tag)
