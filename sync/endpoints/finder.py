"""Finds the standard tables in a workbook: Excel Tables first, then the first used rows of each sheet.

Header words of either language count, in any order. The best score wins; two places that fit a table equally well are
a question for a person, not for us.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.errors import UsageError
from validators.cells import Cell
from validators.fields import Column, Language, TableSpec
from validators.headers import TableMatch, match

__all__ = ["HEADER_ROWS", "Candidate", "Found", "choose", "missing_text"]

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


def choose(
    candidates: Sequence[Candidate], specs: Mapping[str, TableSpec], language: Language, where: str
) -> dict[str, Found]:
    """The best place for each standard table.

    Raises:
        UsageError: two places fit one table equally well.
    """
    scored: dict[str, list[tuple[float, Candidate, TableMatch]]] = {}
    for candidate in candidates:
        matches = match(candidate.cells, specs)
        if not matches:
            continue
        best = matches[0]
        rank = best.score + (1000 if candidate.table else 0)
        scored.setdefault(best.table, []).append((rank, candidate, best))
    found = {}
    for name in specs:
        places = _one_a_sheet(scored.get(name, []))
        if not places:
            continue
        places.sort(key=lambda place: -place[0])
        if len(places) > 1 and places[0][0] == places[1][0]:
            raise _tie(name, specs[name], [place[1] for place in places if place[0] == places[0][0]], language, where)
        found[name] = _found(places[0][1], places[0][2])
    return found


def _one_a_sheet(places: list[tuple[float, Candidate, TableMatch]]) -> list[tuple[float, Candidate, TableMatch]]:
    best: dict[tuple[str, str], tuple[float, Candidate, TableMatch]] = {}
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
    sheets = "、".join(f"{place.sheet}!{place.row}" for place in places)
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


def missing_text(found: Found, spec: TableSpec, language: Language) -> list[str]:
    """A sentence for each required column that a table lacks, with the header that may have been meant."""
    result = []
    for column in found.missing:
        label = f"{column.name}({column.label[language]})"
        near = found.near.get(column.name)
        if language == "zh":
            hint = f",是不是表头“{near}”？" if near else ""
            result.append(f"“{found.sheet}”表第 {found.header_row} 行缺少必填列 {label}{hint}")
        else:
            hint = f"; is it the header “{near}”?" if near else ""
            result.append(f"sheet “{found.sheet}”, row {found.header_row}: required column {label} is missing{hint}")
    return result
