"""The sheets an adopted workbook gets: tables it did not have, the agent's sheets, the hidden marker."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sync.endpoints.marker import MARKER_SHEET, marker_cells
from sync.endpoints.own_sheets import free_title
from sync.ooxml.workbook import Workbook
from sync.reports.titles import TITLES
from sync.sheet import Range, ReportSheet
from validators.context import Context
from validators.fields import Language

__all__ = ["TABLE_HEADER", "own_sheets", "table_sheets"]

TABLE_HEADER = 2
"""The header's row of a table that is added; the captions stand above it."""
_NAME_FIRST = {"customers": 2, "opportunities": 3}
"""How many columns of a table stay in view; one where it has no name of its own."""


def table_sheets(workbook: Workbook, found: Collection[str], context: Context) -> list[ReportSheet]:
    """An empty table for each standard one that the list does not have: captions, then headers, as in the template."""
    made = []
    for name, spec in context.specs.items():
        if name in found:
            continue
        sheet = ReportSheet(name, free_title(workbook, spec.label[context.language]), tab="table")
        for at, column in enumerate(spec.columns, 1):
            sheet.put(1, at, column.label[context.language], "muted")
            sheet.put(TABLE_HEADER, at, column.header, "head")
            sheet.widths[at] = max(column.width, min(len(column.header) * 1.15 + 3.5, 24))
        sheet.freeze = (TABLE_HEADER + 1, _NAME_FIRST.get(name, 1) + 1)
        sheet.repeat = (1, TABLE_HEADER)
        sheet.filter = Range(TABLE_HEADER, 1, TABLE_HEADER, len(spec.columns))
        made.append(sheet)
    return made


def own_sheets(
    workbook: Workbook, context: Context, user: str, known: Collection[str], more: Mapping[str, str]
) -> list[ReportSheet]:
    """The agent's sheets, which the first run fills, and the marker, which lists them.

    `known` are the folded titles that are the agent's already, `more` further keys of the marker.
    """
    language = context.language
    titles = {id: free_title(workbook, label[language], known) for id, label in TITLES.items() if id != "linked"}
    made = []
    for id, title in titles.items():
        sheet = ReportSheet(id, title, tab="work" if id in ("findings", "conflicts", "requests") else "report")
        sheet.put(1, 1, TITLES[id][language], "title")
        sheet.put(2, 1, _WAITS[language], "muted")
        made.append(sheet)
    marker = ReportSheet("marker", MARKER_SHEET, hidden=True)
    cells = marker_cells(language, list(titles.values()), context.settings.team.name, user, more)
    for (row, column), value in cells.items():
        marker.put(row, column, value)
    return [*made, marker]


_WAITS: Mapping[Language, str] = {
    "zh": "第一次同步（salesheet run）之后，这里会填上内容。",
    "en": "The first run (salesheet run) fills this sheet.",
}
