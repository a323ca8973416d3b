"""Why a run stops before it has written anything, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sync.errors import Refused
from sync.guard import Alarm
from sync.guard_words import REMEDIES
from sync.spare import spare_of
from validators.cells import Table
from validators.context import Context
from validators.fields import TableSpec, listed

__all__ = ["header_refusal", "no_ids", "refusal"]


def refusal(stopped: Sequence[Alarm], context: Context, command: str) -> Refused:
    """What the guards saw; `command` is what goes on all the same."""
    what = {"zh": "改动不像是平常的填写，这次没有写入任何东西", "en": "this is no ordinary work; nothing was written"}
    kinds = {alarm.kind for alarm in stopped}
    copies = dict.fromkeys(f"{spare_of(alarm.endpoint)}/" for alarm in stopped)
    about = "owner" if kinds & {"owner", "twice", "marker"} else "older" if "older" in kinds else ""
    return Refused(
        what[context.language],
        problems=[alarm.message for alarm in stopped],
        remedy=REMEDIES[context.language][about].format(command=command, spare=listed(copies, context.language)),
    )


def header_refusal(sentences: list[str], context: Context) -> Refused:
    """Which required headers are gone."""
    if context.language == "zh":
        return Refused(
            "表头不完整，这次没有写入任何东西",
            problems=sentences,
            remedy="把表头改回原来的名称，保存后再同步",
        )
    return Refused(
        "a header is incomplete; nothing was written",
        problems=sentences,
        remedy="put the header's name back, save, then run again",
    )


def no_ids(table: Table, spec: TableSpec, context: Context) -> str:
    """Rows are found by their ID, so that a run, unlike a check, needs its column."""
    label = spec.by_name[spec.key].label[context.language]
    if context.language == "zh":
        return f"“{table.sheet}”表缺少编号列 {spec.key}（{label}）"
    return f"sheet “{table.sheet}” lacks its ID column {spec.key} ({label})"
