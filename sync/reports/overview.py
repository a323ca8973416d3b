"""The overview: four figures, where customers come from and how far they are, and what to act on."""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import fsum

from sync.reports.advice import closing, open_deals, sentences
from sync.reports.facts import Facts
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.titles import TITLES
from sync.sheet import Chart, Range, ReportSheet, Series, Style
from validators.cells import Tables
from validators.context import Context
from validators.fields import Language
from validators.periods import month_of

__all__ = ["build"]

SLICES = 6
COLORS = ("0F609B", "E8833A", "2CB1BC", "8D6CAB", "7A8B99", "BCCCDC")
CHART_TOP, CHART_HEIGHT = 8, 14
DATA_ROW = CHART_TOP + CHART_HEIGHT + 1
WAN = 10_000
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "截至 {today} · 范围：{scope} · {customers:,} 个客户，{deals:,} 个机会 · {at:%Y-%m-%d %H:%M}",
        "customers": "客户",
        "new": "本月新增 {count:,} 个",
        "overdue": "逾期客户",
        "overdue_note": "占应跟进的 {share:.0%}",
        "pipeline": "进行中的机会（万元）",
        "pipeline_note": "{count:,} 个机会，加权 {weighted:,.0f} 万元",
        "rate": "赢单率",
        "rate_note": "赢 {won:,}，输 {lost:,}（近 12 个月）",
        "no_rate": "近 12 个月没有结束的机会",
        "industry": "行业",
        "count": "客户数",
        "pie": "{name}最多，占 {share:.0%}",
        "left": "数据不全：{parts}。",
        "join": "；",
        "no_status": "{count:,} 个客户没有状态，不在状态图里",
        "no_stage": "{count:,} 个机会没有阶段，不计入进行中",
        "no_amount": "{count:,} 个进行中的机会没有金额，只计个数",
        "no_close": "{count:,} 个已结束的机会没有结束日期，不计入赢单率",
        "unreadable": "{count:,} 个单元格读不出来，按空白处理",
        "coverage": "{share:.0%} 的客户（{count:,} 个）没有填行业，未计入饼图。",
        "covered": "所有客户都填了行业。",
        "no_industry": "还没有填写行业的客户。",
        "other": "其他",
        "status": "客户状态",
        "bars": "客户状态：{won:,} 个已成交",
        "share": "占比",
        "no_customers": "还没有客户。在“客户”表里录入第一个，下次同步后这里就有数字。",
        "act": "要做的事",
    },
    "en": {
        "line": "As of {today} · scope: {scope} · {customers:,} customers, {deals:,} opportunities · "
        "{at:%Y-%m-%d %H:%M}",
        "customers": "Customers",
        "new": "{count:,} new this month",
        "overdue": "Overdue customers",
        "overdue_note": "{share:.0%} of those with a cadence",
        "pipeline": "Open pipeline (10,000)",
        "pipeline_note": "{count:,} open, weighted {weighted:,.0f}",
        "rate": "Win rate",
        "rate_note": "{won:,} won, {lost:,} lost (12 months)",
        "no_rate": "nothing closed in 12 months",
        "industry": "Industry",
        "count": "Customers",
        "pie": "{name} leads with {share:.0%}",
        "left": "Missing data: {parts}.",
        "join": "; ",
        "no_status": "customers without a status: {count:,} (not in the chart of statuses)",
        "no_stage": "opportunities without a stage: {count:,} (not in the pipeline)",
        "no_amount": "open opportunities without an amount: {count:,} (counted, nothing added)",
        "no_close": "closed opportunities without a closing day: {count:,} (not in the win rate)",
        "unreadable": "cells that cannot be read: {count:,} (taken as empty)",
        "coverage": "{share:.0%} of customers ({count:,}) have no industry and are not in the pie.",
        "covered": "Every customer has an industry.",
        "no_industry": "No customer has an industry yet.",
        "other": "Other",
        "status": "Status",
        "bars": "Status: {won:,} customers won",
        "share": "Share",
        "no_customers": "No customers yet. Enter the first one in Customers; the figures follow with the next run.",
        "act": "To act on",
    },
}


def build(tables: Tables, scene: Scene, facts: Facts) -> ReportSheet:
    """The overview of the reader's customers and opportunities."""
    context = scene.context
    language = context.language
    text = _TEXT[language]
    sheet = ReportSheet("overview", TITLES["overview"][language])
    sheet.widths = dict.fromkeys(range(1, 13), 12.5)
    sheet.put(1, 1, TITLES["overview"][language], "title")
    counts = {"customers": len(facts.keys), "deals": len(facts.o_key)}
    line = text["line"].format(today=context.today, scope=scene.scope, at=scene.made_at, **counts)
    sheet.put(2, 1, line, "muted", span=12)
    sheet.put(3, 1, _left_out(facts, text), "muted", span=12)
    _cards(sheet, facts, context, text)
    if not facts.keys:
        sheet.put(CHART_TOP, 1, text["no_customers"], "advice", span=12)
        return sheet
    _industry(sheet, facts, text)
    _status(sheet, facts, context, text)
    _advice(sheet, facts, scene, text["act"])
    return sheet


def _left_out(facts: Facts, text: dict[str, str]) -> str | None:
    """What the figures miss because a cell is empty or cannot be read; None where nothing is missing."""
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
    return text["left"].format(parts=text["join"].join(parts)) if parts else None


def _cards(sheet: ReportSheet, facts: Facts, context: Context, text: dict[str, str]) -> None:
    today = context.today
    start = month_of(today)[0]
    new = sum(day is not None and start <= day <= today for day in facts.first)
    late = sum(due.overdue_days > 0 for due in facts.dues)
    counted = sum(due.next_due is not None for due in facts.dues)
    open_ = open_deals(facts)
    amount = fsum(facts.o_amount[at] or 0 for at in open_)  # exact sums, whatever the order of the rows
    weighted = fsum((facts.o_amount[at] or 0) * _share(facts.o_probability[at]) for at in open_)
    won, lost = (_closed_count(facts, code, today) for code in ("won", "lost"))
    rate = won / (won + lost) if won + lost else None
    cards: list[tuple[str, object, Style, str, Style]] = [
        (text["customers"], len(facts.keys), "kpi_value", text["new"].format(count=new), "kpi_note"),
        (
            text["overdue"],
            late,
            "kpi_value",
            text["overdue_note"].format(share=whole(late / counted) if counted else 0),
            "kpi_note_bad" if late else "kpi_note_good",
        ),
        (
            text["pipeline"],
            round(amount / WAN),
            "kpi_value",
            text["pipeline_note"].format(count=len(open_), weighted=weighted / WAN),
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


_CARD_PLACES = ((1, 3), (4, 3), (7, 3), (10, 3))


def _share(probability: float | None) -> float:
    """A probability as a fraction; one that cannot be (150 %) is nothing to reckon with."""
    return probability / 100 if probability is not None and 0 <= probability <= 100 else 0


def _closed_count(facts: Facts, code: str, today: date) -> int:
    """Opportunities that ended so within the last twelve months, by their closing day."""
    since = date(today.year - 1, today.month, min(today.day, month_of(date(today.year - 1, today.month, 1))[1].day))
    ids = {choice.id for choice in facts.stages if choice.closes == code}
    pairs = zip(facts.o_stage, facts.o_close, strict=True)
    return sum(stage in ids and day is not None and since < day <= today for stage, day in pairs)


def _industry(sheet: ReportSheet, facts: Facts, text: dict[str, str]) -> None:
    counts = Counter(name for name in facts.industry if name)
    named = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda item: (item[0] == text["other"], -item[1], item[0]))
    shown = ranked[:SLICES]
    if len(ranked) > SLICES or any(name == text["other"] for name, _ in ranked):
        top = [item for item in ranked if item[0] != text["other"]][: SLICES - 1]
        rest = named - sum(count for _, count in top)
        shown = [*top, (text["other"], rest)] if rest else top
    sheet.put(DATA_ROW, 1, text["industry"], "head", span=2)
    sheet.put(DATA_ROW, 3, text["count"], "head_right")
    sheet.put(DATA_ROW, 4, text["share"], "head_right")
    for at in range(SLICES):
        name, count = shown[at] if at < len(shown) else (None, None)
        sheet.put(DATA_ROW + 1 + at, 1, name, span=2)
        sheet.put(DATA_ROW + 1 + at, 3, count, "number")
        sheet.put(DATA_ROW + 1 + at, 4, count / named if count else None, "percent")
    missing = len(facts.keys) - named
    note = (
        text["coverage"].format(share=whole(missing / len(facts.keys)), count=missing) if missing else text["covered"]
    )
    sheet.put(DATA_ROW + 1 + SLICES, 1, note, "muted", span=6)
    if not shown:
        sheet.put(CHART_TOP, 1, text["no_industry"], "advice", span=6)
        return
    first, last = DATA_ROW + 1, DATA_ROW + SLICES
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
            legend=True,
        )
    )


def _status(sheet: ReportSheet, facts: Facts, context: Context, text: dict[str, str]) -> None:
    choices = context.specs["customers"].by_name["Status"].choices
    counts = Counter(facts.status)
    sheet.put(DATA_ROW, 7, text["status"], "head", span=2)
    sheet.put(DATA_ROW, 9, text["count"], "head_right")
    sheet.put(DATA_ROW, 10, text["share"], "head_right")
    for row, choice in enumerate(choices, DATA_ROW + 1):
        sheet.put(row, 7, choice.label[context.language], span=2)
        sheet.put(row, 9, counts[choice.id], "number")
        sheet.put(row, 10, counts[choice.id] / len(facts.keys), "percent")
    first, last = DATA_ROW + 1, DATA_ROW + len(choices)
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
    """One to five sentences: what a sales manager would ask about first."""
    row = DATA_ROW + SLICES + 3
    sheet.put(row, 1, title, "section")
    for sentence in sentences(facts, scene):
        row += 1
        sheet.put(row, 1, sentence, "advice", span=12)
