"""What loading and saving the embedded hub costs: python -m benchmarks.store [--size S] [--repeat 5].

Makes a demo team, puts it through one run in this process, and measures CPU seconds (user + system): load; the commit
of a run that changed 200 cells; verify; and the size of the files. The best of the repetitions counts: the machine is
shared, and what is measured does the same each time.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sync.progress import Silent
from sync.runner import TeamRun
from sync.store.hub import Hub
from sync.store.records import Change, RunRecord
from sync.store.tinydb import TinyDBStore
from sync.upkeep.demo import make_demo

DAY = date(2026, 5, 6)
CHANGED = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="S")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        team = make_demo(Path(folder) / "team", options.size, 1, "zh", DAY, Silent())
        TeamRun(team, DAY).run()
        store = TinyDBStore(team.folder / "hub")
        hub = store.load()
        rows = sum(len(table.keys) for table in hub.tables.values())
        load = _best(store.load, options.repeat)
        save = _best(lambda: _commit(store, hub), options.repeat)
        verify = _best(store.verify, options.repeat)
        print(f"{rows:,} rows in the hub, {len(hub.cursors)} cursors")
        print(f"hub.json {store.storage.path.stat().st_size / 1e6:.1f} MB")
        print(f"history {sum(path.stat().st_size for path in store.history.files()) / 1e6:.1f} MB after the first run")
        for name, seconds in (("load", load), ("commit", save), ("load + commit", load + save), ("verify", verify)):
            print(f"{name:14} {seconds:.2f} CPU s")


def _commit(store: TinyDBStore, hub: Hub) -> None:
    hub.run += 1
    table = hub.tables["customers"]
    record = RunRecord(hub.run, f"{DAY} 08:00:00")
    for key in table.keys[:CHANGED]:
        value = f"{hub.run}"
        record.changes.append(Change("customers", key, "Notes", table.get(key, "Notes"), value, "张伟", "张伟"))
        table.set(key, "Notes", value, hub.run)
    store.commit(hub, record)


def _best(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


if __name__ == "__main__":
    main()
