"""`salesheet undo RUN|KEY`: take back what a run did, or the last thing that happened to a row."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from sync.cli.options import ConfigOption, Format, FormatOption, TodayOption, parse_day, team_config
from sync.cli.output import print_json, say
from sync.cli.told import cell_text, column_text, row_text, shown
from sync.config import Config
from sync.errors import Refused, UsageError
from sync.store.hub import Hub
from sync.upkeep.undo_plan import Refusal, UndoPlan
from validators.fields import Label, Language, TableSpec, listed
from validators.private.find import without_private

__all__ = ["author_of", "command"]


def command(
    target: Annotated[
        str, typer.Argument(help="运行的序号，或一行的编号 / a run's number or a row's ID", metavar="RUN|KEY")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看会恢复什么 / show what would be restored, change nothing")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", help="谁要撤销，默认登录名 / who undoes it, default the login name", metavar="NAME"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="越过删除量保护 / go on although a guard objects")] = False,
    config: ConfigOption = None,
    today: TodayOption = None,
    format: FormatOption = Format.text,
) -> int:
    """撤销一次运行，或一行最近的改动。/ Take back what a run did, or the last thing done to a row."""
    from sync.clock import now as clock
    from sync.store.tinydb import TinyDBStore
    from sync.upkeep.undo import Undo
    from validators.models import specs

    team = team_config(config)
    language = team.settings.language
    author = author_of(team, by)
    plan, run = Undo(team, target, author, clock(team.settings.team, parse_day(today)), dry_run, force).run()
    tables = specs(team.settings)
    hub = TinyDBStore(team.folder / "hub").load()
    refused = [_refusal_text(one, hub, tables, language) for one in plan.refused]
    if not plan:
        raise Refused(_NOTHING[language].format(run=plan.undoes), problems=refused, remedy=_WHY_NOTHING[language])
    code = 3 if plan.refused else 0
    if format is Format.json:
        print_json(_json(plan, run, author, dry_run, code))
        return code
    say(_head(plan, run, author, language))
    for line in _diff(plan, hub, tables, language):
        say(line)
    if refused:
        say("没有动（之后有人改过）：" if language == "zh" else "Left alone (changed by people since):")
    for line in refused:
        say(f"  ✗ {line}")
    left = sum(conflict.run == plan.undoes for conflict in hub.conflicts)
    if run is not None and left:
        say(
            f"那次运行里还有 {left} 处冲突待处理：没采用的值没有丢，请在“冲突”表里选"
            if language == "zh"
            else f"Conflicts of that run that stay open, so that no value is lost: {left}; pick on the Conflicts sheet"
        )
    if run is not None:
        say(
            f"各工作簿在下次 salesheet run 时更新；要取消这次撤销：salesheet undo {run}"
            if language == "zh"
            else f"The next salesheet run updates the workbooks; to take this undo back: salesheet undo {run}"
        )
    return code


def author_of(team: Config, by: str | None) -> str:
    """Who the history names: a user of the team, or the login name of whoever types.

    Raises:
        UsageError: no such user, or the system does not know who is logged in.
    """
    language = team.settings.language
    if by is not None:
        if team.settings.user(by) is None:
            names = listed((user.name for user in team.settings.users), language)
            raise UsageError(_NOBODY[language].format(who=by), remedy=_USERS[language].format(names=names))
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise UsageError(_UNKNOWN[language], remedy=_SAY_WHO[language]) from None


def _head(plan: UndoPlan, run: int | None, author: str, language: Language) -> str:
    parts = []
    for count, zh, en in (
        (len(plan.changes), "恢复 {} 个单元格", "cells restored: {}"),
        (len(plan.restored), "找回 {} 行", "rows brought back: {}"),
        (len(plan.removed), "移走 {} 行", "rows taken out: {}"),
    ):
        if count:
            parts.append((zh if language == "zh" else en).format(count))
    if language == "zh":
        first = f"第 {run} 次运行：{author} 撤销了" if run is not None else "试撤销，没有写入任何东西："
        return f"{first}第 {plan.undoes} 次运行（{plan.at}）：{'、'.join(parts)}"
    first = f"Run {run}: {author} undid" if run is not None else "Dry run, nothing was written: undoing"
    return f"{first} run {plan.undoes} ({plan.at}): {', '.join(parts)}"


def _diff(plan: UndoPlan, hub: Hub, tables: Mapping[str, TableSpec], language: Language) -> list[str]:
    """The plan as a diff: what stands and goes with `-`, what comes back with `+`."""
    lines: list[str] = []
    last = None
    for change in plan.changes:
        spec = tables[change.table]
        if last != (change.table, change.key):
            last = change.table, change.key
            lines.append(f"  {row_text(spec, change.key, hub.tables[change.table].row(change.key), language)}")
        label = column_text(spec, change.column, language)
        was, comes = (shown(value, language, change.column) for value in (change.before, change.after))
        lines += [f"    - {cell_text(label, was, language)}", f"    + {cell_text(label, comes, language)}"]
    for mark, rows in (("+", plan.restored), ("-", plan.removed)):
        lines += [f"  {mark} {row_text(tables[table], key, cells, language)}" for table, key, cells in rows]
    return lines


def _refusal_text(one: Refusal, hub: Hub, tables: Mapping[str, TableSpec], language: Language) -> str:
    spec, index = tables[one.table], hub.tables[one.table].index
    row = row_text(spec, one.key, hub.tables[one.table].row(one.key) if one.key in index else {}, language)
    column = column_text(spec, one.column, language) if one.column else ""
    return _WHY[one.why][language].format(
        row=row, column=column, stands=shown(one.stands, language, one.column), who=one.who, run=one.run, at=one.at
    )


def _json(plan: UndoPlan, run: int | None, author: str, dry_run: bool, code: int) -> dict[str, Any]:
    def rows(of: list[Any]) -> list[dict[str, Any]]:
        return [
            {"table": table, "key": key, "cells": {at: without_private(cell, at) for at, cell in cells.items()}}
            for table, key, cells in of
        ]

    cell = ("table", "key", "column", "before", "after")
    left = ("table", "key", "column", "why", "stands", "who", "run", "at")
    return {
        "undoes": plan.undoes,
        "run": run,
        "who": author,
        "dry_run": dry_run,
        "changes": [
            {name: without_private(getattr(change, name), change.column) for name in cell} for change in plan.changes
        ],
        "restored": rows(plan.restored),
        "removed": rows(plan.removed),
        "refused": [
            {name: without_private(getattr(one, name), one.column) or None for name in left} for one in plan.refused
        ],
        "exit_code": code,
    }


_NOTHING = Label("第 {run} 次运行没有可恢复的内容", "run {run} has nothing that can be restored")
_WHY_NOTHING = Label("已经撤销过，或之后都有人改过", "it was undone already, or people changed all of it since")
_NOBODY = Label("团队里没有“{who}”", "nobody of the team is called “{who}”")
_USERS = Label("--by 后面写其中一个：{names}", "after --by, one of: {names}")
_UNKNOWN = Label("不知道是谁在操作", "the system does not know who you are")
_SAY_WHO = Label("加 --by 姓名", "add --by NAME")
_WHY: dict[str, dict[Language, str]] = {
    "changed": {
        "zh": "{row} {column}：现在是“{stands}”，{who}在第 {run} 次运行（{at}）改的",
        "en": "{row} {column}: now “{stands}”, changed by {who} in run {run} ({at})",
    },
    "archived": {
        "zh": "{row} {column}：这一行已由{who}在第 {run} 次运行（{at}）归档；先撤销那一次",
        "en": "{row} {column}: the row was archived by {who} in run {run} ({at}); undo that one first",
    },
    "back": {
        "zh": "{row}：已由{who}在第 {run} 次运行（{at}）放回",
        "en": "{row}: brought back by {who} in run {run} ({at})",
    },
    "referred": {
        "zh": "{row}：{stands} 还要用到它，所以留下",
        "en": "{row}: stays, because {stands} refers to it",
    },
    "unknown": {
        "zh": "{row} {column}：现在是“{stands}”，历史里查不到是谁改的",
        "en": "{row} {column}: now “{stands}”; the history does not say who changed it",
    },
}
