"""The catalogue in the documentation is what the rules say of themselves, and so is `salesheet rules CODE`."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.cli import main
from sync.cli.rule_page import catalogue, page
from tools.catalogue import PLACES
from validators.fields import Language
from validators.rules.registry import RULES

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("language", PLACES)
def test_the_catalogue_is_up_to_date(language: Language) -> None:
    text = (ROOT / PLACES[language]).read_text("utf-8")
    assert text == catalogue(RULES.values(), language), "run `python tools/dev.py rules`"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_says_what_why_how_serious_and_how_to_mend_it(language: Language) -> None:
    for rule in RULES.values():
        text = page(rule, language)
        for part in (rule.code, rule.title, rule.why, rule.bad, rule.good):
            assert (part if isinstance(part, str) else part[language]) in text
        assert "`" not in rule.bad[language] + rule.good[language]


def test_the_command_shows_the_same_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "h001", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    text = (ROOT / "docs" / "rules.zh-CN.md").read_text("utf-8")
    assert "### " + shown.strip() in text.replace("`", "")
    assert shown.splitlines()[:3] == ["H001 多余的空格", "", "ℹ 提示 · 可以放心自动修正"]
