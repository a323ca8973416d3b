"""What a sales manager would act on first, in sentences with names and figures; a rep reads of their own customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import fsum

from sync.reports.deals import open_deals
from sync.reports.facts import Facts
from sync.reports.money import told
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.staff import Staff
from sync.reports.titles import TITLES
from validators.fields import Language

__all__ = ["MOST", "sentences"]

_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "act_key": "重点客户有 {count:,} 个逾期，最久的是{name}（{days:,} 天，{whose}）。",
        "act_late": "共有 {count:,} 个客户逾期，最久的是{name}（{days:,} 天，{whose}）。",
        "own_key": "您有 {count:,} 个重点客户逾期，最久的是{name}（{days:,} 天）。",
        "own_late": "您有 {count:,} 个客户逾期，最久的是{name}（{days:,} 天）。",
        "owner_here": "负责人：{owner}",
        "owner_left": "负责人{owner}已离职",
        "owner_strange": "负责人“{owner}”不在团队里",
        "no_owner": "没有负责人",
        "act_left": "{owner}已离职，名下还有 {count:,} 个客户（{late:,} 个逾期），请交接给在职的人。",
        "act_owner": "在职的人里，{owner}名下逾期最多：{count:,} 个，占全部逾期的 {share:.0%}。",
        "act_pool": "没有负责人（公海）的客户有 {count:,} 个，请分配。",
        "act_strange": "负责人“{owner}”不在团队里：{count:,} 个客户，请改正。",
        "act_errors": "检查结果里有 {count:,} 处错误要改，见“{sheet}”。",
        "act_past": "{count:,} 个机会的预计成交日期已过，合计 {amount:,.0f} 万元，请更新。",
        "act_none": "没有需要马上处理的事。",
    },
    "en": {
        "act_key": "Key customers overdue: {count:,}; longest: {name} ({days:,} days, {whose}).",
        "act_late": "Customers overdue: {count:,}; longest: {name} ({days:,} days, {whose}).",
        "own_key": "Your key customers overdue: {count:,}; longest: {name} ({days:,} days).",
        "own_late": "Your customers overdue: {count:,}; longest: {name} ({days:,} days).",
        "owner_here": "owner {owner}",
        "owner_left": "owner {owner} has left",
        "owner_strange": "owner “{owner}” is nobody of the team",
        "no_owner": "no owner",
        "act_left": "{owner} has left with customers still assigned: {count:,} ({late:,} overdue); please hand them "
        "over.",
        "act_owner": "Of those here, {owner} has the most overdue customers: {count:,}, {share:.0%} of all overdue.",
        "act_pool": "Customers in the pool without an owner: {count:,}; please assign them.",
        "act_strange": "Owner “{owner}” is nobody of the team; customers: {count:,}, please correct.",
        "act_errors": "Errors to mend: {count:,}, see “{sheet}”.",
        "act_past": "Open opportunities past their expected date: {count:,} "
        "({currency} {amount:,.0f}k); please update them.",
        "act_none": "Nothing needs attention right now.",
    },
}
MOST = 5
"""How many sentences there are at most."""


def sentences(facts: Facts, scene: Scene) -> list[str]:
    """One to five sentences about the reader's rows, the most urgent first."""
    language = scene.context.language
    staff = Staff(scene.context.settings)
    late = [at for at, due in enumerate(facts.dues) if due.overdue_days > 0]
    owners = set(facts.owner)
    compared = len(owners) > 1 and not scene.own  # one owner needs no comparison
    here = {owner for owner in owners if compared and owner and staff.here(owner)}
    found = (
        _longest(facts, late, scene.own, staff, language),
        _gone(facts, late, {owner for owner in owners if staff.left(owner)}, language),
        _most(facts, late, here, language),
        _past(facts, scene),
        _pool(facts, language),
        _errors(scene),
        _strange(facts, {owner for owner in owners if owner and staff.strange(owner)}, language),
    )
    said = [sentence for sentence in found if sentence]
    if len(said) > MOST and found[2]:
        said.remove(found[2])  # a comparison can wait
    return said[:MOST] or [_TEXT[language]["act_none"]]


def _longest(facts: Facts, late: Sequence[int], own: bool, staff: Staff, language: Language) -> str:
    """How many are overdue, and who for longest: of the key customers, where there are any."""
    key = [at for at in late if facts.level[at] == "key"]
    chosen = key or late
    if not chosen:
        return ""
    text = _TEXT[language]
    worst = min(chosen, key=lambda at: (-facts.dues[at].overdue_days, facts.keys[at], facts.names[at]))
    owner = facts.owner[worst]
    standing = "left" if staff.left(owner) else "strange" if staff.strange(owner) else "here"
    whose = text["owner_" + standing if owner else "no_owner"].format(owner=owner)
    words = {"name": facts.names[worst] or facts.keys[worst], "whose": whose, "days": facts.dues[worst].overdue_days}
    kind = ("own_" if own else "act_") + ("key" if key else "late")
    return text[kind].format(count=len(chosen), **words)


def _gone(facts: Facts, late: Sequence[int], left: Collection[str], language: Language) -> str:
    """Who left with most customers: nobody can be asked about them. Lost ones need no new owner."""
    going_on = zip(facts.owner, facts.status, strict=True) if left else ()
    owner, count = _first(Counter(owner for owner, status in going_on if owner in left and status != "lost"))
    if not count:
        return ""
    overdue = sum(facts.owner[at] == owner for at in late)
    return _TEXT[language]["act_left"].format(owner=owner, count=count, late=overdue)


def _most(facts: Facts, late: Sequence[int], here: Collection[str], language: Language) -> str:
    """Which of those who are here has most overdue."""
    owner, count = _first(Counter(facts.owner[at] for at in late if facts.owner[at] in here))
    if count < 2:
        return ""
    return _TEXT[language]["act_owner"].format(owner=owner, count=count, share=whole(count / len(late)))


def _strange(facts: Facts, strange: Collection[str], language: Language) -> str:
    """Which name of an owner is nobody's."""
    if not strange:
        return ""
    owner, count = _first(Counter(owner for owner in facts.owner if owner in strange))
    return _TEXT[language]["act_strange"].format(owner=owner, count=count)


def _first(counts: Mapping[str, int]) -> tuple[str, int]:
    """The owner with most customers; nobody, and none, where there is none."""
    return min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))


def _past(facts: Facts, scene: Scene) -> str:
    """Open opportunities that should have ended."""
    language, today, days = scene.context.language, scene.context.today, facts.o_expected
    past = [facts.o_amount[at] or 0 for at in open_deals(facts) if (day := days[at]) is not None and day < today]
    if not past:
        return ""
    words = {"amount": told(fsum(past), language), "currency": scene.context.settings.team.currency}
    return _TEXT[language]["act_past"].format(count=len(past), **words)


def _pool(facts: Facts, language: Language) -> str:
    """Leads that wait for an owner."""
    pool = sum(not owner for owner in facts.owner)
    return _TEXT[language]["act_pool"].format(count=pool) if pool else ""


def _errors(scene: Scene) -> str:
    """What the findings sheet has to mend."""
    language = scene.context.language
    errors = sum(finding.severity == "error" for finding in scene.findings)
    return _TEXT[language]["act_errors"].format(count=errors, sheet=TITLES["findings"][language]) if errors else ""
