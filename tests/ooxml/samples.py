"""Workbooks to draw into, and a report with every kind of chart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import xlsxwriter

from sync.ooxml.draw import draw_sheets
from sync.ooxml.package import Package
from sync.ooxml.workbook import Workbook
from sync.sheet import Chart, Range, ReportSheet, Series

OWNERS = ("王芳", "李强", "张敏 & 刘洋", None)
RATES = (0.9, 0.75, 0.0, None)
INDUSTRIES = (("制造业", 42), ("零售业", 31), ("其他", 7))
MONTHS = tuple((date(2024, month, 1), 88.5 + month, 70 + month) for month in range(1, 5))


def by_xlsxwriter() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("客户")
    sheet.write("A1", "客户编号", book.add_format({"bold": True}))
    sheet.write_datetime("A2", datetime(2024, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.repeat_rows(0)
    sheet.autofilter("A1:A2")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=客户!$A$2:$A$2"})
    sheet.insert_chart("C3", chart)
    book.define_name("mine", "=客户!$A$1")
    book.close()
    return stream.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "客户"
    sheet["A1"] = "客户编号"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed_parts(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook with each part passed through `change`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def draw(data: bytes, *sheets: ReportSheet) -> tuple[bytes, list[str]]:
    """The workbook with the sheets drawn, and the parts that changed."""
    package = Package.from_bytes(data)
    changed = draw_sheets(package, Workbook(package), sheets, "zh")
    return package.render(), changed


def report() -> ReportSheet:
    """A report with one chart of each kind; its last owner row is the blank end of a fixed-size range."""
    sheet = ReportSheet("overview", "总览", widths={1: 3.0}, freeze=(5, 2), repeat=(4, 4), filter=Range(4, 2, 8, 4))
    sheet.put(1, 2, "销售总览", "title")
    sheet.put(2, 2, "4 月 · 全部团队", "muted", span=3)
    sheet.table(
        4,
        2,
        ["负责人", "跟进率", "目标"],
        zip(OWNERS, RATES, [0.8] * 3 + [None], strict=True),
        ("text", "percent", "percent"),
    )
    sheet.table(10, 2, ["行业", "客户"], INDUSTRIES, ("text", "number"))
    sheet.table(20, 2, ["月份", "预测", "去年"], MONTHS, ("date", "wan", "wan"))
    owners, months = Range(5, 2, 8, 2), Range(21, 2, 24, 2)
    rates = Series("跟进率", Range(5, 3, 8, 3))
    forecast, last = Series("预测", Range(21, 3, 24, 3)), Series("去年", Range(21, 4, 24, 4))
    target = Series("80% 目标线", Range(5, 4, 8, 4), "C23030", "line")
    sheet.charts = [
        Chart("column", "跟进率 <80%> 的有两位", owners, (rates, target), Range(30, 2, 44, 6), "0%", maximum=1),
        Chart("bar", "跟进率", owners, (rates,), Range(30, 7, 44, 11), "0%"),
        Chart("pie", "行业", Range(11, 2, 13, 2), (Series("客户", Range(11, 3, 13, 3)),), Range(46, 2, 60, 6)),
        Chart("line", "预测", months, (forecast, last), Range(46, 7, 60, 11), "#,##0.0", legend=True),
        Chart("column", "合计", months, (forecast, last), Range(62, 2, 76, 6), "#,##0", stacked=True),
    ]
    return sheet
