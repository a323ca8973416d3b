"""The funnel: from lead to won customer, and opportunities by stage.

A snapshot of today's states, and labelled so: conversion by cohort needs the history of the status.
"""

from __future__ import annotations

from math import fsum

from sync.reports.facts import Facts
from sync.reports.money import told, units
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.titles import TITLES
from sync.sheet import Chart, Range, ReportSheet, Series
from validators.cells import Tables
from validators.fields import Choice, Language

__all__ = ["build"]

CHART_TOP, CHART_HEIGHT = 5, 14
ADVICE_ROW = CHART_TOP + CHART_HEIGHT + 1
TABLE_ROW = ADVICE_ROW + 3 + 2
"""Where the tables begin, however much there is to say above them: an open workbook is drawn anew around its charts."""
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "截至 {today} 的快照（还没有足够的状态历史） · 范围：{scope} · {customers:,} 个客户，"
        "{deals:,} 个机会 · {at:%Y-%m-%d %H:%M}",
        "left": "数据不全：{parts}。",
        "join": "；",
        "no_status": "{count:,} 个客户没有状态，只计入“全部客户”",
        "no_stage": "{count:,} 个机会没有阶段，不计入各阶段",
        "no_amount": "{count:,} 个机会没有金额，只计个数",
        "step0": "全部客户",
        "step1": "意向和成交",
        "step2": "已成交",
        "customers": "客户数",
        "step": "客户转化",
        "conversion": "上一步转化率",
        "overall": "占全部",
        "chart_customers": "每 100 个客户有 {won:.0f} 个成交",
        "stage": "当前阶段",
        "count": "机会数",
        "amount": "金额（万元）",
        "reached": "到过此阶段",
        "chart_deals": "进行中的机会，“{stage}”最多：{count:,} 个",
        "chart_none": "没有进行中的机会",
        "none": "还没有客户，也没有机会。",
        "act": "要做的事",
        "act_interest": "现在有 {rate:.0%} 的客户是意向或成交，先看看线索来源和首次沟通。",
        "act_interest_lost": "现在有 {rate:.0%} 的客户是意向或成交（另有 {lost:,} 个已流失），"
        "先看看线索来源和首次沟通。",
        "act_won": "意向客户里成交的占 {rate:.0%}，还有 {open:,} 个意向客户可以推进。",
        "act_stage": "金额最多的是“{stage}”：{count:,} 个机会、{amount:,.0f} 万元。",
        "lost_note": "另有 {lost:,} 个流失客户计入“全部客户”。",
        "lost_deals": "{lost:,} 个输单不计入“到过此阶段”。",
    },
    "en": {
        "line": "Snapshot of {today} (no history of states yet) · scope: {scope} · customers {customers:,}, "
        "opportunities {deals:,} · {at:%Y-%m-%d %H:%M}",
        "left": "Missing data: {parts}.",
        "join": "; ",
        "no_status": "customers without a status: {count:,} (among all customers only)",
        "no_stage": "opportunities without a stage: {count:,} (in no stage)",
        "no_amount": "opportunities without an amount: {count:,} (counted, nothing added)",
        "step0": "All customers",
        "step1": "Interested or won",
        "step2": "Won",
        "customers": "Customers",
        "step": "Conversion of customers",
        "conversion": "From the step before",
        "overall": "Of all",
        "chart_customers": "{won:.0f} of 100 customers are won",
        "stage": "Stage",
        "count": "Opportunities",
        "amount": "Amount ({currency} k)",
        "reached": "Got this far",
        "chart_deals": "Most open opportunities are at “{stage}”: {count:,}",
        "chart_none": "No open opportunities",
        "none": "No customers and no opportunities yet.",
        "act": "To act on",
        "act_interest": "{rate:.0%} of customers are interested or won now; look at sources and first contacts.",
        "act_interest_lost": "{rate:.0%} of customers are interested or won now (lost: {lost:,}); look at sources and "
        "first contacts.",
        "act_won": "{rate:.0%} of interested customers are won; still to be moved on: {open:,}.",
        "act_stage": "“{stage}” holds most money: {currency} {amount:,.0f}k in open opportunities ({count:,}).",
        "lost_note": "Lost customers, counted among all customers: {lost:,}.",
        "lost_deals": "Lost opportunities, not counted under “Got this far”: {lost:,}.",
    },
}


def build(tables: Tables, scene: Scene, facts: Facts) -> ReportSheet:
    """The funnel of the reader's customers and opportunities."""
    context = scene.context
    language = context.language
    text = _TEXT[language]
    sheet = ReportSheet("funnel", TITLES["funnel"][language], one_page=True)
    sheet.widths = {**dict.fromkeys(range(1, 13), 12.5), 7: 11.0, 8: 11.0, 9: 14.5, 10: 15.0}
    sheet.put(1, 1, TITLES["funnel"][language], "title")
    counts = {"customers": len(facts.keys), "deals": len(facts.o_key)}
    line = text["line"].format(today=context.today, scope=scene.scope, at=scene.made_at, **counts)
    sheet.put(2, 1, line, "muted", span=12)
    sheet.put(3, 1, _left_out(facts, text), "note", span=12)
    if not facts.keys and not facts.o_key:
        sheet.put(CHART_TOP, 1, text["none"], "advice", span=12)
        return sheet
    row, currency = ADVICE_ROW, context.settings.team.currency
    sentences = _customer_advice(facts, text) + _deal_advice(facts, language, currency)
    if sentences:
        sheet.put(row, 1, text["act"], "section")
        for sentence in sentences:
            row += 1
            sheet.put(row, 1, sentence, "advice", span=12)
    if facts.keys:
        _customers(sheet, TABLE_ROW, facts, text)
    if facts.o_key:
        _deals(sheet, TABLE_ROW, facts, language, currency)
    return sheet


def _left_out(facts: Facts, text: dict[str, str]) -> str | None:
    """What the figures miss because a cell is empty or cannot be read; None where nothing is missing."""
    known = {stage.id for stage in facts.stages}
    missing = {
        "no_status": sum(not status for status in facts.status),
        "no_stage": sum(stage not in known for stage in facts.o_stage),
        "no_amount": sum(amount is None for amount in facts.o_amount),
    }
    parts = [text[name].format(count=count) for name, count in missing.items() if count]
    return text["left"].format(parts=text["join"].join(parts)) if parts else None


def _steps(facts: Facts) -> tuple[int, int, int]:
    """All customers, interested or won, won."""
    interested, won = (sum(status == code for status in facts.status) for code in ("interested", "won"))
    return len(facts.keys), interested + won, won


def _customer_advice(facts: Facts, text: dict[str, str]) -> list[str]:
    every, interested, won = _steps(facts)
    result = []
    if every and interested / every < 0.5:
        lost = sum(status == "lost" for status in facts.status)
        sentence = text["act_interest_lost" if lost else "act_interest"]
        result.append(sentence.format(rate=whole(interested / every), lost=lost))
    if interested:
        result.append(text["act_won"].format(rate=whole(won / interested), open=interested - won))
    return result


def _by_stage(facts: Facts) -> tuple[dict[str, int], dict[str, float]]:
    """Number and amount (yuan) of the opportunities at each stage."""
    count = {stage.id: 0 for stage in facts.stages}
    amounts: dict[str, list[float]] = {stage.id: [] for stage in facts.stages}
    for stage_id, value in zip(facts.o_stage, facts.o_amount, strict=True):
        if stage_id in count:
            count[stage_id] += 1
            amounts[stage_id].append(value or 0)
    return count, {stage_id: fsum(values) for stage_id, values in amounts.items()}  # exact in any order of rows


def _deal_advice(facts: Facts, language: Language, currency: str) -> list[str]:
    count, amount = _by_stage(facts)
    open_ = [stage for stage in facts.stages if stage.closes is None and count[stage.id]]
    if not open_:
        return []
    richest = max(open_, key=lambda stage: amount[stage.id])
    words = {"stage": richest.label[language], "count": count[richest.id], "currency": currency}
    return [_TEXT[language]["act_stage"].format(amount=told(amount[richest.id], language), **words)]


def _customers(sheet: ReportSheet, top: int, facts: Facts, text: dict[str, str]) -> None:
    steps = _steps(facts)
    won, lost = steps[2], sum(status == "lost" for status in facts.status)
    sheet.put(top, 1, text["step"], "head", span=2)
    for column, head in enumerate((text["customers"], text["conversion"], text["overall"]), 3):
        sheet.put(top, column, head, "head_right")
    for at, (label, count) in enumerate(zip([text[f"step{n}"] for n in range(3)], steps, strict=True)):
        row = top + 1 + at
        sheet.put(row, 1, label, span=2)
        sheet.put(row, 3, count, "number")
        sheet.put(row, 4, count / steps[at - 1] if at and steps[at - 1] else None, "percent")
        sheet.put(row, 5, count / steps[0], "percent")
    if lost:
        sheet.put(top + 4, 1, text["lost_note"].format(lost=lost), "muted", span=5)
    first, last = top + 1, top + 3
    sheet.charts.append(
        Chart(
            "bar",
            text["chart_customers"].format(won=100 * whole(won / steps[0])),
            Range(first, 1, last, 1),
            (Series(text["customers"], Range(first, 3, last, 3), "0F609B"),),
            Range(CHART_TOP, 1, CHART_TOP + CHART_HEIGHT - 1, 6),
            "#,##0",
        )
    )


def _deals(sheet: ReportSheet, top: int, facts: Facts, language: Language, currency: str) -> None:
    """The opportunities by stage: those that go on first, which the chart shows, then those that ended."""
    text = _TEXT[language]
    going_on = [stage for stage in facts.stages if stage.closes is None]
    won, lost = ([stage for stage in facts.stages if stage.closes == end] for end in ("won", "lost"))
    stages = going_on + won + lost
    count, amount = _by_stage(facts)
    heads = (text["count"], text["amount"].format(currency=currency), text["reached"], text["conversion"])
    sheet.put(top, 7, text["stage"], "head", span=2)
    for column, head in enumerate(heads, 9):
        sheet.put(top, column, head, "head_right")
    reached = _reached(going_on + won, count)
    before = None
    for row, stage in enumerate(stages, top + 1):
        sheet.put(row, 7, stage.label[language], span=2)
        sheet.put(row, 9, count[stage.id], "number")
        sheet.put(row, 10, units(amount[stage.id], language), "wan")
        got = reached.get(stage.id)
        sheet.put(row, 11, got, "number")
        sheet.put(row, 12, got / before if got is not None and before else None, "percent")
        before = before if got is None else got
    gone = sum(count[stage.id] for stage in lost)
    if gone:
        sheet.put(top + 1 + len(stages), 7, text["lost_deals"].format(lost=gone), "muted", span=6)
    if not going_on:
        return
    most = max(going_on, key=lambda stage: count[stage.id])
    title = text["chart_none"]
    if count[most.id]:
        title = text["chart_deals"].format(stage=most.label[language], count=count[most.id])
    first, last = top + 1, top + len(going_on)
    sheet.charts.append(
        Chart(
            "bar",
            title,
            Range(first, 7, last, 7),
            (Series(text["count"], Range(first, 9, last, 9), "2CB1BC"),),
            Range(CHART_TOP, 7, CHART_TOP + CHART_HEIGHT - 1, 12),
            "#,##0",
        )
    )


def _reached(stages: list[Choice], count: dict[str, int]) -> dict[str, int]:
    """Opportunities that are at a stage or beyond it. Lost ones may have left anywhere, so they count for none."""
    return {stage.id: sum(count[later.id] for later in stages[at:]) for at, stage in enumerate(stages)}
