"""Finds the standard tables in a workbook: Excel Tables first, then the first used rows of each sheet.

Header words of either language count, in any order. The best score wins; two places that fit a table equally well are
a question for a person, not for us.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sync.errors import UsageError
from validators.cells import Cell
from validators.fields import Column, Language, TableSpec, listed
from validators.headers import TELLING, TableMatch, match

__all__ = ["HEADER_ROWS", "Candidate", "Found", "Place", "choose", "missing_texts", "ranked"]

HEADER_ROWS = 20
"""How many used rows of a sheet may hold the header."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be a table's header. `columns` are the sheet columns (1-based) of `cells`; `table` names the
    Excel Table it belongs to, empty for a plain range; `last_row` is the Excel Table's last data row, and `totals`
    says whether a totals row follows it."""

    sheet: str
    row: int
    columns: Sequence[int]
    cells: Sequence[Cell]
    table: str = ""
    last_row: int = 0
    totals: bool = False


Place: TypeAlias = tuple[float, Candidate, TableMatch]
"""A rank, the higher the better; the header row; how it fits the table."""


@dataclass(frozen=True, slots=True)
class Found:
    """A standard table's place. `columns` maps the column name (standard, or the header as typed) to its 1-based sheet
    column, in sheet order."""

    name: str
    sheet: str
    header_row: int
    columns: dict[str, int]
    missing: tuple[Column, ...]
    near: Mapping[str, str]
    table: str
    last_row: int
    totals: bool

    @property
    def first_column(self) -> int:
        """The leftmost column of the table."""
        return min(self.columns.values())

    @property
    def last_column(self) -> int:
        """The rightmost column of the table."""
        return max(self.columns.values())


def ranked(candidates: Sequence[Candidate], specs: Mapping[str, TableSpec]) -> dict[str, list[Place]]:
    """The places that may be each table's, best first: one of each Excel Table, or of each sheet without one."""
    scored: dict[str, list[Place]] = {}
    for candidate in candidates:
        matches = match(candidate.cells, specs)
        # A header that fits two tables equally is offered to both: which it is may be clear from the other places.
        for best in (one for one in matches if one.score == matches[0].score):
            rank = best.score + (1000 if candidate.table else 0)
            scored.setdefault(best.table, []).append((rank, candidate, best))
    return {name: sorted(_one_a_sheet(places), key=lambda place: -place[0]) for name, places in scored.items()}


def choose(
    candidates: Sequence[Candidate],
    specs: Mapping[str, TableSpec],
    language: Language,
    where: str,
    pins: Mapping[str, str] | None = None,
) -> dict[str, Found]:
    """The best place for each standard table. `pins` name, by table, the only sheet that counts.

    Raises:
        UsageError: two places fit one table equally well, or one place fits two tables equally well.
    """
    scored = ranked(candidates, specs)
    found = {}
    taken: dict[tuple[str, int, str], str] = {}
    for name in specs:
        pin = (pins or {}).get(name)
        places = [place for place in scored.get(name, []) if pin in (None, place[1].sheet)]
        if not places:
            continue
        if len(places) > 1 and places[0][0] == places[1][0]:
            raise _tie(name, specs[name], [place[1] for place in places if place[0] == places[0][0]], language, where)
        chosen = places[0][1]
        other = taken.setdefault((chosen.sheet, chosen.row, chosen.table), name)
        if other != name:
            raise _torn(specs[other], specs[name], chosen, language, where)
        found[name] = _found(chosen, places[0][2])
    return found


def _one_a_sheet(places: list[Place]) -> list[Place]:
    best: dict[tuple[str, str], Place] = {}
    for place in places:
        at = (place[1].sheet, place[1].table)
        if at not in best or place[0] > best[at][0]:
            best[at] = place
    tables = {sheet for sheet, table in best if table}
    return [place for (sheet, table), place in best.items() if table or sheet not in tables]


def _found(candidate: Candidate, matched: TableMatch) -> Found:
    columns: dict[str, int] = {}
    for index, column in enumerate(candidate.columns):
        name = matched.columns.get(index) or matched.unknown.get(index)
        if name and name not in columns:
            columns[name] = column
    return Found(
        matched.table, candidate.sheet, candidate.row, columns, matched.missing, matched.near, candidate.table,
        candidate.last_row, candidate.totals,
    )  # fmt: skip


def _tie(name: str, spec: TableSpec, places: list[Candidate], language: Language, where: str) -> UsageError:
    label = spec.label[language]
    sheets = listed((f"{place.sheet}!{place.row}" for place in places), language)
    if language == "zh":
        return UsageError(
            f"有 {len(places)} 处都像“{label}”表：{sheets}，分不清该用哪一个",
            where=where,
            remedy="只留一处，或把其余的表头改名、移到别的文件",
        )
    return UsageError(
        f"{len(places)} places fit the table “{label}” equally well: {sheets}",
        where=where,
        remedy="keep one of them, or rename the headers of the others or move them to another file",
    )


def _torn(one: TableSpec, other: TableSpec, place: Candidate, language: Language, where: str) -> UsageError:
    labels, at = (one.label[language], other.label[language]), f"{place.sheet}!{place.row}"
    telling = [
        listed(
            (spec.by_name[column].label[language] for column in TELLING[spec.name] if column in spec.by_name), language
        )
        for spec in (one, other)
    ]
    if language == "zh":
        return UsageError(
            f"{at} 的表头既像“{labels[0]}”表，又像“{labels[1]}”表，分不清是哪一张",
            where=where,
            remedy=f"加上能区分的列：“{labels[0]}”表有 {telling[0]}；“{labels[1]}”表有 {telling[1]}",
        )
    return UsageError(
        f"the header at {at} fits the tables “{labels[0]}” and “{labels[1]}” equally well",
        where=where,
        remedy=f"add a column that tells them apart: “{labels[0]}” has {telling[0]}; “{labels[1]}” has {telling[1]}",
    )


def missing_texts(places: Mapping[str, Found], specs: Mapping[str, TableSpec], language: Language) -> list[str]:
    """A sentence for each required column that the tables lack, with the header that may have been meant."""
    return [text for name, found in places.items() for text in _missing(found, specs[name], language)]


def _missing(found: Found, spec: TableSpec, language: Language) -> list[str]:
    result = []
    for column in found.missing:
        label = column.label[language]
        near = found.near.get(column.name)
        if language == "zh":
            name = label if label == column.name else f"{column.name}（{label}）"
            hint = f"，是不是表头“{near}”？" if near else ""
            result.append(f"“{found.sheet}”表第 {found.header_row} 行缺少必填列 {name}{hint}")
        else:
            name = label if label == column.name else f"{column.name} ({label})"
            hint = f"; is it the header “{near}”?" if near else ""
            result.append(f"sheet “{found.sheet}”, row {found.header_row}: required column {name} is missing{hint}")
    return result
