"""Text in the parts: shared strings by index, rich text without its phonetic hints, and the `_xHHHH_` escapes.

Source: ECMA-376 part 1, 18.4 (shared strings), 22.9.2.19 (ST_Xstring).
"""

from __future__ import annotations

import re

from sync.ooxml.xmltext import decode

__all__ = ["SharedStrings", "plain_text", "unescape"]

_ROOT = re.compile(rb"<((?:[\w.\-]+:)?)sst[\s>]")
_PHONETIC = re.compile(rb"<(?:[\w.\-]++:)?rPh\b[^<]*+(?:<(?!/?(?:[\w.\-]++:)?rPh\b)[^<]*+)*+</(?:[\w.\-]++:)?rPh\s*+>")
_TEXT = re.compile(rb"<(?:[\w.\-]++:)?t(?:\s[^<>]*+)?>([^<]*+)</(?:[\w.\-]++:)?t\s*+>")
_INDEX = re.compile(rb"<(?:[\w.\-]+:)?v(?:\s[^>]*)?>\s*([0-9]+)\s*<")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """The text with `_x000D_` and the like resolved."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    # Two halves of a character may be escaped one by one; a half alone is no character, and nothing could write it.
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def plain_text(item: bytes) -> str:
    """The text of an `si` or `is` element's content, its runs joined."""
    if b"rPh" in item:
        item = _PHONETIC.sub(b"", item)
    return unescape(decode(b"".join(_TEXT.findall(item))))


class SharedStrings:
    """The strings of a workbook by index; only those asked for are decoded."""

    def __init__(self, xml: bytes) -> None:
        opening = _ROOT.search(xml)
        prefix = opening[1] if opening else b""
        self._end = b"</%ssi" % prefix
        self._items = xml.split(b"<%ssi" % prefix)[1:]

    def __len__(self) -> int:
        return len(self._items)

    def get(self, index: int) -> str | None:
        """The text; None for an index that does not exist."""
        if not 0 <= index < len(self._items):
            return None
        return plain_text(self._items[index].partition(self._end)[0].partition(b">")[2])

    def of_cell(self, kind: str, xml: bytes) -> str | None:
        """The text of a cell (its type and its bytes) that holds a shared or an inline string; else None."""
        if kind == "inlineStr":
            return plain_text(xml)
        found = _INDEX.search(xml) if kind == "s" else None
        return self.get(int(found[1])) if found else None
