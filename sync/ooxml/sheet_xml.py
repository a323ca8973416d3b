"""A report sheet as a worksheet part (ECMA-376 part 1, section 18.3): strings of cells, joined.

Text goes in as inline strings, so that it never becomes a formula and the shared strings stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sync.ooxml.cell_pieces import Formats
from sync.ooxml.looks import ROW_HEIGHT, TAB_COLORS
from sync.ooxml.refs import Area, column_letters
from sync.ooxml.sheet_cells import Body, body
from sync.ooxml.values import escape
from sync.sheet import ReportSheet
from validators.fields import Language

__all__ = ["Frame", "sheet_xml"]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTERS: Final[Mapping[Language, str]] = {
    "zh": "&L&8&A&C&8第 &P / &N 页&R&8&D &T",
    "en": "&L&8&A&C&8Page &P / &N&R&8&D &T",
}


@dataclass(slots=True)
class Frame:
    """What a worksheet part takes over from its workbook and from the sheet it replaces.

    `formats` are those of its workbook. `titles` maps the folded title of every sheet to its real one; a link leads
    only to one of them. `drawing` and `legacy` are ids of relations.
    """

    formats: Formats
    language: Language
    titles: Mapping[str, str] = field(default_factory=dict)
    code_name: str = ""
    selected: bool = False
    drawing: str = ""
    legacy: str = ""


def sheet_xml(sheet: ReportSheet, frame: Frame) -> bytes:
    """The worksheet part. The same sheet and frame give the same bytes."""
    cells = body(sheet, frame.formats, frame.titles)
    return "".join(
        [
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            f'<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">',
            _properties(sheet, frame),
            f'<dimension ref="{cells.box}"/>',
            _view(sheet, frame),
            f'<sheetFormatPr defaultRowHeight="{ROW_HEIGHT:g}" customHeight="1"/>',
            _columns(cells, sheet),
            "<sheetData>",
            *cells.rows,
            "</sheetData>",
            f'<autoFilter ref="{Area(*sheet.filter)}"/>' if sheet.filter else "",
            _merges(cells),
            _drop_downs(sheet),
            f"<hyperlinks>{''.join(cells.links)}</hyperlinks>" if cells.links else "",
            _print(frame.language, one_page=sheet.one_page),
            # Phones and ids are text on purpose: no green corner that offers to turn them into numbers.
            f'<ignoredErrors><ignoredError sqref="{cells.box}" numberStoredAsText="1"/></ignoredErrors>',
            f'<drawing r:id="{frame.drawing}"/>' if frame.drawing else "",
            f'<legacyDrawing r:id="{frame.legacy}"/>' if frame.legacy else "",
            "</worksheet>",
        ]
    ).encode()


def _properties(sheet: ReportSheet, frame: Frame) -> str:
    name = f' codeName="{escape(frame.code_name)}"' if frame.code_name else ""
    return f'<sheetPr{name}><tabColor rgb="FF{TAB_COLORS[sheet.tab]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'


def _view(sheet: ReportSheet, frame: Frame) -> str:
    selected = ' tabSelected="1"' if frame.selected else ""
    pane = ""
    row, column = sheet.freeze or (1, 1)
    if row > 1 or column > 1:
        across = f' xSplit="{column - 1}"' if column > 1 else ""
        down = f' ySplit="{row - 1}"' if row > 1 else ""
        name = {(True, True): "bottomRight", (True, False): "topRight", (False, True): "bottomLeft"}[
            column > 1, row > 1
        ]
        corner = f"{column_letters(column)}{row}"
        pane = (
            f'<pane{across}{down} topLeftCell="{corner}" activePane="{name}" state="frozen"/>'
            f'<selection pane="{name}" activeCell="{corner}" sqref="{corner}"/>'
        )
    return f'<sheetViews><sheetView showGridLines="0"{selected} workbookViewId="0">{pane}</sheetView></sheetViews>'


def _columns(cells: Body, sheet: ReportSheet) -> str:
    hidden = dict.fromkeys(sheet.hidden_columns, ' hidden="1"')
    columns = [
        f'<col min="{at}" max="{at}" width="{width:g}"{hidden.get(at, "")} customWidth="1"/>'
        for at, width in sorted(cells.widths.items())
    ]
    return f"<cols>{''.join(columns)}</cols>" if columns else ""


def _merges(cells: Body) -> str:
    if not cells.merges:
        return ""
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in cells.merges)
    return f'<mergeCells count="{len(cells.merges)}">{merges}</mergeCells>'


def _drop_downs(sheet: ReportSheet) -> str:
    """Lists as data validations (ECMA-376 part 1, 18.3.1.32): a wrong word is stopped with a sentence."""
    if not sheet.drop_downs:
        return ""
    made = "".join(
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" error="{escape(one.error)}" '
        f'sqref="{" ".join(str(Area(*block)) for block in one.at)}">'
        f"<formula1>{escape(chr(34) + ','.join(one.words) + chr(34))}</formula1></dataValidation>"
        for one in sheet.drop_downs
    )
    return f'<dataValidations count="{len(sheet.drop_downs)}">{made}</dataValidations>'


def _print(language: Language, *, one_page: bool) -> str:
    """A4 (paper size 9), landscape, one page wide and as many high as it takes, or one; sheet, page and time in the
    footer."""
    return (
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" fitToHeight="{int(one_page)}" orientation="landscape"/>'
        f"<headerFooter><oddFooter>{escape(_FOOTERS[language])}</oddFooter></headerFooter>"
    )
