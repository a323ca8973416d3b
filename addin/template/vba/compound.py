"""Writes a compound file ([MS-CFB] version 3: sectors of 512 bytes), the container of a VBA project."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Storage", "compound_file"]

Storage: TypeAlias = "Mapping[str, bytes | Storage]"
"""Streams and storages by name."""

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_HEADER_FATS = 109
"""How many FAT sectors the header itself can name: 7 MB of contents, a hundred times a VBA project."""


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0
    size: int = 0


@dataclass(slots=True)
class _Sectors:
    """The sectors after the header, and the FAT that chains them."""

    data: bytearray = field(default_factory=bytearray)
    fat: list[int] = field(default_factory=list)

    def put(self, data: bytes) -> int:
        """Append data as one chain; its first sector."""
        if not data:
            return _END
        first = len(self.fat)
        count = -(-len(data) // _SECTOR)
        self.data += data.ljust(count * _SECTOR, b"\0")
        self.fat += [*range(first + 1, first + count), _END]
        return first


def compound_file(root: Storage) -> bytes:
    """The file that holds these streams; the same streams give the same bytes (no times, no class ids).

    Raises:
        ValueError: the contents are larger than 7 MB, or a name is longer than 31 characters.
    """
    entries = [_Entry("Root Entry", _ROOT, start=_END)]
    entries[0].child = _add(entries, root)
    sectors = _Sectors()
    mini = bytearray()
    mini_fat: list[int] = []
    for entry in entries:
        if entry.kind != _STREAM:
            continue
        entry.size = len(entry.data)
        if entry.size >= _CUTOFF or not entry.size:
            entry.start = sectors.put(entry.data)
        else:
            entry.start = len(mini_fat)
            count = -(-entry.size // _MINI)
            mini += entry.data.ljust(count * _MINI, b"\0")
            mini_fat += [*range(entry.start + 1, entry.start + count), _END]
    entries[0].start, entries[0].size = sectors.put(bytes(mini)), len(mini)
    mini_table = _table(mini_fat)
    mini_at = sectors.put(mini_table)
    directory_at = sectors.put(_directory(entries))
    fats = 1
    while fats * (_SECTOR // 4) < len(sectors.fat) + fats:
        fats += 1
    if fats > _HEADER_FATS:
        raise ValueError("more than a compound file without DIFAT sectors can hold")
    fat_at = len(sectors.fat)
    fat = _table([*sectors.fat, *[_FAT] * fats])
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),  # versions, byte order, sector shifts
        *(0, fats, directory_at, 0, _CUTOFF, mini_at, len(mini_table) // _SECTOR, _END, 0),
    )
    places = [*range(fat_at, fat_at + fats), *[_FREE] * (_HEADER_FATS - fats)]
    return header + struct.pack(f"<{_HEADER_FATS}I", *places) + bytes(sectors.data) + fat


def _add(entries: list[_Entry], storage: Storage) -> int:
    """Append the entries of a storage, its children in a balanced tree; the root of that tree."""
    # Order of a directory's siblings: shorter names first, then by upper case (2.6.4).
    names = sorted(storage, key=lambda name: (len(name), name.upper()))
    numbers: dict[str, int] = {}
    for name in names:
        if len(name) > 31:
            raise ValueError(f"{name}: longer than 31 characters")
        held = storage[name]
        numbers[name] = len(entries)
        entries.append(_Entry(name, _STREAM, held) if isinstance(held, bytes) else _Entry(name, _STORAGE))
    for name in names:
        held = storage[name]
        if not isinstance(held, bytes):
            entries[numbers[name]].child = _add(entries, held)

    def tree(first: int, end: int) -> int:
        if first >= end:
            return _NONE
        middle = (first + end) // 2
        number = numbers[names[middle]]
        entries[number].left = tree(first, middle)
        entries[number].right = tree(middle + 1, end)
        return number

    return tree(0, len(names))


def _directory(entries: list[_Entry]) -> bytes:
    made = bytearray()
    for entry in entries:
        name = (entry.name + "\0").encode("utf-16-le")
        black = 1
        made += name.ljust(64, b"\0")
        made += struct.pack("<HBBIII", len(name), entry.kind, black, entry.left, entry.right, entry.child)
        made += struct.pack("<16xI16xIQ", 0, entry.start, entry.size)
    while len(made) % _SECTOR:
        made += struct.pack("<64xHBBIII48x", 0, 0, 0, _NONE, _NONE, _NONE)
    return bytes(made)


def _table(numbers: list[int]) -> bytes:
    """Whole sectors of sector numbers, filled up with free ones."""
    made = struct.pack(f"<{len(numbers)}I", *numbers)
    return made + b"\xff" * (-len(made) % _SECTOR)
