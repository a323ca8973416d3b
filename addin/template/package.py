"""Finishing touches on the package XlsxWriter wrote, and comparing packages part by part."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

from addin.template.look import table_style_xml

__all__ = ["differing", "finish", "pack", "parts"]

_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
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
    """Declare the package macro-enabled, as Excel does even for an .xlsm without macros (content type of
    [MS-OFFMACRO2]), and add our table style, which XlsxWriter cannot write."""
    contents = parts(package)
    types = contents["[Content_Types].xml"].decode()
    contents["[Content_Types].xml"] = types.replace(_PLAIN, _MACROS).encode()
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
