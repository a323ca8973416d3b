"""R016 and S008: what a follow-up says of a new status, and whether the customer's own row agrees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from validators.canon import choice_of, parse_date
from validators.cells import Cell, Unreadable
from validators.context import Context
from validators.fields import Column, Label
from validators.finding import Finding, Fix
from validators.rule import Rule, Saying
from validators.rules.by_customer import status_of
from validators.rules.rows import Rows

__all__ = ["STATUS_REPORT", "STATUS_WORDS", "reported"]

_WHICH = Saying(
    "R016",
    "warning",
    Label("{label}：写了“{value}”，没写变成什么状态", "{label}: “{value}” does not say to which status"),
    Label("写成 {example}", "type {example}"),
)
_NEITHER = Saying(
    "R016",
    "warning",
    Label("{label}：“{value}”看不出状态变没变", "{label}: does “{value}” mean a new status?"),
    Label("没变写 否，变了写 {example}", "type No, or {example}"),
)
_BEHIND = Saying(
    "S008",
    "warning",
    Label(
        "{label}：{day} 的跟进写了变为“{told}”，这里还是“{here}”",
        "{label}: a follow-up of {day} says “{told}”, here “{here}”",
    ),
    Label(
        "改成“{told}”；后来又变过的，在新的跟进里写明",
        "set it to “{told}”; if it changed again, say so in a newer follow-up",
    ),
)
_AHEAD = Saying(
    "S008",
    "info",
    Label("{label}：是“{here}”，跟进里只写到“{told}”（{day}）", "{label}: “{here}”, yet reported “{told}” ({day})"),
    Label("在相应跟进的状态变更里写 是，{here}", "in that follow-up's Status change type: Yes, {here}"),
)
_EXAMPLE = Label("是，意向客户", "Yes, interested")
_SPLIT = re.compile(
    r"[\s,，。.、:：;；()（）/]+|-?>|→|⇒|变更为|变更|转变为|变为|变成|改为|改成|转为|成为|\bto\b|\bfrom\b|由|从"
)
_YES = frozenset({"是", "有", "yes", "y", "true", "√", "✓", "1", "变了", "有变化", "已变更", "已变", "changed"})
_NO = re.compile(
    r"(?:否|无|没有|没变|未变|不变|未变更|无变化|无变更|没有变化|没有变更"
    r"|no|n|none|false|unchanged|no change|0|×|x|-+|—+|/)(?![a-z\u4e00-\u9fff]).*",
    re.S,
)
_RANK = {"potential": 0, "interested": 1, "won": 2}


@lru_cache(maxsize=4096)
def reported(text: str, statuses: Column) -> str | None:
    """The status that a Status_Change names: its last word that is one. `no` for none, `which` for a yes without a
    status, None where it is neither."""
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    if _NO.fullmatch(word) is not None:
        return "no"
    named = [choice for part in _SPLIT.split(word) if part and (choice := choice_of(statuses, part)) is not None]
    whole = choice_of(statuses, word)
    if whole is not None or named:
        return (whole or named[-1]).id
    return "which" if word in _YES else None


def _words(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("follow_ups", "Status_Change"):
        return
    table, column = rows.tables["follow_ups"], rows.spec("follow_ups").by_name["Status_Change"]
    statuses = rows.spec("customers").by_name["Status"]
    sayings: dict[Cell, Saying] = {}
    for value in rows.values("follow_ups", "Status_Change"):
        if isinstance(value, Unreadable):
            continue
        meant = reported(value, statuses) if isinstance(value, str) else None
        if meant in (None, "which"):
            sayings[value] = _WHICH if meant else _NEITHER
    cells, example = rows.cells("follow_ups", "Status_Change"), _EXAMPLE[rows.language]
    for row in rows.where("follow_ups", "Status_Change", sayings) if sayings else ():
        yield rows.find(sayings[cells[row]], table, row, column, example=example)


def _report(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("follow_ups", "Customer_ID", "Follow_Date", "Status_Change"):
        return
    last = _last_reports(rows, context.today)
    if not last:
        return
    status, table = rows.once(status_of), rows.tables["customers"]
    column = rows.spec("customers").by_name["Status"]
    label = {choice.id: choice.label[rows.language] for choice in column.choices}
    for row, key in enumerate(rows.cells("customers", "Customer_ID")):
        here = status.get(key)
        if here is None or key not in last:
            continue
        day, told = last[key]
        if len(told) > 1 or here in told:  # two reports on one day: nobody knows which came last
            continue
        (one,) = told
        ahead = here == "lost" or _RANK[here] > _RANK.get(one, 9)
        fix = None if ahead else Fix(label[one], False)
        yield rows.find(
            _AHEAD if ahead else _BEHIND, table, row, column, fix, day=day, told=label[one], here=label[here]
        )


def _last_reports(rows: Rows, today: date) -> dict[Cell, tuple[date, set[str]]]:
    """By customer, the last day on which follow-ups report a new status, and the statuses that they say on that day."""
    statuses = rows.spec("customers").by_name["Status"]
    known = {choice.id for choice in statuses.choices}
    meant: dict[Cell, str] = {}
    for value in rows.values("follow_ups", "Status_Change"):
        word = reported(value, statuses) if isinstance(value, str) else None
        if word in known and word is not None:
            meant[value] = word
    found: dict[Cell, tuple[date, set[str]]] = {}
    if not meant:
        return found
    keys, days = rows.cells("follow_ups", "Customer_ID"), rows.cells("follow_ups", "Follow_Date")
    cells = rows.cells("follow_ups", "Status_Change")
    for row in rows.where("follow_ups", "Status_Change", meant):
        day = parse_date(days[row])
        if keys[row] is None or day is None or day > today:
            continue
        last = found.get(keys[row])
        if last is None or day > last[0]:
            found[keys[row]] = day, {meant[cells[row]]}
        elif day == last[0]:
            last[1].add(meant[cells[row]])
    return found


STATUS_WORDS = Rule(
    "R016",
    Label("状态变更没写清楚", "A status change that does not say which"),
    Label(
        "没变写“否”，变了写“是”和新的状态；否则漏斗和转化率数不出来。",
        "Either No, or Yes with the new status: funnel and conversion are counted from it.",
    ),
    Label("Status_Change = 是", "Status_Change = Yes"),
    Label("Status_Change = 是，意向客户", "Status_Change = Yes, interested"),
    "warning",
    _words,
)
STATUS_REPORT = Rule(
    "S008",
    Label("跟进写的状态和客户不一致", "Follow-up and customer disagree on the status"),
    Label(
        "跟进里写了状态变更，客户那一行也要跟着改；两边不一致，报表就不知道信哪个。",
        "When a follow-up reports a new status, the customer's row changes with it; otherwise reports do not know "
        "which to believe.",
    ),
    Label("Status_Change = 是，成交客户；Status = 意向客户", "Status_Change = Yes, won; Status = interested"),
    Label("Status_Change = 是，成交客户；Status = 成交客户", "Status_Change = Yes, won; Status = won"),
    "warning",
    _report,
    "guess",
)
