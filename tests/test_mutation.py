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
@pytest.mark.parametrize("file", ["sync/merge.py", "sync/compare.py"])
def test_the_tests_of_the_merge_notice_mistakes(record_property: Callable[[str, object], None], file: str) -> None:
    count, alive = survivors(file, ["tests/sync/test_merge.py -k not(cycle)"])
    record_property("cases", f"{count - len(alive)} of {count}")
    assert 1 - len(alive) / count >= NEEDED, [(mutant.line, mutant.what) for mutant in alive]
