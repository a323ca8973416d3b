"""What one Check cell says of all that is wrong with a row."""

from __future__ import annotations

import pytest

from sync.judge import CHECK_LENGTH, check_text
from validators.fields import Language
from validators.finding import Finding, Severity


def finding(severity: Severity, message: str) -> Finding:
    return Finding("R001", severity, "customers", "C20260501001", None, None, message)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "✗ 客户名称：还没填（另 2 处）"), ("en", "✗ 客户名称：还没填 (2 more)")],
)
def test_the_worst_comes_first_and_how_many_more_there_are(language: Language, said: str) -> None:
    found = [finding("info", "甲"), finding("error", "客户名称：还没填"), finding("warning", "乙")]
    assert check_text(found, language) == said
    assert check_text([], language) is None


def test_a_long_message_leaves_room_for_how_many_more() -> None:
    text = check_text([finding("error", "长" * 100), finding("info", "甲")], "zh")
    assert text is not None
    assert len(text) == CHECK_LENGTH and text.endswith("…（另 1 处）")
