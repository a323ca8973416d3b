"""The embedded hub: TinyDB's storage contract over one durable file, and the history beside it.

Every top-level entry is a TinyDB table of documents, so that TinyDB itself can open the file; rows are kept as columns
in one document a table rather than as a document a row, because that loads and saves twenty times faster.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sync.atomic import sweep
from sync.errors import Damaged
from sync.store.durable import DurableStorage
from sync.store.encode import decode, decode_cell, encode, encode_cell
from sync.store.history import History
from sync.store.hub import Conflict, Cursor, Hub, HubTable, Notice
from sync.store.records import RunRecord
from validators.fields import TABLES

__all__ = ["TinyDBStore"]

RUNS_KEPT = 200
"""How many runs' summaries the hub itself keeps; the history has all."""


class TinyDBStore:
    """`sync.store.hub.Store` in a folder of the team (`hub/`)."""

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
        state = data["state"]["1"]
        cursors = {name: _cursor(document) for name, document in data["cursors"].items()}
        return Hub(
            run=state["run"],
            tables={name: _table(name, data[name]["1"]) for name in TABLES},
            cursors=cursors,
            ids=state["ids"],
            aliases=state["aliases"],
            conflicts=[_conflict(values) for values in state["conflicts"]],
            # A hub written before there were picks has neither.
            picked={name: (who, choice) for name, (who, choice) in state.get("picked", {}).items()},
            notices=[Notice(*values) for values in state.get("notices", ())],
            runs=state["runs"],
            committed=(state["committed"][0], state["committed"][1]),
        )

    def _refuse_traces(self) -> None:
        """A folder in which runs left traces but no hub has lost it; that is no first run."""
        traces = [*self.history.folder.glob("[0-9]*.jsonl"), *self.folder.glob("seen.json")]
        if traces:
            raise Damaged(
                "hub.json 不见了，但这里运行过 / hub.json is missing, although there were runs",
                where=str(self.folder),
                remedy="从备份恢复整个 hub 文件夹；确实要从头开始，就先把它移走 / restore the whole hub folder from "
                "a backup; to start over on purpose, move it away first",
            )

    def commit(self, hub: Hub, record: RunRecord) -> None:
        """History first, then the hub that declares it valid, in one replacement."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(self.folder)
        if record:
            hub.committed = self.history.append(record, hub.committed)
        hub.runs = hub.runs[-RUNS_KEPT:]
        data: dict[str, dict[str, Any]] = {
            "state": {
                "1": {
                    "run": hub.run,
                    "ids": hub.ids,
                    "aliases": hub.aliases,
                    "conflicts": [_values(conflict) for conflict in hub.conflicts],
                    "picked": hub.picked,
                    "notices": [[n.user, n.day, n.mark, n.said, n.text] for n in hub.notices],
                    "runs": hub.runs,
                    "committed": list(hub.committed),
                }
            },
            "cursors": {name: _document(cursor) for name, cursor in hub.cursors.items()},
        }
        for name, table in hub.tables.items():
            columns = {column: encode(cells) for column, cells in table.columns.items()}
            data[name] = {"1": {"keys": table.keys, "versions": table.versions, "columns": columns}}
        self.storage.write(data)

    def changes_since(self, hub: Hub, run: int) -> Iterable[RunRecord]:
        """The committed records of runs after `run`, newest first."""
        return self.history.records(hub.committed, run)

    def size(self) -> int:
        """Bytes of the hub's file; 0 where there is none."""
        return self.storage.path.stat().st_size if self.storage.path.exists() else 0


def _table(name: str, document: dict[str, Any]) -> HubTable:
    columns = {column: decode(values) for column, values in document["columns"].items()}
    return HubTable(name, document["keys"], document["versions"], columns)


def _cursor(document: dict[str, Any]) -> Cursor:
    exceptions = {(t, k, c): decode_cell(value) for t, k, c, value in document["exceptions"]}
    return Cursor(
        document["version"], document["rows"], document["columns"], exceptions, document["shown"], document["stamped"]
    )


def _document(cursor: Cursor) -> dict[str, Any]:
    return {
        "version": cursor.version,
        "rows": cursor.rows,
        "columns": cursor.columns,
        "shown": cursor.shown,
        "stamped": cursor.stamped,
        "exceptions": [[*place, encode_cell(value)] for place, value in cursor.exceptions.items()],
    }


def _conflict(v: list[Any]) -> Conflict:
    return Conflict(v[0], v[1], v[2], decode_cell(v[3]), decode_cell(v[4]), v[5], v[6], v[7], v[8])


def _values(c: Conflict) -> list[Any]:
    return [c.table, c.key, c.column, encode_cell(c.kept), encode_cell(c.aside), c.who, c.source, c.run, c.at]
