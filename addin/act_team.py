"""Buttons about the workbook and the team: refresh reports, sync now, settings, help."""

from __future__ import annotations

from importlib.metadata import version

from addin.act_check import whole
from addin.desk import Desk, Outcome, Place
from sync.model import Update
from validators.fields import Label

__all__ = ["help_", "refresh_reports", "settings", "sync_now"]

_REPORTS = Label("{count} 张报表已按这个工作簿的数据重算。", "{count} reports drawn from the rows of this workbook.")
_NO_TARGETS = Label(
    "业绩要用团队的目标，等下次同步。", " Performance needs the team's targets and waits for the next run."
)
_NO_AGENT = Label(
    "这个工作簿旁边没有系统的收件夹（mail），不能马上同步；保存并关闭后，系统会自己同步。",
    "There is no mail folder of the agent beside this workbook; save and close it, and the next run catches up.",
)
_ASKED = Label(
    "已请系统同步；答复还没来，保存并关闭后会补上。", "The agent was asked; no answer yet. Save and close to be sure."
)
_ANSWERED = Label("系统：{told}", "Agent: {told}")
_SETTINGS = Label(
    "用户 {user}，语言 {language}，{agent}，{team}，版本 {version}。要改设置请找管理员（config.toml）。",
    "User {user}, language {language}, {agent}, {team}, version {version}. The admin changes settings (config.toml).",
)
_NOBODY = Label("（未写明）", "(not named)")
_AGENT = (Label("没有连接系统", "no agent"), Label("已连接系统", "agent beside it"))
_TEAM = (Label("用默认规则", "default rules"), Label("用团队规则", "the team's rules"))
_HELP = Label(
    "说明在“{sheet}”表：怎样添加一行、颜色和符号、找谁帮忙。",
    "See the sheet “{sheet}”: how to add a row, what the signs mean.",
)
_NO_HELP = Label("说明见 docs/workbooks.md，或问管理员。", "See docs/workbooks.md, or ask the admin.")
_START = Label("开始", "Start")


def refresh_reports(desk: Desk) -> Outcome:
    """Draw the reports from the rows of this workbook, and go to the overview.

    What only the agent knows (conflicts, others' customers) stays as the last run left it.
    """
    from sync.reports.facts import prepare
    from sync.reports.registry import REPORTS
    from sync.reports.scene import Scene

    tables = whole(desk)
    facts = prepare(tables, desk.context)
    scene = Scene(desk.context, desk.now, desk.user, desk.user, (), ())
    wanted = [name for name in REPORTS if desk.team or name != "performance"]
    sheets = [REPORTS[name](tables, scene, facts) for name in wanted]
    message = desk.say(_REPORTS, count=len(sheets)) + ("" if desk.team else desk.say(_NO_TARGETS))
    return Outcome(message, Update(sheets=lambda _: sheets), show=sheets[0])


def sync_now(desk: Desk) -> Outcome:
    """Ask the agent for a run."""
    if desk.ask is None:
        return Outcome(desk.say(_NO_AGENT))
    answer = desk.ask({"format": 1, "ask": "run"})
    if answer is None:
        return Outcome(desk.say(_ASKED))
    return Outcome(desk.say(_ANSWERED, told=str(answer.get("message", ""))))


def settings(desk: Desk) -> Outcome:
    """Say what this workbook works with."""
    return Outcome(
        desk.say(
            _SETTINGS,
            user=desk.user or desk.say(_NOBODY),
            language=desk.context.language,
            agent=desk.say(_AGENT[desk.ask is not None]),
            team=desk.say(_TEAM[desk.team]),
            version=version("salesheet"),
        )
    )


def help_(desk: Desk) -> Outcome:
    """Go to the sheet that explains the workbook."""
    for title in (_START.zh, _START.en):
        if title in desk.snapshot.sheets:
            return Outcome(desk.say(_HELP, sheet=title), goto=Place(title, 1, 1))
    return Outcome(desk.say(_NO_HELP))
