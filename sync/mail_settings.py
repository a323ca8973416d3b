"""What the ribbon of a workbook may know of the team: `mail/settings.json` beside it, kept as the config has it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

import orjson

from sync.config import Config
from sync.safe_folder import NotPlain, SafeFolder
from validators.settings import Settings, User

__all__ = ["NAME", "refresh", "resident_beside", "settings_for"]

NAME: Final = "settings.json"
_LARGEST = 1 << 20


def settings_for(user: User, settings: Settings, shown: Collection[str] = ()) -> bytes:
    """The file of a user: the team's rules, the names that the drop-downs offer anyway, of roles the user's own, of
    targets a rep's own, of accepted exceptions those about rows of the workbook (`shown` are their keys). Who left is
    told to those who see the whole team."""
    own = user.role == "rep"
    known = [other for other in settings.users if other.active or not own]
    shared = settings.model_copy(
        update={
            "users": tuple(
                User(name=other.name, active=other.active, role=user.role if other.name == user.name else "rep")
                for other in known
            ),
            "rules": settings.rules.model_copy(
                update={"accepted": tuple(one for one in settings.rules.accepted if not own or one.key in shown)}
            ),
            "targets": tuple(target for target in settings.targets if not own or target.user == user.name),
        }
    )
    told = {"user": user.name, "language": settings.language, "settings": shared.model_dump(mode="json")}
    return orjson.dumps(told)


def resident_beside(folder: Path) -> bool:
    """Whether the team wants the resident helper for the workbook in this folder; False where it does not say."""
    try:
        with (folder / "mail" / NAME).open("rb") as file:
            return orjson.loads(file.read(_LARGEST))["settings"]["excel"]["resident"] is True
    except (OSError, ValueError, LookupError, TypeError):
        return False


def refresh(config: Config, shown: Mapping[str, Collection[str]]) -> list[str]:
    """Bring the files beside all workbooks up to the config; the names of users whose file could not be written.
    `shown` are by user the keys of the rows in their workbook.

    A workbook without a mail folder has no ribbon that reads it. The folder is the user's own: nothing is followed.
    """
    failed = []
    for user in config.workbooks():
        wanted, folder = settings_for(user, config.settings, shown.get(user.name, ())), config.place(user).parent
        try:
            if _stands(folder) != wanted:
                with SafeFolder.open(folder.resolve()) as home, home.child("mail") as mail:
                    mail.publish(NAME, wanted)
        except FileNotFoundError:
            continue
        except (NotPlain, OSError):
            failed.append(user.name)
    return failed


def _stands(folder: Path) -> bytes | None:
    try:
        with SafeFolder.open(folder.resolve()) as home, home.child("mail") as mail:
            return mail.read(NAME, _LARGEST)
    except NotPlain:
        return None
    except FileNotFoundError:
        if (folder / "mail").is_dir():
            return None
        raise
