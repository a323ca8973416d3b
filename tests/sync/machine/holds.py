"""What must hold once everything has settled, whatever people did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from sync.endpoints.memory import MemoryEndpoint
from sync.store.hub import Hub
from sync.store.records import RunRecord
from tests.sync.team import Team
from validators.canon import canonical
from validators.cells import Cell, Unreadable
from validators.fields import OWN, TABLES, TableSpec
from validators.roles import owners, scope_of
from validators.settings import User

__all__ = ["all_agree", "filled", "nothing_doubled", "nothing_lost", "nothing_picked"]

Row = dict[str, Cell]


def filled(place: MemoryEndpoint, table: str = "customers") -> list[Row]:
    """The rows of a place that hold anything."""
    return [row for row in place.rows[table] if any(value is not None for value in row.values())]


def nothing_lost(
    hub: Hub,
    records: Iterable[RunRecord],
    team: Team,
    typed: Collection[str],
    made: Collection[str],
    gone: Collection[str],
) -> None:
    """Every value `typed` stands somewhere: in a place, the hub, a conflict or the history; every name `made` is there
    unless somebody deleted it."""
    kept = set(_values(hub, records))
    for place in team.places.values():
        kept.update(value for rows in place.rows.values() for row in rows for value in row.values())
    assert [text for text in typed if text not in kept] == [], "typed, and nowhere any more"
    names = set(hub.tables["customers"].columns["Customer_Name"])
    waiting = {row.get("Customer_Name") for place in team.places.values() for row in filled(place)}
    assert set(made) - set(gone) - names - waiting == set(), "deleted by nobody, and gone"


def nothing_doubled(hub: Hub, made: Counter[str]) -> None:
    """An ID stands once, and there are no more rows of a name than people made."""
    for table in hub.tables.values():
        assert len(set(table.keys)) == len(table.keys), "an ID stands on two rows"
    names = Counter(str(name) for name in hub.tables["customers"].columns["Customer_Name"])
    assert names - made == Counter(), "more rows than people made"
    contents = Counter(hub.tables["follow_ups"].columns.get("Content", ()))
    assert [text for text, count in contents.items() if count > 1] == []


def nothing_picked(team: Team) -> None:
    """No pick waits any more, and every place shows the same open conflicts or fewer."""
    for place in team.places.values():
        assert place.read().picks == (), "a pick stands there still"


def all_agree(hub: Hub, team: Team, specs: Mapping[str, TableSpec], people: Iterable[User]) -> None:
    """Every place shows the rows of its user's scope as the hub has them, column for column that it has."""
    rows = hub.rows()
    owned = owners(rows, team.settings)
    for who in people:
        scope = scope_of(who, rows, owned)
        for name in TABLES:
            spec, table, place = specs[name], hub.tables[name], team.places[who.name]
            here = filled(place, name)
            keys = Counter(_key(hub, row, spec) for row in here)
            waiting = {key for key, count in keys.items() if count > 1}
            mine = scope[name]
            assert set(keys) - waiting == (set(table.keys) if mine is None else mine) - waiting, (who.name, name)
            titles = [title for title in place.columns[name] if title != spec.key and not _is_agents(spec, title)]
            for row in here:
                key = _key(hub, row, spec)
                for title in titles:
                    column, value = spec.by_name.get(title, OWN), row.get(title)
                    if key not in waiting and not isinstance(value, Unreadable):
                        said = canonical(column, value), canonical(column, table.get(key, title))
                        assert said[0] == said[1], (who.name, key, title, said)


def _is_agents(spec: TableSpec, column: str) -> bool:
    return column in spec.by_name and spec.by_name[column].agent


def _key(hub: Hub, row: Row, spec: TableSpec) -> str:
    return hub.aliases.get(str(row.get(spec.key)), str(row.get(spec.key)))


def _values(hub: Hub, records: Iterable[RunRecord]) -> Iterator[Cell]:
    for table in hub.tables.values():
        for cells in table.columns.values():
            yield from cells
    for conflict in hub.conflicts:
        yield from (conflict.kept, conflict.aside)
    for record in records:
        for change in (*record.changes, *record.aside):
            yield from (change.before, change.after)
        for _, _, row, _ in record.removed:
            yield from row.values()
