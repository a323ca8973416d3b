"""What is wrong with a config, in sentences: each with its line and, where there is one, the nearest right name."""

from __future__ import annotations

import difflib
import posixpath
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from pydantic import BaseModel

from sync.config_lines import line_of
from sync.config_rules import rule_problems
from validators.models import specs
from validators.roles import normal
from validators.settings import Settings

__all__ = ["problem", "whole"]


def problem(text: str, item: Any) -> str:
    """One of pydantic's errors as a sentence with its line."""
    location = tuple(part for part in item["loc"] if not (isinstance(part, str) and part.startswith("function-")))
    line = line_of(text, location)
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    if item["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(location[-1]), _names(location[:-1]), 1, 0.6)
        hint = f"；您是不是想写 {near[0]}？/ did you mean {near[0]}?" if near else ""
        return f"第 {line} 行 / line {line}: {name}: 没有这个设置 / no such setting{hint}"
    context = item.get("ctx", {})
    known = _SAYINGS.get(item["type"])
    words = known.format(**context) if known else item["msg"].removeprefix("Value error, ")
    return f"第 {line} 行 / line {line}: {name}: {words} ({_shown(item['input'])})"


_SAYINGS = {
    "literal_error": "只能是 {expected} / must be {expected}",
    "missing": "缺少这个设置 / this setting is missing",
    "date_type": "要写成 2026-12-31 这样的日期，不加引号 / must be a date such as 2026-12-31",
    "date_parsing": "要写成 2026-12-31 这样的日期 / must be a date such as 2026-12-31",
    "date_from_datetime_parsing": "要写成 2026-12-31 这样的日期 / must be a date such as 2026-12-31",
    "date_from_datetime_inexact": "只写日期，不写时间 / a date without a time",
    "string_type": "要写成带英文引号的文字 / must be text in quotes",
    "int_type": "要写整数 / must be a whole number",
    "int_parsing": "要写整数 / must be a whole number",
    "int_from_float": "要写整数 / must be a whole number",
    "float_type": "要写数字 / must be a number",
    "float_parsing": "要写数字 / must be a number",
    "bool_type": "要写 true 或 false / must be true or false",
    "bool_parsing": "要写 true 或 false / must be true or false",
    "greater_than": "要大于 {gt} / must be above {gt}",
    "greater_than_equal": "不能小于 {ge} / must be at least {ge}",
    "less_than_equal": "不能大于 {le} / must be at most {le}",
    "string_too_short": "不能为空 / must not be empty",
    "string_too_long": "太长，最多 {max_length} 个字 / too long, at most {max_length} characters",
    "string_pattern_mismatch": "格式不对，要符合 {pattern} / must match {pattern}",
    "tuple_type": "要写成列表 [ … ] / must be a list [ … ]",
    "dict_type": "要写成 {{ 名称 = 值 }} / must be a table {{ name = value }}",
    "model_type": "要写成一段设置 / must be a section",
}
"""What is wrong, by pydantic's error type; a type that is not here is told in pydantic's words."""


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str | int | float | bool) else type(value).__name__


def _names(location: tuple[str | int, ...]) -> list[str]:
    model: Any = Settings
    for part in location:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part) if isinstance(model, type) and issubclass(model, BaseModel) else None
        if field is None:
            return []
        model = next(
            (a for a in _arguments(field.annotation) if isinstance(a, type) and issubclass(a, BaseModel)), None
        )
        if model is None:
            return []
    return list(model.model_fields)


def _arguments(annotation: Any) -> list[Any]:
    inner = getattr(annotation, "__args__", ())
    return [annotation, *(deep for part in inner for deep in _arguments(part))]


def whole(settings: Settings, text: str) -> list[str]:
    """What no single setting can know: doubles, places outside the team folder, names that stand nowhere."""
    problems = []
    seen: dict[str, int] = {}
    names: set[str] = set()
    """Names as they compare: two users whose names do not differ there would see each other's rows."""
    for at, user in enumerate(settings.users):
        line = line_of(text, ("users", at, "name"))
        if normal(user.name) in names:
            problems.append(f"第 {line} 行 / line {line}: 用户 {user.name} 重复 / user {user.name} stands twice")
        elif not normal(user.name):
            problems.append(f"第 {line} 行 / line {line}: 用户的姓名是空白 / a user's name is blank")
        names.add(normal(user.name))
        seen[user.name] = at
        if not _inside(user.place):
            line = line_of(text, ("users", at, "place"))
            problems.append(
                f"第 {line} 行 / line {line}: place {user.place!r} 必须在团队文件夹内 / must lie inside the team folder"
            )
    places: dict[str, list[int]] = {}
    for at, user in enumerate(settings.users):
        if user.place and settings.team.mode == "split":
            places.setdefault(_one_spelling(user.place), []).append(at)
    for shared in (users for users in places.values() if len(users) > 1):
        line = line_of(text, ("users", shared[1], "place"))
        both = "、".join(dict.fromkeys(settings.users[at].place for at in shared))
        problems.append(f"第 {line} 行 / line {line}: 两个用户共用一个工作簿 / two users share one workbook: {both}")
    problems += _unknown_columns(settings, text)
    known = {f"{name}.{column.name}" for name, spec in specs(settings).items() for column in spec.typed}
    for name in settings.columns.manager_only:
        if name not in known:
            line = line_of(text, ("columns", "manager_only"))
            near = difflib.get_close_matches(name, sorted(known), 1, 0.5)
            hint = f"，您是不是想写 {near[0]}？/ did you mean {near[0]}?" if near else ""
            problems.append(f"第 {line} 行 / line {line}: manager_only: 没有列 {name} / no column {name}{hint}")
    standard = specs(Settings())
    for at, extra in enumerate(settings.columns.extra):
        taken = [column.name for column in standard[extra.table].columns]
        taken += [other.name for other in settings.columns.extra[:at] if other.table == extra.table]
        if extra.name in taken:
            line = line_of(text, ("columns", "extra", at, "name"))
            problems.append(
                f"第 {line} 行 / line {line}: 列 {extra.name} 已经有了 / column {extra.name} exists already"
            )
    problems += rule_problems(settings, text, specs(settings))
    for at, target in enumerate(settings.targets):
        if target.user not in seen:
            line = line_of(text, ("targets", at, "user"))
            near = difflib.get_close_matches(target.user, seen, 1, 0.5)
            hint = f"，您是不是想写 {near[0]}？/ did you mean {near[0]}?" if near else ""
            problems.append(f"第 {line} 行 / line {line}: 没有用户 {target.user} / no user {target.user}{hint}")
    return problems


def _unknown_columns(settings: Settings, text: str) -> list[str]:
    """The columns of `[merge]` that take no part in any merge."""
    names = {
        name
        for spec in specs(settings).values()
        for column in spec.typed
        if column.name != spec.key
        for name in (column.name, f"{spec.name}.{column.name}")
    }
    problems = []
    for name in settings.merge.columns:
        if name not in names:
            line = line_of(text, ("merge", "columns", name))
            near = difflib.get_close_matches(name, sorted(names), 1, 0.6)
            hint = f"，您是不是想写 {near[0]}？/ did you mean {near[0]}?" if near else ""
            problems.append(f"第 {line} 行 / line {line}: 没有可填写的列 {name} / no column {name} to fill in{hint}")
    return problems


def _one_spelling(place: str) -> str:
    # Windows and macOS know no case, and macOS composes letters its own way: what is one file there is one anywhere.
    return unicodedata.normalize("NFC", posixpath.normpath(place.replace("\\", "/"))).casefold()


def _inside(place: str) -> bool:
    if not place or place.startswith("google:"):
        return True
    windows, posix = PureWindowsPath(place), PurePosixPath(place.replace("\\", "/"))
    return not (windows.drive or windows.root or posix.is_absolute() or ".." in posix.parts or "\0" in place)
