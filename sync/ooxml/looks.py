"""What every style name of a report sheet looks like in a workbook, and how tall its row stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from sync.ooxml.style_pieces import Edge, Look
from sync.sheet import STYLES
from validators.fields import Language

__all__ = ["COLORS", "DATE", "DATETIME", "DECIMAL", "FONTS", "HEIGHTS", "ROW_HEIGHT", "TAB_COLORS", "WHOLE", "looks"]

COLORS: Final = {
    "ink": "1F2933",
    "muted": "66788A",
    "lines": "D9E2EC",
    "band": "F7F9FB",
    "accent": "0F609B",
    "teal": "2CB1BC",
    "good": "2F8F5B",
    "warning": "D9822B",
    "error": "C23030",
    "warning_fill": "FFF6E5",
    "error_fill": "FDECEA",
    "input_fill": "FFF3C4",
    "same_fill": "E1EFF9",
    "white": "FFFFFF",
}
"""The palette, as RRGGBB."""
FONTS: Final[Mapping[Language, str]] = {"zh": "微软雅黑", "en": "Calibri"}
TAB_COLORS: Final = {"start": "7A8B99", "table": "0F609B", "work": "D9822B", "report": "2CB1BC"}
DATE: Final = "yyyy-mm-dd"
DATETIME: Final = "yyyy-mm-dd hh:mm"
WHOLE: Final = "#,##0"
DECIMAL: Final = "#,##0.0"

ROW_HEIGHT: Final = 18.0
"""Points of an ordinary row."""
HEIGHTS: Final[Mapping[str, float]] = {
    "title": 30.0,
    "section": 26.0,
    "head": 21.0,
    "head_right": 21.0,
    "kpi_label": 21.0,
    "kpi_value": 33.0,
    "kpi_percent": 33.0,
    "kpi_note": 21.0,
    "kpi_note_good": 21.0,
    "kpi_note_bad": 21.0,
}
"""Points that a row needs for cells of a style, where it is more than `ROW_HEIGHT`."""


@cache
def looks(language: Language) -> Mapping[str, Look]:
    """The look of every style; the language decides the font."""
    ink = Look(font=FONTS[language], size=10, color=COLORS["ink"], vertical="center")
    small = replace(ink, size=9, color=COLORS["muted"])
    made = {
        "title": replace(ink, size=16, bold=True),
        "muted": small,
        "note": replace(small, wrap=True, horizontal="left"),
        "section": replace(ink, size=11, bold=True),
        **_table(ink),
        **_severities(ink),
        **_cards(ink, small),
    }
    return {style: made[style] for style in STYLES}


def _table(ink: Look) -> dict[str, Look]:
    line = Edge("thin", COLORS["lines"])
    head = replace(ink, bold=True, color=COLORS["white"], fill=COLORS["accent"], wrap=True)
    text = replace(ink, bottom=line)
    left, right, center = (replace(text, horizontal=where) for where in ("left", "right", "center"))
    percent = replace(right, number_format="0%")
    edge = Edge("thin", "E0C36A")
    typed = replace(left, fill=COLORS["input_fill"], wrap=True, left=edge, right=edge, top=edge, bottom=edge)
    return {
        "head": replace(head, horizontal="left"),
        "head_right": replace(head, horizontal="right"),
        "text": left,
        "wrap": replace(left, wrap=True),
        "center": center,
        "number": replace(right, number_format=WHOLE),
        "money": replace(right, number_format=WHOLE),
        "wan": replace(right, number_format=DECIMAL),
        "percent": percent,
        "percent_good": replace(percent, bold=True, color=COLORS["good"]),
        "percent_bad": replace(percent, bold=True, color=COLORS["error"], fill=COLORS["error_fill"]),
        "date": replace(center, number_format=DATE),
        "datetime": replace(center, number_format=DATETIME),
        "link": replace(left, underline=True, color=COLORS["accent"]),
        "input": typed,
    }


def _severities(ink: Look) -> dict[str, Look]:
    text = replace(ink, bottom=Edge("thin", COLORS["lines"]), horizontal="left")
    error, warning = Edge("medium", COLORS["error"]), Edge("medium", COLORS["warning"])
    return {
        "error": replace(text, bold=True, color=COLORS["error"], fill=COLORS["error_fill"], left=error),
        # Amber letters are too pale to read on white or on their own fill: ink on the fill, amber at the edge.
        "warning": replace(text, fill=COLORS["warning_fill"], left=warning),
        "info": replace(text, color=COLORS["muted"]),
        **_beside(text, warning),
        "good": replace(text, bold=True, color=COLORS["good"]),
        "advice": replace(
            ink, fill=COLORS["band"], left=Edge("thick", COLORS["teal"]), horizontal="left", wrap=True, indent=1
        ),
    }


def _beside(text: Look, bar: Edge) -> dict[str, Look]:
    """Rows side by side: the bar tells what differs also to who does not tell the colours."""
    same, differs = replace(text, fill=COLORS["same_fill"]), replace(text, fill=COLORS["warning_fill"], left=bar)
    return {
        "same": replace(same, wrap=True),
        "differs": replace(differs, wrap=True),
        "same_date": replace(same, horizontal="center", number_format=DATE),
        "differs_date": replace(differs, horizontal="center", number_format=DATE),
    }


def _cards(ink: Look, small: Look) -> dict[str, Look]:
    edge = Edge("thick", COLORS["accent"])
    card = replace(small, fill=COLORS["band"], left=edge, horizontal="left", indent=1)
    figure = replace(card, size=20, bold=True, color=COLORS["ink"])
    return {
        "kpi_label": card,
        "kpi_value": replace(figure, number_format=WHOLE),
        "kpi_percent": replace(figure, number_format="0%"),
        "kpi_note": card,
        "kpi_note_good": replace(card, bold=True, color=COLORS["good"]),
        "kpi_note_bad": replace(card, bold=True, color=COLORS["error"]),
    }
