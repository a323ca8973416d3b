"""What agreement and disagreement of two customers are worth: one frozen table, and what it says in words.

The weights are points on a logarithmic scale, as in Fellegi and Sunter, "A Theory for Record Linkage" (1969): they add
up, and a pair counts from `ENOUGH` on. They were set by judgement and frozen before anything was measured.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from validators.fields import Label
from validators.likeness import Likeness

__all__ = ["CONTACT", "CONTACT_WORDS", "ENOUGH", "NAME", "NAME_WORDS", "PERSON", "PERSON_WORDS", "Contact", "certainty"]

Contact: TypeAlias = Literal["direct", "line", "none", "other"]
"""`direct`: a mobile, e-mail address or chat account in common · `line`: a fixed line in common, which may be a
switchboard · `none`: nothing to compare, or only what very many share · `other`: both have some, none in common."""

ENOUGH = 9
NAME: dict[Likeness, int] = {
    "same": 9,
    "place": 8,
    "sound": 7,
    "slip": 6,
    "short": 5,
    "branch": 5,
    "trade": 3,
    "loose": 1,
}
CONTACT: dict[Contact, int] = {"direct": 7, "line": 4, "none": 0, "other": -1}
PERSON: dict[str, int] = {"same": 4, "surname": 2, "unknown": 0, "other": -1}

NAME_WORDS: dict[Likeness, Label] = {
    "same": Label("名称相同", "same name"),
    "place": Label("名称只差地名", "names differ in the place alone"),
    "sound": Label("名称同音", "names sound alike"),
    "slip": Label("名称只差一个字", "names one character apart"),
    "short": Label("一个是简称", "one is the short name"),
    "branch": Label("一个是另一个的分支机构", "one is a branch of the other"),
    "trade": Label("字号相同", "same company core"),
    "loose": Label("名称只差两个字", "names two characters apart"),
}
CONTACT_WORDS: dict[Contact, Label] = {
    "direct": Label("联系方式相同", "same contact info"),
    "line": Label("座机相同", "same fixed line"),
}
PERSON_WORDS: dict[str, Label] = {
    "same": Label("联系人相同", "same contact person"),
    "surname": Label("联系人同姓，一处只写了称呼", "contact has the same surname, one a mere title"),
}


def certainty(points: int) -> float:
    """Points as a share: 0.7 for just enough, what is missing to 1 halves every three points; at most 0.99.

    It orders pairs for a person to look at; it is not a measured frequency.
    """
    return min(0.99, round(1 - 0.3 * 2 ** ((ENOUGH - points) / 3), 2))
