"""Pieces of DrawingML charts: text, lines, labels, axes, cached values (ECMA-376 part 1, sections 20.1 and 21.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sync.ooxml.looks import COLORS, DATE, FONTS
from sync.ooxml.values import escape, serial
from sync.sheet import Chart, Range
from validators.cells import Cell, column_letters
from validators.fields import Language

__all__ = [
    "Cells",
    "axes",
    "cached",
    "fill",
    "label",
    "line",
    "outline",
    "points",
    "reference",
    "rich",
    "text_style",
    "trimmed",
]

Cells = Mapping[tuple[int, int], Cell]
"""The cells of a sheet by row and column."""
CATEGORY_AXIS, VALUE_AXIS = 111_111_101, 111_111_102
"""Ids that tie a chart to its axes; they need to be unique within one chart part only."""
_LANGUAGES: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en-US"}


def points(block: Range) -> list[tuple[int, int]]:
    """The places of a block of one row or one column, in order."""
    return [
        (row, column)
        for row in range(block.row, block.last_row + 1)
        for column in range(block.column, block.last_column + 1)
    ]


def trimmed(chart: Chart, cells: Cells) -> Chart:
    """The chart without the blank end of its fixed-size ranges: no category and no value there in any series."""
    blocks = [chart.categories, *(series.values for series in chart.series)]
    columns = [[cells.get(place) for place in points(block)] for block in blocks]
    used = max((at for column in columns for at, value in enumerate(column, 1) if value not in (None, "")), default=0)
    spare = len(columns[0]) - used
    if not used or spare <= 0 or any(len(column) != len(columns[0]) for column in columns):
        return chart
    cut = [_shorter(block, spare) for block in blocks]
    series = tuple(replace(one, values=block) for one, block in zip(chart.series, cut[1:], strict=True))
    return replace(chart, categories=cut[0], series=series)


def _shorter(block: Range, by: int) -> Range:
    if block.row == block.last_row:
        return block._replace(last_column=block.last_column - by)
    return block._replace(last_row=block.last_row - by)


def reference(title: str, block: Range) -> str:
    """The block as a formula on the sheet `title`. The name is always quoted: that is right for every name."""
    first = f"${column_letters(block.column)}${block.row}"
    last = f"${column_letters(block.last_column)}${block.last_row}"
    area = first if first == last else f"{first}:{last}"
    return escape("'" + title.replace("'", "''") + "'!" + area)


def fill(color: str) -> str:
    """A fill of one colour."""
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


def line(color: str, points: float = 0.75, dash: str = "") -> str:
    """A line; 12,700 units are a point."""
    pattern = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(points * 12_700)}" cap="rnd">{fill(color)}{pattern}<a:round/></a:ln>'


def outline(inner: str) -> str:
    """Shape properties."""
    return f"<c:spPr>{inner}</c:spPr>"


def _font(tag: str, language: Language, size: float, color: str, bold: bool) -> str:
    name = FONTS[language]
    return (
        f'<a:{tag} sz="{round(size * 100)}" b="{int(bold)}">{fill(color)}'
        f'<a:latin typeface="{name}"/><a:ea typeface="{name}"/></a:{tag}>'
    )


def text_style(language: Language, size: float = 9, color: str = COLORS["muted"], bold: bool = False) -> str:
    """How the text of an axis, a legend or labels looks."""
    font = _font("defRPr", language, size, color, bold)
    end = f'<a:endParaRPr lang="{_LANGUAGES[language]}"/>'
    return f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{font}</a:pPr>{end}</a:p></c:txPr>"


def rich(text: str, language: Language, size: float, color: str, bold: bool) -> str:
    """A title's text."""
    font = _font("rPr", language, size, color, bold).replace("<a:rPr ", f'<a:rPr lang="{_LANGUAGES[language]}" ', 1)
    default = _font("defRPr", language, size, color, bold)
    return (
        f"<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{default}</a:pPr><a:r>{font}"
        f"<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>"
    )


def cached(tag: str, block: Range, cells: Cells, title: str, code: str, date1904: bool) -> str:
    """`c:cat` or `c:val`: the reference with the cells' values beside it, for programs that do not calculate.

    Blank cells have no point: a gap, not a zero. Categories that are all numbers or dates stay numbers.
    """
    values = [cells.get(place) for place in points(block)]
    where = f"<c:f>{reference(title, block)}</c:f>"
    if tag == "cat" and any(isinstance(value, str) for value in values):
        body = _points([None if value is None else escape(_shown(value)) for value in values])
        return f"<c:cat><c:strRef>{where}<c:strCache>{body}</c:strCache></c:strRef></c:cat>"
    if tag == "cat":
        code = DATE if any(isinstance(value, date) for value in values) else "General"
    numbers = [serial(value, date1904) for value in values]
    body = f"<c:formatCode>{escape(code)}</c:formatCode>" + _points(numbers)
    return f"<c:{tag}><c:numRef>{where}<c:numCache>{body}</c:numCache></c:numRef></c:{tag}>"


def _shown(value: Cell) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _points(values: Sequence[str | None]) -> str:
    shown = [f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values) if value is not None]
    return f'<c:ptCount val="{len(values)}"/>' + "".join(shown)


def label(show: Mapping[str, bool], position: str, code: str, style: str, ground: str = "<a:noFill/>") -> str:
    """The inner elements of a data label, in the order the schema wants (21.2.2.49), on a `ground`."""
    shown = "".join(
        f'<c:show{name} val="{int(show.get(name, False))}"/>'
        for name in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    number = f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>' if code else ""
    place = f'<c:dLblPos val="{position}"/>' if position else ""
    return f"{number}{outline(ground + '<a:ln><a:noFill/></a:ln>')}{style}{place}{shown}"


def axes(
    language: Language, code: str, *, lying: bool, lowest: float, highest: float | None, step: float | None
) -> str:
    """Category and value axis. Lying bars have their first category on top and the value axis still at the bottom."""
    style = text_style(language)
    turned = "maxMin" if lying else "minMax"
    category = (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="{turned}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if lying else "b"}"/><c:numFmt formatCode="General" sourceLinked="1"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"{outline(line('BCCCDC'))}{text_style(language, color=COLORS['ink'])}"
        f'<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    limit = f'<c:max val="{highest:g}"/>' if highest is not None else ""
    floor = '<c:min val="0"/>' if lowest >= 0 else ""
    unit = f'<c:majorUnit val="{step:g}"/>' if step else ""
    value = (
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{limit}{floor}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"b" if lying else "l"}"/>'
        f"<c:majorGridlines>{outline(line(COLORS['lines']))}</c:majorGridlines>"
        f'<c:numFmt formatCode="{escape(code)}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"{outline('<a:ln><a:noFill/></a:ln>')}{style}"
        f'<c:crossAx val="{CATEGORY_AXIS}"/><c:crosses val="{"max" if lying else "autoZero"}"/>'
        f'<c:crossBetween val="between"/>{unit}</c:valAx>'
    )
    return category + value
