"""What people answer on the Duplicates sheet: about which customer a line asks, and the words for it. Pure.

A line carries a *mark* in a hidden column: the customer it is about and those of its group, with what duplicates are
told by as it was when the line was drawn. So what a person answers is about what they saw.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import orjson

from sync.store.hub import Hub
from sync.store.records import Decision
from validators.distinct import MATTERS, matters
from validators.fields import Label

__all__ = ["DISTINCT", "HEAD", "MERGE_INTO", "NOT_A_DUPLICATE", "Asking", "distinct_of", "is_answer", "part", "told_by"]

DISTINCT = "distinct"
"""The kind of the decisions that two customers are not one; the keys are their IDs, the smaller first, the answer what
both were told by, empty where it is to be asked again."""
HEAD = Label("您的回答", "Your answer")
NOT_A_DUPLICATE = Label("不是重复", "Not a duplicate")
MERGE_INTO = Label("合并到 {key}", "Merge into {key}")
_MERGE = re.compile(r"(?:合并(?:到|入|进)?|并入|merge(?: ?into| ?with| ?to)?) ?[:：]? ?(?P<key>c[\w-]+)", re.A)
_NO = frozenset(
    {"不是重复", "不重复", "不是", "否", "不是同一家", "not a duplicate", "no duplicate", "no", "different"}
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a line asks: is customer `key` one with `others`? By ID, what each was told by is in `was`."""

    key: str
    was: dict[str, str]

    @property
    def mark(self) -> str:
        """What its line carries."""
        return orjson.dumps({"key": self.key, "was": self.was}).decode()

    @property
    def others(self) -> tuple[str, ...]:
        """The other customers of the group."""
        return tuple(key for key in self.was if key != self.key)

    @classmethod
    def read(cls, mark: str) -> Asking | None:
        """What a line asks; None where a person changed the mark."""
        try:
            data = orjson.loads(mark)
            was = {str(key): str(told) for key, told in data["was"].items()}
            return cls(str(data["key"]), was) if data["key"] in was else None
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def meant(self, said: str) -> str | None:
        """What a person's text means: the ID to merge into, the empty string for "not a duplicate", None for neither
        (or a customer that the line does not ask about)."""
        text = " ".join(unicodedata.normalize("NFKC", said).casefold().split())
        if text.rstrip(".。!") in _NO:
            return ""
        found = _MERGE.fullmatch(text)
        key = found["key"].upper() if found is not None else ""
        return key if key in self.others else None


def is_answer(mark: str) -> bool:
    """Whether a mark belongs to a line of the Duplicates sheet."""
    return mark.startswith("{")


def told_by(hub: Hub, key: str) -> str:
    """What a customer of the hub is told by."""
    table = hub.tables["customers"]
    return matters({column: table.get(key, column) for column in MATTERS})


def part(hub: Hub, one: str, other: str) -> tuple[tuple[str, str], str]:
    """The keys and the answer of the decision that two customers of the hub are not one, as they stand."""
    first, second = sorted((one, other))
    return (first, second), f"{told_by(hub, first)}-{told_by(hub, second)}"


def distinct_of(decisions: list[Decision]) -> dict[tuple[str, str], str]:
    """The pairs that people parted, as `Context.distinct` has them."""
    last = {(made.keys[0], made.keys[1]): made.answer for made in decisions if made.kind == DISTINCT}
    return {keys: answer for keys, answer in last.items() if answer}
