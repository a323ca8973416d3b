"""What reading and patching of workbooks says to people, in Chinese and English: what happened, and the way out."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sync.errors import SalesheetError, UsageError
from sync.ooxml.texts_disk import DISK
from sync.ooxml.texts_patch import PATCHING
from sync.ooxml.texts_read import READING
from validators.fields import Language

__all__ = ["fault", "say", "understood"]

_TEXTS = READING | PATCHING | DISK
_ErrorT = TypeVar("_ErrorT", bound=SalesheetError)


def say(key: str, language: Language, **fields: object) -> str:
    """What happened, in the language."""
    return _TEXTS[key][language == "en"].format(**fields)


def fault(kind: type[_ErrorT], key: str, language: Language, where: str, **fields: object) -> _ErrorT:
    """The error `key` with its place and its way out; the fields fill the named places of the text."""
    remedy = _TEXTS[key][2 + (language == "en")].format(**fields)
    return kind(say(key, language, **fields), where=where, remedy=remedy)


@contextmanager
def understood(path: Path, language: Language) -> Iterator[None]:
    """Around work on the parts of a file that anybody may have made: what it stumbles over is told of that file, so
    that one odd workbook never stops a run over the others. The kind and place of the error are told, never its text,
    which may hold a customer's data.

    Raises:
        UsageError: a number, name or reference in the file is not what the format says.
    """
    try:
        yield
    except (ValueError, LookupError, OverflowError, StopIteration, RecursionError) as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        detail = f"{type(error).__name__}, {Path(frame.filename).stem}:{frame.lineno}"
        raise fault(UsageError, "odd", language, path.name, detail=detail) from error
