"""The lock files in requirements/: every package pinned with the hashes of its files, for every platform.

They name no registry: a team behind its own mirror installs from the same files.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tools.environment import PIP, REQUIREMENTS, create, script
from tools.steps import run, say

_HEADER = "# Made from pyproject.toml by: python tools/dev.py lock\n"
# Universal: the markers for Windows and macOS stay. No header of uv's own: it would name this machine's paths.
_COMPILE = [
    "pip", "compile", "--quiet", "--no-config", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
]  # fmt: skip
# What each lock holds. Later ones keep to the versions of the earlier ones, so that one bug has one version.
_LOCKS = {
    "runtime": ["pyproject.toml"],
    "dev": ["pyproject.toml", "--group", "dev", "-c", "requirements/runtime.txt"],
    "bench": ["--group", "bench", "-c", "requirements/dev.txt"],
}


def rebuild(arguments: list[str]) -> None:
    """Write all lock files anew with uv, from a scratch environment. Raises Stop when uv fails."""
    with tempfile.TemporaryDirectory() as scratch:
        python = create(Path(scratch) / "uv")
        say("install uv into a scratch environment")
        run([python, *PIP, "install", "uv"])
        for name, sources in _LOCKS.items():
            say(f"lock requirements/{name}.txt")
            target = REQUIREMENTS / f"{name}.txt"
            upgrade = [word for word in arguments if word.startswith("--upgrade")]
            run(
                [
                    script(python, "uv"),
                    *_COMPILE,
                    *upgrade,
                    *sources,
                    "-o",
                    str(target.relative_to(REQUIREMENTS.parent)),
                ]
            )
            body = target.read_text(encoding="utf-8").removeprefix(_HEADER)
            target.write_text(_HEADER + body, encoding="utf-8", newline="\n")
