"""What the agent answers to requests, in both languages."""

from __future__ import annotations

from validators.fields import Language

__all__ = ["say"]


def say(code: str, language: Language, **words: object) -> str:
    """The sentence of that code."""
    return _TEXT[code][language].format(**words)


_TEXT: dict[str, dict[Language, str]] = {
    "too_large": {
        "zh": "请求文件太大，最多 {most} KB",
        "en": "the request is too large; {most} KB at most",
    },
    "too_large_text": {
        "zh": "名称太长，最多 {most} 个字",
        "en": "The name is too long; {most} characters at most",
    },
    "not_json": {
        "zh": "请求文件不是完整的 JSON（UTF-8）；写完再改名为 .json",
        "en": "the request is no whole JSON in UTF-8; write it under another name, then rename it to .json",
    },
    "not_a_request": {
        "zh": "看不懂这个请求，请检查：{fields}；格式见 docs/requests.md",
        "en": "this request cannot be understood; look at: {fields}; docs/requests.md has the format",
    },
    "not_a_file": {
        "zh": "这里只收普通文件；链接和文件夹不会打开",
        "en": "only plain files are taken here; links and folders are not opened",
    },
    "bad_name": {
        "zh": "请求文件名只能用英文字母、数字、- 和 _，最多 64 个字符，以 .json 结尾",
        "en": "a request's file name has letters, digits, - and _ only, at most 64 of them, and ends in .json",
    },
    "wrong_user": {
        "zh": "请求里写的是别人的名字；只能以自己的名义询问",
        "en": "the request names somebody else; people ask in their own name only",
    },
    "too_many": {
        "zh": "一小时内最多 {most} 次，请过一会儿再试",
        "en": "At most {most} an hour; please try again later",
    },
    "too_short": {
        "zh": "名称太短，请写公司全称",
        "en": "The name is too short; give the full company name",
    },
    "no_report": {
        "zh": "没有这个报表，可选：{names}",
        "en": "no such report; one of: {names}",
    },
    "no_run": {
        "zh": "还没有同步过，没有可查的数据；请稍后再试",
        "en": "there was no run yet, so there is nothing to look into; please try again later",
    },
    "ids": {"zh": "已预留 {count} 个编号", "en": "IDs reserved: {count}"},
    "ran": {"zh": "已同步（第 {run} 次）", "en": "synced (run {run})"},
    "nothing_new": {"zh": "已同步，没有新变化", "en": "synced; nothing new"},
    "left_out": {
        "zh": "已同步，但您的工作簿这次没有处理：{why}",
        "en": "synced, but your workbook was left out: {why}",
    },
    "report": {"zh": "“{title}”已更新", "en": "“{title}” is up to date"},
    "guard": {
        "zh": "同步被保护规则停下了，没有写入任何东西；请告诉管理员",
        "en": "a guard stopped the run and nothing was written; please tell your admin",
    },
    "failed": {
        "zh": "这次没有成功，稍后再试；一直不行请告诉管理员",
        "en": "it did not work this time; try again later, and tell your admin if it goes on",
    },
}
