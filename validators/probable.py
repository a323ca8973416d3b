"""Customers that are probably the same one: which rows are compared, and how pairs are judged.

A pair needs something that agrees besides the name. Rows are therefore compared only within blocks: a contact in
common; a contact person in common and the same first or last character of the company's core; the same name and the
same surname. A block of more than `MOST` rows says nothing (a switchboard, a desk, a name like 建设), so that the
number of comparisons grows with the number of rows. Everything here is a pure function of the rows' normal forms:
whoever keeps those of the last time needs to compare only rows whose form changed (`links_again`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from validators.cadence import Canonical
from validators.cells import Cell, Table
from validators.company import parts
from validators.contacts import contact_keys
from validators.fields import Language
from validators.likeness import Likeness, likeness
from validators.names import normal_name
from validators.persons import SURNAME, Alike, alike, persons, surname
from validators.weights import (
    CONTACT,
    CONTACT_WORDS,
    ENOUGH,
    NAME,
    NAME_WORDS,
    PERSON,
    PERSON_WORDS,
    Contact,
    certainty,
)

__all__ = ["MOST", "Form", "Link", "Links", "forms_of", "judged", "links", "links_again", "reasons"]

MOST = 60
"""Rows of a block that still says something."""


class Form(NamedTuple):
    """A customer's row as it compares: normal name, ways of contact (`contact_keys`), people (`persons`), sorted."""

    name: str
    contacts: tuple[str, ...]
    people: tuple[str, ...]


class Link(NamedTuple):
    """Why two customers are probably one: how alike names, contacts and people are, and the points that makes."""

    points: int
    name: Likeness
    contact: Contact
    person: Alike

    @property
    def certainty(self) -> float:
        """From 0 to 1."""
        return certainty(self.points)


Links: TypeAlias = dict[tuple[int, int], Link]
"""Pairs of row numbers, the smaller first."""


def forms_of(customers: Table, canonical: Canonical) -> list[Form]:
    """The normal forms of the customers' rows."""
    names = canonical("customers", "Customer_Name")
    known: dict[Cell, str] = {name: normal_name(name) for name in set(names) if isinstance(name, str)}
    contacts = customers.get("Contact_Info")
    reach = list(map(_contacts, contacts))  # hardly any cell stands twice, and yes/no is not the number 1
    people = customers.get("Contact_Person")
    knows = {cell: persons(cell) for cell in set(people)}
    return [
        Form(known.get(name, ""), keys, knows[person]) for name, keys, person in zip(names, reach, people, strict=True)
    ]


def _contacts(cell: Cell) -> tuple[str, ...]:
    if cell.__class__ is str and len(cell) == 11 and "13" <= cell[:2] <= "19" and cell.isascii() and cell.isdecimal():
        return (cell,)  # a plain mobile, as most are
    keys = contact_keys(cell)
    return tuple(sorted(keys)) if len(keys) > 1 else tuple(keys)


def links(forms: Sequence[Form]) -> Links:
    """All pairs that are probably one customer."""
    blocks = _blocks(forms)
    return _linked(forms, blocks, None)


def links_again(
    forms: Sequence[Form], keys: Sequence[str], before: Mapping[str, Form], found: Mapping[tuple[str, str], Link]
) -> Links:
    """What `links` says of `forms`, whose rows have these `keys`, comparing only where something changed since it said
    `found` (by keys) of the forms `before` (by key)."""
    blocks = _blocks(forms)
    touched = {row for row, key in enumerate(keys) if before.get(key) != forms[row]}
    grown: Counter[str] = Counter()
    for row in touched:
        grown.update(_block_keys(forms[row]))
        if keys[row] in before:
            grown.subtract(_block_keys(before[keys[row]]))
    at = {key: row for row, key in enumerate(keys)}
    for key in before.keys() - at.keys():
        grown.subtract(_block_keys(before[key]))
    for block, change in grown.items():
        now = blocks.get(block, ())
        if (len(now) > MOST) != (len(now) - change > MOST):  # it begins or ceases to say something
            touched.update(now)
    kept = {
        (min(a, b), max(a, b)): link
        for (one, other), link in found.items()
        if (a := at.get(one)) is not None and (b := at.get(other)) is not None and touched.isdisjoint((a, b))
    }
    return kept | _linked(forms, blocks, touched)


def _block_keys(form: Form, people: Sequence[str] | None = None, named: bool = True) -> list[str]:
    """The blocks that a row stands in, each once; of `people` alone where given, of the name only if it is `named`."""
    if not form.name:
        return []
    keys = list(form.contacts)
    people = form.people if people is None else people
    full = [person for person in people if not person.endswith(SURNAME)]
    if full:
        core = parts(form.name).core
        for person in full:
            keys += (f"{person}<{core[0]}", f"{person}>{core[-1]}")
    if named:
        keys += dict.fromkeys(f"{form.name}={surname(person)}" for person in form.people)
    return keys


def _blocks(forms: Sequence[Form]) -> dict[str, list[int]]:
    """The rows of every block; of a name or a person that one row alone has, there need be none."""
    names = Counter([form.name for form in forms])
    people = Counter([person for form in forms for person in form.people])
    blocks: dict[str, list[int]] = {}
    for row, form in enumerate(forms):
        shared = [person for person in form.people if people[person] > 1]
        named = names[form.name] > 1
        for key in _block_keys(form, shared, named) if shared or named or not form.name else form.contacts:
            rows = blocks.get(key)
            if rows is None:
                blocks[key] = [row]
            else:
                rows.append(row)
    return blocks


def _linked(forms: Sequence[Form], blocks: Mapping[str, list[int]], touched: Collection[int] | None) -> Links:
    """The pairs within the blocks, or those among them that touch these rows."""
    common = {block for block, rows in blocks.items() if len(rows) > MOST}
    seen: set[tuple[int, int]] = set()
    result: Links = {}
    for rows in blocks.values():
        if 1 < len(rows) <= MOST:
            for pair in _pairs(rows, touched):
                if pair not in seen:
                    seen.add(pair)
                    link = judged(forms[pair[0]], forms[pair[1]], common)
                    if link is not None:
                        result[pair] = link
    return result


def _pairs(rows: list[int], touched: Collection[int] | None) -> Iterator[tuple[int, int]]:
    if touched is None:
        return combinations(rows, 2)
    fresh = [row for row in rows if row in touched]
    if not fresh:
        return iter(())
    return ((min(a, b), max(a, b)) for a in fresh for b in rows if a < b or (a > b and b not in touched))


def judged(one: Form, other: Form, common: Collection[str] = ()) -> Link | None:
    """Whether two rows are probably one customer, and why. `common` are contacts that too many rows share to say
    anything. It makes no difference which row is which."""
    contact = _contact(one.contacts, other.contacts, common)
    person = alike(one.people, other.people)
    if contact not in ("direct", "line") and person not in ("same", "surname"):
        return None
    sum_without_name = CONTACT[contact] + PERSON[person]
    if sum_without_name + NAME["same"] < ENOUGH:
        return None
    loose = sum_without_name + NAME["loose"] >= ENOUGH
    name = likeness(parts(one.name), parts(other.name), loose)
    if name is None or (points := sum_without_name + NAME[name]) < ENOUGH:
        return None
    return Link(points, name, contact, person)


def _contact(one: Sequence[str], other: Sequence[str], common: Collection[str]) -> Contact:
    if not one or not other:
        return "none"
    shared = [key for key in one if key in other]
    if not shared:
        return "other"
    telling = [key for key in shared if key not in common]
    if not telling:
        return "none"
    return "direct" if any(map(_is_direct, telling)) else "line"


def _is_direct(key: str) -> bool:
    """Whether a contact is one person's rather than a company's line: a mobile, an e-mail address, a chat account."""
    return "@" in key or ":" in key or (key[0] == "1" and len(key) == 11) or key[0] == "+"


def reasons(link: Link, language: Language) -> list[str]:
    """Why two rows are linked, in words: the names first."""
    words = (NAME_WORDS.get(link.name), CONTACT_WORDS.get(link.contact), PERSON_WORDS.get(link.person))
    return [label[language] for label in words if label is not None]
