"""Options that several commands share, and what they stand for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sync import config as config_file
from sync.config import Config
from sync.errors import UsageError

__all__ = ["ConfigOption", "Format", "FormatOption", "Lang", "TodayOption", "parse_day", "team_config"]


class Format(StrEnum):
    """How a listing is printed."""

    text = "text"
    json = "json"


class Lang(StrEnum):
    """A language."""

    zh = "zh"
    en = "en"


ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="团队的 config.toml / the team's config.toml", metavar="FILE"),
]
FormatOption = Annotated[Format, typer.Option("--format", help="text 给人看，json 给程序 / for people or for programs")]
TodayOption = Annotated[
    str | None,
    typer.Option("--today", help="以这一天为今天 / judge by this day (YYYY-MM-DD)", metavar="DATE"),
]


def parse_day(text: str | None) -> date | None:
    """The day of `--today`.

    Raises:
        UsageError: it is not a date.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--today {text!r} 不是日期 / is not a date", remedy="写成 2026-05-01 / write it as 2026-05-01"
        ) from None


def team_config(path: Path | None) -> Config:
    """The team's config: `--config`, the environment, or upwards from here.

    Raises:
        ConfigError: there is none, or it is wrong or names no users.
    """
    return config_file.load(config_file.find(path))
