"""Guards: what stops a run before anything is written. Pure: counts in, alarms out.

Shares count from `min_rows` rows on, because in a small table a single deletion is a large share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from validators.fields import Language
from validators.settings import GuardSettings

__all__ = ["Alarm", "Change", "alarms"]


@dataclass(frozen=True, slots=True)
class Change:
    """What an endpoint's table would do to the hub. `held` rows it had at the last run, `rows` it has now."""

    endpoint: str
    table: str
    label: str
    held: int
    rows: int
    deleted: int
    changed: int
    found: bool = True


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why a run stops."""

    kind: Literal["missing", "emptied", "deleted", "changed"]
    endpoint: str
    table: str
    message: str


_TEXT: dict[str, dict[Language, str]] = {
    "missing": {
        "zh": "{endpoint} 的工作簿里找不到“{label}”表，上次有 {held} 行",
        "en": "{endpoint}'s workbook no longer holds the table “{label}”, which had {held} rows",
    },
    "emptied": {
        "zh": "{endpoint} 的“{label}”表变空了，上次有 {held} 行",
        "en": "{endpoint}'s table “{label}” is empty, it had {held} rows",
    },
    "deleted": {
        "zh": "{endpoint} 的“{label}”表少了 {deleted} 行，占 {share:.0%}，超过上限 {limit:.0%}",
        "en": "{endpoint}'s table “{label}” lost {deleted} rows, {share:.0%}, more than the {limit:.0%} allowed",
    },
    "changed": {
        "zh": "{endpoint} 的“{label}”表有 {changed} 行被改动，占 {share:.0%}，超过上限 {limit:.0%}",
        "en": "{endpoint}'s table “{label}” has {changed} changed rows, {share:.0%}, more than the {limit:.0%} allowed",
    },
}


def alarms(changes: list[Change], settings: GuardSettings, language: Language) -> list[Alarm]:
    """What is too much to be a person's ordinary work, worded for them."""
    result = []
    for change in changes:
        if not change.held:
            continue
        kind, share, limit = _judge(change, settings)
        if kind is None:
            continue
        message = _TEXT[kind][language].format(
            endpoint=change.endpoint,
            label=change.label,
            held=change.held,
            deleted=change.deleted,
            changed=change.changed,
            share=share,
            limit=limit,
        )
        result.append(Alarm(kind, change.endpoint, change.table, message))
    return result


def _judge(
    change: Change, settings: GuardSettings
) -> tuple[Literal["missing", "emptied", "deleted", "changed"] | None, float, float]:
    if not change.found:
        return "missing", 1, 0
    if change.rows == 0 and change.held > 1:
        return "emptied", 1, 0
    if change.held >= settings.min_rows:
        if change.deleted / change.held > settings.max_deleted:
            return "deleted", change.deleted / change.held, settings.max_deleted
        if change.changed / change.held > settings.max_changed:
            return "changed", change.changed / change.held, settings.max_changed
    return None, 0, 0
