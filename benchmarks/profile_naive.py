"""Is the naive script a fair opponent? Which share of its CPU time is spent in lines of its own, not in libraries.

    python -m benchmarks.profile_naive --today 2026-07-15 FILE …      (the files are changed: give it copies)

Samples the innermost Python frame each millisecond of CPU time. A C function called directly from a line counts for
that line.
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

from benchmarks import naive

if sys.platform == "win32":
    raise SystemExit("sampling by CPU time needs Linux or macOS")

SAMPLE_EVERY = 0.001
HERE = str(Path(naive.__file__))


def main() -> None:
    samples: Counter[int] = Counter()

    def sample(signum: int, frame: FrameType | None) -> None:
        samples[frame.f_lineno if frame is not None and frame.f_code.co_filename == HERE else 0] += 1

    signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, SAMPLE_EVERY, SAMPLE_EVERY)
    naive.main()
    signal.setitimer(signal.ITIMER_PROF, 0)
    total, source = sum(samples.values()), Path(HERE).read_text(encoding="utf-8").splitlines()
    own = total - samples.pop(0, 0)
    print(f"{total} samples, {100 * own / total:.1f} % in lines of naive.py itself; the five dearest:")
    for line, count in samples.most_common(5):
        print(f"{100 * count / total:5.2f} %  line {line}: {source[line - 1].strip()}")
    if samples and max(samples.values()) > 0.05 * total:
        sys.exit("a line of naive.py takes more than 5 %")


if __name__ == "__main__":
    main()
