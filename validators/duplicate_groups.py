"""All groups of duplicates, certain and probable, for people to go through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from validators.cadence import Canonical, columns_of
from validators.cells import Table
from validators.company import CompanyName, parts
from validators.context import Context
from validators.duplicates import DuplicateGroup, groups
from validators.fields import Label, Language
from validators.likeness import contradict
from validators.probable import Form, Link, Links, forms_of, links, reasons

__all__ = ["all_groups", "probable_groups"]

_ELSEWHERE = Label(
    "{key} 也像另一组里的，只能是其中一家", "{key} is like those of another group too: it can be only one of them"
)
_THIS_ROW = Label("其中一行", "one row")


def all_groups(customers: Table, context: Context, canonical: Canonical | None = None) -> list[DuplicateGroup]:
    """The certain groups, then the probable ones.

    A certain group that more rows are probably part of stands among the probable ones once more, with those rows.
    """
    canonical = canonical or columns_of({"customers": customers}, context)
    certain = groups(customers, context, canonical)
    forms = forms_of(customers, canonical)
    ids = canonical("customers", "Customer_ID")
    keys = [key if isinstance(key, str) else None for key in ids]
    return certain + probable_groups(forms, keys, links(forms), [group.rows for group in certain], context.language)


def probable_groups(
    forms: Sequence[Form],
    keys: Sequence[str | None],
    found: Links,
    certain: Sequence[Sequence[int]],
    language: Language,
) -> list[DuplicateGroup]:
    """Groups of rows that links join, directly or through others, and of which no two contradict each other.

    Where A is like B and B like C, but A and C cannot be one company (each states another city), there are two groups,
    B stands in both, and both say so. Groups that are no more than a certain group are left out.
    """
    ties: dict[int, dict[int, Link | None]] = {}
    for (a, b), link in found.items():
        ties.setdefault(a, {})[b] = ties.setdefault(b, {})[a] = link
    for rows in certain:
        for a, b in pairwise(rows):
            ties.setdefault(a, {})[b] = ties.setdefault(b, {})[a] = None
    known = {frozenset(rows) for rows in certain}
    names = {row: parts(forms[row].name) for row in ties}
    made = [group for group in _consistent(ties, names, forms) if group not in known]
    standing: dict[int, int] = {}
    for group in made:
        for row in group:
            standing[row] = standing.get(row, 0) + 1
    result = [_group(sorted(rows), ties, keys, standing, language) for rows in made]
    return sorted(result, key=lambda group: group.rows)


def _consistent(
    ties: dict[int, dict[int, Link | None]], names: dict[int, CompanyName], forms: Sequence[Form]
) -> list[frozenset[int]]:
    """Every tie's group, the strongest ties' first; each grows as long as nobody in it contradicts."""

    def rank(tie: tuple[int, int]) -> tuple[int, Form, Form]:
        link = ties[tie[0]][tie[1]]
        one, other = sorted((forms[tie[0]], forms[tie[1]]))
        return (-link.points if link is not None else -99, one, other)

    covered: set[tuple[int, int]] = set()
    result: dict[frozenset[int], None] = {}
    for a, b in sorted(((one, other) for one in ties for other in ties[one] if one < other), key=rank):
        if (a, b) in covered:
            continue
        members, waiting = [a, b], sorted({*ties[a], *ties[b]} - {a, b}, key=lambda row: forms[row])
        inside, said = {a, b}, {(names[row].region, names[row].branch): names[row] for row in (a, b)}
        for row in waiting:  # grows while it is walked
            if row not in inside and not any(contradict(names[row], other) for other in said.values()):
                inside.add(row)
                members.append(row)
                said.setdefault((names[row].region, names[row].branch), names[row])
                waiting += sorted(ties[row].keys() - inside, key=lambda row: forms[row])
        covered.update((one, other) for one in members for other in ties[one] if other in inside and one < other)
        result[frozenset(members)] = None
    return list(result)


def _group(
    rows: Sequence[int],
    ties: dict[int, dict[int, Link | None]],
    keys: Sequence[str | None],
    standing: dict[int, int],
    language: Language,
) -> DuplicateGroup:
    inside = set(rows)
    held = [link for row in rows for other, link in ties[row].items() if other in inside and row < other and link]
    why: dict[str, None] = {}
    for link in sorted(held, key=lambda link: (-link.points, link)):
        why |= dict.fromkeys(reasons(link, language))
    best = [max((link.points for o, link in ties[row].items() if o in inside and link), default=99) for row in rows]
    score = min(link.certainty for link in held if link.points == min(best))
    return DuplicateGroup(
        tuple(rows),
        tuple(keys[row] for row in rows),
        "probable",
        score,
        (*why, *_elsewhere(rows, keys, standing, language)),
    )


def _elsewhere(
    rows: Iterable[int], keys: Sequence[str | None], standing: dict[int, int], language: Language
) -> list[str]:
    return [
        _ELSEWHERE[language].format(key=keys[row] or _THIS_ROW[language]) for row in rows if standing.get(row, 0) > 1
    ]
