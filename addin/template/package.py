"""Finishing touches on the package XlsxWriter wrote, and comparing packages part by part."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from addin.template.look import table_style_xml
from addin.template.macros import macros, ribbon

__all__ = ["differing", "finish", "pack", "parts"]

_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PROJECT_TYPE = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
_PROJECT = (
    '<Relationship Id="rIdMacros" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
    'Target="vbaProject.bin"/>'
)
# The relation of 2007 with the namespace of 2009/07: Excel shows no tab and no message where they do not match.
_RIBBON = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    'Target="customUI/customUI14.xml"/>'
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def parts(package: bytes) -> dict[str, bytes]:
    """The inflated parts of a package, in its order."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(contents: Mapping[str, bytes]) -> bytes:
    """A package of these parts: the same parts give the same bytes with the same zlib."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, data)
    return buffer.getvalue()


def finish(package: bytes) -> bytes:
    """Add what XlsxWriter cannot write: the macros, the ribbon and our table style.

    Raises:
        UsageError: xlwings is not installed, or in another version than the macros are made for.
    """
    contents = parts(package)
    types = contents["[Content_Types].xml"].decode().replace(_PLAIN, _MACROS)
    contents["[Content_Types].xml"] = types.replace("</Types>", f"{_PROJECT_TYPE}</Types>").encode()
    for part, relation in (("_rels/.rels", _RIBBON), ("xl/_rels/workbook.xml.rels", _PROJECT)):
        contents[part] = contents[part].replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    contents["xl/vbaProject.bin"] = macros()
    contents["customUI/customUI14.xml"] = ribbon()
    contents["xl/styles.xml"] = _with_table_style(contents["xl/styles.xml"].decode()).encode()
    return pack(contents)


def _with_table_style(styles: str) -> str:
    counted = re.search(r'<dxfs count="(\d+)">', styles)
    assert counted is not None, "the template has conditional formats"
    dxfs, table_styles = table_style_xml(int(counted[1]))
    styles = styles.replace(counted[0], f'<dxfs count="{int(counted[1]) + dxfs.count("<dxf>")}">')
    styles = styles.replace("</dxfs>", f"{dxfs}</dxfs>")
    return re.sub(r"<tableStyles [^>]*/>", table_styles, styles)


def differing(one: bytes, other: bytes) -> list[str]:
    """Names of the parts that differ, or that only one of the packages has."""
    left, right = parts(one), parts(other)
    return sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))
