"""Rows typed into an open workbook."""

from __future__ import annotations

from typing import Any

import xlwings

from sync.endpoints.live_excel import LiveExcelEndpoint
from sync.endpoints.live_grid import as_typed
from validators.cells import Cell
from validators.models import specs
from validators.settings import Settings

__all__ = ["SHEETS", "customer", "endpoint", "fill", "slept", "value"]

SHEETS = {"customers": "客户", "follow_ups": "跟进", "opportunities": "机会", "plan": "计划"}


def customer(number: int, **cells: Cell) -> dict[str, Cell]:
    """A customer without faults."""
    return {
        "Customer_ID": f"C20260501{number:03d}",
        "Customer_Name": f"杭州第{number}机械有限公司",
        "Contact_Info": f"电话:0571-8888 {number:04d}",
        "Status": "意向客户",
        "Level": "普通客户",
        "Create_User": "张伟",
        "Owner": "张伟",
    } | cells


def fill(book: xlwings.Book, table: str, rows: list[dict[str, Cell]]) -> None:
    """Type rows into a table from its first row on, which grows it as typing does."""
    sheet = book.sheets[SHEETS[table]]
    names = [column.name for column in specs(Settings())[table].columns]
    block: list[list[Any]] = [[as_typed(row.get(name)) for name in names] for row in rows]
    sheet.range((3, 1)).value = block
    sheet.tables[0].resize(sheet.range((2, 1), (2 + len(rows), len(names))))


def value(book: xlwings.Book, table: str, row: int, column: str) -> Any:
    """What a cell holds; `row` counts from 0 below the header."""
    names = [one.name for one in specs(Settings())[table].columns]
    return book.sheets[SHEETS[table]].range((3 + row, 1 + names.index(column))).value


slept: list[float] = []


def endpoint(book: xlwings.Book) -> LiveExcelEndpoint:
    """The workbook as an endpoint that remembers how long it waited and does not wait."""
    slept.clear()
    return LiveExcelEndpoint("张伟", book, specs(Settings()), "zh", slept.append)
