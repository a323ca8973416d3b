"""Replaces the cells of hidden sheets in a finished workbook; every other part stays byte for byte."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from html import unescape
from xml.sax.saxutils import escape, quoteattr

from addin.template.hidden import Cells
from addin.template.package import pack, parts
from validators.cells import column_letters

__all__ = ["refill"]

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def refill(package: bytes, sheets: Mapping[str, Cells], results: Mapping[tuple[str, str], str]) -> bytes:
    """The package with the cells of the named sheets replaced, as inline strings and numbers without a style.

    `results` are, by sheet and address, the texts that formulas over those cells now give, for programs that show a
    file without calculating it; an address without a formula is left alone.

    Raises:
        KeyError: a sheet is not in the workbook.
    """
    contents = parts(package)
    where = _sheet_parts(contents)
    for title, cells in sheets.items():
        name = where[title]
        contents[name] = _with_cells(contents[name].decode(), cells).encode()
    for (title, address), text in results.items():
        name = where[title]
        contents[name] = _with_result(contents[name].decode(), address, text).encode()
    return pack(contents)


def _sheet_parts(contents: Mapping[str, bytes]) -> dict[str, str]:
    relations = contents["xl/_rels/workbook.xml.rels"].decode()
    targets = {}
    for tag in re.findall(r"<Relationship [^>]*>", relations):
        target = _attribute(tag, "Target")
        targets[_attribute(tag, "Id")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    tags = re.findall(r"<sheet [^>]*>", contents["xl/workbook.xml"].decode())
    return {_attribute(tag, "name"): targets[_attribute(tag, "r:id")] for tag in tags}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def _with_cells(xml: str, cells: Cells) -> str:
    rows: dict[int, list[str]] = {}
    for (row, column), value in sorted(cells.items()):
        at = quoteattr(f"{column_letters(column)}{row}")
        if isinstance(value, str):
            cell = f'<c r={at} t="inlineStr"><is><t xml:space="preserve">{_text(value)}</t></is></c>'
        else:
            cell = f"<c r={at}><v>{value}</v></c>"
        rows.setdefault(row, []).append(cell)
    data = "".join(f'<row r="{row}">{"".join(written)}</row>' for row, written in rows.items())
    last = f"{column_letters(max(column for _, column in cells))}{max(rows)}"
    xml = re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="A1:{last}"/>', xml)
    return re.sub(
        r"<sheetData\s*/>|<sheetData>.*</sheetData>", lambda _: f"<sheetData>{data}</sheetData>", xml, flags=re.S
    )


def _with_result(xml: str, address: str, text: str) -> str:
    cell = rf'<c r="{address}"((?: s="\d+")?)(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v>'
    return re.sub(cell, lambda found: f'<c r="{address}"{found[1]} t="str">{found[2]}<v>{_text(text)}</v>', xml)


def _text(value: str) -> str:
    return escape(_NOT_XML.sub("", value))
