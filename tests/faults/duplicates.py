"""Customers that are probably one and the same, and pairs that only look so: literal rows, written before the rule.

A pair is two rows of name, contact person, contact info, and the code that is expected on both of them; None where
nothing may be said.
"""

from __future__ import annotations

from typing import TypeAlias

Row: TypeAlias = tuple[str | None, str | None, str | int | None]

PAIRS: dict[str, tuple[Row, Row, str | None]] = {
    # Probably the same.
    "the city is left out": (
        ("杭州远景科技有限公司", "王建国", "13800138000"),
        ("远景科技有限公司", "王建国", "13900139000"),
        "D002",
    ),
    "a slip of the input method": (
        ("杭州云帆科技有限公司", "王建国", "13800138000"),
        ("杭州云凡科技有限公司", "王建国", "13900139000"),
        "D002",
    ),
    "one character wrong, the mobile agrees": (
        ("宁波海天塑机有限公司", "李强", "13800138001"),
        ("宁波海夫塑机有限公司", "李强", "138-0013-8001"),
        "D002",
    ),
    "the short name, the mobile agrees": (
        ("宁波海天塑料机械有限公司", "李强", "13800138002"),
        ("海天塑料机械", "李经理", "+86 13800138002"),
        "D002",
    ),
    "the contact is a title, the number is new": (
        ("苏州同泰精密机械有限公司", "陈丽娟", "13800138003"),
        ("苏州同泰精密机械有限公司", "陈总", "13900139003"),
        "D002",
    ),
    "the same name and person, the number is new": (
        ("苏州同泰精密机械有限公司", "陈丽娟", "13800138003"),
        ("苏州同泰精密机械", "陈丽娟", "13900139003"),
        "D002",
    ),
    "a branch and its parent, the mobile agrees": (
        ("杭州远景科技有限公司", "赵敏", "13800138004"),
        ("杭州远景科技有限公司宁波分公司", "赵敏", "13800138004"),
        "D002",
    ),
    "one letter wrong in an English name": (
        ("Harborfield Tools Ltd", "John Smith", "john@harborfield.com"),
        ("Harborfeild Tools", "J. Smith", "John@Harborfield.com"),
        "D002",
    ),
    # Not the same, or nothing that says so.
    "a name alone": (
        ("杭州远景科技有限公司", "王丽", "13800138000"),
        ("杭州远景科技有限公司", "李强", "13900139000"),
        None,
    ),
    "a close name alone": (
        ("杭州远景科技有限公司", "王丽", "13800138000"),
        ("杭州远影科技有限公司", "李强", "13900139000"),
        None,
    ),
    "another city": (
        ("杭州远景科技有限公司", "王丽", "13800138000"),
        ("宁波远景科技有限公司", "王丽", "13800138000"),
        None,
    ),
    "another city in brackets": (
        ("远景科技（杭州）有限公司", "王丽", "13800138000"),
        ("远景科技（宁波）有限公司", "王丽", "13800138000"),
        None,
    ),
    "a shared phone alone": (
        ("杭州远景科技有限公司", "王丽", "0571-88886666"),
        ("杭州海天贸易有限公司", "李强", "0571-88886666"),
        None,
    ),
    "two branches of one parent": (
        ("远景科技有限公司宁波分公司", "王丽", "13800138000"),
        ("远景科技有限公司温州分公司", "王丽", "13800138000"),
        None,
    ),
    "numbered schools": (
        ("杭州第一中学", "王丽", "13800138000"),
        ("杭州第二中学", "王丽", "13800138000"),
        None,
    ),
    "east and west": (
        ("华东电力设计院", "王丽", "13800138000"),
        ("华北电力设计院", "王丽", "13800138000"),
        None,
    ),
    "a word that everybody uses": (
        ("建设集团有限公司", "王丽", "0571-88886666"),
        ("建设工程有限公司", "李强", "0571-88886666"),
        None,
    ),
    "a desk is no person": (
        ("杭州远景科技有限公司", "前台", "13800138000"),
        ("杭州远影科技有限公司", "前台", "13900139000"),
        None,
    ),
}
