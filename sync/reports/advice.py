"""What a sales manager would act on first, in sentences with names and figures."""

from __future__ import annotations

from collections import Counter
from math import fsum

from sync.reports.facts import Facts
from sync.reports.scene import Scene
from sync.reports.shares import whole
from sync.reports.titles import TITLES
from validators.fields import Language

__all__ = ["closing", "open_deals", "sentences"]

WAN = 10_000
_TEXT: dict[Language, dict[str, str]] = {
    "zh": {
        "act_key": "重点客户有 {count:,} 个逾期，最久的是{name}（{days:,} 天，负责人：{owner}）。",
        "act_late": "共有 {count:,} 个客户逾期，最久的是{name}（{days:,} 天，负责人：{owner}）。",
        "act_owner": "{owner}名下逾期最多：{count:,} 个，占全部逾期的 {share:.0%}。",
        "act_pool": "没有负责人（公海）的客户有 {count:,} 个，请分配。",
        "act_errors": "检查结果里有 {count:,} 处错误要改，见“{sheet}”。",
        "act_past": "{count:,} 个机会的预计成交日期已过，合计 {amount:,.0f} 万元，请更新。",
        "act_none": "没有需要马上处理的事。",
        "nobody": "没有（公海）",
    },
    "en": {
        "act_key": "Key customers overdue: {count:,}; longest: {name} ({days:,} days, owner {owner}).",
        "act_late": "Customers overdue: {count:,}; longest: {name} ({days:,} days, owner {owner}).",
        "act_owner": "{owner} has the most overdue customers: {count:,}, {share:.0%} of all overdue.",
        "act_pool": "Customers in the pool without an owner: {count:,}; please assign them.",
        "act_errors": "Errors to mend: {count:,}, see “{sheet}”.",
        "act_past": "Open opportunities past their expected date: {count:,} "
        "({amount:,.0f} x 10,000); please update them.",
        "act_none": "Nothing needs attention right now.",
        "nobody": "none",
    },
}


def sentences(facts: Facts, scene: Scene) -> list[str]:
    """One to five sentences about the reader's rows, the most urgent first."""
    text = _TEXT[scene.context.language]
    today = scene.context.today
    result = []
    late = [at for at, due in enumerate(facts.dues) if due.overdue_days > 0]
    key = [at for at in late if facts.level[at] == "key"]
    for chosen, words in ((key, "act_key"), (late, "act_late")):
        if chosen:
            worst = min(chosen, key=lambda at: (-facts.dues[at].overdue_days, facts.keys[at], facts.names[at]))
            named = {"name": facts.names[worst] or facts.keys[worst], "owner": facts.owner[worst] or text["nobody"]}
            days = facts.dues[worst].overdue_days
            result.append(text[words].format(count=len(chosen), days=days, **named))
            break
    by_owner = Counter(facts.owner[at] for at in late if facts.owner[at])
    if len(set(facts.owner)) > 1 and by_owner:  # a rep's own sheet has one owner, and needs no comparison
        owner, count = min(by_owner.items(), key=lambda item: (-item[1], item[0]))
        if count > 1:
            result.append(text["act_owner"].format(owner=owner, count=count, share=whole(count / len(late))))
    past = []
    for at in open_deals(facts):
        day = facts.o_expected[at]
        if day is not None and day < today:
            past.append(facts.o_amount[at] or 0)
    if past:
        result.append(text["act_past"].format(count=len(past), amount=fsum(past) / WAN))
    pool = sum(not owner for owner in facts.owner)
    if pool:
        result.append(text["act_pool"].format(count=pool))
    errors = sum(finding.severity == "error" for finding in scene.findings)
    if errors:
        sheet = TITLES["findings"][scene.context.language]
        result.append(text["act_errors"].format(count=errors, sheet=sheet))
    return result[:5] or [text["act_none"]]


def closing(facts: Facts) -> set[str]:
    """The stages that end an opportunity, won or lost."""
    return {choice.id for choice in facts.stages if choice.closes}


def open_deals(facts: Facts) -> list[int]:
    """The opportunities still going on."""
    closed = closing(facts)
    return [at for at, stage in enumerate(facts.o_stage) if stage and stage not in closed]
