"""The requests sheet: people type a company's name, the agent answers beside it whether it is a customer already."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sync.model import Asked
from sync.reports.scene import Scene
from sync.reports.titles import TITLES
from sync.sheet import ReportSheet
from validators.cells import Cell, Unreadable
from validators.fields import Language

__all__ = ["FIRST_ROW", "MOST", "build", "read_asked"]

FIRST_ROW = 6
MOST = 200
"""How many rows are looked at and kept."""
_ROOM = 20
"""Blank rows to type into, below the last request."""
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("公司名称", "联系方式（可不填）", "回答", "回答时间"),
    "en": ("Company", "Contact info (optional)", "Answer", "Answered"),
}
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "范围：{scope}",
        "how": "查撞单：在下面填公司全称，保存后，下一次同步会在旁边回答是不是已经有人在跟。"
        "要重新问，清空旁边的“回答”；不要了，清空公司名称。",
    },
    "en": {
        "line": "Scope: {scope}",
        "how": "Is it a customer already? Type the full company name below and save: the next run answers beside it. "
        "To ask again, clear the answer; to drop a line, clear the company.",
    },
}


def build(asked: Sequence[Asked], scene: Scene) -> ReportSheet:
    """The sheet with what was asked, each with its answer, and room for more."""
    language = scene.context.language
    text = _TEXT[language]
    sheet = ReportSheet("requests", TITLES["requests"][language], tab="work")
    sheet.put(1, 1, sheet.title, "title")
    sheet.put(2, 1, text["line"].format(scope=scene.scope), "muted")
    sheet.put(3, 1, text["how"], "muted")
    for column, head in enumerate(_HEADS[language], 1):
        sheet.put(FIRST_ROW - 1, column, head, "head")
    for row, one in enumerate([*asked, *[Asked()] * _ROOM], FIRST_ROW):
        sheet.put(row, 1, one.name or None, "input")
        sheet.put(row, 2, one.contact or None, "input")
        sheet.put(row, 3, one.answer or None, "wrap")
        sheet.put(row, 4, one.at or None)
    sheet.widths = {1: 36, 2: 26, 3: 60, 4: 18}
    sheet.freeze = (FIRST_ROW, 1)
    return sheet


def read_asked(cell: Callable[[int, int], Cell], height: int) -> tuple[Asked, ...]:
    """What stands on the sheet; a line without a company is none."""
    found = []
    for row in range(FIRST_ROW, min(height, FIRST_ROW + MOST - 1) + 1):
        name, contact, answer, at = (_text(cell(row, column)) for column in range(1, 5))
        if name:
            found.append(Asked(name, contact, answer, at))
    return tuple(found)


def _text(cell: Cell) -> str:
    if cell is None or isinstance(cell, Unreadable):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell).strip()
