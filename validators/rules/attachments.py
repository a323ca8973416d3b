"""H014: attached files that are not named customer + date + content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from validators.cells import Cell
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding
from validators.names import normal_name
from validators.parse import parse_date
from validators.rule import Rule, Saying, shown
from validators.rules.rows import Rows

__all__ = ["ATTACHMENT_NAME"]

_HINT = Label("写成 {example}", "name it {example}")
_PATTERN = Saying(
    "H014",
    "info",
    Label("{label}：“{file}”要按“客户名+日期+内容”命名", "{label}: “{file}” is not named customer+date+content"),
    _HINT,
)
_DAY = Saying(
    "H014", "info", Label("{label}：“{file}”里没有 {day} 这一天", "{label}: “{file}”: there is no day {day}"), _HINT
)
_OTHER = Saying(
    "H014",
    "info",
    Label("{label}：“{file}”写的不是这家客户", "{label}: “{file}” names another customer"),
    Label("核对附件是不是这家的；是的话写成 {example}", "check whose file it is; if it is theirs, name it {example}"),
)
_PARTS = re.compile(r"\s*[\n;；、|]\s*")
_NAMED = re.compile(
    r"(?P<who>.+?)\s*\+\s*(?P<day>\d{4}[-./年]?\d{1,2}[-./月]?\d{1,2}日?)\s*\+\s*(?P<what>.*\w.*)", re.S
)
_LINK = re.compile(r"[a-z][a-z0-9+.-]{1,12}://|www\.|mailto:", re.I)


def _check(rows: Rows, context: Context) -> Iterator[Finding]:
    if not rows.has("customers", "Attachments", "Customer_Name"):
        return
    table, column = rows.tables["customers"], rows.spec("customers").by_name["Attachments"]
    names, cells = rows.cells("customers", "Customer_Name"), table.columns["Attachments"]
    today = f"{context.today:%Y%m%d}"
    for row in (at for at, cell in enumerate(cells) if cell.__class__ is str):
        found = _trouble(str(cells[row]), names[row])
        if found is not None:
            saying, file, day = found
            name = shown(names[row])
            example = f"{name}+{today}+{_CONTENT[rows.language]}"
            yield rows.find(saying, table, row, column, file=shown(file), day=day, example=example)


_CONTENT = Label("报价单.pdf", "offer.pdf")


def _trouble(cell: str, name: Cell) -> tuple[Saying, str, str] | None:
    """What is wrong with the first file that is not named as it should be; a link names itself."""
    for part in _PARTS.split(unicodedata.normalize("NFKC", cell).strip()):
        if not part or _LINK.match(part) is not None:
            continue
        file = part.replace("\\", "/").rpartition("/")[2]
        found = _NAMED.fullmatch(file)
        if found is None:
            return _PATTERN, file, ""
        if parse_date(_day(found["day"])) is None:
            return _DAY, file, found["day"]
        if isinstance(name, str) and not _names(found["who"], name):
            return _OTHER, file, ""
    return None


def _day(text: str) -> str:
    return text.replace("年", "-").replace("月", "-").replace("日", "").replace(".", "-").replace("/", "-")


def _names(who: str, name: str) -> bool:
    """Whether a file's name names this customer: also by a part of the name (明远), as people shorten it."""
    short, whole = normal_name(who), normal_name(name)
    return bool(short) and (short in whole or whole in short)


ATTACHMENT_NAME = Rule(
    "H014",
    Label("附件没有按规定命名", "An attachment named otherwise"),
    Label(
        "附件统一叫“客户名+日期+内容”，离开这张表也知道是谁的、哪天的、什么文件。",
        "Files are named customer+date+content, so that away from this sheet one still sees whose they are, of when, "
        "and what.",
    ),
    Label("Attachments = 报价单.pdf", "Attachments = offer.pdf"),
    Label(
        "Attachments = 杭州明远科技有限公司+20240501+报价单.pdf",
        "Attachments = Northwind Traders Ltd+20240501+offer.pdf",
    ),
    "info",
    _check,
)
