"""The zip file under a workbook: reads its entries, and writes it again with every untouched entry as it was.

An untouched entry keeps all its bytes: local header, compressed data, data descriptor, and its record in the central
directory apart from the offset. Source: APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sync.crc import crc32

__all__ = ["MAX_RATIO", "MAX_SIZE", "BadContainer", "Container", "Entry", "deflate", "fold", "stored"]

_fast: Any
try:  # several times as fast as zlib, same format
    from isal import isal_zlib as _fast
except ImportError:  # no wheel for this machine
    _fast = None

MAX_SIZE = 2 << 30
"""Bytes a workbook may unpack to. 700,000 rows are 0.3 GB."""
MAX_RATIO = 250
"""Times its packed size a workbook over 100 MB may unpack to; ordinary sheets reach 15, blank formatted rows 100."""
_RATIO_FROM = 100 << 20
_READ_RATIO, _READ_FROM = 200, 2 << 20
"""The same for what is really unpacked, where a picture of one colour does not count: told much sooner."""
_LOCAL, _RECORD, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_DATE_1980 = 0x0021
_UTF8, _DESCRIPTOR, _ENCRYPTED = 0x800, 0x8, 0x1


class BadContainer(Exception):
    """The file is no sound zip: `key` names the text for people (`texts`), `fields` fill it."""

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key, fields)
        self.key = key
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the zip. `start`/`end` bound all its bytes in front of the directory, `data` is where its content
    begins, `record` its record in the directory."""

    name: str
    start: int
    end: int
    data: int
    packed: int
    size: int
    crc: int
    method: int
    record: bytes


class Container:
    """The entries of a zip held in memory. `names` maps the folded name (no case, forward slashes) to the entry.

    Raises:
        BadContainer: truncated, overlapping, encrypted or doubled entries, unsafe paths, or far too large unpacked.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._read = self._unpacked = 0
        first, count, self._end = _directory_place(data)
        self.directory = first
        self.entries = _entries(data, first, count)
        self.names: dict[str, Entry] = {}
        for entry in self.entries:
            key = fold(entry.name)
            if key in self.names:
                raise BadContainer("duplicate", part=entry.name)
            if ".." in key.split("/") or ":" in key or "\0" in key:
                raise BadContainer("path", part=entry.name)
            self.names[key] = entry
        total = sum(entry.size for entry in self.entries)
        if total > MAX_SIZE or (total > _RATIO_FROM and total > MAX_RATIO * len(data)):
            raise BadContainer("bomb", size=total >> 20)

    def inflate(self, entry: Entry, limit: int | None = None) -> bytes:
        """The content of an entry, or at least its first `limit` bytes (unchecked) where it is longer."""
        self._read += entry.packed
        self._unpacked += entry.size if limit is None else min(entry.size, limit)
        if self._unpacked > _READ_FROM and self._unpacked > _READ_RATIO * self._read:
            raise BadContainer("bomb", size=self._unpacked >> 20)
        packed = self.data[entry.data : entry.data + entry.packed]
        if entry.method == 0:
            content = packed
        elif entry.method == 8:
            content = _inflate(packed, entry, limit)
        else:
            raise BadContainer("broken", detail=f"{entry.name}: method {entry.method}")
        if limit is not None and entry.size > limit:
            return content
        if len(content) != entry.size or crc32(content) != entry.crc:
            raise BadContainer("broken", detail=entry.name)
        return content

    def render(
        self, changed: Mapping[str, bytes | None], added: Sequence[tuple[str, bytes]] = (), level: int = 2
    ) -> bytes:
        """The zip with the entries of `changed` (by folded name) replaced or left out (None), and new ones appended."""
        if not changed and not added:
            return self.data
        out = [self.data[: min((entry.start for entry in self.entries), default=0)]]
        at = len(out[0])
        records: dict[str, bytes] = {}
        for entry in sorted(self.entries, key=lambda entry: entry.start):
            key = fold(entry.name)
            content = changed.get(key, b"")
            if content is None:
                continue
            if key in changed:
                blob, records[key] = _packed(_raw_name(entry.record), content, level, at, entry.record)
            else:
                blob, records[key] = self.data[entry.start : entry.end], _moved(entry.record, at)
            out.append(blob)
            at += len(blob)
        directory = [records[key] for key in map(fold, (entry.name for entry in self.entries)) if key in records]
        for name, content in added:
            blob, record = _packed(name.encode(), content, level, at)
            directory.append(record)
            out.append(blob)
            at += len(blob)
        listing, comment = b"".join(directory), self.data[self._end + 22 :]
        sizes = struct.pack("<4H2IH", 0, 0, len(directory), len(directory), len(listing), at, len(comment))
        return b"".join([*out, listing, _END, sizes, comment])


def fold(name: str) -> str:
    """The name under which an entry is found: parts compare without case (ECMA-376 part 2, 6.2.2.3)."""
    return name.replace("\\", "/").lstrip("/").lower()


def deflate(data: bytes, level: int) -> bytes:
    """Raw deflate."""
    packer: Any = _fast.compressobj(min(level, 3), 8, -15) if _fast else zlib.compressobj(level, 8, -15)
    return bytes(packer.compress(data)) + bytes(packer.flush())


def stored(contents: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip of the given files, not compressed: for private copies in memory."""
    out: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, content in contents:
        raw, size = name.encode(), len(content)
        head = struct.pack("<5H3I2H", 20, _UTF8, 0, 0, _DATE_1980, crc32(content), size, size, len(raw), 0)
        directory.append(_RECORD + b"\x14\x00" + head + struct.pack("<3H2I", 0, 0, 0, 0, at) + raw)
        out += [_LOCAL + head + raw, content]
        at += 30 + len(raw) + size
    listing = b"".join(directory)
    end = struct.pack("<4H2IH", 0, 0, len(directory), len(directory), len(listing), at, 0)
    return b"".join([*out, listing, _END, end])


def _inflate(packed: bytes, entry: Entry, limit: int | None) -> bytes:
    unpacker: Any = (_fast or zlib).decompressobj(-15)
    try:
        # One byte more than declared shows an entry that lies about its size.
        return bytes(unpacker.decompress(packed, (entry.size if limit is None else min(limit, entry.size)) + 1))
    except Exception as error:  # the two libraries raise different classes
        raise BadContainer("broken", detail=entry.name) from error


def _directory_place(data: bytes) -> tuple[int, int, int]:
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or len(data) < end + 22:
        raise BadContainer("broken", detail="zip")
    _, _, _, count, size, first, _ = struct.unpack_from("<4H2IH", data, end + 4)
    if data[end - 20 : end - 16] == b"PK\x06\x07":
        (place,) = struct.unpack_from("<Q", data, end - 12)
        if data[place : place + 4] != b"PK\x06\x06" or place + 56 > len(data):
            raise BadContainer("broken", detail="zip64")
        count, size, first = struct.unpack_from("<3Q", data, place + 32)
    if first + size > end:
        raise BadContainer("broken", detail="zip")
    return first, count, end


def _entries(data: bytes, at: int, count: int) -> list[Entry]:
    first, found = at, []
    for _ in range(count):
        if data[at : at + 4] != _RECORD or len(data) < at + 46:
            raise BadContainer("broken", detail="zip")
        flags, method, _, _, crc, packed, size, n, x, c = struct.unpack_from("<4H3I3H", data, at + 8)
        (start,) = struct.unpack_from("<I", data, at + 42)
        record = data[at : at + 46 + n + x + c]
        name = _text(record[46 : 46 + n])
        size, packed, start = _wide(record[46 + n : 46 + n + x], size, packed, start)
        if flags & _ENCRYPTED:
            raise BadContainer("password")
        if data[start : start + 4] != _LOCAL or start + 30 > first:
            raise BadContainer("broken", detail=name)
        local_name, local_extra = struct.unpack_from("<2H", data, start + 26)
        found.append((name, start, start + 30 + local_name + local_extra, packed, size, crc, method, record))
        at += len(record)
    ends = [*sorted(item[1] for item in found), first]
    after = dict(pairwise(ends))
    if len(after) < len(found):  # two entries at one place
        raise BadContainer("broken", detail="zip")
    entries = []
    for name, start, begin, packed, size, crc, method, record in found:
        end = after.get(start, start)
        if begin + packed > end:
            raise BadContainer("broken", detail=name)
        entries.append(Entry(name, start, end, begin, packed, size, crc, method, record))
    return entries


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _wide(extra: bytes, *values: int) -> tuple[int, ...]:
    # Zip64 (4.5.3): the extra field holds, in this order, just the values that did not fit.
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            wide = [extra[i : i + 8] for i in range(at + 4, at + 4 + length, 8)]
            return tuple(
                int.from_bytes(wide.pop(0), "little") if value == 0xFFFFFFFF and wide else value for value in values
            )
        at += 4 + length
    return values


def _raw_name(record: bytes) -> bytes:
    return record[46 : 46 + int.from_bytes(record[28:30], "little")]


def _moved(record: bytes, at: int) -> bytes:
    # Also where a zip64 field holds the old offset: it is the field's last value, and is read only if this one is -1.
    return record[:42] + struct.pack("<I", at) + record[46:]


def _packed(name: bytes, content: bytes, level: int, at: int, old: bytes = b"") -> tuple[bytes, bytes]:
    body = deflate(content, level)
    time, day = struct.unpack_from("<2H", old, 12) if old else (0, _DATE_1980)
    flags = (int.from_bytes(old[8:10], "little") & _UTF8) if old else (0 if name.isascii() else _UTF8)
    head = struct.pack("<5H3I2H", 20, flags, 8, time, day, crc32(content), len(body), len(content), len(name), 0)
    made, places = (old[4:6], old[34:42]) if old else (b"\x14\x00", b"\0" * 8)
    record = _RECORD + made + head + struct.pack("<H", 0) + places + struct.pack("<I", at) + name
    return _LOCAL + head + name + body, record
