"""What holds for all rules, whatever stands in the cells."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.upkeep.demo_data import generate
from tests.validators.any_rows import ANYTHING, CONTEXT, DAY, cells, teams
from validators.canon import canonical, canonical_column
from validators.cells import Cell, Table
from validators.check import check
from validators.contacts import contact_keys
from validators.context import Context
from validators.fields import Column, Language
from validators.finding import Finding
from validators.mending import Mending, mend
from validators.names import normal_name
from validators.parse import parse_date, parse_moment, parse_number
from validators.rules.registry import RULES

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
COLUMNS = [column for spec in CONTEXT.specs.values() for column in spec.typed]
ENGLISH = replace(CONTEXT, language="en")


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.name}-{column.kind}")
@given(data=st.data())
def test_normalising_twice_is_normalising_once(column: Column, data: st.DataObject) -> None:
    cell = data.draw(cells(column))
    once = canonical(column, cell)
    assert repr(canonical(column, once)) == repr(once)
    assert repr(canonical_column(column, [cell, None, cell])) == repr([once, None, once])


@given(cell=ANYTHING)
def test_parsing_never_raises(cell: Cell) -> None:
    parse_date(cell)
    contact_keys(cell)
    if isinstance(cell, str):
        parse_moment(cell)
        parse_number(cell)
        parse_number(cell, percent=True)
        assert normal_name(normal_name(cell)) == normal_name(cell)


@SLOW
@given(tables=teams(), context=st.sampled_from([CONTEXT, ENGLISH]))
def test_rules_never_raise_and_say_whole_sentences(tables: dict[str, Table], context: Context) -> None:
    for one in check(tables, context):
        assert one.rule in RULES
        assert one.message.isprintable()
        assert one.hint is None or one.hint.isprintable()
        assert 0 <= one.row < len(tables[one.table])


def _shuffled(tables: dict[str, Table], seed: int) -> tuple[dict[str, Table], dict[str, list[int]]]:
    mixed, orders = {}, {}
    for name, table in tables.items():
        orders[name] = list(range(len(table)))
        random.Random(seed).shuffle(orders[name])
        mixed[name] = table.take(orders[name])
    return mixed, orders


def _said(one: Finding) -> tuple[Any, ...]:
    # Doubles are named in the order in which they stand: there only the sentence may differ.
    message = "" if one.rule in ("K001", "D001") else one.message
    return one.rule, one.severity, one.table, one.key, one.column, one.address, message, one.hint, repr(one.fix)


@SLOW
@given(tables=teams(), seed=st.integers(0, 99))
def test_the_order_of_rows_never_matters(tables: dict[str, Table], seed: int) -> None:
    mixed, orders = _shuffled(tables, seed)
    assert Counter(map(_said, check(tables, CONTEXT))) == Counter(map(_said, check(mixed, CONTEXT)))
    for unsafe in (False, True):
        made = {(m.table, m.row, m.column): repr(m.after) for m in mend(tables, CONTEXT, unsafe).mends}
        other = {(m.table, orders[m.table][m.row], m.column): repr(m.after) for m in mend(mixed, CONTEXT, unsafe).mends}
        assert made == other


def _columns(tables: dict[str, Table]) -> str:
    return repr({name: table.columns for name, table in tables.items()})


@SLOW
@given(tables=teams(), unsafe=st.booleans())
def test_fixing_leaves_no_safe_fix_and_nothing_to_do_again(tables: dict[str, Table], unsafe: bool) -> None:
    before = _columns(tables)
    made: Mending = mend(tables, CONTEXT, unsafe)
    assert _columns(tables) == before
    assert [why for finding, why in made.left if finding.fix is not None and finding.fix.safe] == []
    assert made.findings == check(made.tables, CONTEXT)
    again = mend(made.tables, CONTEXT, unsafe)
    assert again.mends == []
    assert _columns(again.tables) == _columns(made.tables)
    assert [why for _, why in made.left] == [why for _, why in again.left]


def _visible(cell: Cell) -> str:
    """What a reader sees of a text, whatever the width of its letters and of the blanks between them."""
    text = unicodedata.normalize("NFKC", str(cell))
    return "".join(one for one in text if unicodedata.category(one)[0] not in "CZ")


@SLOW
@given(tables=teams())
def test_a_safe_fix_means_what_was_typed(tables: dict[str, Table]) -> None:
    for one in mend(tables, CONTEXT).mends:
        column = CONTEXT.specs[one.table].by_name[one.column]
        assert one.safe
        assert one.before is not None
        if column.kind != "contact":  # there the dot and noughts of a number written as text go
            same = canonical(column, one.before) == canonical(column, one.after)
            assert same or _visible(one.before) == _visible(one.after)


@SLOW
@given(tables=teams())
def test_a_cell_that_may_not_be_touched_stays_whatever_the_rules_want(tables: dict[str, Table]) -> None:
    made = mend(tables, CONTEXT, True, lambda finding: "kept" if finding.column == "Amount" else "")
    assert repr(made.tables["opportunities"].get("Amount")) == repr(tables["opportunities"].get("Amount"))
    assert {why for finding, why in made.left if finding.column == "Amount"} <= {"kept"}


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("unsafe", [False, True])
def test_a_whole_team_with_its_faults_is_mended_in_one_go(language: Language, seed: int, unsafe: bool) -> None:
    team = generate("tiny", seed, language, DAY)
    context = Context.of(team.settings, DAY, language)
    made = mend(team.tables, context, unsafe)
    assert made.mends
    assert {finding.fix.safe for finding, _ in made.left if finding.fix is not None} <= {False}
    assert mend(made.tables, context, unsafe).mends == []
    touched = {(one.table, one.row, one.column) for one in made.mends}
    for name, table in team.tables.items():
        for column, stood in table.columns.items():
            changed = [row for row, cell in enumerate(stood) if made.tables[name].columns[column][row] is not cell]
            assert {(name, row, column) for row in changed} <= touched
