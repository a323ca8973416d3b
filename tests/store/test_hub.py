"""The embedded hub: what is committed comes back, what was not is as if it never was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sync.errors import Damaged
from sync.store.hub import Conflict, Cursor, Hub
from sync.store.records import Added, Change, RunRecord
from sync.store.tinydb import TinyDBStore


def _hub() -> Hub:
    hub = Hub(run=1)
    hub.tables["customers"].extend(
        ["C20260501001", "C20260501002"], {"Customer_Name": ["甲", "乙"], "First_Date": [date(2026, 5, 1), None]}, 1
    )
    hub.cursors["张伟"] = Cursor("abc", {"customers": {"C20260501001": 1}}, {"customers": ["Customer_Name"]})
    hub.cursors["张伟"].exceptions["customers", "C20260501001", "Notes"] = "另一个"
    hub.conflicts.append(
        Conflict(
            "customers", "C20260501001", "Level", "key", date(2026, 1, 2), "李娜", "李娜", 1, "2026-05-01 08:00:00"
        )
    )
    hub.ids["C20260501"] = 2
    hub.aliases["NEW-abcd1234"] = "C20260501002"
    return hub


def test_a_committed_hub_comes_back_whole(tmp_path: Path) -> None:
    store = TinyDBStore(tmp_path)
    hub = _hub()
    store.commit(hub, RunRecord(1, "2026-05-01 08:00:00", added=[_rows(hub)]))
    assert TinyDBStore(tmp_path).load() == hub


def test_never_committed_means_empty(tmp_path: Path) -> None:
    assert TinyDBStore(tmp_path / "hub").load() == Hub()


def test_history_gives_changes_newest_first(tmp_path: Path) -> None:
    store, hub = TinyDBStore(tmp_path), _hub()
    for run, level in ((1, "key"), (2, "normal"), (3, "growth")):
        hub.run = run
        record = RunRecord(run, f"t{run}", [Change("customers", "C20260501001", "Level", None, level, "张伟", "张伟")])
        store.commit(hub, record)
    assert [record.run for record in store.changes_since(hub, 1)] == [3, 2]


def test_a_record_of_a_killed_run_is_not_history(tmp_path: Path) -> None:
    store, hub = TinyDBStore(tmp_path), _hub()
    change = Change("customers", "C20260501001", "Level", None, "key", "张伟", "张伟")
    store.commit(hub, RunRecord(1, "t1", [change]))
    store.history.append(RunRecord(2, "killed before its commit", [change]), hub.committed)
    assert [record.at for record in store.changes_since(store.load(), 0)] == ["t1"]
    hub.run = 2
    store.commit(hub, RunRecord(2, "t2", [change]))
    assert [record.at for record in store.changes_since(hub, 0)] == ["t2", "t1"]


def test_a_damaged_line_of_history_is_noticed(tmp_path: Path) -> None:
    store, hub = TinyDBStore(tmp_path), _hub()
    store.commit(hub, RunRecord(1, "t1", [Change("customers", "k", "Level", None, "key", "张伟", "张伟")]))
    path = tmp_path / "history" / "000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Level", b"Lewel"))
    with pytest.raises(Damaged):
        list(store.changes_since(hub, 0))


def test_removing_rows_keeps_the_others_findable() -> None:
    table = _hub().tables["customers"]
    table.remove(["C20260501001"])
    assert table.keys == ["C20260501002"]
    assert table.get("C20260501002", "Customer_Name") == "乙"
    assert table.versions == [1]


def _rows(hub: Hub) -> Added:
    table = hub.tables["customers"]
    return Added("customers", list(table.keys), {n: list(c) for n, c in table.columns.items()}, "张伟", "张伟")
