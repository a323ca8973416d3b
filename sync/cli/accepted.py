"""What `salesheet rules --accepted` and `salesheet check` tell of accepted exceptions, so that none is forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from validators.accepted import in_force
from validators.fields import Label, Language
from validators.settings import Settings

__all__ = ["accepted_json", "accepted_lines", "accepted_note"]


def accepted_json(settings: Settings, today: date) -> list[dict[str, Any]]:
    """All exceptions of the config, those that end first going first; `days` left are negative where one has ended."""
    return [
        one.model_dump() | {"column": one.column or None, "days": (one.until - today).days}
        for one in sorted(settings.rules.accepted, key=lambda one: (one.until, one.rule, one.key, one.column))
    ]


def accepted_lines(settings: Settings, today: date, language: Language) -> list[str]:
    """The same for people."""
    lines = []
    for one in accepted_json(settings, today):
        state = (_HOLDS if one["days"] >= 0 else _ENDED)[language].format(until=one["until"], days=abs(one["days"]))
        cell = " ".join(filter(None, (one["rule"], one["key"], one["column"])))
        lines.append(_LINE[language].format(cell=cell, state=state, by=one["by"], why=one["why"]))
    return lines or [_NONE[language]]


def accepted_note(settings: Settings, today: date, language: Language) -> str | None:
    """One sentence on the exceptions in force and those that ended; None where there are none."""
    ended = len(settings.rules.accepted) - len(holds := in_force(settings, today))
    if not settings.rules.accepted:
        return None
    first = min((one.until for one in holds), default=None)
    says = _NOTE if first is not None else _NOTE_ENDED
    return says[language].format(count=len(holds), first=first, ended=ended)


_LINE = Label("{cell}  {state}  {by}：{why}", "{cell}  {state}  {by}: {why}")
_HOLDS = Label("到 {until}（还有 {days} 天）", "until {until} ({days} days left)")
_ENDED = Label("已于 {until} 到期（{days} 天前）", "ended on {until} ({days} days ago)")
_NONE = Label("没有认可的例外", "no exceptions are accepted")
_NOTE = Label(
    "主管认可的例外有 {count} 处不再提示，最早的到 {first}；已到期 {ended} 处。清单：salesheet rules --accepted",
    "Accepted and not said: {count}, the first until {first}; ended: {ended}. All of them: salesheet rules --accepted",
)
_NOTE_ENDED = Label(
    "主管认可的例外都到期了（{ended} 处），重新提示。清单：salesheet rules --accepted",
    "All accepted exceptions have ended ({ended}) and are said again. All of them: salesheet rules --accepted",
)
