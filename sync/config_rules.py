"""What is wrong with `[rules]` of a config, each with its line and the nearest right name."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from sync.config_lines import line_of
from validators import ids
from validators.check import UnknownRule, rules_named
from validators.fields import TableSpec
from validators.settings import Accepted, Settings

__all__ = ["rule_problems"]

_OWN = "A"
"""The family of what the agent reports of its own work: no finding that anybody could accept."""


def rule_problems(settings: Settings, text: str, tables: dict[str, TableSpec]) -> Iterator[str]:
    """Codes, columns, IDs and names that stand nowhere. `tables` are the tables as the team uses them."""
    rules = settings.rules
    for named, codes in (("select", rules.select), ("ignore", rules.ignore), ("severity", tuple(rules.severity))):
        for code in codes:
            yield from _no_rule(code, line_of(text, ("rules", named)))
    texts = {
        name
        for spec in tables.values()
        for column in spec.typed
        if column.kind in ("text", "long", "contact", "choice", "status_change", "user")
        for name in (column.name, f"{spec.name}.{column.name}")
    }
    for column in rules.R011.longest:
        if column not in texts:
            line = line_of(text, ("rules", "R011", "longest"))
            near = _near(column, texts)
            yield f"第 {line} 行 / line {line}: longest: 没有文字列 {column} / no column of text {column}{near}"
    seen: dict[tuple[str, str, str], int] = {}
    for at, one in enumerate(rules.accepted):
        yield from _accepted(settings, text, tables, at, one)
        same = one.rule.strip().upper(), one.key.strip(), one.column
        first = seen.setdefault(same, at)
        if first != at:
            line, other = (line_of(text, ("rules", "accepted", n, "key")) for n in (at, first))
            yield (
                f"第 {line} 行 / line {line}: 这个例外和第 {other} 行的是同一个，请只留一个 / "
                f"the same exception stands in line {other}; keep one"
            )


def _accepted(settings: Settings, text: str, tables: dict[str, TableSpec], at: int, one: Accepted) -> Iterator[str]:
    def line(name: str) -> int:
        return line_of(text, ("rules", "accepted", at, name))

    code = one.rule.strip().upper()
    problems = list(_no_rule(one.rule, line("rule")))
    yield from problems
    if not problems and code.isalpha():
        yield (
            f"第 {line('rule')} 行 / line {line('rule')}: 例外要写一条规则，例如 {code}001，不能写整类 {code} / "
            f"an exception is for one rule, such as {code}001, not for the family {code}"
        )
    elif not problems and code.startswith(_OWN):
        yield (
            f"第 {line('rule')} 行 / line {line('rule')}: {code} 是同步时的通知，不能设例外 / "
            f"{code} tells of a run; there is nothing to accept"
        )
    parsed = ids.parse(one.key.strip())
    spec = next((spec for spec in tables.values() if parsed is not None and spec.prefix == parsed[0]), None)
    if spec is None:
        number = line("key")
        yield (
            f"第 {number} 行 / line {number}: key {one.key!r} 不是编号，要写 C20240501001 这样的 / "
            f"is no ID; write one such as C20240501001"
        )
    elif one.column and one.column not in {column.name for column in spec.typed}:
        number, near = line("column"), _near(one.column, [column.name for column in spec.typed])
        yield f"第 {number} 行 / line {number}: {spec.name} 没有列 {one.column} / no column {one.column}{near}"
    users = {user.name: user for user in settings.users}
    if users and one.by not in users:
        number, near = line("by"), _near(one.by, users)
        yield f"第 {number} 行 / line {number}: 没有用户 {one.by} / no user {one.by}{near}"
    elif users and users[one.by].role == "rep":
        number = line("by")
        yield (
            f"第 {number} 行 / line {number}: 例外要由主管或管理员认可，{one.by} 是销售 / "
            f"a manager or an admin accepts exceptions; {one.by} is a rep"
        )


def _no_rule(code: str, line: int) -> Iterator[str]:
    try:
        rules_named([code])
    except UnknownRule as error:
        yield f"第 {line} 行 / line {line}: {error}"


def _near(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), 1, 0.5)
    return f"，您是不是想写 {near[0]}？/ did you mean {near[0]}?" if near else ""
