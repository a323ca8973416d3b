"""Small tools for XML as bytes: start tags with any prefix, attributes, escapes. Enough for the parts of a workbook.

They work on UTF-8 without comments, CDATA sections and DTDs; `package.Package.read` gives XML in that form.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "Element",
    "attribute",
    "attributes",
    "decode",
    "elements",
    "encode",
    "set_attribute",
    "tags",
    "without_comments",
    "without_elements",
]

# No value holds a raw `<` (XML 1.0, 2.3), and each name is tried once: whatever stands there, the work is linear.
_ATTRIBUTE = re.compile(rb"""(?<![\w:.\-])([\w:.\-]++)\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)')""")
_QUALIFIED = re.compile(rb"<([\w:.\-]+)")
_INSIDE = rb"""(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+"""
_SKIPPED = ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"))
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9A-Fa-f]+|lt|gt|amp|quot|apos);")


@lru_cache(maxsize=256)
def _tag(names: str) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:[\w.\-]+:)?(?:" + names.encode() + rb")(?=[\s/>])" + _INSIDE + rb">")


def tags(xml: bytes, names: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[bytes]]:
    """The start tags (or empty elements) of the local names (`a|b`), whatever their prefix."""
    return _tag(names).finditer(xml, start, len(xml) if end is None else end)


class Element(NamedTuple):
    """A whole element: where it stands, its start tag, and what is between its tags."""

    start: int
    end: int
    tag: bytes
    content: bytes


def elements(xml: bytes, names: str, start: int = 0) -> Iterator[Element]:
    """The elements of the local names, whatever their prefix. They must not stand within one another."""
    for opening in tags(xml, names, start):
        tag = opening[0]
        if tag.endswith(b"/>"):
            yield Element(opening.start(), opening.end(), tag, b"")
            continue
        closing = b"</" + _QUALIFIED.match(tag)[1]  # type: ignore[index]
        end = xml.find(closing, opening.end())
        if end >= 0:  # an element that is never closed is none
            yield Element(opening.start(), xml.index(b">", end) + 1, tag, xml[opening.end() : end])


def without_elements(xml: bytes, names: str, unwanted: Callable[[Element], bool], start: int = 0) -> bytes:
    """The document without those of the elements that are unwanted; the very bytes where none is."""
    out, at = [], 0
    for element in elements(xml, names, start):
        if unwanted(element):
            out.append(xml[at : element.start])
            at = element.end
    return b"".join([*out, xml[at:]]) if out else xml


def attributes(tag: bytes) -> dict[str, str]:
    """All attributes of a start tag, by the name as it stands (prefix included)."""
    return dict(_attributes(tag))


@lru_cache(maxsize=4096)
def _attributes(tag: bytes) -> dict[str, str]:
    # A workbook's few tags are asked for again and again, and those of a team's workbooks are much the same.
    return {m[1].decode(): decode(m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(tag)}


def attribute(tag: bytes, name: str) -> str | None:
    """One attribute of a start tag; a name without prefix also finds it with one."""
    found = _attributes(tag)
    if name in found:
        return found[name]
    return next((value for key, value in found.items() if key.rpartition(":")[2] == name), None)


def set_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """The start tag with the attribute set, or taken out for None; everything else stays as it is."""
    pattern = re.compile(rb"(\s+)" + re.escape(name.encode()) + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
    new = b"" if value is None else name.encode() + b'="' + encode(value) + b'"'
    if pattern.search(tag):
        return pattern.sub(lambda m: (m[1] + new) if new else b"", tag, count=1)
    if not new:
        return tag
    cut = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:cut].rstrip() + b" " + new + tag[cut:]


def decode(raw: bytes) -> str:
    """Text of an attribute or an element with its references resolved."""
    text = raw.decode("utf-8", "replace")
    return _ENTITY.sub(lambda m: html.unescape(m[0]), text) if "&" in text else text


def encode(text: str) -> bytes:
    """Text for an attribute in double quotes or for an element."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;").encode("utf-8", "replace")


def without_comments(xml: bytes) -> tuple[bytes, bytes]:
    """The same document without comments and with CDATA sections written as escaped text; and, behind it, what begins
    with a comment or section that does not end (empty where there is none)."""
    out: list[bytes] = []
    at, mark = 0, xml.find(b"<!")
    while mark >= 0:
        opening, closing = next((pair for pair in _SKIPPED if xml.startswith(pair[0], mark)), (b"", b""))
        if not opening:
            mark = xml.find(b"<!", mark + 2)
            continue
        end = xml.find(closing, mark + len(opening))
        out.append(xml[at:mark])
        if end < 0:
            return b"".join(out), xml[mark:]
        if closing == b"]]>":
            text = xml[mark + len(opening) : end]
            out.append(text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;"))
        at = end + len(closing)
        mark = xml.find(b"<!", at)
    return b"".join([*out, xml[at:]]), b""
