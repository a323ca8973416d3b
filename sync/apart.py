"""What one place shows and the hub does not have, as findings for its user alone. Pure."""

from __future__ import annotations

from collections.abc import Collection

from sync.ingested import Ingested
from sync.quarantine import Quarantine
from validators.cells import Unreadable
from validators.check import check
from validators.context import Context
from validators.finding import Finding
from validators.rules.by_agent import OUTSIDE

__all__ = ["outside", "rows_apart"]


def rows_apart(one: Ingested, away: Collection[tuple[str, int]], context: Context) -> list[Finding]:
    """Rows that wait for their ID to be mended, cells that are unreadable or private. `row` is that of the place's own
    table. Nothing is said of rows that go `away`."""
    found: list[Finding] = []
    codes = Quarantine.of(context).codes
    for name, local in one.snapshot.tables.items():
        rows = set(one.identities[name].waiting)
        for cells in () if local.readable else local.columns.values():
            if Unreadable in set(map(type, cells)):
                rows.update(at for at, cell in enumerate(cells) if isinstance(cell, Unreadable))
        order = sorted(row for row in rows if (name, row) not in away)
        if order:
            for finding in check({name: local.take(order)}, context, select=["K001", "R012", *codes]):
                row = order[finding.row]
                if finding.rule not in codes or isinstance(local.columns[finding.column or ""][row], Unreadable):
                    found.append(finding._replace(row=row))
    return found


def outside(one: Ingested, context: Context) -> list[Finding]:
    """Lines that look like rows of a table and are not read, because something parts them from it."""
    words, found = _OUTSIDE[context.language], []
    for name, sheet, first, last in one.snapshot.strays:
        spec, letters = context.specs[name], one.snapshot.tables[name].letters
        column = letters.get(spec.key) or next(iter(letters.values()))
        message = words["row" if first == last else "rows"].format(
            label=spec.label[context.language], first=first, last=last
        )
        address = f"{sheet}!{column}{first}"
        found.append(Finding(OUTSIDE.code, OUTSIDE.severity, name, None, None, address, message, words["hint"]))
    return found


_OUTSIDE = {
    "zh": {
        "row": "第 {first} 行在“{label}”表的外面，没有同步",
        "rows": "第 {first} 至 {last} 行在“{label}”表的外面，没有同步",
        "hint": "请剪切，粘贴到表的最后一行下面，中间不留空行；表有合计行的，先在合计行上面插入一行",
    },
    "en": {
        "row": "row {first} stands outside the table “{label}” and is not synced",
        "rows": "rows {first} to {last} stand outside the table “{label}” and are not synced",
        "hint": "cut and paste them right below the table's last row, with no blank row between; where the table has a "
        "totals row, insert a row above that first",
    },
}
