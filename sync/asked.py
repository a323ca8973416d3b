"""Answers the companies asked for on a user's requests sheet. Pure.

A line that has its answer keeps it, so that a run with nothing new writes nothing; clearing the answer asks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sync.collisions import collision, sentence
from sync.model import Asked
from sync.request_words import say
from sync.store.hub import Hub
from validators.context import Context
from validators.roles import Owners, Scope

__all__ = ["answered"]

_LONGEST = 255


def answered(
    asked: Sequence[Asked], hub: Hub, scope: Scope, owned: Owners, context: Context, now: datetime, left: int
) -> tuple[list[Asked], int]:
    """The lines with their answers within `scope`, and how many of these are new. Of new ones at most `left` are
    answered; the others are told to ask again."""
    tables, language = hub.rows(), context.language
    result, fresh = [], 0
    for one in asked:
        if one.answer:
            result.append(one)
            continue
        fresh += 1
        if fresh > left:
            answer = say("too_many", language, most=context.settings.requests.per_hour)
        elif len(one.name) > _LONGEST:
            answer = say("too_large_text", language, most=_LONGEST)
        else:
            found = collision(one.name, one.contact or None, tables, scope, owned, context)
            answer = say("too_short", language) if found is None else sentence(found, context)
        result.append(replace(one, answer=answer, at=f"{now:%Y-%m-%d %H:%M}"))
    return result, min(fresh, max(left, 0))
