"""The nearest of several words, where one is near enough to be meant."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

from validators.simplified import simplified

__all__ = ["nearest"]

_CJK, _LATIN = 0.6, 0.75
"""Least similarity (difflib's ratio): two of three Chinese characters agree, three of four Latin letters."""


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word of `words` that was probably meant, else None. A word inside the other one counts as near."""
    typed = _plain(word)
    if not typed:
        return None
    best, best_score = None, 0.0
    for candidate in words:
        plain = _plain(candidate)
        if not plain:
            continue
        score = difflib.SequenceMatcher(None, typed, plain).ratio()
        shorter = min(len(typed), len(plain))
        if shorter >= (3 if plain.isascii() else 2) and (typed in plain or plain in typed):
            score = max(score, _LATIN)
        if score >= (_LATIN if plain.isascii() else _CJK) and score > best_score:
            best, best_score = candidate, score
    return best


def _plain(text: str) -> str:
    return simplified("".join(unicodedata.normalize("NFKC", text).casefold().split()))
