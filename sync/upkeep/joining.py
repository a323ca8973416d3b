"""Makes two customers of a team one, or remembers that they are two: each is a run of its own with an author, which
changes the hub alone; the workbooks follow with the next run, and `salesheet undo` parts what was made one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sync import intent, seen
from sync.answering import allowing, keep, refused
from sync.answers import DISTINCT, distinct_of, part
from sync.config import Config
from sync.errors import Refused, SalesheetError, UsageError
from sync.identity import PLACEHOLDER
from sync.lock import hub_lock
from sync.store.hub import Hub
from sync.store.records import Decision, RunRecord
from sync.store.replay import claims_since
from sync.store.tinydb import TinyDBStore
from sync.unite import Union, carry_out, plan_union, united
from sync.upkeep.past import known_key
from validators.context import Context
from validators.fields import Label
from validators.rights import Rights, rights_of
from validators.roles import owners, scope_of
from validators.settings import User

__all__ = ["Joining"]


@dataclass(slots=True)
class Joining:
    """One such command about customers `one` and `other`, given by `author`. With a `user` that person's rights hold,
    else those of whoever may read the hub."""

    config: Config
    one: str
    other: str
    author: str
    now: datetime
    user: User | None = None
    dry_run: bool = False

    def merge(self) -> tuple[Union, Hub, int | None]:
        """Merge `one` into `other`: what changes, the hub before it, and the number of the run that did it (None: a dry
        run).

        Raises:
            UsageError: no such customer, or twice the same.
            Refused: it was merged already, waits for its ID, or is not the user's to merge.
            SalesheetError: a run was killed half-way and has to be carried through first.
            Locked: another agent is at work.
        """
        context = Context.of(self.config.settings, self.now.date())
        store = TinyDBStore(self.config.folder / "hub")
        before = store.load()
        gone, stays, rights = self._keys(before)
        union = plan_union(before, gone, stays, context, allowing(rights, stays))
        if self.dry_run:
            return union, before, None

        def unite(hub: Hub, record: RunRecord) -> None:
            nonlocal union
            gone, stays, rights = self._keys(hub)
            union = plan_union(hub, gone, stays, context, allowing(rights, stays))
            carry_out(hub, union, record, self.author, self.now.date())

        run = self._run(store, unite)
        return union, before, run

    def part(self, again: bool = False) -> tuple[tuple[str, str], int | None]:
        """Remember that the two are not one customer, or (`again`) forget it: the two IDs, and the number of the run
        (None: nothing is new).

        Raises: as `merge`.
        """
        store = TinyDBStore(self.config.folder / "hub")
        keys = list[tuple[str, str]]()

        def remember(hub: Hub, record: RunRecord) -> None:
            one, other, _ = self._keys(hub)
            keys.append((one, other))
            pair, answer = part(hub, one, other)
            answer = "" if again else answer
            if distinct_of(hub.decisions).get(pair, "") != answer:
                keep(hub, record, Decision(DISTINCT, pair, answer, self.author, record.run, record.at))

        run = self._run(store, remember)
        return keys[0], run

    def _run(self, store: TinyDBStore, change: Callable[[Hub, RunRecord], None]) -> int | None:
        """Change the hub in a run of its own; nothing is written where nothing changes."""
        folder, language = self.config.folder / "hub", self.config.settings.language
        with hub_lock(folder):
            hub = store.load()
            if intent.pending(folder, hub):
                raise SalesheetError(_BROKEN[language], where=str(folder), remedy=_CARRY_THROUGH[language])
            claimed = dict(hub.claims)
            hub.run += 1
            record = RunRecord(hub.run, self.now.isoformat(sep=" "), who=self.author)
            change(hub, record)
            record.claims = claims_since(claimed, hub.claims)
            if not record:
                return None
            hub.runs.append({"run": hub.run, "at": record.at, "exit": 0, "who": self.author})
            seen.forget(folder)
            store.commit(hub, record)
        return hub.run

    def _keys(self, hub: Hub) -> tuple[str, str, Rights]:
        """The IDs that are meant, and the rights that hold."""
        one, other = (self._key(hub, text) for text in (self.one, self.other))
        language = self.config.settings.language
        if one == other:
            raise UsageError(_SAME[language].format(key=one), remedy=_TWO[language])
        if self.user is None:
            return one, other, Rights()
        rows = hub.rows()
        owned = owners(rows, self.config.settings)
        scope, rights = scope_of(self.user, rows, owned), rights_of(self.user, self.config.settings, rows, owned)
        for key in (one, other):
            if why := refused(scope, rights, key):
                words = _NOT_YOURS if why == "others" else _READ_ONLY
                raise Refused(words[language].format(key=key, who=self.user.name), remedy=_WHO[language])
        return one, other, rights

    def _key(self, hub: Hub, text: str) -> str:
        language = self.config.settings.language
        typed = text.strip().upper()
        if typed.startswith(PLACEHOLDER) and text.strip() not in hub.aliases:
            raise Refused(_WAITS[language].format(key=text.strip()), remedy=_RUN_FIRST[language])
        index = hub.tables["customers"].index
        if typed in index:
            return typed
        into = united(hub).get(typed)
        if into is not None:
            raise Refused(_GONE[language].format(key=typed, into=into), remedy=_USE[language].format(into=into))
        key = known_key(text, hub, (), language)
        if key not in index:
            raise UsageError(_NO_CUSTOMER[language].format(key=key), remedy=_TWO[language])
        return key


_NO_CUSTOMER = Label("{key} 不是客户的编号", "{key} is no customer's ID")
_BROKEN = Label("上一次运行中途被打断", "the last run was interrupted")
_CARRY_THROUGH = Label("先运行 salesheet run 把它做完，再合并", "carry it through with salesheet run first")
_SAME = Label("两次写的是同一个客户 {key}", "{key} is given twice")
_TWO = Label(
    "写两个编号：salesheet merge 要并掉的 要留下的", "give two IDs: salesheet merge THE-ONE-THAT-GOES THE-ONE-TO-KEEP"
)
_WAITS = Label("{key} 还在等正式编号", "{key} still waits for its ID")
_RUN_FIRST = Label(
    "先保存并关闭工作簿，运行 salesheet run，再用它的正式编号",
    "save and close the workbook, run salesheet run, then use the ID it got",
)
_GONE = Label("{key} 已经并入 {into}", "{key} was merged into {into} already")
_USE = Label("现在的编号是 {into}", "its ID is {into} now")
_NOT_YOURS = Label("客户 {key} 不归{who}", "customer {key} is not {who}'s")
_READ_ONLY = Label(
    "{who}不能改客户 {key}（manager_edits = false）", "{who} may not change customer {key} (manager_edits = false)"
)
_WHO = Label("两个客户都归自己的销售，或主管、管理员，才能合并", "who owns both may, a manager and an admin")
