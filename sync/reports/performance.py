"""Performance of the month by person, against the targets of config."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sync.reports.facts import Facts
from sync.reports.scene import Scene
from sync.reports.titles import TITLES
from sync.sheet import Chart, Range, ReportSheet, Series, Style
from validators.cells import Tables
from validators.fields import Language
from validators.periods import Period, month_of
from validators.settings import Settings

__all__ = ["PEOPLE", "Person", "build", "people"]

PEOPLE = 12
WAN = 10_000
CHART_TOP, CHART_HEIGHT = 8, 14
ADVICE_ROW = CHART_TOP + CHART_HEIGHT + 1
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "line": "{month} · 截至 {today} · 范围：{scope} · {count:,} 人 · {at:%Y-%m-%d %H:%M}",
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


@dataclass(slots=True)
class Person:
    """One person's month: counts, and amounts in yuan. `pipeline`: open opportunities expected this month."""

    name: str
    new: int = 0
    follow_ups: int = 0
    deals: int = 0
    won: float = 0
    pipeline: float = 0
    target: float = 0
    target_deals: int = 0

    @property
    def gap(self) -> float:
        """What is missing to the target."""
        return max(0.0, self.target - self.won)


def people(facts: Facts, settings: Settings, month: Period, names: Iterable[str] | None = None) -> list[Person]:
    """Everybody who did something in the month or has a target, most won first. `names`: these people only."""
    found: dict[str, Person] = {}

    def of(name: str) -> Person:
        return found.setdefault(name, Person(name))

    start, end = month
    for owner, day in zip(facts.owner, facts.first, strict=True):
        if day is not None and start <= day <= end:
            of(owner).new += 1
    for user, day in zip(facts.f_user, facts.f_day, strict=True):
        if day is not None and start <= day <= end:
            of(user).follow_ups += 1
    closes = {stage.id: stage.closes for stage in facts.stages}
    for at, stage in enumerate(facts.o_stage):
        person, amount = facts.o_responsible[at], facts.o_amount[at] or 0
        closed, expected = facts.o_close[at], facts.o_expected[at]
        if closes.get(stage) == "won" and closed is not None and start <= closed <= end:
            of(person).deals += 1
            of(person).won += amount
        elif stage in closes and closes[stage] is None and expected is not None and start <= expected <= end:
            of(person).pipeline += amount
    for target in settings.targets:
        if target.month == f"{start:%Y-%m}":
            of(target.user).target += target.amount
            of(target.user).target_deals += target.deals
    wanted = None if names is None else set(names)
    chosen = [person for person in found.values() if wanted is None or person.name in wanted]
    return sorted(chosen, key=lambda person: (-person.won, -person.deals, -person.follow_ups, person.name))


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
    sheet.widths = {1: 14, **dict.fromkeys(range(2, 6), 10), **dict.fromkeys(range(6, 12), 15)}
    sheet.put(1, 1, TITLES["performance"][language], "title")
    line = text["line"].format(
        month=f"{month[0]:%Y-%m}", today=context.today, scope=scene.scope, count=len(found), at=scene.made_at
    )
    sheet.put(2, 1, line, "muted", span=11)
    if not found:
        sheet.put(CHART_TOP, 1, text["none"], "advice", span=11)
        return sheet
    total = _sum(text["total"], found)
    _cards(sheet, total, text)
    shown = found
    if len(found) > PEOPLE:
        shown = [*found[: PEOPLE - 1], _sum(text["other"], found[PEOPLE - 1 :])]
    row = _advice(sheet, found, text)
    _table(sheet, row, shown, total, text, context.today.day / month[1].day)
    _chart(sheet, row, shown, text)
    return sheet


def _sum(name: str, group: Sequence[Person]) -> Person:
    result = Person(name)
    for person in group:
        for field in ("new", "follow_ups", "deals", "won", "pipeline", "target", "target_deals"):
            setattr(result, field, getattr(result, field) + getattr(person, field))
    return result


def _cards(sheet: ReportSheet, total: Person, text: dict[str, str]) -> None:
    note = text["no_target"]
    if total.target:
        note = text["target_note"].format(target=total.target / WAN, rate=total.won / total.target)
    deals = text["no_target"]
    if total.target_deals:
        deals = text["target_note"].format(target=total.target_deals, rate=total.deals / total.target_deals)
    cards = (
        (1, 3, text["amount"], round(total.won / WAN, 1), note),
        (4, 3, text["deals"], total.deals, deals),
        (7, 3, text["new"], total.new, None),
        (10, 2, text["follow"], total.follow_ups, None),
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
        "follow",
        "deals",
        "deals_target",
        "amount",
        "target",
        "attained",
        "gap",
        "pipeline",
        "covered",
    )
    for column, head in enumerate(heads, 1):
        sheet.put(top, column, text[head], "head" if column in (1, 11) else "head_right")
    for row, person in enumerate((total, *shown), top + 1):  # the total on top: the chart's range ends below
        _line(sheet, row, person, text, elapsed)


def _line(sheet: ReportSheet, row: int, person: Person, text: dict[str, str], elapsed: float) -> None:
    """One person's line; an attainment behind the `elapsed` share of the month stands out."""
    has = person.target > 0
    sheet.put(row, 1, person.name or text["nobody"])
    sheet.put(row, 2, person.new, "number")
    sheet.put(row, 3, person.follow_ups, "number")
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
            Range(CHART_TOP, 1, CHART_TOP + CHART_HEIGHT - 1, 11),
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
        sheet.put(row, 1, sentence, "advice", span=11)
    return row + 2
