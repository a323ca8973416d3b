"""A rule: its page in the catalogue, and the function that finds where rows break it.

What a rule may say are `Saying`s that stand beside it: whole sentences in both languages with named fields. Code fills
in the fields and never builds text from pieces.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from validators.cells import Cell
from validators.fields import Label
from validators.finding import Finding, Severity
from validators.private.find import masked

if TYPE_CHECKING:
    from validators.context import Context
    from validators.rules.rows import Rows

__all__ = ["Mends", "Rule", "Saying", "both", "shown"]

Mends: TypeAlias = Literal["none", "guess", "safe", "both"]
"""Which fixes a rule offers: none, ones that a person must agree to, safe ones, or now this and now that."""

SHOWN_LENGTH = 20
_LONGEST = 4_000
"""Of longer texts only the beginning is looked at: no more of them could be shown."""
_LONG_NUMBER = re.compile(r"(\d{3})\d{10,}(\d{2})")
_SCIENTIFIC = re.compile(r"(\d\.\d{2})\d{4,}(e\+?\d{2})", re.I)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `bad` and `good` are cells or rows as a person would see them; `severity` is the usual one.

    `check` walks the rows and yields findings. A table or column that is not there is nothing to find fault with.
    """

    code: str
    title: Label
    why: Label
    bad: Label
    good: Label
    severity: Severity
    check: Callable[[Rows, Context], Iterable[Finding]]
    fix: Mends = "none"


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that a rule says: `message` what is wrong, `hint` what to type.

    Both are `str.format` templates. `label` (the column's label) and `value` (what stands there, shortened) are always
    at hand; other fields are given by the rule.
    """

    code: str
    severity: Severity
    message: Label
    hint: Label | None = None


def both(text: str) -> Label:
    """A text that is the same in either language."""
    return Label(text, text)


def shown(value: Cell, length: int = SHOWN_LENGTH, header: str = "") -> str:
    """A cell under `header` in a message: one line without control characters, at most `length` characters.

    Of what is private, and of any number as long as those on identity and bank cards (15 digits and more), only the
    ends are shown, also where a sheet made it 1.10101199003071E+17: findings travel further than the cell.
    """
    if isinstance(value, datetime):
        text = f"{value:%Y-%m-%d %H:%M}"
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, bool):
        text = str(value).upper()  # as a sheet shows it
    elif isinstance(value, float):
        text = f"{value:.15g}" if not 1e14 <= abs(value) < math.inf else str(int(value))
    else:
        text = "" if value is None else str(value)
    text = masked(text[:_LONGEST], header)[: length * 8]
    if not text.isprintable():  # categories C and Z, but for the blank
        text = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    text = " ".join(text.split())
    if len(text) >= 15:
        text = _SCIENTIFIC.sub(r"\1…\2", _LONG_NUMBER.sub(r"\1…\2", text))
    return text if len(text) <= length else text[: length - 1] + "…"
