"""`salesheet agent`: the loop, and how it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from sync import config as config_file
from sync.cli.options import ConfigOption, Format, FormatOption, team_config
from sync.cli.output import print_json, say

__all__ = ["app"]

app = typer.Typer(help="按间隔自动同步。/ Run a cycle every so many minutes.", invoke_without_command=True)


@app.callback()
def command(
    context: typer.Context,
    config: ConfigOption = None,
    every: Annotated[
        float | None, typer.Option("--every", help="间隔分钟数，默认取配置 / minutes, default from config", min=0.02)
    ] = None,
    times: Annotated[
        int | None, typer.Option("--times", help="运行几次后停止 / stop after so many runs", min=1)
    ] = None,
) -> int:
    """按间隔自动同步，Ctrl+C 停止。/ Run a cycle every so many minutes; Ctrl+C stops it."""
    if context.invoked_subcommand is not None:
        context.obj = config
        return 0
    from sync.agent import Agent

    team = team_config(config)
    minutes = every or team.settings.agent.every
    say(f"每 {minutes:g} 分钟同步一次，Ctrl+C 停止 / a cycle every {minutes:g} minutes, Ctrl+C stops it")
    Agent(config_file.find(config), _tell, every).run(times)
    return 0


@app.command("status")
def status(context: typer.Context, config: ConfigOption = None, format: FormatOption = Format.text) -> int:
    """代理是否在运行，上次运行的结果。/ Whether the agent runs, and what its last cycle did."""
    from sync.agent import read_status

    team = team_config(config or context.obj)
    found = read_status(team.folder)
    if format is Format.json:
        print_json({"agent": found})
    elif found is None:
        say("还没有运行过；用 salesheet agent 启动 / never ran yet; start it with salesheet agent")
    else:
        state = "运行中 running" if found["alive"] else "已停止 stopped"
        last = found["last"]
        say(f"{state}  pid {found['pid']}")
        if last:
            say(f"上次 / last: {last['at']}  exit {last['exit_code']}  {last.get('error', '')}".rstrip())
    return 0


def _tell(sentence: str) -> None:
    print(sentence, flush=True)
