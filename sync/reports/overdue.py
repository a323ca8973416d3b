"""Whom to contact now: customers past their cadence, the most important and longest overdue first."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sync.reports.facts import Facts
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.titles import TITLES
from sync.sheet import Chart, Lane, Range, ReportSheet, Series
from validators.cadence import Due
from validators.cells import Tables
from validators.fields import Choice, Language

__all__ = ["LIMIT", "build"]

LIMIT = 2000
"""How many customers the sheet lists."""
OWNERS = 10
CHART_TOP, CHART_HEIGHT = 8, 11
TABLE_COLUMN = 5
"""Where the figures behind the chart begin, right of it."""
WEIGHT = {"key": 0, "normal": 1, "growth": 2}
_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("客户", "负责人", "等级", "上次跟进", "应跟进日期", "超期天数", "联系方式"),
    "en": ("Customer", "Owner", "Level", "Last follow-up", "Due", "Days overdue", "Contact info"),
}
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "截至 {today} · 范围：{scope} · {counted:,} 个有跟进周期的客户，"
        "另有 {left:,} 个不计（流失、没有等级或日期） · {at:%Y-%m-%d %H:%M}",
        "overdue": "已逾期",
        "key": "其中重点客户",
        "soon": "{days} 天内到期",
        "longest": "最长超期（天）",
        "share": "占应跟进的 {share:.0%}",
        "none": "没有逾期的客户，跟进都在周期之内。",
        "chart": "{owner}的逾期客户最多，有 {count} 个",
        "section": "逾期和快到期的客户",
        "owner": "负责人",
        "count": "逾期客户数",
        "key_count": "其中重点客户",
        "today": "今天",
        "tomorrow": "明天",
        "in_days": "{days} 天后",
        "act": "要做的事",
        "other": "其他",
        "nobody": "没有负责人（公海）",
        "more": "还有 {more:,} 个没有列出。",
        "advice": "先联系{name}：{level}，已超期 {days} 天，负责人{owner}。",
        "act_key": "重点客户有 {count} 个逾期，请今天安排跟进。",
    },
    "en": {
        "line": "As of {today} · scope: {scope} · {counted:,} customers with a cadence, {left:,} left out (lost, no "
        "level or date) · {at:%Y-%m-%d %H:%M}",
        "overdue": "Overdue",
        "key": "of these, key customers",
        "soon": "Due within {days} days",
        "longest": "Longest overdue (days)",
        "share": "{share:.0%} of those with a cadence",
        "none": "Nobody is overdue; every follow-up is within its cadence.",
        "chart": "{owner} has the most overdue customers: {count}",
        "section": "Overdue and due soon",
        "owner": "Owner",
        "count": "Overdue",
        "key_count": "Key customers",
        "today": "today",
        "tomorrow": "tomorrow",
        "in_days": "in {days} days",
        "act": "To act on",
        "other": "Other",
        "nobody": "No owner",
        "more": "{more:,} more are not listed.",
        "advice": "Start with {name}: {level}, {days} days overdue, owner {owner}.",
        "act_key": "Key customers overdue: {count}; please plan their follow-ups today.",
    },
}


def build(tables: Tables, scene: Scene, facts: Facts) -> ReportSheet:
    """The overdue list of the reader's customers."""
    context = scene.context
    language = context.language
    text = _TEXT[language]
    sheet = ReportSheet("overdue", TITLES["overdue"][language])
    counted = sum(due.next_due is not None for due in facts.dues)
    late = [at for at, due in enumerate(facts.dues) if due.overdue_days > 0]
    soon = [at for at, due in enumerate(facts.dues) if due.due_soon]
    order = sorted(
        late + soon,
        key=lambda at: (
            WEIGHT.get(facts.level[at], 9),
            -facts.dues[at].overdue_days,
            _day(facts, at),
            facts.keys[at],
            facts.names[at],
        ),
    )
    line = text["line"].format(
        today=context.today, scope=scene.scope, counted=counted, left=len(facts.dues) - counted, at=scene.made_at
    )
    sheet.put(1, 1, TITLES["overdue"][language], "title")
    sheet.put(2, 1, line, "muted", span=7)
    sheet.widths = {1: 42, 2: 16, 3: 14, 4: 16, 5: 16, 6: 15, 7: 31}
    _cards(sheet, facts, late, soon, counted, context.settings.follow_up.due_soon, text)
    row = CHART_TOP
    if late:
        row = _chart(sheet, facts, late, text)
        row = _advice(sheet, facts, order, row, context.specs["customers"].by_name["Level"].choices, language)
    else:
        sheet.put(row, 1, text["none"], "good", span=7)
        row += 2
    if order:
        _list(sheet, tables, facts, order, row, language, context.specs["customers"].by_name["Level"].choices)
    return sheet


def _day(facts: Facts, at: int) -> date:
    return facts.dues[at].next_due or date.max


def _cards(
    sheet: ReportSheet, facts: Facts, late: list[int], soon: list[int], counted: int, days: int, text: dict[str, str]
) -> None:
    key = sum(facts.level[at] == "key" for at in late)
    longest = max((facts.dues[at].overdue_days for at in late), default=None)
    cards = [
        (1, text["overdue"], len(late), text["share"].format(share=whole(len(late) / counted)) if counted else None),
        (2, text["key"], key, None),
        (4, text["soon"].format(days=days), len(soon), None),
        (6, text["longest"], longest, None),
    ]
    for column, label, value, note in cards:
        span = 1 if column == 1 else 2
        bad = isinstance(value, int) and value > 0 and column in (1, 2)
        sheet.put(4, column, label, "kpi_label", span=span)
        sheet.put(5, column, value, "kpi_value", span=span)
        sheet.put(6, column, note, "kpi_note_bad" if bad else "kpi_note", span=span)


def _chart(sheet: ReportSheet, facts: Facts, late: list[int], text: dict[str, str]) -> int:
    """A bar per owner with the figures beside it, over a range of fixed size; returns the row below."""
    counts = Counter(facts.owner[at] or text["nobody"] for at in late)
    key = Counter(facts.owner[at] or text["nobody"] for at in late if facts.level[at] == "key")
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [(name, count, key[name]) for name, count in ranked[:OWNERS]]
    if len(ranked) > OWNERS:
        rest = ranked[OWNERS - 1 :]
        both = sum(count for _, count in rest), sum(key[name] for name, _ in rest)
        shown = [*shown[: OWNERS - 1], (text["other"], *both)]
    heads = (text["owner"], text["count"], text["key_count"])
    sheet.table(CHART_TOP, TABLE_COLUMN, heads, shown, ("text", "number", "number"))
    first, last = CHART_TOP + 1, CHART_TOP + OWNERS
    owner, count = ranked[0]
    sheet.charts.append(
        Chart(
            "bar",
            text["chart"].format(owner=owner, count=count),
            Range(first, TABLE_COLUMN, last, TABLE_COLUMN),
            (Series(text["count"], Range(first, TABLE_COLUMN + 1, last, TABLE_COLUMN + 1), "D9822B"),),
            Range(CHART_TOP, 1, CHART_TOP + CHART_HEIGHT - 1, TABLE_COLUMN - 1),
            "0",
        )
    )
    return CHART_TOP + CHART_HEIGHT + 1


def _advice(
    sheet: ReportSheet, facts: Facts, order: list[int], row: int, levels: tuple[Choice, ...], language: Language
) -> int:
    text = _TEXT[language]
    late = [at for at in order if facts.dues[at].overdue_days > 0]
    key = [at for at in late if facts.level[at] == "key"]
    sheet.put(row, 1, text["act"], "section")
    row += 1
    if key:
        sheet.put(row, 1, text["act_key"].format(count=len(key)), "advice", span=7)
        row += 1
    first = late[0]
    level = next((choice.label[language] for choice in levels if choice.id == facts.level[first]), "")
    words = {
        "name": facts.names[first] or facts.keys[first],
        "level": level,
        "owner": facts.owner[first] or text["nobody"],
    }
    sheet.put(row, 1, text["advice"].format(days=facts.dues[first].overdue_days, **words), "advice", span=7)
    return row + 2


def _left(due: Due, today: date, text: dict[str, str]) -> str:
    """How long there is until a customer is due, in words."""
    days = (due.next_due - today).days if due.next_due is not None else 0
    return text["in_days"].format(days=days) if days > 1 else text["tomorrow" if days else "today"]


def _list(
    sheet: ReportSheet,
    tables: Tables,
    facts: Facts,
    order: list[int],
    row: int,
    language: Language,
    levels: tuple[Choice, ...],
) -> None:
    text = _TEXT[language]
    sheet.put(row, 1, text["section"], "section")
    row += 1
    for column, head in enumerate(_HEADS[language], 1):
        sheet.put(row, column, head, "head")
    sheet.repeat = (row, row)
    sheet.filter = Range(row, 1, row + min(len(order), LIMIT), len(_HEADS[language]))
    names = {choice.id: choice.label[language] for choice in levels}
    customers = tables["customers"]
    shown = order[:LIMIT]
    dues = [facts.dues[at] for at in shown]
    links = [customers.address(at, "Customer_Name") for at in shown]
    contacts = customers.get("Contact_Info")
    sheet.list_rows(
        row + 1,
        Lane(
            [facts.names[at] or facts.keys[at] for at in shown], ["link" if link else "text" for link in links], links
        ),
        Lane([facts.owner[at] or None for at in shown]),
        Lane([names.get(facts.level[at]) for at in shown]),
        Lane([due.last for due in dues], "date"),
        Lane([due.next_due for due in dues], "date"),
        Lane([due.overdue_days or _left(due, facts.today, text) for due in dues], "center"),
        Lane([None if (contact := contacts[at]) is None else str(contact) for at in shown]),
    )
    if len(order) > LIMIT:
        sheet.put(row + 1 + LIMIT, 1, text["more"].format(more=len(order) - LIMIT), "muted")
