"""Finding and reading `config.toml`: all that is wrong is told at once, each with its line."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from sync.config_lines import line_of
from sync.config_problems import problem, whole
from sync.errors import ConfigError
from sync.longpath import reachable
from validators.settings import Settings, User

__all__ = ["CONFIG_NAME", "ENVIRONMENT", "Config", "find", "load", "parse"]

CONFIG_NAME = "config.toml"
ENVIRONMENT = "SALESHEET_CONFIG"


@dataclass(frozen=True, slots=True)
class Config:
    """A team's settings and where they stand. `sha256` is of the file's bytes."""

    settings: Settings
    path: Path
    sha256: str

    @property
    def folder(self) -> Path:
        """The team folder."""
        return self.path.parent

    def place(self, user: User) -> Path:
        """Where a user's workbook is."""
        return reachable(self.folder / user.place)

    def workbooks(self) -> list[User]:
        """The users that have a workbook: active ones with a place that is a file.

        Where the team shares one workbook, it is named for its manager and holds all rows.
        """
        users = [u for u in self.settings.users if u.active and u.place and not u.place.startswith("google:")]
        if self.settings.team.mode != "shared":
            return users
        by_rank = sorted(users, key=lambda user: user.role == "rep")
        places = {user.place.casefold(): user for user in reversed(by_rank)}
        return [user.model_copy(update={"role": "manager"}) for user in places.values()]


def find(given: Path | None = None, start: Path | None = None) -> Path:
    """The config file: the one given, else `SALESHEET_CONFIG`, else `config.toml` in this folder or one above it.

    Raises:
        ConfigError: there is none.
    """
    named = given or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    if named is not None:
        path = named / CONFIG_NAME if named.is_dir() else named
        if path.is_file():
            return path.resolve()
        raise ConfigError(
            "配置文件不存在 / there is no such config file",
            where=str(named),
            remedy="检查路径，或新建团队：salesheet init 文件夹 / check the path, or make a team: salesheet init DIR",
        )
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder / CONFIG_NAME
    raise ConfigError(
        "这里和上级文件夹里都没有 config.toml / no config.toml in this folder or above it",
        where=str(here),
        remedy="进入团队文件夹，或加 --config 文件，或新建团队：salesheet init 文件夹 / "
        "go to the team's folder, or give --config FILE, or make a team: salesheet init FOLDER",
    )


def load(path: Path, team: bool = True) -> Config:
    """Read and check a config file. `team`: it must name users (defaults alone are no team).

    Raises:
        ConfigError: it cannot be read or is wrong; `problems` lists everything, with lines.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"读不了配置文件 / cannot read the config file ({error.strerror})",
            where=str(path),
            remedy="检查文件权限 / check the file's permissions",
        ) from error
    return Config(parse(raw, str(path), team), path.resolve(), hashlib.sha256(raw).hexdigest())


def parse(raw: bytes, where: str, team: bool = True) -> Settings:
    """The settings in a config file's bytes; see `load`."""
    text = _text(raw, where)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"TOML 语法错误（{_place(error)}）/ TOML syntax error: {error}",
            where=where,
            remedy="看这一行的引号（要用英文引号）、括号和等号 / look at quotes, brackets and the = in that line",
        ) from error
    version = data.get("format", 1)
    if isinstance(version, int) and version > 1:
        raise ConfigError(
            f"配置格式为 {version}，本程序只认识 1 / the config has format {version}, this program knows 1",
            where=f"{where}:{line_of(text, ('format',))}",
            remedy="请升级 Salesheet / install the current version of Salesheet",
        )
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        problems = [problem(text, item) for item in error.errors(include_url=False)]
        raise ConfigError("配置有错 / the config is wrong", where=where, problems=problems, remedy=_REMEDY) from error
    problems = whole(settings, text)
    if team and not settings.users:
        problems.append(
            "没有 [[users]]，只有默认值，还不是团队；请 cd 到团队文件夹，或加 --config / no [[users]]: the defaults "
            "alone are no team; cd to the team's folder, or give --config"
        )
    if problems:
        raise ConfigError("配置有错 / the config is wrong", where=where, problems=problems, remedy=_REMEDY)
    return settings


_REMEDY = "改好后再运行；全部设置见 docs/config.md / mend these lines and run again; docs/config.md lists all settings"


def _place(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+), column (\d+)", str(error))
    return f"第 {found[1]} 行第 {found[2]} 个字符" if found else "文件末尾"


def _text(raw: bytes, where: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = "GB18030"
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            encoding = "?"
        raise ConfigError(
            f"配置文件不是 UTF-8 编码（像是 {encoding}）/ the config file is not UTF-8 (looks like {encoding})",
            where=where,
            remedy="用记事本打开，另存为 UTF-8 / open it in Notepad and save it as UTF-8",
        ) from None
