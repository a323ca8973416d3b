"""What the workbook says while somebody types: input messages and alerts, by kind of column, in both languages."""

from __future__ import annotations

from validators.fields import Column, Label, Language

__all__ = ["alert", "hint"]

_AGENT = Label("这一列由系统维护，不用填写。", "Kept by the agent; nothing to type here.")
_REQUIRED = Label("必填。", "Required.")
_CLOSED = Label("请从下拉列表里选。", "Pick one from the list.")
_OPEN = Label("可从下拉列表里选，也可以自己填。", "Pick one from the list, or type your own.")

_BY_COLUMN = {
    "Customer_Name": Label(
        "写公司全称，例如 杭州云帆科技有限公司。", "The full company name, e.g. Yunfan Technology Co., Ltd."
    ),
    "Create_User": Label("谁录入的就填谁，以后不再改。", "Who entered the customer; it never changes."),
    "Done_By": Label("完成后，填对应的跟进编号。", "When done, the ID of the follow-up."),
    "Content": Label("写清谈了什么、对方怎么说。", "What was talked about, and what they said."),
    "Next_Plan": Label(
        "写上日期，例如 5月12日前发报价，到期会提醒。", "With a date, e.g. send the quote by May 12; it becomes due."
    ),
    "Attachments": Label(
        "链接或文件名；文件名用 客户名+日期+内容。", "A link or file name; name files customer + date + content."
    ),
    "Lost_Reason": Label(
        "流失客户要写原因；选“其他”时请在备注里说明。", "Needed for a lost customer; for “Other”, say more in Notes."
    ),
    "Sign_Date": Label("成交客户要填，例如 2026-05-12。", "Needed for a won customer, e.g. 2026-05-12."),
    "Contract_Amount": Label(
        "成交客户要填；只填数字，例如 120000。", "Needed for a won customer; digits only, e.g. 120000."
    ),
    "Close_Date": Label("赢单或输单后会自动填上。", "Filled in once the deal is won or lost."),
    "Probability": Label(
        "填 0–100 的数字，例如 50，不用写 %；留空按阶段默认。",
        "A number from 0 to 100, e.g. 50, without %; left empty, the stage's default.",
    ),
}
_BY_KIND = {
    "id": Label("留空即可，系统会自动编号。", "Leave it empty: the agent gives the number."),
    "ref": Label("填客户编号，可从下拉列表里选。", "The customer's ID; pick it from the list."),
    "contact": Label(
        "只填工作联系方式，例如 电话：0571-8888 6666。请不要填身份证号、银行卡号。",
        "Work channels only, e.g. Phone: 0571-8888 6666. Never ID card or bank card numbers.",
    ),
    "date": Label("例如 2026-05-12；按 Ctrl+; 填入今天。", "E.g. 2026-05-12; Ctrl+; enters today."),
    "money": Label("只填数字，例如 120000，不写“万”和单位。", "Digits only, e.g. 120000, without a unit."),
    "number": Label("只填数字。", "Digits only."),
    "user": Label("填姓名，可从下拉列表里选。", "A name; pick it from the list."),
    "status_change": Label(
        "状态没变选“否”；变了选“是”和新状态。", "“No” if the status stays; otherwise “Yes” and the new one."
    ),
    "yes_no": Label("选“是”或“否”。", "Yes or No."),
}

_ALERT_TITLE = {
    "stop": Label("请再看一下", "Please check"),
    "warning": Label("确认一下", "Is this right?"),
    "information": Label("提示", "Note"),
}
_ALERTS = {
    "date": Label("这里填日期，例如 2026-05-12。", "This is a date, e.g. 2026-05-12."),
    "money": Label(
        "这里填大于 0 的数字，例如 120000，不写“万”和单位。", "This is a number above 0, e.g. 120000, without a unit."
    ),
    "number": Label("这里只填数字，例如 35。", "This is a number, e.g. 35."),
    "percent": Label(
        "这里填 0–100 的数字，例如 50 表示 50%，不用写 %。",
        "This is a number from 0 to 100: 50 means 50 %, without the sign.",
    ),
    "user": Label("人员名单里没有这个姓名，确定要用吗？", "This name is not on the list of users. Use it anyway?"),
    "ref": Label(
        "“客户”表里没有这个编号。如果客户刚录入、还没有编号，先保留即可。",
        "No customer has this ID. If it was just added, leave it for now.",
    ),
    "closed": Label("请从下拉列表里选一个。", "Please pick one from the list."),
    "open": Label("列表里没有这个值，会照您填的保存。", "Not on the list; it is kept as typed."),
}


def hint(column: Column, language: Language) -> str:
    """The input message of a column's cells; empty where nothing needs saying. At most 255 characters."""
    if column.agent:
        return _AGENT[language]
    said = _BY_COLUMN.get(column.name) if not column.extra else None
    if said is None and column.kind == "choice" and column.choices:
        said = _OPEN if column.open_list else _CLOSED
    if said is None:
        said = _BY_KIND.get(column.kind)
    parts = [_REQUIRED[language]] if column.required else []
    return "\n".join([*parts, *([said[language]] if said else [])])


def alert(about: str, style: str, language: Language) -> tuple[str, str]:
    """Title (at most 32 characters) and text of the alert about a kind of value."""
    return _ALERT_TITLE[style][language], _ALERTS[about][language]
