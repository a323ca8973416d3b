"""One run's record as one line of the history, and back.

Line: `CRC32 in hex, space, JSON, newline`. The CRC starts from that of the line before (a log's first line from 0), so
that a line that is missing, doubled or out of place shows as surely as an altered one. Lines of format 1 each start
from 0; a log may begin with such lines and go on in format 2.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

from sync.crc import crc32
from sync.errors import Damaged
from sync.store.documents import decision, decision_values
from sync.store.durable import FORMAT, newer
from sync.store.encode import decode, decode_cell, encode, encode_cell
from sync.store.migrate import LINE_STEPS, step_by_step
from sync.store.records import Added, Change, RunRecord

__all__ = ["chained", "check", "digest_of", "dump", "edits", "load", "pieces", "run_of"]

_RUN = re.compile(rb'"run":(\d+)')
_NO_CHANGES = re.compile(rb'"undoes":\d+,"changes":\[\]')
_HEAD = 2000
"""Within so many bytes a line says who wrote it and whether cells changed."""
_NEW = re.compile(rb'\{"format":(\d+),')


def dump(record: RunRecord, before: int) -> bytes:
    """The record's line; `before` is the digest of the line before it."""
    return b"".join(pieces(record, before))


def pieces(record: RunRecord, before: int) -> tuple[bytes, bytes, bytes]:
    """The line in three pieces: that of a first run is as large as the team, and is not copied once more."""
    body = orjson.dumps(
        {
            "format": FORMAT,
            "run": record.run,
            "at": record.at,
            "who": record.who,
            "undoes": record.undoes,
            "changes": [_values(change) for change in record.changes],
            "aside": [_values(change) for change in record.aside],
            "remarks": [_values(change) for change in record.remarks],
            "aliases": record.aliases,
            "decisions": [decision_values(made) for made in record.decisions],
            "added": [
                [a.table, a.keys, {n: encode(cells) for n, cells in a.columns.items()}, a.who, a.source, a.filled]
                for a in record.added
            ],
            "removed": [
                [table, key, {name: encode_cell(value) for name, value in row.items()}, who]
                for table, key, row, who in record.removed
            ],
            "claims": record.claims,
        }
    )
    return b"%08x " % crc32(body, before), body, b"\n"


def digest_of(line: bytes) -> int:
    """The digest a line bears, for the next one; nothing is said about the line itself."""
    try:
        return int(line[:8], 16)
    except ValueError:
        return 0


def check(line: bytes, before: int, where: str) -> None:
    """Whether a line is whole, and the one that followed the line whose digest is `before`.

    Raises:
        Damaged: it is not.
        UsageError: a newer program wrote it.
    """
    found = _NEW.match(line, 9)
    digest = crc32(memoryview(line)[9:-1], before if found else 0)
    if line[:9] != b"%08x " % digest or line[-1:] != b"\n":
        raise Damaged(
            "历史记录有一行已损坏或缺失 / a line of the history is damaged or missing",
            where=where,
            remedy="运行 salesheet hub verify 看哪些还完好 / salesheet hub verify says what is still sound",
        )
    if found and int(found[1]) > FORMAT:
        raise newer(int(found[1]), where)


def chained(line: bytes) -> bool:
    """Whether a line's digest rests on that of the line before it."""
    return _NEW.match(line, 9) is not None


def run_of(line: bytes) -> int:
    """The run a sound line tells of, without parsing all of it."""
    found = _RUN.search(line, 0, 80)
    return int(found[1]) if found else 0


def load(line: bytes) -> RunRecord:
    """The record of a sound line."""
    found = _NEW.match(line, 9)
    body: dict[str, Any] = orjson.loads(memoryview(line)[9:-1])
    data = step_by_step(LINE_STEPS, int(found[1]) if found else 1, body)
    return RunRecord(
        run=data["run"],
        at=data["at"],
        changes=[_change(values) for values in data["changes"]],
        added=[Added(t, k, {n: decode(c) for n, c in cells.items()}, *rest) for t, k, cells, *rest in data["added"]],
        removed=[(t, k, {n: decode_cell(v) for n, v in row.items()}, who) for t, k, row, who in data["removed"]],
        aside=[_change(values) for values in data["aside"]],
        remarks=[_change(values) for values in data["remarks"]],
        aliases=data["aliases"],
        decisions=[decision(values) for values in data["decisions"]],
        who=data["who"],
        undoes=data["undoes"],
        claims=data.get("claims", {}),  # lines of earlier programs do not have it
    )


def edits(line: bytes) -> RunRecord | None:
    """The record of a sound line with its changed cells and nothing else, None where no cell changed: whole rows that
    entered, which are most of a long log, are not made."""
    if _NEW.match(line, 9) and _NO_CHANGES.search(line, 0, _HEAD):
        return None
    found = _NEW.match(line, 9)
    body: dict[str, Any] = orjson.loads(memoryview(line)[9:-1])
    data = step_by_step(LINE_STEPS, int(found[1]) if found else 1, body)
    return RunRecord(data["run"], data["at"], [_change(values) for values in data["changes"]])


def _values(c: Change) -> list[Any]:
    return [c.table, c.key, c.column, encode_cell(c.before), encode_cell(c.after), c.who, c.source]


def _change(v: list[Any]) -> Change:
    return Change(v[0], v[1], v[2], decode_cell(v[3]), decode_cell(v[4]), v[5], v[6])
