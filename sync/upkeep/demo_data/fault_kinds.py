"""The ways people get rows wrong, each as a change of one cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sync.upkeep.demo_data.dice import Dice
from sync.upkeep.demo_data.tables import is_mobile
from sync.upkeep.demo_data.words import Words
from validators.cells import Cell
from validators.fields import Label, Language
from validators.lists import STAGE, STATUS

__all__ = ["Kind", "Spoiler", "kinds"]

Spoiler = Callable[[Cell, Dice, Callable[[str], Cell]], Cell]
"""The right cell, a source of choices, and the row's other cells by column → the wrong cell."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to be wrong: about `share` of a table's rows, where `fits` takes the cell and `where` the row."""

    table: str
    column: str
    name: str
    share: float
    text: Label
    spoil: Spoiler
    fits: Callable[[Cell], bool] = lambda cell: cell is not None
    where: tuple[str, frozenset[str]] | None = None


def kinds(words: Words, language: Language, today: date, names: Mapping[Cell, Cell]) -> list[Kind]:
    """All of them for one team; `names` gives a customer's name by its ID."""
    unknown = Label("客户编号不存在", "customer ID unknown")
    return [
        *_customers(words, language),
        *_follow_ups(words, names),
        *_opportunities(words, language, today),
        Kind("plan", "Customer_ID", "unknown_customer", 0.02, unknown, _unknown_id),
    ]


def _customers(words: Words, language: Language) -> list[Kind]:
    def kind(column: str, name: str, share: float, zh: str, en: str, spoil: Spoiler, **more: object) -> Kind:
        return Kind("customers", column, name, share, Label(zh, en), spoil, **more)  # type: ignore[arg-type]

    zh = language == "zh"
    misspelt = ("意向客戶", "意向", "有意向客") if zh else ("intrested", "interested?", "intersted")
    return [
        kind("Contact_Info", "missing_contact", 0.011, "没有联系方式", "no contact info", _empty),
        kind("Level", "missing_level", 0.009, "没有客户等级", "no level", _empty),
        kind(
            "Status",
            "status_typo",
            0.006,
            "状态写法不对",
            "status misspelt",
            _one_of(*misspelt),
            where=_status("interested"),
        ),
        kind("First_Date", "date_as_text", 0.010, "日期是文本", "date typed as text", _dotted),
        kind("First_Date", "impossible_date", 0.003, "没有这一天", "no such day", _impossible),
        kind("Contact_Info", "phone_too_short", 0.010, "电话少一位", "a digit is missing", _cut, fits=_is_number),
        kind(
            "Contact_Info",
            "phone_as_number",
            0.006 if zh else 0,
            "电话存成了数字",
            "phone is a number",
            _number,
            fits=is_mobile,
        ),
        kind(
            "Contract_Amount",
            "won_without_amount",
            0.005,
            "成交但没有合同金额",
            "won without amount",
            _empty,
            where=_status("won"),
        ),
        kind(
            "Lost_Reason",
            "lost_without_reason",
            0.005,
            "流失但没有原因",
            "lost without reason",
            _empty,
            where=_status("lost"),
        ),
        kind("Owner", "unknown_owner", 0.004, "负责人不在团队里", "owner is no user", _one_of(*words.strangers)),
        kind("Sign_Date", "signed_too_early", 0.003, "签约早于首次接触", "signed before first contact", _before_first),
    ]


def _follow_ups(words: Words, names: Mapping[Cell, Cell]) -> list[Kind]:
    # Not where a new status is reported: that customer's own row would stop making sense.
    plain = ("Status_Change", frozenset((words.unchanged,)))

    def kind(column: str, name: str, share: float, zh: str, en: str, spoil: Spoiler) -> Kind:
        return Kind("follow_ups", column, name, share, Label(zh, en), spoil, where=plain)

    return [
        kind("Customer_ID", "unknown_customer", 0.008, "客户编号不存在", "customer ID unknown", _unknown_id),
        kind(
            "Customer_ID",
            "customer_by_name",
            0.006,
            "写了名称不是编号",
            "name instead of the ID",
            lambda c, *_: names[c],
        ),
        kind("Follow_Date", "date_as_text", 0.009, "日期是文本", "date typed as text", _dotted),
        kind("Follow_Date", "impossible_date", 0.002, "没有这一天", "no such day", _impossible),
        kind("Content", "missing_content", 0.006, "没有跟进内容", "no content", _empty),
        kind("Follow_Method", "missing_method", 0.005, "没有跟进方式", "no method", _empty),
        kind(
            "Follow_User", "unknown_user", 0.002, "跟进人不在团队里", "by nobody of the team", _one_of(*words.strangers)
        ),
    ]


def _opportunities(words: Words, language: Language, today: date) -> list[Kind]:
    stranger = _one_of(*words.strangers)
    still_open = ("Stage", frozenset(stage.label[language] for stage in STAGE[1:4]))

    def kind(column: str, name: str, share: float, zh: str, en: str, spoil: Spoiler) -> Kind:
        return Kind("opportunities", column, name, share, Label(zh, en), spoil, where=still_open)

    return [
        kind("Probability", "probability_too_high", 0.012, "概率超过 100", "over 100 %", _one_of(110, 120, 150)),
        kind("Probability", "probability_as_fraction", 0.012, "概率写成了小数", "probability as a fraction", _fraction),
        kind("Amount", "negative_amount", 0.008, "金额为负", "negative amount", _negative),
        kind("Amount", "amount_as_text", 0.008, "金额带单位", "amount with a unit", _in_words(language)),
        kind(
            "Expected_Date", "expected_passed", 0.016, "预计成交日期已过", "expected date has passed",
            lambda cell, dice, other: today - timedelta(days=dice.between(8, 70)),
        ),
        kind("Responsible", "unknown_responsible", 0.006, "负责人不在团队里", "nobody of the team", stranger),
    ]  # fmt: skip


def _status(code: str) -> tuple[str, frozenset[str]]:
    label = next(choice.label for choice in STATUS if choice.code == code)
    return "Status", frozenset((label.zh, label.en))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, str) and cell[-1:].isdecimal() and sum(map(str.isdecimal, cell)) >= 11 and "@" not in cell


def _empty(cell: Cell, dice: Dice, other: Callable[[str], Cell]) -> Cell:
    return None


def _dotted(cell: Cell, dice: Dice, other: Callable[[str], Cell]) -> Cell:
    assert isinstance(cell, date)
    return f"{cell.year}.{cell.month}.{cell.day}"


def _impossible(cell: Cell, dice: Dice, other: Callable[[str], Cell]) -> Cell:
    assert isinstance(cell, date)
    return f"{cell.year}-{dice.pick(('02-30', '13-05', '04-31', '06-31', '11-31'))}"


def _before_first(cell: Cell, dice: Dice, other: Callable[[str], Cell]) -> Cell:
    first = other("First_Date")
    assert isinstance(first, date)
    return first - timedelta(days=dice.between(2, 40))


def _cut(cell: Cell, dice: Dice, other: Callable[[str], Cell]) -> Cell:
    return str(cell)[:-1]


def _number(cell: Cell, dice: Dice, other: Callable[[str], Cell]) -> Cell:
    return int(str(cell))


def _negative(cell: Cell, dice: Dice, other: Callable[[str], Cell]) -> Cell:
    return -int(str(cell))


def _fraction(cell: Cell, dice: Dice, other: Callable[[str], Cell]) -> Cell:
    return float(str(cell)) / 100


def _in_words(language: Language) -> Spoiler:
    if language == "zh":
        return lambda cell, dice, other: f"{float(str(cell)) / 10_000:g}万"
    return lambda cell, dice, other: f"{float(str(cell)) / 1_000:g}k"


def _one_of(*values: Cell) -> Spoiler:
    return lambda cell, dice, other: dice.pick(values)


def _unknown_id(cell: Cell, dice: Dice, other: Callable[[str], Cell]) -> Cell:
    """An ID of before the team's first day."""
    return f"C2019{dice.between(1, 12):02d}{dice.between(1, 28):02d}{dice.between(1, 99):03d}"
