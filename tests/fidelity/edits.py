"""The edits that every feature has to survive, by our patcher."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sync.ooxml.draw import draw_sheets
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch
from sync.ooxml.workbook import Workbook
from sync.sheet import Chart, Range, ReportSheet, Series
from tests.fidelity.base import DATA, DATA_PART, FEATURE, FEATURE_PART
from tests.ooxml.books import opened
from tests.ooxml.witness import Change
from validators.cells import Cell

__all__ = ["EDITS", "REPORT", "Edited", "append_row", "replace_sheet", "set_cells"]

REPORT = "Report"


class Edited(NamedTuple):
    """A patched workbook: what was meant, the cells that must now be seen, and the parts that may differ."""

    data: bytes
    change: Change
    cells: dict[tuple[str, str], Cell]
    parts: set[str]


def set_cells(data: bytes) -> Edited:
    """Two cells of the sheet with the feature: one overwritten, one new."""
    patch = Patch(opened(data))
    patch.set_many(FEATURE, {(2, 2): 15, (30, 4): "=new & <客户>"})
    cells: dict[tuple[str, str], Cell] = {(FEATURE, "B2"): 15, (FEATURE, "D30"): "=new & <客户>"}
    return Edited(patch.render(), Change(cells={FEATURE_PART: [(2, 2), (30, 4)]}), cells, {FEATURE_PART})


def append_row(data: bytes) -> Edited:
    """A row below table `T`; what ended on its last row follows."""
    workbook = opened(data)
    patch = Patch(workbook)
    table = next(table for table in workbook.tables if table.name == "T")
    assert patch.append_rows(DATA, table, [{1: "K4", 2: 40, 3: "b"}]) == [5]
    cells: dict[tuple[str, str], Cell] = {(DATA, "A5"): "K4", (DATA, "B5"): 40, (DATA, "C5"): "b"}
    return Edited(patch.render(), Change(rows={DATA_PART: [5]}), cells, {DATA_PART, table.part})


def replace_sheet(data: bytes) -> Edited:
    """A sheet of the agent with a chart, drawn, and drawn otherwise over the first."""
    for rows in (2, 4):
        package = Package.from_bytes(data, "en")
        draw_sheets(package, Workbook(package), [_report(rows)], "en")
        data = package.render()
    cells: dict[tuple[str, str], Cell] = {(REPORT, "A5"): "owner 4", (REPORT, "B5"): 40}
    shared = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"}
    return Edited(data, Change(drawn=[REPORT]), cells, shared)


def _report(rows: int) -> ReportSheet:
    sheet = ReportSheet("report", REPORT, freeze=(2, 1), repeat=(1, 1), filter=Range(1, 1, rows + 1, 2))
    body = [(f"owner {row}", row * 10) for row in range(1, rows + 1)]
    sheet.table(1, 1, ["Owner", "Amount"], body, ("text", "number"))
    series = (Series("Amount", Range(2, 2, rows + 1, 2)),)
    sheet.charts = [Chart("column", "Amounts", Range(2, 1, rows + 1, 1), series, Range(10, 1, 20, 6))]
    return sheet


EDITS: dict[str, Callable[[bytes], Edited]] = {
    "two cells set": set_cells,
    "a row appended": append_row,
    "a sheet replaced": replace_sheet,
}
