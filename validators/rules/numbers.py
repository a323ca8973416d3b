"""R007-R009: cells of number columns: no number, an amount that is none, a probability out of range."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator

from validators.cells import Cell
from validators.context import Context
from validators.fields import Label
from validators.finding import Finding, Fix
from validators.parse import parse_number
from validators.rule import Rule, Saying, both, shown
from validators.rules.rows import Rows

__all__ = ["AMOUNT", "NUMBER", "PROBABILITY"]

_AS_TEXT = Saying(
    "R007",
    "warning",
    Label("{label}：“{value}”是文本，请写成 {number}", "{label}: “{value}” is text; please type {number}"),
    Label("写成 {number}", "type {number}"),
)
_NO_NUMBER = Saying(
    "R007",
    "error",
    Label("{label}：“{value}”不是数字", "{label}: “{value}” is not a number"),
    Label("只写数字，例如 {example}", "digits only, for example {example}"),
)
_MEANT = Saying(
    "R007",
    "error",
    Label("{label}：“{value}”不是数字，是不是 {number}？", "{label}: “{value}” is not a number; is it {number}?"),
    Label("只写数字，例如 {number}", "digits only, for example {number}"),
)
_NOT_POSITIVE = Saying(
    "R008",
    "error",
    Label("{label}：要大于 0，这里是 {value}", "{label}: must be above 0, here it is {value}"),
    Label("写正数，例如 120000；还不知道就写估计值", "type a positive number, for example 120000; an estimate will do"),
)
_ABSURD = Saying(
    "R008",
    "warning",
    Label("{label}：{value} 大得不像真的，请核对", "{label}: {value} looks too large; please check it"),
    Label("核对位数和单位，只写数字，例如 120000", "check digits and unit; digits only, for example 120000"),
)
_OUT_OF_RANGE = Saying(
    "R009",
    "error",
    Label("{label}：应在 0 到 100 之间，这里是 {value}", "{label}: must be 0 to 100, here it is {value}"),
    Label("写 0 到 100 的数，例如 60 表示 60%", "type a number from 0 to 100, for example 60 for 60 %"),
)
_FRACTION = Saying(
    "R009",
    "warning",
    Label(
        "{label}：{value} 是不是想写 {percent}（即 {percent}%）？", "{label}: {value}; is it {percent} ({percent} %)?"
    ),
    Label("写 0 到 100 的数，例如 60 表示 60%", "type a number from 0 to 100, for example 60 for 60 %"),
)
_ROUGHLY = re.compile(
    r"(?:大?约|预计|共|[~≈]|about )?\s*(?:¥|人民币|RMB|CNY)?\s*([-+]?\d[\d, ]{0,20}(?:\.\d+)?)"
    r"\s*(k|m|千|百万|w|万|亿|%)?\s*(?:元|rmb|cny|yuan)?(?:左右|上下)?",
    re.A | re.I,
)
_TIMES = {"k": 1_000, "千": 1_000, "m": 1_000_000, "百万": 1_000_000, "w": 10_000, "万": 10_000, "亿": 100_000_000}
_EXAMPLE = {"percent": "60", "money": "120000", "number": "12"}


def _meant(text: str, percent: bool) -> int | float | None:
    """What `120k`, `约12000`, `12 000` or `1,2000` probably means."""
    found = _ROUGHLY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or (found[2] == "%") > percent:
        return None
    number = parse_number(found[1].replace(",", "").replace(" ", ""))
    if number is None:
        return None
    value = round(number * _TIMES.get((found[2] or "").lower(), 1), 6)
    return int(value) if value == int(value) else value


def _number(rows: Rows, context: Context) -> Iterator[Finding]:
    for table, column in rows.columns("money", "percent", "number"):
        percent = column.kind == "percent"
        faults = rows.faults(table.name, column)
        texts = {text: parse_number(text, percent) for text in rows.texts(table.name, column.name) if text.strip()}
        # Out of range and fractions are R008's and R009's: one cell is not to be mended in two ways.
        plain = {
            text: number
            for text, number in texts.items()
            if number is not None and number not in faults and not (percent and _fraction(number, text))
        }
        if plain:
            for row, cell in enumerate(table.columns[column.name]):
                if isinstance(cell, str) and cell in plain:
                    number = plain[cell]
                    yield rows.find(_AS_TEXT, table, row, column, Fix(number, True), number=shown(number))
        wrong = {value for value, (kind, _) in faults.items() if kind in ("float_type", "finite_number")}
        if not wrong:
            continue
        cells = rows.cells(table.name, column.name)
        for row in rows.where(table.name, column.name, wrong):
            value = cells[row]
            number_meant = _meant(value, percent) if isinstance(value, str) else None
            if number_meant is not None:
                yield rows.find(_MEANT, table, row, column, Fix(number_meant, False), number=shown(number_meant))
            else:
                yield rows.find(_NO_NUMBER, table, row, column, example=_EXAMPLE[column.kind])


def _amount(rows: Rows, context: Context) -> Iterator[Finding]:
    large = context.settings.rules.R008.warn_from
    for table, column in rows.columns("money"):
        faults = rows.faults(table.name, column)
        wrong = {value for value, (kind, _) in faults.items() if kind == "greater_than"}
        for row in rows.where(table.name, column.name, wrong) if wrong else ():
            yield rows.find(_NOT_POSITIVE, table, row, column)
        absurd = {
            value
            for value in rows.values(table.name, column.name)
            if isinstance(value, int | float) and large <= value < math.inf
        }
        for row in rows.where(table.name, column.name, absurd) if absurd else ():
            yield rows.find(_ABSURD, table, row, column)


def _probability(rows: Rows, context: Context) -> Iterator[Finding]:
    for table, column in rows.columns("percent"):
        outside = {
            value
            for value, (kind, _) in rows.faults(table.name, column).items()
            if kind in ("greater_than_equal", "less_than_equal")
        }
        fractions = {
            value for value in rows.values(table.name, column.name) if isinstance(value, int | float) and 0 < value < 1
        }
        if not outside and not fractions:
            continue
        cells = rows.cells(table.name, column.name)
        typed = table.columns[column.name]
        for row, value in enumerate(cells):
            if value in outside:
                yield rows.find(_OUT_OF_RANGE, table, row, column)
            elif value in fractions and isinstance(value, float) and _fraction(value, typed[row]):
                percent = round(value * 100, 6)
                percent = int(percent) if percent == int(percent) else percent
                yield rows.find(_FRACTION, table, row, column, Fix(percent, False), percent=percent)


def _fraction(number: float, typed: Cell) -> bool:
    """Whether a probability was typed as a share of 1; `0.5%` means what it says."""
    says_percent = isinstance(typed, str) and typed.rstrip().endswith(("%", "％"))
    return 0 < number < 1 and not says_percent


NUMBER = Rule(
    "R007",
    Label("应该是数字", "Should be a number"),
    Label(
        "写成文本的数字不参加合计。`12,000` 或 `1.2万` 可以放心改成数字。",
        "A number typed as text is left out of sums. `12,000` or `1.2万` can safely be made a number.",
    ),
    Label("Amount = 1.2万", "Amount = 12k"),
    both("Amount = 12000"),
    "error",
    _number,
    "both",
)
AMOUNT = Rule(
    "R008",
    Label("金额不合理", "An amount that cannot be right"),
    Label(
        "负数、0，或者多打了几位的金额，会让合计和平均单价失真。",
        "A negative amount, 0, or one with digits too many spoils sums and the average deal.",
    ),
    both("Amount = -50000"),
    both("Amount = 50000"),
    "error",
    _amount,
)
PROBABILITY = Rule(
    "R009",
    Label("概率在 0 到 100 之间", "A probability is 0 to 100"),
    Label(
        "预测 = 金额 × 概率。概率按百分数写：60 就是 60%。",
        "The forecast is amount × probability, and the probability is in percent: 60 means 60 %.",
    ),
    both("Probability = 0.6"),
    both("Probability = 60"),
    "error",
    _probability,
    "guess",
)
