"""撞单 in the sheet: a customer that a colleague has too is said beside the reader's own row, in one line. Pure.

Nothing is told of the other row but whose it is, as far as the config lets that be known, and how long ago somebody was
last in touch (SPEC §3).
"""

from __future__ import annotations

from collections.abc import Collection

from sync.collisions import Collision, Elsewhere, sentence, told_owner
from sync.judge import Judgement
from sync.store.hub import Hub
from validators.check import as_set, chosen_rules
from validators.context import Context
from validators.finding import Finding
from validators.roles import Owners
from validators.rules.by_agent import TAKEN

__all__ = ["taken"]


def taken(
    judgement: Judgement, hub: Hub, mine: Collection[str], owned: Owners, context: Context
) -> dict[str, list[Finding]]:
    """By ID, what to say of the customers in `mine` that share their name with one that is not."""
    index, found = hub.tables["customers"].index, dict[str, list[Finding]]()
    label = context.specs["customers"].by_name["Customer_Name"].label[context.language]
    words = _TEXT[context.language]
    if TAKEN.code not in chosen_rules(context):
        return found
    for keys in judgement.namesakes:
        others = [key for key in keys if key not in mine]
        if not others or len(others) == len(keys):
            continue
        known = []
        for key in others:
            owner, days = owned.of.get(key, ""), judgement.facts.follow_days[index[key]]
            since = (context.today - days[-1]).days if days else None
            known.append(Elsewhere(told_owner(owner, context) if owner else None, since))
        # In an order of their own: that of the IDs would tell who was there first.
        known.sort(key=lambda one: (one.owner or "", -1 if one.days is None else one.days))
        said = sentence(Collision((), tuple(known), certain=False), context)
        message = words["message"].format(label=label, said=said)
        for key in keys:
            if key in mine:
                finding = Finding(
                    TAKEN.code, TAKEN.severity, "customers", key, "Customer_Name", None, message, words["hint"]
                )
                found.setdefault(key, []).extend(as_set([finding], context))
    return found


_TEXT = {
    "zh": {
        "message": "{label}：{said}",
        "hint": "和对方或主管商量由谁跟进；确实是另一家，请把名称写全",
    },
    "en": {
        "message": "{label}: {said}",
        "hint": "agree with them or your manager on who follows up; if it is another company, spell out its name",
    },
}
