"""`salesheet fix [PATH …]`: what the findings suggest, as a diff first, then carried out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from sync.cli.check import SHOWN, codes, settings_for
from sync.cli.options import ConfigOption, Format, FormatOption, Lang, TodayOption, parse_day, team_config
from sync.cli.output import print_json, progress, say
from sync.errors import UsageError
from validators.cells import Cell, Tables
from validators.context import Context
from validators.fields import Label, Language
from validators.finding import Finding
from validators.mending import Mend, Mending
from validators.rule import shown

__all__ = ["command"]

SHOWN_LENGTH = 60
"""How much of a cell the text listing shows; JSON has all."""


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="工作簿；不写则改全团队的数据 / workbooks; without any, the team's rows", metavar="[PATH]..."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看会改什么，不写入 / show what would change, write nothing")
    ] = False,
    unsafe: Annotated[
        bool,
        typer.Option("--unsafe", help="意思可能有变的建议也照改 / also what may change the meaning"),
    ] = False,
    select: Annotated[
        list[str] | None, typer.Option("--select", help="只按这些规则或类别改 / only these rules or families (R004, S)")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="不按这些改 / not these")] = None,
    user: Annotated[
        str | None,
        typer.Option(
            "--user", help="以谁的名义改团队数据，默认管理员 / in whose name, default the admin", metavar="NAME"
        ),
    ] = None,
    format: FormatOption = Format.text,
    config: ConfigOption = None,
    today: TodayOption = None,
    lang: Annotated[Lang | None, typer.Option("--lang", help="消息的语言 / language of the messages")] = None,
) -> int:
    """按建议改好单元格，先列出改动。/ Apply suggested fixes, shown as a diff first."""
    from sync.clock import now as clock
    from sync.upkeep.fixing import FileFix, TeamFix, addresses, who_fixes

    chosen, left = codes(select), codes(ignore)
    if paths and user is not None:
        raise UsageError(
            "--user 只用于全团队的数据 / --user is for the team's rows",
            remedy="去掉 --user，或不写工作簿 / leave out --user, or the workbooks",
        )
    team = team_config(config) if not paths else None
    settings = team.settings if team is not None else settings_for(config)
    now = clock(settings.team, parse_day(today))
    context = Context.of(settings, now.date(), lang.value if lang else None)
    told = _Told(context.language, dry_run)
    with progress(format is Format.json or not (team or len(paths or ()) > 1)) as bars:
        if team is not None:
            person = who_fixes(settings, user)
            mending, run = TeamFix(team, person, now, context, unsafe, chosen, left, bars).run(dry_run)
            places = addresses(team, person, context) if mending.mends or mending.left else {}
            told.add(mending, places=places)
            told.run, told.who = run, person.name
        else:
            bars.stage("fix", len(paths or ()))
            for path in paths or ():
                mending, snapshot = FileFix(path, context, unsafe, chosen, left).run(dry_run)
                told.add(mending, snapshot.tables, path)
                bars.step()
    if format is Format.json:
        print_json(told.json())
    else:
        told.print(len(paths or ()) > 1)
    return told.exit_code


class _Told:
    """What is said of all that was mended: as text or as JSON."""

    def __init__(self, language: Language, dry_run: bool) -> None:
        self.language: Language = language
        self.dry_run = dry_run
        self.fixes: list[dict[str, Any]] = []
        self.left: list[dict[str, Any]] = []
        self.counts: Counter[str] = Counter()
        self.run: int | None = None
        self.who: str | None = None

    def add(
        self,
        mending: Mending,
        tables: Tables | None = None,
        path: Path | None = None,
        places: Mapping[tuple[str, str, str], str] | None = None,
    ) -> None:
        """A workbook's or the team's."""
        where = {"workbook": str(path)} if path is not None else {}
        places = places or {}
        self.fixes += [_fix(one, places) | where for one in mending.mends]
        for finding, why in mending.left:
            stands = mending.tables[finding.table].get(finding.column or "")[finding.row]
            self.left.append(_left(finding, why, stands, places) | where)
        self.counts.update(finding.severity for finding in mending.findings)

    @property
    def exit_code(self) -> int:
        """3 where a finding of error or warning stands afterwards, as for `check`; of a dry run, also where there is
        anything to do."""
        return 3 if self.counts["error"] or self.counts["warning"] or (self.dry_run and self.fixes) else 0

    def json(self) -> dict[str, Any]:
        """As the published JSON has it."""
        counts = {severity: self.counts[severity] for severity in ("error", "warning", "info")}
        return {
            "fixes": self.fixes,
            "left": self.left,
            "run": self.run,
            "who": self.who,
            "dry_run": self.dry_run,
            "summary": {"fixed": len(self.fixes), "left": len(self.left)} | counts,
            "exit_code": self.exit_code,
        }

    def print(self, several: bool) -> None:
        """For people."""
        language = self.language
        for one in self.fixes[:SHOWN]:
            say(self._line(one, several, one["before"], one["after"], one["safe"], "+".join(one["rules"])))
        self._more(len(self.fixes))
        if self.left:
            say(_LEFT[language])
        for one in self.left[:SHOWN]:
            say(self._line(one, several, one["before"], one["fix"]["value"], one["fix"]["safe"], one["rule"]))
            say(f"      → {_WHY[one['why']][language]}")
        self._more(len(self.left))
        fixed = len(self.fixes)
        head = _WOULD if self.dry_run else _DONE
        say((head if fixed else _NOTHING)[language].format(fixed=fixed, left=len(self.left)))
        if self.run is not None:
            say(_NEXT[language].format(run=self.run, who=self.who))

    def _more(self, count: int) -> None:
        if count > SHOWN:
            say(_MORE[self.language].format(more=count - SHOWN))

    def _line(self, one: dict[str, Any], several: bool, before: Cell, after: Cell, safe: bool, rule: str) -> str:
        language = self.language
        book = f"{Path(one['workbook']).name} " if several and "workbook" in one else ""
        cell = " ".join(filter(None, (one["address"] or "", one["key"] or "" if not one["address"] else "")))
        mark = (_SAFE if safe else _UNSAFE)[language]
        change = f"{_cell(before, language)} → {_cell(after, language)}"
        return f"  {book}{cell or one['table']}  {one['column']}  {change}  {rule} {mark}"


def _cell(value: Cell, language: Language) -> str:
    return shown(value, SHOWN_LENGTH) or _EMPTY[language]


def _fix(one: Mend, places: Mapping[tuple[str, str, str], str]) -> dict[str, Any]:
    return {
        "rules": list(one.rules),
        "table": one.table,
        "key": one.key,
        "column": one.column,
        "address": one.address or places.get((one.table, str(one.key), one.column)),
        "before": one.before,
        "after": one.after,
        "safe": one.safe,
        "message": one.message,
    }


def _left(one: Finding, why: str, stands: Cell, places: Mapping[tuple[str, str, str], str]) -> dict[str, Any]:
    assert one.fix is not None
    return {
        "rule": one.rule,
        "severity": one.severity,
        "table": one.table,
        "key": one.key,
        "column": one.column,
        "address": one.address or places.get((one.table, str(one.key), one.column or "")),
        "before": stands,
        "fix": {"value": one.fix.value, "safe": one.fix.safe},
        "message": one.message,
        "why": why,
    }


_EMPTY = Label("（空）", "(empty)")
_SAFE = Label("意思不变", "same meaning")
_UNSAFE = Label("请核对", "please check")
_LEFT = Label("没有改，请您定：", "Left for you to decide:")
_MORE = Label("…还有 {more} 处，--format json 可看全部", "… and {more} more; --format json shows all")
_DONE = Label(
    "改好了 {fixed:,} 处；没有改的建议还有 {left:,} 处", "Mended cells: {fixed:,}; suggestions left: {left:,}"
)
_WOULD = Label(
    "试运行，没有写入：会改 {fixed:,} 处；不改的建议有 {left:,} 处",
    "Dry run, nothing was written: cells to mend {fixed:,}; suggestions left: {left:,}",
)
_NOTHING = Label("没有要改的；没有改的建议有 {left:,} 处", "Nothing to mend; suggestions left: {left:,}")
_NEXT = Label(
    "第 {run} 次运行，以{who}的名义；各工作簿在下次 salesheet run 时更新，要取消：salesheet undo {run}",
    "Run {run}, in the name of {who}; salesheet run updates the workbooks; to take it back: salesheet undo {run}",
)
_WHY: dict[str, Label] = {
    "unsafe": Label(
        "意思可能有变；要改就加 --unsafe，或在表里改", "it may mean something else: --unsafe, or the sheet"
    ),
    "formula": Label("这一格是公式，请改公式", "the cell holds a formula; mend that"),
    "conflict": Label("这一格有冲突，请先在“冲突”表里选", "the cell is in conflict; pick on the Conflicts sheet first"),
    "rights": Label("这个人不能改这一格", "this person may not change the cell"),
    "id": Label("编号不能这样改，请在工作簿里看这一行", "IDs are not mended here; look at the row in the workbook"),
    "taken": Label("另一行已经用了这个编号", "another row has this ID already"),
    "restless": Label("几条规则的建议互相矛盾，请在表里改", "rules disagree about it; type into the sheet"),
}
