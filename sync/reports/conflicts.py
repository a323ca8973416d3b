"""The conflicts sheet: both values side by side, so that neither is lost and a person can decide."""

from __future__ import annotations

from datetime import date

from sync.reports.scene import Scene
from sync.reports.titles import TITLES
from sync.sheet import ReportSheet, Style
from validators.cells import Cell, Tables, Unreadable
from validators.fields import Language

__all__ = ["build"]

FIRST_ROW = 5
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("工作表", "编号", "客户", "列", "现在采用的值", "另一个值", "谁填的", "发现时间"),
    "en": ("Sheet", "ID", "Customer", "Column", "Value in use", "Other value", "Typed by", "Found"),
}
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "范围：{scope} · {count:,} 处 · {at:%Y-%m-%d %H:%M}",
        "how": "两个人把同一格改成了不同内容。先采用其中一个，另一个留在这里；"
        "想改用另一个，就在表里那一格重新填写并保存。",
        "none": "没有冲突。",
        "row": "整行",
        "edited": "被修改",
        "deleted": "被删除",
    },
    "en": {
        "line": "Scope: {scope} · {count:,} cells · {at:%Y-%m-%d %H:%M}",
        "how": "Two people changed one cell to different values. One is in use, the other is kept here; to use the "
        "other one, type it into the table's cell and save.",
        "none": "No conflicts.",
        "row": "whole row",
        "edited": "edited",
        "deleted": "deleted",
    },
}


def build(tables: Tables, scene: Scene) -> ReportSheet:
    """The sheet of the open conflicts in the reader's scope, newest first."""
    context = scene.context
    language = context.language
    text = _TEXT[language]
    sheet = ReportSheet("conflicts", TITLES["conflicts"][language], tab="work")
    sheet.put(1, 1, TITLES["conflicts"][language], "title")
    line = text["line"].format(scope=scene.scope, count=len(scene.conflicts), at=scene.made_at)
    sheet.put(2, 1, line, "muted")
    sheet.put(3, 1, text["how"] if scene.conflicts else text["none"], "muted" if scene.conflicts else "good")
    sheet.widths = {1: 10, 2: 16, 3: 28, 4: 16, 5: 32, 6: 32, 7: 10, 8: 18}
    if not scene.conflicts:
        return sheet
    for column, head in enumerate(_HEADS[language], 1):
        sheet.put(FIRST_ROW - 1, column, head, "head")
    names = _names(tables, {(conflict.table, conflict.key) for conflict in scene.conflicts})
    newest = sorted(scene.conflicts, key=lambda c: (-c.run, c.table, c.key, c.column, str(c.aside)))
    for row, conflict in enumerate(newest, FIRST_ROW):
        spec = context.specs[conflict.table]
        known = spec.by_name.get(conflict.column)
        column_label = known.label[language] if known else conflict.column or text["row"]
        values = [conflict.kept, conflict.aside]
        if not conflict.column:
            values = [text.get(str(value), str(value)) for value in values]
        sheet.put(row, 1, spec.label[language])
        sheet.put(row, 2, conflict.key)
        sheet.put(row, 3, names.get((conflict.table, conflict.key)))
        sheet.put(row, 4, column_label)
        for column, value in enumerate(values, 5):
            sheet.put(row, column, str(value) if isinstance(value, Unreadable) else value, _style(value))
        sheet.put(row, 7, conflict.who)
        sheet.put(row, 8, conflict.at)
    sheet.freeze = (FIRST_ROW, 1)
    sheet.repeat = (FIRST_ROW - 1, FIRST_ROW - 1)
    return sheet


def _style(value: Cell) -> Style:
    if isinstance(value, date):
        return "date"
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else "wrap"


def _names(tables: Tables, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """By table and key, the name of the customer a row belongs to, for the rows wanted."""
    customers = tables.get("customers")
    if customers is None:
        return {}
    of: dict[Cell, set[tuple[str, str]]] = {}
    for name, table in tables.items():
        keys = {key for kind, key in wanted if kind == name}
        if keys and table.columns:
            own = next(iter(table.columns.values()))
            for key, customer in zip(own, table.get("Customer_ID"), strict=True):
                if key in keys:
                    of.setdefault(customer, set()).add((name, str(key)))
    found: dict[tuple[str, str], str] = {}
    for customer, named in zip(customers.get("Customer_ID"), customers.get("Customer_Name"), strict=True):
        if customer in of and named is not None:
            found.update(dict.fromkeys(of[customer], str(named)))
    return found
