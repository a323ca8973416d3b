"""Relations and content types as bytes in, bytes out: each edit touches only the element it is about.

Source: ECMA-376 part 2, 6.2 (parts), 6.5 (relationships), 7.2.3 (media types).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from sync.ooxml.xmltext import attributes, encode, set_attribute, tags

__all__ = [
    "CONTENT_TYPES",
    "NEW_RELATIONS",
    "BadPart",
    "Relation",
    "content_type",
    "parse_relations",
    "relations_part",
    "source_part",
    "with_child",
    "with_children",
    "with_content_types",
    "with_relation",
    "without",
]

CONTENT_TYPES = "[Content_Types].xml"
NEW_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


class Relation(NamedTuple):
    """A relation of a part: `target` is the part's name, or the address where `external`."""

    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type: worksheet, table, styles …; the same in strict and transitional files."""
        return self.type.rpartition("/")[2]


@lru_cache(maxsize=1024)
def relations_part(part: str) -> str:
    """Where the relations of a part are; of the package itself for ''."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def source_part(relations: str) -> str:
    """The part whose relations these are."""
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def parse_relations(xml: bytes, source: str) -> dict[str, Relation]:
    """The relations by id, their targets as part names."""
    return dict(_relations(xml, source))


@lru_cache(maxsize=256)
def _relations(xml: bytes, source: str) -> dict[str, Relation]:
    found = {}
    for tag in tags(xml, "Relationship"):
        named = attributes(tag[0])
        found[named.get("Id", "")] = relation(named, source)
    return found


def relation(named: dict[str, str], source: str) -> Relation:
    """A relation from its attributes."""
    target, external = named.get("Target", ""), named.get("TargetMode") == "External"
    if not external:
        target = unquote(target.replace("\\", "/").partition("#")[0])
        base = "" if target.startswith("/") else posixpath.dirname(source)
        target = posixpath.normpath(posixpath.join(base, target.lstrip("/"))).lstrip("/")
    return Relation(named.get("Type", ""), target, external)


@lru_cache(maxsize=64)  # a team's workbooks begin alike, and are added to alike
def with_relation(xml: bytes, source: str, kind: str, target: str) -> tuple[bytes, str]:
    """The relations with one more, and its id. `target` is a part name."""
    taken = [attributes(tag[0]).get("Id", "") for tag in tags(xml, "Relationship")]
    numbers = [int(name[3:]) for name in taken if re.fullmatch(r"rId[0-9]{1,9}", name)]
    identity = f"rId{max(numbers, default=0) + 1}"
    path = posixpath.relpath(target, posixpath.dirname(source) or ".")
    attribute_bytes = b'Id="%s" Type="%s" Target="%s"' % (identity.encode(), encode(kind), encode(path))
    return with_child(xml, "Relationships", "Relationship", attribute_bytes), identity


class BadPart(Exception):
    """A part that lacks the element it consists of."""


def with_child(xml: bytes, parent: str, name: str, attribute_bytes: bytes) -> bytes:
    """The document with an empty element as last child of `parent`, in the parent's own prefix."""
    return with_children(xml, parent, name, [attribute_bytes])


def with_children(xml: bytes, parent: str, name: str, attributes_of: Sequence[bytes]) -> bytes:
    """The same with one such element for the attributes of each.

    Raises:
        BadPart: there is no such parent, or it does not end.
    """
    opening = next(tags(xml, parent), None)
    if opening is None:
        raise BadPart(parent)
    prefix = opening[0][1:].partition(parent.encode())[0]
    added = b"".join(b"<%s%s %s/>" % (prefix, name.encode(), one) for one in attributes_of)
    closing = b"</%s%s>" % (prefix, parent.encode())
    if opening[0].endswith(b"/>"):
        return xml[: opening.end() - 2].rstrip() + b">" + added + closing + xml[opening.end() :]
    place = xml.rfind(b"</%s%s" % (prefix, parent.encode()))
    if place < 0:
        raise BadPart(parent)
    return xml[:place] + added + xml[place:]


def without(xml: bytes, name: str, unwanted: Callable[[dict[str, str]], bool]) -> bytes:
    """The document without the empty elements `name` whose attributes are unwanted."""
    out, at = [], 0
    for tag in tags(xml, name):
        if unwanted(attributes(tag[0])):
            end = tag.end()
            if not tag[0].endswith(b"/>"):
                end = xml.index(b">", xml.index(b"</", end)) + 1
            out.append(xml[at : tag.start()])
            at = end
    return b"".join([*out, xml[at:]])


def content_type(xml: bytes, part: str) -> str:
    """The content type of a part; empty where none is declared."""
    parts, endings = _types(xml)
    name = "/" + part.lower()
    return parts[name] if name in parts else endings.get(part.rpartition(".")[2].lower(), "")


@lru_cache(maxsize=64)
def _types(xml: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """The content types by part name and by extension; the first one counts for a part, the last for an extension."""
    parts: dict[str, str] = {}
    endings: dict[str, str] = {}
    for tag in tags(xml, "Override|Default"):
        named = attributes(tag[0])
        kind = named.get("ContentType", "")
        if "PartName" in named:
            parts.setdefault(named["PartName"].lower(), kind)
        if "Extension" in named:
            endings[named["Extension"].lower()] = kind
    return parts, endings


def with_content_types(xml: bytes, kinds: Mapping[str, str]) -> bytes:
    """The content types in which the parts have these types."""
    wanted = {part: kind for part, kind in kinds.items() if content_type(xml, part) != kind}
    known = {"/" + part.lower(): kind for part, kind in wanted.items()}
    pieces, at = [], 0
    for tag in tags(xml, "Override") if wanted else ():
        kind = known.pop(attributes(tag[0]).get("PartName", "").lower(), None)
        if kind is not None:
            pieces += [xml[at : tag.start()], set_attribute(tag[0], "ContentType", kind)]
            at = tag.end()
    xml = b"".join([*pieces, xml[at:]])
    fresh = [
        b'PartName="/%s" ContentType="%s"' % (encode(part), encode(kind))
        for part, kind in wanted.items()
        if "/" + part.lower() in known
    ]
    return with_children(xml, "Types", "Override", fresh) if fresh else xml
