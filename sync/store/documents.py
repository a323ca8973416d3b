"""The hub as TinyDB documents and back. Pure.

Every top-level entry is a TinyDB table of documents, so that TinyDB itself can open the file; rows are kept as columns
in one document a table rather than as a document a row, because that loads and saves twenty times faster.
"""

from __future__ import annotations

from typing import Any

from sync.store.encode import decode, decode_cell, encode, encode_cell
from sync.store.hub import Conflict, Cursor, Hub, HubTable, Notice
from sync.store.records import Decision
from sync.store.rights import pack_rights, unpack_rights
from validators.fields import TABLES

__all__ = ["decision", "decision_values", "from_documents", "to_documents"]


def to_documents(hub: Hub) -> dict[str, dict[str, Any]]:
    """The hub as documents."""
    data: dict[str, dict[str, Any]] = {
        "state": {
            "1": {
                "run": hub.run,
                "ids": hub.ids,
                "aliases": hub.aliases,
                "conflicts": [_values(conflict) for conflict in hub.conflicts],
                **pack_rights(hub),
                "decisions": [decision_values(decision) for decision in hub.decisions],
                "notices": [[n.user, n.day, n.mark, n.said, n.text] for n in hub.notices],
                "runs": hub.runs,
                "committed": list(hub.committed),
                "first": hub.first,
                "compacted": hub.compacted,
                "kept_since": hub.kept_since,
                "entered": {key: list(times) for key, times in hub.entered.items()},
            }
        },
        "cursors": {name: _document(cursor) for name, cursor in hub.cursors.items()},
    }
    for name, table in hub.tables.items():
        columns = {column: encode(cells) for column, cells in table.columns.items()}
        data[name] = {"1": {"keys": table.keys, "versions": table.versions, "columns": columns}}
    return data


def from_documents(data: dict[str, dict[str, Any]]) -> Hub:
    """The hub that the documents stand for."""
    state = data["state"]["1"]
    put_back, moved, claims = unpack_rights(state)
    return Hub(
        run=state["run"],
        tables={name: _table(name, data[name]["1"]) for name in TABLES},
        cursors={name: _cursor(document) for name, document in data["cursors"].items()},
        ids=state["ids"],
        aliases=state["aliases"],
        conflicts=[_conflict(values) for values in state["conflicts"]],
        put_back=put_back,
        moved=moved,
        claims=claims,
        decisions=[decision(values) for values in state["decisions"]],
        notices=[Notice(*values) for values in state["notices"]],
        runs=state["runs"],
        committed=(state["committed"][0], state["committed"][1]),
        first=state["first"],
        compacted=state["compacted"],
        kept_since=state["kept_since"],
        entered={key: (without, seen) for key, (without, seen) in state.get("entered", {}).items()},
    )


def _table(name: str, document: dict[str, Any]) -> HubTable:
    columns = {column: decode(values) for column, values in document["columns"].items()}
    return HubTable(name, document["keys"], document["versions"], columns)


def _cursor(document: dict[str, Any]) -> Cursor:
    exceptions = {(t, k, c): decode_cell(value) for t, k, c, value in document["exceptions"]}
    return Cursor(
        document["version"],
        document["rows"],
        document["columns"],
        exceptions,
        document["shown"],
        document["stamped"],
        document.get("owner", ""),
        document.get("read", ""),
        document.get("drawn", 0),
    )


def _document(cursor: Cursor) -> dict[str, Any]:
    return {
        "version": cursor.version,
        "rows": cursor.rows,
        "columns": cursor.columns,
        "shown": cursor.shown,
        "stamped": cursor.stamped,
        "owner": cursor.owner,
        "read": cursor.read,
        "drawn": cursor.drawn,
        "exceptions": [[*place, encode_cell(value)] for place, value in cursor.exceptions.items()],
    }


def _conflict(v: list[Any]) -> Conflict:
    return Conflict(v[0], v[1], v[2], decode_cell(v[3]), decode_cell(v[4]), v[5], v[6], v[7], v[8])


def _values(c: Conflict) -> list[Any]:
    return [c.table, c.key, c.column, encode_cell(c.kept), encode_cell(c.aside), c.who, c.source, c.run, c.at]


def decision(v: list[Any]) -> Decision:
    """A decision from its values."""
    return Decision(v[0], tuple(v[1]), *v[2:])


def decision_values(d: Decision) -> list[Any]:
    """A decision as JSON values."""
    return [d.kind, d.keys, d.answer, d.who, d.run, d.at]
