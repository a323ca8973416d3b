"""Asks the agent through the mail folder beside the workbook (docs/requests.md)."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from validators.fields import Language
from validators.settings import Settings

__all__ = ["Mail", "team_settings"]

PATIENCE = 5.0
"""Seconds to wait for an answer: the agent looks every two."""
_LOOK = 0.25
LARGEST = 1 << 20


class Mail:
    """A mail folder. `sleep` waits between looks."""

    def __init__(self, folder: Path, sleep: Callable[[float], None] = time.sleep) -> None:
        self._in, self._out = folder / "in", folder / "out"
        self._sleep = sleep

    @classmethod
    def beside(cls, workbook: Path) -> Mail | None:
        """The one beside a workbook, where both of its folders are."""
        folder = workbook.parent / "mail"
        return cls(folder) if (folder / "in").is_dir() and (folder / "out").is_dir() else None

    def ask(self, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Hand in a request and wait for its answer a few seconds; None where none came or the folder is not ours."""
        name = f"ribbon-{secrets.token_hex(8)}"
        part, whole = self._in / f"{name}.part", self._in / f"{name}.json"
        try:
            part.write_text(json.dumps(request, ensure_ascii=False), "utf-8")
            part.replace(whole)
        except OSError:
            return None
        answer = self._out / f"{name}.json"
        for _ in range(round(PATIENCE / _LOOK)):
            found = _read(answer)
            if found is not None:
                return found
            self._sleep(_LOOK)
        return None


def team_settings(workbook: Path, language: Language) -> tuple[Settings, bool]:
    """The settings beside a workbook, and whether they are the team's own; else the defaults in that language."""
    told = _read(workbook.parent / "mail" / "settings.json") or {}
    if isinstance(told.get("settings"), dict):
        try:
            return Settings.model_validate(told["settings"]), True
        except ValueError:  # of another version: the defaults then
            pass
    return Settings.model_validate({"team": {"language": told.get("language", language)}}), False


def _read(path: Path) -> dict[str, Any] | None:
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(LARGEST))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None
