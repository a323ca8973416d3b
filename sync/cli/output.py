"""What commands print: text for people on a terminal, JSON for programs, errors with their remedy."""

from __future__ import annotations

import shutil
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import typer

from sync.errors import SalesheetError
from sync.progress import Progress, Silent
from validators.cells import Unreadable
from validators.finding import Finding

__all__ = ["complain", "crashed", "finding_json", "print_json", "program", "progress", "run_app", "say"]


def program() -> str:
    """What a person has to type for this program: its name, or its path where the shell would not find it."""
    started = Path(sys.argv[0])
    if shutil.which("salesheet") or started.stem != "salesheet":
        return "salesheet" if shutil.which("salesheet") else f"{sys.executable} -m sync"
    try:
        return str(started.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(started.absolute())


def say(text: str = "") -> None:
    """A line for people, on standard output."""
    print(text)


def complain(error: SalesheetError) -> None:
    """An error for people, on standard error."""
    print(f"✗ {error}", file=sys.stderr)


def run_app(app: typer.Typer, arguments: Sequence[str] | None) -> int:
    """Run a command line (that of the process for None); tells errors and returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may not be UTF-8
    try:
        result = app(list(arguments) if arguments is not None else None, standalone_mode=False)
    except SalesheetError as error:
        complain(error)
        return error.exit_code
    except KeyboardInterrupt:
        return 1
    except Exception as error:
        return crashed(error)
    return int(result or 0)


def crashed(error: Exception) -> int:
    """Turn any other exception into a message and an exit code.

    The text of an unforeseen exception may hold a customer's data, so only its kind and place are told.
    """
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.TyperException):
        error.show()  # type: ignore[attr-defined]  # every one of them has it; the public base does not say so
        return int(error.exit_code)
    if isinstance(error, typer.Abort):
        return 1
    if isinstance(error, OSError):
        print(
            f"✗ {error.filename or ''}: {error.strerror or type(error).__name__}\n"
            "  → 检查路径、权限和磁盘空间后再试 / check the path, permissions and free space, then try again",
            file=sys.stderr,
        )
        return 1
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    print(
        f"✗ 程序内部错误 / internal error: {type(error).__name__} ({place})\n"
        "  → 请把这一行发给管理员；数据没有丢失 / please send this line to your admin; no data is lost",
        file=sys.stderr,
    )
    return 1


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Unreadable):
        return value.raw
    raise TypeError(type(value).__name__)


def print_json(data: Any) -> None:
    """One JSON object on standard output, UTF-8."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
    sys.stdout.write(orjson.dumps(data, default=_plain, option=options).decode() + "\n")


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding as the published JSON has it."""
    fix = finding.fix
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "table": finding.table,
        "key": finding.key,
        "column": finding.column,
        "address": finding.address,
        "message": finding.message,
        "hint": finding.hint,
        "fix": None if fix is None else {"value": fix.value, "safe": fix.safe},
    }


class _Bars:
    """`sync.cycle.Progress` as bars on standard error."""

    def __init__(self, bars: Any, labels: dict[str, str]) -> None:
        self.bars = bars
        self.labels = labels
        self.task: Any = None

    def stage(self, name: str, total: int) -> None:
        self.task = self.bars.add_task(self.labels.get(name, name), total=total)

    def step(self) -> None:
        if self.task is not None:
            self.bars.advance(self.task)


@contextmanager
def progress(quiet: bool = False) -> Iterator[Progress]:
    """Progress bars where a person watches, nothing where output goes to a file or a program."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns: Sequence[Any] = (
        TextColumn("{task.description:12}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bars(bars, _LABELS)


_LABELS = {
    "make": "生成 make",
    "read": "读取 read",
    "check": "检查 check",
    "fix": "改正 fix",
    "plan": "比对 compare",
    "write": "写入 write",
}
