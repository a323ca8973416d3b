"""Bank cards: length, leading digits and check digit (ISO/IEC 7812-1, Luhn).

Chinese debit cards have 16 to 19 digits and begin with 62; older ones with the digits of a few banks. A company's
account, which begins otherwise, is no card.
"""

from __future__ import annotations

import re

__all__ = ["is_card", "is_rounded_card", "luhn"]

_LEADING = re.compile(
    r"62\d{14,17}"
    r"|(?:95588\d|436742|456351|6013[89]\d|9400\d\d|9558\d\d)\d{13}"  # cards of 19 digits from before 62
    r"|4\d{15}|5[1-5]\d{14}|(?:222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|35(?:2[89]|[3-8]\d)\d{12}"
    r"|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}",
    re.A,
)


def luhn(number: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (doubled + sum(int(digit) for digit in number[::-2])) % 10 == 0


def is_card(number: str) -> bool:
    """Whether a number of 14 to 19 digits is a bank card's."""
    return _LEADING.fullmatch(number) is not None and luhn(number) and len(set(number)) > 1


def is_rounded_card(known: str, length: int) -> bool:
    """Whether a number of `length` digits, of which a sheet left the first ones, was that of a Chinese card."""
    return length == 19 and known.startswith("62")
