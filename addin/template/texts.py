"""What the macros say, by key: the hidden sheet `_texts` holds these in both languages, the VBA sources none of them.

A button's label has the button's id as its key, its explanation the id and `.tip`; a worksheet function is described by
`CRM_NAME`, its arguments, a line each, by `CRM_NAME.arguments`.
"""

from __future__ import annotations

from addin.template.functions import Function
from validators.fields import Label

__all__ = ["TEXTS", "text_cells"]

_INSTALL = "salesheet excel install"

TEXTS: dict[str, Label] = {
    "salesheet": Label("销售助手", "Salesheet"),
    "group_check": Label("检查", "Check"),
    "group_enter": Label("录入", "Enter"),
    "group_team": Label("团队", "Team"),
    "group_more": Label("更多", "More"),
    "check_sheet": Label("检查本表", "Check this sheet"),
    "check_sheet.tip": Label(
        "检查这张表的每一行，在“检查”列写明问题，并跳到第一处。",
        "Checks every row of this sheet, says in the column Check what is wrong, and moves to the first place.",
    ),
    "find_duplicates": Label("查重", "Find duplicates"),
    "find_duplicates.tip": Label(
        "按客户名称和联系方式找出重复的客户，说明理由。",
        "Finds customers that are there twice, by name and contact info, and says why.",
    ),
    "show_overdue": Label("逾期客户", "Overdue"),
    "show_overdue.tip": Label(
        "列出超过跟进周期的客户，重点客户在前。", "Lists the customers past their cadence, key ones first."
    ),
    "fix": Label("修正", "Fix"),
    "fix.tip": Label(
        "应用这张表里有把握的修正建议；改动可以撤销。",
        "Applies the suggestions for this sheet that are certain; what it changes can be undone.",
    ),
    "new_customer": Label("新客户", "New customer"),
    "new_customer.tip": Label(
        "在客户表末尾加一行，负责人和日期已填好；先看是否已有这个客户。",
        "Adds a row to the customers with owner and date filled in, after looking for the customer in the list.",
    ),
    "new_follow_up": Label("新跟进", "New follow-up"),
    "new_follow_up.tip": Label(
        "为选中的行加一条跟进记录，客户编号、日期和跟进人已填好。",
        "Adds a follow-up for the selected row, with the customer, the date and you filled in.",
    ),
    "refresh_reports": Label("刷新报表", "Refresh reports"),
    "refresh_reports.tip": Label("请系统重画报表。", "Asks the agent to draw the reports again."),
    "sync_now": Label("立即同步", "Sync now"),
    "sync_now.tip": Label(
        "请系统现在就同步这个工作簿，不等下一轮。",
        "Asks the agent to sync this workbook now instead of at its next turn.",
    ),
    "settings": Label("设置", "Settings"),
    "settings.tip": Label("这个工作簿用哪些设置、哪个 Python。", "Which settings and which Python this workbook uses."),
    "help": Label("帮助", "Help"),
    "help.tip": Label("按钮和函数怎样用。", "How to use the buttons and functions."),
    "running": Label("销售助手正在处理…", "Salesheet is at work…"),
    "failed": Label(
        "这一步没有完成，表格没有被改动。请再点一次；仍不行时，在命令行运行 salesheet excel doctor，把结果发给管理员。",
        "This did not finish; nothing in the sheet was changed. Click again; if it fails again, run "
        "salesheet excel doctor in a terminal and send its answer to your admin.",
    ),
    "setup.none": Label(
        f"这台电脑还没有为这个工作簿设置好 Python。\n\n请在命令行运行一次：\n{_INSTALL} 工作簿路径\n"
        "然后重新打开工作簿。在那之前，检查、标记和报表照常由系统完成。",
        f"Python is not set up for this workbook on this computer.\n\nRun once in a terminal:\n{_INSTALL} PATH-OF-THE-"
        "WORKBOOK\nand open the workbook again. Until then the agent still checks, flags and reports.",
    ),
    "setup.python": Label(
        f"找不到设置里的 Python：它可能被移动或卸载了。\n\n请重新安装 Salesheet，再运行：\n{_INSTALL} 工作簿路径",
        f"The Python of the settings is not there: it was moved or removed.\n\nInstall Salesheet again, then run:\n"
        f"{_INSTALL} PATH-OF-THE-WORKBOOK",
    ),
    "setup.home": Label(
        f"设置里的 Python 没有 Salesheet 的程序：它可能被移动或卸载了。\n\n请重新安装，再运行：\n{_INSTALL} 工作簿路径",
        "The Python of the settings has no Salesheet any more: it was moved or removed.\n\nInstall it again, then run:"
        f"\n{_INSTALL} PATH-OF-THE-WORKBOOK",
    ),
    "setup.version": Label(
        "这个工作簿的宏和这台电脑上的 xlwings 版本不同，不能一起用。\n\n请运行 salesheet excel doctor，"
        "按提示更新其中一方。",
        "The macros of this workbook and the xlwings of this computer have different versions and do not work together."
        "\n\nRun salesheet excel doctor; it says which of them to update.",
    ),
    "setup.runtime": Label(
        "这个工作簿里缺少 xlwings 模块：宏被别的程序改写过。\n\n请把文件改名留底，运行 salesheet init 生成新的，"
        "下次同步会补回内容。",
        "The xlwings module is missing from this workbook: another program rewrote its macros.\n\nRename the file, "
        "make a new one with salesheet init, and let the next run fill it.",
    ),
    "function.failed": Label(
        "函数暂不可用：点功能区“帮助”看原因", "Not available: click Help on the ribbon to see why"
    ),
    "function.mac": Label("Excel 的 Mac 版没有这个函数：看“检查”列", "Not in Excel for Mac: see the column Check"),
}


def text_cells(functions: tuple[Function, ...]) -> dict[tuple[int, int], str | int]:
    """The cells of `_texts` by 1-based row and column: key, Chinese, English."""
    cells: dict[tuple[int, int], str | int] = {}
    for row, (key, label) in enumerate((TEXTS | _described(functions)).items(), 1):
        cells |= {(row, 1): key, (row, 2): label.zh, (row, 3): label.en}
    return cells


def _described(functions: tuple[Function, ...]) -> dict[str, Label]:
    made = {}
    for function in functions:
        made[function.name] = function.summary
        arguments = [argument.label for argument in function.arguments]
        made[f"{function.name}.arguments"] = Label(
            "\n".join(label.zh for label in arguments), "\n".join(label.en for label in arguments)
        )
    return made
