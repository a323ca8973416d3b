"""The words around a number that say what it is, and texts in the one spelling that everything here is judged in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Private", "Surroundings", "plain"]


@dataclass(frozen=True, slots=True)
class Private:
    """Something private in a text: the rule that speaks of it, and where it begins and ends in the `plain` text."""

    code: str
    start: int
    end: int


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-"))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_IDENTITY = re.compile(
    r"身份证|身份号|证件|[一二]代证|sfz|(?<![a-z])id(?:entity)?[ _]?(?:cards?|no\.?|number|num|号码?)?(?![a-z_])"
)
_CARD = re.compile(r"银行卡|信用卡|储蓄卡|借记卡|(?:工|农|中|建|交|招)行卡|卡号|(?:bank|debit|credit)[ _]?card")
_BUSINESS = re.compile(
    r"订单|单号|合同|协议|编号|流水|交易号|发票|税号|税务登记|纳税|信用代码|注册号|执照|许可|备案|序列号|运单|快递|物流|料号|型号|条码|会员卡|加油卡"
    r"|购物卡|员工卡|电话卡|招标|项目|(?<![a-z])(?:sn|imei|order|contract|invoice|tracking|waybill|serial|tax|po|sku)(?![a-z]|_amount)"
)
_QUANTITY = re.compile(r"数量|流量|容量|产量|字节|功率|bytes|count|quantity|volume")
_BETWEEN = re.compile(r"[^\d,;。!?]{0,8}")
_REACH = 24
"""How many characters before a number are looked at."""


def plain(text: str) -> str:
    """The text with full-width characters narrow, all dashes as hyphens and without invisible characters."""
    if text.isascii():
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_DASHES)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is said of a number: by the header of its column, and by the words right before it."""

    header: str
    before: str

    @classmethod
    def of(cls, header: str, text: str, start: int) -> Surroundings:
        """Those of the number that begins at `start` of a plain text."""
        return cls(header.casefold(), text[max(0, start - _REACH) : start].casefold())

    def _said(self, words: re.Pattern[str]) -> bool:
        last = max((found.end() for found in words.finditer(self.before)), default=-1)
        if last >= 0 and _BETWEEN.fullmatch(self.before, last):
            return True
        return words.search(self.header) is not None

    @property
    def identity(self) -> bool:
        """It is said to be that of an identity card."""
        return self._said(_IDENTITY)

    @property
    def card(self) -> bool:
        """It is said to be that of a bank card."""
        return self._said(_CARD) and not self._said(_MEMBER)

    @property
    def business(self) -> bool:
        """It is said to be a number of an order, a contract, a tax office … or a quantity."""
        return self._said(_BUSINESS) or _QUANTITY.search(self.header) is not None


_MEMBER = re.compile(r"会员卡|加油卡|购物卡|员工卡|电话卡")
