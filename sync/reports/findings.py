"""The findings sheet: every problem with a link to its cell, what is wrong, and what to do."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sync.accepts import HEAD, WORD, Suggestion, may_suggest
from sync.picks import HEADS
from sync.reports.scene import Scene
from sync.reports.titles import TITLES
from sync.sheet import DropDown, Lane, Range, ReportSheet
from validators.accepted import in_force
from validators.cells import Cell, Tables, Unreadable
from validators.context import Context
from validators.fields import TABLES, Language
from validators.finding import MARKS, SEVERITIES, Finding

__all__ = ["LIMIT", "build"]

LIMIT = 5000
"""How many findings the sheet lists; `salesheet check` has all."""
FIRST_ROW = 6
_DUE = dict.fromkeys(("F001", "F003", "F004"), len(SEVERITIES)) | {"F002": len(SEVERITIES) + 1}
"""Rules that say whom to contact, which the overdue sheet lists, and their ranks behind all severities: they would bury
what can be mended."""
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("程度", "工作表", "单元格", "编号", "客户", "问题", "怎么改", "建议值"),
    "en": ("Severity", "Sheet", "Cell", "ID", "Customer", "What is wrong", "What to do", "Suggestion"),
}
_WORDS: dict[Language, dict[str, str]] = {
    "zh": {"error": "错误", "warning": "警告", "info": "提示"},
    "en": {"error": "Error", "warning": "Warning", "info": "Info"},
}
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "范围：{scope} · 检查了 {rows:,} 行 · {at:%Y-%m-%d %H:%M}",
        "counts": "错误 {error:,} · 警告 {warning:,} · 提示 {info:,}。"
        "点“单元格”一列直接跳过去，改好保存，下次同步后这一行会消失。",
        "accept": "有建议值的，在黄色单元格里选“采纳”并保存，下次同步时就替您改好；改错了可以撤销。",
        "stop": "请选“采纳”，或留空。",
        "late": "超过或快到跟进日期的客户排在最后，名单见“{sheet}”。",
        "none": "没有需要处理的问题。",
        "accepted": "主管认可的例外 {count:,} 处不再提示，最早的到 {until}。",
        "more": "还有 {more:,} 条没有列出，用 salesheet check 可以看到全部。",
    },
    "en": {
        "line": "Scope: {scope} · {rows:,} rows checked · {at:%Y-%m-%d %H:%M}",
        "counts": "Errors {error:,} · warnings {warning:,} · infos {info:,}. Click a cell's link to go there; once it "
        "is mended and saved, the line is gone after the next run.",
        "accept": "Where a value is suggested, choose “Accept” in the yellow cell and save: the next run puts it in, "
        "and it can be undone.",
        "stop": "Choose “Accept”, or leave the cell empty.",
        "late": "Customers past or close to their due date come last; “{sheet}” lists them.",
        "none": "Nothing to mend.",
        "accepted": "Accepted by the manager and not listed: {count:,}, the first until {until}.",
        "more": "Not listed: {more:,}; salesheet check shows all.",
    },
}


def build(tables: Tables, scene: Scene) -> ReportSheet:
    """The sheet of what was found in `tables`, worst first, then as the rows stand in their sheets; who is to be
    contacted comes last."""
    language = scene.context.language
    text = _TEXT[language]
    sheet = ReportSheet("findings", TITLES["findings"][language], tab="work")
    sheet.put(1, 1, TITLES["findings"][language], "title")
    rows = sum(len(table) for table in tables.values())
    sheet.put(2, 1, text["line"].format(scope=scene.scope, rows=rows, at=scene.made_at), "muted")
    found = _ordered(scene.findings, scene.context)
    counts = Counter(finding.severity for finding in found)
    if not found:
        sheet.put(3, 1, text["none"], "good")
    else:
        sheet.put(3, 1, text["counts"].format(**{name: counts[name] for name in SEVERITIES}), "muted")
    for row, notice in enumerate(scene.refused, 5):
        sheet.put(row, 1, notice, "advice", span=8)
    first = FIRST_ROW + len(scene.refused)
    hints = _accepted(tables, scene)
    sheet.widths = {1: 11, 2: 14, 3: 9, 4: 16, 5: 36, 6: 46, 7: 46, 8: 18}
    if found:
        offers = _list(sheet, first, found[:LIMIT], tables, scene)
        more = text["more"].format(more=len(found) - LIMIT) if len(found) > LIMIT else ""
        late = text["late"].format(sheet=TITLES["overdue"][language]) if found[-1].rule in _DUE else ""
        hints = [*filter(None, (more, text["accept"] if offers else "", late)), *hints]
    if hints:
        sheet.put(4, 1, " ".join(hints), "muted")
    sheet.freeze = (first, 1)
    sheet.repeat = (first - 1, first - 1)
    return sheet


def _accepted(tables: Tables, scene: Scene) -> list[str]:
    """What is not listed because it was accepted, of the rows in `tables` alone."""
    accepted = in_force(scene.context.settings, scene.context.today)
    if not accepted:
        return []
    keys = {key for name, table in tables.items() for key in table.get(scene.context.specs[name].key)}
    until = [one.until for one in accepted if one.key in keys]
    text = _TEXT[scene.context.language]["accepted"]
    return [text.format(count=len(until), until=min(until))] if until else []


def _ordered(found: Sequence[Finding], context: Context) -> list[Finding]:
    """Worst first, then by table, by the row's place in its sheet and by column: the same in whatever order given."""
    severities = {severity: number for number, severity in enumerate(SEVERITIES)}
    columns = {name: {column: at for at, column in enumerate(spec.by_name)} for name, spec in context.specs.items()}

    def order(finding: Finding) -> tuple[int, int, int, str, int, str, str, str]:
        address = finding.address or ""
        place = address[len(address.rstrip("0123456789")) :]
        return (
            _DUE.get(finding.rule, severities[finding.severity]),
            TABLES.index(finding.table),
            int(place) if place else sys.maxsize,  # rows that stand nowhere come last
            finding.key or "",
            columns[finding.table].get(finding.column or "", -1),
            finding.column or "",
            finding.rule,
            finding.message,
        )

    return sorted(found, key=order)


def _list(sheet: ReportSheet, first: int, found: Sequence[Finding], tables: Tables, scene: Scene) -> bool:
    """The lines from row `first` on; whether one of them offers a value to accept."""
    language = scene.context.language
    for column, head in enumerate(_HEADS[language], 1):
        sheet.put(first - 1, column, head, "head")
    names = _customer_names(tables)
    words = _WORDS[language]
    labels = {severity: f"{MARKS[severity]} {words[severity]}" for severity in SEVERITIES}
    addresses = [finding.address for finding in found]
    places = [(address or "").rpartition("!") for address in addresses]
    fixes = [finding.fix.value if finding.fix is not None else None for finding in found]
    lanes = [
        Lane([labels[finding.severity] for finding in found], [finding.severity for finding in found]),
        Lane([place or None for place, _, _ in places]),
        Lane([cell or None for *_, cell in places], ["link" if cell else "text" for *_, cell in places], addresses),
        Lane([finding.key for finding in found]),
        Lane([_customer_name(finding, tables, names) for finding in found]),
        Lane([finding.message for finding in found], "wrap"),
        Lane([finding.hint for finding in found], "wrap"),
        Lane(fixes, ["date" if isinstance(fix, date) else "text" for fix in fixes]),
    ]
    last = len(_HEADS[language])
    marks = _marks(found, tables, scene) if scene.may_pick else []
    if any(marks):
        last += 1
        lanes += [Lane([None] * len(found), ["input" if mark else "text" for mark in marks]), Lane(marks)]
        sheet.put(first - 1, last, HEAD[language], "head")
        sheet.put(first - 1, last + 1, HEADS["mark"][language], "head")
        sheet.widths |= {last: 10, last + 1: 28}
        sheet.hidden_columns = (last + 1,)
        at = tuple(_blocks([row for row, mark in enumerate(marks, first) if mark], last))
        sheet.drop_downs = [DropDown(at, (WORD[language],), _TEXT[language]["stop"])]
    sheet.list_rows(first, *lanes)
    sheet.filter = Range(first - 1, 1, first - 1 + len(found), last)
    return any(marks)


def _marks(found: Sequence[Finding], tables: Tables, scene: Scene) -> list[str | None]:
    """What each line carries, so that an accepted suggestion finds its cell; None where the agent has nothing to offer,
    or no row of its own to put it into."""
    marks: list[str | None] = []
    for finding in found:
        table, key, column = tables.get(finding.table), finding.key, finding.column
        mark = None
        if finding.fix is not None and key is not None and column is not None and table is not None:
            may = may_suggest(scene.context.specs[finding.table], column)
            if finding.row >= 0 and may and scene.may_accept(finding.table, key, column):
                now = table.get(column)[finding.row]
                mark = Suggestion.of(finding.table, key, column, now, finding.fix.value).mark
        marks.append(mark)
    return marks


def _blocks(rows: Sequence[int], column: int) -> Iterator[Range]:
    """The rows as blocks of one column."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[at - 1] + 1:
            yield Range(rows[start], column, rows[at - 1], column)
            start = at


def _customer_names(tables: Tables) -> Mapping[Cell, str]:
    customers = tables.get("customers")
    if customers is None:
        return {}
    pairs = zip(customers.get("Customer_ID"), customers.get("Customer_Name"), strict=True)
    return {key: str(name) for key, name in pairs if key is not None and _readable(name)}


def _readable(name: Cell) -> bool:
    return name is not None and not isinstance(name, Unreadable)


def _customer_name(finding: Finding, tables: Tables, names: Mapping[Cell, str]) -> str | None:
    """Whom the row is about. A customer's own row goes before its ID, which two rows may share."""
    table = tables.get(finding.table)
    here = table is not None and 0 <= finding.row < len(table)
    if finding.table == "customers":
        own = table.get("Customer_Name")[finding.row] if table is not None and here else None
        return str(own) if _readable(own) else None if here else names.get(finding.key)
    return names.get(table.get("Customer_ID")[finding.row]) if table is not None and here else None
