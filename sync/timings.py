"""CPU seconds by stage of a run, for `--timings` and the benchmarks."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Stopwatch"]


class Stopwatch:
    """Adds up the CPU seconds of this process spent in each named stage; those of a stage within another count for the
    inner one alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._within = [0.0]
        """What stages inside of each one that runs took so far."""

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count what the block costs to `stage`."""
        start = time.process_time()
        self._within.append(0.0)
        try:
            yield
        finally:
            spent = time.process_time() - start
            self.seconds[stage] += spent - self._within.pop()
            self._within[-1] += spent
