"""A team's folder with the mail of its people."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from sync.config import load
from sync.desk import answer_mail
from tests.run.test_process import Folder

OTHER = "李娜"
TODAY = date(2026, 5, 6)


class Team(Folder):
    """A team's folder, and the mail of its people."""

    def mail(self, name: str) -> Path:
        return self.path / "users" / name / "mail"

    def ask(self, who: str, stem: str, raw: bytes | None = None, **fields: object) -> Path:
        path = self.mail(who) / "in" / f"{stem}.json"
        path.write_bytes(raw if raw is not None else json.dumps({"format": 1, **fields}).encode())
        os.utime(path, (1, 1))  # written long ago
        return path

    def answer(self, name: str, stem: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.mail(name) / "out" / f"{stem}.json").read_bytes())
        return found

    def work(self) -> int:
        return answer_mail(load(self.config), TODAY)

    def log(self) -> list[dict[str, Any]]:
        path = self.path / "logs" / "requests.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def waiting(self, name: str) -> list[str]:
        return sorted(path.name for path in (self.mail(name) / "in").iterdir())
