"""The machine over tables in memory. `make test` plays some of the seeds of the last long run again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sync.machine.joiners import Joiners, RestrainedJoiners
from tests.sync.machine.people import People, Restrained
from tests.sync.machine.play import play, sample, seeds

EACH, STEPS = 25, 12
"""Sequences from one seed, and steps in a sequence."""
LONG, SHORT = 400, 20
"""Seeds of the long run, and of those played again."""


def test_whatever_people_do() -> None:
    play(People, sample(LONG, SHORT), EACH, STEPS)


def test_whatever_people_do_beyond_their_rights() -> None:
    play(Restrained, range(1), EACH, STEPS)


def test_whatever_people_answer_about_duplicates() -> None:
    play(Joiners, range(4), EACH, STEPS)
    play(RestrainedJoiners, range(1), EACH, STEPS)


@pytest.mark.nightly
@pytest.mark.parametrize("people", [People, Restrained, Joiners, RestrainedJoiners])
def test_whatever_people_do_at_length(
    people: type[People], request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    record_property("cases", play(people, seeds(request.config, LONG), EACH, STEPS))
