"""What lies beside a workbook and should not: copies that a sync program made because two computers saved at once.

They are told, never read: which of the two versions is right only people know. Only names that begin with the
workbook's own and go on in a way such a program writes are meant, so that a colleague's file is never accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from validators.fields import Language

__all__ = ["conflict_copies", "copy_note", "is_conflict_copy"]

_SUFFIXES = (".xlsx", ".xlsm")
_SURE = re.compile(
    # Dropbox, Nextcloud, Seafile, 坚果云
    r"[ _.\-(（\[].*(?:conflicted copy|conflict copy|'s conflict|sfconflict|冲突).*"
    r"|\.sync-conflict-\d{8}-\d{6}-\w+"  # Syncthing
    # OneDrive: the name of the computer, which Windows makes up itself unless somebody named it.
    r"|-(?:(?:desktop|laptop|win|pc)-[a-z0-9]{4,}|(?:[a-z0-9]+-)*pc|[\w-]*macbook[\w-]*)(?:-\d+)?",
    re.IGNORECASE,
)
_LIKELY = re.compile(r" ?[(（][1-9][)）]| [2-9]| ?- ?(?:副本|copy)(?: ?[(（][1-9][)）])?", re.IGNORECASE)
"""What Google Drive, iCloud and WPS add; people and browsers do it too."""
_COMPUTER = re.compile(
    r"-(?!(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC|VER|REV|NEW|OLD|TEST|COPY|BAK|TMP|PLAN|WEEK|YEAR)[0-9])"
    r"(?=[A-Z0-9]{4,15}(?:-[0-9])?$)[A-Z]{3,}[0-9][A-Z0-9]*(?:-[0-9])?"
)
"""A computer that somebody named as companies do (OFFICE7, WIN10HOME); a name of Windows has 15 signs at most."""


def is_conflict_copy(name: str, book: str, computer: str = "", own_folder: bool = False) -> bool:
    """Whether a file name is that of a copy of the workbook `book` which a sync program made.

    `computer` is the name of this computer, which OneDrive may have added. `own_folder`: the folder is the workbook's
    own, so that also a mere number counts, as downloads have it.
    """
    stem, dot, ending = book.rpartition(".")
    if not name.casefold().startswith(stem.casefold()) or name.casefold() == book.casefold():
        return False
    if not name.casefold().endswith(_SUFFIXES) or name[-5:].casefold() != (dot + ending).casefold():
        return False
    rest = name[len(stem) : -5]
    if computer and rest.casefold() in (f"-{computer}".casefold(), f"-{computer}-2".casefold()):
        return True
    return bool(_SURE.fullmatch(rest) or (own_folder and (_LIKELY.fullmatch(rest) or _COMPUTER.fullmatch(rest))))


def conflict_copies(path: Path, computer: str = "", own_folder: bool = False, but: Iterable[str] = ()) -> list[str]:
    """The names of such copies beside a workbook, and of files that differ from it in capitals alone, which only some
    systems can hold; `but` names files that are workbooks of their own."""
    but = frozenset(but)
    others = {name.casefold() for name in but}
    try:
        names = sorted(item.name for item in path.parent.iterdir())
    except OSError:  # what cannot be listed is told where the workbook itself is read
        return []
    twins = {name for name in names if name.casefold() == path.name.casefold()} - {path.name, *but}
    if path.name not in names:
        twins = set()  # it is the workbook itself, on a system that asks for no capitals
    return [
        name
        for name in names
        if name in twins or (name.casefold() not in others and is_conflict_copy(name, path.name, computer, own_folder))
    ]


def copy_note(copy: str, book: str, language: Language) -> str:
    """What to do with such a copy."""
    if language == "zh":
        return f"{book} 旁边有同步盘留下的冲突副本“{copy}”，没有读取它；请打开核对，把需要的行补进 {book}，再删除副本"
    return (
        f"beside {book} lies “{copy}”, a conflict copy of a sync program; it was not read. "
        f"Open it, bring the rows you need into {book}, then delete it"
    )
