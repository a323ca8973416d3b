"""Days that Chinese texts name: 5月12日前, 3天后, 下周三, 月底. One pattern, its kinds in the order they are tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

from validators.promise_days import coming, day_of, in_months, in_week, month_end, nearest, part_of, plus
from validators.workdays import after_workdays

__all__ = ["days_in"]

_Reads: TypeAlias = Callable[["re.Match[str]", date], "Iterator[date | None]"]

_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_FREE = r"(?<![A-Za-z0-9._\-/#])"
"""Figures that go on to the left are an ID, a version or an amount."""
_TO = r"\s*(?:-|~|—|–|至|到|、)\s*"
_DOING = r"(?=\s*(?:再|底|签|谈|联系|拜访|跟进|回访|见面|交付|上门|启动|沟通|[,，。;；]|$))"
"""What may follow a bare month or year: "6月再谈" is a promise, "6月采购计划" is not."""
_BEFORE = r"(?:之|以)?前"
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_WEEKDAYS = {sign: at for at, sign in enumerate("一二三四五六日")} | {"天": 6} | {str(at + 1): at for at in range(7)}
_PARTS: dict[str, int | None] = {"初": 10, "上旬": 10, "中旬": 20, "中": 20, "下旬": None, "底": None, "末": None}
_PART = r"(?:初|上旬|中旬|下旬|底|末|内)"
_YEARS = {"去": -1, "今": 0, "明": 1, "来": 1}
_WEEK = r"(?:周|星期|礼拜)"
_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}


def number(text: str) -> int:
    """A number of at most two figures, Chinese or Arabic; of "三四" and "两三" the larger one."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text[-1]]
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


def _year(text: str) -> int:
    year = int("".join(str(_DIGITS.get(sign, sign)) for sign in text))
    return year + 2000 if year < 100 else year


def _full(m: re.Match[str], told: date) -> Iterator[date | None]:
    for day in (m["full_d"], m["full_to"]):
        if day:
            yield day_of(_year(m["full_y"]), number(m["full_m"]), number(day))


def _compact(m: re.Match[str], told: date) -> Iterator[date | None]:
    text = m["compact"]
    yield day_of(int(text[:4]), int(text[4:6]), int(text[6:]))


def _month_day(m: re.Match[str], told: date) -> Iterator[date | None]:
    month = number(m["md_m"])
    for day in (m["md_d"], m["md_to"]):
        if day and m["md_y"]:
            yield day_of(told.year + _YEARS[m["md_y"]], month, number(day))
        elif day:
            yield nearest(told, month, number(day))


def _month(m: re.Match[str], told: date) -> Iterator[date | None]:
    month, part = number(m["mo_m"]), m["mo_part"] or ""
    if not 1 <= month <= 12:
        return
    if m["mo_before"]:
        month -= 1
        if not month:
            yield nearest(told, 12, None)
            return
    last = _PARTS.get(part)
    if m["mo_y"]:
        end = month_end(told.year + _YEARS[m["mo_y"]], month)
        yield end.replace(day=last) if end and last else end
    else:
        yield nearest(told, month, last)


def _figures(m: re.Match[str], told: date) -> Iterator[date | None]:
    yield nearest(told, int(m["fig_m"] or m["slash_m"]), int(m["fig_d"] or m["slash_d"]))


def _figures_to(m: re.Match[str], told: date) -> Iterator[date | None]:
    yield nearest(told, int(m["figs_m"]), int(m["figs_d"]))


def _day(m: re.Match[str], told: date) -> Iterator[date | None]:
    day = number(m["day_to"] or m["day"])
    if not m["day_m"]:
        yield coming(told, day)
    else:
        first = part_of(told, 1 if m["day_m"].startswith("下") else 0, 1)
        yield first and day_of(first.year, first.month, day)


def _this_month(m: re.Match[str], told: date) -> Iterator[date | None]:
    yield part_of(told, 1 if m["tm"].startswith("下") else 0, _PARTS.get(m["tm_part"] or ""))


def _month_part(m: re.Match[str], told: date) -> Iterator[date | None]:
    yield part_of(told, 0, _PARTS.get(m["mp"].removeprefix("月")))


def _quarter(m: re.Match[str], told: date) -> Iterator[date | None]:
    yield part_of(told, 2 - (told.month - 1) % 3 + (3 if m["q"].startswith("下") else 0), None)


def _whole_year(m: re.Match[str], told: date) -> Iterator[date | None]:
    year = told.year + _YEARS[m["yr"] or m["yr2"] or "今"]
    yield month_end(year, 1 if m["yr_part"] == "初" else 12)


def _later(m: re.Match[str], told: date) -> Iterator[date | None]:
    unit, half = m["unit"] or m["over_unit"], m["n"] == "半"
    value = m["n_to"] or m["n"] or m["over"]
    amount = 0 if half else number(value)
    if unit.endswith("工作日"):
        try:
            yield after_workdays(told, amount)
        except OverflowError:
            return
    elif unit.endswith("月"):
        later = told if half else in_months(told, amount)
        yield later and plus(later, 15 if half or "半" in unit else 0)
    elif unit.startswith("年"):
        yield in_months(told, 6 if half else 12 * amount + 6 * ("半" in unit))
    elif unit.endswith("时"):
        yield plus(told, -(-amount // 24))
    elif not half:
        yield plus(told, amount if unit in "天日" else 7 * amount)


def _near(m: re.Match[str], told: date) -> Iterator[date | None]:
    word = m["near"]
    yield plus(told, 3 if word[0] == "大" else 2 if "后" in word else 1 if word[0] in "明次" else 0)


def _weekday(m: re.Match[str], told: date) -> Iterator[date | None]:
    which = (m["which"] or "").removesuffix("个")
    for sign in (m["wd"], m["wd_to"]):
        if not sign or which == "每":
            continue
        weekday = _WEEKDAYS[sign]
        if which:
            yield in_week(told, _WEEKS[which], weekday)
        else:  # the coming one; on the day itself that of next week
            yield plus(told, (weekday - told.weekday() - 1) % 7 + 1)


def _week(m: re.Match[str], told: date) -> Iterator[date | None]:
    yield in_week(told, _WEEKS.get((m["wk"] or "本").removesuffix("个"), 0), 6)


_KINDS: tuple[tuple[_Reads, str], ...] = (
    (
        _full,
        rf"{_FREE}(?P<full_y>20\d\d|\d\d(?=年|[./]\d{{1,2}}[./]\d{{1,2}}\s*(?:[日号]|{_BEFORE}))"
        r"|二[〇零一二三四五六七八九]{3}(?=年))"
        rf"\s*[-/.年]\s*(?P<full_m>{_N})\s*[-/.月]\s*(?P<full_d>{_N})(?!\d|[-/.]\w)(?:\s*[日号])?"
        rf"(?:{_TO}(?P<full_to>{_N})\s*[日号])?",
    ),
    (_compact, r"(?<![A-Za-z0-9\-])(?P<compact>20\d{6})(?=\s*" + _BEFORE + ")"),
    (
        _month_day,
        rf"(?:(?P<md_y>[去今明来])年\s*)?(?<![\d.])(?P<md_m>{_N})\s*月\s*(?P<md_d>{_N})(?!\d)(?:\s*[日号])?"
        rf"(?:{_TO}(?P<md_to>{_N})\s*[日号])?",
    ),
    (
        _month,
        rf"(?:(?P<mo_y>[去今明来])年\s*)?(?<![\d.])(?P<mo_m>{_N})月"
        rf"(?:份?(?P<mo_part>{_PART})|份?(?P<mo_before>{_BEFORE})|份?{_DOING})",
    ),
    (
        _figures_to,
        rf"{_FREE}\d{{1,2}}[./]\d{{1,2}}\s*(?:-|~|—|–|至|到)\s*(?P<figs_m>\d{{1,2}})[./](?P<figs_d>\d{{1,2}})(?![\w.%]*\d)",
    ),
    (
        _figures,
        r"(?:(?:(?:最[晚迟]|不晚于|截止到?|截至)\s*(?P<fig_sure>)|(?<![A-Za-z0-9._\-/#第本版价额]))"
        r"(?P<fig_m>\d{1,2})(?P<sep>[-/.])(?P<fig_d>\d{1,2})(?![\d.\-/%A-Za-z万亿元折倍个家种条次版])"
        r"(?(fig_sure)|(?=\s*(?:(?:之|以)?前)(?!期)|[日号](?<!-\d[日号])(?<!-\d\d[日号])|\s*[上下]午(?<!-\d.午)(?<!-\d\d.午)))"
        r"|(?<![A-Za-z0-9._\-/#第本版])(?P<slash_m>\d{1,2})/(?P<slash_d>\d{1,2})(?=\s*"
        r"(?:[日号后上下早晚再去到见签开寄]|拜访|回访|联系|发|交|给|电话|参加|安装)))",
    ),
    (
        _day,
        rf"(?:(?P<day_m>本月|这个?月|当月|下个?月)\s*)?(?<![\d.A-Za-z\-/#编单货型账号期])(?P<day>{_N})"
        rf"(?:{_TO}(?P<day_to>{_N}))?\s*(?:号(?!工厂|[楼线厂馆机库仓门桥院车样柜井炉位模文选码店地块产方会仪设])|日(?!之?[内后]|以内))",
    ),
    (_this_month, rf"(?P<tm>本月|这个?月|当月|下个?月)份?(?P<tm_part>{_PART}|中)?"),
    (_month_part, r"(?<![\d个一二三四五六七八九十每上])(?P<mp>月底|月末|月内|月中(?!旬)|上旬|中旬|下旬)"),
    (_quarter, r"(?P<q>下个?季度|本季度|这个?季度|季度?末)"),
    (
        _whole_year,
        rf"(?:(?P<yr>[去今明来])年)?(?P<yr_part>年?[底末内](?<=年[底末内])|(?<=[明来]年)初)"
        rf"|(?P<yr2>[明来])年{_DOING}",
    ),
    (
        _later,
        rf"(?<![\d.每近隔期保])(?<!过去)(?<!最近)(?P<n>{_N}|(?<!个)半|\d{{3}})\s*(?:{_TO}(?P<n_to>{_N})\s*)?"
        r"(?P<unit>个?工作日|天|日|周|个?星期|个?礼拜|个半?月|(?<=半)月|年半?|个?小时)\s*(?:之?后|以后|之?内|以内)"
        rf"|(?<!超)(?<!不)(?<!通)过\s*(?!两天)(?P<over>{_N})\s*(?P<over_unit>天|周|个?星期|个?礼拜|个月|年)",
    ),
    (_near, r"(?P<near>大后天|明后天|(?<!\d)(?<!今)后天(?!线|然|性)|明[天日早晚]|次日|今[天日晚早]|当[天日晚])"),
    (
        _weekday,
        rf"(?:(?P<which>下下个?|下个?|本|这个?|上个?|每个?)|(?<![\d一二两三几半双])){_WEEK}(?P<wd>[一二三四五六日天1-7])"
        rf"(?![次年个鸣帆凡航诺\d])(?:\s*(?:、|或者?|和|及|至|到|-|~)\s*{_WEEK}?(?P<wd_to>[一二三四五六日天])(?![\d个次]))?",
    ),
    (_week, r"(?P<wk>下下个?|下个?|本|这个?)(?:周|星期|礼拜)(?!期|报|[一二三四五六日天])[末初内底]?|(?<![上每\d])周末"),
)
_BEGIN = r"(?=[\d一二两三四五六七八九十半去今明来本这当下上中月季年次大后过最不截每周星礼])"
"""Only where one of these stands are the kinds tried at all."""
_PATTERN = re.compile(_BEGIN + "(?:" + "|".join(f"(?P<k{at}>{one})" for at, (_, one) in enumerate(_KINDS)) + ")")
_OVER = re.compile(r"\s*(?:[上下]午)?\s*已")
"""What follows a day on which something was done."""
_OFF = re.compile(r"[^,，。;；]{0,6}?(?:取消|不要|不用|不必|无需|勿|不联系|别联系)")
"""What follows a day that nothing is promised for."""
_EVERY = re.compile(r"每(?:个?月|个?季度|年)?个?\s*$")


def days_in(text: str, told: date) -> Iterator[date | None]:
    """The days that a text of NFKC signs names, for who wrote it on day `told`; None for one that there is not."""
    for m in _PATTERN.finditer(text):
        if _OVER.match(text, m.end()) or _OFF.match(text, m.end()) or _EVERY.search(text, 0, m.start()):
            continue
        yield from _KINDS[int((m.lastgroup or "k0")[1:])][0](m, told)
