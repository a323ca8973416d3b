"""The errors Salesheet tells a person, each with what happened, where, and what to do next.

SalesheetError            exit 1   failed; trying again may help
├── UsageError            exit 2   wrong use, a wrong file or a wrong config
│   └── ConfigError       exit 2   config.toml; tells all problems at once
├── Locked                exit 1   somebody has the workbook open; queued, applied later
│   └── Away              exit 1   it is read-only, being saved, or still in the cloud; queued likewise
├── StaleSnapshot         exit 1   the place changed since it was read; plan again
├── Damaged               exit 1   state that fails its checksum; never taken for empty
└── Refused               exit 7   a guard stopped the run; a person decides
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

__all__ = ["Away", "ConfigError", "Damaged", "Locked", "Refused", "SalesheetError", "StaleSnapshot", "UsageError"]


class SalesheetError(Exception):
    """What happened (`what`), where (`where`), and what to do next (`remedy`)."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", remedy: str = "", problems: Sequence[str] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy
        self.problems = tuple(problems)

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        lines += [f"  - {problem}" for problem in self.problems]
        if self.remedy:
            lines.append(f"  → {self.remedy}")
        return "\n".join(lines)


class UsageError(SalesheetError):
    """Wrong use: a wrong argument, a file that is no workbook, a table that cannot be found."""

    exit_code = 2


class ConfigError(UsageError):
    """`config.toml` is missing, unreadable or wrong. `problems` lists everything that is wrong, with its line."""


class Locked(SalesheetError):
    """Somebody has the workbook open; it is left alone and catches up later."""


class Away(Locked):
    """The workbook cannot be used now although nobody has it open: read-only, being saved, or still in the cloud."""


class StaleSnapshot(SalesheetError):
    """The place changed after it was read; nothing was written."""


class Damaged(SalesheetError):
    """A state file is torn, empty or altered. It is never taken for a first run."""


class Refused(SalesheetError):
    """A guard stopped the run before anything was written."""

    exit_code = 7
