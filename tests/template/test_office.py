"""LibreOffice opens the template, finds the tables' headers and calculates its names."""

from __future__ import annotations

import csv
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from addin.template import build, factory
from validators.fields import Language
from validators.models import specs
from validators.settings import Settings

pytestmark = pytest.mark.office
SOFFICE = shutil.which("soffice")
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def sheets(data: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """What LibreOffice shows on every visible sheet, by title."""
    assert SOFFICE is not None
    source, out = folder / "book.xlsm", folder / "out"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        EVERY_SHEET,
        "--outdir",
        str(out),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = {}
    for path in out.glob("book-*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix("book-")] = list(csv.reader(file))
    return found


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_shows_every_sheet(language: Language, tmp_path: Path) -> None:
    shown = sheets(build(Settings(), language), tmp_path)
    for spec in specs().values():
        rows = shown[spec.label[language]]
        assert rows[1] == [column.header for column in spec.columns]
        assert rows[0] == [column.label[language] for column in spec.columns]
        assert len(rows) == 2
    start = shown[{"zh": "开始", "en": "Start"}[language]]
    assert start[0][1] == {"zh": "客户跟进工作簿", "en": "Sales workbook"}[language]
    assert not any("#NAME?" in cell or "Err:" in cell for rows in shown.values() for row in rows for cell in row)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_the_lists_the_owner_and_a_missed_morning(tmp_path: Path) -> None:
    settings = Settings.model_validate({"team": {"name": "华东"}, "users": [{"name": "张伟"}, {"name": "李娜"}]})
    book = openpyxl.load_workbook(BytesIO(factory(settings, "李娜")))
    probe = book["总览"]
    for row, formula in enumerate(("=COUNTA(salesheet_users)", "=ROWS(salesheet_users)", "=ROWS(list_Stage)"), 10):
        probe.cell(row, 1, formula)
    for row in (3, 4, 5):
        book["客户"].cell(row, 1, f"C2026010100{row}")
        book["客户"].cell(row, 2, "某公司")
    probe["A13"] = "=ROWS(salesheet_customer_ids)"
    book["开始"]["C6"] = 45000
    saved = BytesIO()
    book.save(saved)
    shown = sheets(saved.getvalue(), tmp_path)
    assert [row[0] for row in shown["总览"][9:13]] == ["2", "2", "6", "3"]
    assert shown["开始"][0][5] == "华东 · 李娜"
    assert "错过了一个工作日早上的同步" in shown["开始"][5][4]
