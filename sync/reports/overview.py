"""The overview: four figures, where customers come from and how far they are, and what to act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import fsum

from sync.reports.advice import MOST, sentences
from sync.reports.deals import closing, due_in, open_deals, weight, won_in
from sync.reports.facts import Facts
from sync.reports.money import told, units
from sync.reports.overview_words import TEXT
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.titles import TITLES
from sync.sheet import Chart, Range, ReportSheet, Series, Style
from validators.cells import Tables
from validators.context import Context
from validators.periods import month_of

__all__ = ["build"]

SLICES = 6
COLORS = ("0F609B", "E8833A", "2CB1BC", "8D6CAB", "7A8B99", "BCCCDC")
CHART_TOP, CHART_HEIGHT = 8, 13
ADVICE_ROW = CHART_TOP + CHART_HEIGHT + 1
TABLE_ROW = ADVICE_ROW + MOST + 2
"""Where the tables begin, however much there is to say above them: an open workbook is drawn anew around its charts."""


def build(tables: Tables, scene: Scene, facts: Facts) -> ReportSheet:
    """The overview of the reader's customers and opportunities."""
    context = scene.context
    language = context.language
    text = TEXT[language]
    sheet = ReportSheet("overview", TITLES["overview"][language], one_page=True)
    sheet.widths = dict.fromkeys(range(1, 13), 12.5)
    sheet.put(1, 1, TITLES["overview"][language], "title")
    start = month_of(context.today)[0]
    new = sum(day is not None and start <= day <= context.today for day in facts.first)
    counts = {"customers": len(facts.keys), "new": new, "deals": len(facts.o_key)}
    line = text["line"].format(today=context.today, scope=scene.scope, at=scene.made_at, **counts)
    sheet.put(2, 1, line, "muted", span=12)
    sheet.put(3, 1, _left_out(facts, scene, text), "note", span=12)
    _cards(sheet, facts, scene, text)
    if not facts.keys:
        sheet.put(CHART_TOP, 1, text["no_customers"], "advice", span=12)
        return sheet
    _industry(sheet, TABLE_ROW, facts, text)
    _status(sheet, TABLE_ROW, facts, context, text)
    _advice(sheet, facts, scene, text["act"])
    return sheet


def _left_out(facts: Facts, scene: Scene, text: dict[str, str]) -> str | None:
    """What the figures miss because a cell is empty or cannot be read, or a row waits; None where nothing is
    missing."""
    closed = closing(facts)
    deals = list(zip(facts.o_stage, facts.o_amount, facts.o_close, strict=True))
    missing = {
        "no_status": sum(not status for status in facts.status),
        "no_stage": sum(not stage for stage, _, _ in deals),
        "no_amount": sum(amount is None and stage not in closed for stage, amount, _ in deals if stage),
        "no_close": sum(day is None and stage in closed for stage, _, day in deals),
        "unreadable": facts.unreadable,
    }
    parts = [text[name].format(count=count) for name, count in missing.items() if count]
    for name, count in scene.waiting.items():
        label = scene.context.specs[name].label[scene.context.language]
        parts.append(text["waiting"].format(table=label, count=count))
    return text["left"].format(parts=text["join"].join(parts)) if parts else None


def _cards(sheet: ReportSheet, facts: Facts, scene: Scene, text: dict[str, str]) -> None:
    context = scene.context
    today, language = context.today, context.language
    currency = context.settings.team.currency
    late = sum(due.overdue_days > 0 for due in facts.dues)
    counted = sum(due.next_due is not None for due in facts.dues)
    open_ = open_deals(facts)
    amount = fsum(facts.o_amount[at] or 0 for at in open_)  # exact sums, whatever the order of the rows
    weighted = told(fsum(weight(facts, at) for at in open_), language)
    won, lost = (_closed_count(facts, code, today) for code in ("won", "lost"))
    rate = won / (won + lost) if won + lost else None
    this_month, against = _won(facts, open_, scene, text)
    cards: list[tuple[str, object, Style, str, Style]] = [
        (text["won"].format(currency=currency), units(this_month, language), "kpi_value", against, "kpi_note"),
        (
            text["overdue"],
            late,
            "kpi_value",
            text["overdue_note"].format(share=whole(late / counted) if counted else 0),
            "kpi_note_bad" if late else "kpi_note_good",
        ),
        (
            text["pipeline"].format(currency=currency),
            units(amount, language),
            "kpi_value",
            text["pipeline_note"].format(count=len(open_), weighted=weighted),
            "kpi_note",
        ),
        (
            text["rate"],
            rate,
            "kpi_percent",
            text["rate_note"].format(won=won, lost=lost) if rate is not None else text["no_rate"],
            "kpi_note",
        ),
    ]
    for (label, value, style, note, note_style), (column, span) in zip(cards, _CARD_PLACES, strict=True):
        sheet.put(4, column, label, "kpi_label", span=span)
        sheet.put(5, column, value, style, span=span)  # type: ignore[arg-type]
        sheet.put(6, column, note, note_style, span=span)


def _won(facts: Facts, open_: Sequence[int], scene: Scene, text: dict[str, str]) -> tuple[float, str]:
    """What was won this month, and the line under it: the target, and what the month comes to when the open
    opportunities that are due come in by their probability. As the performance sheet counts."""
    language, month = scene.context.language, month_of(scene.context.today)
    names = [scene.viewer] if scene.own else None
    won = won_in(facts, month, names)
    forecast = told(won + due_in(facts, open_, month, names), language)
    target = fsum(
        one.amount
        for one in scene.context.settings.targets
        if one.month == f"{month[0]:%Y-%m}" and (names is None or one.user in names)
    )
    if not target:
        return won, text["won_alone"].format(forecast=forecast)
    words = {"target": told(target, language), "rate": whole(won / target), "forecast": forecast}
    return won, text["won_target"].format(**words)


_CARD_PLACES = ((1, 3), (4, 3), (7, 3), (10, 3))


def _closed_count(facts: Facts, code: str, today: date) -> int:
    """Opportunities that ended so within the last twelve months, by their closing day."""
    since = date(today.year - 1, today.month, min(today.day, month_of(date(today.year - 1, today.month, 1))[1].day))
    ids = {choice.id for choice in facts.stages if choice.closes == code}
    pairs = zip(facts.o_stage, facts.o_close, strict=True)
    return sum(stage in ids and day is not None and since < day <= today for stage, day in pairs)


def _industry(sheet: ReportSheet, top: int, facts: Facts, text: dict[str, str]) -> None:
    counts = Counter(name for name in facts.industry if name)
    named = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda item: (item[0] == text["other"], -item[1], item[0]))
    shown = ranked[:SLICES]
    if len(ranked) > SLICES or any(name == text["other"] for name, _ in ranked):
        largest = [item for item in ranked if item[0] != text["other"]][: SLICES - 1]
        rest = named - sum(count for _, count in largest)
        shown = [*largest, (text["other"], rest)] if rest else largest
    sheet.put(top, 1, text["industry"], "head", span=2)
    sheet.put(top, 3, text["count"], "head_right")
    sheet.put(top, 4, text["share"], "head_right")
    for at in range(SLICES):
        name, count = shown[at] if at < len(shown) else (None, None)
        sheet.put(top + 1 + at, 1, name, span=2)
        sheet.put(top + 1 + at, 3, count, "number")
        sheet.put(top + 1 + at, 4, count / named if count else None, "percent")
    missing = len(facts.keys) - named
    note = (
        text["coverage"].format(share=whole(missing / len(facts.keys)), count=missing) if missing else text["covered"]
    )
    sheet.put(top + 1 + SLICES, 1, note, "muted", span=6)
    if not shown:
        sheet.put(CHART_TOP, 1, text["no_industry"], "advice", span=6)
        return
    first, last = top + 1, top + SLICES
    colors = [*COLORS[: len(shown) - 1], COLORS[-1]] if shown[-1][0] == text["other"] else list(COLORS[: len(shown)])
    sheet.charts.append(
        Chart(
            "pie",
            text["pie"].format(name=shown[0][0], share=whole(shown[0][1] / named)),
            Range(first, 1, last, 1),
            (Series(text["count"], Range(first, 3, last, 3)),),
            Range(CHART_TOP, 1, CHART_TOP + CHART_HEIGHT - 1, 6),
            "0%",
            tuple(colors),
        )
    )


def _status(sheet: ReportSheet, top: int, facts: Facts, context: Context, text: dict[str, str]) -> None:
    choices = context.specs["customers"].by_name["Status"].choices
    counts = Counter(facts.status)
    sheet.put(top, 7, text["status"], "head", span=2)
    sheet.put(top, 9, text["count"], "head_right")
    sheet.put(top, 10, text["share"], "head_right")
    for row, choice in enumerate(choices, top + 1):
        sheet.put(row, 7, choice.label[context.language], span=2)
        sheet.put(row, 9, counts[choice.id], "number")
        sheet.put(row, 10, counts[choice.id] / len(facts.keys), "percent")
    first, last = top + 1, top + len(choices)
    sheet.charts.append(
        Chart(
            "column",
            text["bars"].format(won=counts["won"]),
            Range(first, 7, last, 7),
            (Series(text["count"], Range(first, 9, last, 9), "0F609B"),),
            Range(CHART_TOP, 7, CHART_TOP + CHART_HEIGHT - 1, 12),
            "#,##0",
        )
    )


def _advice(sheet: ReportSheet, facts: Facts, scene: Scene, title: str) -> None:
    """One to five sentences above the tables: what a sales manager would ask about first."""
    row = ADVICE_ROW
    sheet.put(row, 1, title, "section")
    for sentence in sentences(facts, scene):
        row += 1
        sheet.put(row, 1, sentence, "advice", span=12)
