"""Who of the people named in the rows is of the team now: who left hands over, who is nobody is a slip of the pen."""

from __future__ import annotations

from validators.fields import Language
from validators.roles import normal
from validators.settings import Settings

__all__ = ["Staff"]

_SHOWN: dict[Language, dict[str, str]] = {
    "zh": {"left": "{name}（已离职）", "strange": "{name}（不在团队）"},
    "en": {"left": "{name} (left)", "strange": "{name} (not in team)"},
}


class Staff:
    """The people of a team by name. Without any users nobody can be told apart, and all are taken for present."""

    def __init__(self, settings: Settings) -> None:
        self._active = {normal(user.name): user.active for user in settings.users}

    def here(self, name: str) -> bool:
        """Whether the person works here."""
        return not self._active or self._active.get(normal(name), False)

    def left(self, name: str) -> bool:
        """Whether the person worked here, and no longer does."""
        return self._active.get(normal(name)) is False

    def strange(self, name: str) -> bool:
        """Whether nobody of the team has, or had, that name."""
        return bool(self._active) and normal(name) not in self._active

    def shown(self, name: str, language: Language) -> str:
        """The name with what has to be known beside it."""
        for word, holds in (("left", self.left), ("strange", self.strange)):
            if holds(name):
                return _SHOWN[language][word].format(name=name)
        return name
