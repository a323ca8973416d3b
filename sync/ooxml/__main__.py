"""`python -m sync.ooxml`: look into any workbook, and set cells of it without touching anything else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sync.atomic import atomic_write
from sync.cli.options import Format, FormatOption, Lang
from sync.cli.output import print_json, run_app, say
from sync.errors import UsageError
from sync.ooxml.assign import assign, parse
from sync.ooxml.package import Package
from sync.ooxml.patch import Patch
from sync.ooxml.save import replace_file
from sync.ooxml.show import describe, lines
from sync.ooxml.stable import guard_regular
from sync.ooxml.texts import fault
from sync.ooxml.workbook import Workbook
from sync.seen import hash_file
from validators.fields import Language

__all__ = ["app", "main"]

app = typer.Typer(
    name="python -m sync.ooxml",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="看任何一个工作簿的构成，或只改其中几格。/ Look into any workbook, or set some of its cells.",
)
FileArgument = Annotated[Path, typer.Argument(help="工作簿 / a workbook", metavar="FILE")]
LangOption = Annotated[Lang, typer.Option("--lang", help="提示的语言 / the language of messages")]


@app.command("show")
def show(file: FileArgument, format: FormatOption = Format.text, lang: LangOption = Lang.zh) -> int:
    """部件、工作表、表格。/ Parts, sheets, tables."""
    told = describe(Package.open(file, "en" if lang is Lang.en else "zh"))
    if format is Format.json:
        print_json(told)
    else:
        for line in lines(told, lang is Lang.zh):
            say(line)
    return 0


@app.command("set")
def set_cells(
    file: FileArgument,
    cells: Annotated[
        list[str],
        typer.Argument(
            help="如 Sheet1!B2=文本；'My Sheet'!B2=3.5；前面加 ' 强制为文本，留空则清除 / "
            "such as Sheet1!B2=text, 'My Sheet'!B2=3.5; a ' in front forces text, nothing empties the cell",
            metavar="CELL=VALUE…",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="写到这里 / where the result goes", metavar="OUT")],
    force: Annotated[bool, typer.Option("--force", help="可覆盖已有的 OUT / OUT may exist already")] = False,
    format: FormatOption = Format.text,
    lang: LangOption = Lang.zh,
) -> int:
    """只改这些单元格，其余原样。/ Set these cells and leave everything else as it is."""
    language: Language = "en" if lang is Lang.en else "zh"
    assignments = [parse(text, language) for text in cells]
    guard_regular(out, language)
    package = Package.open(file, language)
    itself = out.exists() and out.samefile(file)
    if out.exists() and not itself and not force:
        raise fault(UsageError, "exists", language, str(out))
    patch = Patch(Workbook(package))
    assign(patch, assignments)
    data = patch.render()
    if out.exists():
        replace_file(out, data, package.sha256 if itself else hash_file(out), language)
    else:
        atomic_write(out, data)
    if format is Format.json:
        print_json({"file": str(file), "out": str(out), "cells": [one.address for one in assignments]})
    else:
        count = len(assignments)
        say(f"已写入 {count} 个单元格：{out}" if lang is Lang.zh else f"{count} cells set: {out}")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; returns the exit code."""
    return run_app(app, arguments)


if __name__ == "__main__":
    raise SystemExit(main())
