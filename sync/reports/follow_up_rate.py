"""Follow-up rate by owner and by level, with the 80% line.

Rate of a period = customers with a follow-up in every cadence window that ends in the period ÷ customers that have such
a window. Windows count from the first contact; lost customers and those without a level or a first day are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sync.reports.facts import Facts
from sync.reports.follow_up_words import TEXT
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.staff import Staff
from sync.reports.titles import TITLES
from sync.reports.windows import LEVELS, kept, last_month, month_so_far
from sync.sheet import Chart, Range, ReportSheet, Series, Style
from validators.cells import Tables
from validators.fields import Language

__all__ = ["LINE", "OWNERS", "build", "kept"]

LINE = 0.8
"""The rate below which a group stands out."""
OWNERS = 12
CHART_TOP, CHART_HEIGHT = 8, 11
LOW = 3
"""How many owners below the line are named."""
ADVICE_ROW = CHART_TOP + CHART_HEIGHT + 1
TABLE_ROW = ADVICE_ROW + 1 + LOW + 2
"""Where the tables begin, however much there is to say above them: an open workbook is drawn anew around its charts."""


@dataclass(slots=True)
class Tally:
    """Customers that have a window ending in the period, and those of them with a follow-up in every one."""

    all: int = 0
    kept: int = 0

    @property
    def rate(self) -> float | None:
        """The rate; None where nobody is counted."""
        return self.kept / self.all if self.all else None

    def add(self, kept: bool) -> None:
        """Count one customer."""
        self.all += 1
        self.kept += kept


def build(tables: Tables, scene: Scene, facts: Facts) -> ReportSheet:
    """This month so far against last month, by owner and by level."""
    context = scene.context
    language, today = context.language, context.today
    text = TEXT[language]
    month, before = month_so_far(today), last_month(today)
    now, earlier = (
        {at: good for at, good in enumerate(found) if good is not None} for found in (facts.kept_now, facts.kept_before)
    )
    sheet = ReportSheet("follow_up_rate", TITLES["follow_up_rate"][language], one_page=True)
    sheet.widths = {1: 22.0, **dict.fromkeys(range(2, 13), 12.0)}
    sheet.put(1, 1, TITLES["follow_up_rate"][language], "title")
    line = text["line"].format(
        period=text["this"], start=month[0], end=month[1], before=f"{before[0]:%Y-%m}", scope=scene.scope,
        counted=len(now), left=len(facts.keys) - len(now), at=scene.made_at,
    )  # fmt: skip
    sheet.put(2, 1, line, "muted", span=12)
    no_day = sum(day is None or day > today for day in facts.f_day)
    sheet.put(3, 1, text["no_day"].format(count=no_day) if no_day else None, "muted", span=12)
    owner = _tally(now, lambda at: facts.owner[at] or text["nobody"])
    level = _tally(now, lambda at: facts.level[at])
    _cards(sheet, _total(now), _total(earlier), level.get("key", Tally()), text)
    if not now:
        sheet.put(CHART_TOP, 1, text["none"], "advice", span=12)
        return sheet
    staff = Staff(context.settings)
    ranked = _ranked(owner, text)
    last = _tally(earlier, lambda at: facts.owner[at] or text["nobody"])
    _advice(sheet, _sentences(owner, level.get("key", Tally()), staff, scene.own, text), text)
    rest = owner.keys() - {name for name, _ in ranked}
    last[text["other"]] = _sum(last[name] for name in rest & last.keys())
    title = text["own_rate"].format(rate=whole(_total(now).rate or 0)) if scene.own else _title(owner, staff, text)
    lines = [(_shown(name, staff, text, language), tally, last.get(name, Tally())) for name, tally in ranked]
    _owners(sheet, TABLE_ROW, lines, title, text)
    labels = {choice.id: choice.label[language] for choice in context.specs["customers"].by_name["Level"].choices}
    _levels(sheet, TABLE_ROW, level, labels, text)
    return sheet


def _shown(name: str, staff: Staff, text: dict[str, str], language: Language) -> str:
    return name if name in (text["nobody"], text["other"]) else staff.shown(name, language)


def _tally(found: dict[int, bool], group: Callable[[int], str]) -> dict[str, Tally]:
    result: dict[str, Tally] = {}
    for at, good in found.items():
        result.setdefault(group(at), Tally()).add(good)
    return result


def _total(found: dict[int, bool]) -> Tally:
    return Tally(len(found), sum(found.values()))


def _ranked(owners: dict[str, Tally], text: dict[str, str]) -> list[tuple[str, Tally]]:
    """The owners with most customers, best first, then the rest as one: low bars leave room for the line's label."""
    by_size = sorted(owners.items(), key=lambda item: (-item[1].all, item[0]))
    shown, rest = by_size, []
    if len(by_size) > OWNERS:
        shown, rest = by_size[: OWNERS - 1], by_size[OWNERS - 1 :]
    result = sorted(shown, key=lambda item: (-(item[1].rate or 0), item[0]))
    if rest:
        result.append((text["other"], _sum(tally for _, tally in rest)))
    return result


def _sum(tallies: Iterable[Tally]) -> Tally:
    result = Tally()
    for tally in tallies:
        result.all += tally.all
        result.kept += tally.kept
    return result


def _cards(sheet: ReportSheet, now: Tally, earlier: Tally, key: Tally, text: dict[str, str]) -> None:
    note = text["of"].format(kept=now.kept, all=now.all)
    style: Style = "kpi_note"
    if now.rate is not None and earlier.rate is not None:
        points = round((now.rate - earlier.rate) * 100)
        change = text["change"].format(sign="▲" if points > 0 else "▼", points=abs(points)) if points else text["same"]
        note, style = f"{note} · {change}", "kpi_note_good" if points > 0 else "kpi_note_bad" if points else "kpi_note"
    cards: list[tuple[str, float | None, str, Style]] = [
        (text["rate"], now.rate, note, style),
        (text["last"], earlier.rate, text["of"].format(kept=earlier.kept, all=earlier.all), "kpi_note"),
        (
            text["key"],
            key.rate,
            text["of"].format(kept=key.kept, all=key.all),
            "kpi_note_bad" if key.rate is not None and key.rate < LINE else "kpi_note",
        ),
    ]
    for number, (label, value, note, note_style) in enumerate(cards):
        column = 1 + 4 * number
        sheet.put(4, column, label, "kpi_label", span=4)
        sheet.put(5, column, value, "kpi_percent", span=4)
        sheet.put(6, column, note, note_style, span=4)


def _rate_style(rate: float | None) -> Style:
    return "percent_bad" if rate is not None and rate < LINE else "percent"


def _title(owners: dict[str, Tally], staff: Staff, text: dict[str, str]) -> str:
    """How many owners are under the line: the lowest one may have a single customer. Those who are gone, and names
    that are nobody's, cannot be asked to do better."""
    people = [(name, tally.rate) for name, tally in owners.items() if name != text["nobody"] and staff.here(name)]
    rates = [rate for _, rate in people if rate is not None]
    low = sum(rate < LINE for rate in rates)
    if low:
        return text["by_owner_low"].format(low=low, count=len(rates))
    return text["by_owner_good" if rates else "by_owner"]


def _owners(
    sheet: ReportSheet, top: int, lines: list[tuple[str, Tally, Tally]], title: str, text: dict[str, str]
) -> None:
    """The owners' lines: name, this month, last month."""
    heads = (text["owner"], text["rate"], text["goal"], text["kept"], text["counted"], text["last"])
    for column, head in enumerate(heads, 1):
        sheet.put(top, column, head, "head" if column == 1 else "head_right")
    for row, (name, tally, earlier) in enumerate(lines, top + 1):
        sheet.put(row, 1, name)
        sheet.put(row, 2, tally.rate, _rate_style(tally.rate))
        sheet.put(row, 3, LINE, "percent")
        sheet.put(row, 4, tally.kept, "number")
        sheet.put(row, 5, tally.all, "number")
        sheet.put(row, 6, earlier.rate, _rate_style(earlier.rate))
    first, end = top + 1, top + OWNERS
    sheet.charts.append(
        Chart(
            "column",
            title,
            Range(first, 1, end, 1),
            (
                Series(text["rate"], Range(first, 2, end, 2), "0F609B"),
                Series(text["line80"], Range(first, 3, end, 3), "C23030", "line"),
            ),
            Range(CHART_TOP, 1, CHART_TOP + CHART_HEIGHT - 1, 7),
            "0%",
            maximum=1,
        )
    )


def _levels(
    sheet: ReportSheet, top: int, levels: dict[str, Tally], labels: dict[str, str], text: dict[str, str]
) -> None:
    heads = (text["level"], text["rate"], text["goal"], text["kept"], text["counted"])
    for column, head in enumerate(heads, 8):
        sheet.put(top, column, head, "head" if column == 8 else "head_right")
    for row, level in enumerate(LEVELS, top + 1):
        tally = levels.get(level, Tally())
        sheet.put(row, 8, labels.get(level, level))
        sheet.put(row, 9, tally.rate, _rate_style(tally.rate) if level == "key" else "percent")
        sheet.put(row, 10, LINE, "percent")
        sheet.put(row, 11, tally.kept, "number")
        sheet.put(row, 12, tally.all, "number")
    first, end = top + 1, top + len(LEVELS)
    sheet.charts.append(
        Chart(
            "column",
            text["by_level"],
            Range(first, 8, end, 8),
            (
                Series(text["rate"], Range(first, 9, end, 9), "0F609B"),
                Series(text["line80"], Range(first, 10, end, 10), "C23030", "line"),
            ),
            Range(CHART_TOP, 8, CHART_TOP + CHART_HEIGHT - 1, 12),
            "0%",
            maximum=1,
        )
    )


def _sentences(owners: dict[str, Tally], key: Tally, staff: Staff, own: bool, text: dict[str, str]) -> list[str]:
    """What to act on: the key customers, then the owners who missed most."""
    result = []
    if key.rate is not None and key.rate < LINE:
        result.append(text["act_key"].format(rate=whole(key.rate)))
    low = [(name, tally) for name, tally in owners.items() if tally.rate is not None and tally.rate < LINE]
    for name, tally in sorted(low, key=lambda item: (item[1].kept - item[1].all, item[0]))[:LOW]:
        kind = "act_low"
        if name == text["nobody"]:
            kind = "act_nobody"
        elif not staff.here(name):
            kind = "act_left" if staff.left(name) else "act_strange"
        elif own:
            kind = "act_own"
        words = {"name": name, "missed": tally.all - tally.kept, "kept": tally.kept, "all": tally.all}
        result.append(text[kind].format(rate=whole(tally.rate or 0), **words))
    return result or [text["own_good" if own else "act_good"]]


def _advice(sheet: ReportSheet, sentences: list[str], text: dict[str, str]) -> None:
    """What to act on, between chart and table, so that nothing stands below in the chart's range."""
    row = ADVICE_ROW
    sheet.put(row, 1, text["act"], "section", span=6)
    for sentence in sentences:
        row += 1
        sheet.put(row, 1, sentence, "advice", span=12)
