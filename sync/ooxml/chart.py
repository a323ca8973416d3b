"""A chart as a DrawingML part (ECMA-376 part 1, section 21.2): native, editable, flat, in the report's own colours.

Pure: chart and cells in, bytes out; the same input gives the same bytes. Every reference carries the values it points
at, so that viewers which do not calculate show the chart too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sync.ooxml import chart_pieces as piece
from sync.ooxml.chart_pieces import CATEGORY_AXIS, VALUE_AXIS, Cells
from sync.ooxml.looks import COLORS, DECIMAL, WHOLE
from sync.ooxml.values import escape
from sync.sheet import Chart, Series
from validators.cells import Cell
from validators.fields import Language

__all__ = ["OTHER", "PALETTE", "chart_xml"]

PALETTE: Final = ("0F609B", "E8833A", "2CB1BC", "8D6CAB", "7A8B99", "D1495B")
"""Colours of series and slices, in order."""
OTHER: Final = "BCCCDC"
"""The colour of whatever is summed up as other."""
_OTHER_NAMES: Final = frozenset({"其他", "其它", "other", "others"})
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
)
_GAPS: Final = {1: 240, 2: 130}
"""Gap between bars in percent of a bar, where so few bars would otherwise stand as walls."""
_THIN: Final = 0.03
"""The share below which labels of neighbouring slices would lie on each other."""
_MOST_LABELS: Final = 24
"""Bars above which figures on them would run into each other."""


def chart_xml(chart: Chart, cells: Cells, title: str, language: Language, date1904: bool = False) -> bytes:
    """The chart part of a chart whose data stand on the sheet `title`. `cells` are that sheet's cells."""
    draw = _Drawing(piece.trimmed(chart, cells), cells, title, language, date1904)
    plot = draw.pie() if chart.kind == "pie" else draw.plot()
    heading = piece.rich(chart.title, language, 11, COLORS["ink"], True)
    return (
        f'{_HEAD}<c:date1904 val="{int(date1904)}"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:title>{heading}<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{plot}{piece.outline('<a:noFill/>')}</c:plotArea>{draw.legend()}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{piece.outline(piece.fill(COLORS['white']) + '<a:ln><a:noFill/></a:ln>')}{piece.text_style(language)}"
        "</c:chartSpace>"
    ).encode()


class _Drawing:
    """One chart's series, labels and legend."""

    def __init__(self, chart: Chart, cells: Cells, title: str, language: Language, date1904: bool) -> None:
        self.chart = chart
        self.cells = cells
        self.title = title
        self.language = language
        self.date1904 = date1904
        self.size = len(piece.points(chart.categories))
        upright = chart.kind == "column"  # a line over lying bars would run across them
        self.over = [at for at, one in enumerate(chart.series) if upright and one.kind == "line"]
        self.main = [at for at in range(len(chart.series)) if at not in self.over]
        self.stacked = chart.stacked and len(self.main) > 1
        self.labelled = len(self.main) == 1 and self.size <= _MOST_LABELS

    def values(self, series: Series) -> list[Cell]:
        return [self.cells.get(place) for place in piece.points(series.values)]

    def plot(self) -> str:
        """Bars or lines with their two axes; a line over bars shares the axes."""
        kind, pair = self.chart.kind, f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/>'
        made = ""
        if kind == "line":
            made += self._lines("".join(self._line(at) for at in self.main), pair)
        else:
            grouping = "stacked" if self.stacked else "clustered"
            overlap = "100" if self.stacked else "-8"
            gap = _GAPS.get(self.size, 60)
            bars = "".join(self._bar(at) for at in self.main)
            made += (
                f'<c:barChart><c:barDir val="{"bar" if kind == "bar" else "col"}"/><c:grouping val="{grouping}"/>'
                f'<c:varyColors val="0"/>{bars}<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>{pair}</c:barChart>'
            )
        if self.over:
            made += self._lines("".join(self._threshold(at) for at in self.over), pair)
        lowest, step, code = self._scale()
        return made + piece.axes(
            self.language, code, lying=kind == "bar", lowest=lowest, highest=self.chart.maximum, step=step
        )

    def pie(self) -> str:
        """Slices from 12 o'clock with name and share beside them; thin ones are named in the legend instead."""
        if not self.chart.series:
            return ""
        series = self.chart.series[0]
        values, places = self.values(series), piece.points(self.chart.categories)
        style = piece.text_style(self.language, color=COLORS["ink"])
        white = piece.line(COLORS["white"], 1.5)
        slices = hidden = ""
        for at, value in enumerate(values):
            color = self._slice_color(at, str(self.cells.get(places[at])) if at < len(places) else "")
            slices += (
                f'<c:dPt><c:idx val="{at}"/><c:bubble3D val="0"/>{piece.outline(piece.fill(color) + white)}</c:dPt>'
            )
            if self._share(value, values) < _THIN:
                hidden += f'<c:dLbl><c:idx val="{at}"/><c:delete val="1"/></c:dLbl>'
        shown = piece.label({"CatName": True, "Percent": True}, "outEnd", "0%", style)
        labels = f'<c:dLbls>{hidden}{shown}<c:separator>\n</c:separator><c:showLeaderLines val="1"/></c:dLbls>'
        return (
            f'<c:pieChart><c:varyColors val="1"/>{self._opened(0, series)}{slices}{labels}{self._data(series)}</c:ser>'
            '<c:firstSliceAng val="0"/></c:pieChart>'
        )

    def legend(self) -> str:
        """At the bottom, for several series; lines over bars name themselves."""
        if not (self.chart.legend or len(self.main) > 1 or self._thin()):
            return ""
        named = "".join(f'<c:legendEntry><c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>' for at in self.over)
        style = piece.text_style(self.language, color=COLORS["ink"])
        return f'<c:legend><c:legendPos val="b"/>{named}<c:overlay val="0"/>{style}</c:legend>'

    def _share(self, value: Cell, values: Sequence[Cell]) -> float:
        """The part that a slice is of its pie; 0 for what is no amount."""
        total = sum(one for one in values if isinstance(one, (int, float)) and one > 0)
        return value / total if isinstance(value, (int, float)) and total else 0.0

    def _thin(self) -> bool:
        """Whether a pie has slices that are too thin for a label of their own."""
        if self.chart.kind != "pie" or not self.chart.series:
            return False
        values = self.values(self.chart.series[0])
        return any(0 < self._share(value, values) < _THIN for value in values)

    # ---- series

    def _opened(self, at: int, series: Series) -> str:
        name = f"<c:tx><c:v>{escape(series.name)}</c:v></c:tx>" if series.name else ""
        return f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>{name}'

    def _data(self, series: Series) -> str:
        code = self.chart.values_format
        categories = piece.cached("cat", self.chart.categories, self.cells, self.title, code, self.date1904)
        return categories + piece.cached("val", series.values, self.cells, self.title, code, self.date1904)

    def _color(self, at: int) -> str:
        chosen = self.chart.colors[at] if at < len(self.chart.colors) else ""
        return self.chart.series[at].color or chosen or PALETTE[self.main.index(at) % len(PALETTE)]

    def _slice_color(self, at: int, name: str) -> str:
        if at < len(self.chart.colors):
            return self.chart.colors[at]
        return OTHER if name.strip().casefold() in _OTHER_NAMES else PALETTE[at % len(PALETTE)]

    def _bar(self, at: int) -> str:
        series = self.chart.series[at]
        look = piece.outline(piece.fill(self._color(at)))
        return (
            f'{self._opened(at, series)}{look}<c:invertIfNegative val="0"/>{self._bar_colors(at)}'
            f"{self._figures('outEnd')}{self._data(series)}</c:ser>"
        )

    def _bar_colors(self, at: int) -> str:
        """Single bars in their own colours, where one series has as many colours as bars."""
        colors = self.chart.colors
        if len(self.main) > 1 or len(colors) < 2:
            return ""
        return "".join(
            f'<c:dPt><c:idx val="{point}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
            f"{piece.outline(piece.fill(color))}</c:dPt>"
            for point, color in enumerate(colors[: self.size])
        )

    def _lines(self, series: str, pair: str) -> str:
        opened = '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        return f'{opened}{series}<c:marker val="1"/>{pair}</c:lineChart>'

    def _line(self, at: int) -> str:
        series, color = self.chart.series[at], self._color(at)
        dot = piece.outline(piece.fill(color) + piece.line(COLORS["white"], 1))
        marker = f'<c:marker><c:symbol val="circle"/><c:size val="7"/>{dot}</c:marker>'
        return (
            f"{self._opened(at, series)}{piece.outline(piece.line(color, 2.25))}{marker}"
            f'{self._figures("t")}{self._data(series)}<c:smooth val="0"/></c:ser>'
        )

    def _threshold(self, at: int) -> str:
        """A dashed line over the bars that carries its name at its last point."""
        series = self.chart.series[at]
        color = series.color or COLORS["error"]
        points = [point for point, value in enumerate(self.values(series)) if value is not None]
        # A line needs two points: over a single bar a dash stands in for it.
        symbol = "dash" if len(points) == 1 else "none"
        marker = f'<c:marker><c:symbol val="{symbol}"/><c:size val="24"/>{piece.outline(piece.fill(color))}</c:marker>'
        labels = ""
        if points and series.name:
            style = piece.text_style(self.language, color=color, bold=True)
            shown = piece.label({"SerName": True}, "t", "", style)
            quiet = piece.label({}, "", "", "")
            labels = f'<c:dLbls><c:dLbl><c:idx val="{points[-1]}"/>{shown}</c:dLbl>{quiet}</c:dLbls>'
        return (
            f"{self._opened(at, series)}{piece.outline(piece.line(color, 1.5, 'dash'))}{marker}{labels}"
            f'{self._data(series)}<c:smooth val="0"/></c:ser>'
        )

    def _figures(self, position: str) -> str:
        """Figures on the bars of a single series."""
        if not self.labelled:
            return ""
        style = piece.text_style(self.language, color=COLORS["ink"])
        ground = piece.fill(COLORS["white"]) if self.over else "<a:noFill/>"  # a line must not strike figures through
        shown = piece.label({"Val": True}, position, self.chart.values_format, style, ground)
        return f"<c:dLbls>{shown}</c:dLbls>"

    def _scale(self) -> tuple[float, float | None, str]:
        """The axis: lowest value, step (None lets the program choose), number format.

        Small counts step by 1, for the axis would show fractions or the same figure twice; large amounts need no
        decimals.
        """
        code = self.chart.values_format
        found = [float(v) for series in self.chart.series for v in self.values(series) if isinstance(v, (int, float))]
        lowest, highest = min(found, default=0.0), max(found, default=0.0)
        if "%" in code:
            return lowest, 0.2 if self.chart.maximum == 1 else None, code
        if code == DECIMAL and highest >= 10:
            code = WHOLE
        small = 0 < highest <= 5 and all(value.is_integer() for value in found)
        return lowest, 1.0 if small and not self.stacked else None, code
