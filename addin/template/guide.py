"""The words of the Start sheet, in both languages: how to add a row, what the colours mean, what the agent does."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from validators.fields import Label

__all__ = ["INTRO", "LAST_SYNC", "PLACEHOLDER", "SECTIONS", "SHEETS_HEAD", "STATE", "TITLE", "Line", "Section"]

Swatch: TypeAlias = Literal[
    "step", "person", "agent", "error", "warning", "info", "missing", "late", "does", "never", "ask"
]


class Line(NamedTuple):
    """A line of a card: what stands at its left, how that looks, and the sentence."""

    sign: Label
    swatch: Swatch
    text: Label


class Section(NamedTuple):
    """A card of the Start sheet."""

    head: Label
    lines: tuple[Line, ...]


def _same(text: str) -> Label:
    return Label(text, text)


TITLE = Label("客户跟进工作簿", "Sales workbook")
INTRO = Label(
    "照常在表格里记录客户和跟进；检查、提醒和报表由系统完成。",
    "Keep your customers and follow-ups in these tables as ever; checks, reminders and reports come by themselves.",
)
LAST_SYNC = Label("最近同步", "Last sync")
STATE = {
    "waiting": Label(
        "还没有同步过；第一次同步后，这里显示时间。", "Not synced yet; the time appears after the first run."
    ),
    "good": Label("同步正常。", "All is well."),
    "missed": Label(
        "错过了一个工作日早上的同步，请告诉管理员。", "A working morning was missed; please tell the admin."
    ),
}
PLACEHOLDER = Label("将在第一次同步后生成。", "Filled by the first run.")
SHEETS_HEAD = Label("每张表做什么", "What each sheet is for")

ADD = Section(
    Label("怎样添加一行", "How to add a row"),
    (
        Line(
            _same("1"),
            "step",
            Label(
                "在表格最后一行的下面接着输入，表格会自动变长。",
                "Type in the row below the last one; the table grows by itself.",
            ),
        ),
        Line(
            _same("2"),
            "step",
            Label("列名带 * 的必填；编号留空，系统会给。", "Columns marked * are required; leave the ID empty."),
        ),
        Line(
            _same("3"),
            "step",
            Label(
                "有下拉列表的列，点单元格右边的箭头选。", "Where there is a list, pick from the arrow beside the cell."
            ),
        ),
        Line(
            _same("4"),
            "step",
            Label(
                "保存并关闭；同步后，“检查”列会写明哪里要补充。",
                "Save and close; after the next sync, Check says what to complete.",
            ),
        ),
    ),
)
SIGNS = Section(
    Label("颜色和符号", "Colours and signs"),
    (
        Line(Label("蓝底列名", "Blue header"), "person", Label("由您填写", "Yours to fill in")),
        Line(
            Label("灰底列名", "Grey header"),
            "agent",
            Label("由系统维护，填了也会被覆盖", "Kept by the agent; what is typed there is overwritten"),
        ),
        Line(
            Label("✗ 错误", "✗ Error"),
            "error",
            Label("这一行有错，请按“检查”列的提示改正", "Something is wrong; Check says what to type"),
        ),
        Line(Label("⚠ 警告", "⚠ Warning"), "warning", Label("请确认或补充", "Please confirm or complete")),
        Line(Label("ℹ 提示", "ℹ Info"), "info", Label("供参考，不改也行", "Good to know; nothing has to change")),
        Line(Label("橙色左边线", "Amber edge"), "missing", Label("必填，还没填", "Required, still empty")),
        Line(
            _same("2026-05-12"),
            "late",
            Label("红色：日期已过；橙色：快到了", "Red: the date has passed; amber: coming up"),
        ),
    ),
)
AGENT = Section(
    Label("系统做什么，不做什么", "What the agent does, and never does"),
    (
        Line(
            _same("✓"),
            "does",
            Label("检查每一行，要补充的写进“检查”列和“检查结果”", "Checks every row; says so in Check and in Findings"),
        ),
        Line(
            _same("✓"),
            "does",
            Label(
                "给新行编号，提醒到期的跟进和疑似重复的客户", "Numbers new rows, flags due follow-ups and duplicates"
            ),
        ),
        Line(
            _same("✓"),
            "does",
            Label(
                "在大家的工作簿之间同步，每处改动都有记录",
                "Keeps workbooks in step; every change is on record",
            ),
        ),
        Line(
            _same("✗"),
            "never",
            Label(
                "不会悄悄盖掉您填的内容；两人填得不同，另一个留在“冲突”里",
                "Never overwrites your entry in silence; the other value stays in Conflicts",
            ),
        ),
        Line(
            _same("✗"),
            "never",
            Label("不动您的公式、格式和自己加的列", "Never touches your formulas, formats or own columns"),
        ),
        Line(
            _same("✗"),
            "never",
            Label(
                "请不要填身份证号、银行卡号、家庭住址；只填工作联系方式",
                "No ID cards, bank cards or home addresses, please; work contacts only",
            ),
        ),
    ),
)
ASK = Section(
    Label("有问题找谁", "Whom to ask"),
    (
        Line(
            Label("怎么填", "What to type"),
            "ask",
            Label("先看“检查”列和“检查结果”，还不清楚就问主管", "See Check and Findings first, then ask your manager"),
        ),
        Line(
            Label("同步、权限", "Sync, access"),
            "ask",
            Label(
                "最近同步变红、打不开、想加一列：找管理员", "Last sync turned red, no access, a new column: the admin"
            ),
        ),
    ),
)
SECTIONS = (ADD, SIGNS, AGENT, ASK)
