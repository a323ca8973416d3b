"""The duplicates sheet: the rows of each group below one another, what agrees, what differs, and a cell to answer."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import date

from sync.answers import HEAD, MERGE_INTO, NOT_A_DUPLICATE, Asking
from sync.picks import HEADS
from sync.reports.scene import Scene
from sync.reports.titles import TITLES
from sync.sheet import DropDown, Range, ReportSheet, Style
from validators.canon import canonical, choice_of
from validators.cells import Cell, Table, Tables, Unreadable
from validators.contacts import contact_keys
from validators.distinct import MATTERS, matters
from validators.duplicates import DuplicateGroup
from validators.fields import Column, Language
from validators.names import normal_name
from validators.private.find import without_private

__all__ = ["FIRST_ROW", "LIMIT", "build"]

LIMIT = 300
"""How many groups the sheet lists; `salesheet duplicates` has all."""
MOST = 20
"""How many rows of one group are listed."""
FIRST_ROW = 6
_OFFERED = 9
"""How many rows of a group the list offers to merge into: it holds 255 characters."""
_COLUMNS = (
    *("Customer_Name", "Contact_Person", "Contact_Job", "Contact_Info", "Owner", "Region"),
    *("Status", "Level", "First_Date"),
)
"""What of each row is shown side by side."""
_WIDTHS = {"Customer_Name": 36, "Contact_Person": 16, "Contact_Info": 30, "Region": 12}
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "范围：{scope} · {groups:,} 组 {rows:,} 行 · {at:%Y-%m-%d %H:%M}",
        "how": "每组里蓝色是相同的，橙色带竖线是不同的。在黄色单元格里选“合并到…”：跟进、机会和计划一起移过去，"
        "这一行归档，可以撤销；选“不是重复”：名称、联系方式、联系人不变，就不再提示。保存后，下次同步照办。",
        "read": "每组里蓝色是相同的，橙色带竖线是不同的；由负责人回答。",
        "group": "第 {number} 组 · {certainty} {score:.0%} · {why}",
        "certain": "确定重复",
        "probable": "很可能重复",
        "rest": "（还有 {more} 行没有列出）",
        "more": "还有 {more:,} 组没有列出，用 salesheet duplicates 可以看到全部。",
        "stop": "请从列表里选，或留空。",
        "none": "没有疑似重复的客户。",
        "and": "；",
        "cell": "单元格",
        "follow_ups": "跟进数",
        "opportunities": "机会数",
    },
    "en": {
        "line": "Scope: {scope} · groups: {groups:,}, rows: {rows:,} · {at:%Y-%m-%d %H:%M}",
        "how": "In each group blue is alike, amber with a bar differs. Choose “Merge into …” in the yellow cell: "
        "follow-ups, opportunities and plan move there and this row is archived, which can be undone. “Not a "
        "duplicate”: not asked again while name, contact info and contact person stay. Save: the next run does it.",
        "read": "In each group blue is alike, amber with a bar differs; the owner answers.",
        "group": "Group {number} · {certainty} {score:.0%} · {why}",
        "certain": "certain",
        "probable": "probable",
        "rest": " (rows not listed: {more})",
        "more": "Groups not listed: {more:,}; salesheet duplicates shows all.",
        "stop": "Choose from the list, or leave the cell empty.",
        "none": "No customers that may be the same.",
        "and": "; ",
        "cell": "Cell",
        "follow_ups": "Follow-ups",
        "opportunities": "Opportunities",
    },
}


def build(tables: Tables, scene: Scene) -> ReportSheet:
    """The sheet of the groups wholly in the reader's scope, the surest first."""
    language = scene.context.language
    text = _TEXT[language]
    customers = tables.get("customers", Table("customers", {}))
    at = {str(key): row for row, key in enumerate(customers.get("Customer_ID"))}
    groups = sorted(scene.groups, key=lambda group: (group.certainty != "certain", -group.score, group.keys))
    groups = [group for group in groups if all(key in at for key in group.keys)]
    sheet = ReportSheet("duplicates", TITLES["duplicates"][language], tab="work")
    sheet.put(1, 1, sheet.title, "title")
    rows = len({key for group in groups for key in group.keys})
    line = text["line"].format(scope=scene.scope, groups=len(groups), rows=rows, at=scene.made_at)
    sheet.put(2, 1, line, "muted")
    how = text["how" if scene.may_pick else "read"]
    sheet.put(3, 1, how if groups else text["none"], "muted" if groups else "good")
    for row, notice in enumerate(scene.unanswered, 5):
        sheet.put(row, 1, notice, "advice", span=12)
    if groups:
        if len(groups) > LIMIT:
            sheet.put(4, 1, text["more"].format(more=len(groups) - LIMIT), "muted")
        _list(sheet, groups[:LIMIT], FIRST_ROW + len(scene.unanswered), at, tables, scene)
    return sheet


def _list(
    sheet: ReportSheet,
    groups: Sequence[DuplicateGroup],
    first: int,
    at: Mapping[str, int],
    tables: Tables,
    scene: Scene,
) -> None:
    language, spec, customers = scene.context.language, scene.context.specs["customers"], tables["customers"]
    text = _TEXT[language]
    shown = [spec.by_name[name] for name in _COLUMNS if name in customers.columns and name in spec.by_name]
    hanging = [tables.get(name, Table(name, {})) for name in ("follow_ups", "opportunities")]
    counts = [Counter(map(str, table.get("Customer_ID"))) for table in hanging]
    heads = [text["cell"], HEADS["key"][language], *(column.label[language] for column in shown)]
    heads += [text["follow_ups"], text["opportunities"]]
    answer = len(heads) + 1
    for place, head in enumerate(heads, 1):
        sheet.put(first - 1, place, head, "head_right" if place > len(heads) - 2 else "head")
    if scene.may_pick:
        sheet.put(first - 1, answer, HEAD[language], "head")
        sheet.put(first - 1, answer + 1, HEADS["mark"][language], "head")
        sheet.widths |= {answer: 26, answer + 1: 28}
        sheet.hidden_columns = (answer + 1,)
    widths = [9, 16, *(_WIDTHS.get(column.name, 14) for column in shown), 11, 14]
    sheet.widths |= dict(enumerate(widths, 1))
    row = first
    for number, group in enumerate(groups, 1):
        keys = [str(key) for key in group.keys]
        listed = keys[:MOST]
        why = text["and"].join(group.why)
        said = text["group"].format(number=number, certainty=text[group.certainty], score=group.score, why=why)
        rest = text["rest"].format(more=len(keys) - MOST) if len(keys) > MOST else ""
        sheet.put(row, 1, said + rest, "section")
        looks = {
            column.name: _looks(column, [customers.get(column.name)[at[key]] for key in listed]) for column in shown
        }
        was = {key: matters({name: customers.get(name)[at[key]] for name in MATTERS}) for key in listed}
        for place, key in enumerate(listed):
            row += 1
            here = at[key]
            address = customers.address(here, "Customer_Name")
            cell = (address or "").rpartition("!")[2]
            sheet.put(row, 1, cell or None, "link" if cell else "text", address)
            sheet.put(row, 2, key)
            for offset, column in enumerate(shown, 3):
                sheet.put(row, offset, _told(column, customers, here, language), looks[column.name][place])
            for offset, count in enumerate(counts, len(shown) + 3):
                sheet.put(row, offset, count[key], "number")
            if scene.may_pick:
                sheet.put(row, answer, None, "input")
                sheet.put(row, answer + 1, Asking(key, was).mark)
                sheet.drop_downs.append(_offer(listed, key, Range(row, answer, row, answer), language))
        row += 1
    sheet.freeze = (first, 3)
    sheet.repeat = (first - 1, first - 1)


def _offer(keys: Sequence[str], key: str, at: Range, language: Language) -> DropDown:
    into = [MERGE_INTO[language].format(key=other) for other in keys if other != key][:_OFFERED]
    return DropDown((at,), (*into, NOT_A_DUPLICATE[language]), _TEXT[language]["stop"])


def _told(column: Column, customers: Table, row: int, language: Language) -> Cell:
    cell = without_private(customers.get(column.name)[row], column.name)
    if isinstance(cell, Unreadable):
        return cell.raw
    choice = choice_of(column, cell) if column.choices else None
    return choice.label[language] if choice is not None else cell


def _looks(column: Column, cells: Sequence[Cell]) -> list[Style]:
    """How each of a group's cells in one column is shown: whether another row says the same."""
    forms = [_forms(column, cell) for cell in cells]
    counts = Counter(form for those in forms for form in those)
    styles: list[Style] = []
    for those, cell in zip(forms, cells, strict=True):
        if not those:
            styles.append("text")
        elif any(counts[form] > 1 for form in those):
            styles.append("same_date" if isinstance(cell, date) else "same")
        else:
            styles.append("differs_date" if isinstance(cell, date) else "differs")
    return styles


def _forms(column: Column, cell: Cell) -> frozenset[Hashable]:
    """What a cell has to have in common with another to say the same; nothing for an empty one."""
    if cell is None or cell == "":
        return frozenset()
    if column.name == "Contact_Info" and (ways := contact_keys(cell)):
        return frozenset(ways)
    if column.name == "Customer_Name" and isinstance(cell, str):
        return frozenset((normal_name(cell),))
    plain = canonical(column, cell)
    if isinstance(plain, str):
        plain = " ".join(unicodedata.normalize("NFKC", plain).casefold().split())
    return frozenset((plain,))
