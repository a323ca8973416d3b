"""Whom to contact now: customers past their cadence, the most important and longest overdue first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from sync.reports.facts import Facts
from sync.reports.overdue_words import TEXT
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.staff import Staff
from sync.reports.titles import TITLES
from sync.sheet import Chart, Lane, Range, ReportSheet, Series, Style
from validators.cadence import Due
from validators.cells import Cell, Tables
from validators.fields import Language

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


def build(tables: Tables, scene: Scene, facts: Facts) -> ReportSheet:
    """The overdue list of the reader's customers."""
    context = scene.context
    language = context.language
    text = TEXT[language]
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
    row, staff = CHART_TOP, Staff(context.settings)
    levels = {choice.id: choice.label[language] for choice in context.specs["customers"].by_name["Level"].choices}
    if late:
        row = (
            _by_level(sheet, facts, late, levels, text) if scene.own else _by_owner(sheet, facts, late, staff, language)
        )
        row = _advice(sheet, _sentences(facts, order, levels, staff, scene.own, language), row, text)
    else:
        sheet.put(row, 1, text["none"], "good", span=7)
        row += 2
    if order:
        _list(sheet, tables, facts, order, row, language, levels)
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


def _by_owner(sheet: ReportSheet, facts: Facts, late: list[int], staff: Staff, language: Language) -> int:
    """A bar per owner, most overdue first; returns the row below."""
    text = TEXT[language]
    counts = Counter(facts.owner[at] for at in late)
    key = Counter(facts.owner[at] for at in late if facts.level[at] == "key")
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [
        (staff.shown(name, language) if name else text["nobody"], count, key[name]) for name, count in ranked[:OWNERS]
    ]
    if len(ranked) > OWNERS:
        rest = ranked[OWNERS - 1 :]
        both = sum(count for _, count in rest), sum(key[name] for name, _ in rest)
        shown = [*shown[: OWNERS - 1], (text["other"], *both)]
    owner, count = ranked[0]
    title = text["chart" + _standing(owner, staff)].format(owner=owner, count=count)
    return _chart(sheet, title, (text["owner"], text["count"], text["key_count"]), shown)


def _by_level(
    sheet: ReportSheet, facts: Facts, late: list[int], levels: Mapping[str, str], text: dict[str, str]
) -> int:
    """A bar per level, for a rep, who is not compared with anybody."""
    counts = Counter(facts.level[at] for at in late)
    shown = [(label, counts[level]) for level, label in levels.items() if counts[level]]
    return _chart(sheet, text["chart_own"].format(count=len(late)), (text["level"], text["count"]), shown)


def _standing(owner: str, staff: Staff) -> str:
    """How texts about an owner are told apart: one who is here, left, is nobody of the team, or none at all."""
    if not owner:
        return "_nobody"
    return "" if staff.here(owner) else "_left" if staff.left(owner) else "_strange"


def _chart(sheet: ReportSheet, title: str, heads: Sequence[str], shown: Sequence[tuple[Cell, ...]]) -> int:
    """Bars with the figures beside them, over a range of fixed size; returns the row below."""
    styles: tuple[Style, ...] = ("text", "number", "number")
    sheet.table(CHART_TOP, TABLE_COLUMN, heads, shown, styles[: len(heads)])
    first, last = CHART_TOP + 1, CHART_TOP + OWNERS
    sheet.charts.append(
        Chart(
            "bar",
            title,
            Range(first, TABLE_COLUMN, last, TABLE_COLUMN),
            (Series(heads[1], Range(first, TABLE_COLUMN + 1, last, TABLE_COLUMN + 1), "D9822B"),),
            Range(CHART_TOP, 1, CHART_TOP + CHART_HEIGHT - 1, TABLE_COLUMN - 1),
            "0",
        )
    )
    return CHART_TOP + CHART_HEIGHT + 1


def _sentences(
    facts: Facts, order: list[int], levels: Mapping[str, str], staff: Staff, own: bool, language: Language
) -> list[str]:
    """What to act on: the key customers, the first of the list, and whose customers need another owner."""
    text, result = TEXT[language], []
    late = [at for at in order if facts.dues[at].overdue_days > 0]
    key = sum(facts.level[at] == "key" for at in late)
    if key:
        result.append(text["act_key"].format(count=key))
    first = late[0]
    owner = facts.owner[first]
    kind = _standing(owner, staff) or ("_own" if own else "")
    words = {"name": facts.names[first] or facts.keys[first], "level": levels.get(facts.level[first], "")}
    result.append(text["advice" + kind].format(owner=owner, days=facts.dues[first].overdue_days, **words))
    counts = Counter(facts.owner[at] for at in late)
    for kind in ("_left", "_strange"):
        found = [(-count, name) for name, count in counts.items() if _standing(name, staff) == kind]
        result += [text["act" + kind].format(owner=name, count=-count) for count, name in sorted(found)[:1]]
    return result


def _advice(sheet: ReportSheet, sentences: Sequence[str], row: int, text: dict[str, str]) -> int:
    sheet.put(row, 1, text["act"], "section")
    for sentence in sentences:
        row += 1
        sheet.put(row, 1, sentence, "advice", span=7)
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
    levels: Mapping[str, str],
) -> None:
    text = TEXT[language]
    sheet.put(row, 1, text["section"], "section")
    row += 1
    for column, head in enumerate(_HEADS[language], 1):
        sheet.put(row, column, head, "head")
    sheet.repeat = (row, row)
    sheet.filter = Range(row, 1, row + min(len(order), LIMIT), len(_HEADS[language]))
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
        Lane([levels.get(facts.level[at]) for at in shown]),
        Lane([due.last for due in dues], "date"),
        Lane([due.next_due for due in dues], "date"),
        Lane([due.overdue_days or _left(due, facts.today, text) for due in dues], "center"),
        Lane([None if (contact := contacts[at]) is None else str(contact) for at in shown]),
    )
    if len(order) > LIMIT:
        sheet.put(row + 1 + LIMIT, 1, text["more"].format(more=len(order) - LIMIT), "muted")
