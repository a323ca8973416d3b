"""The tests of the merge notice nine of ten small mistakes in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tools.mutate import NEEDED, mutants, survivors


def test_mistakes_are_made_one_at_a_time() -> None:
    source = (
        'def f(a, b):\n    """Text."""\n    if a == b and a not in b:\n        return g("x")\n'
        "    b.c = [d for d in a if d]\n"
    )
    found = {mutant.what: mutant.source for mutant in mutants(source)}
    assert len(found) == len({*found.values(), source}) - 1 == 8
    assert found["Eq → NotEq"] == source.replace("==", "!=").replace('"x"', "'x'").rstrip()
    assert "and" not in found["and ↔ or"]
    assert all('"""Text."""' in text for text in found.values())


@pytest.mark.nightly
def test_the_tests_of_the_merge_notice_mistakes(record_property: Callable[[str, object], None]) -> None:
    """The merge with what compares the cells for it, where some mistakes only cost time: a short cut not taken."""
    made = 0
    alive: list[tuple[str, int, str]] = []
    for file in ("sync/merge.py", "sync/compare.py"):
        count, unnoticed = survivors(file, ["tests/sync/test_merge.py -k not(cycle)"])
        made, alive = made + count, [*alive, *((file, mutant.line, mutant.what) for mutant in unnoticed)]
    record_property("cases", f"{made - len(alive)} of {made} noticed")
    assert 1 - len(alive) / made >= NEEDED, alive
