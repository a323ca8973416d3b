"""What a sheet may be at most, so that a small file cannot make us work or remember without end. Pure.

The limits of whole parts are in `package`, those of the zip in `container`; docs/hostile.md lists them all.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from sync.ooxml.refs import LAST_COLUMN
from sync.ooxml.rows import BadSheet

__all__ = ["MAX_CELLS", "FarCell", "TooMany", "check_frame", "check_shallow", "check_sound", "sparse"]

MAX_CELLS = 50_000_000
"""Cells from A1 to the last value that we are willing to hold."""
_SPARSE_FROM, _SPARSE = 4_000_000, 200
_MOST_MERGED = 65_536
_PIECE, _DEEPEST = 1 << 18, 1_000
_ROW = re.compile(rb"<(?:[\w.\-]++:)?row[\s/>]")


class FarCell(Exception):
    """A value stands so far away that the sheet would have too many cells."""

    def __init__(self, cell: str, cells: int) -> None:
        super().__init__(cell, cells)
        self.cell = cell
        self.cells = cells


class TooMany(Exception):
    """More merged areas or widths of columns than a list of rows has; `key` names the text for people (`texts`)."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def sparse(cells: int, known: int) -> bool:
    """Whether a sheet of so many cells, of which `known` are written down, is too large to be held."""
    return cells > MAX_CELLS or (cells > _SPARSE_FROM and cells > _SPARSE * known)


def check_frame(xml: bytes, start: int, end: int) -> None:
    """What stands around the rows of a sheet is as short as it should be.

    Raises:
        TooMany: more than 65,536 merged areas, or more widths than a sheet has columns.
    """
    if xml.count(b"mergeCell ", end) > _MOST_MERGED:
        raise TooMany("merges")
    if xml.count(b"col ", 0, start) > LAST_COLUMN:
        raise TooMany("columns")


def check_shallow(xml: bytes) -> None:
    """No element is open for long and no tag goes on for ever: what readers keep in memory has an end.

    Raises:
        BadSheet: more than 1,000 elements are open at once, or a tag has half a megabyte.
    """
    depth = 0
    for at in range(0, len(xml), _PIECE):
        piece = xml[at : at + _PIECE]
        opened = piece.count(b"<")
        depth += opened - 2 * piece.count(b"</") - piece.count(b"/>")
        if depth > _DEEPEST or (not opened and len(piece) == _PIECE):
            raise BadSheet(_row_near(xml, at))


def check_sound(xml: bytes) -> None:
    """Where a reader has stumbled: it says that something is wrong, a parser says where.

    Raises:
        BadSheet: it is no sound XML.
    """
    parser = expat.ParserCreate()
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise BadSheet(_row_near(xml, max(0, parser.ErrorByteIndex))) from None


def _row_near(xml: bytes, at: int) -> int:
    return max(1, len(_ROW.findall(xml, 0, at)))
