"""The collections of a styles part as plain nodes, with their places in the bytes, so that items can be appended.

Names keep the part's own prefix (`x:xf`), so a node read from a part can be written back into that same part as it
is. Format: ECMA-376 part 1, section 18.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from xml.parsers import expat

from sync.errors import UsageError

__all__ = ["COLLECTIONS", "MINIMAL", "Collection", "Node", "Parsed", "parse", "write_node", "write_part"]

COLLECTIONS = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
"""Children of `styleSheet` in the order the schema wants (18.8.39)."""

MINIMAL = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b'<dxfs count="0"/></styleSheet>'
)
"""A styles part for a workbook that has none."""

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_DEEPEST = 64  # nodes are compared and written by recursion
_COUNT = re.compile(rb"""\scount\s*=\s*(?:"[^"]*"|'[^']*')""")


class Node(NamedTuple):
    """An element: its name as written, its attributes sorted by name, its children (elements and texts)."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Child, ...] = ()

    def get(self, attribute: str, default: str = "") -> str:
        """The attribute's value."""
        for name, value in self.attributes:
            if name == attribute:
                return value
        return default

    def with_attributes(self, **values: str) -> Node:
        """A copy with some attributes set."""
        return Node(self.name, tuple(sorted({**dict(self.attributes), **values}.items())), self.children)


Child: TypeAlias = Node | str


class Collection(NamedTuple):
    """One collection: where it starts, where its start tag ends, where its items end, and the items in order."""

    name: str
    start: int
    opened: int
    closed: int
    empty_tag: bool
    items: tuple[Node, ...]
    places: Mapping[Node, int]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A styles part: `prefix` is the elements' prefix with its colon; `children` are (name, offset) in the root."""

    data: bytes
    prefix: str
    collections: Mapping[str, Collection]
    children: tuple[tuple[str, int], ...]
    end: int


@lru_cache(maxsize=16)
def parse(data: bytes) -> Parsed:
    """Read a styles part.

    Raises:
        UsageError: it is not well-formed.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
        data = re.sub(r"^<\?xml[^>]*\?>", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', text).encode()
    try:
        reader = _read(data)
        if data[reader.end : reader.end + 2] != b"</":  # a root without children: give it an end tag
            tag = reader.prefix.encode() + b"styleSheet"
            reader = _read(data[: reader.end - 2] + b"></" + tag + b">")
    except expat.ExpatError as error:
        raise UsageError(
            f"工作簿的格式部分已损坏 / the styles of the workbook are damaged ({error})",
            where="xl/styles.xml",
            remedy="请用 Excel 打开并另存一份 / open it in Excel and save a copy",
        ) from None
    return Parsed(reader.data, reader.prefix, reader.collections, tuple(reader.children), reader.end)


def _read(data: bytes) -> _Reader:
    reader = _Reader(data)
    reader.parser.Parse(data, True)
    return reader


class _Reader:
    """Collects the items of every collection while expat walks over the part."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.prefix = ""
        self.end = len(data)
        self.collections: dict[str, Collection] = {}
        self.children: list[tuple[str, int]] = []
        self.stack: list[tuple[str, tuple[tuple[str, str], ...], list[Child]]] = []
        self.start = 0
        self.parser = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._text

    def _open(self, name: str, attributes: list[str]) -> None:
        if len(self.stack) > _DEEPEST:
            raise expat.ExpatError("nested too deeply")
        if len(self.stack) == 1:
            self.start = self.parser.CurrentByteIndex
            self.children.append((name.rpartition(":")[2], self.start))
        elif not self.stack:
            self.prefix = name[: name.find(":") + 1]
        pairs = tuple(sorted(zip(attributes[::2], attributes[1::2], strict=True)))
        self.stack.append((name, pairs, []))

    def _text(self, text: str) -> None:
        if len(self.stack) > 2 and not text.isspace():
            self.stack[-1][2].append(text)

    def _close(self, name: str) -> None:
        _, attributes, children = self.stack.pop()
        depth = len(self.stack)
        if depth > 1:
            self.stack[-1][2].append(Node(name, attributes, tuple(children)))
        elif depth == 1:
            self._collect(name, children)
        else:
            self.end = self.parser.CurrentByteIndex

    def _collect(self, name: str, children: list[Child]) -> None:
        local = name.rpartition(":")[2]
        if local not in COLLECTIONS or local in self.collections:
            return
        tag = _TAG.match(self.data, self.start)
        opened = tag.end() if tag else self.start
        items = tuple(child for child in children if not isinstance(child, str))
        places: dict[Node, int] = {}
        for at, item in enumerate(items):
            places.setdefault(item, at)
        closed = self.parser.CurrentByteIndex
        empty = self.data[opened - 2 : opened] == b"/>"
        self.collections[local] = Collection(name, self.start, opened, closed, empty, items, places)


def write_node(node: Node) -> str:
    """The node as XML."""
    attributes = "".join(f' {name}="{_quoted(value)}"' for name, value in node.attributes)
    if not node.children:
        return f"<{node.name}{attributes}/>"
    inner = "".join(_text(child) if isinstance(child, str) else write_node(child) for child in node.children)
    return f"<{node.name}{attributes}>{inner}</{node.name}>"


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(value: str) -> str:
    return _text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")


def write_part(parsed: Parsed, added: Mapping[str, Iterable[Node]]) -> bytes:
    """The part with the added items at the end of their collections; everything else stays byte for byte."""
    edits: list[tuple[int, int, bytes]] = []
    for local in COLLECTIONS:
        items = list(added.get(local, ()))
        if not items:
            continue
        body = "".join(map(write_node, items)).encode()
        collection = parsed.collections.get(local)
        if collection is None:
            name = (parsed.prefix + local).encode()
            at = _place(parsed, local)
            edits.append((at, at, b'<%b count="%d">%b</%b>' % (name, len(items), body, name)))
            continue
        tag = parsed.data[collection.start : collection.opened]
        count = b' count="%d"' % (len(collection.items) + len(items))
        tag = _COUNT.sub(count, tag, count=1)
        if collection.empty_tag:
            body = tag[:-2].rstrip() + b">" + body + b"</%b>" % collection.name.encode()
            edits.append((collection.start, collection.opened, body))
        else:
            edits.append((collection.start, collection.opened, tag))
            edits.append((collection.closed, collection.closed, body))
    pieces, at = [], 0
    for start, stop, piece in sorted(edits, key=lambda edit: edit[0]):
        pieces += [parsed.data[at:start], piece]
        at = stop
    return b"".join([*pieces, parsed.data[at:]])


def _place(parsed: Parsed, local: str) -> int:
    """Where a missing collection belongs: before the first child that must come after it."""
    rank = COLLECTIONS.index(local)
    for name, offset in parsed.children:
        if name in COLLECTIONS and COLLECTIONS.index(name) > rank:
            return offset
    return parsed.end
