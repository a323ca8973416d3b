"""The embedded hub: TinyDB's storage contract over one durable file, and the history beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sync.atomic import sweep
from sync.errors import Damaged
from sync.store.compact import thin
from sync.store.contract import Damage, Rebuilt
from sync.store.documents import from_documents, to_documents
from sync.store.durable import DurableStorage
from sync.store.history import History
from sync.store.hub import Hub
from sync.store.records import RunRecord
from sync.store.repair import rebuild, verify

__all__ = ["ENOUGH", "TinyDBStore"]

ENOUGH = 100_000
"""Rows up to which one file is a good hub; a larger team is better off with a database."""
RUNS_KEPT = 200
"""How many runs' summaries the hub itself keeps; the history has all."""


class TinyDBStore:
    """`sync.store.contract.Store` in a folder of the team (`hub/`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.storage = DurableStorage(folder / "hub.json")
        self.history = History(folder / "history")

    def load(self) -> Hub:
        """The hub as last committed."""
        data = self.storage.read()
        if data is None:
            self._refuse_traces()
            return Hub()
        return from_documents(data)

    def _refuse_traces(self) -> None:
        """A folder in which runs left traces but no hub has lost it; that is no first run."""
        traces = [*self.history.files(), *self.folder.glob("seen.json")]
        if traces:
            raise Damaged(
                "hub.json 不见了，但这里运行过 / hub.json is missing, although there were runs",
                where=str(self.folder),
                remedy="运行 salesheet hub rebuild 由历史记录重建；确实要从头开始，就先把它移走 / "
                "salesheet hub rebuild makes it again from the history; to start over on purpose, move the folder away",
            )

    def commit(self, hub: Hub, record: RunRecord) -> None:
        """History first, then the hub that declares it valid, in one replacement."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(self.folder)
        before = hub.committed
        hub.runs = hub.runs[-RUNS_KEPT:]
        try:
            if record:
                hub.committed = self.history.append(record, before)
                hub.kept_since = hub.kept_since or record.at[:10]
            self.storage.write(to_documents(hub))
        except BaseException:
            self.history.cut(before)  # what was not committed is no history, as far as one can still write
            raise
        self.history.drop_before(hub.first)

    def changes_since(self, hub: Hub, run: int) -> Iterable[RunRecord]:
        """The committed records of runs after `run`, newest first."""
        return self.history.records(hub.committed, run, hub.first)

    def edits_since(self, hub: Hub, run: int) -> Iterable[RunRecord]:
        """Of the same records the changed cells alone; those without any are left out."""
        return self.history.edits(hub.committed, run, hub.first)

    def compact(self, hub: Hub, before: date, at_most: int) -> bool:
        """Thin out old runs, as the contract says. The files so far go with the next commit."""
        records = list(self.changes_since(hub, 0))[::-1]
        day = before.isoformat()
        old = [record.run for record in records if record.at[:10] < day and hub.compacted < record.run <= at_most]
        if not old:
            return False
        hub.compacted = old[-1]
        whole = [record for record in records if record.run > hub.compacted]
        thinned = thin(hub, records[: len(records) - len(whole)])
        hub.committed = self.history.rewrite([*thinned, *whole], hub.committed)
        hub.first = hub.committed[0]
        hub.kept_since = whole[0].at[:10] if whole else ""
        return True

    def verify(self) -> list[Damage]:
        """What is wrong with the files."""
        return verify(self.folder)

    def rebuild(self) -> Rebuilt:
        """Make the hub whole again out of what is sound."""
        return rebuild(self.folder)
