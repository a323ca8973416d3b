"""Rows that somebody typed and that did not stay in their workbook, because by what they say they are somebody else's:
kept in mind, and told to who typed them. Pure.

What is told is what that person typed: whose the row is now is not said, nor the ID it got there.
"""

from __future__ import annotations

from datetime import date, timedelta

from sync.ingested import Ingested
from sync.put_back import DAYS
from sync.store.hub import Hub, Moved
from validators.context import Context
from validators.finding import Finding
from validators.roles import OWN_COLUMN, Owners, Scope
from validators.rule import shown
from validators.rules.by_agent import ELSEWHERE
from validators.settings import User

__all__ = ["forget_moved", "moved_findings", "note_moved"]

_MOST = 500
"""How many the hub remembers to tell."""
_LONGEST = 60


def note_moved(hub: Hub, one: Ingested, scope: Scope, owned: Owners, context: Context) -> None:
    """Keep in mind which of the rows that a person brought leave at once. A list that is read for the first time is
    shared out on purpose: there only rows that name nobody are noted."""
    first = one.user.name not in hub.cursors
    for name, keys in one.brought.items():
        mine, table, spec = scope.get(name), hub.tables[name], context.specs[name]
        for key in keys:
            if mine is None or key in mine or key not in table.index:
                continue
            row = table.row(key)
            said = [str(row[c.name]) for c in spec.typed if c.kind in ("text", "long") and c.name in row]
            person, customer = row.get(OWN_COLUMN.get(name, "Owner")), row.get("Customer_ID")
            if first and owned.user(person) not in ("", one.user.name):
                continue
            words = shown(said[0] if said else customer), shown(customer), shown(person, _LONGEST)
            moved = Moved(name, key, one.user.name, context.today.isoformat(), *words)
            if moved not in hub.moved:
                hub.moved.append(moved)


def forget_moved(hub: Hub, today: date) -> None:
    """Let go of what was told long enough, of rows that are gone, and of the oldest where there are too many."""
    last = (today - timedelta(days=DAYS)).isoformat()
    hub.moved = [row for row in hub.moved if row.day > last and row.key in hub.tables[row.table].index][-_MOST:]


def moved_findings(user: User, hub: Hub, scope: Scope, owned: Owners, context: Context) -> list[Finding]:
    """What to tell a person of their rows that stand elsewhere still."""
    found, words = [], _TEXT[context.language]
    for row in hub.moved:
        mine = scope.get(row.table)
        if row.who != user.name or mine is None or row.key in mine:
            continue
        label = context.specs[row.table].by_name[OWN_COLUMN.get(row.table, "Owner")].label[context.language]
        why = "owner" if row.table == "customers" else "customer" if owned.user(row.person) == user.name else "both"
        message = words[why].format(what=row.what, label=label, person=row.person, customer=row.customer)
        hint = words["owner hint" if row.table == "customers" else "hint"].format(label=label, user=user.name)
        found.append(Finding(ELSEWHERE.code, ELSEWHERE.severity, row.table, None, None, None, message, hint))
    return found


_TEXT = {
    "zh": {
        "owner": "“{what}”已不在您的工作簿里：{label}写的是“{person}”",
        "customer": "“{what}”已不在您的工作簿里：客户编号“{customer}”不是您的客户",
        "both": "“{what}”已不在您的工作簿里：客户编号“{customer}”不是您的客户，{label}“{person}”也不是您",
        "owner hint": "写错了就请主管把{label}改成“{user}”，这一行会回来",
        "hint": "请主管把客户编号改成您的客户的编号（如 C20240501001），这一行会回来；或者重新填一行",
    },
    "en": {
        "owner": "“{what}” is no longer in your workbook: its {label} is “{person}”",
        "customer": "“{what}” is no longer in your workbook: “{customer}” is no customer of yours",
        "both": "“{what}” is no longer in your workbook: “{customer}” is no customer of yours, and “{person}” "
        "({label}) is not your name",
        "owner hint": "if that is wrong, ask your manager to set {label} to “{user}”: the row comes back",
        "hint": "ask your manager to put the ID of your customer there, such as C20240501001: the row comes back; or "
        "type it once more",
    },
}
