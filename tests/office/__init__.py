"""LibreOffice as the real spreadsheet program of the tests: opens workbooks and says what a person would find there."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.office.shown import Shown, shown_cells
from tools import machine

__all__ = ["Chart", "Document", "Office", "Series", "Sheet", "Shown", "Validation"]


@dataclass(frozen=True)
class Series:
    """A series as LibreOffice really draws it."""

    type: str
    label: str
    categories: list[str]
    values: list[float]


@dataclass(frozen=True)
class Chart:
    """A chart on a sheet."""

    sheet: str
    title: str
    series: list[Series]


@dataclass(frozen=True)
class Validation:
    """What may be typed: `kind` (list, whole, decimal, date, custom …) and its formulas; a second one that is not used
    is "0"."""

    kind: str
    first: str
    second: str


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells by address; dates are ISO texts, errors as shown (`#DIV/0!`). `links` are the targets of
    hyperlinks. `validations` are by range; LibreOffice may split the range of the file where formats differ."""

    title: str
    visible: bool
    cells: dict[str, Any]
    formulas: dict[str, str]
    links: dict[str, str]
    validations: dict[str, Validation]


@dataclass(frozen=True)
class Document:
    """An opened workbook. `tables` maps the name of an Excel Table to its range."""

    titles: list[str]
    sheets: dict[str, Sheet]
    charts: list[Chart]
    tables: dict[str, str] = field(default_factory=dict)


class Office:
    """One LibreOffice process. Use it as a context manager. Others reach it by its `pipe`."""

    def __init__(self) -> None:
        found = machine.libreoffice()
        if found is None:
            raise RuntimeError("LibreOffice with uno is not installed; tools/dev.py test installs it or says how")
        self._profile = tempfile.mkdtemp(prefix="salesheet-office-")
        script = Path(__file__).with_name("dump.py")
        self._process = subprocess.Popen(
            [str(found.python), str(script), str(found.soffice), self._profile],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.pipe = str(self._answer()["pipe"])

    def __enter__(self) -> Office:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()
        shutil.rmtree(self._profile, ignore_errors=True)

    def read(self, path: Path, sheets: Sequence[str] | None = None, links: Sequence[str] = ()) -> Document:
        """What LibreOffice finds in a workbook, after calculating it. `links`: the sheets whose hyperlinks are wanted,
        because asking every cell for them takes long."""
        chosen = list(sheets) if sheets is not None else None
        data = self._ask(do="read", path=str(path.resolve()), sheets=chosen, links=list(links))
        return Document(
            data["titles"],
            {sheet["title"]: _sheet(sheet) for sheet in data["sheets"]},
            [Chart(c["sheet"], c["title"], [Series(**series) for series in c["series"]]) for c in data["charts"]],
            data["tables"],
        )

    def shown(self, path: Path, sheet: str) -> dict[str, Shown]:
        """What a person sees in the cells of a sheet: the text as formatted, and the colours, those of conditional
        formats included. Cells that show neither text nor colour are left out. Hidden rows and columns are shown."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "sheet.html"
            answer = self._ask(do="html", path=str(path.resolve()), sheet=sheet, out=str(out))
            cells = shown_cells(out.read_text("utf-8"))
        if answer["marked"]:
            del cells["A1"]
        return cells

    def edit(self, path: Path, cells: Mapping[str, str | float], out: Path) -> None:
        """Type into cells (`Sheet!A1`) and save as `out`: what another program's re-saving does to a workbook."""
        self._ask(do="edit", path=str(path.resolve()), cells=dict(cells), out=str(out.resolve()))

    def macros(
        self,
        path: Path,
        calls: Sequence[tuple[str, Sequence[Any]]],
        cells: Sequence[str] = (),
        formulas: Mapping[str, str] | None = None,
        awaited: tuple[str, str | Path] = ("", ""),
    ) -> tuple[list[Any], list[str]]:
        """Call macros (`Module.Procedure` and its arguments) in an opened workbook, then enter formulas (`Sheet!A1`).
        What the macros return, and what the asked cells then show. `awaited` is a macro that starts another process,
        and the file which that one writes at its end: its text stands for the macro's answer. A source that does not
        compile makes every macro return None without a word: always ask one for a known answer."""
        answer = self._ask(
            do="macros",
            path=str(path.resolve()),
            calls=list(calls),
            cells=list(cells),
            formulas=dict(formulas or {}),
            awaited=[awaited[0], str(awaited[1])],
        )
        return answer["answers"], answer["cells"]

    def to_pdf(self, path: Path, out: Path, sheets: Sequence[str] | None = None) -> Path:
        """Print a workbook, or some of its sheets."""
        self._ask(do="pdf", path=str(path.resolve()), out=str(out.resolve()), sheets=list(sheets or []))
        return out

    def to_png(self, path: Path, folder: Path, sheets: Sequence[str] | None = None, dpi: int = 70) -> list[Path]:
        """The pages of a workbook, or of some of its sheets, as pictures."""
        pdf = self.to_pdf(path, folder / f"{path.stem}.pdf", sheets)
        program = machine.pdftoppm()
        if program is None:
            raise RuntimeError("pdftoppm is not installed; tools/dev.py test installs it or says how")
        subprocess.run([program, "-r", str(dpi), "-png", str(pdf), str(folder / path.stem)], check=True)
        return sorted(folder.glob(f"{path.stem}-*.png"))

    def _ask(self, **request: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("LibreOffice ended unexpectedly")
        data: dict[str, Any] = json.loads(line)
        if "error" in data:
            raise RuntimeError(data["error"])
        return data


def _sheet(data: dict[str, Any]) -> Sheet:
    rules = {area: Validation(**rule) for area, rule in data.pop("validations").items()}
    return Sheet(**data, validations=rules)
