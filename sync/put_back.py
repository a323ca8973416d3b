"""Edits that their author had no right to make: taken out of the news, kept on record, and said to that person. Pure.

The cell's former value comes back by itself, because the hub never took the other one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sync.fills import AGENT
from sync.merge import Absorbed, Clash, HubEdit
from sync.store.hub import Conflict, Hub, PutBack
from sync.store.naming import name_of
from sync.store.records import Change, Decision, RunRecord
from validators.canon import choice_of
from validators.cells import Cell, Table
from validators.context import Context
from validators.fields import Column, Language
from validators.finding import Finding
from validators.private.find import without_private
from validators.rights import NEVER, Rights
from validators.settings import User

__all__ = ["NOT_YOURS", "forget", "keep", "said_to", "withhold"]

NOT_YOURS = "A001"
"""The code under which a person is told of it."""
DAYS = 7
"""How long they are told."""
_MOST = 500
"""How many the hub remembers to tell; the history has all."""


def withhold(table: str, absorbed: Absorbed, rights: Rights, columns: Collection[str]) -> list[HubEdit]:
    """Take out of `absorbed` what the rights do not allow; the edits taken out (`before` stands again), an empty column
    for a row that comes back. What is not in one of the team's `columns` is nobody else's: it stays where it is."""
    refused: list[HubEdit] = []

    def allowed(edit: HubEdit) -> bool:
        if rights.allows(table, edit.key, edit.column, edit.before):
            return True
        if not edit.column or edit.column in columns:
            refused.append(edit)
        return False

    def may_clash(clash: Clash) -> bool:
        if clash.column:
            return allowed(HubEdit(clash.key, clash.column, clash.kept, clash.aside))
        # A row edited elsewhere stays anyway; a row edited here after its deletion elsewhere comes back.
        return clash.key in absorbed.back or rights.allows(table, clash.key, "", None)

    absorbed.edits = [edit for edit in absorbed.edits if allowed(edit)]
    absorbed.clashes = [clash for clash in absorbed.clashes if may_clash(clash)]
    absorbed.gone = [key for key in absorbed.gone if allowed(HubEdit(key, "", None, None))]
    return refused


def keep(hub: Hub, record: RunRecord, table: str, refused: list[HubEdit], user: User, at: str) -> None:
    """Put refused edits on record. What stands there already is the same edit again: its place could not be written."""
    known = {(p.table, p.key, p.column, repr(p.typed), p.who) for p in hub.put_back}
    for edit in refused:
        if (table, edit.key, edit.column, repr(edit.after), user.name) not in known:
            record.aside.append(Change(table, edit.key, edit.column, edit.before, edit.after, user.name, user.name))
            where = table, edit.key, edit.column
            over = Conflict(*where, edit.before, edit.after, user.name, user.name, hub.run, at)
            record.decisions.append(Decision("put back", (name_of(over), *where), "put back", AGENT, hub.run, at))
            hub.put_back.append(PutBack(table, edit.key, edit.column, edit.before, edit.after, user.name, hub.run, at))


def forget(hub: Hub, today: date) -> None:
    """Let go of what was told long enough, of rows that are gone, and of the oldest where there are too many."""
    last = (today - timedelta(days=DAYS)).isoformat()
    hub.put_back = [p for p in hub.put_back if p.at[:10] > last and p.key in hub.tables[p.table].index][-_MOST:]


def said_to(user: User, hub: Hub, tables: Mapping[str, Table], context: Context) -> dict[str, dict[str, list[Finding]]]:
    """What to tell a person, by table and key, about the rows they see."""
    told: dict[str, dict[str, list[Finding]]] = {}
    theirs = [one for one in hub.put_back if one.who == user.name]
    held = {name: set(tables[name].get(context.specs[name].key)) for name in {one.table for one in theirs}}
    for put_back in theirs:
        spec = context.specs[put_back.table]
        if put_back.key not in held[put_back.table]:
            continue
        column = spec.by_name.get(put_back.column)
        label = column.label[context.language] if column is not None else put_back.column
        words = _TEXT[context.language]
        kept, typed = (
            _shown(without_private(value, put_back.column), column, context.language)
            for value in (put_back.kept, put_back.typed)
        )
        message = words[_said(put_back)].format(label=label, kept=kept, typed=typed)
        never = put_back.column in NEVER.get(put_back.table, ())
        hint = words["never" if never else "viewer" if user.role == "manager" else "hint"]
        finding = Finding(
            NOT_YOURS, "warning", put_back.table, put_back.key, put_back.column or None, None, message, hint
        )
        told.setdefault(put_back.table, {}).setdefault(put_back.key, []).append(finding)
    return told


def _said(put_back: PutBack) -> str:
    if not put_back.column:
        return "row"
    return "filled" if put_back.kept is None else "emptied" if put_back.typed is None else "cell"


def _shown(value: Cell, column: Column | None, language: Language) -> str:
    choice = choice_of(column, value) if column is not None else None
    text = choice.label[language] if choice is not None else "" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_LONGEST = 60
_TEXT = {
    "zh": {
        "cell": "{label}：已改回“{kept}”，这个单元格您不能改（您填的是“{typed}”）",
        "emptied": "{label}：已改回“{kept}”，这个单元格您不能改（您清空了它）",
        "filled": "{label}：已改回空白，这个单元格您不能填（您填的是“{typed}”）",
        "row": "这一行您不能删，已经放回",
        "hint": "需要改动，请找主管",
        "viewer": "需要改动，请找负责人或管理员",
        "never": "谁录入的不会变；换人跟进请改“负责人”",
    },
    "en": {
        "cell": "{label}: put back to “{kept}”, not yours to change (you typed “{typed}”)",
        "emptied": "{label}: put back to “{kept}”, not yours to change (you had emptied it)",
        "filled": "{label}: empty again, not yours to fill (you typed “{typed}”)",
        "row": "not yours to delete; the row is back",
        "hint": "ask your manager for the change",
        "viewer": "ask its owner or an admin for the change",
        "never": "who entered it never changes; to hand it over, change the Owner",
    },
}
