"""A user's mail folder: requests come in, answers go out, what cannot be answered is put aside.

`mail/in/NAME.json` → `mail/out/NAME.json`; refused requests move to `mail/refused/`. The user may put anything in
there: nothing of it is followed, run, or read beyond a size, and nothing of it reaches another folder.

A request goes only after its answer stands there whole, and the answer tells which very file it is for: after a kill
between the two, the request is known as answered, while the same request put there again is answered anew.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from sync.requests import LARGEST, AskId, AskReport, AskRun, AskTaken, BadRequest, parse
from sync.safe_folder import NotPlain, SafeFolder

__all__ = ["Letter", "Mailbox"]

AT_ONCE = 50
"""How many requests of one user are answered in one go; the others wait for the next."""
ANSWERS_KEPT, REFUSED_KEPT = 200, 50
STILL_WRITTEN = 2.0
"""Seconds after its last change in which an incomplete request may still be under way."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows takes for devices, whatever their ending."""


@dataclass(slots=True)
class Letter:
    """A request as found: what is asked, or why it is not answered. `of` is a digest of its bytes, name and times."""

    name: str
    answer_name: str
    of: str
    request: AskTaken | AskId | AskRun | AskReport | None = None
    bad: BadRequest | None = None
    answered: bool = False


class Mailbox:
    """The mail folder in `folder`, as the one of `user`. `wall` tells the seconds now, as files are dated."""

    def __init__(self, folder: Path, user: str, wall: float) -> None:
        self.user = user
        self.wall = wall
        with ExitStack() as stack, SafeFolder.open(folder.resolve()) as home:
            self._mail = stack.enter_context(home.child("mail"))
            self._in = stack.enter_context(self._mail.child("in"))
            self._out = stack.enter_context(self._mail.child("out"))
            self._open = stack.pop_all()

    def __enter__(self) -> Mailbox:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def letters(self) -> list[Letter]:
        """The requests that wait, by name; what is not named like one is left alone."""
        names = (name for name in self._in.names() if name.endswith(".json") and not name.startswith((".", "~")))
        return list(islice(self._read(names), AT_ONCE))

    def _read(self, names: Iterator[str]) -> Iterator[Letter]:
        for name in names:
            stem = name.removesuffix(".json")
            plain = _NAME.fullmatch(stem) is not None and _DEVICES.fullmatch(stem) is None
            code = "" if plain else "bad_name"
            raw = b""
            try:
                if plain:
                    raw = self._in.read(name, LARGEST)
            except NotPlain:
                code = "not_a_file"
            except OSError:
                continue  # gone meanwhile, or held by the program that writes it
            of = hashlib.sha256(raw + b"\n" + os.fsencode(name) + b"\n" + self._in.stamp(name)).hexdigest()
            letter = Letter(name, name if plain else f"refused-{of[:12]}.json", of)
            if code:
                letter.bad = BadRequest(code)
            else:
                try:
                    letter.request = parse(raw, self.user)
                except BadRequest as bad:
                    if bad.code == "not_json" and abs(self.wall - self._in.changed(name)) < STILL_WRITTEN:
                        continue
                    letter.bad = bad
            letter.answered = self._answered(letter)
            yield letter

    def _answered(self, letter: Letter) -> bool:
        try:
            held = orjson.loads(self._out.read(letter.answer_name, 1 << 24))
        except (OSError, NotPlain, orjson.JSONDecodeError):
            return False
        return isinstance(held, dict) and held.get("of") == letter.of

    def reply(self, letter: Letter, answer: Mapping[str, Any]) -> None:
        """Put the answer there; the request stays until `done`."""
        self._out.publish(letter.answer_name, orjson.dumps(answer))

    def done(self, letter: Letter, aside: bool) -> None:
        """Take an answered request away: `aside` keeps it in `mail/refused`, to be looked at."""
        if aside:
            try:
                with self._mail.child("refused", make=True) as refused:
                    if self._in.move(letter.name, refused, f"{letter.of[:12]}-{letter.answer_name}"):
                        refused.keep_newest(REFUSED_KEPT)
                        return
            except (OSError, NotPlain):
                pass  # that folder is none: then the request goes altogether
        self._in.remove(letter.name)

    def tidy(self) -> None:
        """Let old answers go."""
        self._out.sweep()
        self._out.keep_newest(ANSWERS_KEPT)
