"""Performance of the month by person, against the targets of config."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.reports.facts import Facts
from sync.reports.money import told, units
from sync.reports.people import Person, people, together
from sync.reports.performance_words import TEXT
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.staff import Staff
from sync.reports.titles import TITLES
from sync.sheet import Chart, Range, ReportSheet, Series, Style
from validators.cells import Cell, Tables
from validators.fields import Language
from validators.periods import Period, month_of

__all__ = ["PEOPLE", "build", "people"]

PEOPLE = 12
COLUMNS = 13
HEADS = (
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
    "weighted",
    "covered",
    "follow",
)
CHART_TOP, CHART_HEIGHT = 8, 14
SHORT = 3
"""How many people short of an amount have a sentence; deals and new customers have one each."""
ADVICE_ROW = CHART_TOP + CHART_HEIGHT + 1
TABLE_ROW = ADVICE_ROW + SHORT + 2 + 2
"""Where the tables begin, however much there is to say above them: an open workbook is drawn anew around its charts."""


def build(tables: Tables, scene: Scene, facts: Facts) -> ReportSheet:
    """This month by person. A rep sees their own line."""
    context = scene.context
    language = context.language
    text = TEXT[language]
    month = month_of(context.today)
    names = [scene.viewer] if scene.own else None
    found = people(facts, context.settings, month, names)
    sheet = ReportSheet("performance", TITLES["performance"][language], one_page=True)
    sheet.widths = {1: 20, **dict.fromkeys(range(2, 6), 10.5), **dict.fromkeys(range(6, 12), 15), 12: 11, 13: 11}
    sheet.widths |= {8: 12.5, 10: 19}
    sheet.put(1, 1, TITLES["performance"][language], "title")
    line = text["line"].format(
        month=f"{month[0]:%Y-%m}",
        today=context.today,
        scope=scene.scope,
        count=sum(bool(person.name) for person in found),
        at=scene.made_at,
    )
    sheet.put(2, 1, line, "muted", span=COLUMNS)
    sheet.put(3, 1, _left_out(facts, month, names, text), "note", span=COLUMNS)
    if all(person == Person(person.name) for person in found):
        sheet.put(CHART_TOP, 1, text["none"], "advice", span=COLUMNS)
        return sheet
    total = together(text["total"], found)
    said = _Words(text, language, context.settings.team.currency, Staff(context.settings), scene.own)
    _cards(sheet, total, said)
    shown = found
    if len(found) > PEOPLE:
        shown = [*found[: PEOPLE - 1], together(text["other"], found[PEOPLE - 1 :])]
    _advice(sheet, found, said)
    # The total stands on top, so that the chart's range ends below; of one's own there is none.
    lines = shown if scene.own else [total, *shown]
    _table(sheet, TABLE_ROW, lines, said, context.today.day / month[1].day)
    _chart(sheet, TABLE_ROW + 1 + len(lines) - len(shown), shown, said)
    return sheet


@dataclass(frozen=True, slots=True)
class _Words:
    """How the sheet speaks: its texts, how it counts money, and to whom."""

    text: dict[str, str]
    language: Language
    currency: str
    staff: Staff
    own: bool

    def head(self, name: str) -> str:
        """A header or label with the currency in it."""
        return self.text[name].format(currency=self.currency)

    def money(self, sentence: str, amounts: Mapping[str, float], **words: str) -> str:
        """A sentence with amounts in yuan."""
        counted = {name: told(amount, self.language) for name, amount in amounts.items()}
        return self.text[sentence].format(currency=self.currency, **counted, **words)

    def name(self, person: Person) -> str:
        """A line's name."""
        if not person.name:
            return self.text["nobody"]
        if person.name in (self.text["total"], self.text["other"]):
            return person.name
        return self.staff.shown(person.name, self.language)


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


def _cards(sheet: ReportSheet, total: Person, said: _Words) -> None:
    text, language = said.text, said.language
    cards = (
        (
            1,
            said.head("amount"),
            units(total.won, language),
            units(total.target, language),
            told(total.target, language),
        ),
        (4, text["deals"], total.deals, total.target_deals, total.target_deals),
        (7, text["new"], total.new, total.target_new, total.target_new),
    )
    for column, label, value, target, shown in cards:
        note = text["no_target"]
        if target:
            note = text["target_note"].format(target=shown, rate=whole(value / target))
        sheet.put(4, column, label, "kpi_label", span=3)
        sheet.put(5, column, value, "kpi_value", span=3)
        sheet.put(6, column, note, "kpi_note", span=3)
    sheet.put(4, 10, text["follow"], "kpi_label", span=4)
    sheet.put(5, 10, total.follow_ups, "kpi_value", span=4)
    sheet.put(6, 10, None, "kpi_note", span=4)


def _table(sheet: ReportSheet, top: int, lines: Sequence[Person], said: _Words, elapsed: float) -> None:
    for column, head in enumerate(HEADS, 1):
        sheet.put(top, column, said.head(head), "head" if column == 1 else "head_right")
    for row, person in enumerate(lines, top + 1):
        _line(sheet, row, person, said, elapsed)


def _line(sheet: ReportSheet, row: int, person: Person, said: _Words, elapsed: float) -> None:
    """One person's line; an attainment behind the `elapsed` share of the month stands out."""
    text, language = said.text, said.language
    has = person.target > 0
    rate = person.won / person.target if has else None
    short = has and person.gap > 0
    cells: tuple[tuple[Cell, Style], ...] = (
        (said.name(person), "text"),
        (person.new, "number"),
        (person.target_new or None, "number"),
        (person.deals, "number"),
        (person.target_deals or None, "number"),
        (units(person.won, language), "wan"),
        (units(person.target, language) if has else None, "wan"),
        (rate, _attainment(rate, elapsed)),
        (units(person.gap, language) if has else None, "wan"),
        (units(person.pipeline, language), "wan"),
        (units(person.weighted, language), "wan"),
        ((text["yes"] if person.covered else text["no"]) if short else None, "center"),
        (person.follow_ups, "number"),
    )
    for column, (value, style) in enumerate(cells, 1):
        sheet.put(row, column, value, style)


def _attainment(rate: float | None, elapsed: float) -> Style:
    if rate is None or elapsed <= rate < 1:
        return "percent"
    return "percent_good" if rate >= 1 else "percent_bad"


def _chart(sheet: ReportSheet, first: int, shown: Sequence[Person], said: _Words) -> None:
    last = first + PEOPLE - 1
    best = shown[0]
    title = said.head("chart_none")
    if said.own:
        title = said.money("own_chart", {"amount": best.won})
    elif best.won and best.name != said.text["other"]:
        title = said.money("chart", {"amount": best.won}, name=best.name or said.text["nobody"])
    series = [Series(said.head("amount"), Range(first, 6, last, 6), "0F609B")]
    if any(person.target for person in shown):
        series.append(Series(said.head("target"), Range(first, 7, last, 7), "BCCCDC"))
    sheet.charts.append(
        Chart(
            "column",
            title,
            Range(first, 1, last, 1),
            tuple(series),
            Range(CHART_TOP, 1, CHART_TOP + CHART_HEIGHT - 1, COLUMNS),
            "#,##0",
            legend=len(series) > 1,
        )
    )


def _advice(sheet: ReportSheet, found: Sequence[Person], said: _Words) -> None:
    """What to act on."""
    row = ADVICE_ROW
    sheet.put(row, 1, said.text["act"], "section")
    for sentence in _sentences(found, said):
        row += 1
        sheet.put(row, 1, sentence, "advice", span=COLUMNS)


def _sentences(found: Sequence[Person], said: _Words) -> list[str]:
    """Who is short of which target: an amount first, for its gap may be too wide for what is open. Nothing is asked of
    people who are gone."""
    text, own = said.text, said.own
    found = [person for person in found if said.staff.here(person.name)]
    result = []
    short = sorted((person for person in found if person.gap), key=lambda person: (-person.gap, person.name))
    for person in short[:SHORT]:
        amounts = {"gap": person.gap, "pipeline": person.pipeline, "weighted": person.weighted}
        verdict = text["verdict_yes" if person.covered else "verdict_no"]
        result.append(said.money("own_gap" if own else "act_gap", amounts, name=person.name, verdict=verdict))
    missing = {
        "deals": {person.name: person.target_deals - person.deals for person in found},
        "new": {person.name: person.target_new - person.new for person in found},
    }
    others = [
        text[f"act_{kind}"].format(
            short=_listed(counts, text["own_" + kind if own else "short_" + kind], text["comma"])
        )
        for kind, counts in missing.items()
        if max(counts.values(), default=0) > 0
    ]
    if not short and others and any(person.target for person in found):
        result.append(text["act_amounts"])
    result += others
    if not result:
        targets = any(person.target or person.target_deals or person.target_new for person in found)
        result.append(text["act_targets"] if not targets else text["own_done" if own else "act_done"])
    return result


def _listed(missing: Mapping[str, int], each: str, comma: str) -> str:
    """Who is short of how many, most first."""
    ordered = sorted(((-count, name) for name, count in missing.items() if count > 0))
    return comma.join(each.format(name=name, count=-count) for count, name in ordered)
