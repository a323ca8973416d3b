"""`salesheet init DIR`: a team's config and one workbook per user."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sync.cli.options import Format, FormatOption, Lang
from sync.cli.output import program, say
from sync.errors import UsageError
from validators.fields import Label, Language

__all__ = ["command"]

FORBIDDEN = '<>:"/\\|?*'


def command(
    folder: Annotated[Path, typer.Argument(help="团队文件夹 / the team's folder", metavar="DIR")],
    name: Annotated[str, typer.Option("--name", help="团队名称 / the team's name")] = "",
    rep: Annotated[list[str] | None, typer.Option("--rep", help="销售，可多次 / a rep, repeatable")] = None,
    manager: Annotated[list[str] | None, typer.Option("--manager", help="主管，可多次 / a manager, repeatable")] = None,
    admin: Annotated[list[str] | None, typer.Option("--admin", help="管理员，可多次 / an admin, repeatable")] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="团队的语言 / the team's language")] = Lang.zh,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", help="从现有名单开始：.xlsx、.xlsm 或 .csv / start from an existing list", metavar="FILE"
        ),
    ] = None,
    owner: Annotated[
        str, typer.Option("--as", help="名单归谁，默认第一位主管 / whose workbook the list becomes", metavar="NAME")
    ] = "",
    sheet: Annotated[
        list[str] | None, typer.Option("--sheet", help="只看这些工作表 / only these sheets of the list")
    ] = None,
    with_lists: Annotated[
        bool, typer.Option("--with-lists", help="加上模板的下拉列表 / add the template's drop-downs to the list")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只说明怎样理解名单 / only say how the list is understood")
    ] = False,
    format: FormatOption = Format.text,
) -> int:
    """新建团队：config.toml 和每人一个工作簿，可从现有名单开始；已有配置时补齐缺少的工作簿。/ Make a team, from scratch
    or around an existing list, or its missing workbooks."""
    from sync.config import CONFIG_NAME, load
    from sync.upkeep.team import make_workbooks, new_config, write_config

    path = folder / CONFIG_NAME
    team = load(path) if path.exists() else None
    language: Language = team.settings.language if team is not None else "en" if lang is Lang.en else "zh"
    people = [(n, "admin") for n in admin or []] + [(n, "manager") for n in manager or []]
    people += [(n, "rep") for n in rep or []]
    for person, _ in people:
        if not person.strip() or any(char in FORBIDDEN for char in person) or person.strip(". ") != person:
            remedy = _LEAVE_OUT[language].format(signs=FORBIDDEN)
            raise UsageError(_NO_FOLDER[language].format(name=person), remedy=remedy)
    if source is None and (owner or sheet or with_lists or dry_run or format is not Format.text):
        raise UsageError(_FROM_ONLY[language], remedy=_ADD_FROM[language])
    if team is not None:
        if people or name:
            raise UsageError(_CONFIG_THERE[language], where=str(path), remedy=_ADD_USERS[language])
        if source is not None:
            from sync.cli.adopted import adopt_into

            return adopt_into(team, source, owner, sheet or [], with_lists, dry_run, format)
    else:
        if source is not None:
            from sync.cli.adopted import adopt_anew

            new = (folder, name or folder.resolve().name, language, people)
            return adopt_anew(new, source, owner, sheet or [], with_lists, dry_run, format)
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


_CONFIG_THERE = Label("这里已经有 config.toml", "there is a config.toml already")
_ADD_USERS = Label(
    "在文件里加 [[users]]，再运行 salesheet init", "add [[users]] to it, then run this again without names"
)
_NO_FOLDER = Label("名字“{name}”不能用作文件夹名", "the name “{name}” cannot name a folder")
_LEAVE_OUT = Label("去掉 {signs} 和首尾的点、空格", "leave out {signs} and dots or blanks at the ends")
_FROM_ONLY = Label(
    "--as、--sheet、--with-lists、--dry-run、--format 要和 --from 一起用",
    "--as, --sheet, --with-lists, --dry-run and --format go with --from",
)
_ADD_FROM = Label("加上 --from 文件", "add --from FILE")
