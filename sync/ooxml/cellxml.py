"""A value as the bytes of a `c` element. Text always goes in as text, whatever it begins with.

Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.18.11 (ST_CellType), 22.9.2.19 (escapes in text).
"""

from __future__ import annotations

import math
import re
from datetime import date

from sync.ooxml.refs import column_letters
from sync.ooxml.serial import to_serial
from validators.cells import Cell, Unreadable

__all__ = ["MAX_TEXT", "blank_xml", "cell_xml", "clean", "formula_xml", "inline_text"]

MAX_TEXT = 32_767
"""Characters a cell may hold; Excel drops the rest and calls the file damaged."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN = re.compile(r"[^\x00-\x1f&<>\ufffe\uffff\ud800-\udfff]*")


def clean(text: str) -> str:
    """The text without characters that XML cannot hold, cut to what a cell holds."""
    return _ILLEGAL.sub("", text)[:MAX_TEXT]


def inline_text(text: str) -> str:
    """The text of a `t` element, escaped; carriage returns and what looks like an escape are written as escapes."""
    if not _PLAIN.fullmatch(text) or len(text) > MAX_TEXT:
        text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "_x000D_")
    return text


def _escaped(text: str) -> str:
    return inline_text(_LIKE_ESCAPE.sub("_x005F_", text) if "_x" in text else text)


def cell_xml(prefix: str, row: int, column: int, value: Cell, style: str, date1904: bool) -> bytes:
    """The element. `style` is the index of the cell format, empty for none; a date needs a format that shows it.

    A date before the date system begins goes in as ISO text.

    Raises:
        ValueError: the value has none that could be written (`Unreadable`, infinity).
    """
    head = f'<{prefix}c r="{column_letters(column)}{row}"' + (f' s="{style}"' if style else "")
    if value is None or value == "":
        return f"{head}/>".encode()
    if isinstance(value, str):
        text = _escaped(value)
        keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "\t" in text else ""
        inside = f"<{prefix}is><{prefix}t{keep}>{text}</{prefix}t></{prefix}is>"
        return f'{head} t="inlineStr">{inside}</{prefix}c>'.encode()
    if isinstance(value, bool):
        return f'{head} t="b"><{prefix}v>{int(value)}</{prefix}v></{prefix}c>'.encode()
    if isinstance(value, date):
        number = to_serial(value, date1904)
        if number is None:
            return cell_xml(prefix, row, column, value.isoformat(), style, date1904)
        value = number
    if isinstance(value, Unreadable) or not math.isfinite(value):
        raise ValueError(str(value))
    return f"{head}><{prefix}v>{value!r}</{prefix}v></{prefix}c>".encode()


def blank_xml(prefix: str, row: int, column: int, style: str) -> bytes:
    """A cell without a value; nothing at all where it has no style either."""
    return f'<{prefix}c r="{column_letters(column)}{row}" s="{style}"/>'.encode() if style else b""


def formula_xml(prefix: str, row: int, column: int, formula: str, style: str, array: bool) -> bytes:
    """A formula without a cached value: the spreadsheet program computes it when it opens the file."""
    reference = f"{column_letters(column)}{row}"
    head = f'<{prefix}c r="{reference}"' + (f' s="{style}"' if style else "")
    kind = f' t="array" ref="{reference}"' if array else ""
    return f"{head}><{prefix}f{kind}>{inline_text(formula)}</{prefix}f></{prefix}c>".encode()
