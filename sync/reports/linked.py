"""Customers behind a rep's opportunities that are somebody else's: their ID and name, to be read only."""

from __future__ import annotations

from collections.abc import Sequence

from sync.reports.scene import Scene
from sync.reports.titles import TITLES
from sync.sheet import ReportSheet

__all__ = ["FIRST_ROW", "build"]

FIRST_ROW = 5
_TEXT = {
    "zh": "您负责的机会所属、但由别人负责的客户。只列编号和名称，供填写机会时对照。",
    "en": "Customers of your opportunities that are somebody else's. Only ID and name, for reference.",
}


def build(linked: Sequence[tuple[str, str]], scene: Scene) -> ReportSheet:
    """The sheet of (customer ID, name), by ID."""
    language = scene.context.language
    spec = scene.context.specs["customers"]
    sheet = ReportSheet("linked", TITLES["linked"][language], tab="work")
    sheet.put(1, 1, sheet.title, "title")
    sheet.put(2, 1, _TEXT[language], "muted")
    heads = [spec.by_name[name].label[language] for name in ("Customer_ID", "Customer_Name")]
    sheet.table(FIRST_ROW - 1, 1, heads, sorted(linked), ["text", "text"])
    sheet.widths = {1: 18, 2: 40}
    sheet.freeze = (FIRST_ROW, 1)
    return sheet
