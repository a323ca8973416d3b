"""`salesheet rules [CODE]`: the catalogue, or one rule's page."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from sync.cli.check import settings_for
from sync.cli.options import ConfigOption, Format, FormatOption, Lang
from sync.cli.output import print_json, say
from sync.cli.rule_page import page
from sync.errors import UsageError
from validators.fields import Label

__all__ = ["command"]


def command(
    code: Annotated[str | None, typer.Argument(help="规则代码 / a rule's code, such as R001")] = None,
    config: ConfigOption = None,
    format: FormatOption = Format.text,
    lang: Annotated[Lang | None, typer.Option("--lang", help="语言 / language")] = None,
) -> int:
    """规则目录，或一条规则的说明。/ The catalogue of rules, or one rule explained."""
    from validators.rules.registry import RULES

    language = lang.value if lang else settings_for(config).language
    if code is not None and code.upper() not in RULES:
        near = difflib.get_close_matches(code.upper(), RULES, 1, 0)
        raise UsageError(_NO_RULE[language].format(code=code), remedy=_NEAREST[language].format(near=near[0]))
    chosen = RULES.values() if code is None else [RULES[code.upper()]]
    if format is Format.json:
        print_json(
            {
                "rules": [
                    {"code": r.code, "severity": r.severity, "title": r.title[language], "why": r.why[language]}
                    | {"bad": r.bad[language], "good": r.good[language], "fix": r.fix}
                    for r in chosen
                ]
            }
        )
        return 0
    for rule in chosen:
        if code is not None:
            say(page(rule, language).removeprefix("### ").replace("`", ""))
        else:
            say(f"{rule.code}  {rule.severity:8} {rule.title[language]}")
    return 0


_NO_RULE = Label("没有规则 {code}", "there is no rule {code}")
_NEAREST = Label("最接近的是 {near}；salesheet rules 列出全部", "nearest: {near}; salesheet rules lists all")
