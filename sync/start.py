"""The command as a process of its own: quick to begin, and over as soon as all its output is out."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

__all__ = ["keep", "start"]

_kept: list[object] = []


def keep(thing: object) -> None:
    """Let a thing that is as large as a team live to the end of the process, which frees it at once; of several the
    last one."""
    _kept[:] = [thing]


def start() -> NoReturn:
    """Run the command line of this process and end with its exit code; with 1 where its output could not be written.

    What is imported is no garbage, so that nobody looks for any until all is here. Nor is a run's million cells taken
    down one by one at the end: the system frees them at once.
    """
    gc.disable()
    from sync.cli import main

    gc.freeze()
    gc.enable()
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:  # a process without a console has none
                stream.flush()
        except OSError:
            code = code or 1
    os._exit(code)
