"""Which table a header row belongs to: its words in either language, in any order, with everyday variants.

Headers compare after NFKC without case, blanks, `_` and `*`; what stands in brackets behind a header
(`电话(必填)`) does not count unless it is needed to tell. A table qualifies with enough evidence only, because the four
tables share Customer_ID and words such as 负责人.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from validators.cells import Cell
from validators.fields import Column, TableSpec

__all__ = ["ALIAS", "EXACT", "LABEL", "MAKESHIFT", "TELLING", "TableMatch", "match", "named_by", "normal_header"]

_NOISE = re.compile(r"[\s_*＊::.。\-—/、'\"~]+")
_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_PARTS = re.compile(
    r"[/|、\n]|\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s*(?=[a-z])|(?<=[a-z])\s*(?=[\u4e00-\u9fff])"
)
_MULTIPLES = re.compile(r"[万千亿]|百万|(?<![a-z])(?:k|thousand|million)(?![a-z])")
"""Units in which a number stands for a thousand times as much or more."""
MINIMUM = 3
"""A header row that names fewer columns of a table is not that table's."""
EXACT, LABEL, ALIAS, MAKESHIFT = 3.0, 2.5, 2.0, 1.5
"""How surely a header names a column: its own name, a label of it, an everyday word, a word for want of a better."""
TELLING: dict[str, tuple[str, ...]] = {
    "customers": ("Customer_Name", "Contact_Info", "Contact_Person", "Status", "Level", "Industry"),
    "follow_ups": ("Follow_ID", "Follow_Date", "Content", "Follow_Method"),
    "opportunities": ("Opportunity_ID", "Opportunity_Name", "Stage", "Amount"),
    "plan": ("Plan_ID", "Due_Date", "Goal"),
}
"""Columns of which a header row must name at least one (customers: two) before it can be that table's."""


@dataclass(frozen=True, slots=True)
class TableMatch:
    """How well a header row fits a table.

    `columns` maps a position in the row (0-based) to the standard column name, `unknown` the other filled positions to
    the header as typed. `missing` are required columns that were not found, `near` the header each of them may have
    been meant by. `doubled` are headers that name a column which another one names already.
    """

    table: str
    score: float
    columns: dict[int, str]
    unknown: dict[int, str]
    missing: tuple[Column, ...]
    near: dict[str, str]
    doubled: tuple[str, ...]


def normal_header(header: Cell) -> str:
    """A header as it compares."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", str(header)).casefold()) if header is not None else ""


@lru_cache(maxsize=64)
def _words(spec: TableSpec) -> dict[str, tuple[str, float]]:
    """By normal header, the column it names and how surely. Earlier columns win among equals."""
    words: dict[str, tuple[str, float]] = {}
    for column in spec.columns:
        named = [(column.name, EXACT), (column.label.zh, LABEL), (column.label.en, LABEL)]
        named += [(alias, MAKESHIFT if alias.startswith("~") else ALIAS) for alias in column.aliases]
        for text, weight in named:
            word = normal_header(text)
            if word not in words or words[word][1] < weight:
                words[word] = (column.name, weight)
    return words


def match(headers: Sequence[Cell], specs: Mapping[str, TableSpec]) -> list[TableMatch]:
    """The tables that a header row may belong to, best first; empty where it is no table's header."""
    texts = tuple(header if isinstance(header, str) else None for header in headers)
    if sum(text is not None for text in texts) < MINIMUM:
        return []
    found = [fit for spec in specs.values() if (fit := _fit(texts, spec)) is not None]
    return sorted(found, key=lambda fit: -fit.score)


@lru_cache(maxsize=1024)
def _spellings(header: str) -> tuple[str, str, tuple[str, ...], bool]:
    """A header as it compares: whole, without what stands in brackets, in its parts (`手机/电话`, `客户名称 Customer`),
    and whether it names a unit of thousands or more."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    bare = _BRACKETS.sub("", plain).strip()
    parts = tuple(word for part in _PARTS.split(bare) if (word := normal_header(part)))
    noted = "".join(_BRACKETS.findall(plain))
    return normal_header(plain), normal_header(bare), parts, _MULTIPLES.search(noted) is not None


def named_by(header: str, spec: TableSpec) -> tuple[str, float] | None:
    """The column of a table that a header names, and how surely (`EXACT`, `LABEL`, `ALIAS` or `MAKESHIFT`)."""
    hit = _hit(header, _words(spec)) if header.strip() else None
    # An amount in 万元 taken for yuan would be wrong by four digits: such a column is somebody's own.
    if hit is not None and spec.by_name[hit[0]].kind == "money" and _spellings(header)[3]:
        return None
    return hit


def _hit(header: str, known: Mapping[str, tuple[str, float]]) -> tuple[str, float] | None:
    """All parts of a header in several words must name the same column."""
    whole, bare, parts, _ = _spellings(header)
    found = known.get(whole) or known.get(bare) or known.get(bare.removesuffix("1"))
    if found is not None or len(parts) < 2:
        return found
    hits = [known.get(part) for part in parts]
    columns = {hit[0] if hit else "" for hit in hits}
    return (columns.pop(), min(hit[1] for hit in hits if hit)) if len(columns) == 1 and all(hits) else None


@lru_cache(maxsize=256)  # a team's workbooks have the same headers
def _fit(texts: tuple[str | None, ...], spec: TableSpec) -> TableMatch | None:
    named = {at: hit for at, text in enumerate(texts) if text is not None and (hit := named_by(text, spec)) is not None}
    best: dict[str, int] = {}
    for at, (column, weight) in named.items():
        if column not in best or named[best[column]][1] < weight:
            best[column] = at
    doubled = tuple(str(texts[at]) for at, (column, _) in named.items() if best[column] != at)
    columns = {at: column for column, at in best.items()}
    typed = [column for column in columns.values() if not spec.by_name[column].agent]
    telling = sum(column in columns.values() for column in TELLING[spec.name])
    if len(typed) < MINIMUM or telling < (2 if spec.name == "customers" else 1):
        return None
    unknown = {at: text for at, text in enumerate(texts) if text is not None and text.strip() and at not in columns}
    missing = tuple(column for column in spec.columns if column.required and column.name not in best)
    score = sum(named[at][1] for at in columns) + telling - 0.25 * len(unknown) - 0.5 * len(missing)
    if len(missing) * 2 > sum(column.required for column in spec.columns) and len(missing) > len(typed):
        return None
    return TableMatch(
        spec.name, score, dict(sorted(columns.items())), unknown, missing, _near(missing, unknown), doubled
    )


def _near(missing: Sequence[Column], unknown: Mapping[int, str]) -> dict[str, str]:
    """For each missing column the unclaimed header most like one of its names, where one is like it at all."""
    near = {}
    for column in missing:
        names = [normal_header(text) for text in (column.name, column.label.zh, column.label.en, *column.aliases)]
        rated = [(max(_likeness(normal_header(text), name) for name in names), text) for text in unknown.values()]
        if rated and max(rated)[0] >= 0.5:
            near[column.name] = max(rated)[1]
    return near


def _likeness(a: str, b: str) -> float:
    """Dice's coefficient over characters and pairs of characters, 0-1."""
    one, two = Counter(_pieces(a)), Counter(_pieces(b))
    total = sum(one.values()) + sum(two.values())
    return 2 * sum((one & two).values()) / total if total else 0.0


def _pieces(text: str) -> list[str]:
    return [*text, *(text[i : i + 2] for i in range(len(text) - 1))]
