"""The workbook that every feature is put into, and how parts are added to it by hand."""

from __future__ import annotations

import io
import struct
import zlib
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.ooxml.package import Package
from tests.ooxml.books import written

__all__ = [
    "DATA",
    "DATA_PART",
    "FEATURE",
    "FEATURE_PART",
    "Added",
    "Feature",
    "added",
    "picture",
    "vba",
    "with_feature",
]

DATA, FEATURE = "Data", "Feature"
DATA_PART, FEATURE_PART = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"


@dataclass(frozen=True)
class Feature:
    """Something a workbook can hold. `marks` are patterns: it is there while each is found in some part that relations
    lead to; a mark that begins with `/` is the end of such a part's name instead. `title` is the sheet it stands on."""

    name: str
    data: bytes
    marks: tuple[str, ...]
    title: str = FEATURE


@dataclass(frozen=True)
class Added:
    """A part made by hand, and the relation that leads to it from `source` (a part, or '' for the package);
    none where `relation` is empty."""

    part: str
    content: str | bytes
    kind: str
    relation: str
    source: str = FEATURE_PART


def with_feature(fill: Callable[[Any, Any], object] | None = None, **options: Any) -> bytes:
    """Two sheets, `Data` with the table `T` in A1:C4, and `Feature`, which `fill` is given with the book."""

    def whole(book: Any) -> None:
        data, feature = book.add_worksheet(DATA), book.add_worksheet(FEATURE)
        rows = [["K1", 10, "a"], ["K2", 20, "b"], ["K3", 30, "a"]]
        data.add_table(
            "A1:C4", {"name": "T", "data": rows, "columns": [{"header": h} for h in ("Key", "Amount", "Kind")]}
        )
        for row, values in enumerate(rows, 1):
            feature.write_row(row, 0, values)
        feature.write_row(0, 0, ["Key", "Amount", "Kind"])
        if fill:
            fill(book, feature)

    return written(whole, **options)


def added(
    data: bytes,
    news: Sequence[Added],
    *,
    sheet: str = "",
    before: str = "",
    book: str = "",
    before_in_book: str = "</workbook>",
) -> bytes:
    """The workbook with parts added, with XML put into the Feature sheet and into the workbook part, in front of
    `before` there (the end of the sheet, where it is empty). `{rId:PART}` becomes the id of the relation to a part."""
    package = Package.from_bytes(data)
    ids = {}
    for new in news:
        content = new.content.encode() if isinstance(new.content, str) else new.content
        package.put(new.part, content, new.kind)
        if not new.relation:
            continue
        ids[f"{{rId:{new.part}}}"] = package.relate(new.source, new.relation, new.part)
    for part, xml, place in (
        (FEATURE_PART, sheet, before or "</worksheet>"),
        ("xl/workbook.xml", book, before_in_book),
    ):
        for mark, identity in ids.items():
            xml = xml.replace(mark, identity)
        if xml:
            old = package.read(part).decode()
            assert place in old, (part, place)
            at = old.index(place)
            package.put(part, (old[:at] + xml + old[at:]).encode())
    return package.render()


def picture(color: int = 200) -> io.BytesIO:
    """A red PNG of 8 × 8 pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    pixels = zlib.compress((b"\0" + bytes([color, 0, 0]) * 8) * 8)
    head = struct.pack(">2I5B", 8, 8, 8, 2, 0, 0, 0)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def vba() -> io.BytesIO:
    """A project with the documents ThisWorkbook, Sheet1, Sheet2 and the module Team, which holds an empty `Sub Go`."""
    return io.BytesIO(b64decode(Path(__file__).with_name("vbaProject.base64").read_bytes()))
