"""Plays the machine: a number of sequences from each of some seeds, so that a run can be played again.

`python -m tests.sync.machine.play --seeds 0 1 2 --sequences 20` plays in memory and ends with 1 where something breaks.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.machine.people import People

__all__ = ["play", "sample", "seeds"]

PAGE = Path(__file__).resolve().parents[3] / "docs" / "nightly.md"


def seeds(config: pytest.Config, count: int) -> range:
    """So many seeds from that of this run on (`--hypothesis-seed`); from 0 on without one."""
    first = int(config.getoption("hypothesis_seed") or 0)
    return range(first, first + count)


def sample(count: int, some: int) -> range:
    """Some of the `count` seeds of the last long run, spread over them; docs/nightly.md has the first one."""
    found = re.search(r"\bseed (\d+)", PAGE.read_text("utf-8")) if PAGE.exists() else None
    first = int(found[1]) if found else 0
    return range(first, first + count, count // some)


def play(people: type[People], seeds: Iterable[int], sequences: int, steps: int, shrink: bool = True) -> int:
    """Play `sequences` of `steps` steps from each seed; how many that were."""
    phases = tuple(
        phase for phase in Phase if phase not in (Phase.reuse, Phase.explain) and (shrink or phase is not Phase.shrink)
    )
    chosen = settings(
        max_examples=sequences,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    count = 0
    for number in seeds:
        run_state_machine_as_test(seed(number)(type(people.__name__, (people,), {})), settings=chosen)
        count += sequences
    return count


def main() -> None:
    """Play as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--sequences", type=int, default=25)
    parser.add_argument("--steps", type=int, default=10)
    given = parser.parse_args()
    print(play(People, given.seeds, given.sequences, given.steps, shrink=False), "sequences")


if __name__ == "__main__":
    main()
