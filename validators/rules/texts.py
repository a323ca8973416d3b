"""The texts of a column as they were typed, for rules that look at letters rather than at what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import compress
from typing import Any, TypeAlias

from validators.cells import Cell, Table
from validators.fields import Column, Kind
from validators.finding import Finding, Fix, Severity
from validators.rule import Saying
from validators.rules.rows import Rows

__all__ = ["NAMES", "Texts", "Told", "tell", "told"]

NAMES = frozenset({"Customer_Name", "Contact_Person", "Contact_Job", "Opportunity_Name"})
"""The columns that hold what somebody or something is called."""

_AS_LONG_AS_A_CARDS = re.compile(r"\d(?:[\s_.-]?\d){14}", re.A)

Told: TypeAlias = tuple[Saying, Fix | None, dict[str, Any], Severity | None]
"""What is said of a value: the saying, its fix, its fields, and the severity where it is not the saying's own."""


class Texts:
    """The distinct texts of each column, and all of them in one.

    A rule looks for its signs in `joined` first: that is one quick pass, and mostly there are none. `|` stands between
    two texts; what a rule finds there it looks for in the single texts again.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._known: dict[tuple[str, str], tuple[set[str], str]] = {}

    def of(self, table: str, column: str) -> tuple[set[str], str]:
        """The distinct texts of a column, and all of them in one."""
        at = (table, column)
        known = self._known.get(at)
        if known is None:
            texts = self._rows.texts(table, column)
            known = self._known[at] = texts, "|".join(texts)
        return known


def tell(
    rows: Rows, judge: Callable[[Column, set[str], str], Mapping[Cell, Told]], *kinds: Kind, named: bool = False
) -> Iterator[Finding]:
    """Findings about every cell whose text `judge` says something of; `judge` gets a column, its distinct texts as they
    were typed and all of them in one. `named`: only the columns that hold names."""
    texts = rows.once(Texts)
    for table, column in rows.columns(*kinds):
        if not named or column.name in NAMES:
            found = judge(column, *texts.of(table.name, column.name))
            yield from told(rows, table, column, found)


def _without_cards(one: Told) -> Told:
    """What is said, without a fix that would repeat a number as long as those on identity and bank cards: findings
    travel further than the cell."""
    saying, fix, fields, severity = one
    value = unicodedata.normalize("NFKC", str(fix.value)) if fix is not None else ""
    return (saying, None, fields, severity) if _AS_LONG_AS_A_CARDS.search(value) is not None else one


def told(rows: Rows, table: Table, column: Column, found: Mapping[Cell, Told]) -> Iterator[Finding]:
    """A finding about every cell of a column that holds one of these values as it was typed."""
    if not found:
        return
    found = {value: one if one[1] is None else _without_cards(one) for value, one in found.items()}
    cells = table.columns[column.name]
    for row in compress(range(len(cells)), map(found.__contains__, cells)):
        saying, fix, fields, severity = found[cells[row]]
        yield rows.find(saying, table, row, column, fix, severity, **fields)
