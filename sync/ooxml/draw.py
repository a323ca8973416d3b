"""Draws the agent's sheets into a workbook: each replaces the sheet of its title whole, or becomes a new last tab.

Part names, code names and places among the tabs stay; parts of charts are used again. A sheet that comes out as it
already stands changes nothing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from sync.errors import Refused, UsageError
from sync.ooxml import opc
from sync.ooxml.cell_pieces import Formats
from sync.ooxml.chart import chart_xml
from sync.ooxml.chart_pieces import Cells, points
from sync.ooxml.drawing import drawing_xml
from sync.ooxml.opc import relations_part
from sync.ooxml.package import Package
from sync.ooxml.refs import Area
from sync.ooxml.sheet_xml import Frame, sheet_xml
from sync.ooxml.styles import StyleSheet
from sync.ooxml.tabs import FILTER, PRINT_TITLES, Tab, tabs, with_hidden, with_names, with_tab
from sync.ooxml.workbook import Workbook
from sync.ooxml.xmltext import attribute, tags
from sync.sheet import Chart, ReportSheet
from validators.fields import Language

__all__ = ["draw_sheets"]

_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_TYPES: Final = {
    "worksheet": _SPREADSHEET + "worksheet+xml",
    "styles": _SPREADSHEET + "styles+xml",
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}
_STRICT: Final = {
    b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"': b'"http://purl.oclc.org/ooxml/spreadsheetml/main"',
    b'"http://schemas.openxmlformats.org/drawingml/2006/': b'"http://purl.oclc.org/ooxml/drawingml/',
    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships"': (
        b'"http://purl.oclc.org/ooxml/officeDocument/relationships"'
    ),
}
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMULA: Final = re.compile(rb"<(?:[\w.\-]+:)?f[\s>/]")


def draw_sheets(package: Package, workbook: Workbook, sheets: Sequence[ReportSheet], language: Language) -> list[str]:
    """Draw the sheets into the package; the names of the parts whose content changed, in order.

    Raises:
        UsageError: a title belongs to a chart or macro sheet, or a part that must be edited is damaged.
        Refused: a sheet would have to be added, and the workbook's structure is protected.
    """
    if not sheets:
        return []
    drawing = _Draw(package, workbook, language)
    for sheet in sheets:
        drawing.place(sheet)
    for sheet in sheets:
        drawing.sheet(sheet)
    drawing.finish()
    return list(drawing.changed)


class _Draw:
    """One run over one workbook: what it knows about the workbook, and the parts it has changed so far."""

    def __init__(self, package: Package, workbook: Workbook, language: Language) -> None:
        self.package = package
        self.workbook = workbook
        self.language = language
        self.main = workbook.main_part
        self.folder = posixpath.dirname(self.main)
        self.xml = package.read(self.main)
        self.styles_part = workbook.styles_part
        self.styles = StyleSheet(package.read(self.styles_part) if self.styles_part else b"")
        self.date1904 = workbook.date1904
        self.formats = Formats(self.styles, language, self.date1904)
        self.parts = {name.casefold() for name in package.names}
        self.tabs = tabs(self.xml)
        self.relations = package.relations(self.main)
        self.titles = {tab.title.casefold(): tab.title for tab in self.tabs}
        self.names: dict[int, dict[str, str]] = {}
        self.changed: dict[str, None] = {}

    def place(self, sheet: ReportSheet) -> None:
        """See to it that there is a tab of the sheet's title."""
        if sheet.title.casefold() in self.titles:
            if sheet.hidden:
                self.xml = with_hidden(self.xml, self.titles[sheet.title.casefold()])
            return
        if self.workbook.locked:
            raise self.package.fault(Refused, "structure")
        part = self._free(posixpath.join(self.folder, "worksheets", "sheet"))
        relation = self.package.relate(self.main, "worksheet", part)
        namespace = (
            _RELATIONS if not self.workbook.strict else "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        try:
            self.xml = with_tab(self.xml, sheet.title, relation, namespace, hidden=sheet.hidden)
        except opc.BadPart:
            raise self.package.fault(UsageError, "part", part=self.main) from None
        self.tabs = tabs(self.xml)
        self.relations = self.package.relations(self.main)
        self.titles[sheet.title.casefold()] = sheet.title

    def sheet(self, sheet: ReportSheet) -> None:
        """Write the sheet, its drawing and its charts."""
        at, tab = self._tab(sheet)
        relation = self.relations.get(tab.relation)
        if relation is None or relation.kind != "worksheet":
            raise self._taken(tab.title)
        part, frame = relation.target, Frame(self.formats, self.language, self.titles)
        if self.package.has(part):
            self._take_over(part, frame)
        cells = _needed(sheet)
        charts = [chart for chart in sheet.charts if _has_values(chart, cells)]
        frame.drawing = self._charts(part, tab.title, charts, cells)
        self._put(part, "worksheet", sheet_xml(sheet, frame))
        self.names[at] = _names(tab.title, sheet)

    def finish(self) -> None:
        """Write the names, the tabs and the styles."""
        self._put(self.main, "", with_names(self.xml, self.names))
        if self.styles.changed or not self.styles_part:
            part = self.styles_part or self._free(posixpath.join(self.folder, "styles"), numbered=False)
            if not self.styles_part:
                self.package.relate(self.main, "styles", part)
            self._put(part, "" if self.styles_part else "styles", self.styles.data())

    def _tab(self, sheet: ReportSheet) -> tuple[int, Tab]:
        wanted = sheet.title.casefold()
        return next((at, tab) for at, tab in enumerate(self.tabs) if tab.title.casefold() == wanted)

    def _taken(self, title: str) -> UsageError:
        if self.language == "en":
            what, remedy = f"“{title}” is a chart or macro sheet", "rename it, then run again"
        else:
            what, remedy = f"“{title}”是图表页或宏表", "请给它改名，再运行一次"
        return UsageError(what, where=self.package.where, remedy=remedy)

    def _take_over(self, part: str, frame: Frame) -> None:
        """What the sheet that stood here hands on: its name in macros, its notes, whether it is in front."""
        old = self.package.read(part)
        first, last = old.find(b"sheetData"), old.rfind(b"sheetData")
        for tag in tags(old, "sheetPr|sheetView", 0, first if first > 0 else None):
            frame.code_name = frame.code_name or attribute(tag[0], "codeName") or ""
            frame.selected = frame.selected or attribute(tag[0], "tabSelected") in ("1", "true")
        for tag in tags(old, "legacyDrawing", max(last, 0)):
            frame.legacy = attribute(tag[0], "id") or ""
        for relation in self.package.relations(part).values():
            if relation.kind == "table":
                self._drop(relation.target)
        chain = self.workbook.chain_part
        if chain and _FORMULA.search(old):  # its list of formulas may name one that goes; programs rebuild the list
            self._drop(chain)

    # ---- drawings

    def _charts(self, part: str, title: str, charts: Sequence[Chart], cells: Cells) -> str:
        """Write the charts of a sheet; the id of the relation to their drawing, or '' where there is none."""
        own = {key: one for key, one in self.package.relations(part).items() if one.kind == "drawing"}
        relation, drawing = next(((key, one.target) for key, one in own.items()), ("", ""))
        if not charts:
            if drawing:
                self._drop(drawing)
            return ""
        if not drawing:
            drawing = self._free(posixpath.join(self.folder, "drawings", "drawing"))
            relation = self.package.relate(part, "drawing", drawing)
        known = [(key, one.target) for key, one in self.package.relations(drawing).items() if one.kind == "chart"]
        for _, spare in known[len(charts) :]:
            self._drop(spare)
        for _ in charts[len(known) :]:
            chart_part = self._free(posixpath.join(self.folder, "charts", "chart"))
            known.append((self.package.relate(drawing, "chart", chart_part), chart_part))
        for chart, (_, chart_part) in zip(charts, known, strict=False):
            self._put(chart_part, "chart", chart_xml(chart, cells, title, self.language, self.date1904))
        placed = [(chart, key) for chart, (key, _) in zip(charts, known, strict=False)]
        self._put(drawing, "drawing", drawing_xml(placed, self.language))
        return relation

    def _drop(self, part: str) -> None:
        """Take a part out with all that only it leads to."""
        if not self.package.has(part):
            return
        below = [one.target for one in self.package.relations(part).values() if not one.external]
        self.package.drop(part)
        self.changed[part] = None
        self.parts.discard(part.casefold())
        for child in below:
            if not self._led_to(child):
                self._drop(child)

    def _led_to(self, part: str) -> bool:
        sources = [name for name in self.package.names if self.package.has(relations_part(name))]
        wanted = part.casefold()
        return any(one.target.casefold() == wanted for name in sources for one in self.package.relations(name).values())

    # ---- parts

    def _free(self, stem: str, *, numbered: bool = True) -> str:
        at = 1
        name = f"{stem}{at if numbered else ''}.xml"
        while name.casefold() in self.parts:
            at += 1
            name = f"{stem}{at}.xml"
        self.parts.add(name.casefold())
        return name

    def _put(self, part: str, kind: str, data: bytes) -> None:
        new = not self.package.has(part)
        if self.workbook.strict and kind:
            for transitional, strict in _STRICT.items():
                data = data.replace(transitional, strict)
        if new or self.package.read(part) != data:
            self.package.put(part, data, _TYPES[kind] if new else None)
            self.changed[part] = None


def _needed(sheet: ReportSheet) -> Cells:
    """The cells that the sheet's charts show."""
    if not sheet.charts:
        return {}
    blocks = [block for chart in sheet.charts for block in (chart.categories, *(s.values for s in chart.series))]
    wanted = {place for block in blocks for place in points(block)}
    rows = {row for row, _ in wanted}
    listed = [one for one in sheet.listings if not rows.isdisjoint(range(one.row, one.end))]
    puts = chain(sheet.singles, *(listing.puts() for listing in listed))
    return {put[:2]: put[2] for put in puts if put[:2] in wanted}


def _has_values(chart: Chart, cells: Cells) -> bool:
    """Whether there is anything to draw: an empty frame says nothing."""
    places = (place for series in chart.series for place in points(series.values))
    return any(isinstance(cells.get(place), (int, float)) for place in places)


def _names(title: str, sheet: ReportSheet) -> dict[str, str]:
    """The sheet-bound names that printing and filtering need."""
    names, quoted = {}, "'" + title.replace("'", "''") + "'!"
    if sheet.repeat:
        names[PRINT_TITLES] = f"{quoted}${sheet.repeat[0]}:${sheet.repeat[1]}"
    if sheet.filter:
        names[FILTER] = quoted + re.sub(r"[A-Z]+", r"$\g<0>$", str(Area(*sheet.filter)))
    return names
