"""Says what a file is that is no workbook, as a key of `texts`."""

from __future__ import annotations

from collections.abc import Collection

__all__ = ["not_a_zip", "other_package"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def not_a_zip(data: bytes) -> str | None:
    """What a file is that does not begin like a zip; None for a zip."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = head.lower()
    if not data:
        return "empty"
    if data.startswith(b"PK"):
        return None
    if data.startswith(_OLE):
        return _compound(data)
    if head.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "image"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lower:
        return "xml2003"
    if lower.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or b"<html" in lower:
        return "html"
    # Without a zero byte (or as UTF-16 with its mark) it is something that people can read.
    return "csv" if b"\0" not in data[:65536] or data.startswith((b"\xff\xfe", b"\xfe\xff")) else "other"


def _compound(data: bytes) -> str:
    # Names in the directory of a compound file are UTF-16 (MS-CFB 2.6.1).
    def has(name: str) -> bool:
        return name.encode("utf-16-le") + b"\0\0" in data

    if has("EncryptedPackage"):
        return "password"
    return "xls" if has("Workbook") or has("Book") else "other"


def other_package(names: Collection[str], mimetype: bytes) -> str:
    """What a sound zip is that holds no workbook part; `names` are folded."""
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    return "xlsb" if any(name.endswith("workbook.bin") for name in names) else "other"
