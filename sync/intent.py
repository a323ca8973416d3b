"""The intent of a run, written before the first endpoint is touched and dropped after the hub is committed.

A leftover intent means a run that was killed: what it had written is found again when the endpoints are read, and all
that only the intent knows (IDs handed out, placeholders, values set aside or put back) is taken over from it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import orjson

from sync.atomic import PRIVATE, atomic_write
from sync.store.documents import decision, decision_values
from sync.store.durable import pack, unpack
from sync.store.encode import decode_cell, encode_cell
from sync.store.hub import Conflict, Hub
from sync.store.records import Change, Decision, RunRecord
from sync.store.rights import pack_rights, unpack_rights

__all__ = ["Recovered", "clear", "pending", "recover", "write"]

NAME = "intent.json"


@dataclass(frozen=True, slots=True)
class Recovered:
    """What only a killed run knew: values it set aside or put back, the IDs it had given to rows without one, what
    placeholders became, and the decisions it had taken."""

    aside: list[Change]
    given: set[str]
    aliases: dict[str, str]
    decisions: list[Decision]


def write(folder: Path, hub: Hub, given: Collection[str], record: RunRecord) -> None:
    """Say what the run is about to do; `given` are the IDs of rows that had none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    data = {
        "run": hub.run,
        "ids": hub.ids,
        "aliases": hub.aliases,
        "conflicts": [
            [c.table, c.key, c.column, encode_cell(c.kept), encode_cell(c.aside), c.who, c.source, c.run, c.at]
            for c in hub.conflicts
        ],
        **pack_rights(hub),
        "given": sorted(given),
        "aside": [
            [c.table, c.key, c.column, encode_cell(c.before), encode_cell(c.after), c.who, c.source]
            for c in record.aside
        ],
        "decisions": [decision_values(made) for made in record.decisions],
    }
    atomic_write(folder / NAME, pack(data), mode=PRIVATE)


def recover(folder: Path, hub: Hub) -> Recovered | None:
    """Take over what a killed run had decided; what only it knew of, or None where no run was killed.

    Raises:
        Damaged: the intent fails its checksum.
    """
    try:
        raw = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    _, data = unpack(raw, str(folder / NAME))  # one of format 1 knows no picks
    if data["run"] <= hub.run:
        return None  # that run was committed; only the clearing was missed
    for prefix, number in data["ids"].items():
        hub.ids[prefix] = max(hub.ids.get(prefix, 0), number)
    aliases = {name: key for name, key in data["aliases"].items() if name not in hub.aliases}
    hub.aliases.update(aliases)
    known = {orjson.dumps([c.table, c.key, c.column, encode_cell(c.aside)]) for c in hub.conflicts}
    found = [
        Conflict(v[0], v[1], v[2], decode_cell(v[3]), decode_cell(v[4]), *v[5:])
        for v in data["conflicts"]
        if orjson.dumps([v[0], v[1], v[2], v[4]]) not in known
    ]
    hub.conflicts += found
    aside = [Change(v[0], v[1], v[2], decode_cell(v[3]), decode_cell(v[4]), v[5], v[6]) for v in data.get("aside", ())]
    decisions = [decision(values) for values in data.get("decisions", ())]
    put_back, moved, hub.claims = unpack_rights(data)
    fresh = [edit for edit in put_back if edit not in hub.put_back]
    hub.put_back += fresh
    hub.moved += [row for row in moved if row not in hub.moved]
    known_aside = {repr(change) for change in aside}
    told = [Change(p.table, p.key, p.column, p.kept, p.typed, p.who, p.who) for p in fresh]
    aside += [change for change in told if repr(change) not in known_aside]
    return Recovered(aside, set(data["given"]), aliases, decisions)


def pending(folder: Path, hub: Hub) -> bool:
    """Whether a run was killed half-way and no run has carried it through yet, be it that it had saved the hub already:
    then places show rows of which their cursors do not know.

    Raises:
        Damaged: the intent fails its checksum.
    """
    path = folder / NAME
    if not path.exists():
        return False
    run = unpack(path.read_bytes(), str(path))[1]["run"]
    finished = bool(hub.runs) and hub.runs[-1]["run"] == run
    return bool(run > hub.run or (run == hub.run and not finished))


def clear(folder: Path) -> None:
    """Drop the intent: the run is committed."""
    (folder / NAME).unlink(missing_ok=True)
