"""Edit cells of five reps' workbooks, as people would between two runs. Runs in the product's environment.

python benchmarks/edit_cells.py CONFIG [COUNT]
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from sync.config import Config, load
from sync.endpoints.workbook import WorkbookEndpoint
from sync.model import CellEdit, Update
from validators.cells import Table
from validators.models import specs
from validators.settings import User

REPS = 5
TEXTS = {
    ("customers", "Notes"): ("周三之后再联系", "要求本地部署", "老板已同意,等合同"),
    ("customers", "Contact_Job"): ("采购总监", "信息部主任"),
    ("follow_ups", "Next_Plan"): ("下周一电话回访", "准备合同草稿"),
    ("opportunities", "Probability"): (40, 60, 75),
}


def edits(tables: dict[str, Table], count: int, source: random.Random) -> list[CellEdit]:
    """`count` edits of different cells, all with a new value."""
    places = [
        (table, column, row)
        for table, column in TEXTS
        for row in source.sample(range(len(tables[table])), min(count, len(tables[table])))
    ]
    found = []
    for table, column, row in source.sample(places, count):
        before = tables[table].get(column)[row]
        after = next(text for text in TEXTS[table, column] if text != before)
        found.append(CellEdit(table, row, column, before, after))
    return found


def edit(config: Config, user: User, count: int, source: random.Random) -> None:
    place = config.place(user)
    endpoint = WorkbookEndpoint(user.name, place, specs(config.settings), config.settings.language)
    snapshot = endpoint.read()
    endpoint.apply(Update(edits=edits(snapshot.tables, count, source)), snapshot.version)


def main(path: Path, count: int) -> None:
    config, source = load(path), random.Random(1)
    reps = [user for user in config.workbooks() if user.role == "rep"][:REPS]
    for user in reps:
        edit(config, user, count // len(reps), source)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200)
