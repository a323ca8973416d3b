"""Every rule finds all of its faults, put one by one into a clean team, and says nothing of rows that are right."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.rules import Team, clean_team, faults, judge_rule, mechanical
from validators.check import check
from validators.fields import Language
from validators.rules.registry import RULES

WRONG, FINE = faults()
CODES = [code for code in RULES if code in WRONG and mechanical(code)]


@cache
def team(language: Language) -> Team:
    return clean_team(1500, 7, language)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_faults_are_found_and_nothing_else(code: str, language: Language) -> None:
    outcome = judge_rule(team(language), code, WRONG[code], FINE.get(code, ()), 1)
    assert outcome.missed == []
    assert outcome.false == []
    assert (outcome.recall, outcome.precision) == (1.0, 1.0)
    assert outcome.unmended == []
    assert outcome.fixes <= {"none": set(), "guess": {False}, "safe": {True}, "both": {False, True}}[RULES[code].fix]
    # Whom or which customer somebody meant depends on the team's names, which the faults do not know.
    assert outcome.fixes or RULES[code].fix in ("none", "both") or code[0] == "K"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clean_team_hears_nothing_from_rules_that_decide_by_what_stands_there(language: Language) -> None:
    made = team(language)
    assert [one for one in check(made.tables, made.context) if mechanical(one.rule)] == []


def test_a_rule_that_says_nothing_and_one_that_says_too_much_are_seen() -> None:
    """The control: the measure itself tells a miss and a false alarm."""
    blind = judge_rule(team("zh"), "A001", WRONG["H001"], (), 4)
    assert (blind.recall, blind.precision, len(blind.missed)) == (0.0, 0.0, 4)
    loud = judge_rule(team("zh"), "F001", WRONG["R001"], (), 4)
    assert loud.false
    assert loud.precision == 0.0
