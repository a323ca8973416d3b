"""`salesheet rules [CODE]`: the catalogue, or one rule's page."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from sync.cli.accepted import accepted_json, accepted_lines
from sync.cli.check import settings_for
from sync.cli.options import ConfigOption, Format, FormatOption, Lang, TodayOption, parse_day
from sync.cli.output import print_json, say
from sync.cli.rule_page import page
from sync.errors import UsageError
from validators.fields import Label

__all__ = ["command"]


def command(
    code: Annotated[str | None, typer.Argument(help="规则代码 / a rule's code, such as R001")] = None,
    accepted: Annotated[
        bool, typer.Option("--accepted", help="主管认可的例外 / the exceptions that were accepted")
    ] = False,
    config: ConfigOption = None,
    today: TodayOption = None,
    format: FormatOption = Format.text,
    lang: Annotated[Lang | None, typer.Option("--lang", help="语言 / language")] = None,
) -> int:
    """规则目录，或一条规则的说明。/ The catalogue of rules, or one rule explained."""
    from sync.clock import now as clock
    from validators.rules.registry import RULES

    settings = settings_for(config)
    language = lang.value if lang else settings.language
    if accepted:
        day = clock(settings.team, parse_day(today)).date()
        if format is Format.json:
            print_json({"accepted": accepted_json(settings, day)})
        else:
            say("\n".join(accepted_lines(settings, day, language)))
        return 0
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
