"""Chinese landlines: an area code with its 0, and a line of seven or eight digits behind it."""

from __future__ import annotations

import re

from validators.cells import Cell

__all__ = ["is_landline", "with_zero"]

_EIGHT = re.compile(
    r"0(?:311|37[19]|4[135]1|51\d|52[37]|53[12]|551|57[14-79]|59[15]|731|75[57]|76[09]|791|8[57]1|898)", re.A
)
"""Area codes whose lines have eight digits, as all those of three digits have; of others it may be seven or eight."""
_THREE = re.compile(r"0(?:10|2\d)\d{8}", re.A)
"""A landline of the largest cities, with the 0 of its area code."""


def is_landline(digits: str) -> bool:
    """Whether an area code with its 0 has a line of the right length behind it."""
    if digits[1:2] in ("1", "2"):
        return len(digits) == 11
    return len(digits) == 12 or (len(digits) == 11 and _EIGHT.match(digits) is None)


def with_zero(value: Cell) -> str | None:
    """The Chinese landline that a contact is once the 0 of its area code is back; None where it is none."""
    number = f"0{value}"
    if not (11 <= len(number) <= 12 and number.isascii() and number.isdecimal()):
        return None
    eight = len(number) == 12 and _EIGHT.match(number) is not None
    return number if eight or _THREE.fullmatch(number) is not None else None
