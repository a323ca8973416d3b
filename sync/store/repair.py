"""Looks whether the files of an embedded hub are sound, and makes the hub again where one is not.

The rows are held three times: in `hub.json`; in the copy before it together with the end of the history; and in the
history alone. So one damaged file loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sync import intent
from sync.atomic import PRIVATE, atomic_write
from sync.bases import latest_of, oldest
from sync.errors import Damaged
from sync.store import lines
from sync.store.contract import Damage, Rebuilt
from sync.store.documents import from_documents, to_documents
from sync.store.durable import pack, unpack
from sync.store.history import History, Place
from sync.store.hub import Hub
from sync.store.migrate import HUB_STEPS, step_by_step
from sync.store.records import RunRecord
from sync.store.replay import missed, replay

__all__ = ["rebuild", "verify"]

HUB, PREVIOUS, INTENT = "hub.json", "hub.prev.json", "intent.json"


@dataclass(slots=True)
class _Log:
    """A history read in spite of damage: sound lines as records, oldest first; where damaged ones stand."""

    records: list[RunRecord] = field(default_factory=list)
    damaged: list[Place] = field(default_factory=list)
    first: str = ""
    end: Place = ("", 0)


def verify(folder: Path) -> list[Damage]:
    """What is wrong with the hub in `folder`.

    Raises:
        UsageError: a newer program wrote a file.
    """
    found = []
    held: dict[str, Hub] = {}
    history = History(folder / "history")
    for name in (HUB, PREVIOUS, INTENT):
        path = folder / name
        try:
            if name == INTENT and path.exists():
                unpack(path.read_bytes(), str(path))
            elif path.exists():
                held[name] = _hub(path)
            elif name == HUB and (history.files() or (folder / PREVIOUS).exists()):
                raise Damaged(_GONE)
        except Damaged as error:
            found.append(Damage(str(path), error.what))
    hub = held.get(HUB)
    if hub is not None and _old(hub, history, folder):
        found.append(Damage(str(folder / HUB), _OLD))
    log = _read(history, hub)
    found += [Damage(str(history.folder / name), _LINE.format(offset=offset)) for name, offset in log.damaged]
    if hub is None or log.damaged or not _complete(log):
        return found
    again = Hub()
    replay(again, log.records)
    for name, table in hub.tables.items():
        other = again.tables[name]
        if set(table.keys) != set(other.keys) or any(table.row(key) != other.row(key) for key in table.keys):
            found.append(Damage(str(folder / HUB), _APART.format(table=name)))
    return found


def rebuild(folder: Path) -> Rebuilt:
    """Make the hub in `folder` whole again, from `hub.json`, else the copy before it, else nothing, and the history.

    Damaged files are kept under new names. Where too little is left nothing is written.

    Raises:
        Damaged: a line of the history that would be needed is damaged.
        UsageError: a newer program wrote a file.
    """
    history = History(folder / "history")
    source, hub = _best(folder)
    level = source == HUB and not _old(hub, history, folder)
    log = _read(history, hub if level else None)
    if any(place >= hub.committed for place in log.damaged) or (source == "history" and not log.records):
        raise Damaged(_TOO_LITTLE, where=str(folder), remedy=_BACKUP)
    later = [record for record in log.records if record.run > hub.run]
    missing = replay(hub, later)
    hub.runs += [{"run": record.run, "at": record.at, "exit": 0} for record in later]
    if not level:
        hub.first, hub.committed = log.first, log.end
    if log.damaged:
        # What changed in between is not known any more: who lags behind merges as if for the first time, so that an old
        # value is a conflict and not an edit.
        latest = latest_of(hub.tables)
        hub.cursors = {name: one for name, one in hub.cursors.items() if oldest(one, latest) is None}
        whole = [*log.records, missed(hub, log.records)]
        hub.committed = history.rewrite(whole, (history.files()[-1].name, 0))
        hub.first = hub.committed[0]
    aside = [_set_aside(folder / name) for name in (HUB, PREVIOUS, INTENT) if not _sound(folder / name)]
    aside += [_set_aside(history.folder / name) for name in sorted({name for name, _ in log.damaged})]
    if not level or log.damaged:
        atomic_write(folder / HUB, pack(to_documents(hub)), mode=PRIVATE)  # the copy before it stays what it is
        history.drop_before(hub.first)
    return Rebuilt(source, hub.run, len(later), missing, len(log.damaged), tuple(aside))


def _best(folder: Path) -> tuple[str, Hub]:
    for name in (HUB, PREVIOUS):
        try:
            return name, _hub(folder / name)
        except (Damaged, FileNotFoundError):
            continue
    return "history", Hub()


def _old(hub: Hub, history: History, folder: Path) -> bool:
    """Whether the history goes on after the hub. One run more is also what a killed one leaves behind: then it counts
    only where the copy before the last commit was put back in the place of the hub."""
    ahead = history.latest(hub.committed) - hub.run
    if ahead != 1:
        return ahead > 1
    if _sound(folder / INTENT) and intent.pending(folder, hub):
        return False
    previous = folder / PREVIOUS
    return previous.exists() and previous.read_bytes() == (folder / HUB).read_bytes()


def _hub(path: Path) -> Hub:
    format, data = unpack(path.read_bytes(), str(path))
    return from_documents(step_by_step(HUB_STEPS, format, data))


def _sound(path: Path) -> bool:
    """Whether a file is sound, or not there."""
    try:
        unpack(path.read_bytes(), str(path))
    except Damaged:
        return False
    except FileNotFoundError:
        return True
    return True


def _set_aside(path: Path) -> str:
    number = 1
    while (target := path.with_name(f"{path.name}.damaged{number}")).exists():
        number += 1
    path.rename(target)
    return str(target)


def _read(history: History, hub: Hub | None) -> _Log:
    """The lines that count for `hub`; all there are where no hub says how many count."""
    log = _Log()
    files = history.files()
    if hub is not None:
        files = [path for path in files if hub.first <= path.name <= hub.committed[0]]
        log.end = hub.committed
        if hub.committed[1] and (not files or files[-1].name != hub.committed[0]):
            log.damaged.append(hub.committed)
        if hub.first and (not files or files[0].name != hub.first):
            log.damaged.append((hub.first, 0))
    else:
        starts = [at for at, path in enumerate(files) if _begins(path)]
        files = files[starts[-1] :] if starts else files
    log.first = files[0].name if files else ""
    before = 0
    for path in files:
        raw, offset = path.read_bytes(), 0
        counts = hub.committed[1] if hub is not None and path.name == hub.committed[0] else len(raw)
        if len(raw) < counts:
            log.damaged.append((path.name, len(raw)))
        for line in raw[:counts].splitlines(keepends=True):
            try:
                lines.check(line, before, str(path))
                log.records.append(lines.load(line))
            except Damaged:
                log.damaged.append((path.name, offset))
            before = lines.digest_of(line)
            offset += len(line)
        log.end = path.name, offset
    log.damaged = sorted(set(log.damaged))
    return log


def _begins(path: Path) -> bool:
    """Whether a log begins with this file."""
    with path.open("rb") as file:
        line = file.readline()
    try:
        lines.check(line, 0, str(path))
    except Damaged:
        return False
    return lines.chained(line) or path.name == "000001.jsonl"


def _complete(log: _Log) -> bool:
    """Whether the log tells all: format 1 did not keep the cells of rows that entered."""
    entered: set[tuple[str, str]] = set()
    for record in reversed(log.records):
        for added in record.added:
            if not added.columns and any((added.table, key) not in entered for key in added.keys):
                return False
            entered.update((added.table, key) for key in added.keys)
    return True


_GONE = "文件不见了 / the file is missing"
_LINE = "从第 {offset} 字节起有一行损坏或缺失 / a line is damaged or missing from byte {offset} on"
_OLD = "比历史记录旧 / it is older than the history"
_APART = "{table} 的行与历史记录对不上 / the rows of {table} are not what the history says"
_TOO_LITTLE = "剩下的完好文件不够重建 / too little is left to make the hub again"
_BACKUP = "从最近的备份恢复整个 hub 文件夹，再运行 salesheet run / restore the whole hub folder from the newest backup"
