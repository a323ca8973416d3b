"""What a Contact_Info cell holds, as keys that two spellings of one phone, e-mail or chat account have in common.

Mainland numbers are written as the numbering plan has them: a mobile as 11 digits from 13… to 19…, a fixed line as
area code with its 0 and 7 or 8 digits, 400 and 800 numbers as 10 digits.
"""

from __future__ import annotations

import re
import unicodedata

from validators.cells import Cell

__all__ = ["contact_keys"]

_MOBILE = re.compile(r"1[3-9]\d{9}", re.A)
_SEP = r"[ \-.‐‑–—−·]{0,3}"
_CHINA = rf"(?:(?:\+|00)?86{_SEP}|\((?:\+|00)?86\){_SEP})"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}", re.A)
_CHAT = re.compile(
    r"(?<![a-z0-9])(?P<app>微信|weixin|wechat|wx|vx|v信|企业微信|企微|qq) ?(?P<no>号码?|账号|id|number|no\.?)?"
    r"(?: ?[::] ?(?P<id>[a-z0-9][\w\-]{0,39})| ?(?P<bare>[a-z][\w\-]{5,19}|\d{5,12}))(?![\w\-])",
    re.A,
)
_PHONE = re.compile(
    rf"(?<![\d+])(?:{_CHINA}|0)?(?P<mobile>1[3-9]\d(?:{_SEP}\d){{8}})(?!\d)"
    rf"|(?<!\d)(?:{_CHINA}(?:\(0\)|\(?0?)|\(?0)(?P<area>10|2\d|[3-9]\d\d)\)?{_SEP}(?P<line>[1-9]\d{{2,3}}{_SEP}\d{{4}})(?!\d)"
    r"(?P<more>(?: ?[/、,;] ?[2-8]\d{2,3}[ -]?\d{4}(?![ -]?\d)){0,9})"
    rf"|(?<!\d)(?:{_CHINA})?(?P<service>[48]00(?:{_SEP}\d){{7}})(?!\d)"
    rf"|(?<!\d)\+(?!86)(?P<abroad>[1-9](?:[ \-.()]{{0,2}}\d){{6,14}})(?!\d)",
    re.A,
)
_LOCAL = re.compile(r"(?:电话|座机|固话|办公|tel|phone|t)?[:: .]{0,3}([2-8]\d{2,3}[ -]?\d{4})", re.A)
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d\d))-?([1-9]\d{6,7})", re.A)
"""A fixed line as most people type it."""
_NOT_DIGIT = re.compile(r"\D+", re.A)


def contact_keys(value: Cell) -> frozenset[str]:
    """All ways of contact in a cell; empty where there is none. Never raises.

    A phone is its digits without +86, separators and extension (057188886666: an extension tells two desks apart, not
    two companies); a number abroad keeps its +. An e-mail address is in lower case. Chat accounts are `wechat:name`
    and `qq:number`; an account that is a mobile number is that number. A whole number is read as its digits, with the
    leading 0 of an area code put back, which Excel takes away. A local number without area code counts only where
    nothing else stands in the cell.
    """
    if isinstance(value, str):
        return _of_text(unicodedata.normalize("NFKC", value).casefold().strip())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return frozenset()
    if not 0 < value < 1e15 or value != int(value):  # the comparison also holds off NaN and what no float can hold
        return frozenset()
    digits = str(int(value))
    return _of_text(digits) or _of_text("0" + digits)


def _of_text(text: str) -> frozenset[str]:
    if _MOBILE.fullmatch(text) is not None:
        return frozenset((text,))
    landline = _LANDLINE.fullmatch(text)
    if landline is not None:
        return frozenset((landline[1] + landline[2],))
    keys: set[str] = set()
    if "@" in text:
        keys.update(found[0] for found in _EMAIL.finditer(text))
        text = _EMAIL.sub(";", text)
    for found in _CHAT.finditer(text):
        account = found["id"] or found["bare"]
        if _MOBILE.fullmatch(account) is None:
            keys.add(f"{'qq' if found['app'] == 'qq' else 'wechat'}:{account}")
            text = text.replace(found[0], ";", 1)  # its digits are no phone
    for found in _PHONE.finditer(text):
        keys.update(_phones(found))
    if not keys:
        local = _LOCAL.fullmatch(text)
        if local is not None:
            keys.add(_digits(local[1]))
    return frozenset(keys)


def _phones(found: re.Match[str]) -> list[str]:
    if found["mobile"]:
        return [_digits(found["mobile"])]
    if found["service"]:
        return [_digits(found["service"])]
    if found["abroad"]:
        return ["+" + _digits(found["abroad"])]
    lines = [found["line"], *found["more"].replace(" ", "").translate(_TO_COMMA).split(",")]
    return [f"0{found['area']}{_digits(line)}" for line in lines if line]


_TO_COMMA = str.maketrans("/、;", ",,,")


def _digits(text: str) -> str:
    return _NOT_DIGIT.sub("", text)
