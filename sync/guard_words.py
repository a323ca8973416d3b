"""What the guards say, in both languages: what was seen, with counts and examples."""

from __future__ import annotations

from validators.fields import Language

__all__ = ["REMEDIES", "TEXT", "WHY_SHIFTED"]

TEXT: dict[str, dict[Language, str]] = {
    "missing": {
        "zh": "{endpoint}的工作簿里找不到“{label}”表，上次有 {held} 行",
        "en": "{endpoint}'s workbook no longer holds the table “{label}”, which had {held} rows",
    },
    "emptied": {
        "zh": "{endpoint}的“{label}”表变空了，上次有 {held} 行",
        "en": "{endpoint}'s table “{label}” is empty, it had {held} rows",
    },
    "deleted": {
        "zh": "{endpoint}的“{label}”表少了 {deleted} 行（{keys}），占 {share:.0%}，超过上限 {limit:.0%}",
        "en": "{endpoint}'s table “{label}” lost {deleted} rows ({keys}), {share:.0%}, more than the {limit:.0%} "
        "allowed",
    },
    "changed": {
        "zh": "{endpoint}的“{label}”表有 {changed} 行被改动（{places}），占 {share:.0%}，超过上限 {limit:.0%}",
        "en": "{endpoint}'s table “{label}” has {changed} changed rows ({places}), {share:.0%}, more than the "
        "{limit:.0%} allowed",
    },
    "shifted": {
        "zh": "{endpoint}的“{label}”表 {column} 列有 {cells} 个日期一起移动了 {days} 天（{places}）：{why}",
        "en": "in {endpoint}'s table “{label}”, {cells} dates of {column} moved together by {days} days ({places}): "
        "{why}",
    },
    "older": {
        "zh": "{endpoint}的工作簿像是旧版本：{total} 处改动里有 {cells} 处变回了以前的值（{places}），"
        "另少了 {deleted} 行",
        "en": "{endpoint}'s workbook looks like an old copy: of {total} changed cells, {cells} hold what they held "
        "before ({places}); rows missing besides: {deleted}",
    },
    "marker": {
        "zh": "{endpoint}的工作簿 {place} 里没有隐藏表 _salesheet 了：文件可能被换成了另一个，或被别的程序重新生成",
        "en": "{endpoint}'s workbook {place} has lost its hidden sheet _salesheet: the file may have been replaced, or "
        "made anew by another program",
    },
    "owner": {
        "zh": "{endpoint}的工作簿 {place} 里写着它是{says}的：可能复制错了文件",
        "en": "{endpoint}'s workbook {place} says that it is {says}'s: perhaps the wrong file was copied",
    },
    "twice": {
        "zh": "{endpoint}的工作簿 {place} 和 {other} 都写着是{says}的：其中一个是复制出来的",
        "en": "{endpoint}'s workbook {place} and {other} both say that they are {says}'s: one is a copy",
    },
}
WHY_SHIFTED: dict[Language, dict[int, str]] = {
    "zh": {
        1: "像是时区或另存时差了一天",
        1462: "像是 1900 和 1904 两种日期系统弄混了",
        0: "不像是一个个改的",
    },
    "en": {
        1: "that looks like a time zone, or a program that saved it",
        1462: "that is the distance between the 1900 and 1904 date systems",
        0: "nobody types that one by one",
    },
}
"""Why dates move together, by the number of days; 0 for any other."""
REMEDIES: dict[Language, dict[str, str]] = {
    "zh": {
        "": "先看看是不是误删、误贴：是就从 {spare} 取回最近一份；确认没问题就运行：{command}",
        "older": "要保住团队后来的改动：先把这个文件改名留底，运行 salesheet init 生成新的，再同步；"
        "确实要用旧值，就运行：{command}",
        "owner": "把本人的工作簿放回原处，或改名留底后运行 salesheet init 生成新的；"
        "确认就用这个文件，再运行：{command}",
    },
    "en": {
        "": "look for an accidental deletion or paste first: if it is one, take the latest copy from {spare}; if "
        "all is right: {command}",
        "older": "to keep what the team changed since: rename the file, make a new one with salesheet init, run again; "
        "if the old values are to count: {command}",
        "owner": "put that person's own workbook back, or rename the file and make a new one with salesheet init; if "
        "it is really to be this file: {command}",
    },
}
"""What to do, by kind of alarm; `owner` also stands for `marker` and `twice`."""
