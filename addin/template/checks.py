"""Drop-downs, date and number checks of a table's columns.

They cover each column down to the sheet's last row: rows typed or patched in later have them in every program, nothing
needs to grow with the table, and the cells below it stay truly empty.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from addin.template.lists import Lists
from addin.template.words import alert, hint
from validators.cells import column_letters
from validators.fields import Column, Language, TableSpec

__all__ = ["CUSTOMER_IDS", "LAST_ROW", "add_checks"]

LAST_ROW = 1_048_576
"""The last row of a worksheet (ECMA-376 part 1, 18.3.1.73; Excel's limit)."""
CUSTOMER_IDS = "salesheet_customer_ids"
_EARLIEST, _LATEST = date(1990, 1, 1), date(2099, 12, 31)


def add_checks(sheet: Any, spec: TableSpec, lists: Lists, first_row: int, language: Language) -> None:
    """Validate the columns of a table whose first data row is `first_row` (1-based) and which begins in column A."""
    for at, column in enumerate(spec.columns):
        rule = _rule(spec, column, lists, first_row, at, language)
        message = hint(column, language)
        if rule is None and not message:
            continue
        rule = rule or {"validate": "any"}
        if message:
            rule |= {"input_title": column.label[language][:32], "input_message": message}
        sheet.data_validation(first_row - 1, at, LAST_ROW - 1, at, rule)


def _rule(
    spec: TableSpec, column: Column, lists: Lists, first_row: int, at: int, language: Language
) -> dict[str, Any] | None:
    if column.agent:
        return None
    listed = lists.names.get((spec.name, column.name))
    if listed is not None:
        about = "user" if column.kind == "user" else "open" if _open(column) else "closed"
        style = {"user": "warning", "open": "information", "closed": "stop"}[about]
        return {"validate": "list", "source": f"={listed}", **_alert(about, style, language)}
    if column.kind == "ref" and column.refers == "customers":
        return {"validate": "list", "source": f"={CUSTOMER_IDS}", **_alert("ref", "information", language)}
    if column.kind == "date":
        limits = {"criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
        return {"validate": "date", **limits, **_alert("date", "stop", language)}
    if column.kind == "money":
        return {"validate": "decimal", "criteria": ">", "value": 0, **_alert("money", "stop", language)}
    if column.kind == "number":
        limits = {"criteria": "between", "minimum": -1e15, "maximum": 1e15}
        return {"validate": "decimal", **limits, **_alert("number", "stop", language)}
    if column.kind == "percent":
        # 50 % typed with its sign would be 0.5 and show as 1: between 0 and 1 nothing is meant.
        cell = f"{column_letters(at + 1)}{first_row}"
        formula = f"=AND(ISNUMBER({cell}),{cell}<=100,OR({cell}=0,{cell}>=1))"
        return {"validate": "custom", "value": formula, **_alert("percent", "stop", language)}
    return None


def _open(column: Column) -> bool:
    return column.open_list or column.kind == "status_change"


def _alert(about: str, style: str, language: Language) -> dict[str, str]:
    title, text = alert(about, style, language)
    return {"error_type": style, "error_title": title, "error_message": text}
