"""What several reports want to know of the same rows, worked out once: canonical columns, due dates, follow-up days.

A team's facts are prepared once; a reader who may see some of its rows gets the facts of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from types import NoneType
from typing import Any, TypeVar, cast

from sync.reports.windows import kept, last_month, month_so_far
from validators.cadence import Due
from validators.canon import as_written, parse_date
from validators.cells import Cell, Table, Tables, Unreadable
from validators.context import Context
from validators.fields import Choice
from validators.ids import parse as parse_id
from validators.rules.rows import Rows

__all__ = ["Facts", "prepare"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facts:
    """Aligned lists: one entry a customer, an opportunity (`o_`) or a follow-up (`f_`).

    Texts are empty where the cell is. `level` and `status` hold `Choice.id`s, `o_stage` too; amounts are in yuan,
    probabilities 0-100. A cell that cannot be read by its meaning (a date that is none, an error value) counts as empty
    and is counted in `unreadable`. `follow_days` are the days of a customer's follow-ups up to `today`, sorted. `base`
    is the day a customer's cadence windows count from: `First_Date`, else the day in the ID; never after `today`.
    `kept_now` and `kept_before` say of this month so far and of the last one whether each of a customer's windows that
    ended then saw a follow-up; None where none ended. `bad` counts the unreadable cells by table and row.
    """

    keys: Sequence[str]
    names: Sequence[str]
    owner: Sequence[str]
    level: Sequence[str]
    status: Sequence[str]
    industry: Sequence[str]
    first: Sequence[date | None]
    base: Sequence[date | None]
    dues: Sequence[Due]
    follow_days: Sequence[Sequence[date]]
    kept_now: Sequence[bool | None]
    kept_before: Sequence[bool | None]
    o_key: Sequence[str]
    o_stage: Sequence[str]
    o_amount: Sequence[float | None]
    o_probability: Sequence[float | None]
    o_expected: Sequence[date | None]
    o_close: Sequence[date | None]
    o_responsible: Sequence[str]
    f_user: Sequence[str]
    f_day: Sequence[date | None]
    stages: tuple[Choice, ...]
    today: date
    bad: Counter[tuple[str, int]]

    @property
    def unreadable(self) -> int:
        """How many cells could not be read by their meaning."""
        return self.bad.total()

    def of(self, customers: Sequence[int], follow_ups: Sequence[int], opportunities: Sequence[int]) -> Facts:
        """The facts of these rows alone, in this order. A customer's follow-ups have to be among them."""
        rows = {"o": opportunities, "f": follow_ups}
        taken: dict[str, Any] = {}
        for field in fields(self):
            if field.name not in ("stages", "today", "bad"):
                values = getattr(self, field.name)
                taken[field.name] = [values[row] for row in rows.get(field.name.partition("_")[0], customers)]
        places = {"customers": customers, "follow_ups": follow_ups, "opportunities": opportunities}
        bad = Counter({(t, at): n for t, of in places.items() for at, row in enumerate(of) if (n := self.bad[t, row])})
        return replace(self, **taken, bad=bad)


class _Columns:
    """A table's canonical columns by meaning; what cannot be read so is counted."""

    def __init__(self, rows: Rows, name: str) -> None:
        self.rows = rows
        self.table = rows.tables.get(name, Table(name, {}))
        self.spec = rows.spec(name)
        self.language = rows.language
        self.bad: Counter[tuple[str, int]] = Counter()

    def _cells(self, column: str) -> list[Cell]:
        return self.rows.canonical(self.spec.name, column)

    def _each(self, cells: list[Cell], meaning: Callable[[Cell], T], empty: T) -> list[T]:
        """What each cell means, `empty` where it means nothing; a distinct cell is worked out once."""
        if bool in set(map(type, cells)):  # True would pass for 1
            cells = [Unreadable(str(cell)) if isinstance(cell, bool) else cell for cell in cells]
        known: dict[Cell, T] = {cell: meaning(cell) for cell in set(cells) if cell is not None}
        bad: set[Cell] = {cell for cell, value in known.items() if value == empty}
        if bad:
            self.bad.update((self.spec.name, row) for row, cell in enumerate(cells) if cell in bad)
        known[None] = empty
        return list(map(known.__getitem__, cells))

    def texts(self, column: str) -> list[str]:
        cells = self._cells(column)
        if set(map(type, cells)) <= {str, NoneType}:
            return cast(list[str], [cell or "" for cell in cells])
        return self._each(self._cells(column), _text, "")

    def choices(self, column: str) -> list[str]:
        known = self.spec.by_name[column]
        ids = {choice.id for choice in known.choices}
        return self._each(self._cells(column), lambda cell: cell if isinstance(cell, str) and cell in ids else "", "")

    def labels(self, column: str) -> list[str]:
        known, language = self.spec.by_name.get(column), self.language
        if known is None:
            return [""] * len(self.table)
        return self._each(self._cells(column), lambda cell: _text(as_written(known, cell, language)), "")

    def days(self, column: str) -> list[date | None]:
        return self._each(self.table.get(column), parse_date, None)

    def numbers(self, column: str) -> list[float | None]:
        return self._each(self._cells(column), lambda cell: cell if isinstance(cell, int | float) else None, None)


def prepare(tables: Tables, context: Context, rows: Rows | None = None) -> Facts:
    """The facts of these tables; a table or column that is missing is empty. `rows` are the tables' where a check has
    worked out some of their columns already."""
    rows = rows or Rows(tables, context)
    customers, deals, follow = (_Columns(rows, name) for name in ("customers", "opportunities", "follow_ups"))
    keys = customers.texts("Customer_ID")
    first = customers.days("First_Date")
    f_day, f_customer = follow.days("Follow_Date"), follow.texts("Customer_ID")
    by_customer: dict[str, list[date]] = {}
    for key, day in zip(f_customer, f_day, strict=True):
        if key and day is not None and day <= context.today:  # one that names no customer is nobody's
            by_customer.setdefault(key, []).append(day)
    facts = Facts(
        keys=keys,
        names=customers.texts("Customer_Name"),
        owner=customers.texts("Owner"),
        level=customers.choices("Level"),
        status=customers.choices("Status"),
        industry=customers.labels("Industry"),
        first=first,
        base=[_base(day, key, context.today) for day, key in zip(first, keys, strict=True)],
        dues=rows.dues(),
        follow_days=[sorted(by_customer.get(key, ())) for key in keys],
        kept_now=(),
        kept_before=(),
        o_key=deals.texts("Opportunity_ID"),
        o_stage=deals.choices("Stage"),
        o_amount=deals.numbers("Amount"),
        o_probability=deals.numbers("Probability"),
        o_expected=deals.days("Expected_Date"),
        o_close=deals.days("Close_Date"),
        o_responsible=deals.texts("Responsible"),
        f_user=follow.texts("Follow_User"),
        f_day=f_day,
        today=context.today,
        stages=context.specs["opportunities"].by_name["Stage"].choices,
        bad=customers.bad + deals.bad + follow.bad,
    )
    now, before = (kept(facts, context.settings, month(context.today)) for month in (month_so_far, last_month))
    return replace(
        facts, kept_now=list(map(now.get, range(len(keys)))), kept_before=list(map(before.get, range(len(keys))))
    )


def _base(first: date | None, key: str, today: date) -> date | None:
    """As `validators.cadence` counts: a day in the future is a slip of the pen and is passed over."""
    if first is not None and first <= today:
        return first
    born = parse_id(key)
    return born[1] if born is not None and born[1] <= today else None


def _text(cell: Cell) -> str:
    return "" if isinstance(cell, Unreadable) else str(cell)
