"""`salesheet demo`: a whole team, made and put through one run."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sync.cli.options import Lang, TodayOption, parse_day
from sync.cli.output import program, progress, say

__all__ = ["command"]


class Size(StrEnum):
    """How large the demo team's data is."""

    tiny = "tiny"
    S = "S"
    L = "L"


def command(
    into: Annotated[Path, typer.Option("--into", help="放在哪里 / where", metavar="DIR")] = Path("salesheet-demo"),
    size: Annotated[
        Size,
        typer.Option(
            "--size", help="tiny 看一看；S 一万客户；L 十万 / tiny to look at; S 10,000 customers; L ten times that"
        ),
    ] = Size.tiny,
    seed: Annotated[int, typer.Option("--seed", help="同样的种子，同样的数据 / the same seed gives the same data")] = 1,
    lang: Annotated[Lang, typer.Option("--lang", help="团队的语言 / the team's language")] = Lang.zh,
    today: TodayOption = None,
    only_make: Annotated[
        bool, typer.Option("--only-make", help="只生成，不运行 / make the files, run nothing")
    ] = False,
) -> int:
    """生成一个示例团队并同步一次。/ Make a whole team and put it through one run."""
    import time

    from sync.cli.summary import run_lines
    from sync.clock import now as clock
    from sync.runner import TeamRun
    from sync.upkeep.demo import make_demo
    from sync.upkeep.demo_data import ZONES
    from validators.settings import Team

    start = time.monotonic()
    day = parse_day(today) or clock(Team(timezone=ZONES[lang.value])).date()
    zh = lang is Lang.zh
    with progress() as bars:
        team = make_demo(into, size.value, seed, lang.value, day, bars)
    made = time.monotonic() - start
    say(f"示例团队已生成：{team.folder}（{made:.1f} 秒）" if zh else f"Demo team made: {team.folder} ({made:.1f} s)")
    if only_make:
        return 0
    with progress() as bars:
        report = TeamRun(team, day if today else None, progress=bars).run()
    for line in run_lines(report, lang.value):
        say(line)
    say()
    for line in _where_to_look(team.folder, team, zh):
        say(line)
    return 0 if report.exit_code == 3 else report.exit_code


def _where_to_look(folder: Path, team: object, zh: bool) -> list[str]:
    from sync.config import Config

    assert isinstance(team, Config)
    manager = next(user for user in team.settings.users if user.role == "manager")
    rep = next(user for user in team.settings.users if user.role == "rep" and user.active)
    books = {user.name: team.place(user) for user in (manager, rep)}
    call = program()
    if zh:
        return [
            "看哪里：",
            f"  主管的工作簿  {books[manager.name]}",
            "      总览、跟进率、漏斗、业绩、逾期：已经算好的报表和图表；检查结果：每个问题的位置和改法",
            f"  销售的工作簿  {books[rep.name]}",
            "      只有自己的客户；“检查”列写着哪里要改",
            f"再试试：改一个单元格、保存，然后  {call} run --config {team.path}",
            f"        什么都不改再运行一次，它什么都不会写；自动运行：{call} agent --config {team.path}",
        ]
    return [
        "Where to look:",
        f"  the manager's workbook  {books[manager.name]}",
        "      Overview, Follow-up rate, Funnel, Performance, Overdue: finished reports with charts; Findings: each "
        "problem, where it stands and what to type",
        f"  a rep's workbook        {books[rep.name]}",
        "      only their own customers; the Check column says what to mend",
        f"Then: change a cell, save, and  {call} run --config {team.path}",
        "      run it again with nothing changed, and it writes nothing",
        f"      by itself: {call} agent --config {team.path}",
    ]
