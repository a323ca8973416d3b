"""Which features survive Salesheet, openpyxl and LibreOffice, measured by the same code; writes docs/fidelity.md.

    python -m tests.fidelity.table          (needs LibreOffice)

Each tool sets the same two cells on the sheet that holds the feature. Salesheet also appends a row to a table of
another sheet and draws a sheet of its own twice.
"""

from __future__ import annotations

import io
import tempfile
import warnings
from importlib.util import find_spec
from pathlib import Path

import openpyxl

from tests.fidelity import hand_book, hand_sheet, written
from tests.fidelity.base import FEATURE, Feature
from tests.fidelity.edits import EDITS
from tests.fidelity.measure import missing
from tests.fidelity.page import replaced
from tests.office import Office
from tests.ooxml.witness import surprises

PAGE = Path(__file__).resolve().parents[2] / "docs" / "fidelity.md"


def by_salesheet(feature: Feature) -> str:
    """Whether it survives all three patches, with every part as it was or changed as meant."""
    for edit in EDITS.values():
        done = edit(feature.data)
        if missing(feature, done.data) or surprises(feature.data, done.data, done.change):
            return "LOST"
    return "kept"


def by_openpyxl(feature: Feature) -> str:
    """Whether it survives being loaded, changed and saved."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(feature.data), keep_vba=b"vbaProject" in feature.data)
            sheet = book[FEATURE]
            sheet["B2"], sheet["D30"] = 15, "new"
            book.save(stream)
        except Exception as error:  # whatever it says, the person has no file
            return f"fails: {type(error).__name__}"
    return "LOST" if missing(feature, stream.getvalue()) else "kept"


def by_libreoffice(feature: Feature, office: Office, folder: Path) -> str:
    """Whether it survives being opened, changed and saved in the same format."""
    ending = "xlsm" if b"vbaProject" in feature.data else "xlsx"
    source, out = folder / f"in.{ending}", folder / f"out.{ending}"
    source.write_bytes(feature.data)
    office.edit(source, {f"{FEATURE}!B2": 15, f"{FEATURE}!D30": "new"}, out)
    return "LOST" if missing(feature, out.read_bytes()) else "kept"


def main() -> None:
    rows = []
    with Office() as office, tempfile.TemporaryDirectory(prefix="salesheet-fidelity-") as name:
        for feature in (*written.features(), *hand_sheet.features(), *hand_book.features()):
            rows.append(
                (feature.name, by_salesheet(feature), by_openpyxl(feature), by_libreoffice(feature, office, Path(name)))
            )
            print(*rows[-1], sep=" | ", flush=True)
    pillow = f"with{'' if find_spec('PIL') else 'out'} Pillow, which it needs for pictures"
    kept = [sum(row[i] == "kept" for row in rows) for i in (1, 2, 3)]
    lines = [
        f"Kept of {len(rows)}: Salesheet {kept[0]}, openpyxl {openpyxl.__version__} ({pillow}) {kept[1]}, LibreOffice "
        f"{kept[2]}.",
        "",
        "| feature | Salesheet | openpyxl | LibreOffice |",
        "| --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
    PAGE.write_text(replaced(PAGE.read_text("utf-8"), "features", "\n".join(lines)), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
