"""Making rows wrong on purpose: at most one fault a row, each recorded as a `Fault`."""

from __future__ import annotations

from datetime import date

from sync.upkeep.demo_data.customers import Customer
from sync.upkeep.demo_data.dice import Dice
from sync.upkeep.demo_data.fault_kinds import Kind, kinds
from sync.upkeep.demo_data.team import Fault
from sync.upkeep.demo_data.words import Words
from validators.cells import Cell, Table
from validators.fields import Label, Language

__all__ = ["spoil"]

_REPEATED = Label("同一客户录了两次，先录的是 {key}", "entered twice, first as {key}")
_SAME_ID = Label("编号和另一行相同", "same ID as another row")
SAME_FOLLOW_ID = 0.001
"""Share of follow-ups that carry the ID of the row above."""


def spoil(
    tables: dict[str, Table], customers: list[Customer], dice: Dice, words: Words, language: Language, today: date
) -> list[Fault]:
    """Change cells of the tables in place and say which; customers that were born wrong (repeated, ID of a copied row)
    are said too. Rows without an ID, and rows that a repeated one points to, stay right."""
    faults = _born_wrong(customers, language)
    taken = {name: {row for row, key in enumerate(_keys(table)) if key is None} for name, table in tables.items()}
    taken["customers"] |= _involved(customers)
    faults += _same_ids(tables["follow_ups"], taken["follow_ups"], set(tables["plan"].get("Done_By")), dice, language)
    names = dict(zip(_keys(tables["customers"]), tables["customers"].get("Customer_Name"), strict=True))
    for kind in kinds(words, language, today, names):
        table = tables[kind.table]
        for row in _rows(table, kind, taken[kind.table], dice):
            cells = table.columns[kind.column]
            cells[row] = kind.spoil(cells[row], dice, lambda column, t=table, r=row: t.columns[column][r])  # type: ignore[misc]
            taken[kind.table].add(row)
            faults.append(Fault(kind.table, str(_keys(table)[row]), kind.column, kind.name, kind.text[language], row))
    return faults


def _rows(table: Table, kind: Kind, taken: set[int], dice: Dice) -> list[int]:
    """Which rows get this fault: drawn until enough of them fit, without looking at every row of a large table."""
    if not kind.share:
        return []
    cells = table.columns[kind.column]
    column, allowed = kind.where or ("", frozenset())
    gate = table.columns[column] if column else []
    wanted = max(1, round(len(table) * kind.share))
    chosen: list[int] = []
    for row in dice.source.sample(range(len(table)), min(len(table), wanted * 40)):
        if row not in taken and kind.fits(cells[row]) and (not column or gate[row] in allowed):
            chosen.append(row)
            if len(chosen) == wanted:
                break
    return chosen


def _keys(table: Table) -> list[Cell]:
    return next(iter(table.columns.values()))


def _born_wrong(customers: list[Customer], language: Language) -> list[Fault]:
    faults = []
    for row, c in enumerate(customers):
        if c.twin:
            text = _REPEATED[language].format(key=c.twin.key)
            faults.append(Fault("customers", c.key, "Customer_Name", "repeated_customer", text, row))
        elif c.borrows:
            faults.append(Fault("customers", c.key, "Customer_ID", "same_id", _SAME_ID[language], row))
    return faults


def _involved(customers: list[Customer]) -> set[int]:
    originals = {id(c.twin or c.borrows) for c in customers if c.twin or c.borrows}
    return {row for row, c in enumerate(customers) if c.twin or c.borrows or id(c) in originals}


def _same_ids(table: Table, taken: set[int], referred: set[Cell], dice: Dice, language: Language) -> list[Fault]:
    """Give some rows the ID of the row above, where neither is referred to."""
    ids = table.columns["Follow_ID"]
    faults: list[Fault] = []
    for row in dice.source.sample(range(1, len(table)), max(1, round(len(table) * SAME_FOLLOW_ID)) * 2):
        pair = {row - 1, row}
        if pair & taken or ids[row] in referred or len(faults) >= max(1, round(len(table) * SAME_FOLLOW_ID)):
            continue
        taken |= pair
        ids[row] = ids[row - 1]
        faults.append(Fault("follow_ups", str(ids[row]), "Follow_ID", "same_id", _SAME_ID[language], row))
    return faults
