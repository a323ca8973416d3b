"""The rows a check walks, with what several rules want to know about a column worked out once."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from validators.cadence import Due, dues
from validators.canon import canonical_values
from validators.cells import Cell, Table, Tables, Unreadable
from validators.context import Context
from validators.fields import TABLES, Column, Kind, Language, TableSpec
from validators.finding import Finding, Fix, Severity
from validators.models import MODELS, specs
from validators.private.find import private_in
from validators.rule import Saying, shown

__all__ = ["Fault", "Rows"]

Fault: TypeAlias = tuple[str, dict[str, Any]]
"""Why pydantic refuses a value: the error's type (`string_too_long` …) and its context (`{"max_length": 255}`)."""

T = TypeVar("T")

_EXTRA_TYPES: dict[Kind, Any] = {"number": float, "date": date, "yes_no": bool}


class Rows:
    """Tables with their canonical columns, distinct values and faults, each worked out when first asked for."""

    def __init__(self, tables: Tables, context: Context) -> None:
        self.tables = tables
        self.context = context
        self.language: Language = context.language
        self.specs = context.specs or specs(context.settings)
        self._canonical: dict[tuple[str, str], list[Cell]] = {}
        self._cells: dict[tuple[str, str], list[Cell]] = {}
        self._values: dict[tuple[str, str], set[Cell]] = {}
        self._unreadable: dict[tuple[str, str], set[Unreadable]] = {}
        self._faults: dict[tuple[str, str], dict[Cell, Fault]] = {}
        self._dues: list[Due] | None = None
        self._made: dict[Callable[[Rows], Any], Any] = {}

    def once(self, make: Callable[[Rows], T]) -> T:
        """What `make` makes of these rows, made once for all rules."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]  # type: ignore[no-any-return]

    def columns(self, *kinds: Kind) -> Iterator[tuple[Table, Column]]:
        """The typed columns of these kinds (all kinds for none) that the tables really have."""
        for name in TABLES:
            table = self.tables.get(name)
            if table is None or not len(table):
                continue
            for column in self.specs[name].typed:
                if column.name in table.columns and (not kinds or column.kind in kinds):
                    yield table, column

    def spec(self, table: str) -> TableSpec:
        """The table as the team uses it."""
        return self.specs[table]

    def has(self, table: str, *columns: str) -> bool:
        """Whether the table has rows, and all these columns, and the team uses them."""
        found = self.tables.get(table)
        if found is None or not len(found):
            return False
        known = self.specs[table].by_name
        return all(column in found.columns and column in known for column in columns)

    def cells(self, table: str, column: str) -> list[Cell]:
        """The canonical cells of a column; all empty where the table does not have it.

        Yes/no in a column of another kind is the word a sheet shows, so that TRUE is never taken for 1.
        """
        at = (table, column)
        cells = self._cells.get(at)
        if cells is None:
            spec = self.specs[table].by_name.get(column)
            cells = self.canonical(table, column)
            values = self._values[at]
            if spec is not None and spec.kind != "yes_no" and (True in values or False in values):
                cells = [str(cell).upper() if cell.__class__ is bool else cell for cell in cells]
                values = set(cells)
                values.discard(None)
            self._cells[at], self._values[at] = cells, values
        return cells

    def canonical(self, table: str, column: str) -> list[Cell]:
        """The canonical cells of a column with yes/no as it is; all empty where the tables do not have it."""
        at = (table, column)
        cells = self._canonical.get(at)
        if cells is None:
            spec, raw = self.specs[table].by_name.get(column), self._raw(table, column)
            if spec is not None:
                cells, values, unreadable = canonical_values(spec, raw)
            else:
                cells, values, unreadable = raw, set(raw) - {None}, True
            self._canonical[at], self._values[at] = cells, values
            self._unreadable[at] = {value for value in values if isinstance(value, Unreadable)} if unreadable else set()
        return cells

    def _raw(self, table: str, column: str) -> list[Cell]:
        return self.tables[table].get(column) if table in self.tables else []

    def values(self, table: str, column: str) -> set[Cell]:
        """The distinct canonical values of a column; empty cells are no value, `Unreadable` ones are among them."""
        self.cells(table, column)
        return self._values[table, column]

    def unreadable(self, table: str, column: str) -> set[Unreadable]:
        """The distinct unreadable cells of a column."""
        self.canonical(table, column)
        return self._unreadable[table, column]

    def texts(self, table: str, column: str) -> set[str]:
        """The distinct texts of a column as they were typed."""
        return {cell for cell in self.tables[table].get(column) if cell.__class__ is str}

    def where(self, table: str, column: str, values: Container[Cell]) -> Iterator[int]:
        """The rows whose canonical cell is one of `values`."""
        cells = self.cells(table, column)
        return compress(range(len(cells)), map(values.__contains__, cells))

    def faults(self, table: str, column: Column) -> dict[Cell, Fault]:
        """The distinct values of a column that the model's annotation refuses, and why."""
        at = (table, column.name)
        faults = self._faults.get(at)
        if faults is None:
            unreadable = self.unreadable(*at)
            values = list(self.values(*at) - unreadable if unreadable else self.values(*at))
            self._faults[at] = faults = _refused(_adapter(table, column.name, column.kind, column.extra), values)
        return faults

    def dues(self) -> list[Due]:
        """What is due for each row of the customers table."""
        if self._dues is None:
            self._dues = dues(self.tables, self.context, self.canonical)
        return self._dues

    def key(self, table: str, row: int) -> str | None:
        """The row's ID, None where it has none."""
        key = self.cells(table, self.specs[table].key)[row]
        return key if isinstance(key, str) else None

    def find(
        self,
        saying: Saying,
        table: Table,
        row: int,
        column: Column | None,
        fix: Fix | None = None,
        severity: Severity | None = None,
        **fields: object,
    ) -> Finding:
        """A finding about a cell, or about a row for no column. What is private is no fix: it is to go, not to stay."""
        language = self.language
        if fix is not None and private_in(fix.value):
            fix = None
        if column is not None:
            cells = table.columns.get(column.name)
            fields = {
                "label": column.label[language],
                "value": shown(cells[row], header=column.name) if cells else "",
                **fields,
            }
        return Finding(
            rule=saying.code,
            severity=severity or saying.severity,
            table=table.name,
            key=self.key(table.name, row),
            column=column.name if column is not None else None,
            address=table.address(row, column.name if column is not None else None),
            message=saying.message[language].format(**fields),
            hint=saying.hint[language].format(**fields) if saying.hint is not None else None,
            fix=fix,
            row=row,
        )

    def typed(self, table: Table, row: int) -> bool:
        """Whether anybody typed anything in this row."""
        return any(self.cells(table.name, c.name)[row] is not None for c in self._typed(table))

    def _typed(self, table: Table) -> Iterable[Column]:
        return (c for c in self.specs[table.name].typed if c.name in table.columns)


@lru_cache(maxsize=256)
def _adapter(table: str, column: str, kind: Kind, extra: bool) -> TypeAdapter[list[Any]]:
    """Judges a list of values of one column. One call for all of them: pydantic then loops, not Python."""
    if extra:
        return _lists_of(_EXTRA_TYPES.get(kind, Annotated[str, Field(max_length=32_767)]))
    info = MODELS[table].model_fields[column]
    judged = [item for item in info.metadata if not isinstance(item, Column)]
    one: Any = Annotated[(info.annotation, *judged)] if judged else info.annotation
    return _lists_of(one)


@lru_cache(maxsize=64)
def _lists_of(one: Any) -> TypeAdapter[list[Any]]:
    return TypeAdapter(list[one])


def _refused(adapter: TypeAdapter[list[Any]], values: list[Cell]) -> dict[Cell, Fault]:
    try:
        # Strict: pydantic would take a number for a date (seconds since 1970) and TRUE for 1.
        adapter.validate_python(values, strict=True)
    except ValidationError as error:
        faults: dict[Cell, Fault] = {}
        for problem in error.errors(include_url=False, include_input=False):
            faults.setdefault(values[int(problem["loc"][0])], (problem["type"], problem.get("ctx", {})))
        return faults
    return {}
