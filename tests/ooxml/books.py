"""Workbooks for tests: written by XlsxWriter and openpyxl, or by hand down to the last byte."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter

from sync.ooxml.package import Package
from sync.ooxml.workbook import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml."
STYLES = (
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="21"/><xf numFmtId="46"/>'
    '<xf numFmtId="22"/></cellXfs>'
)
FIXED = datetime(2024, 5, 1)


def by_hand(
    rows: str,
    *,
    before: str = "",
    after: str = "",
    strings: str | None = None,
    book: str = "",
    book_after: str = "",
    prefix: str = "",
    strict: bool = False,
    extra: Mapping[str, tuple[str, str]] | None = None,
    sheet_relations: str = "",
) -> bytes:
    """A workbook of one sheet `S`. `rows` is the content of its sheetData; `extra` further parts with their types."""
    main, office = (STRICT_MAIN, STRICT_OFFICE) if strict else (MAIN, OFFICE)
    p = f"{prefix}:" if prefix else ""
    ns = f'xmlns:{prefix}="{main}"' if prefix else f'xmlns="{main}"'
    relations = [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
    parts = {
        "xl/workbook.xml": f'<{p}workbook {ns} xmlns:r="{office}">{book}<{p}sheets><{p}sheet name="S" sheetId="1"'
        f' r:id="rId1"/></{p}sheets>{book_after}</{p}workbook>',
        "xl/worksheets/sheet1.xml": f'<{p}worksheet {ns} xmlns:r="{office}">{before}<{p}sheetData>{rows}'
        f"</{p}sheetData>{after}</{p}worksheet>",
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{STYLES}</styleSheet>',
    }
    types = {"xl/workbook.xml": "sheet.main", "xl/worksheets/sheet1.xml": "worksheet", "xl/styles.xml": "styles"}
    kinds = {part: f"{SHEETML}{kind}+xml" for part, kind in types.items()}
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
        kinds["xl/sharedStrings.xml"] = f"{SHEETML}sharedStrings+xml"
        relations.append(("sharedStrings", "sharedStrings.xml"))
    for name, (kind, content) in (extra or {}).items():
        parts[name], kinds[name] = content, kind
    if sheet_relations:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
            f'<Relationships xmlns="{RELATIONS}">{sheet_relations}</Relationships>'
        )
    parts["xl/_rels/workbook.xml.rels"] = _relations(office, relations)
    parts["_rels/.rels"] = _relations(office, [("officeDocument", "xl/workbook.xml")])
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )
    return zipped(parts)


def _relations(office: str, items: list[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{i}" Type="{office}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(items, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{inner}</Relationships>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def written(fill: Callable[[Any], None], **options: Any) -> bytes:
    """A workbook that `fill` makes with XlsxWriter."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, **options})
    book.set_properties({"created": FIXED})
    fill(book)
    book.close()
    return data.getvalue()


def by_openpyxl(fill: Callable[[Any], None]) -> bytes:
    """A workbook that `fill` makes with openpyxl."""
    book, data = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(data)
    return data.getvalue()


def opened(data: bytes) -> Workbook:
    """The workbook of these bytes."""
    return Workbook(Package.from_bytes(data, "en"))


def parts(data: bytes) -> dict[str, bytes]:
    """All files of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        assert source.testzip() is None
        return {name: source.read(name) for name in source.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    """The parts that differ, are new or are gone."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def loaded(data: bytes) -> Any:
    """The workbook in openpyxl, which warns about everything that it would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data))


def seen(data: bytes, sheet: str) -> dict[str, Any]:
    """The cells that openpyxl sees: an independent witness. Formulas come as text."""
    book = loaded(data)
    found = {cell.coordinate: cell.value for row in book[sheet].iter_rows() for cell in row if cell.value is not None}
    return {place: _plain(value) for place, value in found.items()}


def _plain(value: Any) -> Any:
    midnight = isinstance(value, datetime) and value == datetime(value.year, value.month, value.day)
    return value.date() if midnight else value


def followed_table(book: Any, rows: int = 3) -> None:
    """A table `T` in A3:E(3+rows) of sheet `Data`, with all that should follow it when it grows."""
    sheet = book.add_worksheet("Data")
    date_format = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0", "bold": True})
    last = 3 + rows
    columns = [
        {"header": "Key"},
        {"header": "Day"},
        {"header": "Kind"},
        {"header": "Amount"},
        {"header": "Double", "formula": "=T[[#This Row],[Amount]]*2"},
    ]
    sheet.add_table(2, 0, last - 1, 4, {"name": "T", "columns": columns})
    for row in range(3, last):
        sheet.write_string(row, 0, f"K{row}")
        sheet.write_datetime(row, 1, datetime(2024, 5, row), date_format)
        sheet.write_string(row, 2, "a")
        sheet.write_number(row, 3, row * 10, money)
        sheet.set_row(row, 24)
    red = book.add_format({"bg_color": "#FFC7CE"})
    sheet.conditional_format(3, 3, last - 1, 3, {"type": "cell", "criteria": ">", "value": 40, "format": red})
    sheet.conditional_format(3, 3, last - 1, 3, {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation(3, 2, last - 1, 2, {"validate": "list", "source": ["a", "b"]})
    sheet.data_validation(0, 9, 0, 9, {"validate": "list", "source": ["x"]})
    book.define_name("Amounts", f"=Data!$D$4:$D${last}")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": f"=Data!$A$4:$A${last}", "values": f"=Data!$D$4:$D${last}"})
    sheet.insert_chart("H2", chart)
    other = book.add_worksheet("Other")
    other.write("A1", "untouched")
    other.write_formula("B1", "=SUM(Amounts)", None, 120)


def day(text: str) -> date:
    """The date of `2024-05-01`."""
    return date.fromisoformat(text)
