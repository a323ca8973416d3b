"""Customers that stand in the table more than once.

Rows are compared only within one normalised name: a switchboard number that thousands of customers share neither joins
them nor costs anything.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from validators.cadence import Canonical, columns_of
from validators.cells import Cell, Table, Unreadable
from validators.contacts import contact_keys
from validators.context import Context
from validators.fields import Label, Language
from validators.names import normal_name

__all__ = ["Certainty", "DuplicateGroup", "groups", "namesakes", "same_name"]

Certainty: TypeAlias = Literal["certain", "probable"]

Mark: TypeAlias = tuple[int, str]
"""What two rows may have in common: its kind and its value. Kinds are numbered in the order reasons are told in."""
_PHONE, _EMAIL, _WECHAT, _QQ, _PERSON = range(5)
_SCORES = (1.0, 1.0, 1.0, 1.0, 0.95)
_SAME = (
    Label("电话相同：{value}", "Same phone: {value}"),
    Label("邮箱相同：{value}", "Same e-mail: {value}"),
    Label("微信相同：{value}", "Same WeChat: {value}"),
    Label("QQ 相同：{value}", "Same QQ: {value}"),
    Label("联系人相同，都没留联系方式：{value}", "Same contact person, no contact info: {value}"),
)
_SAME_NAME = Label("名称相同：{value}", "Same name: {value}")
_SHOWN = 20  # characters of a value in a reason: enough to recognise it in a narrow column
_NAME = 40  # of a company's name: those of one group often differ at the end alone
_REASONS = 3  # shared contacts that are told; a group of many rows may share hundreds


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Rows that are one customer.

    `rows` are indices into the customers table, ascending, at least two; `keys` their Customer_IDs in the same order,
    None where a row has none. `score` is from 0 to 1. `why` holds reasons in the language of the context.
    """

    rows: tuple[int, ...]
    keys: tuple[str | None, ...]
    certainty: Certainty
    score: float
    why: tuple[str, ...]


def groups(
    customers: Table,
    context: Context,
    canonical: Canonical | None = None,
    named: Sequence[Sequence[int]] | None = None,
) -> list[DuplicateGroup]:
    """The groups of certain duplicates, by their first row; no row is in two of them. `canonical` gives columns that
    are worked out already, `named` the rows that share a name, where they are known.

    Certain is: the same normalised name and a phone, e-mail address or chat account in common (also through a third
    row of that name); or the same normalised name and the same contact person, where no row has any contact info.
    """
    canonical = canonical or columns_of({"customers": customers}, context)
    names = canonical("customers", "Customer_Name")
    contacts, persons = customers.get("Contact_Info"), customers.get("Contact_Person")
    ids = canonical("customers", "Customer_ID")
    found = []
    for rows in namesakes(names) if named is None else named:
        marks = {row: _marks(contacts[row], persons[row]) for row in rows}
        for members in _connected(marks):
            shared = Counter(mark for row in members for mark in marks[row])
            common = sorted(mark for mark, count in shared.items() if count > 1)
            keys = tuple(key if isinstance(key := ids[row], str) else None for row in members)
            score = min(_SCORES[mark[0]] for mark in common)
            found.append(
                DuplicateGroup(
                    tuple(members), keys, "certain", score, _why(_typed(names, members), common, context.language)
                )
            )
    return sorted(found, key=lambda group: group.rows)


def namesakes(names: Sequence[Cell]) -> list[list[int]]:
    """The rows of every normalised name that more than one row has; `names` are canonical."""
    known: dict[Cell, str] = {name: normal_name(name) for name in set(names) if isinstance(name, str)}
    return same_name([known.get(name, "") for name in names])


def same_name(normal: Sequence[str]) -> list[list[int]]:
    """The rows of every normal name that more than one row has; an empty one is no name."""
    blocks: dict[str, list[int]] = {}
    for row, name in enumerate(normal):
        if name:
            blocks.setdefault(name, []).append(row)
    return [rows for rows in blocks.values() if len(rows) > 1]


def _marks(contact: Cell, person: Cell) -> list[Mark]:
    """What ties a row to others of its name: its contacts, or where it has none the contact person."""
    if isinstance(contact, Unreadable):
        return []  # there is something, only we cannot read it
    keys = contact_keys(contact)
    if keys:
        return [_mark(key) for key in keys]
    name = " ".join(unicodedata.normalize("NFKC", person).casefold().split()) if isinstance(person, str) else ""
    return [(_PERSON, name)] if name else []


def _mark(key: str) -> Mark:
    kind, _, account = key.partition(":")
    if account:
        return (_WECHAT if kind == "wechat" else _QQ), account
    return (_EMAIL if "@" in key else _PHONE), key


def _connected(marks: dict[int, list[Mark]]) -> list[list[int]]:
    """The rows that marks connect, directly or through others; groups of at least two, rows ascending."""
    holders: dict[Mark, list[int]] = {}
    for row, held in marks.items():
        for mark in held:
            holders.setdefault(mark, []).append(row)
    seen: set[int] = set()
    result = []
    for start in marks:
        if start in seen:
            continue
        seen.add(start)
        members = [start]
        for row in members:  # grows while it is walked
            for mark in marks[row]:
                for other in holders.pop(mark, ()):
                    if other not in seen:
                        seen.add(other)
                        members.append(other)
        if len(members) > 1:
            result.append(sorted(members))
    return result


def _why(name: str, common: list[Mark], language: Language) -> tuple[str, ...]:
    same_name = _SAME_NAME[language].format(value=_cut(name, _NAME))
    others = (_SAME[kind][language].format(value=_cut(value, _SHOWN)) for kind, value in common[:_REASONS])
    return (same_name, *others)


def _typed(names: list[Cell], members: list[int]) -> str:
    """The longest of the names as they were typed, on one line: the same in whatever order the rows stand."""
    return max((" ".join(str(names[row]).split()) for row in members), key=lambda name: (len(name), name))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
