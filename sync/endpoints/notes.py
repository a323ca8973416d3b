"""What a person should know about a workbook file itself: what another program lost, rows that count for none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sync.endpoints.layout import Layout
from sync.endpoints.marker import RIBBON
from sync.model import Note
from sync.ooxml.package import Package
from validators.fields import Language, TableSpec, listed

__all__ = ["has_ribbon", "workbook_notes"]

_MACROS = "macroEnabled"
"""Part of the content type of a workbook that may hold macros; Excel wants it behind the ending .xlsm and no other."""


def workbook_notes(
    package: Package, path: Path, layout: Layout, specs: Mapping[str, TableSpec], language: Language
) -> tuple[str, ...]:
    """The notes on a workbook, worded."""
    notes: list[str] = []
    if layout.marker.values.get(RIBBON) and not has_ribbon(package):
        notes.append(Note(_RIBBON[language], _RIBBON_STILL[language]))
    ending = path.suffix.lower()
    wanted = _wanted_ending(package.content_type(package.main_part))
    if ending in (".xlsx", ".xlsm") and ending != wanted:
        notes.append(_ENDING[language].format(ending=ending, wanted=wanted, name=path.name))
    for name, rows in layout.strays.items():
        sheet, label = layout.places[name].sheet, specs[name].label[language]
        notes.append(_STRAY[language].format(sheet=sheet, row=rows[0], label=label))
    for name, odd in layout.oddities.items():
        sheet, label = layout.places[name].sheet, specs[name].label[language]
        if odd.headers:
            notes.append(
                _AGAIN[language].format(sheet=sheet, rows=listed(map(str, odd.headers), language, _SHOWN), label=label)
            )
        if odd.merged:
            areas = listed(map(str, odd.merged), language, _SHOWN)
            full, brief = (text[language].format(sheet=sheet, areas=areas) for text in (_MERGED, _MERGED_STILL))
            notes.append(Note(full, brief))
    return tuple(notes)


def has_ribbon(package: Package) -> bool:
    """Whether the workbook shows a ribbon of its own and has the macros behind its buttons.

    Excel finds the ribbon by a relation of the package only ([MS-CUSTOMUI] 2.1): the part alone is not enough.
    """
    shown = any(relation.type.endswith("/ui/extensibility") for relation in package.relations("").values())
    macros = any(relation.kind == "vbaProject" for relation in package.relations(package.main_part).values())
    return shown and macros


def _wanted_ending(content_type: str) -> str:
    return ".xlsm" if _MACROS in content_type else ".xlsx"


_SHOWN = 6
_RIBBON = {
    "zh": "功能区按钮没有了：这个工作簿被别的程序另存过。其余功能照常；要找回按钮，先运行一次同步，再把文件改名留底，"
    "运行 salesheet init 生成新的，下次同步会补回内容",
    "en": "the ribbon is gone: another program saved this workbook. All else works; to get the buttons back, run once, "
    "rename the file, make a new one with salesheet init, and let the next run fill it",
}
_RIBBON_STILL = {
    "zh": "功能区按钮仍缺；找回的办法见 docs/excel.zh-CN.md",
    "en": "the ribbon is still gone; docs/excel.md says how to get it back",
}
_ENDING = {
    "zh": "内容与扩展名 {ending} 不符，Excel 会拒绝打开：把 {name} 改名为 {wanted}，并改 config.toml 里的 place",
    "en": "its content does not fit the ending {ending}, so Excel refuses to open it: rename {name} to {wanted} and "
    "set its place in config.toml",
}
_STRAY = {
    "zh": "“{sheet}”第 {row} 行起有些行与“{label}”表隔开了，没有同步；请剪切到表的最后一行下面，中间不留空行",
    "en": "from row {row} on, “{sheet}” has rows that stand apart from the table “{label}” and are not synced; cut "
    "them and paste them right below its last row",
}
_AGAIN = {
    "zh": "“{sheet}”第 {rows} 行又是表头，没有算作“{label}”的一行，也没有动它；下面的行照常同步，建议删掉这一行",
    "en": "“{sheet}” repeats its header in row {rows}: it is no row of “{label}” and is left alone; the rows below it "
    "count, and the repeated header had better be deleted",
}
_MERGED = {
    "zh": "“{sheet}”的合并单元格 {areas} 盖住了名单里的单元格：被盖住的当作读不出来，不同步也不改写；"
    "请取消合并，并在每一行填上内容",
    "en": "the merged cells {areas} of “{sheet}” cover cells of the list: those count as unreadable and are neither "
    "synced nor written; unmerge them and fill in every row",
}
_MERGED_STILL = {
    "zh": "“{sheet}”的合并单元格 {areas} 仍不同步：请取消合并，并在每一行填上内容",
    "en": "the merged cells {areas} of “{sheet}” are still not synced: unmerge them and fill in every row",
}
