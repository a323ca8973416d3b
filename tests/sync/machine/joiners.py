"""The same people, who besides enter a customer twice and answer on the Duplicates sheet, also each something else."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from sync.answers import MERGE_INTO, NOT_A_DUPLICATE, Asking
from sync.sheet import ReportSheet
from tests.sync.machine.people import PEOPLE, People, Restrained
from tests.sync.team import MANAGER, customer
from validators.settings import User

__all__ = ["Joiners", "RestrainedJoiners"]

_LINES = st.integers(0, 8)
_MEANT = st.sampled_from(("merge", "no", "words"))


class Joiners(People):
    """What they do to duplicates; what must hold is what must hold of everything. Some of the rest is left out."""

    error_value = None  # type: ignore[assignment]
    move_columns = None  # type: ignore[assignment]
    rename_column = None  # type: ignore[assignment]
    type_over_the_id = None  # type: ignore[assignment]
    empty = None  # type: ignore[assignment]
    quarrel = None  # type: ignore[assignment]
    edit_against_deletion = None  # type: ignore[assignment]

    @rule(who=st.sampled_from(PEOPLE), at=_LINES, times=st.integers(1, 2))
    def enter_again(self, who: User, at: int, times: int) -> None:
        """A customer that stands there already is entered once more."""
        rows = [row for row in self._rows(who) if isinstance(row.get("Customer_Name"), str)]
        if not rows:
            return
        row = rows[at % len(rows)]
        name, owner = str(row["Customer_Name"]), self.team.settings.user(str(row.get("Owner")))
        for _ in range(times):
            self.team.add(who, customer(name, owner, Contact_Info=row.get("Contact_Info")))
            self.made[name] += 1

    @rule(who=st.sampled_from(PEOPLE), line=_LINES, meant=_MEANT, other=_MEANT, both=st.booleans())
    def answer(self, who: User, line: int, meant: str, other: str, both: bool) -> None:
        """Somebody answers on their Duplicates sheet as it stands there, and perhaps the manager something else."""
        self._asked(who, line)
        self._answer(who, line, meant)
        if both:
            self._answer(MANAGER, line, other)

    def _asked(self, who: User, line: int) -> None:
        """See that there is something to answer."""
        if not any(sheet.drop_downs for sheet in self._place(who).shown if sheet.id == "duplicates"):
            self.enter_again(who, line, 1 + line % 2)
            self._run()

    @rule(who=st.sampled_from(PEOPLE), line=_LINES, meant=_MEANT)
    def answer_what_is_new(self, who: User, line: int, meant: str) -> None:
        """Everything is in step, and the answer is followed: the pair is nobody's question any more."""
        self._everybody_is_there()
        self._asked(who, line)
        self._settles()
        asking = self._answer(who, line, meant)
        if asking is None or meant == "words":
            return
        self._run()
        hub = self.team.store.load()
        index = hub.tables["customers"].index
        if meant == "merge" and any("编号重复" in notice.text for notice in hub.notices):
            return  # its ID stands on several rows, which wait
        assert (asking.key in index) is (meant != "merge"), "an answer is followed"
        assert asking.others[0] in index
        for place in self.team.places.values():
            for told in map(Asking.read, _marks(place.shown)):
                assert told is None or not {asking.key, asking.others[0]} <= set(told.was), "asked again"

    def _answer(self, who: User, line: int, meant: str) -> Asking | None:
        """Type an answer; what the line asks, None where there is none."""
        place = self._place(who)
        for sheet in (sheet for sheet in place.shown if sheet.id == "duplicates" and sheet.drop_downs):
            at = sheet.drop_downs[line % len(sheet.drop_downs)].at[0]
            mark = next(put.value for put in sheet.cells if (put.row, put.column) == (at.row, at.column + 1))
            asking = Asking.read(str(mark))
            assert asking is not None
            merge = MERGE_INTO.en.format(key=asking.others[0])
            word = {"merge": merge, "no": NOT_A_DUPLICATE.zh, "words": "再看看"}[meant]
            sheet.put(at.row, at.column, word, "input")
            if meant == "merge":
                hub = self.team.store.load().tables["customers"]
                names = [hub.get(key, "Customer_Name") for key in asking.was if key in hub.index]
                self.deleted |= {str(name) for name in names}
            return asking
        return None


def _marks(shown: list[ReportSheet]) -> list[str]:
    return [
        str(put.value)
        for sheet in shown
        if sheet.id == "duplicates"
        for put in sheet.cells
        if isinstance(put.value, str) and put.value.startswith("{")
    ]


class RestrainedJoiners(Joiners, Restrained):
    """The same where rights are few."""
