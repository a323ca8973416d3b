"""Applies what people accepted on the Findings sheets to the hub, after all edits of the run. In memory; nothing is
written here.

An accepted suggestion is an edit by the person who accepted it: it has their rights and their name. Where the cell
changed since the line was drawn nothing is done, and they are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from sync.accepts import ACCEPT, Suggestion, is_accept, may_suggest, says_yes, suggestion
from sync.ingest import Ingestion
from sync.ingested import Ingested
from sync.model import Pick
from sync.picking import REMEMBERED, refusal
from sync.store.encode import decode_cell, encode_cell
from sync.store.hub import Notice
from sync.store.naming import digest
from sync.store.records import Decision
from validators.context import Context
from validators.rights import Rights
from validators.roles import Scope
from validators.settings import User

__all__ = ["Accepting"]


@dataclass(slots=True)
class Accepting:
    """The accepted suggestions of one run; `scopes` are what each user could see before it, `rights` what they might
    change."""

    ingestion: Ingestion
    context: Context
    scopes: Mapping[str, Scope]
    rights: Mapping[str, Rights]

    def take(self, found: Sequence[Ingested], recovered: Iterable[Decision]) -> None:
        """Apply what a killed run had accepted, then what stands on the sheets."""
        hub = self.ingestion.hub
        known = {(made.keys, made.run) for made in hub.decisions if made.kind == ACCEPT}
        for made in recovered:
            user = self.context.settings.user(made.who)
            if made.kind == ACCEPT and user is not None and (made.keys, made.run) not in known:
                table, key, column, was = made.keys
                offered = Suggestion(table, key, column, was, decode_cell(orjson.loads(made.answer)))
                if self._stands(offered):
                    self._apply(offered, user)
        for one in found:
            for pick in one.snapshot.picks:
                if is_accept(pick.mark):
                    self._one(one, pick)
        kept = [made for made in hub.decisions if made.kind == ACCEPT][-REMEMBERED:]
        hub.decisions = [made for made in hub.decisions if made.kind != ACCEPT] + kept

    def _stands(self, offered: Suggestion) -> bool:
        """Whether the cell still holds what it held when the value was suggested."""
        table = self.ingestion.hub.tables.get(offered.table)
        if table is None or offered.key not in table.index:
            return False
        return digest(table.get(offered.key, offered.column)) == offered.was

    def _one(self, one: Ingested, pick: Pick) -> None:
        hub, offered = self.ingestion.hub, suggestion(pick.mark)
        if not says_yes(pick.said):
            return self._tell(one, pick, "words", offered)
        spec = self.context.specs.get(offered.table) if offered is not None else None
        if offered is None or spec is None or not may_suggest(spec, offered.column):
            return self._tell(one, pick, "changed", None)
        user = one.user.name
        table = hub.tables[offered.table]
        stands = table.get(offered.key, offered.column) if offered.key in table.index else None
        at = offered.table, offered.key, offered.column
        if why := refusal(self.scopes[user], self.rights[user], at, stands):
            return self._tell(one, pick, why, offered)
        if self._made(offered, user):
            return None  # no news: that workbook could not be written when it was accepted
        if not self._stands(offered):
            if offered.key in table.index and stands == offered.value:
                return None  # somebody else accepted it, or typed the same
            return self._tell(one, pick, "changed", offered)
        self._apply(offered, one.user)
        one.accepted += 1
        return None

    def _made(self, offered: Suggestion, user: str) -> bool:
        """Whether this person accepted it in a run since which their sheet was not drawn anew."""
        cursor = self.ingestion.hub.cursors.get(user)
        kept = self.ingestion.hub.decisions
        runs = [made.run for made in kept if (made.kind, made.keys, made.who) == (ACCEPT, offered.keys, user)]
        return bool(runs) and cursor is not None and cursor.drawn < max(runs)

    def _apply(self, offered: Suggestion, user: User) -> None:
        hub, record = self.ingestion.hub, self.ingestion.record
        self.ingestion.set_cell(offered.table, offered.key, offered.column, offered.value, user)
        answer = orjson.dumps(encode_cell(offered.value)).decode()
        made = Decision(ACCEPT, offered.keys, answer, user.name, hub.run, self.ingestion.at)
        hub.decisions.append(made)
        record.decisions.append(made)

    def _tell(self, one: Ingested, pick: Pick, why: str, offered: Suggestion | None) -> None:
        """Say it once: in the run report, and for the rest of the day on the user's Findings sheet."""
        hub, language = self.ingestion.hub, self.context.language
        column = self.context.specs[offered.table].by_name.get(offered.column) if offered is not None else None
        place = " ".join(filter(None, (pick.key, column.label[language] if column is not None else "")))
        text = _WHY[language][why].format(place=place or pick.address, said=pick.said[:60])
        if any(n.user == one.user.name and n.mark == pick.mark and n.said == pick.said for n in hub.notices):
            return
        hub.notices.append(Notice(one.user.name, self.context.today.isoformat(), pick.mark, pick.said, text))
        one.told.append(text)


_WHY = {
    "zh": {
        "words": "{place}：看不懂“{said}”，没有改；请从下拉列表里选“采纳”，或留空",
        "changed": "{place}：没有采纳建议，因为那个单元格后来又改过；请看现在的值，需要就在表里直接改",
        "others": "{place}：没有采纳建议，这一行现在不归您；请找它的负责人或主管",
        "read-only": "{place}：没有采纳建议，主管不能直接改数据（manager_edits = false）；请负责人来改",
        "manager-only": "{place}：没有采纳建议，这一列只有主管能改；请找主管",
        "protected": "{place}：没有采纳建议，谁录入的不会变",
    },
    "en": {
        "words": "{place}: “{said}” is not understood, nothing was changed; choose “Accept”, or leave the cell empty",
        "changed": "{place}: the suggestion was not taken, because the cell changed meanwhile; look at its value and "
        "type into the table where it is wrong",
        "others": "{place}: the suggestion was not taken, the row is not yours now; ask its owner or your manager",
        "read-only": "{place}: the suggestion was not taken, managers do not edit (manager_edits = false); ask the "
        "owner",
        "manager-only": "{place}: the suggestion was not taken, only a manager changes this column; ask yours",
        "protected": "{place}: the suggestion was not taken, who entered a row never changes",
    },
}
