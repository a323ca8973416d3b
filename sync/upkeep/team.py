"""Making a team folder: config, workbooks, mail folders."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from sync.atomic import atomic_write
from sync.clock import local_zone
from sync.config import CONFIG_NAME, Config, load
from sync.errors import UsageError
from sync.lock import hub_lock
from sync.mail_settings import NAME, settings_for
from sync.store.records import RunRecord
from sync.store.tinydb import TinyDBStore
from sync.upkeep.factory import workbook_factory
from validators.fields import Language
from validators.settings import User

__all__ = ["make_team", "make_workbooks", "new_config", "write_config"]

FOLDERS = ("hub", "inbox", "backups", "logs", "spare", "archive")


def write_config(folder: Path, text: str) -> Config:
    """Write `config.toml` into a folder that has none, and read it back.

    Raises:
        UsageError: there is one already.
        ConfigError: the text is wrong.
    """
    path = folder / CONFIG_NAME
    if path.exists():
        raise UsageError(
            "这里已经有 config.toml / there is a config.toml already",
            where=str(path),
            remedy="修改它，再运行 salesheet init 补齐工作簿 / edit it, then run salesheet init again",
        )
    folder.mkdir(parents=True, exist_ok=True)
    atomic_write(path, text.encode("utf-8"))
    return load(path)


def make_team(folder: Path, text: str, given: Mapping[str, bytes]) -> list[Path]:
    """Make a whole new team, or nothing: it is made beside the folder and moved in at the end, the config last.

    Returns the workbooks. `given` are by user the workbooks that are there already.

    Raises:
        UsageError: the folder holds something that a team needs the name of.
        ConfigError: the text is wrong.
    """
    fresh = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".salesheet-", dir=folder) as name:
            built = Path(name)
            made = make_workbooks(write_config(built, text), given=given)
            _move_in(built, folder)
    except BaseException:
        if fresh:
            folder.rmdir()
        raise
    return [folder / path.relative_to(built.resolve()) for path in made]


def _move_in(built: Path, folder: Path) -> None:
    parts = sorted(built.iterdir(), key=lambda part: part.name == CONFIG_NAME)
    taken = [part.name for part in parts if (folder / part.name).exists()]
    if taken:
        raise UsageError(
            f"文件夹里已经有 {taken[0]} / the folder already holds {taken[0]}",
            where=str(folder),
            remedy="换一个空文件夹，或把它移走 / choose an empty folder, or move that away",
        )
    for part in parts:
        part.replace(folder / part.name)


def make_workbooks(
    config: Config,
    done: Callable[[User, Path], None] = lambda user, path: None,
    given: Mapping[str, bytes] | None = None,
) -> list[Path]:
    """Give every user who should have a workbook and has none a fresh one; returns the new files. `given` are by user
    the workbooks that are there already."""
    for name in FOLDERS:
        # The agent's account alone reads them (where the system knows such modes).
        (config.folder / name).mkdir(mode=0o700, exist_ok=True)
    factory = workbook_factory()
    made = []
    for user in config.workbooks():
        path = config.place(user)
        if path.exists():
            continue
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # who else may open it, the system's admin says
        mail = path.parent / "mail"
        for name in ("in", "out"):
            (mail / name).mkdir(parents=True, exist_ok=True)
        atomic_write(mail / NAME, settings_for(user, config.settings))
        atomic_write(path, (given or {}).get(user.name) or factory(config.settings, user.name))
        made.append(path)
        done(user, path)
    _forget(config, [user.name for user in config.workbooks() if config.place(user) in made])
    return made


def _forget(config: Config, names: list[str]) -> None:
    """A workbook made anew has agreed on nothing yet: the next run fills it, not taking it for an emptied one."""
    folder = config.folder / "hub"
    if not (folder / "hub.json").exists():
        return
    with hub_lock(folder):
        store = TinyDBStore(folder)
        hub = store.load()
        for name in names:
            hub.cursors.pop(name, None)
        store.commit(hub, RunRecord(hub.run, ""))


def new_config(
    name: str, language: Language, people: list[tuple[str, str]], suffixes: Mapping[str, str] | None = None
) -> str:
    """The text of a new team's config. `people` are (name, role); `suffixes` by name the endings of workbooks that are
    not made from the template."""
    zh = language == "zh"
    lines = [
        "# 团队配置；全部设置见 docs/config.md。改好后运行 salesheet run"
        if zh
        else "# The team's settings; docs/config.md lists all. Edit, then: salesheet run",
        "format = 1",
        "",
        "[team]",
        f"name = {_quoted(name)}",
        f'language = "{language}"',
        f'timezone = "{"Asia/Shanghai" if zh else local_zone()}"' + ("" if zh else "  # such as Europe/London"),
        f'currency = "{"CNY" if zh else "USD"}"',
        "",
        "# role: rep 销售 | manager 主管 | admin 管理员" if zh else "# role: rep | manager | admin",
    ]
    for person, role in people:
        lines += [
            "[[users]]",
            f"name = {_quoted(person)}",
            f'role = "{role}"',
            f"place = {_quoted(f'users/{person}/{person}' + (suffixes or {}).get(person, '.xlsm'))}",
            "",
        ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """A TOML basic string (TOML 1.0, strings)."""
    escaped = "".join(
        {'"': '\\"', "\\": "\\\\"}.get(char) or (char if char >= " " and char != "\x7f" else f"\\u{ord(char):04x}")
        for char in text
    )
    return f'"{escaped}"'
