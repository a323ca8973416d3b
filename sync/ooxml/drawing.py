"""The drawing part that lays charts over a sheet's cells (ECMA-376 part 1, section 20.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sync.ooxml.values import escape
from sync.sheet import Chart
from validators.fields import Language

__all__ = ["drawing_xml"]

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
)
_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES: Final = {"zh": "图表", "en": "Chart"}


def drawing_xml(charts: Sequence[tuple[Chart, str]], language: Language) -> bytes:
    """The drawing of charts, each with the id of its relation. Its title is what a screen reader says."""
    anchors = "".join(_anchor(at, chart, relation, language) for at, (chart, relation) in enumerate(charts, 1))
    return f"{_HEAD}{anchors}</xdr:wsDr>".encode()


def _anchor(at: int, chart: Chart, relation: str, language: Language) -> str:
    place = chart.at
    return (
        '<xdr:twoCellAnchor editAs="oneCell">'
        f"{_corner('from', place.column - 1, place.row - 1)}{_corner('to', place.last_column, place.last_row)}"
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        f'<xdr:cNvPr id="{at + 1}" name="{_NAMES[language]} {at}" descr="{escape(chart.title)}"/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{_RELATIONS}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
    )


def _corner(name: str, column: int, row: int) -> str:
    """A corner by counts of columns and rows before it, without offsets."""
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
    )
