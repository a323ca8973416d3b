"""The command `salesheet`: one command a file, listed here.

Commands import what they need when they run, so that `salesheet run` with nothing new stays quick.
"""

from __future__ import annotations

from collections.abc import Sequence

import typer

from sync.cli import (
    agent,
    blame,
    check,
    conflicts,
    demo,
    doctor,
    duplicates,
    excel,
    history,
    hub,
    init,
    report,
    rules,
    run,
    template,
    undo,
)
from sync.cli.output import run_app

__all__ = ["app", "main"]

app = typer.Typer(
    name="salesheet",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="让销售团队留在表格里，又有 CRM 的规矩。/ A CRM's discipline for sales teams that stay in their sheets.\n\n"
    "退出码 / exit codes: 0 完成 done · 1 失败，可重试 failed, try again · 2 用法或配置有误 wrong use or config · "
    "3 完成，有事项待看 done, something to look at · 7 被保护规则拦下 refused by a guard",
)
for command in (demo, init, check, duplicates, run, report, conflicts, history, blame, undo, rules, doctor):
    app.command(command.NAME)(command.command)
app.add_typer(agent.app, name="agent")
app.add_typer(excel.app, name="excel")
app.add_typer(hub.app, name="hub")
app.add_typer(template.app, name="template")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit code."""
    return run_app(app, arguments)
