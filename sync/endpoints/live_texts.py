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
    "below": (
        Label("表格下面这一格不是空的，没有地方加新行", "no room for a new row: this cell is not empty"),
        Label("把它移走，或在表格里插入一行", "move it away, or insert a row into the table"),
    ),
}


def live_fault(kind: type[E], code: str, language: Language, where: str, **words: object) -> E:
    """The error of that kind, worded."""
    what, remedy = _TEXTS[code]
    return kind(what[language].format(**words), where=where, remedy=remedy[language])
