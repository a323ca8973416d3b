"""What is told about a workbook that is open in Excel, in both languages, each with its remedy."""

from __future__ import annotations

from typing import TypeVar

from sync.errors import SalesheetError
from validators.fields import Label, Language

__all__ = ["live_fault"]

E = TypeVar("E", bound=SalesheetError)

_TEXTS: dict[str, tuple[Label, Label]] = {
    "busy": (
        Label("Excel 正忙，或有单元格正在编辑，没有写入", "Excel is busy or a cell is being edited; nothing done"),
        Label(
            "按 Enter 或 Esc 结束编辑，关掉打开的对话框，再点一次", "press Enter or Esc, close any dialog, click again"
        ),
    ),
    "excel": (
        Label("Excel 拒绝了操作（{reason}）", "Excel refused ({reason})"),
        Label("先保存工作簿再点一次；还不行就重新打开它", "save the workbook and try again, or open it anew"),
    ),
    "protected": (
        Label("工作表受保护，没有写入", "the sheet is protected; nothing was written"),
        Label("在“审阅”里撤销工作表保护后再点一次", "unprotect it (Review > Unprotect Sheet), then try again"),
    ),
    "changed": (
        Label("读取之后内容又有改动，没有写入", "the workbook changed after it was read; nothing was written"),
        Label("再点一次", "try again"),
    ),
    "too_large": (
        Label(
            "工作表用到 {address}，共 {cells:,} 格，太大了",
            "the sheet is used to {address}, {cells:,} cells: too many",
        ),
        Label(
            "删掉表格下面和右边没用的行、列，保存后再试",
            "delete the unused rows and columns below and right of the table, save, and try again",
        ),
    ),
    "formula": (
        Label("这一格是公式，不会覆盖", "this cell holds a formula and is not overwritten"),
        Label("把公式改成值，或把这一列换个名字", "make it a value, or rename the column"),
    ),
    "beside": (
        Label(
            "表格右边这一格不是空的，加不了 {column} 列",
            "no room for {column}: this cell is not empty",
        ),
        Label("把表格右边空出一列", "leave one column free right of the table"),
    ),
    "neighbour": (
        Label(
            "右边这一格是另一块内容，中间没有空列，{column} 列放在它旁边会和它连成一片",
            "another block of cells begins here, and a column {column} beside it would join the two",
        ),
        Label("在两块之间留出两列空列", "leave two blank columns between them"),
    ),
    "joined": (
        Label(
            "下面这一格离表格太近，新行会和它连在一起，没有写入",
            "a new row would touch this cell and make it a row of the table; nothing was written",
        ),
        Label("把它往下移，和表格之间至少空两行", "move it down, two blank rows from the table at least"),
    ),
    "under_totals": (
        Label(
            "汇总行下面这一格不是空的，加行会把它挤下去，没有写入",
            "this cell below the totals row would be pushed down by a new row; nothing was written",
        ),
        Label(
            "把它移到表格旁边或别的工作表，或先在表格里插入空行",
            "move it beside the table or to another sheet, or insert blank rows into the table first",
        ),
    ),
    "merged": (
        Label("这里有合并单元格，没有地方加行或列", "cells are merged here: no room for a row or column"),
        Label("取消合并，或在表格里插入一行", "unmerge them, or insert a row into the table"),
    ),
    "covered": (
        Label(
            "这一格被合并单元格 {area} 盖住，写了也看不见，没有写入",
            "this cell lies under the merged {area}: what is written would not show",
        ),
        Label("取消合并后再点一次", "unmerge it, then try again"),
    ),
    "array": (
        Label("这一格属于数组公式，不能单独清空", "this cell belongs to an array formula and cannot be emptied alone"),
        Label("先把数组公式改成值", "turn the array formula into values first"),
    ),
    "other": (
        Label("这里是另一张表 {other}，没有地方加行或列", "{other} stands here: no room for a row or column"),
        Label("把它移到别的工作表", "move it to another sheet"),
    ),
    "query": (
        Label(
            "表 {table} 的行来自外部查询，加的行会在刷新时丢掉",
            "the rows of {table} come from a query: added ones would be lost",
        ),
        Label(
            "在查询的来源里加，或把表格转换为普通表格", "add them at the query's source, or unlink the table from it"
        ),
    ),
    "full": (
        Label("工作表满了，没有地方加行或列", "the sheet is full: no room for a row or column"),
        Label("删掉没用的行、列", "delete unused rows and columns"),
    ),
    "below": (
        Label("表格下面这一格不是空的，没有地方加新行", "no room for a new row: this cell is not empty"),
        Label("把它移走，或在表格里插入一行", "move it away, or insert a row into the table"),
    ),
}


def live_fault(kind: type[E], code: str, language: Language, where: str, **words: object) -> E:
    """The error of that kind, worded."""
    what, remedy = _TEXTS[code]
    return kind(what[language].format(**words), where=where, remedy=remedy[language])
