"""The conflicts sheet: both values side by side, so that neither is lost and a person can decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from sync.picks import HEADS, WORDS
from sync.reports.scene import ConflictLine, Scene
from sync.reports.titles import TITLES
from sync.sheet import DropDown, Range, ReportSheet, Style
from validators.cells import Cell, Tables, Unreadable
from validators.fields import Language
from validators.private.find import without_private

__all__ = ["build"]

FIRST_ROW = 6
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": (
        "工作表",
        "单元格",
        "编号",
        "客户",
        "列",
        "现在采用的值",
        "另一个值",
        "您的选择",
        "另一个值是谁填的",
        "发现时间",
    ),
    "en": (
        "Sheet",
        "Cell",
        "ID",
        "Customer",
        "Column",
        "Value in use",
        "Other value",
        "Your pick",
        "Other value by",
        "Found",
    ),
}
_PICK, _MARK = 8, 11
"""The columns of the pick, and of the mark by which a pick finds its conflict."""
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "范围：{scope} · {count:,} 处 · {at:%Y-%m-%d %H:%M}",
        "how": "两个人把同一个单元格改成了不同内容。先采用其中一个，另一个留在这里；在黄色单元格里选一个并保存，"
        "下次同步就照办；也可以在表里直接改那个单元格。没采用的值留在历史里。",
        "read": "两个人把同一个单元格改成了不同内容。先采用其中一个，另一个留在这里，由负责人选择。",
        "stop": "请从列表里选一个，或留空。",
        "none": "没有冲突。",
        "row": "整行",
        "empty": "（空）",
        "edited": "被修改",
        "deleted": "被删除",
    },
    "en": {
        "line": "Scope: {scope} · conflicts: {count:,} · {at:%Y-%m-%d %H:%M}",
        "how": "Two people changed one cell to different values. One is in use, the other is kept here. Pick in the "
        "yellow cell and save: the next run does it; or type into the table's cell. The history keeps both.",
        "read": "Two people changed one cell to different values. One is in use, the other is kept here; the "
        "owner picks.",
        "stop": "Choose one from the list, or leave the cell empty.",
        "none": "No conflicts.",
        "row": "whole row",
        "empty": "(empty)",
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
    how = text["how" if scene.may_pick else "read"]
    sheet.put(3, 1, how if scene.conflicts else text["none"], "muted" if scene.conflicts else "good")
    for row, notice in enumerate(scene.notices, 4):
        sheet.put(row, 1, notice, "advice", span=10)
    sheet.widths = {1: 14, 2: 9, 3: 16, 4: 36, 5: 16, 6: 32, 7: 32, 8: 20, 9: 18, 10: 19}
    if not scene.conflicts:
        return sheet
    first = FIRST_ROW + len(scene.notices)
    for column, head in enumerate(_HEADS[language], 1):
        sheet.put(first - 1, column, head, "head")
    sheet.put(first - 1, _MARK, HEADS["mark"][language], "head")
    sheet.widths[_MARK], sheet.hidden_columns = 28, (_MARK,)
    rows = _rows(tables, scene)
    names = _names(tables, rows)
    newest = sorted(scene.conflicts, key=lambda c: (-c.run, c.table, c.key, c.column, str(c.aside)))
    for row, conflict in enumerate(newest, first):
        spec = context.specs[conflict.table]
        known = spec.by_name.get(conflict.column)
        column_label = known.label[language] if known else conflict.column or text["row"]
        values = [without_private(cell, conflict.column) for cell in (conflict.kept, conflict.aside)]
        if not conflict.column:
            values = [text.get(str(value), str(value)) for value in values]
        at = rows.get((conflict.table, conflict.key))
        address = tables[conflict.table].address(at, conflict.column or None) if at is not None else None
        place, _, cell = (address or "").rpartition("!")
        sheet.put(row, 1, place or spec.label[language])
        sheet.put(row, 2, cell or None, "link" if cell else "text", address)
        sheet.put(row, 3, conflict.key)
        sheet.put(row, 4, names.get((conflict.table, conflict.key)))
        sheet.put(row, 5, column_label)
        for column, value in enumerate(values, 6):
            if value is None:
                sheet.put(row, column, text["empty"], "muted")
            else:
                sheet.put(row, column, str(value) if isinstance(value, Unreadable) else value, _style(value))
        sheet.put(row, _PICK, None, "input" if scene.may_pick else "text")
        sheet.put(row, 9, conflict.who)
        sheet.put(row, 10, conflict.at)
        sheet.put(row, _MARK, conflict.mark)
    if scene.may_pick:
        sheet.drop_downs = _drop_downs(newest, first, language)
    sheet.freeze = (first, 1)
    sheet.repeat = (first - 1, first - 1)
    return sheet


def _drop_downs(newest: Sequence[ConflictLine], first: int, language: Language) -> list[DropDown]:
    """The lists beside the values: other words where a whole row is at stake."""
    blocks: dict[bool, list[Range]] = {}
    for whole, group in groupby(enumerate(newest, first), key=lambda line: not line[1].column):
        at = [row for row, _ in group]
        blocks.setdefault(whole, []).append(Range(at[0], _PICK, at[-1], _PICK))
    return [
        DropDown(
            tuple(found),
            (WORDS["keep", whole][language], WORDS["take", whole][language]),
            _TEXT[language]["stop"],
        )
        for whole, found in sorted(blocks.items())
    ]


def _style(value: Cell) -> Style:
    """Whatever two values differ in is to be seen: numbers are shown whole, not rounded as amounts elsewhere are."""
    if isinstance(value, datetime):
        return "datetime"
    if isinstance(value, date):
        return "date"
    return "wrap" if isinstance(value, str | Unreadable) else "text"


def _rows(tables: Tables, scene: Scene) -> dict[tuple[str, str], int]:
    """By table and key, the row in `tables` that a conflict is about; the first where a key stands twice."""
    wanted: dict[str, set[str]] = {}
    for conflict in scene.conflicts:
        wanted.setdefault(conflict.table, set()).add(conflict.key)
    found: dict[tuple[str, str], int] = {}
    for name, keys in wanted.items():
        table = tables.get(name)
        if table is not None:
            for at, key in enumerate(table.get(scene.context.specs[name].key)):
                if key in keys:
                    found.setdefault((name, str(key)), at)
    return found


def _names(tables: Tables, rows: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], str]:
    """By table and key, the name of the customer a row belongs to."""
    customers = tables.get("customers")
    if customers is None:
        return {}
    of: dict[Cell, list[tuple[str, str]]] = {}
    for (name, key), at in rows.items():
        of.setdefault(tables[name].get("Customer_ID")[at], []).append((name, key))
    of.pop(None, None)  # a row that names no customer is nobody's
    found: dict[tuple[str, str], str] = {}
    for customer, named in zip(customers.get("Customer_ID"), customers.get("Customer_Name"), strict=True):
        if customer in of and named is not None and not isinstance(named, Unreadable):
            found.update(dict.fromkeys(of[customer], str(named)))
    return found
