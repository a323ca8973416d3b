"""Every attack in a process of its own: a clear answer, the right exit code, little memory, and an end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.attacks import ATTACKS, Attack, honest

ROOT = Path(__file__).resolve().parents[2]
EVER = 60
"""Seconds after which a check counts as endless; docs/hostile.md has what it really takes."""


def attacked(folder: Path, attacks: dict[str, Attack], *more: str) -> dict[str, Any]:
    """What each check said and took; one process for all of them."""
    (folder / "honest.xlsx").write_bytes(honest())
    for at, attack in enumerate(attacks.values()):
        path = folder / f"{at}.xlsx"
        path.write_bytes(attack.make())
        os.utime(path, (0, 0))  # not fresh: what breaks off is damaged, not being saved
    paths = [str(folder / f"{at}.xlsx") for at in range(len(attacks))]
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.child", str(folder / "honest.xlsx"), *more, *paths],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=EVER,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"code"')]
    return dict(zip(attacks, answers, strict=True))


HEAVY = ("bomb", "million", "nested")
LIGHT = {name: attack for name, attack in ATTACKS.items() if not name.startswith(HEAVY)}
WORST = {
    name: ATTACKS[name]
    for name in (
        "bomb: one sheet of blanks",
        "million: merged ranges",
        "million: unclosed cells",
        "million: unclosed quotes",
        "million: a word of a million letters",
        "nested: a hundred thousand deep in the styles",
    )
}


def judge(attacks: dict[str, Attack], folder: Path, *more: str) -> None:
    for name, answer in attacked(folder, attacks, *more).items():
        attack = attacks[name]
        assert "internal error" not in answer["said"], name
        if attack.said:
            assert (answer["code"], attack.said in answer["said"]) == (2, True), (name, answer)
        else:
            assert answer["code"] in ((0, 2, 3, 7) if more else (0, 2, 3)), (name, answer)
        assert answer["grown"] < 2 * attack.megabytes, (name, answer)


@pytest.mark.parametrize("more", [(), ("--write",)], ids=["check", "write"])
def test_a_small_attack_gets_an_answer(more: tuple[str, ...], tmp_path: Path) -> None:
    judge(LIGHT, tmp_path, *more)


def test_the_worst_of_the_large_ones_get_an_answer(tmp_path: Path) -> None:
    judge(WORST, tmp_path, "--write")


@pytest.mark.nightly
@pytest.mark.parametrize("more", [(), ("--write",)], ids=["check", "write"])
@pytest.mark.parametrize("kind", HEAVY)
def test_a_large_attack_gets_an_answer(kind: str, more: tuple[str, ...], tmp_path: Path) -> None:
    judge({name: attack for name, attack in ATTACKS.items() if name.startswith(kind)}, tmp_path, *more)


def test_an_honest_list_passes(tmp_path: Path) -> None:
    answers = attacked(tmp_path, {"honest": Attack(honest)})
    assert answers["honest"]["code"] in (0, 3)
    assert "1 rows checked" in answers["honest"]["said"]
