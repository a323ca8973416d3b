"""What may be wrong around a team: its stored state, its workbooks, its size. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sync import intent
from sync.config import Config
from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import Damaged, Locked, SalesheetError
from sync.store.tinydb import ENOUGH, TinyDBStore
from validators.fields import Language
from validators.models import specs

__all__ = ["Check", "examine"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it is fine, in a sentence, and what to do."""

    about: Literal["config", "hub", "workbook"]
    state: Literal["ok", "warning", "error"]
    message: str
    remedy: str = ""


def examine(config: Config) -> list[Check]:
    """Look at all of it."""
    language = config.settings.language
    fine = "配置没有错：{path}" if language == "zh" else "the config is right: {path}"
    found = [Check("config", "ok", fine.format(path=config.path))]
    return found + _hub(config, language) + _workbooks(config, language)


def _hub(config: Config, language: Language) -> list[Check]:
    zh = language == "zh"
    folder = config.folder / "hub"
    store = TinyDBStore(folder)
    damage = store.verify()
    if damage:
        remedy = f"salesheet hub rebuild --config {config.path}"
        return [Check("hub", "error", f"{one.where}: {one.what}", remedy) for one in damage]
    try:
        hub = store.load()
    except Damaged as error:
        return [Check("hub", "error", error.what, error.remedy)]
    rows = sum(len(table.keys) for table in hub.tables.values())
    if not hub.run:
        first = "还没有运行过" if zh else "no run yet"
        return [Check("hub", "warning", first, f"salesheet run --config {config.path}")]
    told = (
        f"团队数据完好：{rows:,} 行，运行过 {hub.run} 次"
        if zh
        else f"the team's stored state is sound: {rows:,} rows, {hub.run} runs"
    )
    found = [Check("hub", "ok", told)]
    if intent.pending(folder, hub):
        broken = "上次运行中途被打断" if zh else "the last run was interrupted"
        found.append(Check("hub", "warning", broken, f"salesheet run --config {config.path}"))
    if rows > ENOUGH:
        found.append(Check("hub", "warning", _OUTGROWN[language].format(rows=rows, enough=ENOUGH), _MOVE[language]))
    return found


def _workbooks(config: Config, language: Language) -> list[Check]:
    found = []
    for user in config.workbooks():
        path = config.place(user)
        endpoint = WorkbookEndpoint(user.name, path, specs(config.settings), language)
        try:
            if not path.exists():
                raise SalesheetError(_MISSING[language], remedy=f"salesheet init {config.folder}")
            endpoint.probe()
            rows = sum(len(table) for table in endpoint.read().tables.values())
            counted = f"{rows:,} 行" if language == "zh" else f"{rows:,} rows"
            found.append(Check("workbook", "ok", f"{user.name}: {user.place}, {counted}"))
        except SalesheetError as error:
            state: Literal["warning", "error"] = "warning" if isinstance(error, Locked) else "error"
            found.append(Check("workbook", state, f"{user.name}: {user.place}: {error.what}", error.remedy))
    return found


_MISSING: dict[Language, str] = {"zh": "工作簿不在了", "en": "the workbook is gone"}
_OUTGROWN: dict[Language, str] = {
    "zh": "团队数据有 {rows:,} 行，超过单个文件适合的 {enough:,} 行，每次运行会越来越慢",
    "en": "the team has {rows:,} rows, more than the {enough:,} that one file is good for; runs get slower and slower",
}
_MOVE: dict[Language, str] = {
    "zh": "把多年没有往来的客户归档；再多就要换成数据库存放（hub move，尚未提供）",
    "en": "archive customers of years ago; beyond that, a database is due (hub move, not there yet)",
}
