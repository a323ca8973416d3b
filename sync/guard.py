"""Guards: what stops a run before anything is written. Pure: what endpoints would do to the hub in, alarms out.

Shares count from `min_rows` rows on, because in a small table a single deletion is a large share. What `--force` is for
is told with the refusal; a guard itself knows no way around.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from sync.guard_words import TEXT, WHY_SHIFTED
from sync.merge import HubEdit
from sync.store.records import RunRecord
from validators.cells import Cell
from validators.fields import Language, listed
from validators.roles import normal
from validators.settings import GuardSettings

__all__ = ["Alarm", "Change", "Kind", "Whose", "alarms", "older", "strange_owners"]

Kind: TypeAlias = Literal["missing", "emptied", "deleted", "changed", "shifted", "older", "marker", "owner", "twice"]
SHIFTED_CELLS = 10
"""From so many dates on that move alike, it is no person's work."""
ALIKE = 0.8
"""The share of a column's dates, or of an endpoint's edits, that has to behave alike."""
EXAMPLES = 3


def _nowhere(key: str, column: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Change:
    """What an endpoint's table would do to the hub. `held` rows it had at the last run, `rows` it has now.

    `edits` are those of cells agreed on before: cells of a column that is new there are no mass change. `dates` counts,
    by date column, the cells that hold a date. `locate` gives the address of a cell by row key and column.
    """

    endpoint: str
    table: str
    label: str
    held: int
    rows: int
    deleted: Sequence[str] = ()
    edits: Sequence[HubEdit] = ()
    dates: Mapping[str, int] = field(default_factory=dict)
    locate: Callable[[str, str], str | None] = _nowhere
    found: bool = True


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a place is: by the config (`user`), as it says itself (None: it says nothing at all), and as it said when
    it was last read (empty: nothing, or it was never read)."""

    user: str
    place: str
    says: str | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why a run stops. `table` is empty where the place as a whole is meant."""

    kind: Kind
    endpoint: str
    table: str
    message: str


def alarms(
    changes: Sequence[Change],
    settings: GuardSettings,
    language: Language,
    history: Callable[[], Iterable[RunRecord]] = tuple,
) -> list[Alarm]:
    """What is too much to be a person's ordinary work, worded for them. `changes` are those of one endpoint, `history`
    the hub's records newest first; it is asked for only where enough cells changed."""
    result = []
    for change in changes:
        if not change.held:
            continue
        shift = _shift(change)
        if not change.found:
            result.append(_alarm("missing", change, language))
        elif change.rows == 0 and change.held > 1:
            result.append(_alarm("emptied", change, language))
        elif shift is not None:
            column, days, cells = shift
            moved = [edit for edit in change.edits if edit.column == column]
            why = WHY_SHIFTED[language][abs(days) if abs(days) in (1, 1462) else 0]
            result.append(
                _alarm("shifted", change, language, moved, column=column, days=f"{days:+d}", cells=cells, why=why)
            )
        elif change.held >= settings.min_rows:
            result += _shares(change, settings, language)
    return result + _restored(changes, settings, language, history)


def _shares(change: Change, settings: GuardSettings, language: Language) -> Iterator[Alarm]:
    changed = len({edit.key for edit in change.edits})
    gone, altered = len(change.deleted) / change.held, changed / change.held
    if gone > settings.max_deleted:
        yield _alarm(
            "deleted",
            change,
            language,
            deleted=len(change.deleted),
            share=gone,
            limit=settings.max_deleted,
            keys=listed(change.deleted, language, EXAMPLES),
        )
    elif altered > settings.max_changed:
        yield _alarm(
            "changed", change, language, change.edits, changed=changed, share=altered, limit=settings.max_changed
        )


def _shift(change: Change) -> tuple[str, int, int] | None:
    """The date column whose dates moved by the same number of days, that number, and how many did."""
    moves: Counter[tuple[str, int]] = Counter()
    for edit in change.edits:
        if isinstance(edit.before, date) and isinstance(edit.after, date):
            days = (_day(edit.after) - _day(edit.before)).days
            if days:
                moves[edit.column, days] += 1
    for (column, days), count in moves.most_common(1):
        if count >= SHIFTED_CELLS and count >= ALIKE * change.dates.get(column, 0):
            return column, days, count
    return None


def _day(value: date) -> date:
    return date(value.year, value.month, value.day)  # a date-time is a date too


def _restored(
    changes: Sequence[Change],
    settings: GuardSettings,
    language: Language,
    history: Callable[[], Iterable[RunRecord]],
) -> list[Alarm]:
    """Whether the place is an old copy: what it says anew is what the hub held before."""
    edits = {change.table: change.edits for change in changes if change.held and change.edits}
    total = sum(map(len, edits.values()))
    if total < settings.max_older:
        return []
    found = older(edits, history())
    if len(found) < max(settings.max_older, ALIKE * total):
        return []
    at = {change.table: change.locate for change in changes}
    places = _places([at[table](key, column) for table, key, column in sorted(found)], language)
    message = TEXT["older"][language].format(
        endpoint=changes[0].endpoint,
        cells=len(found),
        total=total,
        deleted=sum(len(change.deleted) for change in changes),
        places=places,
    )
    return [Alarm("older", changes[0].endpoint, "", message)]


def older(edits: Mapping[str, Sequence[HubEdit]], records: Iterable[RunRecord]) -> set[tuple[str, str, str]]:
    """The cells (table, key, column) that an edit gives a value they held earlier in the hub."""
    wanted: dict[tuple[str, str, str], Cell] = {
        (table, edit.key, edit.column): edit.after for table, those in edits.items() for edit in those
    }
    found: set[tuple[str, str, str]] = set()
    for record in records:
        for change in record.changes:
            cell = (change.table, change.key, change.column)
            if cell in wanted and wanted[cell] == change.before:
                found.add(cell)
        if len(found) == len(wanted):
            break
    return found


def strange_owners(places: Sequence[Whose], users: Iterable[str], language: Language) -> list[Alarm]:
    """Places that say they are somebody else's, or that no longer say whose they are: a copied or replaced file."""
    names = {normal(user): user for user in users}
    saying = Counter(normal(place.says) for place in places if place.says)
    result = []
    for place in places:
        words: dict[str, str] = {"endpoint": place.user, "place": place.place, "says": place.says or ""}
        kind: Kind | None = None
        if place.says is None:
            kind = "marker" if place.said else None
        elif place.says and place.says != place.said and normal(place.says) != normal(place.user):
            if saying[normal(place.says)] > 1:
                kind = "twice"
                others = [p.place for p in places if p is not place and p.says and normal(p.says) == normal(place.says)]
                words["other"] = listed(others, language)
            elif normal(place.says) in names:
                kind = "owner"
        if kind is not None:
            result.append(Alarm(kind, place.user, "", TEXT[kind][language].format(**words)))
    return result


def _alarm(kind: Kind, change: Change, language: Language, edits: Sequence[HubEdit] = (), **words: object) -> Alarm:
    places = _places([change.locate(edit.key, edit.column) for edit in edits[:EXAMPLES]], language, len(edits))
    message = TEXT[kind][language].format(
        endpoint=change.endpoint, label=change.label, held=change.held, places=places, **words
    )
    return Alarm(kind, change.endpoint, change.table, message)


def _places(addresses: Sequence[str | None], language: Language, of: int = 0) -> str:
    """Some addresses, as examples; rows that stand nowhere have none."""
    known = [address for address in addresses if address]
    more = "…" if len(known) <= EXAMPLES < of else ""
    return listed(known, language, EXAMPLES) + more
