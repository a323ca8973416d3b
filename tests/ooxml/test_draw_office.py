"""LibreOffice reads from a drawn chart what stands in the cells."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.ooxml.samples import INDUSTRIES, MONTHS, OWNERS, RATES, by_xlsxwriter, draw, report

pytestmark = pytest.mark.office
SOFFICE = shutil.which("soffice")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def charts(data: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """The data tables that LibreOffice keeps of every chart, by the chart's title, after it read the cells."""
    assert SOFFICE is not None
    source = folder / "drawn.xlsx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        "ods",
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = {}
    with zipfile.ZipFile(folder / "drawn.ods") as file:
        for name in file.namelist():
            if name.startswith("Object ") and name.endswith("content.xml"):
                root = ElementTree.fromstring(file.read(name))
                title = root.findtext(f".//{CHART}title/{TEXT}p", "")
                rows = root.findall(f".//{TABLE}table-rows/{TABLE}table-row")
                found[title] = [[cell.findtext(f"{TEXT}p", "") for cell in row] for row in rows]
    return found


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_charts_what_the_cells_hold(tmp_path: Path) -> None:
    found = charts(draw(by_xlsxwriter(), report())[0], tmp_path)
    owners = [name for name in OWNERS if name]
    rates = [rate for rate in RATES if rate is not None]
    assert [row[0] for row in found["跟进率"]] == owners
    assert [float(row[1]) for row in found["跟进率"]] == rates
    lined = found["跟进率 <80%> 的有两位"]
    assert [[float(cell) for cell in row[1:]] for row in lined] == [[rate, 0.8] for rate in rates]
    assert [(row[0], float(row[1])) for row in found["行业"]] == list(INDUSTRIES)
    for title in ("预测", "合计"):
        assert [tuple(map(float, row[1:])) for row in found[title]] == [tuple(month[1:]) for month in MONTHS]
