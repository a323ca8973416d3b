"""What a person should know of how the rows of their workbook were taken, as notes of the run report. Pure."""

from __future__ import annotations

from sync.identity import Identities
from sync.ingested import Ingested
from sync.store.hub import Cursor
from validators.canon import canonical
from validators.cells import Cell, Table, Unreadable
from validators.context import Context
from validators.fields import listed
from validators.private.find import masked

__all__ = ["held_back", "notes"]


def notes(one: Ingested, cursor: Cursor, overwritten: int, context: Context) -> list[str]:
    """What a person should know of how this place's rows were taken."""
    told = list(one.told)
    if one.renamed:
        shown = listed((f"{masked(old)} → {new}" for old, new in one.renamed), context.language, 5)
        told.append(_COPIED[context.language].format(count=len(one.renamed), shown=shown))
    restored = [pair for identities in one.identities.values() for pair in identities.recognised]
    if restored:
        shown = listed((f"{masked(old) or '–'} → {own}" for old, own in restored), context.language, 5)
        told.append(_RESTORED[context.language].format(count=len(restored), shown=shown))
    if overwritten:
        told.append(_OVERWRITTEN[context.language].format(count=overwritten))
    for name, held in cursor.columns.items():
        local = one.snapshot.tables.get(name)
        gone = [column for column in held if local is not None and column not in local.columns]
        if gone:
            told.append(
                _GONE[context.language].format(
                    sheet=local.sheet if local else "", columns=listed(gone, context.language)
                )
            )
    if one.withheld:
        told.append(_WITHHELD[context.language].format(count=one.withheld))
    refused = sum(map(len, one.put_back.values()))
    if refused:
        told.append(_PUT_BACK[context.language].format(count=refused))
    for name, identities in one.identities.items():
        told += _waiting(one.snapshot.tables[name], identities, context)
    return told


def _waiting(table: Table, identities: Identities, context: Context) -> list[str]:
    """Where the rows stand that wait for their ID to be mended: those of one doubled ID, and those whose ID cannot be
    read."""
    words, spec = _WAITING[context.language], context.specs[table.name]
    same: dict[Cell, list[int]] = {}
    for row in identities.waiting:
        key = table.get(spec.key)[row]
        same.setdefault(None if isinstance(key, Unreadable) else canonical(spec.by_name[spec.key], key), []).append(row)
    told = []
    for key, rows in list(same.items())[:_SHOWN]:
        cells = [f"{table.letters[spec.key]}{table.places[row]}" for row in rows[:_SHOWN]]
        where = words["join"].join(cells) + ("…" if len(rows) > _SHOWN else "")
        told.append(words["unread" if key is None else "doubled"].format(sheet=table.sheet, where=where))
    more = sum(map(len, list(same.values())[_SHOWN:]))
    return [*told, words["more"].format(count=more)] if more else told


def held_back(count: int, context: Context) -> str:
    """Why a place is left out in which so many rows wait for their ID."""
    return _HELD_BACK[context.language].format(count=count)


_HELD_BACK = {
    "zh": "工作簿现在写不进去（正被打开或只读），{count} 行新数据要等能写入时才有编号",
    "en": "the workbook cannot be written now (open or read-only); rows that wait for their ID: {count}",
}
_COPIED = {
    "zh": "{count} 行的编号与别的行重复，已换成新编号：{shown}",
    "en": "rows that carried another row's ID and got their own: {count} ({shown})",
}
_RESTORED = {
    "zh": "{count} 行的编号被改动或清空，已改回（编号由系统给，不会变）：{shown}",
    "en": "IDs that were typed over or emptied, put back (a row keeps its ID): {count} ({shown})",
}
_OVERWRITTEN = {
    "zh": "“检查”列由系统填写，里面手填的 {count} 处已被覆盖",
    "en": "texts typed into the Check column, which is the agent's, overwritten: {count}",
}
_GONE = {
    "zh": "“{sheet}”表里不见了这些列：{columns}；是改名了吗？它们的内容仍在团队数据里",
    "en": "sheet “{sheet}” no longer has {columns}; renamed? Their content is still in the team's data",
}
_PUT_BACK = {
    "zh": "{count} 处改动超出本人权限，已改回，并已写在本人的“检查结果”里",
    "en": "edits beyond that person's rights, put back and told to them on their Findings sheet: {count}",
}
_WITHHELD = {
    "zh": "{count} 处像是私人信息（证件号、银行卡、住址等），没有同步，只留在本人的工作簿里",
    "en": "cells that look private (ID or bank cards, home addresses …), not synced; in that workbook alone: {count}",
}
_SHOWN = 5
"""So many cells of one ID, and so many IDs of a table, are named."""
_WAITING = {
    "zh": {
        "join": "、",
        "doubled": "“{sheet}”{where} 的编号重复，这些行还没有同步；保留一行，其余清空编号，会得到新的",
        "unread": "“{sheet}”{where} 的编号读不出，这些行还没有同步；请改正，新的一行清空编号即可",
        "more": "另有 {count} 行也因编号没有同步，见“检查结果”",
    },
    "en": {
        "join": ", ",
        "doubled": "“{sheet}” {where} share an ID, so these rows wait; keep it in one of them and empty the others: "
        "they get new ones",
        "unread": "“{sheet}” {where}: the ID cannot be read, so these rows wait; correct it, or empty it in a new row",
        "more": "more rows that wait for their ID: {count}; the Findings sheet lists them",
    },
}
