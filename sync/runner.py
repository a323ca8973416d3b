"""A run over a team folder: nothing-new check, lock, cycle, log. What the `run` command and the agent both call."""

from __future__ import annotations

import gc
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

from sync import mail_settings
from sync import seen as seen_file
from sync.clock import now as clock
from sync.config import Config
from sync.cycle import Cycle, Member
from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import ConfigError, UsageError
from sync.lock import hub_lock
from sync.neighbours import conflict_copies, copy_note
from sync.ooxml.stable import in_the_cloud
from sync.ooxml.texts import say
from sync.outcome import LeftOut, RunReport
from sync.progress import Progress, Silent
from sync.request_log import last_hour, note
from sync.run_log import add_line
from sync.seen import Seen, hash_file
from sync.spare import spare_of
from sync.store.tinydb import TinyDBStore
from sync.timings import Stopwatch
from validators.models import specs
from validators.settings import User

__all__ = ["TeamRun", "members_of", "program_version"]

ORDER = {"rep": 0, "manager": 1, "admin": 2}
"""Whose news counts first where two new values meet: the owner's workbook, then the manager's."""


def program_version() -> str:
    """The version of Salesheet that runs."""
    return version("salesheet")


def members_of(config: Config, watch: Stopwatch) -> list[Member]:
    """The users with a workbook, in the order in which their news counts."""
    tables = specs(config.settings)
    language = config.settings.language
    users = sorted(config.workbooks(), key=lambda user: ORDER[user.role])
    return [
        Member(
            user,
            WorkbookEndpoint(
                user.name, config.place(user), tables, language, watch, config.folder / spare_of(user.name)
            ),
            user.place,
        )
        for user in users
    ]


@dataclass(slots=True)
class TeamRun:
    """One run of a team, from the outside in."""

    config: Config
    today: date | None = None
    force: bool = False
    dry_run: bool = False
    progress: Progress = field(default_factory=Silent)
    watch: Stopwatch = field(default_factory=Stopwatch)
    members: Callable[[Config, Stopwatch], list[Member]] = members_of
    cycle: Cycle | None = None
    """The cycle that was run. It holds the team's rows, which live as long as this does."""

    def run(self) -> RunReport:
        """Run unless nothing is new; see `_run`."""
        # Millions of cells live through a run and none of them is cyclic garbage: looking for it costs a fifth of it.
        collecting = gc.isenabled()
        gc.disable()
        try:
            return self._run()
        finally:
            if collecting:
                gc.freeze()
                gc.unfreeze()  # all that lives now counts as old: it is not gone through at once
                gc.enable()

    def _run(self) -> RunReport:
        """Run unless nothing is new.

        Raises:
            ConfigError, UsageError: a Google place, which this version cannot read; two users with one file.
            Locked: another agent is at work.
            Refused: a guard stopped it.
        """
        self._refuse_google()
        self._refuse_one_file_twice()
        now = clock(self.config.settings.team, self.today)
        hub = self.config.folder / "hub"
        with self.watch("hash"):
            before = seen_file.load(hub)
            here = self._seen(now, hashed=before is not None)
        if before is not None and before.same(here) and not self.force and (hub / "hub.json").exists():
            report = RunReport(int(before.summary.get("run", 0)), here.today, nothing_new=True)
            report.remembered_exit = before.exit_code
            report.findings.update(before.summary.get("findings", {}))
            report.rules.update(before.summary.get("rules", {}))
            report.conflicts = before.summary.get("conflicts", 0)
            report.overdue = before.summary.get("overdue", 0)
            report.duplicates = before.summary.get("duplicate_groups", 0)
            report.notes += self._notes()
            return report
        if self.dry_run:
            return self._cycle(now, hub)
        with hub_lock(hub):
            report = self._cycle(now, hub)
            language = self.config.settings.language
            shown = self.cycle.shown if self.cycle is not None else {}
            untold = mail_settings.refresh(self.config, shown)
            report.notes += [_UNTOLD[language].format(user=name) for name in untold]
            if not report.left_out:
                # What the cycle read and wrote, not what stands there now: a person may have saved meanwhile.
                seen_file.save(hub, Seen(report.versions, here.today, here.config, here.program, *_kept(report)))
            self._log(report, now)
        return report

    def _cycle(self, now: datetime, hub: Path) -> RunReport:
        members = self.members(self.config, self.watch)
        missing = [member for member in members if not self.config.place(member.user).exists()]
        present = [member for member in members if member not in missing]
        self.cycle = cycle = Cycle(
            self.config.settings,
            TinyDBStore(hub),
            hub,
            present,
            now,
            self.force,
            self.dry_run,
            self.progress,
            self.watch,
            [self._left_out(member) for member in missing],
            {user: count["all"] for user, count in last_hour(self.config.folder, now).items()},
            f"salesheet run --config {_quoted(str(self.config.path))} --force",
            program_version(),
        )
        report = cycle.run()
        report.notes += self._notes()
        return report

    def _seen(self, now: datetime, hashed: bool) -> Seen:
        """What is here now; the files only where there is something to compare them with."""
        files = {user.name: hash_file(self.config.place(user)) for user in self.config.workbooks() if hashed}
        return Seen(files, now.date().isoformat(), self.config.sha256, program_version(), 0, {})

    def _log(self, report: RunReport, now: datetime) -> None:
        for place in report.places:
            for _ in range(place.asked):
                note(self.config.folder, now, place.user, "sheet", "taken", "done", None)
        add_line(self.config.folder, now, report)

    def _refuse_one_file_twice(self) -> None:
        """Two names may lead to one file, by a link that no config shows."""
        seen: dict[tuple[int, int], User] = {}
        for user in self.config.workbooks():
            try:
                found = self.config.place(user).stat()
            except OSError:
                continue
            other = seen.setdefault((found.st_dev, found.st_ino), user)
            if other is not user and found.st_ino:
                raise ConfigError(
                    f"{other.place} 和 {user.place} 其实是同一个文件 / are one and the same file",
                    where=str(self.config.path),
                    remedy=f"给 {user.name} 单独一个工作簿 / give {user.name} a workbook of their own",
                )

    def _notes(self) -> list[str]:
        """What a person should know of the folders around the workbooks."""
        language, computer = self.config.settings.language, socket.gethostname()
        users = self.config.workbooks()
        own = [self.config.place(user).name for user in users]
        return [
            copy_note(copy, user.place, language)
            for user in users
            for copy in conflict_copies(self.config.place(user), computer, own_folder=True, but=own)
        ]

    def _left_out(self, member: Member) -> LeftOut:
        """A workbook that is not there."""
        language = self.config.settings.language
        if in_the_cloud(self.config.place(member.user)):
            return LeftOut(member.user.name, member.place, say("cloud", language), False)
        return LeftOut(member.user.name, member.place, _MISSING[language], True)

    def _refuse_google(self) -> None:
        for user in self.config.settings.users:
            if user.active and user.place.startswith("google:"):
                raise UsageError(
                    f"{user.name} 的位置是 Google 表格，本版本还不能同步 / {user.name} is in Google Sheets, "
                    "which this version cannot sync yet",
                    where=str(self.config.path),
                    remedy="把 place 改成工作簿文件 / set place to a workbook file",
                )


def _quoted(path: str) -> str:
    """The path as it is typed in a shell, also in that of Windows."""
    return subprocess.list2cmdline([path]) if sys.platform == "win32" else shlex.quote(path)


_KEPT = ("run", "findings", "rules", "conflicts", "overdue", "duplicate_groups")
"""What is said again of a run that finds nothing new."""


def _kept(report: RunReport) -> tuple[int, dict[str, object]]:
    summary = report.summary()
    return report.exit_code, {name: summary[name] for name in _KEPT}


_UNTOLD = {
    "zh": "{user} 的 mail/settings.json 写不进去，工作簿里的按钮仍按旧规则判断；请检查这个文件夹的权限",
    "en": "{user}'s mail/settings.json cannot be written, so the buttons of that workbook keep the old rules; "
    "check the folder's permissions",
}
_MISSING = {
    "zh": "工作簿不在了；放回原处，或运行 salesheet init 重新生成一个空的，再由同步补回内容",
    "en": "the workbook is gone; put it back, or make a new one with salesheet init and let the next run fill it",
}
