"""Talks to LibreOffice over UNO. Runs under the Python that has `uno`, not under ours; JSON lines in, JSON lines out.

    python dump.py SOFFICE PROFILE        then one request a line: {"do": "read", "path": …}

Traps met: a fresh profile makes soffice exit with 81 once (start it again); a stale lock file makes it return nothing
(locking is switched off in the profile); files are not recalculated on load.

One file, because that Python may be older than ours and must not import the rest of the repository.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Misc">'
    '<prop oor:name="%s" oor:op="fuse"><value>false</value></prop></item>'
)
SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(ITEM % name for name in ("UseLocking", "UseDocumentOOoLockFile", "UseDocumentSystemFileLocking"))
    + "</oor:items>"
)
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xlsm": "Calc MS Excel 2007 VBA XML", "ods": "calc8"}


def option(name: str, value: Any) -> Any:
    return PropertyValue(Name=name, Value=value)


def address(pipe: str) -> str:
    return "uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext"


def resolver_here() -> Any:
    local = uno.getComponentContext()
    return local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)


def desktop_of(context: Any) -> Any:
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


class Running:
    """The soffice of somebody else, and the documents that it has open."""

    def __init__(self, pipe: str) -> None:
        self.pipe = pipe
        self.desktop = desktop_of(resolver_here().resolve(address(pipe)))

    def open(self, name: str) -> Any:
        documents = self.desktop.Components.createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            url = getattr(document, "URL", "")
            if url and Path(uno.fileUrlToSystemPath(url)).name == name:
                return document
        raise RuntimeError("LibreOffice has not open: " + name)


class Desktop:
    """A soffice process with a fresh profile, and a connection to it."""

    def __init__(self, soffice: str, profile: str) -> None:
        user = Path(profile) / "user"
        user.mkdir(parents=True, exist_ok=True)
        (user / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        pipe = self.pipe = "salesheet" + uuid.uuid4().hex
        self.command = [
            soffice,
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nofirststartwizard",
            "-env:UserInstallation=" + uno.systemPathToFileUrl(profile),
            "--accept=pipe,name=" + pipe + ";urp;StarOffice.ComponentContext",
        ]
        self.process: subprocess.Popen[bytes] | None = None
        self.desktop = self._connect(address(pipe))

    def _connect(self, url: str) -> Any:
        resolver = resolver_here()
        for _ in range(600):
            if self.process is None or self.process.poll() is not None:
                self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                context = resolver.resolve(url)
            except NoConnectException:
                time.sleep(0.1)
                continue
            return desktop_of(context)
        raise RuntimeError("LibreOffice did not start")

    def open(self, path: str, macros: bool = False) -> Any:
        mode = 4 if macros else 0  # always, without asking; never
        found = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, (option("Hidden", True), option("MacroExecutionMode", mode))
        )
        if found is None:
            raise RuntimeError("LibreOffice did not open " + path)
        found.calculateAll()
        return found

    def close(self) -> None:
        with contextlib.suppress(Exception):  # it may be gone already
            self.desktop.terminate()
        if self.process is None:
            return
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def format_groups(sheet: Any) -> list[tuple[Any, list[Any]]]:
    """The ranges that share one format, each group with one of them to ask: cell by cell would take long."""
    ranges = sheet.getUniqueCellFormatRanges()
    groups = [ranges.getByIndex(i) for i in range(ranges.getCount())]
    return [(g.getByIndex(0), [g.getByIndex(j).getRangeAddress() for j in range(g.getCount())]) for g in groups]


def shows_date(document: Any, some: Any) -> bool:
    """Dates come back as numbers: only the number format tells."""
    return bool(document.getNumberFormats().getByKey(some.NumberFormat).Type & 2)


def name_of(area: Any) -> str:
    return f"{letters(area.StartColumn)}{area.StartRow + 1}:{letters(area.EndColumn)}{area.EndRow + 1}"


def validations_of(groups: list[tuple[Any, list[Any]]]) -> dict[str, dict[str, str]]:
    found = {}
    for some, areas in groups:
        rule = some.Validation
        if rule.Type.value != "ANY":
            one = {"kind": rule.Type.value.lower(), "first": rule.getFormula1(), "second": rule.getFormula2()}
            found.update({name_of(area): one for area in areas})
    return found


def letters(index: int) -> str:
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def read_sheet(document: Any, sheet: Any, with_links: bool) -> dict[str, Any]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last_row, last_column = cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn
    block = sheet.getCellRangeByPosition(0, 0, last_column, last_row)
    data, formulas = block.getDataArray(), block.getFormulaArray()
    groups = format_groups(sheet)
    dates = set()
    for a in (area for some, areas in groups if shows_date(document, some) for area in areas):
        if a.StartRow <= last_row and a.StartColumn <= last_column:
            for row in range(a.StartRow, min(a.EndRow, last_row) + 1):
                for column in range(a.StartColumn, min(a.EndColumn, last_column) + 1):
                    dates.add((row, column))
    cells: dict[str, Any] = {}
    written: dict[str, str] = {}
    for row, values in enumerate(data):
        for column, value in enumerate(values):
            if value == "":
                continue
            name = letters(column) + str(row + 1)
            formula = formulas[row][column]
            if isinstance(formula, str) and formula.startswith("=") and value != formula:
                written[name] = formula
            if value is None:
                value = sheet.getCellByPosition(column, row).getString()
            elif isinstance(value, float):
                if (row, column) in dates:
                    value = (datetime(1899, 12, 30) + timedelta(days=value)).isoformat()
                elif value == int(value):
                    value = int(value)
            cells[name] = value
    links = {}
    for row in range(last_row + 1 if with_links else 0):
        for column in range(min(last_column + 1, 12)):
            if data[row][column] == "":
                continue
            fields = sheet.getCellByPosition(column, row).getTextFields()
            if fields.getCount():
                links[letters(column) + str(row + 1)] = fields.getByIndex(0).URL
    return {
        "title": sheet.Name,
        "visible": bool(sheet.IsVisible),
        "cells": cells,
        "formulas": written,
        "links": links,
        "validations": validations_of(groups),
    }


def sequence(labeled: Any) -> list[Any]:
    return list(labeled.getData()) if labeled is not None else []


def series_of(chart: Any) -> list[dict[str, Any]]:
    found = []
    for system in chart.getFirstDiagram().getCoordinateSystems():
        for kind in system.getChartTypes():
            for series in kind.getDataSeries():
                one: dict[str, Any] = {"type": kind.getChartType().rpartition(".")[2], "label": "", "values": []}
                for part in series.getDataSequences():
                    if part.getValues().Role.startswith("values"):
                        one["values"] = sequence(part.getValues())
                        label = part.getLabel()
                        one["label"] = " ".join(str(t) for t in label.getTextualData()) if label is not None else ""
                axis = system.getAxisByDimension(0, 0).getScaleData().Categories
                one["categories"] = [str(t) for t in axis.getValues().getTextualData()] if axis is not None else []
                found.append(one)
    return found


def title_of(chart: Any) -> str:
    title = chart.getTitleObject()
    return "".join(part.getString() for part in title.getText()) if title is not None else ""


def charts_of(sheet: Any) -> list[dict[str, Any]]:
    found = []
    charts = sheet.getCharts()
    for i in range(charts.getCount()):
        chart = charts.getByIndex(i).getEmbeddedObject()
        found.append({"sheet": sheet.Name, "title": title_of(chart), "series": series_of(chart)})
    return found


def read(desktop: Desktop, request: dict[str, Any]) -> dict[str, Any]:
    document = desktop.open(request["path"])
    try:
        sheets = [document.Sheets.getByIndex(i) for i in range(document.Sheets.getCount())]
        wanted = request.get("sheets")
        ranges = document.DatabaseRanges
        tables = {name: ranges.getByName(name).DataArea for name in ranges.ElementNames}
        return {
            "titles": [sheet.Name for sheet in sheets],
            "sheets": [
                read_sheet(document, s, s.Name in request["links"])
                for s in sheets
                if wanted is None or s.Name in wanted
            ],
            "charts": [chart for sheet in sheets for chart in charts_of(sheet)],
            "tables": {name: f"{sheets[a.Sheet].Name}!{name_of(a)}" for name, a in tables.items()},
        }
    finally:
        document.close(True)


def edit(desktop: Desktop, request: dict[str, Any]) -> dict[str, Any]:
    document = desktop.open(request["path"])
    try:
        for place, value in request["cells"].items():
            sheet, _, cell = place.rpartition("!")
            target = document.Sheets.getByName(sheet).getCellRangeByName(cell)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                target.setValue(value)
            else:
                target.setString(value)
        kind = FILTERS[request["out"].rpartition(".")[2].lower()]
        document.storeToURL(uno.systemPathToFileUrl(request["out"]), (option("FilterName", kind),))
        return {}
    finally:
        document.close(True)


def only(document: Any, keep: list[str]) -> None:
    for name in list(document.Sheets.ElementNames):
        document.Sheets.getByName(name).IsVisible = name in keep


def html(desktop: Desktop, request: dict[str, Any]) -> dict[str, Any]:
    """Save one sheet as HTML: the only export that shows what conditional formats do to a cell.

    The export leaves out hidden rows and columns and starts at the first used cell. So all are shown, and an empty A1
    gets a mark: then the position in the table is the address.
    """
    document = desktop.open(request["path"])
    try:
        sheet = document.Sheets.getByName(request["sheet"])
        sheet.IsVisible = True
        only(document, [request["sheet"]])
        sheet.Rows.IsVisible = sheet.Columns.IsVisible = True
        first = sheet.getCellByPosition(0, 0)
        marked = first.getString() == ""
        if marked:
            first.setString(".")
        document.storeToURL(uno.systemPathToFileUrl(request["out"]), (option("FilterName", "HTML (StarCalc)"),))
        return {"marked": marked}
    finally:
        document.close(True)


def pdf(desktop: Desktop, request: dict[str, Any]) -> dict[str, Any]:
    document = desktop.open(request["path"])
    try:
        keep = request.get("sheets")
        if keep:
            only(document, keep)
        document.storeToURL(uno.systemPathToFileUrl(request["out"]), (option("FilterName", "calc_pdf_Export"),))
        return {}
    finally:
        document.close(True)


def awaited(path: str) -> str:
    """What another process says when it has done what a macro started it for; the document stays open for it."""
    said = Path(path)
    for _ in range(1200):
        if said.exists():
            text = said.read_text("utf-8")
            said.unlink()
            return text
        time.sleep(0.05)
    raise RuntimeError("nobody wrote " + path)


def macros(desktop: Desktop, request: dict[str, Any]) -> dict[str, Any]:
    """Call macros one after the other in one opened document, each with the formulas to enter before it."""
    document = desktop.open(request["path"], macros=True)
    try:
        provider = document.getScriptProvider()
        answers = []
        for name, arguments in request["calls"]:
            place = "vnd.sun.star.script:VBAProject." + name + "?language=Basic&location=document"
            answer = provider.getScript(place).invoke(tuple(arguments), (), ())[0]
            answers.append(awaited(request["awaited"][1]) if name == request["awaited"][0] else answer)
        for place, formula in request["formulas"].items():
            sheet, _, cell = place.rpartition("!")
            document.Sheets.getByName(sheet).getCellRangeByName(cell).setFormula(formula)
        shown = []
        for place in request["cells"]:
            sheet, _, cell = place.rpartition("!")
            shown.append(document.Sheets.getByName(sheet).getCellRangeByName(cell).getString())
        return {"answers": answers, "cells": shown}
    finally:
        document.close(True)


def main() -> None:
    desktop = Desktop(sys.argv[1], sys.argv[2])
    actions = {"read": read, "edit": edit, "pdf": pdf, "html": html, "macros": macros}
    print(json.dumps({"pipe": desktop.pipe}), flush=True)
    try:
        for line in sys.stdin:
            request = json.loads(line)
            try:
                answer = actions[request["do"]](desktop, request)
            except Exception as error:
                answer = {"error": type(error).__name__ + ": " + str(error)}
            print(json.dumps(answer), flush=True)
    finally:
        desktop.close()


if __name__ == "__main__":
    main()
