"""`salesheet init --from`: makes a list somebody's workbook, and says how it was understood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

from sync.cli.adopted_view import as_json, as_text
from sync.cli.options import Format
from sync.cli.output import print_json, program, progress, say
from sync.config import CONFIG_NAME, Config, parse
from sync.errors import UsageError
from sync.upkeep.adopt import Adopted, adopt
from sync.upkeep.drop_downs import read_lists
from sync.upkeep.factory import workbook_factory
from sync.upkeep.stranger import Stranger, open_stranger
from sync.upkeep.team import make_team, make_workbooks, new_config
from validators.context import Context
from validators.fields import Language
from validators.settings import Settings, User

__all__ = ["adopt_anew", "adopt_into"]

New: TypeAlias = tuple[Path, str, Language, list[tuple[str, str]]]
"""A team to be made: folder, name, language, people with their roles."""
_NO_DAY = date(1970, 1, 1)
"""Nothing here depends on the day."""


def adopt_anew(
    new: New, source: Path, owner: str, sheets: Sequence[str], lists: bool, dry_run: bool, format: Format
) -> int:
    """Make a new team around a list."""
    folder, name, language, people = new
    settings = parse(new_config(name, language, people).encode(), CONFIG_NAME, team=False)
    with progress(format is Format.json) as bars:
        context = Context.of(settings, _NO_DAY)
        stranger = open_stranger(source, context, sheets, bars)
        user = _whose(owner, settings, stranger, folder, source)
        if not dry_run:
            template = read_lists(workbook_factory()(settings, user.name), context) if lists else None
            adopted = adopt(stranger, context, user.name, template, bars)
            text = new_config(name, language, people, {user.name: stranger.suffix})
            bars.stage("write", 1)
            made = make_team(folder, text, {user.name: adopted.data})
            bars.step()
    if dry_run:
        return _told(stranger, None, context, user, folder / CONFIG_NAME, [], format)
    return _told(stranger, adopted, context, user, folder / CONFIG_NAME, made, format)


def adopt_into(
    team: Config, source: Path, owner: str, sheets: Sequence[str], lists: bool, dry_run: bool, format: Format
) -> int:
    """Make a list the workbook of a user of an existing team who has none yet."""
    context = Context.of(team.settings, _NO_DAY)
    with progress(format is Format.json) as bars:
        stranger = open_stranger(source, context, sheets, bars)
        user = _whose(owner, team.settings, stranger, team.folder, source)
        _free(team, user, stranger)
        if not dry_run:
            template = read_lists(workbook_factory()(team.settings, user.name), context) if lists else None
            adopted = adopt(stranger, context, user.name, template, bars)
            bars.stage("write", 1)
            made = make_workbooks(team, given={user.name: adopted.data})
            bars.step()
    if dry_run:
        return _told(stranger, None, context, user, team.path, [], format)
    return _told(stranger, adopted, context, user, team.path, made, format)


def _whose(owner: str, settings: Settings, stranger: Stranger, folder: Path, source: Path) -> User:
    """Whose workbook the list becomes: the one named, else the first manager, else the first admin."""
    active = [user for user in settings.users if user.active]
    if owner:
        named = next((user for user in active if user.name == owner), None)
        if named is not None:
            return named
        shown = "、".join(user.name for user in active) or "–"
        raise UsageError(
            f"--as {owner}：团队里没有这个人 / nobody of the team has this name",
            remedy=f"现有人员：{shown} / people there are: {shown}",
        )
    for role in ("manager", "admin"):
        found = next((user for user in active if user.role == role), None)
        if found is not None:
            return found
    zh = settings.language == "zh"
    reps = list(stranger.owners)[:8]
    options = " ".join(f'--rep "{name}"' for name in reps)
    manager = "您的名字" if zh else "YOUR NAME"
    example = f'{program()} init {folder} --from {source} --manager "{manager}" {options}'.rstrip()
    names = "、".join(reps) if zh else ", ".join(reps)
    if zh:
        known = f"；名单里的负责人：{names}" if reps else ""
        raise UsageError(
            f"没有主管或管理员，不知道名单归谁{known}", where=str(source), remedy=f"写上人员，例如：{example}"
        )
    known = f"; owners in the list: {names}" if reps else ""
    raise UsageError(
        f"there is no manager or admin whose workbook the list could become{known}",
        where=str(source),
        remedy=f"name the people, for example: {example}",
    )


def _free(team: Config, user: User, stranger: Stranger) -> None:
    zh = team.settings.language == "zh"
    place = team.place(user)
    if not user.place or user.place.startswith("google:"):
        raise UsageError(
            f"{user.name} 的 place 不是文件" if zh else f"the place of {user.name} is no file",
            where=str(team.path),
            remedy=f'改成 place = "users/{user.name}/{user.name}{stranger.suffix}"'
            if zh
            else f'set place = "users/{user.name}/{user.name}{stranger.suffix}"',
        )
    if place.exists():
        raise UsageError(
            f"{user.name} 已经有工作簿" if zh else f"{user.name} has a workbook already",
            where=str(place),
            remedy="用 --as 指定还没有工作簿的人，或把原来的文件移走留底"
            if zh
            else "name somebody without a workbook with --as, or move that file away",
        )
    if place.suffix.lower() != stranger.suffix:
        raise UsageError(
            f"名单是 {stranger.suffix}，{user.name} 的 place 却是 {place.suffix}"
            if zh
            else f"the list is {stranger.suffix}, but the place of {user.name} ends in {place.suffix}",
            where=str(team.path),
            remedy=f'改成 place = "{Path(user.place).with_suffix(stranger.suffix).as_posix()}" 再运行'
            if zh
            else f'set place = "{Path(user.place).with_suffix(stranger.suffix).as_posix()}" and run again',
        )


def _told(
    stranger: Stranger,
    adopted: Adopted | None,
    context: Context,
    user: User,
    config: Path,
    made: Sequence[Path],
    format: Format,
) -> int:
    if format is Format.json:
        print_json(as_json(stranger, adopted, context, user, config, made))
        return 0
    as_text(stranger, adopted, context, user)
    if adopted is None:
        say("试运行，没有写入任何东西。" if context.language == "zh" else "Dry run, nothing was written.")
        return 0
    say(f"{config}")
    for path in made:
        say(f"{path}")
    say(
        f"下一步：{program()} run --config {config}（给每行编号，把客户送到负责人的工作簿）"
        if context.language == "zh"
        else f"Next: {program()} run --config {config} (gives every row its ID, and brings the rows to their owners)"
    )
    return 0
