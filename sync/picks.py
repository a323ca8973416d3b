"""What people pick on the Conflicts sheet: which conflict a line is about, and the words for it. Pure.

A line carries a *mark* in a hidden column: it names the conflict and the value in use when the line was drawn, so that
a pick made on an old line is known to be old.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from sync import accepts, answers
from sync.accepts import is_accept
from sync.answers import is_answer
from sync.model import Pick
from sync.store.hub import Conflict, Hub
from sync.store.naming import digest, name_of
from validators.cells import Cell, column_letters
from validators.fields import Label
from validators.private.find import masked

__all__ = ["HEADS", "WORDS", "Choice", "choice_of", "in_use", "is_pick", "mark_of", "read_picks"]

Choice: TypeAlias = Literal["keep", "take"]
HEADS: dict[str, Label] = {
    "key": Label("编号", "ID"),
    "column": Label("列", "Column"),
    "pick": Label("您的选择", "Your pick"),
    "mark": Label("记号", "Mark"),
}
"""The headers by which the lines are read again, wherever their columns went."""
WORDS: dict[tuple[Choice, bool], Label] = {
    ("keep", False): Label("保留现在的值", "Keep value in use"),
    ("take", False): Label("改用另一个值", "Take other value"),
    ("keep", True): Label("保留这一行", "Keep the row"),
    ("take", True): Label("归档这一行", "Archive the row"),
}
"""What the drop-down offers; True for a conflict about a whole row."""


def choice_of(said: str) -> Choice | None:
    """The choice a text means, in either language; None where it means none."""
    wanted = "".join(said.split()).casefold()
    for (choice, _), label in WORDS.items():
        if wanted in ("".join(label.zh.split()), "".join(label.en.split()).casefold()):
            return choice
    return None


def is_pick(mark: str) -> bool:
    """Whether a mark belongs to a line of the Conflicts sheet: those of other sheets say so."""
    return not is_accept(mark) and not is_answer(mark)


def mark_of(conflict: Conflict, now: Cell) -> str:
    """The mark of a conflict's line; `now` is the value in use."""
    return f"{name_of(conflict)}-{digest(now)}"


def in_use(conflict: Conflict, hub: Hub) -> Cell:
    """The value that stands now: a fill or an undo may have changed it since the conflict arose."""
    if not conflict.column or conflict.key not in hub.tables[conflict.table].index:
        return conflict.kept
    return hub.tables[conflict.table].get(conflict.key, conflict.column)


def read_picks(rows: Sequence[Sequence[Cell]], title: str) -> tuple[Pick, ...]:
    """What people chose on a Conflicts, a Findings or a Duplicates sheet. `rows` are its cells from A1 on."""
    found: list[Pick] = []
    places: dict[str, int] = {}
    for number, cells in enumerate(rows, 1):
        if not places:
            heads = {name: _at(cells, label) for name, label in HEADS.items()}
            said = (heads["pick"], *(_at(cells, label) for label in (accepts.HEAD, answers.HEAD)))
            heads["pick"] = next((at for at in said if at is not None), None)
            if heads["pick"] is not None and heads["mark"] is not None:
                places = {name: at for name, at in heads.items() if at is not None}
            continue
        held = {name: _text(cells[at]) if at < len(cells) else "" for name, at in places.items()}
        if held["pick"]:
            address = f"{title}!{column_letters(places['pick'] + 1)}{number}"
            found.append(Pick(held["mark"], masked(held["pick"]), address, held.get("key", ""), held.get("column", "")))
    return tuple(found)


def _at(cells: Sequence[Cell], label: Label) -> int | None:
    return next((at for at, cell in enumerate(cells) if cell in (label.zh, label.en)), None)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
