"""`salesheet run`: one cycle."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sync.cli.options import ConfigOption, Format, FormatOption, TodayOption, parse_day, team_config
from sync.cli.output import print_json, progress, say
from sync.cli.summary import run_lines

__all__ = ["command"]


def command(
    config: ConfigOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看会改什么，不写入 / show what would change, write nothing")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="越过改动量保护 / go on although a guard objects")] = False,
    today: TodayOption = None,
    format: FormatOption = Format.text,
    timings: Annotated[
        Path | None,
        typer.Option("--timings", help="各阶段 CPU 秒数写入此文件 / write CPU seconds by stage", metavar="FILE"),
    ] = None,
) -> int:
    """同步一次：读所有工作簿，合并、检查、标记、出报表。/ One cycle: read, merge, check, flag, report."""
    from sync.desk import answer_mail
    from sync.run_log import told_last
    from sync.runner import TeamRun
    from sync.start import keep

    team = team_config(config)
    told = told_last(team.folder)  # before this run adds its own
    with progress(format is Format.json) as bars:
        job = TeamRun(team, parse_day(today), force, dry_run, bars)
        report = job.run()
    keep(job)
    if not dry_run:
        answer_mail(team, parse_day(today), report, lambda sentence: print(sentence, file=sys.stderr))
    if timings is not None:
        import orjson

        timings.write_bytes(orjson.dumps({name: round(value, 4) for name, value in job.watch.seconds.items()}))
    if format is Format.json:
        print_json(report.summary())
    else:
        for line in run_lines(report, team.settings.language, told):
            say(line)
    return report.exit_code
