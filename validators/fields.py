"""What a column is: its kind, labels, choices and aliases. `models` declares them, everything else reads them here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = ["OWN", "TABLES", "Choice", "Column", "Kind", "Label", "Language", "TableSpec", "listed"]

Language: TypeAlias = Literal["zh", "en"]
Kind: TypeAlias = Literal[
    "id",  # the row's own key: prefix + yyyymmdd + daily sequence of at least three digits
    "ref",  # the key of a row of another table (`refers`)
    "text",
    "long",  # text that wraps: Content, Feedback, Notes
    "contact",  # phone, e-mail …; a phone is text, never a number
    "choice",
    "status_change",  # 否, or 是 with the new status in words
    "date",
    "money",  # yuan, greater than 0
    "percent",  # 0-100
    "number",  # extra columns only
    "yes_no",  # extra columns only
    "user",  # a name of config's [[users]]
]
TABLES: tuple[str, ...] = ("customers", "follow_ups", "opportunities", "plan")


@dataclass(frozen=True, slots=True)
class Label:
    """A text in both languages."""

    zh: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


def listed(words: Iterable[str], language: Language, most: int | None = None) -> str:
    """Words in a row, as the language parts them; `…` stands for those beyond the first `most`."""
    shown = list(words)
    more = "…" if most is not None and len(shown) > most else ""
    return ("、" if language == "zh" else ", ").join(shown[:most]) + more


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value. `code` is its language-free name where the program acts on it (won, key …), else the name.

    `probability` (0-100) and `closes` belong to stages only.
    """

    label: Label
    code: str = ""
    probability: float | None = None
    closes: Literal["won", "lost"] | None = None

    @property
    def id(self) -> str:
        """What two spellings of the same choice have in common."""
        return self.code or self.label.zh


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a standard table. `name` is the standard name and may not change; it is filled in from the model.

    `open_list`: a value outside `choices` is allowed (a typo is still pointed out). `agent`: kept by the agent alone,
    takes no part in the merge. `optional`: an extension column that config may switch off. `extra`: declared in config.
    """

    kind: Kind
    label: Label
    name: str = ""
    required: bool = False
    prefix: str = ""
    refers: str = ""
    choices: tuple[Choice, ...] = ()
    open_list: bool = False
    agent: bool = False
    optional: bool = False
    extra: bool = False
    aliases: tuple[str, ...] = ()
    width: float = 14

    def __hash__(self) -> int:
        """Columns are looked up often; hashing all their choices each time would be slow."""
        return hash((self.name, self.kind))

    @property
    def header(self) -> str:
        """What stands in the header cell: the standard name, with `*` where required."""
        return self.name + ("*" if self.required else "")


OWN = Column("text", Label("", ""))
"""What a column is that people added: its cells compare as texts."""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A standard table as one team uses it: its columns in order, agent columns last."""

    name: str
    label: Label
    key: str
    prefix: str
    columns: tuple[Column, ...]
    by_name: dict[str, Column] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def typed(self) -> tuple[Column, ...]:
        """The columns that people fill in; they alone take part in the merge."""
        return tuple(column for column in self.columns if not column.agent)
