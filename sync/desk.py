"""Where requests are answered: looks into every user's mail folder, runs if somebody asked for it, answers, logs.

Whatever a user puts into their folder, the others' requests and the agent go on: what is wrong with a folder is told
to the admin (`tell`), what is wrong with a request to its author.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sync import intent
from sync.clock import now as clock
from sync.config import Config
from sync.errors import Locked, SalesheetError
from sync.judge import judge
from sync.lock import hub_lock
from sync.mailbox import Letter, Mailbox
from sync.outcome import RunReport
from sync.request_log import last_hour, note
from sync.requests import AskId, BadRequest, Office, envelope, starts_run
from sync.runner import TeamRun
from sync.safe_folder import NotPlain
from sync.store.records import RunRecord
from sync.store.tinydb import TinyDBStore
from validators.context import Context
from validators.settings import User

__all__ = ["answer_mail"]


def answer_mail(
    config: Config,
    today: date | None = None,
    ran: RunReport | None = None,
    tell: Callable[[str], None] = lambda sentence: None,
) -> int:
    """Answer the requests that wait; how many were answered. `ran`: the run that was just done, so that a request for
    one starts no other.

    An agent that is at work already, here or elsewhere, answers them itself: then nothing is done.
    """
    return _Desk(config, clock(config.settings.team, today), today, tell).work(ran)


@dataclass(slots=True)
class _Desk:
    config: Config
    now: datetime
    today: date | None
    tell: Callable[[str], None]
    _used: dict[str, Counter[str]] = field(default_factory=dict)

    def work(self, ran: RunReport | None) -> int:
        with ExitStack() as stack:
            waiting = self._collect(stack)
            if not waiting:
                return 0
            self._used = last_hour(self.config.folder, self.now)
            for user, _, letter in waiting:
                self._limit(user, letter)
            failed: SalesheetError | None = None
            if ran is None and self._wants_run([letter for _, _, letter in waiting]):
                try:
                    ran = TeamRun(self.config, self.today).run()
                except SalesheetError as error:
                    failed = error
            try:
                with hub_lock(self.config.folder / "hub"):
                    self._answer(waiting, ran, failed)
            except Locked:
                return 0
            return len(waiting)

    def _collect(self, stack: ExitStack) -> list[tuple[User, Mailbox, Letter]]:
        users = self.config.workbooks()
        homes = {user.name: self.config.place(user).parent for user in users}
        shared = {home for home, count in Counter(homes.values()).items() if count > 1}
        waiting = []
        for user in users:
            home = homes[user.name]
            if home in shared:  # whose a request is cannot be known there
                continue
            try:
                box = stack.enter_context(Mailbox(home, user.name, time.time()))
                waiting += [(user, box, letter) for letter in box.letters()]
            except FileNotFoundError:
                continue
            except (NotPlain, OSError) as error:
                self.tell(f"✗ {user.name}: mail/ ({type(error).__name__})")
        return waiting

    def _limit(self, user: User, letter: Letter) -> None:
        """Refuse what goes over the limits; what was answered already costs nothing."""
        if letter.answered:
            return
        limits = self.config.settings.requests
        used = self._used.setdefault(user.name, Counter())
        used["all"] += 1
        runs = letter.request is not None and starts_run(letter.request)
        used["runs"] += runs
        most = limits.per_hour if used["all"] > limits.per_hour else limits.runs_per_hour
        if used["all"] > limits.per_hour or (runs and used["runs"] > limits.runs_per_hour):
            letter.request, letter.bad = None, BadRequest("too_many", most=most)

    def _wants_run(self, letters: list[Letter]) -> bool:
        asked = [letter.request for letter in letters if letter.request is not None and not letter.answered]
        if any(starts_run(request) for request in asked):
            return True
        # A run that was killed has given IDs that only its intent knows: it has to be carried through first.
        left = self.config.folder / "hub" / intent.NAME
        return left.exists() and any(isinstance(request, AskId) for request in asked)

    def _answer(
        self, waiting: list[tuple[User, Mailbox, Letter]], ran: RunReport | None, failed: SalesheetError | None
    ) -> None:
        settings = self.config.settings
        store = TinyDBStore(self.config.folder / "hub")
        context = Context.of(settings, self.now.date())
        hub = store.load()
        office = Office(hub, context, self.now, cache(lambda: judge(hub, context)), ran, failed)
        replies = [(user, box, letter, self._one(office, user, letter)) for user, box, letter in waiting]
        if office.gave:
            store.commit(hub, RunRecord(hub.run, self.now.isoformat(sep=" ")))  # an ID counts once it is on disk
        for user, box, letter, answer in replies:
            try:
                if answer is not None:
                    ask = letter.request.ask if letter.request is not None else None
                    box.reply(letter, envelope(answer, ask, letter.of, self.now))
                    self._log(user, letter, ask, answer)
                box.done(letter, letter.bad is not None and letter.bad.code != "too_many")
            except OSError as error:  # it stays where it is and is answered next time
                self.tell(f"✗ {user.name}: mail/ ({type(error).__name__})")
        for box in {id(box): box for _, box, _ in waiting}.values():
            box.tidy()

    def _one(self, office: Office, user: User, letter: Letter) -> dict[str, Any] | None:
        if letter.answered:
            return None
        language = self.config.settings.language
        if letter.request is None:
            return (letter.bad or BadRequest("not_a_request", fields="ask")).answer(language)
        if isinstance(letter.request, AskId) and intent.pending(self.config.folder / "hub", office.hub):
            return BadRequest("failed").answer(language) | {"status": "failed"}
        try:
            return office.answer(letter.request, user)
        except Exception as error:  # what nobody foresaw ends neither the agent nor the others' answers
            self.tell(f"✗ {user.name}: {letter.request.ask} ({type(error).__name__})")
            return BadRequest("failed").answer(language) | {"status": "failed"}

    def _log(self, user: User, letter: Letter, ask: str | None, answer: dict[str, Any]) -> None:
        """Of what goes over the limits one line an hour is enough, or a flood of requests would be a flood of lines."""
        if answer.get("code") == "too_many":
            used = self._used.setdefault(user.name, Counter())
            used["told"] += 1
            if used["told"] > 1:
                return
        note(
            self.config.folder,
            self.now,
            user.name,
            letter.answer_name,
            ask,
            answer["status"],
            answer.get("code"),
        )
