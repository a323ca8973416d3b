"""What `salesheet init --from` says, in both languages."""

from __future__ import annotations

from validators.fields import Language

__all__ = ["WORDS"]

WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "“{label}”表：工作表 {sheet}，表头在第 {row} 行，{rows} 行数据",
        "cell": "位置",
        "header": "名单的表头",
        "column": "对应的列",
        "certainty": "把握",
        "samples": "样例",
        "own": "保留为您自己的列",
        "certain": "确定",
        "likely": "应该是",
        "unsure": "拿不准",
        "foreign_ids": "不是系统的编号",
        "agents": "系统另有一列，互不影响",
        "twice": "表头重复，留在文件里，不同步",
        "headless": "没有文字表头，留在文件里，不同步",
        "formulas": "公式，原样保留",
        "unit": "单位不同，不当作元",
        "hidden": "隐藏列",
        "near": "；表头“{near}”是不是它？是就在名单里改成标准名称，重新来一次",
        "add_id": "补上 {column}：第一次同步时自动编号",
        "add_required": "补上必填列 {column}：名单里没有，先空着",
        "add_link": "补上 {column}：按名单里的客户名称或编号对应",
        "add_owner": "补上 {column}：填上销售的名字，客户就会送到他的工作簿",
        "add_agent": "系统的列：{column}",
        "sheet_rows": "{sheet}（{rows} 行）",
        "passed": "也像“{label}”表、这次没有用的工作表：{shown}。用了 {sheet}；要用别的，加 --sheet",
        "outside": "“{column}”里有不在列表中的值，照原样保留，检查时会提示：{shown}（列表：{choices}）",
        "beside": "{cell} 起还像一张“{label}”表，没有用：请把它移到单独的工作表",
        "beside_list": "{cell} 起的列与名单隔着空列，没有算进来：要算进来，请删掉空列",
        "below": "{cell} 在名单下方有内容，名单加行加到那里会停下：请把它移到名单上方或别的工作表",
        "linked": "“{label}”有 {count} 行按客户名称或编号对上了客户",
        "unlinked": "“{label}”有 {count} 行没有对上唯一的客户，请补填客户编号：第 {rows} 行",
        "owners": "负责人里有不在团队中的名字：{shown}；要给他们工作簿，"
        "在 config.toml 加 [[users]] 再运行 salesheet init",
        "leave": "这是{user}的工作簿：第一次同步后，{count} 行别人的客户会移到各自负责人那里",
        "sheets": "名单里没有的表已加上空表：{shown}",
        "somebody": "有人",
        "open": "{who}正打开着 {file}：读到的是上次保存的内容，之后的改动不在其中；今后请改团队里的那一份",
        "named": "{label}（{header}）",
        "unread": "“{sheet}”的表头认不出，没有用，原样保留；要用它，加上 {columns} 这些列，再来一次",
        "left": "没有用到、原样保留的工作表：{shown}",
    },
    "en": {
        "title": "Table “{label}”: sheet {sheet}, header in row {row}, {rows} rows",
        "cell": "cell",
        "header": "their header",
        "column": "our column",
        "certainty": "how sure",
        "samples": "samples",
        "own": "kept as your own column",
        "certain": "certain",
        "likely": "likely",
        "unsure": "unsure",
        "foreign_ids": "not our IDs",
        "agents": "the agent has a column of its own",
        "twice": "header stands twice: stays in the file, not synced",
        "headless": "no header text: stays in the file, not synced",
        "formulas": "formulas, left as they are",
        "unit": "another unit, not taken for yuan",
        "hidden": "hidden column",
        "near": "; is it the header “{near}”? Then rename that to the standard name in the list and start again",
        "add_id": "added {column}: the first run gives the numbers",
        "add_required": "added the required column {column}: the list has none, it is empty",
        "add_link": "added {column}: found by the customer's name or ID in the list",
        "add_owner": "added {column}: write a rep's name, and the customer goes to that rep's workbook",
        "add_agent": "the agent's columns: {column}",
        "sheet_rows": "{sheet} ({rows} rows)",
        "passed": "sheets that look like “{label}” too and were not taken: {shown}. Taken: {sheet}; "
        "choose with --sheet",
        "outside": "{column} has values that are not on its list; they stay, a check will point them out: {shown} "
        "(the list: {choices})",
        "beside": "what begins at {cell} also looks like {label}: not taken; move it to a sheet of its own",
        "beside_list": "a blank column parts what begins at {cell} from the list: not taken; delete the blank column "
        "if it belongs to it",
        "below": "{cell} stands under the list, which cannot grow past it: move it above the list or to another sheet",
        "linked": "“{label}”: {count} rows were linked to their customer by name or ID",
        "unlinked": "“{label}”: {count} rows fit no single customer; please fill in the customer's ID: row {rows}",
        "owners": "owners who are nobody of the team: {shown}; to give them a workbook add [[users]] to config.toml "
        "and run salesheet init",
        "leave": "this is the workbook of {user}: the first run moves {count} rows of others to their owners",
        "sheets": "tables that the list does not have were added empty: {shown}",
        "somebody": "somebody",
        "open": "{who} has {file} open: what was last saved of it was read, later changes are not in it; "
        "from now on work in the team's workbook",
        "named": "{label} ({header})",
        "unread": "the header of “{sheet}” was not recognised, so it was not used and stays as it is; to use it, add "
        "the columns {columns} and start again",
        "left": "sheets that are not used and stay as they are: {shown}",
    },
}
