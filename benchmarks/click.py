"""What a click on a ribbon button costs: a fresh interpreter that checks a workbook open in LibreOffice.

    python -m benchmarks.click [--repeat 5] [--write]

Runs in the development environment. The CPU time is that of the interpreter alone, from its start on, without what the
tests' engine needs to reach LibreOffice first; the spreadsheet program is another process. Ends with 1 when a bar is
missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DOC = ROOT / "docs" / "benchmarks.md"
PANDAS = next((ROOT / ".venv-bench").glob("lib/python*/site-packages"), None)
COLD_BAR, LIVE_BAR = 0.35, 2.5
"""CPU seconds that a click at 1,000 rows may cost beyond `import xlwings`; seconds in all at 10,000 rows."""
RESIDENT_BAR = 0.05
"""CPU seconds that a click at 1,000 rows may cost over the resident helper, in the light script and in the helper."""

BARE = "import xlwings, time; print(time.process_time())"
CLICK = """
import json, resource, sys, time
import xlwings
a = time.process_time()
from tests.engine import engine
engine(); app = xlwings.App()
book = app.books.open(sys.argv[1]); book.set_mock_caller(); book.sheets['客户'].activate()
b, wall = time.process_time(), time.perf_counter()
from addin import ribbon
if len(sys.argv) == 2: ribbon.check_sheet()
end = time.process_time()
wall = time.perf_counter() - wall
app.quit()
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({'cpu': end - (b - a), 'wall': wall, 'others': spent.ru_utime + spent.ru_stime}))
"""
RESIDENT = """
import json, os, resource, subprocess, sys, tempfile, time
from pathlib import Path
from statistics import median
import xlwings
from sync.resident import ask
from tests.engine import engine
engine(); app = xlwings.App()
book = app.books.open(sys.argv[1]); sheet = book.sheets['客户']; sheet.activate()
with tempfile.TemporaryDirectory() as folder:
    os.environ['XDG_STATE_HOME'] = folder
    state, result = folder + '/salesheet', Path(folder, 'result')
    helper = subprocess.Popen([sys.executable, '-B', 'tests/engine/helper.py', app.impl.pipe, str(result)])
    while ask(state, 'ping', []) is None: time.sleep(0.1)
    light, work, there, walls = [], [], [], []
    for _ in range(4):
        sheet.range('T3', 'T20000').clear_contents()  # what the click before has written
        result.unlink(missing_ok=True)
        before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, '-S', '-E', '-B', 'sync/resident.py', 'check_sheet']
        subprocess.run([*command, '--wb=' + book.name, '--from_xl=1'], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        walls.append(time.perf_counter() - wall)
        light.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        told = json.loads(result.read_text('utf-8'))
        assert told['code'] == 0 and sheet.range('T7').value, told
        work.append(told['cpu'])
        there.append(told['engine'])
    ask(state, 'stop', []); helper.wait()
app.quit()
found = {'light': light, 'work': work, 'engine': there, 'wall': walls}
print(json.dumps({name: median(each[1:]) for name, each in found.items()}))
"""
FILL = """
import sys
from datetime import date
from pathlib import Path
from addin.template.workbook import build
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import NewRow, Update
from validators.models import specs
from validators.settings import Settings
path, count = Path(sys.argv[1]), int(sys.argv[2])
path.write_bytes(build(Settings(), user='张伟'))
place = WorkbookEndpoint('张伟', path, specs(Settings()), 'zh')
rows = [NewRow('customers', {
    'Customer_ID': f'C20260501{at:03d}', 'Customer_Name': f'杭州第{at}机械有限公司', 'Industry': '制造业',
    'Contact_Person': '王经理', 'Contact_Info': f'电话:0571-{88000000 + at}', 'Source': '展会',
    'First_Date': date.today(), 'Status': '意向客户', 'Level': '普通客户' if at % 5 else '没有这种',
    'Create_User': '张伟', 'Owner': '张伟', 'Notes': '按季度采购', 'Contract_Amount': 1000 + at,
}) for at in range(1, count + 1)]
place.apply(Update(new=rows), place.read().version)
"""


def python(code: str, *arguments: object, pandas: bool = False) -> str:
    path = os.pathsep.join([str(ROOT), *([str(PANDAS)] if pandas else [])])
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment | {"PYTHONPATH": path}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def measured(book: Path, repeat: int, pandas: bool = False) -> tuple[float, float, float, float]:
    """Medians: CPU seconds of `import xlwings`, of a click, and of a click with what LibreOffice does for it; and the
    seconds that the click took."""
    bare, clicks, idle = [], [], []
    for _ in range(repeat):
        bare.append(float(python(BARE, pandas=pandas)))
        clicks.append(json.loads(python(CLICK, book, pandas=pandas)))
        idle.append(json.loads(python(CLICK, book, "no click", pandas=pandas)))
    cpu = median(click["cpu"] for click in clicks)
    office = median(click["others"] for click in clicks) - median(none["others"] for none in idle)
    return median(bare), cpu, cpu + office, median(click["wall"] for click in clicks)


def resident(book: Path, repeat: int) -> tuple[float, float, float, float]:
    """Medians over the resident helper: CPU seconds of the light script, of the helper, and of these in the tests'
    engine on the way to LibreOffice; seconds in all."""
    found = [json.loads(python(RESIDENT, book)) for _ in range(repeat)]
    light, work, there, wall = (median(one[name] for one in found) for name in ("light", "work", "engine", "wall"))
    return light, work, there, wall


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "1000.xlsm", Path(folder) / "10000.xlsm"
        python(FILL, small, 1_000)
        python(FILL, large, 10_000)
        rows = {"1,000 rows": measured(small, options.repeat), "10,000 rows": measured(large, options.repeat)}
        if PANDAS is not None:
            rows["1,000 rows, pandas installed"] = measured(small, options.repeat, pandas=True)
            rows["10,000 rows, pandas installed"] = measured(large, options.repeat, pandas=True)
        over = {"1,000 rows": resident(small, options.repeat), "10,000 rows": resident(large, options.repeat)}
    text = report(rows, over, options.repeat)
    print(text)
    if options.write:
        page = DOC.read_text("utf-8")
        section = re.compile(r"(<!-- click -->\n).*?(?=<!-- click end -->)", re.DOTALL)
        DOC.write_text(section.sub(lambda found: found[1] + text, page), "utf-8", newline="\n")
    return "FAIL" in text


def report(
    rows: dict[str, tuple[float, float, float, float]], over: dict[str, tuple[float, float, float, float]], repeat: int
) -> str:
    bare, cold, *_ = rows["1,000 rows"]
    cold, live = cold - bare, rows["10,000 rows"][3]
    light, work, there, _ = over["1,000 rows"]
    lines = [
        f"Median of {repeat}; Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores, "
        f"{platform.machine()}.\n",
        "| check this sheet | `import xlwings`, CPU s | the click, CPU s | with LibreOffice, CPU s | s in all |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(f"| {name} | {' | '.join(f'{figure:.2f}' for figure in figures)} |" for name, figures in rows.items()),
        "",
        "| over the resident helper | the light script, CPU s | the helper, CPU s | the engine's part | s in all |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(f"| {name} | {one[0]:.3f} | {one[1]:.3f} | {one[2]:.3f} | {one[3]:.2f} |" for name, one in over.items()),
        "",
        f"- {_verdict(cold <= COLD_BAR)} cold click: import + {cold:.2f} s CPU, at most import + {COLD_BAR} s",
        f"- {_verdict(live <= LIVE_BAR)} 10,000 rows: {live:.2f} s in all, at most {LIVE_BAR} s",
        f"- {_verdict(light + work <= RESIDENT_BAR)} over the resident helper: {light + work:.3f} s CPU, at most "
        f"{RESIDENT_BAR} s; {light + work - there:.3f} s without the tests' engine",
    ]
    return "\n".join(lines) + "\n"


def _verdict(met: bool) -> str:
    return "PASS" if met else "FAIL"


if __name__ == "__main__":
    sys.exit(main())
