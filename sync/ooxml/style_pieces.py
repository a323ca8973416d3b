"""The elements a cell format is made of: fonts, fills, borders, alignment (ECMA-376 part 1, section 18.8).

`prefix` is the prefix, with its colon, of the part the elements go into. A team's workbooks are given the same few
looks again and again: what these are made of is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from sync.ooxml.style_nodes import Node

__all__ = ["Edge", "Look", "alignment", "border", "color", "edges", "element", "flags", "font", "solid", "with_part"]

_FONT_ORDER: Final = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
_INHERITED: Final = ("name", "family", "charset", "scheme", "sz")
_GB2312: Final = "134"
"""The character set that a font with a Chinese name covers (18.4.1)."""


class Edge(NamedTuple):
    """A border line: `style` such as thin, medium; `color` as RRGGBB."""

    style: str
    color: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks. Colours are RRGGBB, sizes points; an empty font name or size means the workbook's own."""

    font: str = ""
    size: float = 0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: str = ""
    fill: str = ""
    left: Edge | None = None
    right: Edge | None = None
    top: Edge | None = None
    bottom: Edge | None = None
    horizontal: str = ""
    vertical: str = ""
    wrap: bool = False
    indent: int = 0
    number_format: str = "General"


def element(prefix: str, name: str, *children: Node, **attributes: str) -> Node:
    """An element with its attributes in the order nodes keep them."""
    return Node(prefix + name, tuple(sorted(attributes.items())), children)


def color(prefix: str, name: str, rgb: str) -> Node:
    """A colour element without transparency."""
    return element(prefix, name, rgb=f"FF{rgb.upper()}")


@lru_cache(maxsize=256)
def solid(prefix: str, rgb: str) -> Node:
    """A fill of one colour."""
    front, back = color(prefix, "fgColor", rgb), element(prefix, "bgColor", indexed="64")
    return element(prefix, "fill", element(prefix, "patternFill", front, back, patternType="solid"))


def edges(prefix: str, look: Look, *, all_sides: bool) -> list[Node]:
    """The border lines of a look; sides without a line are empty elements, or left out."""
    sides = (("left", look.left), ("right", look.right), ("top", look.top), ("bottom", look.bottom))
    return [
        element(prefix, side, color(prefix, "color", edge.color), style=edge.style) if edge else element(prefix, side)
        for side, edge in sides
        if edge or all_sides
    ]


@lru_cache(maxsize=256)
def border(prefix: str, look: Look) -> Node:
    """The whole border element of a look."""
    return element(prefix, "border", *edges(prefix, look, all_sides=True), element(prefix, "diagonal"))


@lru_cache(maxsize=256)
def alignment(prefix: str, look: Look) -> tuple[Node, ...]:
    """The alignment element, or nothing where the look leaves it at the default."""
    attributes = {"horizontal": look.horizontal, "vertical": look.vertical}
    if look.wrap:
        attributes["wrapText"] = "1"
    if look.indent:
        attributes["indent"] = str(look.indent)
    attributes = {name: value for name, value in attributes.items() if value}
    return (element(prefix, "alignment", **attributes),) if attributes else ()


def flags(prefix: str, look: Look) -> list[Node]:
    """Bold, italic, underlined, as far as the look is."""
    return [element(prefix, name) for name, on in (("b", look.bold), ("i", look.italic), ("u", look.underline)) if on]


@lru_cache(maxsize=256)
def font(prefix: str, look: Look, default: Node | None) -> Node:
    """The font of a look; name and size come from the workbook's own font where the look has none."""
    if look.font:
        parts = [element(prefix, "name", val=look.font), element(prefix, "family", val="2")]
        if not look.font.isascii():
            parts.append(element(prefix, "charset", val=_GB2312))
    else:
        keep = {prefix + name for name in _INHERITED}
        parts = [part for part in default.children if isinstance(part, Node) and part.name in keep] if default else []
    if look.size:
        parts.append(element(prefix, "sz", val=f"{look.size:g}"))
    if look.color:
        parts.append(color(prefix, "color", look.color))
    return with_parts(prefix, element(prefix, "font"), [*parts, *flags(prefix, look)])


def with_part(prefix: str, font: Node, part: Node) -> Node:
    """A font with one of its parts added or replaced."""
    return with_parts(prefix, font, [part])


def with_parts(prefix: str, font: Node, parts: Iterable[Node]) -> Node:
    """A font with parts added or replaced, in the order the schema wants (18.8.22)."""
    named = {child.name: child for child in font.children if isinstance(child, Node)}
    named.update((part.name, part) for part in parts)
    rank = {prefix + name: at for at, name in enumerate(_FONT_ORDER)}
    ordered = sorted(named.values(), key=lambda part: rank.get(part.name, len(rank)))
    return Node(font.name, font.attributes, tuple(ordered))
