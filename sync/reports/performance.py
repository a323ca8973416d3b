"""Performance of the month by person, against the targets of config."""

from __future__ import annotations

from collections.abc import Sequence

from sync.reports.facts import Facts
from sync.reports.people import Person, people, together
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.titles import TITLES
from sync.sheet import Chart, Range, ReportSheet, Series, Style
from validators.cells import Tables
from validators.fields import Language
from validators.periods import Period, month_of

__all__ = ["PEOPLE", "build", "people"]

PEOPLE = 12
WAN = 10_000
CHART_TOP, CHART_HEIGHT = 8, 14
ADVICE_ROW = CHART_TOP + CHART_HEIGHT + 1
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "{month} · 截至 {today} · 范围：{scope} · {count:,} 人 · {at:%Y-%m-%d %H:%M}",
        "left": "数据不全：{parts}。",
        "join": "；",
        "no_close": "{count:,} 个赢单没有结束日期，不计入",
        "no_amount": "{count:,} 个本月赢单没有金额，只计单数",
        "amount": "成交金额（万元）",
        "deals": "成交单数",
        "new": "新客户",
        "follow": "跟进次数",
        "target_note": "目标 {target:,.0f}，完成 {rate:.0%}",
        "no_target": "没有设目标",
        "person": "负责人",
        "target": "目标（万元）",
        "attained": "完成率",
        "gap": "差额（万元）",
        "pipeline": "本月预计（万元）",
        "covered": "能否补上",
        "yes": "够",
        "no": "不够",
        "deals_target": "单数目标",
        "new_target": "新客户目标",
        "total": "合计",
        "other": "其他",
        "nobody": "没有负责人",
        "chart": "{name}成交最多：{amount:,.0f} 万元",
        "chart_none": "本月成交与目标（万元）",
        "none": "本月还没有新客户、跟进、成交，也没有目标。",
        "act": "要做的事",
        "act_gap": "{name}离目标还差 {gap:,.0f} 万元，本月预计成交 {pipeline:,.0f} 万元，{verdict}。",
        "act_done": "设了目标的人都已完成。",
        "act_targets": "本月没有设目标；在 config.toml 的 [[targets]] 里写上，这里就会比较。",
        "verdict_yes": "抓紧跟进就能补上",
        "verdict_no": "机会不够，要找新的",
    },
    "en": {
        "line": "{month} · as of {today} · scope: {scope} · {count:,} people · {at:%Y-%m-%d %H:%M}",
        "left": "Missing data: {parts}.",
        "join": "; ",
        "no_close": "won opportunities without a closing day: {count:,} (left out)",
        "no_amount": "won this month without an amount: {count:,} (counted, nothing added)",
        "amount": "Won (10,000)",
        "deals": "Deals won",
        "new": "New customers",
        "follow": "Follow-ups",
        "target_note": "target {target:,.0f}, {rate:.0%} reached",
        "no_target": "no target set",
        "person": "Person",
        "target": "Target (10,000)",
        "attained": "Attainment",
        "gap": "Gap (10,000)",
        "pipeline": "Expected this month",
        "covered": "Enough?",
        "yes": "yes",
        "no": "no",
        "deals_target": "Deals target",
        "new_target": "New target",
        "total": "Total",
        "other": "Other",
        "nobody": "No owner",
        "chart": "{name} won most: {amount:,.0f} x 10,000",
        "chart_none": "Won against target (10,000)",
        "none": "No new customers, follow-ups, deals or targets this month yet.",
        "act": "To act on",
        "act_gap": "{name} is {gap:,.0f} x 10,000 short; {pipeline:,.0f} is expected this month: {verdict}.",
        "act_done": "Everyone with a target has reached it.",
        "act_targets": "No targets this month; write them into [[targets]] of config.toml to compare.",
        "verdict_yes": "enough, if it is moved on now",
        "verdict_no": "not enough, new opportunities are needed",
    },
}


def build(tables: Tables, scene: Scene, facts: Facts) -> ReportSheet:
    """This month by person. A rep sees their own line."""
    context = scene.context
    language = context.language
    text = _TEXT[language]
    month = month_of(context.today)
    user = context.settings.user(scene.viewer)
    names = [scene.viewer] if user is not None and user.role == "rep" else None
    found = people(facts, context.settings, month, names)
    sheet = ReportSheet("performance", TITLES["performance"][language])
    sheet.widths = {1: 14, **dict.fromkeys(range(2, 6), 10.5), **dict.fromkeys(range(6, 11), 15), 11: 10, 12: 10}
    sheet.put(1, 1, TITLES["performance"][language], "title")
    line = text["line"].format(
        month=f"{month[0]:%Y-%m}",
        today=context.today,
        scope=scene.scope,
        count=sum(bool(person.name) for person in found),
        at=scene.made_at,
    )
    sheet.put(2, 1, line, "muted", span=12)
    sheet.put(3, 1, _left_out(facts, month, names, text), "muted", span=12)
    if all(person == Person(person.name) for person in found):
        sheet.put(CHART_TOP, 1, text["none"], "advice", span=12)
        return sheet
    total = together(text["total"], found)
    _cards(sheet, total, text)
    shown = found
    if len(found) > PEOPLE:
        shown = [*found[: PEOPLE - 1], together(text["other"], found[PEOPLE - 1 :])]
    row = _advice(sheet, found, text)
    _table(sheet, row, shown, total, text, context.today.day / month[1].day)
    _chart(sheet, row, shown, text)
    return sheet


def _left_out(facts: Facts, month: Period, names: Sequence[str] | None, text: dict[str, str]) -> str | None:
    """Won opportunities that the figures miss because a cell is empty; None where nothing is missing."""
    closes = {stage.id: stage.closes for stage in facts.stages}
    won = [
        at
        for at, stage in enumerate(facts.o_stage)
        if closes.get(stage) == "won" and (names is None or facts.o_responsible[at] in names)
    ]
    days = [(facts.o_close[at], facts.o_amount[at]) for at in won]
    missing = {
        "no_close": sum(day is None for day, _ in days),
        "no_amount": sum(
            amount is None and day is not None and month[0] <= day <= min(month[1], facts.today) for day, amount in days
        ),
    }
    parts = [text[name].format(count=count) for name, count in missing.items() if count]
    return text["left"].format(parts=text["join"].join(parts)) if parts else None


def _cards(sheet: ReportSheet, total: Person, text: dict[str, str]) -> None:
    note = text["no_target"]
    if total.target:
        note = text["target_note"].format(target=total.target / WAN, rate=whole(total.won / total.target))
    deals = text["no_target"]
    if total.target_deals:
        deals = text["target_note"].format(target=total.target_deals, rate=whole(total.deals / total.target_deals))
    new = text["no_target"]
    if total.target_new:
        new = text["target_note"].format(target=total.target_new, rate=whole(total.new / total.target_new))
    cards = (
        (1, 3, text["amount"], round(total.won / WAN, 1), note),
        (4, 3, text["deals"], total.deals, deals),
        (7, 3, text["new"], total.new, new),
        (10, 3, text["follow"], total.follow_ups, None),
    )
    for column, span, label, value, under in cards:
        sheet.put(4, column, label, "kpi_label", span=span)
        sheet.put(5, column, value, "kpi_value", span=span)
        sheet.put(6, column, under, "kpi_note", span=span)


def _table(
    sheet: ReportSheet, top: int, shown: Sequence[Person], total: Person, text: dict[str, str], elapsed: float
) -> None:
    heads = (
        "person",
        "new",
        "new_target",
        "deals",
        "deals_target",
        "amount",
        "target",
        "attained",
        "gap",
        "pipeline",
        "covered",
        "follow",
    )
    for column, head in enumerate(heads, 1):
        sheet.put(top, column, text[head], "head" if column == 1 else "head_right")
    for row, person in enumerate((total, *shown), top + 1):  # the total on top: the chart's range ends below
        _line(sheet, row, person, text, elapsed)


def _line(sheet: ReportSheet, row: int, person: Person, text: dict[str, str], elapsed: float) -> None:
    """One person's line; an attainment behind the `elapsed` share of the month stands out."""
    has = person.target > 0
    sheet.put(row, 1, person.name or text["nobody"])
    sheet.put(row, 2, person.new, "number")
    sheet.put(row, 3, person.target_new or None, "number")
    sheet.put(row, 4, person.deals, "number")
    sheet.put(row, 5, person.target_deals or None, "number")
    sheet.put(row, 6, person.won / WAN, "wan")
    sheet.put(row, 7, person.target / WAN if has else None, "wan")
    rate = person.won / person.target if has else None
    sheet.put(row, 8, rate, _attainment(rate, elapsed))
    sheet.put(row, 9, person.gap / WAN if has else None, "wan")
    sheet.put(row, 10, person.pipeline / WAN, "wan")
    short = has and person.gap > 0
    sheet.put(row, 11, (text["yes"] if person.pipeline >= person.gap else text["no"]) if short else None, "center")
    sheet.put(row, 12, person.follow_ups, "number")


def _attainment(rate: float | None, elapsed: float) -> Style:
    if rate is None or elapsed <= rate < 1:
        return "percent"
    return "percent_good" if rate >= 1 else "percent_bad"


def _chart(sheet: ReportSheet, top: int, shown: Sequence[Person], text: dict[str, str]) -> None:
    first, last = top + 2, top + 1 + PEOPLE
    best = shown[0]
    title = text["chart_none"]
    if best.won and best.name != text["other"]:
        title = text["chart"].format(name=best.name or text["nobody"], amount=best.won / WAN)
    series = [Series(text["amount"], Range(first, 6, last, 6), "0F609B")]
    if any(person.target for person in shown):
        series.append(Series(text["target"], Range(first, 7, last, 7), "BCCCDC"))
    sheet.charts.append(
        Chart(
            "column",
            title,
            Range(first, 1, last, 1),
            tuple(series),
            Range(CHART_TOP, 1, CHART_TOP + CHART_HEIGHT - 1, 12),
            "#,##0",
            legend=len(series) > 1,
        )
    )


def _advice(sheet: ReportSheet, found: Sequence[Person], text: dict[str, str]) -> int:
    row = ADVICE_ROW
    sheet.put(row, 1, text["act"], "section")
    with_target = [person for person in found if person.target]
    short = sorted((person for person in with_target if person.gap), key=lambda person: (-person.gap, person.name))
    sentences = []
    for person in short[:4]:
        verdict = text["verdict_yes" if person.pipeline >= person.gap else "verdict_no"]
        words = {"gap": person.gap / WAN, "pipeline": person.pipeline / WAN, "verdict": verdict}
        sentences.append(text["act_gap"].format(name=person.name, **words))
    if not with_target:
        sentences.append(text["act_targets"])
    elif not short:
        sentences.append(text["act_done"])
    for sentence in sentences:
        row += 1
        sheet.put(row, 1, sentence, "advice", span=12)
    return row + 2
