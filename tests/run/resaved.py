"""Other programs that save a workbook again: the real ones, and WPS Office as its files show it, part by part."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl

from sync.ooxml.package import Package

WPS = "http://www.wps.cn/officeDocument/2017/etCustomData"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
    "<vt:lpwstr>2052-12.1.0.16929</vt:lpwstr></property></Properties>"
)
_INLINE = re.compile(rb'<c ([^>]*?)t="inlineStr"([^>]*)><is><t([^>]*)>([^<]*)</t></is></c>')


def by_openpyxl(path: Path, sheet: str, cells: dict[str, str], keep_vba: bool = False) -> None:
    """Type into a sheet and save with openpyxl."""
    book = openpyxl.load_workbook(path, keep_vba=keep_vba)
    for address, value in cells.items():
        book[sheet][address] = value
    book.save(path)


def by_wps(path: Path) -> None:
    """Give a workbook the marks of WPS Office: all strings shared, attributes of its own on filters, its build in the
    custom properties, pictures in cells with their own kind of relation and a very hidden sheet for them."""
    package = Package.open(path)
    main = package.main_part
    strings = next(one.target for one in package.relations(main).values() if one.kind == "sharedStrings")
    shared = package.read(strings)
    count = shared.count(b"<si>")
    added: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        added.append(b"<si><t%s>%s</t></si>" % (found[3], found[4]))
        return b'<c %s%st="s"><v>%d</v></c>' % (found[1], found[2], count + len(added) - 1)

    for one in package.relations(main).values():
        if one.kind == "worksheet":
            xml = _INLINE.sub(share, package.read(one.target))
            package.put(one.target, xml.replace(b"<worksheet ", b'<worksheet xmlns:etc="%s" ' % WPS.encode(), 1))
            for table in package.relations(one.target).values():
                if table.kind == "table":
                    xml = package.read(table.target).replace(b"<table ", b'<table xmlns:etc="%s" ' % WPS.encode(), 1)
                    filtered = b'<autoFilter etc:filterBottomFollowUsedRange="0" '
                    package.put(table.target, xml.replace(b"<autoFilter ", filtered, 1))
    shared = re.sub(rb' (?:count|uniqueCount)="\d+"', b"", shared)
    package.put(strings, shared.replace(b"</sst>", b"".join(added) + b"</sst>"))
    package.put(
        "docProps/custom.xml", _CUSTOM.encode(), "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    )
    package.relate("", _OFFICE + "relationships/custom-properties", "docProps/custom.xml")
    images = f'<etc:cellImages xmlns:etc="{WPS}"/>'.encode()
    package.put("xl/cellimages.xml", images, "application/vnd.wps-officedocument.cellimage+xml")
    package.relate(main, "http://www.wps.cn/officeDocument/2020/cellImage", "xl/cellimages.xml")
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    package.put("xl/worksheets/sheet99.xml", sheet, kind)
    relation = package.relate(main, "worksheet", "xl/worksheets/sheet99.xml")
    tab = f'<sheet name="WpsReserved_CellImgList" sheetId="99" state="veryHidden" r:id="{relation}"/></sheets>'
    package.put(main, package.read(main).replace(b"</sheets>", tab.encode()))
    path.write_bytes(package.render())
