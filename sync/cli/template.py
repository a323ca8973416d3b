"""`salesheet template build`: the committed workbook template, made anew or compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sync.cli.output import say
from sync.errors import SalesheetError
from sync.upkeep.factory import workbook_factory

__all__ = ["app"]

app = typer.Typer(help="工作簿模板。/ The workbook template.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """工作簿模板。/ The workbook template."""


@app.command("build")
def build(
    out: Annotated[Path, typer.Option("--out", help="写到哪里 / where to")] = Path("workbook_template.xlsm"),
    check: Annotated[
        bool, typer.Option("--check", help="只比较，不写入；不同则退出码 1 / compare only; exit 1 where they differ")
    ] = False,
) -> int:
    """由模型生成 workbook_template.xlsm。/ Build workbook_template.xlsm from the models."""
    factory = workbook_factory()
    if check:
        parts = factory.differences(out)
        if parts:
            raise SalesheetError(
                "模板与程序不一致 / the template differs from what the program builds",
                where=str(out),
                problems=parts,
                remedy="salesheet template build",
            )
        say(f"{out}: 一致 / identical")
        return 0
    factory.write(out)
    say(f"{out}")
    return 0
