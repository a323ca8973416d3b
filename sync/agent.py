"""The loop: a cycle every so many minutes, until it is told to stop.

A cycle that fails is written down and tried again at the next interval; it never ends the loop. Stopping waits for the
cycle under way. `logs/agent.json` says how it stands, for `salesheet agent status`.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import orjson
from schedule import Scheduler

from sync.atomic import PRIVATE, atomic_write
from sync.clock import now as clock
from sync.config import Config, load
from sync.desk import answer_mail
from sync.errors import SalesheetError
from sync.outcome import RunReport
from sync.runner import TeamRun
from validators.settings import Team

__all__ = ["STATUS", "Agent", "read_status"]

STATUS = Path("logs") / "agent.json"
POLL_SECONDS = 0.5
MAIL_POLLS = 4
"""Every so many polls the mail folders are looked into."""


class Agent:
    """Runs a team's cycles. `tell` hears one sentence per event; `every` overrides the config's minutes."""

    def __init__(self, path: Path, tell: Callable[[str], None], every: float | None = None) -> None:
        self.path = path
        self.tell = tell
        self.every = every
        self.stop = threading.Event()
        self.last: dict[str, Any] = {}
        self.complained = ""
        self.team: Team | None = None
        """The team as last read: its clock is the one that is told."""

    def run(self, times: int | None = None) -> None:
        """Loop until `stop` is set (SIGINT and SIGTERM set it), or for `times` cycles."""
        minutes = self.every or load(self.path).settings.agent.every
        self._listen()
        done = 0
        scheduler = Scheduler()

        def job() -> None:
            nonlocal done
            done += 1
            self._cycle()

        scheduler.every(max(1, round(minutes * 60))).seconds.do(job)
        self._status("running")
        job()
        polls = 0
        while not self.stop.is_set() and (times is None or done < times):
            scheduler.run_pending()
            polls += 1
            if polls % MAIL_POLLS == 0:
                self._mail()
            self.stop.wait(POLL_SECONDS)
        self._status("stopped")
        self.tell("已停止 / stopped")

    def _cycle(self) -> None:
        """One cycle; whatever goes wrong is told and kept, because a job that raises would not be scheduled again."""
        self.last = {"at": f"{self._now():%Y-%m-%d %H:%M:%S}"}
        try:
            config = load(self.path)  # read anew each time: an admin may have changed it
            self.team = config.settings.team
            self.last["at"] = f"{self._now():%Y-%m-%d %H:%M:%S}"
            report = TeamRun(config).run()
            self._mail(config, report)
        except SalesheetError as error:
            self.last |= {"exit_code": error.exit_code, "error": str(error)}
            self.tell(f"✗ {error}")
        except Exception as error:  # the loop outlives what nobody foresaw; its text may hold customers' data
            self.last |= {"exit_code": 1, "error": type(error).__name__}
            self.tell(f"✗ {type(error).__name__}")
        else:
            self.last |= {"exit_code": report.exit_code, "run": report.run, "nothing_new": report.nothing_new}
            self.tell(_sentence(report, self._now()))
        gc.collect()  # what a run leaves behind is as large as the team
        self._status("running")

    def _now(self) -> datetime:
        """The time in the team's zone; the computer's, as long as no config could be read."""
        return clock(self.team) if self.team is not None else datetime.now(UTC).astimezone()

    def _mail(self, config: Config | None = None, ran: RunReport | None = None) -> None:
        """Answer requests; like a cycle, whatever goes wrong does not end the loop."""
        try:
            answer_mail(config or load(self.path), ran=ran, tell=self.tell)
        except SalesheetError as error:
            if str(error) != self.complained:  # the same trouble at every poll is told once
                self.tell(f"✗ {error}")
            self.complained = str(error)
        except Exception as error:
            self.tell(f"✗ {type(error).__name__}")
        else:
            self.complained = ""

    def _status(self, state: str) -> None:
        path = self.path.parent / STATUS
        path.parent.mkdir(mode=0o700, exist_ok=True)
        atomic_write(path, orjson.dumps({"state": state, "pid": os.getpid(), "last": self.last}), mode=PRIVATE)

    def _listen(self) -> None:
        def stop(number: int, frame: FrameType | None) -> None:
            self.stop.set()

        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, stop)
            signal.signal(signal.SIGTERM, stop)


def _sentence(report: RunReport, now: datetime) -> str:
    at = f"{now:%H:%M:%S}"
    if report.nothing_new:
        return f"{at} 没有新变化 / nothing new"
    counts = report.findings
    return (
        f"{at} 第 {report.run} 次 / run {report.run}: ✗ {counts['error']} ⚠ {counts['warning']} "
        f"冲突 conflicts {report.conflicts}, {report.seconds:.1f} s"
    )


def read_status(folder: Path) -> dict[str, Any] | None:
    """How the team's agent stands; None where none ever ran. `alive` says whether its process is there."""
    path = folder / STATUS
    if not path.exists():
        return None
    status: dict[str, Any] = orjson.loads(path.read_bytes())
    status["alive"] = status["state"] == "running" and _alive(int(status["pid"]))
    return status


def _alive(pid: int) -> bool:
    if sys.platform == "win32":  # there, signal 0 would end the process
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's process, but there
        return True
    return True
