"""What people may ask the agent, and its answers: bytes in, a dictionary out, within the asker's scope. No I/O.

The format is documented in docs/requests.md, whose examples are tested against this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sync.collisions import collision, sentence
from sync.errors import SalesheetError
from sync.judge import Judgement
from sync.outcome import RunReport
from sync.reports.registry import REPORTS
from sync.request_words import say
from sync.store.hub import Hub
from sync.view import View
from validators.cells import Cell, Unreadable
from validators.context import Context
from validators.fields import Language
from validators.ids import IdMint
from validators.roles import normal, owners, scope_of
from validators.settings import User

__all__ = [
    "LARGEST",
    "AskId",
    "AskReport",
    "AskRun",
    "AskTaken",
    "BadRequest",
    "Office",
    "envelope",
    "parse",
    "starts_run",
]

FORMAT = 1
LARGEST = 16_384
"""How many bytes a request may have."""


class _Ask(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format: Literal[1]
    user: str | None = None


class AskTaken(_Ask):
    """Is this company a customer already?"""

    ask: Literal["taken"]
    name: Annotated[str, Field(min_length=1, max_length=255)]
    contact: Annotated[str, Field(max_length=255)] | None = None


class AskId(_Ask):
    """IDs for new rows."""

    ask: Literal["id"]
    table: Literal["customers", "follow_ups", "opportunities", "plan"]
    count: Annotated[int, Field(ge=1, le=20)] = 1


class AskRun(_Ask):
    """Sync now."""

    ask: Literal["run"]


class AskReport(_Ask):
    """A report as it is now."""

    ask: Literal["report"]
    name: Annotated[str, Field(max_length=60)]


Request: TypeAlias = Annotated[AskTaken | AskId | AskRun | AskReport, Field(discriminator="ask")]
_REQUEST: TypeAdapter[AskTaken | AskId | AskRun | AskReport] = TypeAdapter(Request)


class BadRequest(Exception):
    """A request that is not answered; `code` says why, for programs."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.words = words

    def answer(self, language: Language) -> dict[str, Any]:
        """What is told instead."""
        return {"status": "refused", "code": self.code, "message": say(self.code, language, **self.words)}


def parse(raw: bytes, user: str) -> AskTaken | AskId | AskRun | AskReport:
    """The request in a file's bytes, asked by `user`.

    Raises:
        BadRequest: too large, no JSON, none of the known requests, or in another user's name.
    """
    if len(raw) > LARGEST:
        raise BadRequest("too_large", most=LARGEST // 1024)
    try:
        data = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise BadRequest("not_json") from None
    try:
        request = _REQUEST.validate_python(data)
    except ValidationError as error:
        fields = {".".join(str(part) for part in item["loc"][-1:]) or "ask" for item in error.errors(include_url=False)}
        raise BadRequest("not_a_request", fields=", ".join(sorted(field[:40] for field in fields))) from None
    if request.user is not None and normal(request.user) != normal(user):
        raise BadRequest("wrong_user")
    return request


def starts_run(request: AskTaken | AskId | AskRun | AskReport) -> bool:
    """Whether it is answered by a run."""
    return isinstance(request, AskRun | AskReport)


@dataclass(slots=True)
class Office:
    """Answers requests from one state of the hub. `ran` is the run that preceded, `failed` why it was none.

    IDs are given from `hub.ids`: `gave` says that the hub has to be committed before any answer goes out.
    """

    hub: Hub
    context: Context
    now: datetime
    judge: Callable[[], Judgement]
    ran: RunReport | None = None
    failed: SalesheetError | None = None
    gave: bool = field(default=False, init=False)

    def answer(self, request: AskTaken | AskId | AskRun | AskReport, user: User) -> dict[str, Any]:
        """The answer, without the envelope. Nothing in it lies outside the asker's scope."""
        try:
            if not self.hub.run and not isinstance(request, AskRun):
                raise BadRequest("no_run")
            if isinstance(request, AskTaken):
                return self._taken(request, user)
            if isinstance(request, AskId):
                return self._ids(request)
            if isinstance(request, AskRun):
                return self._run(user)
            return self._report(request, user)
        except BadRequest as bad:
            return bad.answer(self.context.language)

    def _done(self, message: str, **data: object) -> dict[str, Any]:
        return {"status": "done", "message": message, **data}

    def _taken(self, request: AskTaken, user: User) -> dict[str, Any]:
        tables = self.hub.rows()
        owned = owners(tables, self.context.settings)
        scope = scope_of(user, tables, owned)
        found = collision(request.name, request.contact, tables, scope, owned, self.context)
        if found is None:
            raise BadRequest("too_short")
        return self._done(
            sentence(found, self.context),
            taken=bool(found.yours or found.others),
            certain=found.certain,
            yours=[{"id": key, "name": name, "owner": owner or None} for key, name, owner in found.yours],
            others=[{"owner": other.owner, "last_contact_days": other.days} for other in found.others],
        )

    def _ids(self, request: AskId) -> dict[str, Any]:
        mint = IdMint(self.hub.ids)
        prefix = self.context.specs[request.table].prefix
        ids = [mint.next(prefix, self.context.today) for _ in range(request.count)]
        self.gave = True
        return self._done(say("ids", self.context.language, count=len(ids)), ids=ids)

    def _run(self, user: User) -> dict[str, Any]:
        language = self.context.language
        if self.failed is not None or self.ran is None:
            return self._no_run(user)
        out = next((place for place in self.ran.left_out if place.user == user.name), None)
        if out is not None:
            return self._done(say("left_out", language, why=out.why), run=self.ran.run, left_out=out.why)
        if self.ran.nothing_new:
            return self._done(say("nothing_new", language), run=self.ran.run, nothing_new=True)
        place = next((place for place in self.ran.places if place.user == user.name), None)
        counts = {} if place is None else {name: place.findings[name] for name in ("error", "warning", "info")}
        return self._done(
            say("ran", language, run=self.ran.run),
            run=self.ran.run,
            nothing_new=False,
            findings=counts,
            notes=[] if place is None else place.notes,
        )

    def _no_run(self, user: User) -> dict[str, Any]:
        """The reason of a failed run may speak of everybody's workbooks, so that only who sees these hears it."""
        whole = user.role in ("manager", "admin") and user.active
        code = "guard" if self.failed is not None and self.failed.exit_code == 7 else "failed"
        answer = {"status": "failed", "code": code, "message": say(code, self.context.language)}
        return answer | ({"reason": str(self.failed)} if whole and self.failed is not None else {})

    def _report(self, request: AskReport, user: User) -> dict[str, Any]:
        if request.name not in REPORTS:
            raise BadRequest("no_report", names=", ".join(REPORTS))
        if self.failed is not None:
            return self._no_run(user)
        tables = self.hub.rows()
        owned = owners(tables, self.context.settings)
        scope = scope_of(user, tables, owned)
        view = View.of(user, self.hub, self.judge(), scope, owned, self.context)
        sheet = next(sheet for sheet in view.sheets({}, self.now) if sheet.id == request.name)
        cells = [[put.row, put.column, _json(put.value), put.style] for put in sheet.cells]
        return self._done(
            say("report", self.context.language, title=sheet.title),
            report={"name": sheet.id, "title": sheet.title, "run": self.hub.run, "cells": cells},
        )


def _json(value: Cell) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value.raw if isinstance(value, Unreadable) else value


def envelope(answer: Mapping[str, Any], ask: str | None, of: str, at: datetime) -> dict[str, Any]:
    """The answer as it is written: what was asked, `of` which very file, and when."""
    return {"format": FORMAT, "ask": ask, "of": of, "at": at.isoformat(sep=" "), **answer}
