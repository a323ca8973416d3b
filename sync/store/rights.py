"""What the hub remembers of edits and links beyond people's rights, as JSON values: for its file and the intent's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.store.encode import decode_cell, encode_cell
from sync.store.hub import Claim, Hub, Moved, PutBack

__all__ = ["pack_rights", "unpack_rights"]


def pack_rights(hub: Hub) -> dict[str, Any]:
    """The hub's `put_back`, `moved` and `claims`."""
    return {
        "put_back": [
            [p.table, p.key, p.column, encode_cell(p.kept), encode_cell(p.typed), p.who, p.run, p.at]
            for p in hub.put_back
        ],
        "moved": [[m.table, m.key, m.who, m.day, m.what, m.customer, m.person] for m in hub.moved],
        "claims": {key: [claim.customer, claim.run] for key, claim in hub.claims.items()},
    }


def unpack_rights(data: Mapping[str, Any]) -> tuple[list[PutBack], list[Moved], dict[str, Claim]]:
    """What `pack_rights` made; empty where an earlier version wrote the data."""
    edits = [PutBack(v[0], v[1], v[2], decode_cell(v[3]), decode_cell(v[4]), *v[5:]) for v in data.get("put_back", ())]
    moved = [Moved(*values) for values in data.get("moved", ())]
    return edits, moved, {key: Claim(*values) for key, values in data.get("claims", {}).items()}
