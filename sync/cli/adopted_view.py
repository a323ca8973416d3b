"""How an adopted list was understood: a table on the terminal, one object as JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sync.cli.adopted_words import WORDS
from sync.cli.output import say
from sync.upkeep.adopt import Adopted
from sync.upkeep.stranger import Stranger
from sync.upkeep.understanding import TableSeen
from validators.context import Context
from validators.fields import Column, Language, TableSpec, listed
from validators.settings import User

__all__ = ["as_json", "as_text"]

_SHOWN = 6


def as_json(
    stranger: Stranger, adopted: Adopted | None, context: Context, user: User, config: Path, made: Sequence[Path]
) -> dict[str, Any]:
    """The published JSON: how each column was understood, what was added, what was left, what was made."""
    return {
        "from": str(stranger.path),
        "as": user.name,
        "written": adopted is not None,
        "config": str(config),
        "workbooks": [str(path) for path in made],
        "tables": [_table_json(seen, stranger) for seen in stranger.tables],
        "sheets_added": adopted.sheets if adopted else [],
        "sheets_left": stranger.left,
        "drop_downs": adopted.lists if adopted else 0,
        "unknown_owners": _unknown_owners(stranger, context),
        "notes": _notes(stranger, adopted, context, user),
    }


def _table_json(seen: TableSeen, stranger: Stranger) -> dict[str, Any]:
    links, table = stranger.links.get(seen.name), stranger.layout.tables[seen.name]
    return {
        "table": seen.name,
        "sheet": seen.sheet,
        "header_row": seen.header_row,
        "rows": seen.rows,
        "columns": [
            {
                "header": one.header,
                "cell": one.cell,
                "column": one.column or None,
                "certainty": one.certainty,
                "samples": list(one.samples),
                "note": one.note or None,
            }
            for one in seen.columns
        ],
        "added": [{"column": one.column, "header": one.header, "why": one.why} for one in seen.added],
        "near": seen.near,
        "below": seen.below or None,
        "beside": [{"cell": cell, "table": table or None} for cell, table in seen.beside],
        "outside_list": seen.outside,
        "not_taken": [{"sheet": sheet, "rows": rows} for sheet, rows in seen.passed],
        "linked": len(links.refs) if links is not None else None,
        "unlinked_rows": [table.places[row] for row in links.unknown] if links is not None else [],
    }


def as_text(stranger: Stranger, adopted: Adopted | None, context: Context, user: User) -> None:
    """Print what a person wants to know of it."""
    from rich.console import Console
    from rich.table import Table

    language = context.language
    words = WORDS[language]
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    for seen in stranger.tables:
        spec = context.specs[seen.name]
        title = words["title"].format(
            label=spec.label[language], sheet=seen.sheet, row=seen.header_row, rows=f"{seen.rows:,}"
        )
        say(title)
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("cell", "header", "column", "certainty", "samples"):
            table.add_column(words[heading], overflow="fold")
        for one in seen.columns:
            ours = f"{spec.by_name[one.column].label[language]} ({one.column})" if one.column else words["own"]
            sure = words[one.certainty] if one.column else words[one.note] if one.note else ""
            if one.column and one.note:
                sure = f"{sure}；{words[one.note]}" if language == "zh" else f"{sure}; {words[one.note]}"
            samples = ("、" if language == "zh" else ", ").join(one.samples)
            table.add_row(*(_plain(text) for text in (one.cell.rpartition("!")[2], one.header, ours, sure, samples)))
        console.print(table)
        for line in _added(seen, spec, language, seen.name in stranger.links):
            say(f"  + {line}")
    for note in _notes(stranger, adopted, context, user):
        say(f"ℹ {note}")


def _plain(text: str) -> Any:
    from rich.text import Text

    return Text(text.replace("\n", " "))


def _added(seen: TableSeen, spec: TableSpec, language: Language, linked: bool) -> list[str]:
    lines = []
    words = WORDS[language]
    for one in seen.added:
        if one.why == "agent":
            continue
        if linked and one.column == "Customer_ID":
            lines.append(words["add_link"].format(column=one.header.rstrip("*")))
            continue
        near = seen.near.get(one.column) if spec.by_name[one.column].kind not in ("id", "ref") else None
        hint = words["near"].format(near=near) if near else ""
        name = one.header.rstrip("*")
        shown = one.column if name == one.column else f"{name} ({one.column})"
        lines.append(words[f"add_{one.why}"].format(column=shown) + hint)
    agents = [_named(spec.by_name[one.column], one.header, language) for one in seen.added if one.why == "agent"]
    if agents:
        lines.append(words["add_agent"].format(column=listed(agents, language)))
    return lines


def _named(column: Column, header: str, language: Language) -> str:
    """A column by its label, with its standard name where that is the header in the list."""
    label = column.label[language]
    return WORDS[language]["named"].format(label=label, header=header) if header == column.name != label else label


def _unread(stranger: Stranger, context: Context) -> dict[str, str]:
    """Sheets that bear a table's name but were not taken for it, with that table."""
    missing = [name for name in context.specs if all(seen.name != name for seen in stranger.tables)]
    labels = {name: context.specs[name].label for name in missing}
    return {
        title: name
        for title in stranger.left
        for name, label in labels.items()
        if label.zh in title or label.en.casefold() in title.casefold()
    }


def _unknown_owners(stranger: Stranger, context: Context) -> dict[str, int]:
    known = {user.name for user in context.settings.users}
    return {name: rows for name, rows in stranger.owners.items() if name not in known}


def _notes(stranger: Stranger, adopted: Adopted | None, context: Context, user: User) -> list[str]:
    language = context.language
    words, join = WORDS[language], "、" if language == "zh" else ", "
    notes = []
    if stranger.open_by is not None:
        notes.append(words["open"].format(file=stranger.path.name, who=stranger.open_by or words["somebody"]))
    for seen in stranger.tables:
        spec = context.specs[seen.name]
        if seen.passed:
            shown = join.join(words["sheet_rows"].format(sheet=sheet, rows=f"{rows:,}") for sheet, rows in seen.passed)
            notes.append(words["passed"].format(label=spec.label[language], sheet=seen.sheet, shown=shown))
        for column, values in seen.outside.items():
            shown = join.join(f"{value} ×{count:,}" for value, count in list(values.items())[:_SHOWN])
            choices = join.join(choice.label[language] for choice in spec.by_name[column].choices)
            label = spec.by_name[column].label[language]
            notes.append(words["outside"].format(column=label, shown=shown, choices=choices))
        for cell, table in seen.beside:
            if table:
                notes.append(words["beside"].format(cell=cell, label=context.specs[table].label[language]))
            else:
                notes.append(words["beside_list"].format(cell=cell))
        if seen.below:
            notes.append(words["below"].format(cell=seen.below))
        links, label = stranger.links.get(seen.name), spec.label[language]
        if links is not None:
            notes.append(words["linked"].format(label=label, count=f"{len(links.refs):,}"))
        if links is not None and links.unknown:
            rows = [str(stranger.layout.tables[seen.name].places[row]) for row in links.unknown]
            some = join.join(rows[:_SHOWN]) + ("…" if len(rows) > _SHOWN else "")
            notes.append(words["unlinked"].format(label=label, count=f"{len(rows):,}", rows=some))
    unknown = _unknown_owners(stranger, context)
    if unknown:
        shown = join.join(f"{name} ×{rows:,}" for name, rows in list(unknown.items())[:_SHOWN])
        notes.append(words["owners"].format(shown=shown))
    others = sum(rows for name, rows in stranger.owners.items() if name != user.name)
    if user.role == "rep" and others:
        notes.append(words["leave"].format(user=user.name, count=f"{others:,}"))
    if adopted and adopted.sheets:
        notes.append(words["sheets"].format(shown=join.join(adopted.sheets)))
    unread = _unread(stranger, context)
    for title, name in unread.items():
        required = [column.label[language] for column in context.specs[name].columns if column.required]
        notes.append(words["unread"].format(sheet=title, columns=listed(required, language)))
    if left := [title for title in stranger.left if title not in unread]:
        notes.append(words["left"].format(shown=join.join(left)))
    return notes
