"""R015: an e-mail address that no mail can reach."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from validators.cells import Cell
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding, Fix
from validators.rule import Rule, Saying, both, shown
from validators.rules.rows import Rows
from validators.rules.texts import Texts, Told, told

__all__ = ["EMAIL"]

_HINT = Label("写成 name@example.com 这样", "type it like name@example.com")
_BROKEN = Saying(
    "R015", "warning", Label("{label}：邮箱“{mail}”写得不完整", "{label}: the address “{mail}” is not complete"), _HINT
)
_MEANT = Saying(
    "R015",
    "warning",
    Label("{label}：邮箱“{mail}”写错了，是不是 {meant}？", "{label}: “{mail}” is no address; is it {meant}?"),
    Label("写成 {meant}", "type {meant}"),
)
_GOOD = re.compile(r"[\w.+%'-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+", re.A | re.I)
_AROUND = re.compile(r"[a-z0-9._+%'@,。,-]*@[a-z0-9._@,。,-]*", re.A | re.I)
"""What stands around an @ without blanks: the address as it was meant."""
_ACCOUNT = re.compile(
    r"微信|抖音|快手|微博|小红书|视频号|wechat|weixin|twitter|telegram|instagram|skype|tiktok|@[^\x00-\x7f]", re.I
)
"""Accounts that may begin with @ or hold one."""
_MOST = 100


def _check(rows: Rows, context: Context) -> Iterator[Finding]:
    texts = rows.once(Texts)
    for table, column in rows.columns("contact"):
        typed, joined = texts.of(table.name, column.name)
        if "@" not in joined and "＠" not in joined:
            continue
        found: dict[Cell, Told] = {}
        for text in typed:
            if ("@" in text or "＠" in text) and (mail := _broken(text)) is not None:
                meant = _meant(mail)
                if meant is None:
                    found[text] = _BROKEN, None, {"mail": shown(mail, 30)}, None
                else:
                    around = text if mail in text else unicodedata.normalize("NFKC", text).strip()
                    fix = Fix(around.replace(mail, meant), False)
                    found[text] = _MEANT, fix, {"mail": shown(mail, 30), "meant": shown(meant, 30)}, None
        yield from told(rows, table, column, found)


def _broken(text: str) -> str | None:
    """The address in a cell that is none, None where all are fine or where it may be an account."""
    if text.isascii() and _GOOD.fullmatch(text.strip()) is not None:
        return None
    narrow = unicodedata.normalize("NFKC", text).strip()
    if len(narrow) > _MOST or _ACCOUNT.search(narrow) is not None:
        return None
    for found in _AROUND.finditer(narrow):
        mail = found[0].strip(",。.")
        if _GOOD.fullmatch(mail) is None and not all(_GOOD.fullmatch(one) for one in re.split("[,。]+", mail)):
            return mail
    return None


def _meant(mail: str) -> str | None:
    """The address that slips of the hand explain: a comma for a dot, an @ twice."""
    meant = re.sub(r"@{2,}", "@", re.sub(r"[,。]|\.{2,}", ".", mail))
    return meant if meant != mail and _GOOD.fullmatch(meant) is not None else None


EMAIL = Rule(
    "R015",
    Label("邮箱写错了", "An e-mail address that is none"),
    Label(
        "少一段或多一个符号的邮箱，邮件发不出去，也查不出重复。",
        "With a part missing or a sign too many no mail arrives, and no duplicate is found.",
    ),
    both("Contact_Info = wang@163"),
    both("Contact_Info = wang@163.com"),
    "warning",
    _check,
    "guess",
)
