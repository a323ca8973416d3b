"""Cell formats of a workbook: appended to an existing styles part, never renumbered.

Equal fonts, fills, borders, number formats and formats are reused, so that asking twice for the same look changes
nothing the second time. Format: ECMA-376 part 1, section 18.8.
"""

from __future__ import annotations

from typing import Final

from sync.ooxml import style_pieces as pieces
from sync.ooxml.number_formats import BUILT_IN, is_date_code, is_date_id
from sync.ooxml.style_nodes import MINIMAL, Collection, Node, parse, write_part
from sync.ooxml.style_pieces import Edge, Look

__all__ = ["Edge", "Look", "StyleSheet"]

_NONE: Final = Collection("", 0, 0, 0, False, (), {})
_FIRST_CUSTOM: Final = 164


class StyleSheet:
    """The styles part of one workbook; without bytes, a minimal new one.

    Raises:
        UsageError: the part is not well-formed XML.
    """

    def __init__(self, data: bytes = b"") -> None:
        self._original = data or MINIMAL
        self._parsed = parse(self._original)
        self._prefix = self._parsed.prefix
        self._added: dict[str, list[Node]] = {}
        self._places: dict[str, dict[Node, int]] = {}
        self._looks: dict[Look, int] = {}
        self._derived: dict[tuple[int, str | None, str | None, str | None, bool | None], int] = {}
        self._codes = {item.get("numFmtId"): item.get("formatCode") for item in self._base("numFmts").items}

    @property
    def changed(self) -> bool:
        """Whether anything was appended."""
        return bool(self._added)

    def data(self) -> bytes:
        """The part: the very bytes it was made from while nothing was appended."""
        return write_part(self._parsed, self._added) if self._added else self._original

    def add(self, look: Look) -> int:
        """Index into `cellXfs` of a format that looks like this."""
        known = self._looks.get(look)
        if known is None:
            known = self._looks[look] = self._append("cellXfs", self._format(look))
        return known

    def add_dxf(self, look: Look) -> int:
        """Index into `dxfs` of a format for conditions. Only what the look sets counts; a condition cannot change a
        font's name or size nor the alignment, so these are left out."""
        prefix, parts = self._prefix, []
        font = pieces.flags(prefix, look)
        if look.color:
            font.append(pieces.color(prefix, "color", look.color))
        if font:
            parts.append(self._node("font", *font))
        if look.number_format != "General":
            number = str(self._number_format(look.number_format))
            parts.append(self._node("numFmt", numFmtId=number, formatCode=look.number_format))
        if look.fill:
            # In a condition's fill the background colour is the one that shows (18.8.32, as every program writes it).
            parts.append(self._node("fill", self._node("patternFill", pieces.color(prefix, "bgColor", look.fill))))
        edges = pieces.edges(prefix, look, all_sides=False)
        if edges:
            parts.append(self._node("border", *edges))
        return self._append("dxfs", self._node("dxf", *parts))

    def derive(
        self,
        xf: int,
        *,
        number_format: str | None = None,
        fill: str | None = None,
        font_color: str | None = None,
        bold: bool | None = None,
    ) -> int:
        """Index of a clone of format `xf` with the given things changed and everything else kept.

        `fill` and `font_color` are RRGGBB; an empty fill takes the fill away. An index that does not exist counts as 0.
        """
        key = (xf, number_format, fill, font_color, bold)
        known = self._derived.get(key)
        if known is None:
            known = self._derived[key] = self._append("cellXfs", self._clone(*key))
        return known

    def is_date(self, xf: int) -> bool:
        """Whether a number in format `xf` shows as a date or time."""
        number = self._item("cellXfs", xf).get("numFmtId", "0")
        code = self._codes.get(number)
        if code is not None:
            return is_date_code(code)
        return number.isdigit() and is_date_id(int(number))

    def _format(self, look: Look) -> Node:
        number = self._number_format(look.number_format)
        default = self._item("fonts", 0) if not look.font else None
        font = self._append("fonts", pieces.font(self._prefix, look, default))
        fill = self._append("fills", pieces.solid(self._prefix, look.fill)) if look.fill else 0
        border = self._append("borders", pieces.border(self._prefix, look))
        attributes = {"numFmtId": str(number), "fontId": str(font), "fillId": str(fill), "borderId": str(border)}
        attributes["applyFont"] = "1"
        if self._base("cellStyleXfs").items:
            attributes["xfId"] = "0"
        for name, used in (("applyNumberFormat", number), ("applyFill", fill), ("applyBorder", border)):
            if used:
                attributes[name] = "1"
        alignment = pieces.alignment(self._prefix, look)
        if alignment:
            attributes["applyAlignment"] = "1"
        return self._node("xf", *alignment, **attributes)

    def _clone(
        self, xf: int, number_format: str | None, fill: str | None, font_color: str | None, bold: bool | None
    ) -> Node:
        node = self._item("cellXfs", xf)
        if number_format is not None:
            number = self._number_format(number_format)
            node = node.with_attributes(numFmtId=str(number), applyNumberFormat="1")
        if fill is not None:
            at = self._append("fills", pieces.solid(self._prefix, fill)) if fill else 0
            node = node.with_attributes(fillId=str(at), applyFill="1")
        if font_color is not None or bold is not None:
            index = node.get("fontId", "0")
            font = self._item("fonts", int(index) if index.isdigit() else 0)
            if font_color is not None:
                font = pieces.with_part(self._prefix, font, pieces.color(self._prefix, "color", font_color))
            if bold is not None:
                flag = self._node("b") if bold else self._node("b", val="0")
                font = pieces.with_part(self._prefix, font, flag)
            node = node.with_attributes(fontId=str(self._append("fonts", font)), applyFont="1")
        return node

    def _number_format(self, code: str) -> int:
        known_id = BUILT_IN.get(code)
        if known_id is not None and self._codes.get(str(known_id), code) == code:  # some writers give it another code
            return known_id
        for number, known in self._codes.items():
            if known == code and number.isdigit():
                return int(number)
        highest = max((int(number) for number in self._codes if number.isdigit()), default=0)
        fresh = max(highest + 1, _FIRST_CUSTOM)
        self._codes[str(fresh)] = code
        self._append("numFmts", self._node("numFmt", numFmtId=str(fresh), formatCode=code))
        return fresh

    def _node(self, name: str, *children: Node, **attributes: str) -> Node:
        return pieces.element(self._prefix, name, *children, **attributes)

    def _base(self, local: str) -> Collection:
        return self._parsed.collections.get(local, _NONE)

    def _item(self, local: str, at: int) -> Node:
        items = self._base(local).items
        if 0 <= at < len(items):
            return items[at]
        added = self._added.get(local, [])
        if 0 <= at - len(items) < len(added):
            return added[at - len(items)]
        return items[0] if items else self._defaults(local)[0]

    def _defaults(self, local: str) -> list[Node]:
        """What must stand first in a collection that the part lacks, because index 0 means it everywhere."""
        if local == "fonts":
            return [pieces.font(self._prefix, Look(font="Calibri", size=11), None)]
        if local == "fills":
            patterns = [self._node("patternFill", patternType=pattern) for pattern in ("none", "gray125")]
            return [self._node("fill", pattern) for pattern in patterns]
        if local == "borders":
            return [pieces.border(self._prefix, Look())]
        if local == "cellXfs":
            return [self._node("xf", numFmtId="0", fontId="0", fillId="0", borderId="0")]
        return []

    def _append(self, local: str, node: Node) -> int:
        base = self._base(local)
        known = base.places.get(node)
        if known is not None:
            return known
        places = self._places.setdefault(local, {})
        added = self._added.setdefault(local, []) if node not in places else []
        if not base.items and not places:
            for default in self._defaults(local):
                places[default] = len(added)
                added.append(default)
        if node not in places:
            places[node] = len(base.items) + len(added)
            added.append(node)
        return places[node]
