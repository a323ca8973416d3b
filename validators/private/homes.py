"""Detailed addresses of homes, and channels that are said to be private.

A home is a room, a building or an entrance (单元) of something people live in, or a numbered address that is said to be
somebody's home. An office in a tower, a workshop, a lecture hall, and whatever is said to be a company's address is
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validators.private.words import Private

__all__ = ["channels_in", "homes_in"]

_NO = r"[甲乙丙丁a-z]?[\d一二三四五六七八九十百零〇]{1,4}[a-z]?"
_ROOM = r"(?:\d{3,4}[a-z]?|\d{1,2}[a-f]|[一二三四五六七八九零〇]{3,4})(?![\d户台套万元米平个件年月.%])"
_ENTRANCE = re.compile(rf"{_NO}单元(?:\d{{1,2}}[层楼])?{_ROOM}")
_LANE = re.compile(rf"\d+弄(?:\d+支弄)?{_NO}号(?:楼)?{_ROOM}")
_BUILDING = re.compile(rf"(?:{_NO}|[a-z])(?:栋|幢|号楼|座)(?:[a-z]座|\d{{1,2}}[门层楼]|{_NO}单元)?-?{_ROOM}")
_NUMBER_ROOM = re.compile(rf"\d+号{_ROOM}[室房]")
_SHORT = re.compile(r"(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])")
_VILLA = re.compile(r"别墅区?[a-z]?\d+[号栋幢]")
_LIVED_IN = re.compile(
    r"(?:小区|花园|家园|新村|[一二三四五六七八九十][村区]|公寓|社区|华庭|名邸|宿舍|别墅|家属|公馆|雅居|[苑庭邸湾府]|[^\d学产]园|名城|新城|里(?=\d+-\d))(?!路|街|大道|酒店)"
)
_AT_WORK = re.compile(
    r"大厦|写字[楼间]|中心|广场|科技|软件|创意|物流|产业|工业|[^花家]园区|厂房|厂区|仓库|公司|集团|soho|商务|商铺|办公|大学|学校|校区|教学|学院(?!路)|医院|病房"
    r"|酒店|宾馆|会议|展[位厅馆]|会展|机房|实验|售楼|物业|业主委员会|[门商]店|总部|孵化|银行|政府"
)
_COMPANY = re.compile(
    r"注册(?:地址?|在|于)|公司|单位地址|办公|开票|发票|营业地|经营地|registered|office|company|billing"
)
_HOME = re.compile(r"家庭[住地]址|住址|户籍|现住|home address|address \(home\)|lives at")
_AT_HOME = re.compile(r"家住|住在|私宅|家里|(?<!其)[总他她板]家(?![装具电居])")
_PARTED = re.compile(rf"\d(?:弄|栋|幢|单元|号楼)|\d{{2,4}}室|\d号\d{{2,4}}|{_NO}(?:栋|幢|单元)")
_NUMBERED = re.compile(rf"\d(?:号|弄|栋|幢|室|单元)|{_NO}(?:栋|幢|单元|室)|(?<![\d-])\d{{3,4}}$|[^\d]\d-\d+-\d{{3}}")
_ENGLISH_HOME = re.compile(r"home address|address \(home\)|lives at|(?:his|her|their) home\b|home:")
_ENGLISH_NUMBER = re.compile(r"\b\d{1,5}[a-z]? [a-z]+ (?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|court|ct|way)\b")
_FLAT = re.compile(r"\b(?:apt|apartment|flat)\b\.? ?\d+[a-z]?\b")
_ENGLISH_ROOM = re.compile(r"\b(?:room|rm|unit|bldg|block)\b\.? ?\d+[a-z]?\b")
_ENGLISH_LIVED_IN = re.compile(r"\b(?:garden|gardens|residential|quarter|villas?|mansions?|residences?)\b")
_ENGLISH_WORK = re.compile(r"\b(?:office|suite|plaza|cent(?:er|re)|park|factory|warehouse|meeting|hotel|company)\b")
_ENGLISH_ADDRESS = re.compile(r"\b(?:apt|apartment|flat|room|rm|home|lives)\b")
_CLAUSE = re.compile(r"[^,;。\n]+")
_CHANNEL = re.compile(
    r"(?:私人|个人|家里的?|家庭|自家|家中)(?:手机|电话|座机|微信|号码?|qq|邮箱)号?|宅电"
    r"|(?:手机|电话|微信|邮箱)\W?(?:私人|个人)"
    r"|\b(?:home|personal|private) (?:e-?mail|phone|mobile|cell|wechat|number|tel)\b"
)


def homes_in(text: str, header: str) -> Iterator[Private]:
    """The addresses of homes in a plain text that stands under `header`: whole clauses."""
    low, header = text.casefold(), header.casefold()
    if _COMPANY.search(header):
        return
    if (_ENGLISH_ADDRESS.search(low) or "home" in header) and _english(low, header):
        yield Private("P006", 0, len(text))
        return
    at_home = _HOME.search(header) is not None
    for clause in _CLAUSE.finditer(low):
        words = re.sub(r"\s+", "", clause[0])
        if _is_home(words, at_home):
            yield Private("P006", clause.start(), clause.end())


def _is_home(words: str, at_home: bool) -> bool:
    if _COMPANY.search(words):
        return False
    lived_in = [found.start() for found in _LIVED_IN.finditer(words)]
    at_work = [found.end() for found in _AT_WORK.finditer(words)]
    if at_work and (not lived_in or max(at_work) > max(lived_in)):  # else a home beside or behind it
        return False
    if _ENTRANCE.search(words) or _LANE.search(words):
        return True
    if at_home or _HOME.search(words):
        return _NUMBERED.search(words) is not None
    if _AT_HOME.search(words) and _PARTED.search(words):
        return True
    if _VILLA.search(words):
        return True
    return bool(lived_in) and any(detail.search(words) for detail in (_BUILDING, _NUMBER_ROOM, _SHORT))


def _english(low: str, header: str) -> bool:
    if _ENGLISH_WORK.search(low):
        return False
    detail = _FLAT.search(low) or _ENGLISH_ROOM.search(low)
    if _ENGLISH_HOME.search(low) or _ENGLISH_HOME.search(header):
        return bool(detail or _ENGLISH_NUMBER.search(low))
    if _FLAT.search(low) and (_ENGLISH_NUMBER.search(low) or _ENGLISH_LIVED_IN.search(low)):
        return True
    return bool(detail and _ENGLISH_LIVED_IN.search(low))


def channels_in(text: str) -> Iterator[Private]:
    """Channels in a way of contact that are said to be private: the whole part of the text."""
    low = text.casefold()
    for clause in re.finditer(r"[^,;。\n/]+", low):
        if _CHANNEL.search(clause[0]) and re.search(r"\d|@|[:：]", clause[0]):
            yield Private("P007", clause.start(), clause.end())
