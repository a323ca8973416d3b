"""What may be wrong around a team: its stored state, its workbooks, its size. Writes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sync import intent
from sync.config import Config
from sync.endpoints.workbook import WorkbookEndpoint
from sync.errors import Damaged, Locked, SalesheetError
from sync.model import Snapshot
from sync.refusals import no_ids
from sync.store.tinydb import ENOUGH, TinyDBStore
from validators.cells import Table
from validators.context import Context
from validators.fields import Label, Language
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
    found: list[Check] = []
    tables = specs(config.settings)
    context = Context.of(config.settings, date(1970, 1, 1))  # nothing here depends on the day
    for user in config.workbooks():
        path = config.place(user)
        endpoint = WorkbookEndpoint(user.name, path, tables, language)
        about = Label(f"{user.name}：{user.place}", f"{user.name}: {user.place}")[language]
        try:
            if not path.exists():
                raise SalesheetError(_MISSING[language], remedy=f"salesheet init {config.folder}")
            endpoint.probe()
            found += _workbook(endpoint.read(), about, context)
        except SalesheetError as error:
            state: Literal["warning", "error"] = "warning" if isinstance(error, Locked) else "error"
            found.append(Check("workbook", state, _ABOUT[language].format(about=about, what=error.what), error.remedy))
    return found


def _workbook(snapshot: Snapshot, about: str, context: Context) -> list[Check]:
    """What would stop a run, or else what is there; and what a run would note."""
    language, tables = context.language, snapshot.tables
    faults = list(snapshot.missing)
    faults += [
        no_ids(table, context.specs[name], context)
        for name, table in tables.items()
        if context.specs[name].key not in table.columns
    ]
    gone = [spec.label[language] for name, spec in context.specs.items() if name not in tables]
    faults += [_NO_TABLE[language].format(label=label) for label in gone]
    found = [
        Check("workbook", "error", _ABOUT[language].format(about=about, what=fault), _HEADER[language])
        for fault in faults
    ]
    if not found:
        rows, doubled = sum(map(len, tables.values())), sum(_doubled(table, context) for table in tables.values())
        told = (_ROWS_WAIT if doubled else _ROWS)[language].format(about=about, rows=rows, doubled=doubled)
        found.append(Check("workbook", "ok", told))
    notes = [_ABOUT[language].format(about=about, what=note) for note in snapshot.notes]
    return found + [Check("workbook", "warning", note) for note in notes]


def _doubled(table: Table, context: Context) -> int:
    """How many rows bear an ID that another row bears as well: they wait until somebody mends it."""
    keys = Counter(key for key in table.get(context.specs[table.name].key) if key is not None)
    return sum(count for count in keys.values() if count > 1)


_ABOUT = Label("{about}：{what}", "{about}: {what}")
_ROWS = Label("{about}，{rows:,} 行", "{about}, {rows:,} rows")
_ROWS_WAIT = Label(
    "{about}，{rows:,} 行（其中 {doubled} 行编号重复，还没同步）",
    "{about}, {rows:,} rows ({doubled} wait: their ID is doubled)",
)
_NO_TABLE = Label("找不到“{label}”表", "there is no table “{label}”")
_HEADER = Label(
    "每次同步都会停在这里：把表头改回原来的名称，或从 spare 取回最近一份",
    "every run stops here: put the header's name back, or take the latest copy from spare",
)
_MISSING: dict[Language, str] = {"zh": "工作簿不在了", "en": "the workbook is gone"}
_OUTGROWN: dict[Language, str] = {
    "zh": "团队数据有 {rows:,} 行，超过单个文件适合的 {enough:,} 行，每次运行会越来越慢",
    "en": "the team has {rows:,} rows, more than the {enough:,} that one file is good for; runs get slower and slower",
}
_MOVE: dict[Language, str] = {
    "zh": "把多年没有往来的客户归档；再多就要换成数据库存放（hub move，尚未提供）",
    "en": "archive customers of years ago; beyond that, a database is due (hub move, not there yet)",
}
