"""Which row is which: settles the keys of an endpoint's rows before they are merged. Pure.

A row without a key, or with a `NEW-` placeholder, needs an ID from the hub. Of rows that carry the same key the one
that equals the hub's row keeps it and the others get new IDs; where none is equal, nobody can know, and all wait. Of
rows with the same new placeholder the first is what the placeholder stands for, the others are copies of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from sync.compare import people_columns
from sync.store.hub import HubTable
from validators.canon import canonical
from validators.cells import Cell, Table, Unreadable
from validators.fields import TableSpec

__all__ = ["PLACEHOLDER", "Identities", "equals", "recognise", "settle", "stands_in"]

PLACEHOLDER = "NEW-"


def stands_in(cell: Cell) -> bool:
    """Whether a key cell holds a placeholder, well-formed or not."""
    return isinstance(cell, str) and cell.strip().startswith(PLACEHOLDER)


@dataclass(slots=True)
class Identities:
    """The keys of a table's rows, None for rows that wait or are fresh.

    `fresh` rows need an ID; `copied` are those among them that carried another row's key; `waiting` rows take no part.
    `renamed` rows carry a placeholder whose ID is known already: their key cell is to be rewritten.
    """

    keys: list[str | None]
    fresh: list[int] = field(default_factory=list)
    copied: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    renamed: list[int] = field(default_factory=list)
    recognised: list[tuple[str, str]] = field(default_factory=list)
    """IDs that somebody typed over, as they stand now, and the ID that the row has and keeps."""
    held: set[str] = field(default_factory=set)
    """Keys of waiting rows, and of lines that are not read though they stand there: such a row is not gone."""
    unknown: bool = False
    """Whether a waiting row's key cannot be read, so that nobody knows which row is gone."""


def settle(spec: TableSpec, local: Table, hub: HubTable, aliases: Mapping[str, str]) -> Identities:
    """The identities of `local`'s rows. `aliases` are the placeholders that became IDs."""
    cells = local.get(spec.key)
    usual = _usual(cells)
    if len(usual) == len(cells):
        return Identities(cast(list[str | None], cells.copy()))
    result = Identities([cell if isinstance(cell, str) and cell in usual else None for cell in cells])
    column = spec.by_name[spec.key]
    rows_of: dict[str, list[int]] = {}
    placeholders: set[str] = set()
    for row in [row for row, key in enumerate(result.keys) if key is None]:
        cell = cells[row]
        if isinstance(cell, Unreadable):
            result.waiting.append(row)
            result.unknown = True
            continue
        plain = cell.__class__ is str and cell.isascii() and cell[:1] > " " and cell[-1:] > " "
        key = cell if plain else canonical(column, cell)
        text = "" if key is None else str(key)
        if not text or (text.startswith(PLACEHOLDER) and text not in aliases):
            result.fresh.append(row)
            if text in placeholders:
                result.copied.append(row)
            elif text:
                placeholders.add(text)
        else:
            if text in aliases:
                text = aliases[text]
                result.renamed.append(row)
            rows_of.setdefault(text, []).append(row)
    for key in rows_of.keys() & usual:  # spelled differently: aliases, blanks at the edges
        rows_of[key] = sorted([*rows_of[key], cells.index(key)])
        result.keys[cells.index(key)] = None
    for key, rows in rows_of.items():
        if len(rows) == 1:
            result.keys[rows[0]] = key
            continue
        owner = next((row for row in rows if key in hub.index and equals(spec, local, row, hub, key)), None)
        if owner is None:
            result.waiting.extend(rows)
            result.held.add(key)
            continue
        result.keys[owner] = key
        others = [row for row in rows if row != owner]
        result.copied.extend(others)
        result.fresh.extend(others)
    result.fresh.sort()
    return result


def _usual(cells: Sequence[Cell]) -> set[str]:
    """The keys that are plain texts and stand there once: nearly all, found at the speed of C."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    usual = set(texts)
    if len(usual) < len(texts):
        usual -= {text for text, count in Counter(texts).items() if count > 1}
    if not _plain(",".join(usual)) or "" in usual:
        usual = {text for text in usual if text and _plain(text)}
    return usual


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text and PLACEHOLDER not in text


def recognise(spec: TableSpec, local: Table, found: Identities, hub: HubTable, gone: Collection[str]) -> None:
    """Give rows whose ID was emptied or typed over their own again: those that say what a row says that is `gone`.

    A row that was changed besides is another row: nobody can know.
    """
    telling = next((column for column in local.columns if column in spec.by_name and column != spec.key), None)
    if not gone or telling is None or found.unknown:
        return
    strange = [row for row, key in enumerate(found.keys) if key is not None and key not in hub.index]
    rows = sorted({*found.fresh, *strange} - set(found.renamed))
    if not rows:
        return
    column = spec.by_name[telling]
    alike: dict[Cell, list[str]] = {}
    for key in sorted(gone):
        alike.setdefault(canonical(column, hub.get(key, telling)), []).append(key)
    typed, lost = local.get(spec.key), set[int]()
    for row in rows:
        keys = alike.get(canonical(column, local.columns[telling][row]), [])
        own = next((key for key in keys if equals(spec, local, row, hub, key)), None)
        if own is not None:
            keys.remove(own)
            found.keys[row] = own
            found.recognised.append((str(typed[row] or ""), own))
            found.renamed.append(row)
            lost.add(row)
    found.fresh = [row for row in found.fresh if row not in lost]
    found.copied = [row for row in found.copied if row not in lost]


def equals(spec: TableSpec, local: Table, row: int, hub: HubTable, key: str, filled: Collection[str] = ()) -> bool:
    """Whether a row says what the hub's row says, columns of people's own included; an empty cell of the columns
    `filled` says nothing."""
    return all(
        canonical(column, local.columns[name][row]) == canonical(column, hub.get(key, name))
        for name, column in people_columns(spec, local)
        if local.columns[name][row] is not None or name not in filled
    )
