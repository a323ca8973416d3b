"""A team whose places and store can be made to fail, or a run to end, at every step."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sync.errors import Away, SalesheetError
from sync.store.hub import Hub
from sync.store.records import RunRecord
from sync.store.tinydb import TinyDBStore
from tests.sync.machine.places import FilePlace, Program
from tests.sync.team import Team
from validators.models import specs


class Broken(BaseException):
    """A run that ends in the middle, as a kill ends it."""


class _Store(TinyDBStore):
    """The embedded hub with fault points around its commit."""

    def __init__(self, folder: Path, team: Breakable) -> None:
        super().__init__(folder)
        self.team = team

    def commit(self, hub: Hub, record: RunRecord) -> None:
        self.team.step("", "commit")
        super().commit(hub, record)
        self.team.step("", "committed")


@dataclass
class Breakable(Team):
    """A team whose next run may break, or one of whose calls may fail, at a chosen fault point; some places may be
    away for a while. `program` saves workbook files; without one the places are in memory. With `tables` these hold
    Excel Tables, which do not grow by themselves."""

    break_at: int | None = None
    fail_at: int | None = None
    away: set[str] = field(default_factory=set)
    program: Program | None = None
    tables: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        tables = specs(self.settings)
        for name, place in self.places.items():
            if self.program is not None:
                path = self.folder / f"{name}.xlsx"
                place = self.places[name] = FilePlace(name, path, tables, self.program, self.tables)
            place.fault = partial(self.step, name)

    @property
    def store(self) -> TinyDBStore:
        return _Store(self.folder / "hub", self)

    def step(self, who: str, name: str) -> None:
        """Pass a fault point."""
        if name == "read" and who in self.away:
            raise Away(f"{who} is away")
        if self.break_at is not None:
            self.break_at -= 1
            if self.break_at < 0:
                self.break_at = None
                raise Broken(name)
        if self.fail_at is not None:
            self.fail_at -= 1
            if self.fail_at < 0:
                self.fail_at = None
                raise SalesheetError(f"{who} {name}") if who else OSError(28, "No space left on device")
