"""Draws the Start sheet: one page that explains the workbook in both languages, the team's first."""

from __future__ import annotations

from typing import Any

from addin.template.guide import INTRO, LAST_SYNC, SECTIONS, SHEETS_HEAD, STATE, TITLE, Section
from addin.template.hidden import TEAM_CELL, USER_CELL
from addin.template.look import (
    ACCENT,
    ACCENT_2,
    AGENT_FILL,
    BAND,
    ERROR,
    ERROR_FILL,
    GOOD,
    LINE,
    MUTED,
    WARNING,
    WARNING_FILL,
    WARNING_TEXT,
    Look,
)
from addin.template.marks import MISSING_FILL
from addin.template.sheets import AGENT_SHEETS, TABLE_SHEETS
from sync.ooxml.looks import TAB_COLORS
from validators.fields import Language

__all__ = ["HEARTBEAT_CELL", "OWNER_CELL", "add_start", "owner_line"]

HEARTBEAT_CELL = "$C$6"
OWNER_CELL = "F1"
"""The formula that shows the team and whose workbook this is."""
MISSED = f"AND(ISNUMBER({HEARTBEAT_CELL}),{HEARTBEAT_CELL}<WORKDAY(TODAY(),-1))"
"""A working morning was missed: the stamp is older than the previous working day (weekends do not count)."""

_TINT = "EAF2F8"
_WIDTHS = (2, 16, 58, 3, 16, 58, 2)
_HALVES = (1, 4)
_LINE = 21.5
_SWATCHES: dict[str, dict[str, Any]] = {
    "step": {"align": "center", "indent": 0, "bold": True, "font_color": ACCENT},
    "person": {"bold": True, "font_color": "FFFFFF", "bg_color": ACCENT},
    "agent": {"italic": True, "bg_color": AGENT_FILL},
    "error": {"bold": True, "font_color": ERROR, "bg_color": ERROR_FILL},
    "warning": {"bold": True, "font_color": WARNING_TEXT, "bg_color": WARNING_FILL},
    "info": {"bold": True, "font_color": ACCENT},
    "missing": {"bg_color": MISSING_FILL, "left": 5, "left_color": WARNING},
    "late": {"bold": True, "font_color": ERROR},
    "does": {"align": "center", "indent": 0, "bold": True, "font_color": GOOD},
    "never": {"align": "center", "indent": 0, "bold": True, "font_color": ERROR},
    "ask": {"bold": True},
}


def add_start(sheet: Any, look: Look, language: Language, titles: dict[str, str], owner: str) -> None:
    """Fill the new worksheet. `titles` are the tabs' titles by sheet id, `owner` the text of the owner's line."""
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width, look())
    order: tuple[Language, Language] = ("zh", "en") if language == "zh" else ("en", "zh")
    _band(sheet, look, order, owner)
    _heartbeat(sheet, look, order)
    row = _sheets(sheet, look, order, titles, 7)
    for section in SECTIONS:
        row = _card(sheet, look, order, section, row + 1)
    sheet.hide_gridlines(2)
    sheet.hide_row_col_headers()
    sheet.center_horizontally()
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, row - 1, len(_WIDTHS) - 1)


def owner_line(team: str, user: str) -> str:
    """What the owner's formula results in."""
    return " · ".join(name for name in (team, user) if name)


def _band(sheet: Any, look: Look, order: tuple[Language, Language], owner: str) -> None:
    sheet.set_row(0, 50)
    for column in range(len(_WIDTHS)):
        sheet.write_blank(0, column, None, look(bg_color=ACCENT))
        sheet.write_blank(1, column, None, look(bg_color=ACCENT_2))
    sheet.set_row(1, 4)
    sheet.write_string(0, 1, TITLE[order[0]], look(bg_color=ACCENT, font_color="FFFFFF", font_size=20, bold=True))
    formula = f'={TEAM_CELL}&IF({USER_CELL}="","",IF({TEAM_CELL}="",""," · ")&{USER_CELL})'
    sheet.write_formula(
        OWNER_CELL, formula, look(bg_color=ACCENT, font_color="FFFFFF", font_size=12, align="right"), owner
    )
    sheet.set_row(2, 8)
    sheet.set_row(3, 36)
    for half, language in zip(_HALVES, order, strict=True):
        sheet.merge_range(3, half, 3, half + 1, INTRO[language], look(font_size=11, text_wrap=True))
    sheet.set_row(4, 8)


def _heartbeat(sheet: Any, look: Look, order: tuple[Language, Language]) -> None:
    edge = {"top": 1, "bottom": 1, "top_color": LINE, "bottom_color": LINE, "bg_color": BAND}
    first, second = order
    sheet.set_row(5, 42)
    label = f"{LAST_SYNC[first]}\n{LAST_SYNC[second]}"
    sheet.write_string(
        5, 1, label, look(**edge, left=5, left_color=ACCENT_2, text_wrap=True, font_color=MUTED, font_size=9, indent=1)
    )
    sheet.write_blank(
        5, 2, None, look(**edge, num_format="yyyy-mm-dd hh:mm", font_size=16, bold=True, align="left", indent=1)
    )
    sheet.write_blank(5, 3, None, look(**edge))
    text = {state: f"{label[first]}\n{label[second]}" for state, label in STATE.items()}
    said = {state: '"' + value.replace("\n", '"&CHAR(10)&"') + '"' for state, value in text.items()}
    state = f'=IF({HEARTBEAT_CELL}="",{said["waiting"]},IF({MISSED},{said["missed"]},{said["good"]}))'
    sheet.merge_range(
        5, 4, 5, 5, "", look(**edge, right=1, right_color=LINE, text_wrap=True, font_size=9, font_color=MUTED)
    )
    sheet.write_formula(
        5,
        4,
        state,
        look(**edge, right=1, right_color=LINE, text_wrap=True, font_size=9, font_color=MUTED),
        text["waiting"],
    )
    red = look.mark(bold=True, font_color=ERROR, bg_color=ERROR_FILL)
    sheet.conditional_format("C6:F6", {"type": "formula", "criteria": f"={MISSED}", "format": red})


def _head(sheet: Any, look: Look, half: int, row: int, text: str) -> None:
    head = {"bg_color": _TINT, "bottom": 1, "bottom_color": ACCENT}
    sheet.write_string(row, half, text, look(**head, bold=True, font_size=11, font_color=ACCENT, indent=1))
    sheet.write_blank(row, half + 1, None, look(**head))


def _sheets(sheet: Any, look: Look, order: tuple[Language, Language], titles: dict[str, str], row: int) -> int:
    for half, language in zip(_HALVES, order, strict=True):
        _head(sheet, look, half, row, SHEETS_HEAD[language])
    sheet.set_row(row, 25)
    for entry in (*TABLE_SHEETS, *AGENT_SHEETS):
        row += 1
        sheet.set_row(row, _LINE)
        for half, language in zip(_HALVES, order, strict=True):
            edge = {"bottom": 1, "bottom_color": LINE}
            link = look(**edge, left=5, left_color=TAB_COLORS[entry.kind], bold=True, font_color=ACCENT, indent=1)
            sheet.write_url(row, half, f"internal:'{titles[entry.id]}'!A1", link, entry.title[language])
            sheet.write_string(row, half + 1, entry.purpose[language], look(**edge, indent=1))
    return row + 1


def _card(sheet: Any, look: Look, order: tuple[Language, Language], section: Section, row: int) -> int:
    sheet.set_row(row - 1, 14)
    sheet.set_row(row, 25)
    for half, language in zip(_HALVES, order, strict=True):
        _head(sheet, look, half, row, section.head[language])
    for line in section.lines:
        row += 1
        sheet.set_row(row, _LINE)
        for half, language in zip(_HALVES, order, strict=True):
            edge = {"bottom": 1, "bottom_color": LINE}
            sheet.write_string(row, half, line.sign[language], look(**{"indent": 1, **edge, **_SWATCHES[line.swatch]}))
            sheet.write_string(row, half + 1, line.text[language], look(**edge, indent=1))
    return row + 1
