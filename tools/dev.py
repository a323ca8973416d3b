"""Everything a developer or CI runs: python tools/dev.py COMMAND [arguments]; `python tools/dev.py help` lists them.

Standard library only; Linux, macOS and Windows. Each step prints one line saying what it does and is skipped when there
is nothing to do. Arguments after the command go to what the command runs, e.g. `python tools/dev.py test -k merge`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  (whoever starts this may have an older one)
    sys.exit(f"Salesheet needs Python 3.11 or newer; this is {sys.version.split()[0]}. Start this with a newer python.")

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import environment, locks, machine  # noqa: E402  (the repository must be on the path first)
from tools.nightly import run_nightly  # noqa: E402
from tools.steps import Stop, run, say  # noqa: E402

Arguments = list[str]


def setup(_: Arguments) -> None:
    """Make or refresh `.venv` with the locked development packages and this checkout."""
    environment.development()


def demo(arguments: Arguments) -> None:
    """Make a whole demonstration team in ./salesheet-demo and put it through one run."""
    python = environment.development()
    say("make a demonstration team")
    run([environment.script(python, "salesheet"), "demo", *arguments])


def lint(_: Arguments) -> None:
    """Run the static gates: style, format, types on two platforms, import directions."""
    _lint(environment.development())


def test(arguments: Arguments) -> None:
    """Run everything that must be green before a change lands; in CI (CI=true) nothing may be skipped."""
    python = environment.development()
    machine.provide(strict=_in_ci())
    _lint(python)
    _pytest(python, [*_SIDE_BY_SIDE, *arguments])


def nightly(arguments: Arguments) -> None:
    """Run the tests marked `nightly` and keep their results in docs/nightly.md (`--hypothesis-seed=N`)."""
    python = environment.development()
    machine.provide(strict=_in_ci())
    run_nightly(python, arguments)


def bench(arguments: Arguments) -> None:
    """Run benchmarks/run.py in `.venv-bench`; SALESHEET_PYTHON names the interpreter that has the product."""
    product = environment.development()
    python = environment.benchmark()
    say("run the benchmarks")
    run([python, "-m", "benchmarks.run", *arguments], env={"SALESHEET_PYTHON": str(product)})


def bench_patch(arguments: Arguments) -> None:
    """Run benchmarks/patch.py: what patching a large workbook costs."""
    python = environment.development()
    say("run the benchmark of the patcher")
    run([python, "-m", "benchmarks.patch", *arguments])


def lock(arguments: Arguments) -> None:
    """Rebuild requirements/*.txt from pyproject.toml; `lock --upgrade` takes the newest releases."""
    locks.rebuild(arguments)


def rules(arguments: Arguments) -> None:
    """Write docs/rules.md and docs/rules.zh-CN.md from the rules in the program."""
    python = environment.development()
    say("write the catalogue of rules")
    run([python, "-m", "tools.catalogue", *arguments])


def pictures(arguments: Arguments) -> None:
    """Draw the pictures of the documentation again."""
    python = environment.development()
    machine.provide(strict=True)
    say("draw the pictures")
    run([python, ROOT / "tools" / "pictures.py", *arguments])


COMMANDS: dict[str, Callable[[Arguments], None]] = {
    command.__name__.replace("_", "-"): command
    for command in (setup, demo, test, lint, bench, bench_patch, nightly, lock, rules, pictures)
}


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() == "true"


def _lint(python: Path) -> None:
    places = ["addin", "sync", "validators", "tests", "tools", "benchmarks"]
    typed = [place for place in places if any((ROOT / place).glob("**/*.py"))]
    say("ruff check")
    run([python, "-m", "ruff", "check", "--quiet", "."])
    say("ruff format --check")
    run([python, "-m", "ruff", "format", "--check", "--quiet", "."])
    # Each platform keeps its own cache: mypy drops a cache that was written for another one.
    for platform in dict.fromkeys((sys.platform, "win32")):
        say(f"mypy for {platform}")
        run([python, "-m", "mypy", "--platform", platform, "--cache-dir", f".mypy_cache/{platform}", *typed])
    say("import directions")
    run([environment.script(python, "lint-imports"), "--no-logo"])


# A file's tests stay together: some share a team or a running LibreOffice.
_SIDE_BY_SIDE = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]


def _pytest(python: Path, arguments: Arguments) -> None:
    say("pytest")
    run([python, "-m", "pytest", *arguments])


def main(arguments: Arguments) -> int:
    """Run one command; return the exit code of the first step that failed, else 0."""
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        print(__doc__)
        for name, each in COMMANDS.items():
            print(f"  {name:11} {each.__doc__}")
        return 0 if arguments[:1] in (["-h"], ["--help"], ["help"]) else 2
    try:
        command(arguments[1:])
    except Stop as stop:
        print(f"tools/dev.py: {stop}", file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
