"""Says what a file is that is no workbook, as a key of `texts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

__all__ = ["not_a_zip", "other_package"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What software that encrypts an office's disks writes before the ciphertext: E-SafeNet (亿赛通), Tipray (绿盾).
_DISK_CIPHERS = ((b"E-SafeNet", 32), (b"%TSD-Header-", 16))
_PACKED = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"MZ", b"\x7fELF", b"ID3", b"\0\0\0")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def not_a_zip(data: bytes) -> str | None:
    """What a file is that does not begin like a zip; None for a zip."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = head.lower()
    if not data:
        return "empty"
    if data.startswith(b"PK"):
        return None
    if not data.strip(b"\0"):
        return "hollow"
    if any(mark in data[: place + len(mark)] for mark, place in _DISK_CIPHERS):
        return "disk"
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
    if b"\0" not in data[:65536] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv"
    return "scrambled" if _random(data) and not data.startswith(_PACKED) else "other"


def _random(data: bytes) -> bool:
    # Of 4,096 random bytes all 256 values stand there 16 times; tables, texts and programs are far from that.
    counts = Counter(data[:4096])
    return len(data) >= 4096 and len(counts) == 256 and max(counts.values()) < 48


def _compound(data: bytes) -> str:
    # Names in the directory of a compound file are UTF-16 (MS-CFB 2.6.1).
    def has(name: str) -> bool:
        return name.encode("utf-16-le") + b"\0\0" in data

    if has("DRMEncryptedDataSpace"):  # MS-OFFCRYPTO 2.2: rights management, not a password
        return "rights"
    if has("EncryptedPackage"):
        return "password"
    return "xls" if has("Workbook") or has("Book") else "other"


def other_package(names: Collection[str], mimetype: bytes) -> str:
    """What a sound zip is that holds no workbook part; `names` are folded."""
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    return "xlsb" if any(name.endswith("workbook.bin") for name in names) else "other"
