"""What a person should know of how the rows of their workbook were taken, as notes of the run report. Pure."""

from __future__ import annotations

from sync.ingested import Ingested
from sync.store.hub import Cursor
from validators.context import Context

__all__ = ["held_back", "notes"]


def notes(one: Ingested, cursor: Cursor, overwritten: int, context: Context) -> list[str]:
    """What a person should know of how this place's rows were taken."""
    told = list(one.told)
    if one.renamed:
        shown = "、".join(f"{old} → {new}" for old, new in one.renamed[:5]) + ("…" if len(one.renamed) > 5 else "")
        told.append(_COPIED[context.language].format(count=len(one.renamed), shown=shown))
    restored = [pair for identities in one.identities.values() for pair in identities.recognised]
    if restored:
        shown = "、".join(f"{old or '–'} → {own}" for old, own in restored[:5]) + ("…" if len(restored) > 5 else "")
        told.append(_RESTORED[context.language].format(count=len(restored), shown=shown))
    if overwritten:
        told.append(_OVERWRITTEN[context.language].format(count=overwritten))
    for name, held in cursor.columns.items():
        local = one.snapshot.tables.get(name)
        gone = [column for column in held if local is not None and column not in local.columns]
        if gone:
            told.append(_GONE[context.language].format(sheet=local.sheet if local else "", columns="、".join(gone)))
    refused = sum(map(len, one.put_back.values()))
    if refused:
        told.append(_PUT_BACK[context.language].format(count=refused))
    waiting = sum(len(identities.waiting) for identities in one.identities.values())
    if waiting:
        told.append(_WAITING[context.language].format(count=waiting))
    return told


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
    "zh": "“Check”列由系统填写，里面手填的 {count} 处已被覆盖",
    "en": "texts typed into the Check column, which is the agent's, overwritten: {count}",
}
_GONE = {
    "zh": "“{sheet}”表里不见了这些列：{columns}；是改名了吗？它们的内容仍在团队数据里",
    "en": "sheet “{sheet}” no longer has {columns}; renamed? Their content is still in the team's data",
}
_PUT_BACK = {
    "zh": "{count} 处改动超出本人权限，已改回，并已告诉本人（检查结果 A001）",
    "en": "edits beyond that person's rights, put back and told to them (A001): {count}",
}
_WAITING = {
    "zh": "{count} 行的编号重复或读不出，先不合并，请在表里改正",
    "en": "rows that wait because their ID is doubled or unreadable: {count}; please correct it in the table",
}
