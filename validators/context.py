"""What a rule may know besides the rows: the team's settings and what day it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from validators.fields import Language, TableSpec
from validators.models import specs
from validators.settings import Settings

__all__ = ["Context", "Entered"]


@dataclass(frozen=True, slots=True)
class Entered:
    """When a row came in, in the team's time: the agent last saw its workbook without it at `without`, and first saw it
    at `seen`. In between nobody looked."""

    without: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Context:
    """The settings, the day rules judge by (passed in, never read from a clock), and the language they speak."""

    today: date
    settings: Settings = field(default_factory=Settings)
    language: Language = "zh"
    specs: Mapping[str, TableSpec] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    """Customer IDs known elsewhere (the hub's), which a table of fewer customers may refer to."""
    entered: Mapping[str, Entered] = field(default_factory=dict)
    """By Follow_ID, when follow-ups came in, as far as that is known and may matter."""
    distinct: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By two Customer_IDs, the smaller first, what `validators.distinct.matters` said of them, joined by `-`, when a
    person said that they are not one customer."""

    @classmethod
    def of(cls, settings: Settings, today: date, language: Language | None = None) -> Context:
        """A context for a team on a day."""
        return cls(today, settings, language or settings.language, specs(settings))
