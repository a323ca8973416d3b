"""`salesheet agent`: the loop, and how it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from sync import config as config_file
from sync.cli.options import ConfigOption, Format, FormatOption, team_config
from sync.cli.output import print_json, say
from validators.fields import Label

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
    say(_EVERY[team.settings.language].format(minutes=minutes))
    Agent(config_file.find(config), _tell, every).run(times)
    return 0


@app.command("status")
def status(context: typer.Context, config: ConfigOption = None, format: FormatOption = Format.text) -> int:
    """自动同步是否开着，上次的结果。/ Whether the agent runs, and what its last cycle did."""
    from sync.agent import read_status

    team = team_config(config or context.obj)
    found, language = read_status(team.folder), team.settings.language
    if format is Format.json:
        print_json({"agent": found})
    elif found is None:
        say(_NEVER[language])
    else:
        say((_RUNS if found["alive"] else _STOPPED)[language].format(pid=found["pid"]))
        if last := found["last"]:
            say(_LAST[language].format(at=last["at"], code=last["exit_code"], error=last.get("error", "")).rstrip())
    return 0


def _tell(sentence: str) -> None:
    print(sentence, flush=True)


_EVERY = Label("每 {minutes:g} 分钟同步一次，Ctrl+C 停止", "a cycle every {minutes:g} minutes, Ctrl+C stops it")
_NEVER = Label(
    "自动同步还没有启动过；用 salesheet agent 启动", "the agent has not been started yet; start it with salesheet agent"
)
_RUNS = Label("自动同步开着，进程 {pid}", "the agent runs, process {pid}")
_STOPPED = Label("自动同步已停止，用 salesheet agent 启动", "the agent has stopped; start it with salesheet agent")
_LAST = Label("上次：{at}，退出码 {code}  {error}", "last cycle: {at}, exit code {code}  {error}")
