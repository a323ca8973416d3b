"""Lists as teams really keep them, for the tests of adopting."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

MESSY_HEADERS = ["序号", "客户名称（全称）", "联系人", "联系电话*", "职务", "客户级别", "状态", "业务员",
                 "首次联系日期", "下次跟进", "合同额（万元）", "备注"]  # fmt: skip


def messy(path: Path) -> Path:
    """A title, a header of two lines with merged cells, a filter, a hidden column, own colours, a remark below, and a
    sheet of its own under a title that the agent uses."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "客户名单"
    sheet.append(["华东大区客户名单（2026年）"])
    sheet.append(["序号", "客户名称（全称）", "联系信息", None, None, *MESSY_HEADERS[5:]])
    sheet.append([None, None, *MESSY_HEADERS[2:5]])
    for area in ("A1:L1", "C2:E2", *(f"{column}2:{column}3" for column in "ABFGHIJKL")):
        sheet.merge_cells(area)
    levels, states, reps = ["A类", "重点客户", "普通"], ["意向", "潜在客户", "流失"], ["张伟", "李娜", "小王"]
    for n in range(6):
        phone: Any = f"138000010{n:02d}" if n % 2 else 13900002000 + n
        row = [n + 1, f"第{n}号公司", "王丽", phone, None, levels[n % 3], states[n % 3], reps[n % 3]]
        sheet.append([*row, date(2026, 4, 1 + n), date(2026, 5, 1 + n), 3.5, "老客户" if n else None])
    sheet.append([])
    sheet.append(["制表：张伟"])
    sheet.auto_filter.ref = "A3:L9"
    sheet.column_dimensions["E"].hidden = True
    own = book.create_sheet("业绩")
    own.append(["月份", "金额"])
    own.append(["一月", "=SUM(B3:B9)"])
    book.save(path)
    return path


def tables(path: Path, totals: bool = False) -> Path:
    """English; an Excel Table of customers with IDs of their own and a formula column, follow-ups that name their
    customer, deals that give its ID, a chart."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "d-mmm-yy"}) as book:
        sheet = book.add_worksheet("Accounts")
        rows = [
            ["Acme Tooling Ltd", "Jane", "jane@acme.example", "+44 20 7946 0011", "interested", "key", "Tom", "A-001"],
            ["Blue River Foods", "Bob", "bob@br.example", "+44 20 7946 0012", "potential", "normal", "Ann", "A-002"],
            ["Cedar Logistics", "Cy", "cy@cedar.example", "+44 20 7946 0013", "interested", "gold", "Tom", "A-003"],
        ]
        names = ["Account Name", "Contact", "E-mail", "Phone No.", "Status", "Tier", "Sales Rep", "Account ID"]
        columns: list[dict[str, Any]] = [{"header": name} for name in names]
        columns.append({"header": "Key", "formula": "=LEFT([@[Account Name]],3)"})
        if totals:
            columns[0]["total_string"] = "Total"
        last = 5 if totals else 4
        sheet.add_table(1, 0, last, 8, {"name": "Accounts", "data": rows, "columns": columns, "total_row": totals})
        calls = book.add_worksheet("Activities")
        calls.write_row(0, 0, ["Account", "Call date", "Rep", "Channel", "Call notes", "Next step"])
        for at, name in enumerate(["Acme Tooling Ltd", "ACME  tooling ltd", "Blue River Foods", "Unknown Inc"], 1):
            calls.write(at, 0, name)
            calls.write_datetime(at, 1, datetime(2026, 5, at))
            calls.write_row(at, 2, ["Tom", "Phone", "Talked about price", "Send quote"])
        deals = book.add_worksheet("Pipeline")
        deals.write_row(
            0, 0, ["Account ID", "Deal name", "Deal stage", "Deal value", "Expected close date", "Deal owner"]
        )
        deals.write_row(1, 0, ["A-003", "New line", "Negotiation", 50_000])
        deals.write_datetime(1, 4, datetime(2026, 6, 30))
        deals.write(1, 5, "Tom")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Pipeline!$D$2:$D$2"})
        deals.insert_chart("H2", chart)
    return path


def plain(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """Sheets of rows."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def typed(path: Path) -> dict[str, Any]:
    """Every cell that holds something, by `Sheet!A1`; formulas as formulas."""
    book = openpyxl.load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
