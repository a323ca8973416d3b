"""Conditional formats of a table: what a row's `Check` says, what is missing, what is due. Signs carry it too."""

from __future__ import annotations

from typing import Any

from addin.template.checks import LAST_ROW
from addin.template.look import ACCENT, ERROR, ERROR_FILL, WARNING, WARNING_FILL, WARNING_TEXT, Look
from validators.cells import column_letters
from validators.fields import TableSpec
from validators.finding import MARKS

__all__ = ["MISSING_FILL", "add_marks"]

MISSING_FILL = "FFFBF0"


def add_marks(sheet: Any, look: Look, spec: TableSpec, first_row: int, due_soon: int) -> None:
    """Mark rows and cells of a table whose first data row is `first_row` (1-based) and which begins in column A.

    The order is the precedence: what is said about a cell goes before the colour of its row.
    """
    letters = {column.name: column_letters(at) for at, column in enumerate(spec.columns, 1)}

    def mark(columns: tuple[str, str], formula: str, **properties: Any) -> None:
        area = f"{columns[0]}{first_row}:{columns[1]}{LAST_ROW}"
        sheet.conditional_format(area, {"type": "formula", "criteria": formula, "format": look.mark(**properties)})

    def cell(name: str) -> str:
        return f"${letters[name]}{first_row}"

    typed = [letters[column.name] for column in spec.typed]
    started = f"COUNTA(${typed[0]}{first_row}:${typed[-1]}{first_row})>0"
    for column in spec.typed:
        if column.required:
            letter, missing = letters[column.name], f"=AND({started},LEN(TRIM({cell(column.name)}))=0)"
            mark((letter, letter), missing, bg_color=MISSING_FILL, left=1, left_color=WARNING)
    soon = {"bold": True, "font_color": WARNING_TEXT}
    late = {"bold": True, "font_color": ERROR}
    for name, undone in (("Next_Due", ""), ("Due_Date", "Done_By")):
        if name in letters:
            here, letter = cell(name), letters[name]
            open_ = f",LEN({cell(undone)})=0" if undone else ""
            mark((letter, letter), f"=AND(ISNUMBER({here}),{here}<TODAY(){open_})", **late)
            mark((letter, letter), f"=AND(ISNUMBER({here}),{here}<=TODAY()+{due_soon}{open_})", **soon)
    if "Duplicate_Of" in letters:
        letter = letters["Duplicate_Of"]
        mark((letter, letter), f"=LEN({cell('Duplicate_Of')})>0", bold=True, font_color=ACCENT)
    check, row = cell("Check"), (column_letters(1), column_letters(len(spec.columns)))
    for severity, colour, fill in (("error", ERROR, ERROR_FILL), ("warning", WARNING_TEXT, WARNING_FILL)):
        says = f'=LEFT({check},1)="{MARKS[severity]}"'  # type: ignore[index]
        mark((letters["Check"], letters["Check"]), says, bold=True, font_color=colour, bg_color=fill)
        mark(row, says, bg_color=fill)
