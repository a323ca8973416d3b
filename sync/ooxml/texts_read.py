"""What reading says of files that are no workbooks, damaged, hostile or too large."""

from __future__ import annotations

from typing import Final

__all__ = ["READING"]

_SAVE = ("请用 Excel 或 WPS 另存为 .xlsx 后再试", "save it as .xlsx in Excel or WPS, then try again")
_COPY = (
    "若刚刚还在保存，请稍等再试；否则请重新下载或从备份取一份完整的文件",
    "if it was just being saved, try again in a moment; else download it again, or take a whole copy from a backup",
)
_REPAIR = ("请用 Excel 打开并另存一份，再用新文件", "open it in Excel, save a copy, and use that one")
READING: Final[dict[str, tuple[str, str, str, str]]] = {
    # key: what zh, what en, remedy zh, remedy en
    "missing": ("找不到文件", "there is no such file", "请检查路径和文件名", "check the path and the name"),
    "folder": (
        "这是文件夹，不是工作簿",
        "this is a folder, not a workbook",
        "请指定其中的一个 .xlsx 或 .xlsm 文件",
        "name one .xlsx or .xlsm file in it",
    ),
    "device": (
        "这是管道、设备一类的特殊文件，不是工作簿",
        "this is a pipe, a device or the like, not a workbook",
        "请指定一个 .xlsx 或 .xlsm 文件",
        "name an .xlsx or .xlsm file",
    ),
    "denied": (
        "没有读取权限",
        "no permission to read it",
        "请向文件所有者或管理员申请读取权限",
        "ask its owner or the admin for permission to read",
    ),
    "unreadable": (
        "读不了这个文件：{reason}",
        "the file cannot be read: {reason}",
        "请检查磁盘或网络后再试",
        "check the disk or the network, then try again",
    ),
    "empty": ("文件是空的（0 字节）", "the file is empty (0 bytes)", *_COPY),
    "xls": ("这是旧版 .xls（或 WPS 的 .et）工作簿", "this is an old .xls (or WPS .et) workbook", *_SAVE),
    "xlsb": ("这是二进制 .xlsb 工作簿", "this is a binary .xlsb workbook", *_SAVE),
    "ods": ("这是 OpenDocument 表格(.ods)", "this is an OpenDocument spreadsheet (.ods)", *_SAVE),
    "xml2003": ("这是 2003 版的 XML 表格", "this is an XML spreadsheet of 2003", *_SAVE),
    "html": ("这是网页，只是扩展名像工作簿", "this is a web page that only has a workbook's name", *_SAVE),
    "csv": (
        "这是文本或 CSV，不是工作簿",
        "this is text or CSV, not a workbook",
        "请在 Excel 或 WPS 中打开后另存为 .xlsx；要由一份 CSV 名单建团队，用 salesheet init --from",
        "open it in Excel or WPS and save it as .xlsx; to begin a team from a CSV list: salesheet init --from",
    ),
    "pdf": (
        "这是 PDF，不是工作簿",
        "this is a PDF, not a workbook",
        "请使用原来的 .xlsx 文件",
        "use the .xlsx file it was made from",
    ),
    "image": ("这是图片，不是工作簿", "this is a picture, not a workbook", "请使用 .xlsx 文件", "use an .xlsx file"),
    "other": ("这不是工作簿", "this is not a workbook", "请使用 .xlsx 或 .xlsm 文件", "use an .xlsx or .xlsm file"),
    "password": (
        "工作簿有打开密码",
        "the workbook is protected by a password",
        "请在 Excel 中取消打开密码（文件 → 信息 → 保护工作簿）",
        "remove the password in Excel (File → Info → Protect Workbook)",
    ),
    "rights": (
        "工作簿受权限管理（敏感度标签）保护，不是打开密码",
        "the workbook is protected by rights management (a sensitivity label), not by a password",
        "请在 Excel 中把标签改为不加密的一级，或请管理员放开",
        "choose a label without encryption in Excel, or ask your admin",
    ),
    "disk": (
        "文件被公司的文件加密软件（亿赛通、绿盾、IP-guard 一类）加了密，本程序只看到密文；这不是打开密码",
        "your company's disk encryption (E-SafeNet, Tipray, IP-guard …) has encrypted the file; it is not a password",
        "请信息部门把 Salesheet 所用的 python 加入加密软件的授权程序，或申请一份解密后的文件",
        "ask IT to authorise the python that runs Salesheet in that software, or to release a decrypted copy",
    ),
    "scrambled": (
        "这不是工作簿，内容像密文：可能被公司的文件加密软件加了密",
        "this is not a workbook; it looks like ciphertext, perhaps of your company's disk encryption",
        "若 Excel 能打开它，请信息部门把 Salesheet 所用的 python 加入授权程序；打不开就从备份取一份",
        "if Excel opens it, ask IT to authorise the python that runs Salesheet; if not, take a copy from a backup",
    ),
    "broken": ("文件不完整或已损坏（{detail}）", "the file is incomplete or damaged ({detail})", *_COPY),
    "duplicate": ("压缩包里 {part} 出现两次", "{part} stands twice in the package", *_REPAIR),
    "path": (
        "压缩包里有不安全的路径 {part}",
        "the package holds an unsafe path: {part}",
        "请向发来文件的人要一份正常的工作簿",
        "ask the sender for a normal workbook",
    ),
    "bomb": (
        "解开后有 {size} MB，超过上限",
        "it unpacks to {size} MB, more than the limit",
        "请把数据拆成几个工作簿；来路不明的文件不要打开",
        "split the data over several workbooks; do not open a file from a stranger",
    ),
    "long": (
        "{part} 有 {size} MB，超过上限 {most} MB，正常的工作簿没有这么多格式、名称或关系",
        "{part} has {size} MB, more than the limit of {most} MB: no workbook needs so many formats, names or relations",
        "请把数据以“值”的形式粘贴到新工作簿，再用新文件",
        "paste the data as values into a new workbook, and use that one",
    ),
    "formats": (
        "单元格格式太多，超过 Excel 的上限（65,490 个）",
        "there are more cell formats than Excel keeps (65,490)",
        "请把数据以“值”的形式粘贴到新工作簿，再用新文件",
        "paste the data as values into a new workbook, and use that one",
    ),
    "dtd": (
        "{part} 含有 DTD 或实体声明，正常的工作簿没有",
        "{part} holds a DTD or entities, which no workbook needs",
        *_REPAIR,
    ),
    "encoding": (
        "{part} 的字符编码 {encoding} 无法识别",
        "{part} is in the encoding {encoding}, which is unknown",
        *_REPAIR,
    ),
    "part": ("{part} 的内容无法识别", "the content of {part} cannot be understood", *_REPAIR),
    "sheet": (
        "没有名为“{sheet}”的工作表",
        "there is no sheet “{sheet}”",
        "现有的工作表：{sheets}",
        "sheets there are: {sheets}",
    ),
    "box": (
        "{cell} 处有一个远离数据的值，表格变成了 {cells} 个单元格",
        "a value far away at {cell} makes the sheet {cells} cells large",
        "请删除 {cell} 所在的行或列，保存后再试",
        "delete the row or column of {cell}, save, then try again",
    ),
    "merges": (
        "工作表“{sheet}”的合并单元格超过 65,536 个",
        "the sheet “{sheet}” has more than 65,536 merged areas",
        "请全选后取消合并单元格，保存后再试",
        "select all, unmerge the cells, save, then try again",
    ),
    "columns": (
        "工作表“{sheet}”的列宽设置比列还多",
        "the sheet “{sheet}” sets more widths than it has columns",
        *_REPAIR,
    ),
    "odd": (
        "文件里有无法理解的内容（{detail}），没有写入任何东西",
        "the file holds something that cannot be understood ({detail}); nothing was written",
        *_REPAIR,
    ),
    "grid": (
        "{sheet} 的行或单元格残缺或次序混乱（第 {row} 行附近）",
        "rows or cells of {sheet} are broken or out of order (near row {row})",
        *_REPAIR,
    ),
}
