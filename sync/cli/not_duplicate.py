"""`salesheet not-duplicate A B`: two customers that look alike are two, and are not asked about again."""

from __future__ import annotations

from typing import Annotated

import typer

from sync.cli.merge import AsOption, who_says
from sync.cli.options import ConfigOption, Format, FormatOption, TodayOption, parse_day, team_config
from sync.cli.output import print_json, say
from validators.fields import Label

__all__ = ["command"]


def command(
    one: Annotated[str, typer.Argument(help="客户编号 / a customer's ID", metavar="A")],
    other: Annotated[str, typer.Argument(help="另一个客户编号 / another customer's ID", metavar="B")],
    as_: AsOption = None,
    ask_again: Annotated[bool, typer.Option("--ask-again", help="收回这个回答 / take the answer back")] = False,
    config: ConfigOption = None,
    today: TodayOption = None,
    format: FormatOption = Format.text,
) -> int:
    """记住两个客户不是重复。/ Remember that two customers are not duplicates."""
    from sync.clock import now as clock
    from sync.upkeep.joining import Joining

    team = team_config(config)
    author, user = who_says(team, as_)
    now = clock(team.settings.team, parse_day(today))
    keys, run = Joining(team, one, other, author, now, user).part(ask_again)
    if format is Format.json:
        print_json({"keys": list(keys), "run": run, "who": author, "ask_again": ask_again, "exit_code": 0})
        return 0
    words = _AGAIN if ask_again else _SAID
    say((_KNOWN if run is None else words)[team.settings.language].format(one=keys[0], other=keys[1], run=run))
    return 0


_SAID = Label(
    "已记住：{one} 和 {other} 不是重复；名称、联系方式或联系人变了才会再提示（第 {run} 次运行）",
    "Remembered: {one} and {other} are not duplicates, until name, contact info or contact person change (run {run})",
)
_AGAIN = Label("{one} 和 {other} 会重新检查（第 {run} 次运行）", "{one} and {other} are looked at again (run {run})")
_KNOWN = Label("{one} 和 {other}：没有变化", "{one} and {other}: nothing is new")
