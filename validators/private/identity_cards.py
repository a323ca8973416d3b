"""Chinese identity cards: 18 digits with their check digit, the old 15, and what Excel leaves of them.

Sources: GB 11643-1999 (layout, check character by ISO 7064 MOD 11-2), GB/T 2260 (region codes), GB 32100-2015 (unified
social credit codes, which have 18 characters too and check characters of their own, MOD 31).
"""

from __future__ import annotations

from datetime import date

__all__ = ["is_credit_code", "is_hong_kong", "is_identity", "is_old_identity", "is_rounded_identity", "looks_like_one"]

_PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)))
)
_ELSEWHERE = frozenset(("710000", "810000", "820000", "830000"))
"""People from Taiwan, Hong Kong and Macao: their regions have no counties."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_OLDEST = 1910
_YOUNGEST = 10
"""Nobody younger than that signs anything: a number with such a day in it is rather that of a contract."""
_LAST_OLD = 83
"""Cards of 15 digits were given until 1999, to people from 16 on."""
_CREDIT = {char: at for at, char in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_identity(number: str, today: date | None) -> bool:
    """Whether 18 characters are those of an identity card: region, day of birth and check character are right.

    Without `today` any day of birth before the year 2100 will do.
    """
    if len(number) != 18 or not _checks(number) or not looks_like_one(number):
        return False
    if today is not None and _birth(number[6:14]) > date(today.year - _YOUNGEST, 1, 1):
        return False
    return not is_credit_code(number)


def looks_like_one(number: str) -> bool:
    """Whether a number begins as one does: a region of China, and a day somebody may have been born on."""
    return _region(number[:6]) and _birth(number[6:14]) != date.max


def is_old_identity(number: str) -> bool:
    """Whether 15 digits are those of an old card. They have no check digit, so that this is a guess."""
    if len(number) != 15 or not number.isdecimal() or not _region(number[:6]) or number[12:] == "000":
        return False
    return 15 <= int(number[6:8]) <= _LAST_OLD and _birth("19" + number[6:12]) != date.max


def is_rounded_identity(known: str, today: date | None) -> bool:
    """Whether a number of 18 digits, of which a sheet left only the first ones (2 to 15), was an identity card's."""
    if known[:2] not in _PROVINCES and not any(region.startswith(known[:6]) for region in _ELSEWHERE):
        return False
    if len(known) >= 6 and not _region(known[:6]):
        return False
    year = known[6:10]
    if len(year) < 4:
        return year[:2] in ("", "1", "2", "19", "20")
    latest = today.year - _YOUNGEST if today is not None else 2099
    if not _OLDEST <= int(year) <= latest:
        return False
    return len(known) < 14 or _birth(known[6:14]) != date.max


def is_credit_code(number: str) -> bool:
    """Whether 18 characters are a unified social credit code by its check character."""
    values = [_CREDIT.get(char, -1) for char in number]
    if len(values) != 18 or -1 in values or number[:2] not in _REGISTERED or not _registered_in(number[2:8]):
        return False
    total = sum(value * weight for value, weight in zip(values, _CREDIT_WEIGHTS, strict=False))
    return (31 - total % 31) % 31 == values[17]


_REGISTERED = frozenset(
    f"{who}{kind}"
    for who, kinds in {
        "1": "1239",
        "2": "19",
        "3": "123459",
        "4": "19",
        "5": "1239",
        "6": "129",
        "7": "129",
        "8": "19",
        "9": "123",
    }.items()
    for kind in kinds
)
"""Who registered it, and what kind of body it is."""


def _registered_in(code: str) -> bool:
    return code[:2] in _PROVINCES or code == "100000"


def is_hong_kong(text: str) -> bool:
    """Whether letters and digits without brackets (`A1234563`) are a Hong Kong card's, by its check digit."""
    letters, digits = text[:-7], text[-7:]
    values = [36] * (2 - len(letters)) + [ord(letter) - 55 for letter in letters]
    values += [int(digit, 11) for digit in digits[:6]] + [10 if digits[6] == "A" else int(digits[6])]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


def _checks(number: str) -> bool:
    if not number[:17].isdecimal() or not number.isascii():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17]


def _region(code: str) -> bool:
    return code in _ELSEWHERE or (code[:2] in _PROVINCES and code[2:4] != "00" and code[4:6] != "00")


def _birth(digits: str) -> date:
    """A day of birth (yyyymmdd); `date.max` where it is none."""
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return date.max
    return born if _OLDEST <= born.year < 2100 else date.max
