"""The command `salesheet`: one command a file, listed here.

Only the command that is asked for is imported, and it imports what it needs when it runs, so that `salesheet run` with
nothing new stays quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import typer

from sync.cli.output import run_app

__all__ = ["app_of", "main"]

_COMMANDS = [
    *("demo", "init", "check", "fix", "duplicates", "run", "report"),
    *("merge", "not-duplicate", "conflicts", "history", "blame", "undo", "rules", "doctor"),
]
_GROUPS = ["agent", "excel", "hub", "template"]
_HELP = (
    "让销售团队留在表格里，又有 CRM 的规矩。/ A CRM's discipline for sales teams that stay in their sheets.\n\n"
    "退出码 / exit codes: 0 完成 done · 1 失败，可重试 failed, try again · 2 用法或配置有误 wrong use or config · "
    "3 完成，有事项待看 done, something to look at · 7 被保护规则拦下 refused by a guard"
)


def app_of(named: str = "") -> typer.Typer:
    """The program with the command or group of that name alone, or with all where there is none."""
    app = typer.Typer(
        name="salesheet",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=_HELP,
    )
    app.callback()(_all)
    for name in [named] if named in [*_COMMANDS, *_GROUPS] else [*_COMMANDS, *_GROUPS]:
        module = import_module(f"sync.cli.{name.replace('-', '_')}")
        if name in _GROUPS:
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(module.command)
    return app


def _all() -> None:
    """With this, one command alone is still asked for by its name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (that of the process for None); returns the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    return run_app(app_of(words[0] if words else ""), arguments)
