"""What patching says of changes that it cannot make safely."""

from __future__ import annotations

from typing import Final

__all__ = ["PATCHING"]

PATCHING: Final[dict[str, tuple[str, str, str, str]]] = {
    # key: what zh, what en, remedy zh, remedy en
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
        "内容超过单元格能放的 32,767 个字符，或含有单元格存不了的控制字符；没有写入",
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
        "“{table}”表下面的 {cell} 有内容，放不下新行",
        "{cell} below the table “{table}” is in the way of new rows",
        "请把它移到别处或删掉，再试一次",
        "move or delete it, then try again",
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
        "请把旧的行移到另一个工作簿，再试一次",
        "move old rows to another workbook, then try again",
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
}
