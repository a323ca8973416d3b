"""Applies what people answered on the Duplicates sheets to the hub, after all edits of the run. In memory; nothing is
written here.

An answer is a command of the person who gave it: it has their rights and their name. Of answers that do not go together
that of the customers' owner counts, then the others in the order of the workbooks. Who comes too late is told, and so
is whoever answered about rows that changed meanwhile, in words that nobody knows, or without the right to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.answers import DISTINCT, Asking, is_answer, part, told_by
from sync.fills import AGENT
from sync.ingest import Ingestion
from sync.ingested import Ingested
from sync.model import Pick
from sync.picking import refusal
from sync.store.hub import Hub, Notice
from sync.store.records import Decision, RunRecord
from sync.unite import UNITED, carry_out, move, plan_union, references, united
from validators.cells import Cell
from validators.context import Context
from validators.rights import Rights
from validators.roles import Owners, Scope

__all__ = ["ANSWERS", "Answering", "allowing", "follow_united", "keep", "part_all", "refused", "stands"]

ANSWERS = (DISTINCT, UNITED)
"""The kinds of decisions that answers make."""


@dataclass(slots=True)
class Answering:
    """The answers of one run. `scopes` are what each user could see before it, `rights` what they might change, `owned`
    whose each customer was."""

    ingestion: Ingestion
    context: Context
    scopes: Mapping[str, Scope]
    rights: Mapping[str, Rights]
    owned: Owners

    def take(self, found: Sequence[Ingested], recovered: Iterable[Decision], waiting: Collection[str] = ()) -> None:
        """Apply what a killed run had decided, then what stands on the sheets; `waiting` are IDs that stand on several
        rows of a place."""
        for made in recovered:
            if made.kind in ANSWERS and made not in self._hub.decisions:
                self._again(made)
        said = [(one, pick) for one in found for pick in one.snapshot.picks if is_answer(pick.mark)]
        for one, pick in sorted(said, key=lambda answer: self._rank(*answer)):
            self._one(one, pick, waiting)

    @property
    def _hub(self) -> Hub:
        return self.ingestion.hub

    def _rank(self, one: Ingested, pick: Pick) -> bool:
        """Whether the customer is somebody else's: the owner's workbook goes first."""
        asking = Asking.read(pick.mark)
        return asking is None or self.owned.of.get(asking.key) != one.user.name

    def _again(self, made: Decision) -> None:
        """What a killed run had decided: rows leave places only once the hub says why, so that both are still there."""
        one, other = made.keys
        if made.kind == UNITED and made.answer:
            if self._here(one, other):
                self._unite(one, other, made.who)
        elif made.kind == UNITED or (self._here(one, other) and part(self._hub, one, other)[1] == made.answer):
            keep(self._hub, self.ingestion.record, made)

    def _here(self, *keys: str) -> bool:
        return all(key in self._hub.tables["customers"].index for key in keys)

    def _one(self, one: Ingested, pick: Pick, waiting: Collection[str]) -> None:
        hub, user, asking = self._hub, one.user, Asking.read(pick.mark)
        meant = asking.meant(pick.said) if asking is not None else None
        if asking is None or meant is None:
            return self._tell(one, pick, "changed" if asking is None else "words")
        others = (meant,) if meant else tuple(key for key in asking.others if self._here(key))
        about, scope = (asking.key, *others), self.scopes[user.name]
        decided = self._decided(asking, meant)
        standing = [made for made in decided if stands(hub, made)]
        cursor = hub.cursors.get(user.name)
        mine_said = any(made.who == user.name and _says(made, asking, meant) for made in decided)
        if mine_said and cursor is not None and cursor.version == one.snapshot.version:
            return None  # no news: that workbook could not be written when it was answered
        if standing and all(_says(made, asking, meant) for made in standing):
            return None  # a killed run had done it, or somebody else answered the same
        mine = scope.get("customers")
        if standing:
            seen = mine is None or mine.issuperset(about)
            who = next(made.who for made in standing if not _says(made, asking, meant))
            return self._tell(one, pick, "decided" if seen and who != user.name else "changed", who)
        if not others or not self._here(*about):
            return self._tell(one, pick, "changed")
        if why := next(filter(None, (refused(scope, self.rights[user.name], key) for key in about)), ""):
            return self._tell(one, pick, why)
        if any(told_by(hub, key) != asking.was[key] for key in about):
            return self._tell(one, pick, "changed")
        if meant and not set(about).isdisjoint(waiting):
            return self._tell(one, pick, "waiting")
        if meant:
            self._unite(asking.key, meant, user.name)
        else:
            part_all(hub, self.ingestion.record, asking.key, others, user.name)
        one.answered += 1
        return None

    def _decided(self, asking: Asking, meant: str) -> list[Decision]:
        """What was decided about the customers that the answer is about."""
        key, others = asking.key, (meant,) if meant else asking.others
        pairs = {pair for other in others for pair in ((key, other), (other, key))}
        about = {key, meant}
        return [
            made
            for made in self._hub.decisions
            if (made.kind == UNITED and (made.keys in pairs or made.keys[0] in about))
            or (made.kind == DISTINCT and made.keys in pairs)
        ]

    def _unite(self, gone: str, stays: str, who: str) -> None:
        rights = self.rights.get(who, Rights())
        union = plan_union(self._hub, gone, stays, self.context, allowing(rights, stays))
        carry_out(self._hub, union, self.ingestion.record, who, self.context.today)

    def _tell(self, one: Ingested, pick: Pick, why: str, who: str = "") -> None:
        """Say it once: in the run report, and for the rest of the day on the user's Duplicates sheet."""
        hub, language = self._hub, self.context.language
        text = _WHY[language][why].format(place=pick.key or pick.address, said=pick.said[:60], who=who)
        if any(n.user == one.user.name and n.mark == pick.mark and n.said == pick.said for n in hub.notices):
            return
        hub.notices.append(Notice(one.user.name, self.context.today.isoformat(), pick.mark, pick.said, text))
        one.told.append(text)


def _says(made: Decision, asking: Asking, meant: str) -> bool:
    """Whether a decision is what is answered."""
    return made.keys == (asking.key, meant) if made.kind == UNITED else not meant


def stands(hub: Hub, made: Decision) -> bool:
    """Whether what was decided still holds."""
    last = next(other for other in reversed(hub.decisions) if (other.kind, other.keys) == (made.kind, made.keys))
    index, (one, other) = hub.tables["customers"].index, made.keys
    if made.kind == UNITED:
        return bool(last.answer) and one not in index
    return one in index and other in index and part(hub, one, other)[1] == last.answer


def allowing(rights: Rights, stays: str) -> Callable[[str, Cell], bool]:
    """Which cells of the kept customer somebody with these rights may change."""
    return lambda column, before: rights.allows("customers", stays, column, before)


def refused(scope: Scope, rights: Rights, key: str) -> str:
    """Why a customer is not for somebody with that scope and those rights to merge or to part; empty where it is."""
    return refusal(scope, rights, ("customers", key, ""), None)


def keep(hub: Hub, record: RunRecord, made: Decision) -> None:
    """Remember a decision."""
    hub.decisions.append(made)
    record.decisions.append(made)


def part_all(hub: Hub, record: RunRecord, key: str, others: Iterable[str], who: str) -> None:
    """Remember that a customer is none of the others, as they stand now."""
    for other in others:
        pair, answer = part(hub, key, other)
        keep(hub, record, Decision(DISTINCT, pair, answer, who, record.run, record.at))


def follow_united(hub: Hub, record: RunRecord, context: Context) -> None:
    """Let what names a customer that went into another name that one: a workbook that was open may still bring some."""
    into = united(hub)
    for name, key, column, (_, names) in references(hub, context) if into else ():
        stays = into.get(str(names))
        if stays is not None:
            move(hub, record, (name, key, column), stays, AGENT, AGENT)


_WHY = {
    "zh": {
        "words": "{place}：看不懂“{said}”，没有改；请从下拉列表里选，或留空",
        "changed": "{place}：没有照“{said}”做，因为这几个客户后来又改过，或已经处理了；请看现在的内容再回答",
        "decided": "{place}：没有照“{said}”做，{who}已经先回答了；不同意请和{who}商量",
        "others": "{place}：没有照“{said}”做，这几个客户不都归您；请找他们的负责人或主管",
        "read-only": "{place}：没有照“{said}”做，主管不能直接改数据（manager_edits = false）；请负责人来回答",
        "waiting": "{place}：没有照“{said}”做，有一行编号重复，还在等着；请先改好编号，再回答一次",
    },
    "en": {
        "words": "{place}: “{said}” is not understood, nothing was changed; choose from the list, or leave the cell "
        "empty",
        "changed": "{place}: “{said}” was not followed, because these customers changed meanwhile or the question is "
        "settled; look at them as they are now and answer again",
        "decided": "{place}: “{said}” was not followed, {who} answered first; if you disagree, ask {who}",
        "others": "{place}: “{said}” was not followed, these customers are not all yours; ask their owner or your "
        "manager",
        "read-only": "{place}: “{said}” was not followed, managers do not edit (manager_edits = false); ask the owner",
        "waiting": "{place}: “{said}” was not followed, a row waits because its ID stands twice; mend the ID, then "
        "answer again",
    },
}
