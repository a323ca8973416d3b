"""What the words of a demo team are made of; `words_zh` and `words_en` fill it in."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["City", "Phase", "Words", "listed"]


def listed(text: str, separator: str | None = None) -> tuple[str, ...]:
    """The words of a text: between blanks and line ends, or between separators, which may end a line."""
    return tuple(word.strip() for word in text.replace("\n", " ").split(separator))


@dataclass(frozen=True, slots=True)
class City:
    """A city, the sales region it belongs to, and its telephone area code."""

    name: str
    region: str
    area_code: str


@dataclass(frozen=True, slots=True)
class Phase:
    """What is said in one phase of a customer's life. `methods`: their weights, in the order of the built-in list."""

    methods: tuple[int, ...]
    topics: tuple[str, ...]
    feedback: tuple[str, ...]
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one language.

    Templates know these fields: `who` (how the contact is addressed), `company` (its short name), `product`, `amount`,
    `by` (a day not later than the next contact), `n` (a small number), `days`.
    `trades`, `openers` and `lost` follow the order of the built-in lists of industries, methods and lost reasons.
    """

    cities: tuple[City, ...]
    regions: tuple[str, ...]
    trades: tuple[tuple[str, ...], ...]
    legal_forms: tuple[tuple[str, int], ...]
    core_first: tuple[str, ...]
    core_middle: tuple[str, ...]
    core_last: tuple[str, ...]
    famous: tuple[str, ...]
    """Cores that would name a real, well-known company."""
    surnames: tuple[tuple[str, str], ...]
    """Most frequent first, each with its spelling in e-mail addresses."""
    given_first: tuple[str, ...]
    given_last: tuple[str, ...]
    """Empty in a language whose given names have one part."""
    jobs: tuple[tuple[str, str], ...]
    """A job and how its holder is addressed, with `{surname}`."""
    products: tuple[str, ...]
    opportunity_names: tuple[str, ...]
    openers: tuple[tuple[str, ...], ...]
    phases: dict[str, Phase]
    lost: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    other_reason_notes: tuple[str, ...]
    formula_like: tuple[str, ...]
    """Notes that begin like a formula and are none."""
    documents: tuple[str, ...]
    changed: str
    """`Status_Change` of a follow-up that reports a new status, with `{status}`."""
    unchanged: str
    admin: str
    manager: str
    reps: tuple[str, ...]
    strangers: tuple[str, ...]
    """Names that stand in owner columns and belong to no user."""
