"""`salesheet report`: on the terminal in columns, as JSON, and as a workbook of its own."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from sync.cli import main
from sync.cli.plain import lines
from sync.sheet import ReportSheet


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report") / "team"
    assert main(["demo", "--into", str(folder), "--today", "2026-11-24"]) == 0
    return str(folder / "config.toml")


def test_a_table_stands_in_columns_whatever_its_script() -> None:
    sheet = ReportSheet("x", "x")
    sheet.put(1, 1, "标题", "title")
    sheet.table(2, 1, ["负责人", "金额"], [["张伟", 1234.0], ["Li", 5]], ["text", "number"])
    assert list(lines(sheet)) == ["标题", "负责人  金额", "张伟    1,234", "Li      5"]


def test_cards_stand_under_their_labels() -> None:
    sheet = ReportSheet("x", "x")
    for at, (label, value, note) in enumerate([("客户", 118, "本月新增 7 个"), ("逾期客户", 43, "占应跟进的 43%")]):
        sheet.put(1, 1 + 3 * at, label, "kpi_label")
        sheet.put(2, 1 + 3 * at, value, "kpi_value")
        sheet.put(3, 1 + 3 * at, note, "kpi_note")
    sheet.table(4, 1, ["行业", "客户数"], [["制造业", 26]], ["text", "number"])
    assert list(lines(sheet)) == [
        "客户           逾期客户",
        "118            43",
        "本月新增 7 个  占应跟进的 43%",
        "行业    客户数",
        "制造业  26",
    ]


def test_a_column_that_is_hidden_or_has_only_its_head_is_left_out() -> None:
    sheet = ReportSheet("x", "x")
    sheet.table(1, 1, ["程度", "单元格", "编号", "记号"], [["✗", None, "C1", "m1"]], ["text", "link", "text", "text"])
    sheet.hidden_columns = (4,)
    assert list(lines(sheet)) == ["程度  编号", "✗     C1"]


def test_reports_as_json_and_as_a_workbook(config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["report", "funnel", "逾期", "--config", config, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [report["id"] for report in said["reports"]] == ["funnel", "overdue"]
    out = tmp_path / "report.xlsx"
    assert main(["report", "overview", "--config", config, "--out", str(out)]) == 0
    made = openpyxl.load_workbook(out)
    assert made.sheetnames == ["总览"]
    assert made["总览"]["A1"].value == "总览"
    assert main(["report", "--config", config, "--out", str(out)]) == 2


def test_wrong_names_and_places_are_told(config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "funel", "--config", config]) == 2
    assert "funnel" in capsys.readouterr().err
    assert main(["report", "--for", "没有这个人", "--config", config]) == 2
    assert main(["report", "--config", config, "--out", str(tmp_path / "no" / "r.xlsx")]) == 1
    assert "internal" not in capsys.readouterr().err


def test_a_rep_reports_on_their_own_rows(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["report", "overdue", "--for", "张伟", "--config", config]) == 0
    said = capsys.readouterr().out
    assert "张伟" in said
    assert "刘洋" not in said
