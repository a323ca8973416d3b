"""A value as the bytes of a `c` element. Text always goes in as text, whatever it begins with.

Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.3.1.40 (formulas), 18.18.11 (ST_CellType).
"""

from __future__ import annotations

import re
from datetime import date

from sync.ooxml.refs import column_letters
from sync.ooxml.rows import Words
from sync.ooxml.values import escape, inline, serial
from sync.ooxml.xmltext import set_attribute
from validators.cells import Cell

__all__ = ["blank_xml", "cell_xml", "formula_xml", "uncomputed_xml"]

_START = re.compile(rb"<[^>]*>")


def cell_xml(prefix: str, row: int, column: int, value: Cell, style: str, date1904: bool) -> bytes:
    """The element. `style` is the index of the cell format, empty for none; a date needs a format that shows it.

    A date before the date system begins goes in as ISO text.

    Raises:
        ValueError: the value has none that could be written (`Unreadable`, infinity).
    """
    head = f'<{prefix}c r="{column_letters(column)}{row}"' + (f' s="{style}"' if style else "")
    if isinstance(value, str):
        return f'{head} t="inlineStr">{_inline(prefix, value)}</{prefix}c>'.encode()
    number = serial(value, date1904)
    if number is None:
        if isinstance(value, date):
            return cell_xml(prefix, row, column, value.isoformat(), style, date1904)
        raise ValueError(str(value))
    kind = ' t="b"' if isinstance(value, bool) else ""
    return f"{head}{kind}><{prefix}v>{number}</{prefix}v></{prefix}c>".encode()


def _inline(prefix: str, text: str) -> str:
    xml = inline(text)
    if not prefix:
        return xml
    # The text is escaped, so these are its only tags.
    start, _, rest = xml.removeprefix("<is><t").removesuffix("</t></is>").partition(">")
    return f"<{prefix}is><{prefix}t{start}>{rest}</{prefix}t></{prefix}is>"


def blank_xml(prefix: str, row: int, column: int, style: str) -> bytes:
    """A cell without a value; nothing at all where it has no style either."""
    return f'<{prefix}c r="{column_letters(column)}{row}" s="{style}"/>'.encode() if style else b""


def formula_xml(prefix: str, row: int, column: int, formula: str, style: str, array: bool) -> bytes:
    """A formula without a cached value: the spreadsheet program computes it when it opens the file."""
    reference = f"{column_letters(column)}{row}"
    head = f'<{prefix}c r="{reference}"' + (f' s="{style}"' if style else "")
    kind = f' t="array" ref="{reference}"' if array else ""
    return f"{head}><{prefix}f{kind}>{escape(formula)}</{prefix}f></{prefix}c>".encode()


def uncomputed_xml(words: Words, xml: bytes) -> bytes:
    """A formula cell whose cached value is the empty text: what it showed before is nowhere any more."""
    start = _START.match(xml)
    held = words.held.search(xml)
    if start is None or held is None or not held[1]:
        return xml
    return set_attribute(start[0], "t", "str") + xml[start.end() : held.start(1)] + xml[held.end(1) :]
