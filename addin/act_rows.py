"""Buttons that start a row: new customer, new follow-up for this row. A form without a form: the row itself."""

from __future__ import annotations

from addin.act_check import NO_CUSTOMERS, whole
from addin.desk import Answer, Desk, Outcome, Place
from sync.model import CellEdit, NewRow, Update
from sync.ooxml.refs import column_number
from validators.canon import canonical
from validators.cells import Cell, Table, Unreadable
from validators.duplicates import groups
from validators.fields import Label
from validators.ids import is_placeholder

__all__ = ["new_customer", "new_follow_up"]

_READY = Label(
    "新客户行已备好：填公司全称和联系方式，再点一次“新客户”查重。",
    "A row for the new customer is ready: type name and contact info, then click again to look for an existing one.",
)
_NEW = Label("没有查到这家客户，已备好：{name}。", "Not a customer yet; ready: {name}.")
_HERE = Label(
    "已经有这家客户：{key}（{why}）。没有新建，已跳到那一行。",
    "A customer already: {key} ({why}). Nothing added; went there.",
)
_TAKEN = Label("{told}。没有新建。", "{told}. Nothing was added.")
_TAKEN_ROW = Label("{told}。这一行请先和对方商量。", "{told}. Talk to them before you keep this row.")
_UNASKED = Label(
    "（没有连到系统，只查了您自己的客户；下次同步时会再和全团队核对。）",
    " (The agent was not reached: only your own customers were looked at; the next run looks at the whole team's.)",
)
_NO_ROW = Label("先点一个客户所在的行，再点“新跟进”。", "Click a row of a customer first, then New follow-up.")
_NO_TABLE = Label("这个工作簿里没有跟进表。", "This workbook has no table of follow-ups.")
_FOLLOW = Label(
    "已为 {name} 备好一条跟进，请填方式和内容。", "A follow-up for {name} is ready: add method and content."
)


def new_customer(desk: Desk) -> Outcome:
    """A customer's row with placeholder, owner and date, after looking for an existing one.

    The name comes from the form where there is one, else from the row in view if that is a new customer's. Without a
    name an empty row is made ready, and the next click in it looks.
    """
    customers = desk.snapshot.tables.get("customers")
    if customers is None:
        return Outcome(desk.say(NO_CUSTOMERS))
    row = None if desk.name else _unfinished(desk, customers)
    if row is not None:
        name, contact = (str(customers.get(column)[row] or "") for column in ("Customer_Name", "Contact_Info"))
    else:
        name, contact = desk.name, desk.contact
    if not name:
        if row is not None:  # a second click before anything was typed
            return Outcome(desk.say(_READY), goto=_at(customers, row, "Customer_Name"))
        new = NewRow("customers", _cells(desk, "", ""))
        return Outcome(desk.say(_READY), Update(new=[new]), new_row=("customers", "Customer_Name"))
    existing = _existing(desk, customers, row, name, contact)
    if existing is not None:
        at, why = existing
        key = customers.get("Customer_ID")[at] or customers.address(at, None)
        return Outcome(desk.say(_HERE, key=key, why=why), goto=_at(customers, at, "Customer_Name"))
    answer = _ask(desk, name, contact)
    if answer is not None and answer.get("taken"):
        told = str(answer.get("message", "")).rstrip("。.")
        return Outcome(desk.say(_TAKEN if row is None else _TAKEN_ROW, told=told))
    message = desk.say(_NEW, name=name) + (desk.say(_UNASKED) if answer is None else "")
    cells = _cells(desk, name, contact)
    if row is None:
        return Outcome(message, Update(new=[NewRow("customers", cells)]), new_row=("customers", "Status"))
    edits = [
        CellEdit("customers", row, column, None, value)
        for column, value in cells.items()
        if column in customers.columns
        and customers.columns[column][row] is None
        and ("customers", row, column) not in desk.snapshot.formulas
    ]
    return Outcome(message, Update(edits), _at(customers, row, "Status"))


def new_follow_up(desk: Desk) -> Outcome:
    """A follow-up of the customer whose row is in view, dated today."""
    here = desk.table_here()
    row = desk.row_here(here) if here is not None else None
    key = here.get("Customer_ID")[row] if here is not None and row is not None else None
    if key is None or isinstance(key, Unreadable):
        return Outcome(desk.say(_NO_ROW))
    if "follow_ups" not in desk.snapshot.tables:
        return Outcome(desk.say(_NO_TABLE))
    cells: dict[str, Cell] = {
        "Follow_ID": desk.placeholder,
        "Customer_ID": key,
        "Follow_Date": desk.context.today,
        "Follow_User": desk.user or None,
    }
    update = Update(new=[NewRow("follow_ups", cells)])
    return Outcome(desk.say(_FOLLOW, name=_name_of(desk, key)), update, new_row=("follow_ups", "Follow_Method"))


def _unfinished(desk: Desk, customers: Table) -> int | None:
    """The row in view, where it is one that has no ID yet."""
    row = desk.row_here(customers)
    if row is None:
        return None
    key = customers.get("Customer_ID")[row]
    return row if key is None or is_placeholder(key) else None


def _cells(desk: Desk, name: str, contact: str) -> dict[str, Cell]:
    cells: dict[str, Cell] = {"Customer_ID": desk.placeholder, "Customer_Name": name, "Contact_Info": contact}
    cells |= {"First_Date": desk.context.today, "Create_User": desk.user, "Owner": desk.user}
    return {column: value or None for column, value in cells.items()}


def _existing(desk: Desk, customers: Table, row: int | None, name: str, contact: str) -> tuple[int, str] | None:
    """Another row that is certainly this customer, and why."""
    looked = customers
    if row is None:
        extra: dict[str, Cell] = {"Customer_Name": name, "Contact_Info": contact or None}
        columns = {column: [*cells, extra.get(column)] for column, cells in customers.columns.items()}
        looked, row = Table("customers", columns), len(customers)
    for group in groups(looked, desk.context):
        if row in group.rows:
            return next(at for at in group.rows if at != row), ("；", "; ")[desk.context.language == "en"].join(
                group.why
            )
    return None


def _ask(desk: Desk, name: str, contact: str) -> Answer | None:
    if desk.ask is None:
        return None
    asked = {"format": 1, "ask": "taken", "name": name[:255]}
    answer = desk.ask(asked | ({"contact": contact[:255]} if contact else {}))
    return answer if answer is not None and answer.get("status") == "done" else None


def _at(table: Table, row: int, column: str) -> Place:
    return Place(table.sheet, table.places[row], column_number(table.letters.get(column, "A")))


def _name_of(desk: Desk, key: Cell) -> str:
    customers = whole(desk)["customers"]
    spec = desk.context.specs["customers"].by_name["Customer_ID"]
    wanted = canonical(spec, key)
    for other, name in zip(customers.get("Customer_ID"), customers.get("Customer_Name"), strict=True):
        if name is not None and canonical(spec, other) == wanted:
            return str(name)
    return str(key)
