"""`salesheet hub`: whether the team's stored state is sound, and making it whole again."""

from __future__ import annotations

from dataclasses import asdict

import typer

from sync.cli.options import ConfigOption, Format, FormatOption, team_config
from sync.cli.output import print_json, say
from sync.errors import Damaged

__all__ = ["app"]

app = typer.Typer(
    help="团队数据文件：核对、重建。/ The team's stored state: verify it, make it whole again.", no_args_is_help=True
)


@app.command("verify")
def verify(config: ConfigOption = None, format: FormatOption = Format.text) -> int:
    """核对 hub 文件夹里的每个文件。/ Check every file of the hub folder; writes nothing."""
    from sync.store.tinydb import TinyDBStore

    team = team_config(config)
    found = TinyDBStore(team.folder / "hub").verify()
    if format is Format.json:
        print_json({"damage": [asdict(one) for one in found]})
    else:
        zh = team.settings.language == "zh"
        for one in found:
            say(f"✗ {one.where}\n    {one.what}")
        if found:
            say("→ 重建：salesheet hub rebuild" if zh else "→ make it whole again: salesheet hub rebuild")
        else:
            say("团队数据完好。" if zh else "The team's stored state is sound.")
    return 1 if found else 0


@app.command("rebuild")
def rebuild(config: ConfigOption = None, format: FormatOption = Format.text) -> int:
    """用完好的文件重建损坏的 hub；损坏的文件改名留底。/ Make a damaged hub again from what is sound."""
    from sync import checked, seen
    from sync.lock import hub_lock
    from sync.store.tinydb import TinyDBStore

    team = team_config(config)
    folder = team.folder / "hub"
    store = TinyDBStore(folder)
    zh = team.settings.language == "zh"
    if not store.verify():
        if format is Format.json:
            print_json({"rebuilt": None})
        else:
            say("团队数据完好，不用重建。" if zh else "The team's stored state is sound; nothing to make again.")
        return 0
    with hub_lock(folder):
        done = store.rebuild()
        seen.forget(folder)
        checked.forget(folder)
        left = store.verify()
    if left:
        raise Damaged(
            "重建后仍有对不上的地方 / something is still wrong",
            problems=[f"{one.where}: {one.what}" for one in left],
            remedy="从最近的备份恢复整个 hub 文件夹 / restore the whole hub folder from the newest backup",
        )
    if format is Format.json:
        print_json({"rebuilt": asdict(done)})
        return 3 if done.lost else 0
    source = {"history": "历史记录" if zh else "the history alone"}.get(done.source, done.source)
    more = (f"，又从历史记录补上 {done.carried} 次运行" if zh else f" and {done.carried} runs of the history") * bool(
        done.carried and done.source != "history"
    )
    if zh:
        say(f"已重建到第 {done.run} 次运行，依据：{source}{more}。")
    else:
        say(f"Made whole again up to run {done.run}, from {source}{more}.")
    if done.missing:
        say(
            f"{done.missing} 行的内容下次运行时从工作簿取回。"
            if zh
            else f"Rows whose cells come back from the workbooks with the next run: {done.missing}"
        )
    if done.lost:
        say(
            f"⚠ 有 {done.lost} 次运行的改动记录找不回了，这些运行不能撤销；现有的行都在。"
            if zh
            else f"⚠ Runs whose changes are not known any more, and cannot be undone: {done.lost}; all rows are there."
        )
    for path in done.aside:
        say(f"损坏的文件留作 {path}" if zh else f"the damaged file is kept as {path}")
    say("接着运行：salesheet run" if zh else "Now: salesheet run")
    return 3 if done.lost else 0
