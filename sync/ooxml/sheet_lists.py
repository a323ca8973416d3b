"""The listings of a report sheet as rows of worksheet XML, made by columns: a distinct cell is worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat
from types import NoneType
from typing import TypeAlias, cast

from sync.ooxml.cell_pieces import WRAPPED, Formats, Links, Room, tall
from sync.ooxml.looks import HEIGHTS, ROW_HEIGHT
from sync.ooxml.refs import column_letters
from sync.ooxml.values import inline, inlines
from sync.sheet import Lane, Listing, Style
from validators.cells import Cell

__all__ = ["list_xml"]

_Key: TypeAlias = tuple[type, Cell, Style]


class _Between(dict[_Key, str]):
    """By type, value and style of a cell, what stands between the row number in its address and the next one."""

    def __init__(self, formats: Formats, then: str) -> None:
        self.formats = formats
        self.then = then

    def __missing__(self, key: _Key) -> str:
        kind, value, style = key
        if kind is str and value:
            cell = f"{self.formats.text_tags[style]}{inline(str(value))}</c>"
        elif value is None or value == "":
            cell = self.formats.empty_tags[style]
        else:
            cell = self.formats.other(value, style)
        between = self[key] = cell + self.then
        return between


def list_xml(
    listing: Listing, formats: Formats, links: Links, room: Room, heights: Mapping[int, float]
) -> tuple[list[str], list[str]]:
    """The rows and the hyperlinks; `heights` are those of rows that have one of their own."""
    letters = [column_letters(column) for column in range(1, len(listing.lanes) + 1)]
    points = [ROW_HEIGHT] * (listing.end - listing.row)
    between = []
    for column, lane in enumerate(listing.lanes, 1):
        then = f'<c r="{letters[column]}' if column < len(letters) else "</row>"
        between.append(_lane(lane, formats, then))
        if not HEIGHTS.keys().isdisjoint(styles := set(lane.styles())) or not WRAPPED.isdisjoint(styles):
            points = list(map(max, points, _points(lane, column, room)))
    for row in heights.keys() & range(listing.row, listing.end):
        points[row - listing.row] = heights[row]
    begins = {height: f'"{tall(height)}><c r="A' for height in set(points)}
    numbers = list(map(str, range(listing.row, listing.end)))
    pieces = zip(repeat('<row r="'), map(begins.__getitem__, points), *between, strict=False)
    rows = [number.join(parts) for number, parts in zip(numbers, pieces, strict=True)]
    return rows, _links(listing, letters, numbers, links)


def _lane(lane: Lane, formats: Formats, then: str) -> Iterable[str]:
    """What stands between the row number in each cell's address and the next one."""
    if isinstance(lane.style, str) and set(map(type, lane.values)) <= {str, NoneType}:
        tag, empty = formats.text_tags[lane.style], formats.empty_tags[lane.style] + then
        texts = inlines({cast(str, value) for value in lane.values if value})
        made: dict[Cell, str] = {text: f"{tag}{cell}</c>{then}" for text, cell in texts.items()}
        made[None] = made[""] = empty
        return map(made.__getitem__, lane.values)
    known = _Between(formats, then)
    keys = list(zip(map(type, lane.values), lane.values, lane.styles(), strict=True))
    known[keys[0]]  # formats are numbered as the cells of the first row ask for them, whatever their lane
    return map(known.__getitem__, keys)


def _points(lane: Lane, column: int, room: Room) -> list[float]:
    """The height that each cell needs."""
    return [
        max(
            HEIGHTS.get(style, 0.0),
            room[value, column, 1] if style in WRAPPED and value.__class__ is str and value else 0.0,
        )
        for value, style in zip(lane.values, lane.styles(), strict=True)
    ]


def _links(listing: Listing, letters: list[str], numbers: list[str], links: Links) -> list[str]:
    linked = [(letter, lane.links) for letter, lane in zip(letters, listing.lanes, strict=True) if lane.links]
    return [
        xml
        for at, number in enumerate(numbers)
        for letter, places in linked
        if (place := places[at]) is not None and (xml := links.xml(place, letter + number))
    ]
