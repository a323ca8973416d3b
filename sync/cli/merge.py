"""`salesheet merge A B`: make two customers one; A's follow-ups, opportunities and plan go to B, A is archived."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

import typer

from sync.cli.options import ConfigOption, Format, FormatOption, TodayOption, parse_day, team_config
from sync.cli.output import print_json, say
from sync.cli.told import cell_text, column_text, row_text, shown
from sync.cli.undo import author_of
from sync.config import Config
from sync.errors import UsageError
from sync.store.hub import Hub
from sync.unite import Union
from validators.fields import Label
from validators.settings import User

__all__ = ["AsOption", "command", "who_says"]

AsOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        help="以谁的名义和权限；默认登录名，不限权限 / in whose name and with whose rights; default: yours, all",
        metavar="USER",
    ),
]


def command(
    gone: Annotated[str, typer.Argument(help="要并掉的客户编号 / the ID of the customer that goes", metavar="A")],
    stays: Annotated[str, typer.Argument(help="要留下的客户编号 / the ID of the customer to keep", metavar="B")],
    as_: AsOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看会改什么 / show what would change, change nothing")
    ] = False,
    config: ConfigOption = None,
    today: TodayOption = None,
    format: FormatOption = Format.text,
) -> int:
    """把客户 A 并入客户 B。/ Merge customer A into customer B."""
    from sync.clock import now as clock
    from sync.upkeep.joining import Joining

    team = team_config(config)
    author, user = who_says(team, as_)
    now = clock(team.settings.team, parse_day(today))
    union, hub, run = Joining(team, gone, stays, author, now, user, dry_run).merge()
    if format is Format.json:
        print_json(_json(union, run, author, dry_run))
        return 0
    for line in _told(union, hub, run, author, team):
        say(line)
    return 0


def who_says(team: Config, named: str | None) -> tuple[str, User | None]:
    """Who the history names, and the user whose rights hold (None: all rights).

    Raises:
        UsageError: no such user, or one who left.
    """
    if named is None:
        return author_of(team, None), None
    user = team.settings.user(author_of(team, named))
    if user is None or not user.active:
        language = team.settings.language
        raise UsageError(_LEFT[language].format(who=named), remedy=_ANOTHER[language])
    return user.name, user


def _told(union: Union, hub: Hub, run: int | None, author: str, team: Config) -> list[str]:
    from validators.models import specs

    tables, language = specs(team.settings), team.settings.language
    spec, customers = tables["customers"], hub.tables["customers"]
    one, other = (row_text(spec, key, customers.row(key), language) for key in (union.gone, union.stays))
    head = _HEAD[language].format(run=run, who=author) if run is not None else _DRY[language]
    lines = [head + _INTO[language].format(gone=one, stays=other)]
    for column, before, after in union.cells:
        label = column_text(spec, column, language)
        lines += [f"    - {cell_text(label, shown(before, language, column), language)}"]
        lines += [f"    + {cell_text(label, shown(after, language, column), language)}"]
    counts = Counter(table for table, *_ in union.moved)
    moved = (f"{tables[name].label[language]} {count}" for name, count in counts.items())
    lines.append("    " + (_MOVED[language].format(what=_AND[language].join(moved)) if counts else _NONE[language]))
    if run is not None:
        lines.append(_NEXT[language].format(run=run))
    return lines


def _json(union: Union, run: int | None, author: str, dry_run: bool) -> dict[str, Any]:
    from validators.private.find import without_private

    return {
        "gone": union.gone,
        "stays": union.stays,
        "run": run,
        "who": author,
        "dry_run": dry_run,
        "changes": [
            {"column": column, "before": without_private(before, column), "after": without_private(after, column)}
            for column, before, after in union.cells
        ],
        "moved": [{"table": table, "key": key, "column": column} for table, key, column, _ in union.moved],
        "exit_code": 0,
    }


_LEFT = Label("{who} 已停用", "{who} is switched off")
_ANOTHER = Label("--as 后面写在职的人", "after --as, somebody who is with the team")
_HEAD = Label("第 {run} 次运行：{who} 合并了", "Run {run}: {who} merged ")
_DRY = Label("试合并，没有写入任何东西：", "Dry run, nothing was written: merging ")
_INTO = Label("{gone} → {stays}", "{gone} → {stays}")
_MOVED = Label("移过去：{what}", "moved: {what}")
_AND = Label("、", ", ")
_NONE = Label("没有跟进、机会或计划要移", "no follow-ups, opportunities or plan to move")
_NEXT = Label(
    "各工作簿在下次 salesheet run 时更新；要取消：salesheet undo {run}",
    "The next salesheet run updates the workbooks; to take it back: salesheet undo {run}",
)
