"""Workbooks that were made to do harm, each in memory: what a stranger could send by mail.

All of them are small; what they claim to hold, or make a reader do, is not. Each is built around the same honest list
of one customer, so that nothing but the attack can be the reason for what is said of it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.ooxml.books import MAIN, OFFICE, by_hand, parts, zipped

__all__ = ["ATTACKS", "Attack", "honest"]

HEADS = ("客户编号", "客户名称", "联系方式", "客户状态", "客户等级", "创建人", "首次接触日期")
ROW = ("C20240501001", "杭州远景科技有限公司", "电话:0571-88886666", "意向客户", "普通客户", "张伟", "2026-05-01")
SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
HEAD_16 = '<?xml version="1.0" encoding="UTF-16"?>'
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Attack:
    """`make` builds the file; `said` stands in the English answer, or is empty where the file may simply be read.
    `megabytes` is what a check of it may take: 50, unless the file is itself of that order."""

    make: Callable[[], bytes]
    said: str = ""
    megabytes: int = 50


def row(number: int, texts: Iterable[str]) -> str:
    """A row of inline texts from column A on."""
    cells = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


LIST = row(1, HEADS) + row(2, ROW)


def honest(more: str = "", **options: Any) -> bytes:
    """The list; `more` stands behind its rows."""
    return by_hand(LIST + more, **options)


def with_parts(changes: Mapping[str, str | bytes]) -> bytes:
    """The list with some parts replaced or added."""
    return zipped({**parts(honest()), **changes})


def part(name: str, old: str, new: str) -> bytes:
    """The list with a piece of a part replaced."""
    text = parts(honest())[name].decode()
    assert old in text
    return with_parts({name: text.replace(old, new, 1)})


def claims(size: int) -> bytes:
    """The list, whose sheet says in all places that it unpacks to `size` bytes."""
    data = bytearray(honest())
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        info = source.getinfo(SHEET)
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    for place in (info.header_offset + 22, at + 24):
        struct.pack_into("<I", data, place, size)
    return bytes(data)


def directory(change: Callable[[bytearray, int], None]) -> bytes:
    """The list after `change(data, place of the end record)`."""
    data = bytearray(honest())
    change(data, data.rindex(b"PK\x05\x06"))
    return bytes(data)


def overlapping() -> bytes:
    """Every entry's record points to one and the same big entry, as in a quine bomb."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = b" " * (4 << 20)
    packed = body.compress(content) + body.flush()
    head = struct.pack("<5H3I2H", 20, 0, 8, 0, 33, zlib.crc32(content), len(packed), len(content), 8, 0)
    data = b"PK\x03\x04" + head + b"same.xml" + packed
    records = [
        b"PK\x01\x02\x14\0" + head[:22] + struct.pack("<H", 8) + b"\0" * 12 + struct.pack("<I", 0) + b"f%03d.xml" % at
        for at in range(20)
    ]
    records = [record[:28] + struct.pack("<H", 8) + record[30:] for record in records]
    listing = b"".join(records)
    end = struct.pack("<4H2IH", 0, 0, len(records), len(records), len(listing), len(data), 0)
    return data + listing + b"PK\x05\x06" + end


def twice() -> bytes:
    """The same name with other content: what one program checks is not what another reads."""
    data = io.BytesIO(honest())
    with zipfile.ZipFile(data, "a") as target:
        target.writestr("xl/Worksheets/Sheet1.xml", b"<worksheet/>")
    return data.getvalue()


def zip64(**fields: int) -> bytes:
    """The list with a zip64 end record that lies."""
    data = honest()
    end = data.rindex(b"PK\x05\x06")
    count, size, first = struct.unpack_from("<H2I", data, end + 10)
    wide = {"count": count, "size": size, "first": first} | fields
    record = struct.pack("<Q2H2I4Q", 44, 45, 45, 0, 0, wide["count"], wide["count"], wide["size"], wide["first"])
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, fields.get("place", end), 1)
    return data[:end] + b"PK\x06\x06" + record + locator + data[end:]


def nested(depth: int) -> str:
    """An element in an element in an element …, no two alike, so that they do not pack away."""
    names = [f"a{at * 7919 % 1_000_003:x}" for at in range(depth)]
    return "".join([f"<{name}>" for name in names]) + "".join([f"</{name}>" for name in reversed(names)])


def names() -> str:
    """A million defined names, as copied sheets leave them behind, and more."""
    listed = "".join(f'<definedName name="n{at}">S!$A$1</definedName>' for at in range(MILLION))
    return f"<definedNames>{listed}</definedNames>"


def numbered(start: str, end: str = "") -> str:
    """A million elements; `start` holds the place of the number."""
    return "".join([start % at for at in range(1, MILLION + 1)]) + end


CELL = '<row r="3"><c r="A3"%s</row>'
ATTACKS: dict[str, Attack] = {
    "bomb: one sheet of blanks": Attack(lambda: honest(" " * (90 << 20)), "more than the limit"),
    "bomb: a part nobody reads": Attack(
        lambda: with_parts({"xl/media/big.bin": b"\0" * (120 << 20)}), "more than the limit"
    ),
    "bomb: 3 GB claimed": Attack(lambda: claims(3 << 30), "more than the limit"),
    "bomb: a size that is a lie": Attack(lambda: claims(500), "damaged"),
    "bomb: a million rows without cells": Attack(
        lambda: honest("".join([f'<row r="{at}"/>' for at in range(3, 1_048_577)])), megabytes=300
    ),
    "bomb: cells by the million in one row": Attack(
        lambda: honest('<row r="3">' + '<c s="1"/>' * (8 * MILLION) + "</row>"), "limit"
    ),
    "entities: a billion laughs": Attack(
        lambda: part(
            SHEET,
            "<worksheet",
            '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet',
        ),
        "DTD",
    ),
    "entities: declared far down": Attack(
        lambda: part(SHEET, "<worksheet", "<?x " + "y" * 9000 + '?><!DOCTYPE l [<!ENTITY a "ha">]><worksheet'), "DTD"
    ),
    "entities: in UTF-16": Attack(
        lambda: with_parts(
            {BOOK: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE l [<!ENTITY a "ha">]><workbook/>'.encode("utf-16")}
        ),
        "DTD",
    ),
    "external: an entity that reads a file": Attack(
        lambda: part(SHEET, "<worksheet", '<!DOCTYPE l SYSTEM "file:///etc/passwd"><worksheet'), "DTD"
    ),
    "external: a sheet from another machine": Attack(
        lambda: part(
            "xl/_rels/workbook.xml.rels",
            'Target="worksheets/sheet1.xml"',
            'Target="file://server/share/sheet1.xml" TargetMode="External"',
        ),
        "no table",
    ),
    "external: a sheet above the package": Attack(
        lambda: part("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../../../etc/passwd"), "no table"
    ),
    "path: up": Attack(lambda: with_parts({"../../evil.xml": "x"}), "unsafe path"),
    "path: backslashes": Attack(lambda: with_parts({"xl\\..\\..\\evil.xml": "x"}), "unsafe path"),
    "path: a drive": Attack(lambda: with_parts({"C:/evil.xml": "x"}), "unsafe path"),
    "zip: one name twice": Attack(twice, "twice"),
    "zip: overlapping entries": Attack(overlapping, "damaged"),
    "zip: no directory": Attack(lambda: honest()[:-60], "damaged"),
    "zip: 65,535 entries claimed": Attack(
        lambda: directory(lambda data, end: struct.pack_into("<2H", data, end + 8, 65535, 65535)), "damaged"
    ),
    "zip: directory behind the end": Attack(
        lambda: directory(lambda data, end: struct.pack_into("<I", data, end + 16, 0xFFFFFF00)), "damaged"
    ),
    "zip64: 10^18 entries": Attack(lambda: zip64(count=10**18), "damaged"),
    "zip64: an end record far away": Attack(lambda: zip64(place=1 << 62), "damaged"),
    "zip64: a directory of 2^63 bytes": Attack(lambda: zip64(size=1 << 63), "damaged"),
    "far: XFD1048576": Attack(lambda: honest('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "XFD1048576"),
    "far: A1048576": Attack(lambda: honest('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
    "far: XFD3": Attack(lambda: honest('<row r="3"><c r="XFD3"><v>1</v></c></row>')),
    "far: row 10^12": Attack(
        lambda: honest('<row r="1000000000000"><c r="A1000000000000"><v>1</v></c></row>'), "order"
    ),
    "far: column ZZZZZZ": Attack(lambda: honest('<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>'), "order"),
    "far: ZZZ3": Attack(lambda: honest('<row r="3"><c r="ZZZ3"><v>1</v></c></row>'), "order"),
    "far: row 9999999": Attack(lambda: honest('<row r="9999999"><c r="A9999999"><v>1</v></c></row>'), "order"),
    "far: a formula far away": Attack(
        lambda: honest('<row r="1048576"><c r="XFD1048576"><f>1+1</f></c></row>'), "XFD1048576"
    ),
    "far: an error far away": Attack(
        lambda: honest('<row r="1048576"><c r="XFD1048576" t="e"><v>#REF!</v></c></row>'), "XFD1048576"
    ),
    "million: cell formats": Attack(
        lambda: part(STYLES, "</cellXfs>", numbered('<xf numFmtId="%d" fontId="0"/>', "</cellXfs>")), "limit"
    ),
    "million: number formats": Attack(
        lambda: part(STYLES, "<fonts", numbered('<numFmt numFmtId="%d" formatCode="0"/>', "<fonts")), "limit"
    ),
    "million: merged ranges": Attack(
        lambda: honest(after="<mergeCells>" + numbered('<mergeCell ref="J%d:K9"/>') + "</mergeCells>"),
        "merged",
    ),
    "million: columns": Attack(
        lambda: honest(before="<cols>" + numbered('<col min="%d" max="9" width="9"/>') + "</cols>")
    ),
    "million: defined names": Attack(lambda: part(BOOK, "</sheets>", "</sheets>" + names()), "limit"),
    "million: sheets": Attack(
        lambda: part(BOOK, "</sheets>", numbered('<sheet name="S%d" sheetId="9" r:id="rId1"/>', "</sheets>")), "limit"
    ),
    "million: one part as 1,900 sheets": Attack(
        lambda: part(
            BOOK,
            "</sheets>",
            "".join(f'<sheet name="T{at}" sheetId="9" r:id="rId1"/>' for at in range(1900)) + "</sheets>",
        ),
        "cannot be understood",
    ),
    "million: formats of conditions": Attack(
        lambda: part("xl/styles.xml", "</styleSheet>", numbered('<dxf n="%d"/>', "</styleSheet>")),
        "formats",
    ),
    "million: fonts": Attack(lambda: part("xl/styles.xml", "<font/>", numbered('<font n="%d"/>')), "formats"),
    "million: columns of a table": Attack(
        lambda: honest(
            extra={
                "xl/tables/table1.xml": (
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
                    f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:G3"><tableColumns>'
                    + "".join(f'<tableColumn id="{at}" name="c{at}"/>' for at in range(1, MILLION // 5))
                    + "</tableColumns></table>",
                )
            },
            after='<tableParts count="1"><tablePart r:id="rIdT"/></tableParts>',
            sheet_relations=f'<Relationship Id="rIdT" Type="{OFFICE}/table" Target="../tables/table1.xml"/>',
        ),
        "cannot be understood",
    ),
    "million: relations": Attack(
        lambda: part(
            "xl/_rels/workbook.xml.rels",
            "</Relationships>",
            numbered('<Relationship Id="r%d" Type="x" Target="y"/>', "</Relationships>"),
        ),
        "limit",
    ),
    "million: content types": Attack(
        lambda: part(
            "[Content_Types].xml", "</Types>", numbered('<Override PartName="/%d" ContentType="x"/>', "</Types>")
        ),
        "limit",
    ),
    "million: shared strings in one": Attack(
        lambda: honest(CELL % ' t="s"><v>0</v></c>', strings="<si>" + numbered('<r n="%d"><t>')[: 4 << 20] + "</si>")
    ),
    "million: attributes of a cell": Attack(lambda: honest(CELL % (numbered(' a%d="x"') + "/>"))),
    "million: a reference of a million letters": Attack(
        lambda: honest('<row r="3"><c r="' + "A" * MILLION + '3"><v>1</v></c></row>'), "order"
    ),
    "million: a number of a million digits": Attack(lambda: honest(CELL % ("><v>" + "9" * MILLION + "</v></c>"))),
    "million: a style of a million digits": Attack(lambda: honest(CELL % (' s="' + "9" * MILLION + '"><v>1</v></c>'))),
    "million: unclosed cells": Attack(lambda: honest('<row r="3">' + numbered('<c n="%d">') + "</row>"), "order"),
    "million: unclosed rows": Attack(lambda: honest(numbered('<row n="%d">')), "order"),
    "million: unclosed values": Attack(lambda: honest(CELL % ("><f>1</f>" + numbered('<v n="%d">') + "</c>"))),
    "million: unclosed comments": Attack(lambda: honest(numbered("<!-- %d")), "cannot be understood"),
    "million: unclosed quotes": Attack(lambda: honest(after=numbered('<mergeCell "%d'))),
    "million: a word of a million letters": Attack(lambda: honest(after="<mergeCell " + "a" * MILLION + "/>")),
    "million: unclosed quotes in the book": Attack(
        lambda: part(BOOK, "</sheets>", "</sheets>" + numbered('<definedName "%d')[: 7 << 20])
    ),
    "nested: 300,000 deep in the sheet": Attack(lambda: honest(after=nested(300_000))),
    "nested: 300,000 deep in a cell": Attack(lambda: honest(CELL % (">" + nested(300_000) + "</c>"))),
    "nested: cells in cells": Attack(
        lambda: honest('<row r="3">' + numbered('<c r="A3" n="%d">') + "</c>" * MILLION + "</row>")
    ),
    "nested: a hundred thousand deep in the styles": Attack(
        lambda: part(STYLES, "</cellXfs>", "<xf>" + nested(100_000) + "</xf></cellXfs>")
    ),
    "index: shared string 99999999": Attack(
        lambda: honest(CELL % ' t="s"><v>99999999</v></c>', strings="<si><t>x</t></si>")
    ),
    "index: shared string -1": Attack(lambda: honest(CELL % ' t="s"><v>-1</v></c>', strings="<si><t>x</t></si>")),
    "index: shared string without a table": Attack(lambda: honest(CELL % ' t="s"><v>0</v></c>')),
    "index: style -1": Attack(lambda: honest(CELL % ' s="-1"><v>1</v></c>')),
    "index: style 4294967296": Attack(lambda: honest(CELL % ' s="4294967296"><v>1</v></c>')),
    "index: style abc": Attack(lambda: honest(CELL % ' s="abc"><v>1</v></c>')),
    "text: NUL bytes": Attack(lambda: honest(row(3, ["C20240501003", "张\0三", "电话:1", "意向客户"]))),
    "text: NUL as a reference": Attack(lambda: honest(row(3, ["C20240501003", "张&#0;三"]))),
    "text: lone surrogates": Attack(lambda: honest(row(3, ["C20240501003", "张&#xD800;三_xD800_"]))),
    "text: not UTF-8": Attack(
        lambda: with_parts({SHEET: parts(honest())[SHEET].replace("杭州".encode(), b"\xed\xa0\x80\xff")})
    ),
    "text: a reference beyond Unicode": Attack(lambda: honest(row(3, ["C20240501003", "&#x99999999;&#99999999999;"]))),
    "value: 1e999999999": Attack(lambda: honest(CELL % "><v>1e999999999</v></c>")),
    "value: a date in the year 10^9": Attack(lambda: honest(CELL % ' s="1"><v>999999999999</v></c>')),
    "value: nan": Attack(lambda: honest(CELL % "><v>nan</v></c>")),
    "table: over the whole sheet": Attack(
        lambda: by_hand(
            LIST,
            extra={
                "xl/tables/table1.xml": (
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
                    f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:XFD1048576">'
                    '<tableColumns count="7">'
                    + "".join(f'<tableColumn id="{at}" name="{name}"/>' for at, name in enumerate(HEADS, 1))
                    + "</tableColumns></table>",
                )
            },
            sheet_relations='<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/table" Target="../tables/table1.xml"/>',
            after='<tableParts count="1"><tablePart r:id="rId1"/></tableParts>',
        )
    ),
    "array: a formula over the whole sheet": Attack(
        lambda: honest(CELL % '><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c>')
    ),
}
"""By name: the kind of attack, a colon, and what it is."""
