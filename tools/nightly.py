"""The tests marked `nightly`, which take too long for every change; their results are kept in docs/nightly.md."""

from __future__ import annotations

import base64
import re
import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from tools.steps import ROOT, Stop, run, say

__all__ = ["run_nightly"]

PAGE = ROOT / "docs" / "nightly.md"


def run_nightly(python: Path, arguments: list[str]) -> None:
    """Run the long tests; a seed can be given as `--hypothesis-seed=N`, else it is drawn from the commit.

    Raises Stop when a test failed, after the results are written.
    """
    commit = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    given = [one for one in arguments if one.startswith("--hypothesis-seed=")]
    seed = given[0].partition("=")[2] if given else str(int(commit[:7], 16))
    say(f"pytest with the long tests, seed {seed}")
    failed = None
    with tempfile.TemporaryDirectory(prefix="salesheet-nightly-") as folder:
        out = Path(folder) / "results.xml"
        # The older form of the results lets a test say how many cases it played.
        results = [f"--junit-xml={out}", "-o", "junit_family=xunit1"]
        chosen = ["--nightly", "-m", "nightly", f"--hypothesis-seed={seed}", *results]
        try:
            run([python, "-m", "pytest", *chosen, *arguments])
        except Stop as stop:
            failed = stop
        if not out.exists():
            raise failed or Stop("pytest wrote no results")
        PAGE.write_text(_page(ElementTree.parse(out).getroot(), commit, seed), "utf-8", newline="\n")
    say(f"results are in {PAGE.relative_to(ROOT).as_posix()}")
    if failed:
        raise failed


def _page(root: ElementTree.Element, commit: str, seed: str) -> str:
    suite = next(root.iter("testsuite"))
    totals = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
    cases = {
        one.get("name", "").rpartition("::")[2]: _cases(one.get("value", ""))
        for one in root.iter("property")
        if one.get("name", "").startswith("hypothesis-statistics")
    }
    lines = [
        "# The last long run",
        "",
        "`make nightly` runs the tests that take too long for every change and writes this page.",
        "",
        f"Commit {commit}, seed {seed}: {totals['tests']} tests, {totals['failures'] + totals['errors']} failed, "
        f"{totals['skipped']} skipped, {float(suite.get('time', '0')):.0f} s.",
        "",
        "| test | result | random cases | s |",
        "| --- | --- | ---: | ---: |",
    ]
    for test in root.iter("testcase"):
        name = test.get("name", "")
        wrong = test.find("failure") is not None or test.find("error") is not None
        result = "FAILED" if wrong else "skipped" if test.find("skipped") is not None else "passed"
        told = {one.get("name"): one.get("value", "") for one in test.iter("property")}
        count = told.get("cases") or cases.get(name, "")
        lines.append(f"| {name} | {result} | {count} | {float(test.get('time', '0')):.0f} |")
    return "\n".join(lines) + "\n"


def _cases(value: str) -> str:
    text = base64.b64decode(value).decode(errors="replace")
    found = re.search(r"generate phase.*?(\d+) passing", text, re.DOTALL)
    return found[1] if found else ""
