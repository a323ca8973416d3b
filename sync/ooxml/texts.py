"""What reading and patching of workbooks says to people, in Chinese and English: what happened, and the way out."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sync.errors import SalesheetError, UsageError
from validators.fields import Language

__all__ = ["fault", "say", "understood"]

_SAVE = ("请用 Excel 或 WPS 另存为 .xlsx 后再试", "save it as .xlsx in Excel or WPS, then try again")
_COPY = (
    "若刚刚还在保存，请稍等再试；否则请重新下载或从备份取一份完整的文件",
    "if it was just being saved, try again in a moment; else download it again, or take a whole copy from a backup",
)
_REPAIR = ("请用 Excel 打开并另存一份，再用新文件", "open it in Excel, save a copy, and use that one")
_TEXTS: dict[str, tuple[str, str, str, str]] = {
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
        "请在 Excel 或 WPS 中打开后另存为 .xlsx；批量导入请用 salesheet import",
        "open it in Excel or WPS and save it as .xlsx; to import a list use salesheet import",
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
    "value": (
        "{cell} 无法写入“{value}”",
        "“{value}” cannot be written to {cell}",
        "请改填文字、数字或日期",
        "use a text, a number or a date",
    ),
    "structure": (
        "工作簿的结构受保护，不能增加工作表",
        "the workbook's structure is protected: no sheets can be added",
        "在“审阅”中撤销工作簿保护",
        "unprotect the workbook under Review (Protect Workbook)",
    ),
    "unwritable_text": (
        "内容超过一格能放的 32,767 个字符，或含有单元格存不了的控制字符；没有写入",
        "the text has more than the 32,767 characters of a cell, or control characters that no cell keeps; "
        "nothing was written",
        "请缩短内容，或去掉控制字符",
        "shorten the text, or take the control characters out",
    ),
    "far": (
        "{cell} 的值会让工作表变成 {cells} 个单元格，以后再也读不了；没有写入",
        "the value at {cell} would make the sheet {cells} cells large, too many to be read again; nothing was written",
        "请写到离数据更近的单元格",
        "set a cell nearer to the data",
    ),
    "assignment": (
        "看不懂要写哪个单元格",
        "it does not say which cell to set",
        "写成 Sheet1!B2=内容；表名有空格时加引号，如 'My Sheet'!B2=内容",
        "write Sheet1!B2=value, or with quotes where the sheet's name needs them: 'My Sheet'!B2=value",
    ),
    "twice": ("{cell} 写了两次", "{cell} is named twice", "只留一个", "name it once"),
    "under": (
        "{cell} 在合并单元格 {area} 里，写了也看不见",
        "{cell} lies under the merged cells {area}, where nothing shows",
        "请写到 {first}，或先取消合并",
        "set {first} instead, or unmerge them",
    ),
    "exists": (
        "这个文件已经存在，没有覆盖",
        "the file exists and was not overwritten",
        "换一个 --out，或加 --force",
        "name another --out, or add --force",
    ),
    "formula": (
        "{cell} 是公式，不会被覆盖",
        "{cell} holds a formula and is not overwritten",
        "请把公式改成值，或换一列填写",
        "turn the formula into a value, or use another column",
    ),
    "head": (
        "{cell} 是表格“{table}”的表头或汇总行，不会被改写",
        "{cell} is in the header or the totals row of “{table}” and is not overwritten",
        "请在 Excel 中改这个表头或汇总行",
        "change the header or the totals row in Excel",
    ),
    "array": (
        "{cell} 属于数组公式或模拟运算表 {area}",
        "{cell} belongs to the array formula or data table {area}",
        "请先在 Excel 中清除 {area} 的公式",
        "clear the formula of {area} in Excel first",
    ),
    "shared": (
        "{cell} 的公式被其他单元格共用",
        "other cells share the formula of {cell}",
        "请先在 Excel 中把这一列的公式改成值",
        "turn that column's formulas into values in Excel first",
    ),
    "below": (
        "{cell} 有内容，表格“{table}”无法往下增加行",
        "{cell} is not empty, so “{table}” cannot grow downwards",
        "请把表格下方的内容移到别处",
        "move what stands below the table",
    ),
    "beside": (
        "{cell} 有内容，表格“{table}”右边加不了列",
        "{cell} is not empty, so “{table}” cannot get a column at its right",
        "请空出表格右边的一列",
        "leave the column at the right of the table free",
    ),
    "neighbour": (
        "“{table}”的新列会与 {cell} 起的另一块内容相连",
        "a new column of “{table}” would touch what begins at {cell}",
        "请把那一块移到单独的工作表；它若属于这张表，请删掉中间的空列",
        "move that to a sheet of its own, or delete the blank column between where it belongs to the table",
    ),
    "sparkline": (
        "{cell} 里有迷你图，“{table}”右边加不了列",
        "{cell} shows a sparkline, so “{table}” cannot get a column at its right",
        "请把迷你图移到别处",
        "move the sparklines elsewhere",
    ),
    "merged": (
        "合并单元格 {area} 挡住了表格“{table}”",
        "the merged cells {area} are in the way of “{table}”",
        "请取消这个合并",
        "unmerge them",
    ),
    "other_table": (
        "表格“{other}”（{area}）挡住了“{table}”",
        "the table “{other}” ({area}) is in the way of “{table}”",
        "请把它移到别处或另一张工作表",
        "move it elsewhere or to a sheet of its own",
    ),
    "totals": (
        "{cell} 依赖表格“{table}”汇总行的位置，汇总行无法下移",
        "{cell} holds on to the totals row of “{table}”, which therefore cannot move down",
        "请在“表设计”中关掉汇总行，或去掉 {cell}",
        "switch the totals row off under Table Design, or remove {cell}",
    ),
    "pivot": (
        "数据透视表（{area}）挡住了表格“{table}”",
        "the pivot table at {area} is in the way of “{table}”",
        "请把它移到别处或另一张工作表",
        "move it elsewhere or to a sheet of its own",
    ),
    "pivoted": (
        "{cell} 由数据透视表（{area}）填写，刷新时会被覆盖",
        "{cell} is filled by the pivot table at {area}, which would overwrite it",
        "请改透视表的数据源，或写到别处",
        "change the pivot's source, or use another cell",
    ),
    "query": (
        "表格“{table}”由外部查询生成，不能手工增加",
        "“{table}” is filled by an external query and cannot be extended",
        "请把它转换为普通表格（表设计 → 取消链接）",
        "unlink it from its query (Table Design → Unlink)",
    ),
    "protected": (
        "工作表“{sheet}”受保护，不能增加行列",
        "the sheet “{sheet}” is protected, so it cannot grow",
        "请在“审阅”中撤销工作表保护",
        "unprotect it under Review",
    ),
    "full": (
        "工作表“{sheet}”已满，放不下新的行或列",
        "the sheet “{sheet}” is full",
        "请把旧数据归档(salesheet archive)",
        "archive old rows (salesheet archive)",
    ),
    "header": (
        "表格“{table}”已有名为“{header}”的列",
        "“{table}” already has a column “{header}”",
        "请直接使用这一列",
        "use that column",
    ),
    "signed": (
        "工作簿带有数字签名，修改会使签名失效",
        "the workbook is digitally signed; a change would break the signature",
        "请先在 Excel 中删除签名",
        "remove the signature in Excel first",
    ),
    "shared_book": (
        "这是旧式共享工作簿（带修订记录），从外面改写会弄乱修订",
        "this is a shared workbook of the old kind; a change from outside would spoil its record of revisions",
        "请在“审阅”中取消共享工作簿",
        "stop sharing it under Review (Unshare Workbook)",
    ),
    "changed": (
        "文件在读取之后被改过，这次没有写入",
        "the file changed after it was read; nothing was written",
        "请再运行一次",
        "run again",
    ),
    "gone": (
        "文件在读取之后不见了，这次没有写入",
        "the file vanished after it was read; nothing was written",
        "请把文件放回原处，再运行一次",
        "put it back, then run again",
    ),
    "locked": (
        "{who} 正在使用这个文件",
        "{who} has the file open",
        "关闭后会自动补上；若没有人打开，请删除同目录的 {lock}",
        "it catches up once the file is closed; if nobody has it open, delete {lock} beside it",
    ),
    "saving": (
        "文件正在保存，还没有写完",
        "the file is being saved right now",
        "稍等几秒再试；一直这样的话，请从备份取一份完整的文件",
        "try again in a few seconds; if it stays so, take a whole copy from a backup",
    ),
    "cloud": (
        "文件还在云端，没有下载到这台电脑",
        "the file is still in the cloud, not on this computer",
        "请在网盘里对它选“始终保留在此设备上”，下载完成后会自动补上",
        "choose “Always keep on this device” for it; once it is downloaded it catches up",
    ),
    "hollow": (
        "文件里全是空字节：网盘还没有把内容下载下来，或磁盘出过故障",
        "the file holds nothing but zero bytes: it was not downloaded yet, or the disk failed",
        "请等网盘同步完成；若已完成，请从备份取一份完整的文件",
        "wait until the cloud folder has synced; if it has, take a whole copy from a backup",
    ),
    "read_only": (
        "文件是只读的，没有写入",
        "the file is read-only and was left alone",
        "请取消只读（右键 → 属性，或文件夹的权限），之后会自动补上",
        "clear its read-only attribute (or mend the folder's permissions); it catches up afterwards",
    ),
    "spare": (
        "备份副本写不进去（{reason}），所以工作簿也没有动",
        "the spare copy cannot be written ({reason}), so the workbook was left alone",
        "请检查这个文件夹的磁盘空间和权限，下一次运行会再试",
        "check free space and permissions of this folder; the next run tries again",
    ),
    "busy": (
        "文件正被另一个程序占用",
        "another program holds the file",
        "请关闭 Excel 或 WPS 中的这个文件；之后会自动补上",
        "close it in Excel or WPS; it catches up afterwards",
    ),
}
_ErrorT = TypeVar("_ErrorT", bound=SalesheetError)


def say(key: str, language: Language, **fields: object) -> str:
    """What happened, in the language."""
    return _TEXTS[key][language == "en"].format(**fields)


def fault(kind: type[_ErrorT], key: str, language: Language, where: str, **fields: object) -> _ErrorT:
    """The error `key` with its place and its way out; the fields fill the named places of the text."""
    remedy = _TEXTS[key][2 + (language == "en")].format(**fields)
    return kind(say(key, language, **fields), where=where, remedy=remedy)


@contextmanager
def understood(path: Path, language: Language) -> Iterator[None]:
    """Around work on the parts of a file that anybody may have made: what it stumbles over is told of that file, so
    that one odd workbook never stops a run over the others. The kind and place of the error are told, never its text,
    which may hold a customer's data.

    Raises:
        UsageError: a number, name or reference in the file is not what the format says.
    """
    try:
        yield
    except (ValueError, LookupError, OverflowError, StopIteration, RecursionError) as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}, {Path(frame.filename).stem}:{frame.lineno}"
        raise fault(UsageError, "odd", language, path.name, detail=detail) from error
