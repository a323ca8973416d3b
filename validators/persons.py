"""Contact persons made comparable. 王总 is a title: it tells the surname alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, TypeAlias

from validators.cells import Cell
from validators.simplified import simplified

__all__ = ["SURNAME", "Alike", "alike", "persons", "surname"]

SURNAME = "+"
"""Stands behind a surname of which nothing more is known."""
Alike: TypeAlias = Literal["same", "surname", "other", "unknown"]
_MOST = 3
_SPLIT = re.compile(r"[/、,;&\n]|(?<![a-z])and(?![a-z])|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]|【[^】]*】")
_NOT_LETTERS = re.compile(r"[^\w\s]|[\d_]")
_TITLES_LISTED = """
    总经理 总监 总裁 经理 主管 主任 部长 科长 处长 厂长 院长 校长 所长 店长 站长 队长 行长 会长 秘书长 书记 局长
    会计 助理 秘书 专员 董事长 董事 董秘 老板 老板娘 先生 女士 小姐 老师 师傅 同志 医生 教授 博士 律师 工程师 总工
    采购员 业务员 组长 班长 董 工 总 姐 哥 叔 姨
"""
_TITLES = frozenset(_TITLES_LISTED.split())
_RANKS_LISTED = "副 常务 执行 大区 区域 销售 采购 市场 财务 技术 项目 行政 人事 生产 业务 客户"
_RANKS = frozenset(_RANKS_LISTED.split())
"""What may stand in front of a title."""
_EN_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|sir|madam)\b\.?\s*|,?\s*\b(?:phd|jr|sr|cpa|mba)\.?$")
_NOBODY_LISTED = """
    采购 财务 销售 市场 行政 人事 技术 客服 前台 总机 办公室 综合 业务 生产 后勤 总务 工程 项目 运营 联系人 负责人
    经办人 老板 老板娘 本人 值班 店员 店长 工作人员 未知 不详 见名片 见备注 同微信 微信同号 待定 暂无 没有 无 同上
    某 某某 none unknown n/a na tbd reception front_desk sales purchasing manager owner contact info admin
"""
_NOBODY = frozenset(word.replace("_", " ").replace("/", " ") for word in _NOBODY_LISTED.split())
_OFFICE = ("人员", "中心", "部", "处", "科", "室", "组", "员", "岗", " department", " dept")
_DESK = re.compile(r"^(?:采购|财务|销售|市场|行政|人事|技术|客服|业务|生产|后勤|工程|项目)[部处科室]?[ :]\s*(?=.)")
_DOUBLES = """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙
    慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 呼延 轩辕 百里 东郭 南门 西门
"""
_DOUBLE = frozenset(_DOUBLES.split())
"""Surnames of two characters."""
_PLAIN = re.compile(
    r"(?![老小阿])[\u4e00-\u9fff]{1,2}(?![老板娘理监裁管任长记局计书员事秘生士姐师志授工总哥叔姨董])[\u4e00-\u9fff]"
)
_NOT_LAST = "购务售场政术服台机室合业产勤目营人知详片注信号定无有上某部处科心组岗"
"""What only a desk or a placeholder ends with."""


def persons(cell: Cell) -> tuple[str, ...]:
    """The people in a cell, at most three, sorted: a full name as it compares (王建国, john smith), or a surname and
    `+` where only that is known (王总, 老王, Mr. Smith). Desks and placeholders (前台, 采购部, 无) are nobody. Never
    raises."""
    return _persons(cell) if isinstance(cell, str) else ()


@lru_cache(maxsize=1 << 16)
def _persons(text: str) -> tuple[str, ...]:
    if _PLAIN.fullmatch(text) is not None and text[-1] not in _NOT_LAST and text not in _DOUBLE:
        return (simplified(text),)  # most cells: a name and nothing else
    text = unicodedata.normalize("NFKC", text).casefold().strip()
    if len(text) > 60:
        return ()
    text = _BRACKETS.sub(" ", simplified(text))
    pieces = _SPLIT.split(text)
    if len(pieces) == 2 and text.isascii() and "," in text and not any(" " in piece.strip() for piece in pieces):
        pieces = [f"{pieces[1]} {pieces[0]}"]  # Smith, John
    found = {name for piece in pieces if (name := _person(piece))}
    return tuple(sorted(found)[:_MOST])


def _person(piece: str) -> str:
    piece = " ".join(_NOT_LETTERS.sub(" ", piece).split())
    piece = _DESK.sub("", piece)
    if not piece or _is_nobody(piece):
        return ""
    if piece.isascii() or not "\u3400" <= piece[0] <= "\u9fff":
        return _foreign(piece)
    name = piece.replace(" ", "")
    bare = _untitled(name)
    if not bare:
        return ""
    if len(bare) == 2 and bare[0] in "老小阿" and bare == name:
        return bare[1] + SURNAME
    if bare != name and len(bare) == 2 and bare not in _DOUBLE and len(name) == 3:
        bare = name  # 张文工 is a name: titles of one character follow a surname, or a name of three
    return bare + SURNAME if len(bare) == 1 or bare in _DOUBLE else bare


def _is_nobody(piece: str) -> bool:
    """Whether this is nothing but words for a desk, or for nobody."""
    rest = next((piece.removesuffix(office) for office in _OFFICE if piece.endswith(office)), piece)
    return piece in _NOBODY or (bool(rest) and _all_in(rest, _NOBODY))


def _all_in(text: str, words: frozenset[str]) -> bool:
    at = 0
    while at < len(text):
        length = next((length for length in (4, 3, 2, 1) if text[at : at + length] in words), 0)
        if not length and text[at:] not in words:
            return False
        at += length or len(text)
    return True


def _untitled(name: str) -> str:
    """A Chinese name without the title behind it; empty where the title is all there is."""
    title = next((end for length in (4, 3, 2, 1) if (end := name[-length:]) in _TITLES), "")
    bare, rank = name.removesuffix(title), title
    while rank:
        rank = next((end for length in (2, 1) if (end := bare[-length:]) in _RANKS), "")
        bare = bare.removesuffix(rank)
    return bare


def _foreign(piece: str) -> str:
    bare = _EN_TITLE.sub("", piece).strip()
    words = bare.split()
    if not words:
        return ""
    short = len(words) == 1 and bare != piece
    initial = len(words) == 2 and len(words[0]) == 1
    return words[-1] + SURNAME if short or initial else " ".join(words)


def surname(person: str) -> str:
    """The surname of one of `persons`."""
    if person.endswith(SURNAME):
        return person[:-1]
    if person[0] < "\u3400":
        return person.rpartition(" ")[2]
    return person[:2] if person[:2] in _DOUBLE and len(person) > 2 else person[0]


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> Alike:
    """Whether two cells' people are the same: one full name in both, or one's title and surname fit the other."""
    if not one or not other:
        return "unknown"
    full = {person for person in one if not person.endswith(SURNAME)}
    if not full.isdisjoint(other):
        return "same"
    for a in one:
        for b in other:
            if (a.endswith(SURNAME) or b.endswith(SURNAME)) and surname(a) == surname(b):
                return "surname"
    return "other"
