"""How the template looks: number formats, the theme, the table style, on the palette of the report sheets.

Formats are made once per set of properties, so that the workbook's style list stays short.
"""

from __future__ import annotations

from io import StringIO
from typing import Any

from sync.ooxml.looks import COLORS, FONTS
from validators.fields import Column, Language

__all__ = ["ACCENT", "ACCENT_2", "AGENT_FILL", "BAND", "ERROR", "ERROR_FILL", "GOOD", "LINE", "MUTED", "TABLE_STYLE",
    "WARNING", "WARNING_FILL", "WARNING_TEXT", "Look", "column_properties", "table_style_xml", "theme"]  # fmt: skip

INK, MUTED, LINE, BAND = (COLORS[name] for name in ("ink", "muted", "lines", "band"))
ACCENT, ACCENT_2 = COLORS["accent"], COLORS["teal"]
GOOD, WARNING, ERROR = COLORS["good"], COLORS["warning"], COLORS["error"]
WARNING_FILL, ERROR_FILL, AGENT_FILL = COLORS["warning_fill"], COLORS["error_fill"], "E4E7EB"
WARNING_TEXT = "A65A0B"
"""The warning's amber, dark enough to be read as letters (5:1 on white)."""
SERIES = ("0F609B", "E8833A", "2CB1BC", "8D6CAB", "7A8B99", "D1495B")
TABLE_STYLE = "Salesheet"

_NUMBERS = {"date": "yyyy-mm-dd", "money": "#,##0", "percent": "0", "number": "General"}
_ALIGN = {"date": "center", "yes_no": "center", "money": "right", "percent": "right", "number": "right"}


class Look:
    """Formats of one XlsxWriter workbook by their properties."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        """A cell format: ink on white, vertically centred, plus the properties (XlsxWriter's names)."""
        full = {"font_color": INK, "valign": "vcenter", **properties}
        full = {name: f"#{value}" if "color" in name else value for name, value in full.items()}
        key = tuple(sorted(full.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(full)
        return self._formats[key]

    def mark(self, **properties: Any) -> Any:
        """A format of a conditional format: only the given properties."""
        full = {name: f"#{value}" if "color" in name else value for name, value in properties.items()}
        key = (("mark", True), *sorted(full.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(full)
        return self._formats[key]

    def header(self, column: Column) -> Any:
        """Header cell: a person's column white on accent, the agent's ink on grey and italic."""
        if column.agent:
            return self(italic=True, bg_color=AGENT_FILL, right=1, right_color="FFFFFF")
        return self(bold=True, font_color="FFFFFF", bg_color=ACCENT, right=1, right_color=LINE)


def column_properties(column: Column) -> dict[str, Any]:
    """Properties of a column's cells: they hold for the whole sheet column, so rows typed later have them too.

    Long text begins at the top, so that its first line shows in a row that did not grow.
    IDs, phones and every other text are in the text format: nothing typed there becomes a number or a formula.
    """
    properties: dict[str, Any] = {"num_format": _NUMBERS.get(column.kind, "@")}
    if column.kind in _ALIGN:
        properties["align"] = _ALIGN[column.kind]
    if column.kind == "long":
        properties |= {"text_wrap": True, "valign": "top"}
    if column.agent or column.kind == "id":
        properties["font_color"] = MUTED
    return properties


def theme(language: Language) -> StringIO:
    """The document theme (ECMA-376 part 1, 20.1.6.9): our series colours and one font family; flat, no effects."""
    font = FONTS[language]
    names = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
    colours = {"dk1": INK, "lt1": "FFFFFF", "dk2": ACCENT, "lt2": BAND, **dict(zip(names, SERIES, strict=True))}
    colours |= {"hlink": ACCENT, "folHlink": "8D6CAB"}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    family = (
        f'<a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface="{FONTS["zh"]}"/>'
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return StringIO(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Salesheet"><a:themeElements>'
        f'<a:clrScheme name="Salesheet">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="Salesheet"><a:majorFont>{family}</a:majorFont>'
        f"<a:minorFont>{family}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Salesheet"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def table_style_xml(first_dxf: int) -> tuple[str, str]:
    """The look of our Excel Tables: their dxf entries, and the tableStyles element that counts on from `first_dxf`.

    Hair lines between rows, every second row lightly banded; a table grown by Excel or by the agent keeps it.
    Source: ECMA-376 part 1, 18.8.40 and 18.18.77.
    """
    line = f'<color rgb="FF{LINE}"/>'
    edges = "".join(f'<{side} style="thin">{line}</{side}>' for side in ("top", "bottom", "horizontal"))
    dxfs = (
        f"<dxf><border>{edges}</border></dxf>"
        f'<dxf><font><b/><color rgb="FFFFFFFF"/></font>{_solid(ACCENT)}</dxf>'
        f"<dxf>{_solid(BAND)}</dxf>"
    )
    kinds = ("wholeTable", "headerRow", "secondRowStripe")
    elements = "".join(f'<tableStyleElement type="{kind}" dxfId="{first_dxf + at}"/>' for at, kind in enumerate(kinds))
    styles = (
        '<tableStyles count="1" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16">'
        f'<tableStyle name="{TABLE_STYLE}" pivot="0" count="3">{elements}</tableStyle></tableStyles>'
    )
    return dxfs, styles


def _solid(colour: str) -> str:
    colours = f'<fgColor rgb="FF{colour}"/><bgColor rgb="FF{colour}"/>'
    return f'<fill><patternFill patternType="solid">{colours}</patternFill></fill>'
