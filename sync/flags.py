"""What the Check column of one workbook is to say of its findings. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sync.judge import check_text
from sync.model import Snapshot, differing
from validators.cells import Cell
from validators.fields import Language
from validators.finding import MARKS, Finding

__all__ = ["flag_cells", "no_formula", "own_column"]


def flag_cells(
    snapshot: Snapshot, findings: Iterable[Finding], language: Language, only: Collection[str] = ()
) -> dict[str, dict[str, dict[int, Cell]]]:
    """By table and column, the cells of the flags that differ from what stands there; `only` in these tables."""
    by_row: dict[str, dict[int, list[Finding]]] = {name: defaultdict(list) for name in snapshot.tables}
    for finding in findings:
        by_row[finding.table][finding.row].append(finding)
    changed: dict[str, dict[str, dict[int, Cell]]] = {}
    for name in only or snapshot.tables:
        table, said = snapshot.tables[name], by_row[name]
        column = own_column(snapshot, name)
        cells = differing(table.get(column), [check_text(said.get(row, []), language) for row in range(len(table))], ())
        if cells:
            changed[name] = {column: cells}
    return changed


def own_column(snapshot: Snapshot, name: str) -> str:
    """The column for the flags: `Check`, unless somebody keeps something of their own under that name."""
    table = snapshot.tables[name]
    formulas = {column for _, column in snapshot.formulas_of(name)}
    number, column = 1, "Check"
    while column in table.columns and (
        column in formulas
        or any(cell is not None and str(cell)[:1] not in MARKS.values() for cell in table.columns[column])
    ):
        number += 1
        column = f"Check {number}"
    return column


def no_formula(snapshot: Snapshot, finding: Finding) -> str:
    """Why a workbook's cell is not to be mended (see `validators.mending.mend`): it holds a formula."""
    return "formula" if (finding.table, finding.row, finding.column or "") in snapshot.formulas else ""
