from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.company import split_name
from validators.likeness import Likeness, likeness, one_slip
from validators.pinyin import sounds_alike


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("杭州远景科技有限公司", "杭州（遠景）科技", "same"),
        ("杭州远景科技", "远景科技有限公司", "place"),
        ("浙江远景科技", "杭州远景科技", "place"),
        ("洛阳永康投资管理", "永康投资管理", "place"),
        ("杭州远景科技", "杭州愿景科技", "sound"),
        ("杭州森源食品", "杭州生源食品", "sound"),
        ("杭州海天塑机", "海夫塑机", "slip"),
        ("远景动力", "远景动", "slip"),
        ("远景动力", "景远动力", "slip"),
        ("海天", "杭州海天贸易", "short"),
        ("海天塑料机械", "海天机械", "short"),
        ("海天贸易", "海天食品", "trade"),
        ("远景科技", "远景科技有限公司宁波分公司", "branch"),
        ("海底捞", "海底捞（西湖店）", "branch"),
        ("杭州信润道医疗", "杭州鑫润涛医疗", "loose"),
        ("Harborfield Tools", "Harborfeild Tools Ltd", "slip"),
        # Not one company.
        ("杭州远景科技", "宁波远景科技", None),
        ("浙江远景科技", "江苏远景科技", None),
        ("远景科技宁波分公司", "远景科技温州分公司", None),
        ("杭州银行", "苏州银行", None),
        ("杭州建设科技", "苏州建设科技", None),
        ("杭州第一中学", "杭州第二中学", None),
        ("东方机械厂", "西方机械厂", None),
        ("建设工程", "建设集团", None),
        ("人民医院", "人民银行", None),
        ("杭州森实化工", "杭州金舟化工", None),
        ("Acme", "Acne", None),
        ("", "", None),
    ],
)
def test_how_alike_two_names_are(one: str, other: str, expected: Likeness | None) -> None:
    assert likeness(split_name(one), split_name(other)) == expected
    assert likeness(split_name(other), split_name(one)) == expected


NAMES = st.lists(
    st.sampled_from(
        ["杭州", "宁波", "远景", "愿景", "海天", "科技", "贸易", "有限公司", "分公司", "店", "第一", "建设", "acme"]
    ),
    max_size=5,
).map("".join)


@given(NAMES, NAMES)
def test_it_makes_no_difference_which_is_which(one: str, other: str) -> None:
    assert likeness(split_name(one), split_name(other)) == likeness(split_name(other), split_name(one))


@given(st.text(alphabet="远景动力科技ab", min_size=3, max_size=7), st.integers(0, 6), st.sampled_from("明华云"))
def test_one_character_more_or_another_is_one_slip(text: str, at: int, letter: str) -> None:
    if text.isascii():
        text = "云" + text
    at = min(at, len(text) - 1)
    changed, longer = text[:at] + letter + text[at + 1 :], text[:at] + letter + text[at:]
    if changed != text:
        assert one_slip(text, changed) and one_slip(changed, text)
    assert one_slip(text, longer) and one_slip(longer, text)


@pytest.mark.parametrize(
    ("one", "other"), [("远", "愿"), ("帆", "凡"), ("森", "生"), ("鑫", "新"), ("昊", "浩"), ("张", "章")]
)
def test_characters_that_sound_alike(one: str, other: str) -> None:
    assert sounds_alike(one, other) and sounds_alike(other, one)


@pytest.mark.parametrize(("one", "other"), [("远", "近"), ("a", "a"), ("a", "b"), ("，", "。"), ("𠮷", "吉")])
def test_characters_that_do_not(one: str, other: str) -> None:
    assert not sounds_alike(one, other)
