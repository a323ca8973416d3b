"""Whether a feature is still in a workbook. The same criterion for every tool."""

from __future__ import annotations

import posixpath
import re

from lxml import etree

from tests.fidelity.base import Feature
from tests.ooxml.books import parts

__all__ = ["missing", "reachable"]


def missing(feature: Feature, data: bytes) -> list[str]:
    """The marks of a feature that no reachable part bears any more."""
    there = reachable(data)
    return [mark for mark in feature.marks if not _found(mark, there)]


def _found(mark: str, there: dict[str, bytes]) -> bool:
    if mark.startswith(("/", ".")):
        return any(name.endswith(mark) for name in there)
    # Programs choose their own prefixes.
    wanted = re.compile(re.sub(r"<(\w+:)?(?=\w)", r"<(?:\\w+:)?", mark).encode(), re.DOTALL)
    return any(wanted.search(content) for content in there.values())


def reachable(data: bytes) -> dict[str, bytes]:
    """The parts that relations lead to, beginning with those of the package, and the relations themselves: for a
    spreadsheet program all else does not exist."""
    there = parts(data)
    found: dict[str, bytes] = {}
    waiting = [""]
    while waiting:
        part = waiting.pop()
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in there:
            continue
        found[relations] = there[relations]
        for one in etree.fromstring(there[relations]):
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            if one.get("TargetMode") != "External" and target in there and target not in found:
                found[target] = there[target]
                waiting.append(target)
    return found
