"""A workbook file as parts: reads lazily, keeps what is not touched, edits content types and relations minimally."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from sync.errors import SalesheetError, UsageError
from sync.ooxml import opc
from sync.ooxml.container import MAX_SIZE, BadContainer, Container, fold
from sync.ooxml.opc import CONTENT_TYPES, Relation
from sync.ooxml.sniff import not_a_zip, other_package
from sync.ooxml.stable import read_stable
from sync.ooxml.texts import fault
from sync.ooxml.xmltext import without_comments
from validators.fields import Language

__all__ = ["Package", "Relation"]

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([\w.\-]+)["'][^>]*\?>\s*""")
_SMALL, _MEDIUM, _LARGE = 2 << 20, 8 << 20, 32 << 20
_LIMITS = (
    (("worksheet+xml", "sharedStrings+xml", "chart+xml", "chartex+xml"), MAX_SIZE),
    (("main+xml", "table+xml"), _MEDIUM),
    (("",), _LARGE),
)
"""How large a part may be that is read as XML, by the end of its content type; the first that fits counts. Rows are as
many as they are; 100,000 left-over names in the workbook part take 4.5 MB, 130,000 formats of 120 bytes 16 MB."""
_TYPES_KEY = fold(CONTENT_TYPES)
_ErrorT = TypeVar("_ErrorT", bound=SalesheetError)


class Package:
    """The parts of one workbook. Part names have no leading slash and compare without case.

    `where` names the file in messages; `size` and `sha256` are those of the bytes that were read.
    """

    def __init__(self, data: bytes, path: Path | None = None, language: Language = "zh") -> None:
        self.path = path
        self.where = path.name if path else "workbook"
        self.language: Language = language
        self.size = len(data)
        self._data = data
        self._changed: dict[str, bytes | None] = {}
        self._added: dict[str, str] = {}
        self._cache: dict[str, bytes] = {}
        self._typed: dict[str, str] = {}
        """Content types still to be entered: all at once, when somebody asks."""
        wrong = not_a_zip(data)
        if wrong:
            raise self.fault(UsageError, wrong)
        try:
            self._zip = Container(data)
        except BadContainer as error:
            raise self.fault(UsageError, error.key, **error.fields) from None
        if not self.has(CONTENT_TYPES) or not self.main_part:
            raise self.fault(UsageError, other_package(self._zip.names, self._mimetype()))

    @classmethod
    def open(cls, path: Path, language: Language = "zh") -> Package:
        """Read a file, once, as it stands at one moment.

        Raises:
            UsageError: it is missing, unreadable, or no workbook we can work on; says what it is and what to do.
            Locked, SalesheetError: see `stable.read_stable`.
        """
        return cls(read_stable(path, language), path, language)

    @classmethod
    def from_bytes(cls, data: bytes, language: Language = "zh") -> Package:
        """A workbook that is in memory already."""
        return cls(data, None, language)

    def fault(self, kind: type[_ErrorT], key: str, **fields: object) -> _ErrorT:
        """The error `key` of `texts` about this file, in its language."""
        return fault(kind, key, self.language, self.where, **fields)

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes that were read."""
        return hashlib.sha256(self._data).hexdigest()

    @cached_property
    def main_part(self) -> str:
        """The workbook part; empty where there is none."""
        for relation in self.relations("").values():
            # Files of the beta of 2006 use other addresses, in all their parts.
            known = relation.type.startswith((_TRANSITIONAL, _STRICT))
            if known and relation.kind == "officeDocument" and self.has(relation.target):
                kind = self.content_type(relation.target)
                return (
                    relation.target if "spreadsheetml" in kind or ("ms-excel" in kind and "binary" not in kind) else ""
                )
        return ""

    @cached_property
    def strict(self) -> bool:
        """Whether the file is of the strict kind (ECMA-376 part 1)."""
        return any(relation.type.startswith(_STRICT) for relation in self.relations("").values())

    @property
    def names(self) -> list[str]:
        """The names of all parts (and of what else is in the zip), in order."""
        entries = self._zip.names.items()
        old = [entry.name for key, entry in entries if self._changed.get(key, b"") is not None]
        # Some writers put backslashes into the zip.
        return [name.replace("\\", "/").lstrip("/") for name in old] + list(self._added.values())

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        key = fold(part)
        return self._changed[key] is not None if key in self._changed else key in self._zip.names

    def read(self, part: str) -> bytes:
        """The content of a part; XML comes as UTF-8 without comments.

        Raises:
            KeyError: there is no such part.
            UsageError: it is damaged, has an unknown encoding, or carries a DTD.
        """
        key = fold(part)
        if self._typed and key == _TYPES_KEY:
            self._enter_types()
        content = self._changed[key] if key in self._changed else self._cache.get(key)
        if content is None:
            if key in self._changed or key not in self._zip.names:
                raise KeyError(part)
            content = self._cache[key] = self._inflate(key)
        return content

    def forget(self, part: str) -> None:
        """Do not hold a part that was read: it is unpacked again should anybody ask."""
        self._cache.pop(fold(part), None)

    def size_of(self, part: str) -> int:
        """Bytes of a part, unpacked; 0 where there is no such part."""
        key = fold(part)
        content = self._changed.get(key, b"")
        if key in self._changed:
            return len(content or b"")
        entry = self._zip.names.get(key)
        return entry.size if entry else 0

    def head(self, part: str, length: int) -> bytes:
        """The first `length` bytes of a part, without unpacking all of it; the whole part where it is shorter."""
        key = fold(part)
        if key in self._changed or key in self._cache:
            return self.read(part)[:length]
        return self._inflate(key, length)[:length]

    def put(self, part: str, data: bytes, content_type: str | None = None) -> None:
        """Set the content of a part, new or not; a new one needs its type unless its extension has a default one."""
        key = fold(part)
        if not self.has(part) or self.read(part) != data:
            if key not in self._zip.names:
                self._added.setdefault(key, part)
            self._changed[key] = data
            self._cache.pop(key, None)  # nobody reads it any more, and it may be large
        if content_type:
            self._typed[part] = content_type

    def drop(self, part: str) -> None:
        """Take a part out, with its own relations, the relations that lead to it, and its content type."""
        key = fold(part)
        for gone in (part, opc.relations_part(part)):
            if self.has(gone):
                self._changed[fold(gone)] = None
                if self._added.pop(fold(gone), None):
                    del self._changed[fold(gone)]
        for name in [name for name in self.names if name.endswith(".rels")]:
            source = opc.source_part(name)
            if any(fold(relation.target) == key for relation in self.relations(source).values()):
                leads = opc.without(self.read(name), "Relationship", lambda n, s=source: _leads(n, s, key))  # type: ignore[misc]
                self._edit(name, leads)
        types = opc.without(self.read(CONTENT_TYPES), "Override", lambda n: fold(n.get("PartName", "")) == key)
        self._edit(CONTENT_TYPES, types)

    def content_type(self, part: str) -> str:
        """The content type of a part; empty where none is declared."""
        return opc.content_type(self.read(CONTENT_TYPES), part)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by id; those of the package itself for ''."""
        name = opc.relations_part(part)
        return opc.parse_relations(self.read(name), part) if self.has(name) else {}

    def relate(self, source_part: str, type: str, target_part: str) -> str:
        """Add a relation between two parts; its id. `type` is a full address or its last word (`worksheet`)."""
        name = opc.relations_part(source_part)
        old = self.read(name) if self.has(name) else opc.NEW_RELATIONS
        kind = type if "/" in type else _TRANSITIONAL + type
        if self.strict and kind.startswith(_TRANSITIONAL):
            kind = _STRICT + kind.removeprefix(_TRANSITIONAL)
        try:
            xml, identity = opc.with_relation(old, source_part, kind, target_part)
        except opc.BadPart:
            raise self.fault(UsageError, "part", part=name) from None
        self.put(name, xml)
        return identity

    def render(self, level: int = 2) -> bytes:
        """The bytes of the file: untouched entries as they were, changed ones packed anew, new ones at the end."""
        self._enter_types()
        changed = {key: content for key, content in self._changed.items() if key not in self._added}
        added = [(name, self.read(name)) for name in self._added.values()]
        return self._zip.render(changed, added, level)

    def _enter_types(self) -> None:
        typed, self._typed = self._typed, {}
        if typed:
            try:
                types = opc.with_content_types(self.read(CONTENT_TYPES), typed)
            except opc.BadPart:
                raise self.fault(UsageError, "part", part=CONTENT_TYPES) from None
            self._edit(CONTENT_TYPES, types)

    def _edit(self, part: str, data: bytes) -> None:
        if self.read(part) != data:
            self._changed[fold(part)] = data

    def _mimetype(self) -> bytes:
        return self.read("mimetype") if self.has("mimetype") else b""

    def _inflate(self, key: str, limit: int | None = None) -> bytes:
        entry = self._zip.names[key]
        xml = key.endswith((".xml", ".rels"))
        if xml and limit is None and entry.size > self._limit(key):
            raise self.fault(UsageError, "long", part=entry.name, size=entry.size >> 20, most=self._limit(key) >> 20)
        try:
            raw = self._zip.inflate(entry, limit)
        except BadContainer as error:
            raise self.fault(UsageError, error.key, **error.fields) from None
        return self._plain(raw, entry.name, limit is not None and limit < entry.size) if xml else raw

    def _limit(self, key: str) -> int:
        if key.endswith(".rels") or key == fold(CONTENT_TYPES):
            return _SMALL
        # As declared in the file, whatever is declared of new parts meanwhile.
        kind = opc.content_type(self._cache.get(_TYPES_KEY) or self.read(CONTENT_TYPES), key)
        return next(most for endings, most in _LIMITS if kind.endswith(endings))

    def _plain(self, raw: bytes, name: str, cut: bool) -> bytes:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
        declared = _DECLARED.match(raw)
        encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else declared[1].decode() if declared else ""
        if encoding.lower() not in ("", "utf-8", "utf8", "us-ascii"):
            try:
                raw = _DECLARED.sub(_XML, raw.decode(encoding).encode(), count=1)
            except (LookupError, UnicodeError):
                raise self.fault(UsageError, "encoding", part=name, encoding=encoding) from None
        # One byte is found ten times as fast as two, and is in few parts.
        if b"!" not in raw or b"<!" not in raw:
            return raw
        raw, open_end = without_comments(raw)
        if open_end and not cut:
            raise self.fault(UsageError, "part", part=name)
        if b"<!" in raw:
            raise self.fault(UsageError, "dtd", part=name)
        return raw


def _leads(named: dict[str, str], source: str, key: str) -> bool:
    relation = opc.relation(named, source)
    return not relation.external and fold(relation.target) == key
