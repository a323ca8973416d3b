"""`salesheet init DIR`: a team's config and one workbook per user."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sync.cli.options import Lang
from sync.cli.output import program, say
from sync.errors import UsageError

__all__ = ["NAME", "command"]

NAME = "init"
FORBIDDEN = '<>:"/\\|?*'


def command(
    folder: Annotated[Path, typer.Argument(help="团队文件夹 / the team's folder", metavar="DIR")],
    name: Annotated[str, typer.Option("--name", help="团队名称 / the team's name")] = "",
    rep: Annotated[list[str] | None, typer.Option("--rep", help="销售，可多次 / a rep, repeatable")] = None,
    manager: Annotated[list[str] | None, typer.Option("--manager", help="主管，可多次 / a manager, repeatable")] = None,
    admin: Annotated[list[str] | None, typer.Option("--admin", help="管理员，可多次 / an admin, repeatable")] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="团队的语言 / the team's language")] = Lang.zh,
) -> int:
    """新建团队:config.toml 和每人一个工作簿；已有配置时补齐缺少的工作簿。/ Make a team, or its missing workbooks."""
    from sync.config import CONFIG_NAME, load
    from sync.upkeep.team import make_workbooks, new_config, write_config

    people = [(n, "admin") for n in admin or []] + [(n, "manager") for n in manager or []]
    people += [(n, "rep") for n in rep or []]
    for person, _ in people:
        if not person.strip() or any(char in FORBIDDEN for char in person) or person.strip(". ") != person:
            raise UsageError(
                f"名字 {person!r} 不能用作文件夹名 / the name {person!r} cannot name a folder",
                remedy=f"去掉 {FORBIDDEN} 和首尾的点、空格 / leave out {FORBIDDEN} and dots or blanks at the ends",
            )
    path = folder / CONFIG_NAME
    if path.exists():
        if people or name:
            raise UsageError(
                "这里已经有 config.toml / there is a config.toml already",
                where=str(path),
                remedy="在文件里加 [[users]],再运行 salesheet init / add [[users]] to it, then run this again",
            )
        team = load(path)
    else:
        if not people:
            people = (
                [("王主管", "manager"), ("销售一", "rep")]
                if lang is Lang.zh
                else [("Manager", "manager"), ("Rep", "rep")]
            )
        team = write_config(folder, new_config(name or folder.resolve().name, lang.value, people))
        say(f"{path}")
    made = make_workbooks(team, lambda user, place: say(f"{place}"))
    zh = team.settings.language == "zh"
    if not made:
        say("每个人都已经有工作簿" if zh else "everybody has a workbook already")
    say(
        f"下一步：在工作簿里录入客户，然后运行 {program()} run --config {path}"
        if zh
        else f"Next: enter customers in a workbook, then: {program()} run --config {path}"
    )
    return 0
