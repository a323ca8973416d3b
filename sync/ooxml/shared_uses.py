"""Which shared strings a sheet uses, in whatever legal spelling its cells are written.

Sheets that nobody edits are looked through as they came, so that their cells need not be canonical. Source: ECMA-376
part 1, 18.3.1.4 (c), 18.3.1.96 (v), 18.18.11 (ST_CellType).
"""

from __future__ import annotations

import re
from contextlib import suppress

from sync.ooxml.xmltext import decode

__all__ = ["shared_uses"]

_MARK = b't="s"'
_PLAIN = re.compile(rb't="s"[^<>]*+>\s*+<(?:[\w.\-]++:)?v>([0-9]++)<')
_OTHER_TYPE = re.compile(rb'\st(?:\s|=(?!")|="&)')
"""A type that is not written `t="…"`, or with a reference in it."""
_INSTRUCTION = re.compile(rb"<\?.*?\?>", re.DOTALL)
_PREFIX = rb"(?:[^\s<>/:=\"']++:)?"
_VALUE = rb"""(?:"[^"<]*+"|'[^'<]*+')"""
_ANY = re.compile(
    rb"<%(p)sc(?:\s++(?!t\s*+=)[^\s=<>\"'/]++\s*+=\s*+%(v)s)*+\s++t\s*+=\s*+(%(v)s)(?:[^<>\"']|%(v)s)*+(?<!/)>"
    rb"[^<]*+(?:<(?!/?%(p)s[vc][\s/>])[^<]*+)*+<%(p)sv(?:\s(?:[^<>\"']|%(v)s)*+)?>([^<]*+)<"
    % {b"p": _PREFIX, b"v": _VALUE}
)


def shared_uses(xml: bytes) -> set[int]:
    """The indexes of the shared strings that cells of the sheet show.

    Where each `t="s"` is followed by its number, as programs write it, and no type is written otherwise, one short
    pattern finds them all; else every cell is taken apart.
    """
    found = _PLAIN.findall(xml)
    if len(found) == xml.count(_MARK) and not _OTHER_TYPE.search(xml):
        return {int(index) for index in set(found)}
    uses = set()
    for kind, value in set(_ANY.findall(_INSTRUCTION.sub(b"", xml))):
        if decode(kind[1:-1]).strip() == "s":
            with suppress(ValueError, OverflowError):  # what is no number names no string
                uses.add(int(float(decode(value))))
    return uses
