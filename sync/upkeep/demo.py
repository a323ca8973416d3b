"""The demo team's folder: believable data in real workbooks, one per user."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from sync.atomic import atomic_write
from sync.config import Config
from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import UsageError
from sync.model import NewRow, Update
from sync.progress import Progress
from sync.seen import hash_file
from sync.seen import load as load_seen
from sync.upkeep.demo_data import Rows, Size, generate, rows_for
from sync.upkeep.team import make_workbooks, write_config
from validators.fields import Language
from validators.models import specs

__all__ = ["MARKER", "make_demo"]

MARKER = ".salesheet-demo"
"""A folder that holds this file may be made anew."""


def make_demo(
    folder: Path, size: Size | Rows, seed: int, language: Language, today: date, progress: Progress
) -> Config:
    """Make the team's folder.

    Raises:
        UsageError: the folder holds something that is not a demo.
    """
    _empty(folder)
    team = generate(size, seed, language, today)
    folder.mkdir(parents=True, exist_ok=True)
    atomic_write(folder / MARKER, b"")
    config = write_config(folder, team.config_toml)
    make_workbooks(config)
    tables = specs(config.settings)
    users = config.workbooks()
    progress.stage("make", len(users))
    for user in users:
        endpoint = WorkbookEndpoint(user.name, config.place(user), tables, language)
        snapshot = endpoint.read()
        update = Update()
        for name, table in rows_for(team, user).items():
            key = tables[name].key
            # A row without an ID was just typed by a rep: nobody else has it yet.
            update.new += [NewRow(name, row) for row in table.rows() if row[key] is not None or user.role == "rep"]
        endpoint.apply(update, snapshot.version)
        progress.step()
    return config


def _empty(folder: Path) -> None:
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / MARKER).exists():
        raise UsageError(
            "文件夹里已有别的东西 / the folder holds something else",
            where=str(folder),
            remedy="换一个文件夹：--into 文件夹 / choose another one: --into DIR",
        )
    if _touched(folder):
        raise UsageError(
            "这个示例团队里有您改过的内容 / somebody has typed into this demo team",
            where=str(folder),
            remedy="换一个文件夹：--into 文件夹；不要了就先删掉它 / choose another one: --into DIR, or delete it first",
        )
    shutil.rmtree(folder)


def _touched(folder: Path) -> bool:
    """Whether a workbook of the demo is not as its one run left it, or more runs found something new."""
    seen = load_seen(folder / "hub")
    if seen is None:
        return False  # only made, or not finished
    books = {path.stem: path for path in (folder / "users").glob("*/*.xlsm")}
    return seen.summary.get("run", 1) > 1 or any(
        name in books and hash_file(books[name]) != digest for name, digest in seen.files.items()
    )
