"""The page of a rule, and the whole catalogue, as Markdown: what `salesheet rules` shows and `docs/rules.md` is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from validators.fields import Label, Language
from validators.finding import MARKS, Severity
from validators.rule import Mends, Rule

__all__ = ["FIXES", "catalogue", "page"]

_SEVERITY: Mapping[Severity, Label] = {
    "error": Label("错误", "error"),
    "warning": Label("警告", "warning"),
    "info": Label("提示", "info"),
}
FIXES: Mapping[Mends, Label] = {
    "none": Label("没有自动修正，由人填写", "no fix: a person types what is right"),
    "guess": Label("有建议，要人确认", "a suggestion that a person agrees to"),
    "safe": Label("可以放心自动修正", "a safe fix"),
    "both": Label("能证明的可以放心修正，其余的是建议", "a safe fix where it is provable, else a suggestion"),
}
_FAMILIES: Mapping[str, Label] = {
    "R": Label("单元格和行", "Cells and rows"),
    "K": Label("编号和名单", "IDs and references"),
    "S": Label("状态、阶段和日期", "Status, stage and dates"),
    "U": Label("人", "People"),
    "H": Label("表格卫生", "Hygiene of the sheet"),
    "P": Label("隐私", "Privacy"),
    "F": Label("跟进", "Following up"),
    "D": Label("重复", "Duplicates"),
    "A": Label("系统发现的", "What the agent sees"),
}
_TITLE = Label("# 规则目录", "# Rules")
_INTRO = Label(
    "本页由 `python tools/dev.py rules` 从程序里的规则生成，请不要手工修改。\n\n"
    "`salesheet rules 代码` 显示同样的说明。在 `config.toml` 的 `[rules]` 里可以用 `ignore` 关掉一条规则或一类规则，"
    '用 `severity` 改它的轻重，例如 `severity = { H001 = "warning" }`。',
    "Made by `python tools/dev.py rules` from the rules in the program; do not edit it by hand.\n\n"
    "`salesheet rules CODE` shows the same page. In `config.toml`, `[rules]` can switch off a rule or a family "
    '(`ignore`) or change how serious it is (`severity = { H001 = "warning" }`).',
)
_HEAD = Label(
    "| 代码 | 说什么 | 轻重 | 修正 |\n| --- | --- | --- | --- |",
    "| code | what | severity | fix |\n| --- | --- | --- | --- |",
)


def page(rule: Rule, language: Language) -> str:
    """A rule's page: title, severity and fix, why, and what it looks like wrong and right."""
    return "\n".join(
        (
            f"### {rule.code} {rule.title[language]}",
            "",
            f"{MARKS[rule.severity]} {_SEVERITY[rule.severity][language]} · {FIXES[rule.fix][language]}",
            "",
            rule.why[language],
            "",
            f"- ✗ `{rule.bad[language]}`",
            f"- ✓ `{rule.good[language]}`",
        )
    )


def catalogue(rules: Iterable[Rule], language: Language) -> str:
    """All rules by family, a list of them in front."""
    everything = list(rules)
    lines = [_TITLE[language], "", _INTRO[language], "", _HEAD[language]]
    for rule in everything:
        title, severity = rule.title[language], _SEVERITY[rule.severity][language]
        lines.append(f"| {rule.code} | {title} | {MARKS[rule.severity]} {severity} | {FIXES[rule.fix][language]} |")
    for family, members in groupby(everything, lambda rule: rule.code[0]):
        name = _FAMILIES.get(family, Label(family, family))[language]
        lines += ["", f"## {family} {name}"]
        for rule in members:
            lines += ["", page(rule, language)]
    return "\n".join(lines) + "\n"
