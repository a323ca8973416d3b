"""D002: customers that are probably the same one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from validators.cells import Table
from validators.context import Context
from validators.fields import Label, listed
from validators.finding import Finding
from validators.models import specs
from validators.rule import Rule, Saying
from validators.rules.rows import Rows

if TYPE_CHECKING:
    from validators.probable import Link, Links

__all__ = ["ONE_OR_TWO", "PROBABLE_DUPLICATE", "probable_findings", "without_certain"]

ONE_OR_TWO = Label(
    "是同一家就留一条：把另一条的跟进和机会改成留下的编号，再删掉那一行；是两家就不用管",
    "if they are one, keep one row: type its ID in the other's follow-ups and opportunities, then delete the other; if "
    "they are two, leave both",
)
_LIKE = Saying(
    "D002",
    "info",
    Label("{label}：可能和 {other} 是同一家（{percent}%）：{why}", "{label}: probably {other} ({percent}%): {why}"),
    ONE_OR_TWO,
)
_LIKE_MANY = Saying(
    "D002",
    "info",
    Label(
        "{label}：可能和 {other} 等 {count} 行是同一家（{percent}%）：{why}",
        "{label}: probably {other} … ({count} rows, {percent}%): {why}",
    ),
    ONE_OR_TWO,
)
_ANOTHER_ROW = Label("另一行", "another row")


def without_certain(links: Links, groups: Sequence[Sequence[int]]) -> Links:
    """The links between rows that are not in one of these groups together."""
    group_of = {row: at for at, rows in enumerate(groups) for row in rows}
    return {(a, b): link for (a, b), link in links.items() if a not in group_of or group_of[a] != group_of.get(b)}


def probable_findings(
    links: Links, certain: Sequence[Sequence[int]], customers: Table, context: Context
) -> list[Finding]:
    """A finding on both rows of every link, naming the likeliest of the others and why; all numbers are rows of
    `customers`. Of rows that are certainly one (`certain`) D001 tells."""
    if not context.specs:
        context = replace(context, specs=specs(context.settings))
    return list(_findings(without_certain(links, certain), Rows({"customers": customers}, context), customers))


def _findings(links: Links, rows: Rows, customers: Table) -> Iterator[Finding]:
    if not links:
        return
    from validators.probable import reasons

    others: dict[int, list[tuple[int, Link]]] = {}
    for (a, b), link in links.items():
        others.setdefault(a, []).append((b, link))
        others.setdefault(b, []).append((a, link))
    column = rows.spec("customers").by_name["Customer_Name"]
    for row in sorted(others):
        names = {at: _name(rows, customers, at) for at, _ in others[row]}
        other, link = min(others[row], key=lambda one: (-one[1].points, names[one[0]]))
        saying = _LIKE if len(names) == 1 else _LIKE_MANY
        yield rows.find(
            saying,
            customers,
            row,
            column,
            other=names[other],
            count=len(names),
            percent=round(link.certainty * 100),
            why=listed(reasons(link, rows.language), rows.language),
        )


def _name(rows: Rows, customers: Table, row: int) -> str:
    return rows.key("customers", row) or customers.address(row, None) or _ANOTHER_ROW[rows.language]


def _check(rows: Rows, context: Context) -> Iterator[Finding]:
    from validators.duplicates import groups  # a click on one cell need not wait for the comparers
    from validators.probable import forms_of, links

    if rows.has("customers", "Customer_Name"):
        customers = rows.tables["customers"]
        found = links(forms_of(customers, rows.canonical))
        if found:
            certain = [group.rows for group in groups(customers, context, rows.canonical)]
            yield from _findings(without_certain(found, certain), rows, customers)


PROBABLE_DUPLICATE = Rule(
    "D002",
    Label("可能是同一家客户", "Probably the same customer"),
    Label(
        "名称只差一点，联系方式或联系人又相同，多半是同一家记了两次。光是名称像不算；写明的地区不同也不算。",
        "Nearly the same name and the same contact info or person: most likely one customer kept twice. A name alone "
        "is never enough, and different places stated in the names rule it out.",
    ),
    Label(
        "C20240501001 = 杭州云帆科技有限公司 王建国；C20240501002 = 杭州云凡科技 王建国",
        "C20240501001 = Harborfield Tools Ltd, John Smith; C20240501002 = Harborfeild Tools, John Smith",
    ),
    Label("C20240501001 = 杭州云帆科技有限公司 王建国", "C20240501001 = Harborfield Tools Ltd, John Smith"),
    "info",
    _check,
)
