"""Links the rows of follow-ups, opportunities and plans to their customers where a list does it by name or by IDs of
its own. Pure.

A customer without an ID of ours gets a placeholder (`NEW-` and eight characters), which the first run turns into an ID
wherever it stands. Only what fits exactly one customer is linked.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sync.endpoints.layout import Layout
from sync.identity import PLACEHOLDER
from sync.upkeep.understanding import TableSeen
from validators.cells import Cell
from validators.fields import TableSpec
from validators.headers import named_by
from validators.ids import is_placeholder, parse

__all__ = ["Links", "link", "link_tables"]


@dataclass(slots=True)
class Links:
    """By row index, the customer's ID or placeholder; and the rows (index) that fit no customer, or several."""

    refs: dict[int, str] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)


def link_tables(
    layout: Layout, tables: Mapping[str, TableSeen], spec: TableSpec, seed: str
) -> tuple[dict[str, Links], dict[int, str]]:
    """By table the links of its rows, where it has no customers' IDs of ours but names them otherwise; and by row of
    the customers (whose `spec` it is) the placeholders of those that have no ID of ours."""
    if "customers" not in tables:
        return {}, {}
    customers, mine = layout.tables["customers"], tables["customers"]
    given = customers.get("Customer_ID") if mine.column_of("Customer_ID") else [None] * len(customers)
    keys = _placeholders(given, seed)
    found: dict[str, Links] = {}
    for name, seen in tables.items():
        if name == "customers" or seen.column_of("Customer_ID"):
            continue
        for theirs, ours in _pairs(seen, mine, spec):
            more = link(customers.get(ours), keys, layout.tables[name].get(theirs))
            links = found.setdefault(name, Links())
            links.refs = more.refs | links.refs
            links.unknown = sorted(row for row in {*links.unknown, *more.unknown} if row not in links.refs)
    return found, {row: key for row, (old, key) in enumerate(zip(given, keys, strict=True)) if old is None}


def _pairs(seen: TableSeen, customers: TableSeen, spec: TableSpec) -> list[tuple[str, str]]:
    """Columns that may name the customer of a row, with the customers' column to look in, best first: IDs of their own
    that both tables have, then names."""
    ids = [one.source for one in customers.columns if one.note == "foreign_ids"]
    own = [one for one in seen.columns if not one.column and one.source]
    named = [(one, hit[0]) for one in own if (hit := named_by(one.header, spec)) is not None]
    pairs = [(one.source, mine) for one, column in named for mine in ids if column == "Customer_ID"]
    return pairs + [(one.source, "Customer_Name") for one, column in named if column == "Customer_Name"]


def _placeholders(keys: Sequence[Cell], seed: str) -> list[str]:
    """The customers' IDs, and where there is none a placeholder: the same `seed` gives the same ones."""
    taken = {str(key) for key in keys if key is not None}
    result = []
    for row, key in enumerate(keys):
        text = str(key).strip() if key is not None else ""
        if parse(text) is None and not is_placeholder(text):
            number = 0
            text = _placeholder(seed, row, number)
            while text in taken:
                number += 1
                text = _placeholder(seed, row, number)
        taken.add(text)
        result.append(text)
    return result


def _placeholder(seed: str, row: int, number: int) -> str:
    return PLACEHOLDER + hashlib.sha256(f"{seed}:{row}:{number}".encode()).hexdigest()[:8]


def link(customers: Sequence[Cell], keys: Sequence[str], references: Sequence[Cell]) -> Links:
    """Find for each reference the one customer it names. `customers` are their names, or IDs of their own."""
    by_name: dict[str, set[str]] = {}
    for name, key in zip(customers, keys, strict=True):
        if name is not None:
            by_name.setdefault(_folded(name), set()).add(key)
    result = Links()
    for row, reference in enumerate(references):
        if reference is None:
            continue
        fits = by_name.get(_folded(reference), set())
        if len(fits) == 1:
            result.refs[row] = next(iter(fits))
        else:
            result.unknown.append(row)
    return result


def _folded(name: Cell) -> str:
    return "".join(unicodedata.normalize("NFKC", str(name)).casefold().split())
