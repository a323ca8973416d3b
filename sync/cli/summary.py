"""A run's outcome in sentences."""

from __future__ import annotations

from collections.abc import Collection

from sync.model import Note
from sync.outcome import PlaceReport, RunReport
from validators.fields import Language

__all__ = ["place_line", "run_lines"]


def run_lines(report: RunReport, language: Language, told: Collection[tuple[str, str]] = ()) -> list[str]:
    """What a person wants to know after a run, most important first. `told`: notes, by user, that the last run told."""
    zh = language == "zh"
    counts = report.findings
    if report.nothing_new:
        first = "没有新变化，什么都没写。" if zh else "Nothing new; nothing was written."
        still = (
            f"待处理：错误 {counts['error']}，警告 {counts['warning']}，冲突 {report.conflicts}"
            if zh
            else f"Still open: errors {counts['error']}, warnings {counts['warning']}, conflicts {report.conflicts}"
        )
        return [first, still, *(f"ℹ {note}" for note in report.notes)]
    lines = []
    if report.dry_run:
        lines.append("试运行，没有写入任何东西：" if zh else "Dry run, nothing was written:")
    written, books = sum(place.written for place in report.places), len(report.places)
    lines.append(
        f"第 {report.run} 次运行（{report.today}）：{books} 个工作簿，写入 {written} 个，用时 {report.seconds:.1f} 秒"
        if zh
        else f"Run {report.run} ({report.today}): workbooks {books}, written {written}, {report.seconds:.1f} s"
    )
    lines += [place_line(place, language, told) for place in report.places]
    lines.append(
        f"发现：错误 {counts['error']}，警告 {counts['warning']}，提示 {counts['info']}；"
        f"逾期客户 {report.overdue}，疑似重复 {report.duplicates} 组，冲突 {report.conflicts}"
        if zh
        else f"Found: errors {counts['error']}, warnings {counts['warning']}, infos {counts['info']}; "
        f"customers overdue {report.overdue}, duplicate groups {report.duplicates}, conflicts {report.conflicts}"
    )
    for out in report.left_out:
        lines.append(
            f"⚠ {out.user}（{out.place}）未处理：{out.why}" if zh else f"⚠ {out.user} ({out.place}) left out: {out.why}"
        )
    lines += [f"ℹ {note}" for note in report.notes]
    return lines


def place_line(place: PlaceReport, language: Language, told: Collection[tuple[str, str]] = ()) -> str:
    """One workbook's line."""
    zh = language == "zh"
    parts = []
    for count, text_zh, text_en in (
        (place.counts.rows_in, "新行 {}", "new rows {}"),
        (place.counts.edits_in, "改动 {}", "edits {}"),
        (place.counts.archived, "归档 {}", "archived {}"),
        (place.counts.edits_out, "写回 {} 个单元格", "cells written back {}"),
        (place.counts.rows_out, "补入 {} 行", "rows added {}"),
        (place.counts.rows_away, "移走 {} 行", "rows moved away {}"),
    ):
        if count:
            parts.append((text_zh if zh else text_en).format(f"{count:,}"))
    marks = f"✗ {place.findings['error']} ⚠ {place.findings['warning']} ℹ {place.findings['info']}"
    changes = ("、" if zh else ", ").join(parts) or ("无改动" if zh else "no changes")
    lines = f"  {place.place}  {place.counts.rows:,} {'行' if zh else 'rows'}  {marks}  {changes}"
    notes = [note.brief if isinstance(note, Note) and (place.user, note) in told else note for note in place.notes]
    return "\n    ℹ ".join([lines, *notes])
