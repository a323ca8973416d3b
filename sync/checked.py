"""Keeps what the rules said of the hub, so that the next run need not judge every row again: `hub/checked.json`.

It can be thrown away at any time: where it is missing, damaged or of another hub, all rows are judged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from sync.atomic import PRIVATE, atomic_write
from sync.errors import SalesheetError
from sync.recheck import ByKey, Checked
from sync.store.durable import FORMAT, pack, unpack
from sync.store.encode import decode_cell, encode_cell
from sync.store.history import Place
from validators.duplicates import DuplicateGroup
from validators.fields import TABLES
from validators.finding import Finding, Fix
from validators.probable import Link

__all__ = ["forget", "load", "save"]

NAME = "checked.json"


def save(folder: Path, checked: Checked) -> None:
    """Keep it for the next run."""
    data = {
        "run": checked.run,
        "committed": checked.committed,
        "stamp": checked.stamp,
        "findings": [_values(one) for by_key in checked.findings.values() for said in by_key.values() for one in said],
        "namesakes": checked.namesakes,
        "likely": [[*pair, *link] for pair, link in checked.likely.items()],
        "forms": checked.forms,
        "groups": [[g.rows, g.keys, g.certainty, g.score, g.why] for g in checked.groups],
    }
    atomic_write(folder / NAME, pack(data), mode=PRIVATE)


def load(folder: Path, run: int, committed: Place, stamp: str) -> Checked | None:
    """What was said of the hub of run `run`, whose history ended at `committed`, under this stamp; None where that is
    not known."""
    try:
        format, data = unpack((folder / NAME).read_bytes(), NAME)
    except (OSError, SalesheetError, orjson.JSONDecodeError):
        return None
    if format != FORMAT or (data["run"], tuple(data["committed"]), data["stamp"]) != (run, tuple(committed), stamp):
        return None
    findings: ByKey = {name: {} for name in TABLES}
    for values in data["findings"]:
        one = _finding(values)
        findings[one.table].setdefault(str(one.key), []).append(one)
    groups = [DuplicateGroup(tuple(r), tuple(k), certainty, s, tuple(w)) for r, k, certainty, s, w in data["groups"]]
    namesakes = [tuple(keys) for keys in data["namesakes"]]
    likely = {(one, other): Link(*link) for one, other, *link in data["likely"]}
    return Checked(run, committed, stamp, findings, groups, namesakes, likely, tuple(data["forms"]))


def forget(folder: Path) -> None:
    """The next run judges every row: the hub was made anew."""
    (folder / NAME).unlink(missing_ok=True)


def _values(one: Finding) -> list[Any]:
    fix = [encode_cell(one.fix.value), one.fix.safe] if one.fix is not None else None
    return [one.rule, one.severity, one.table, one.key, one.column, one.message, one.hint, fix]


def _finding(values: list[Any]) -> Finding:
    rule, severity, table, key, column, message, hint, fix = values
    mended = Fix(decode_cell(fix[0]), fix[1]) if fix else None
    return Finding(rule, severity, table, key, column, None, message, hint, mended)
