"""The plain form of a sheet: read by distinct cells, with the very result of the general way."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.errors import UsageError
from sync.ooxml.editor import SheetEditor
from sync.ooxml.limits import MAX_CELLS
from sync.ooxml.plain import plain_sheet
from sync.ooxml.read import Grid, read_sheet
from sync.ooxml.rows import SheetXml, bounds
from tests.ooxml.books import by_hand, opened, parts, zipped
from validators.cells import Cell

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "<si><t>one</t></si><si><r><t>rich </t></r><r><t>text</t></r></si><si/><si><t>a_x000D_b</t></si>"
PIECES = st.sampled_from(
    [
        "a",
        "客户",
        " ",
        "\t",
        "\n",
        "\r",
        "&amp;",
        "&lt;",
        "&#10;",
        "&#13;",
        "_x0041_",
        "_x",
        "=1",
        '"',
        "'",
        "\u3000",
        "é",
    ]
)
TEXTS = st.lists(PIECES, max_size=5).map("".join)
NUMBERS = st.one_of(
    st.sampled_from(
        ["0", "-0", "1", "0.6", "45413", "45413.5", "61", "-1", "1E+3", "1e400", "12345678901234567890", ""]
    ),
    st.floats(-1e6, 1e6).map(repr),
)
STYLES = st.sampled_from(["", *(f' s="{at}"' for at in range(6))])
HELD = st.one_of(
    TEXTS.map(lambda text: f' t="inlineStr"><is><t>{text}</t></is></c>'),
    TEXTS.map(lambda text: f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'),
    TEXTS.map(lambda text: f' t="str"><v>{text}</v></c>'),
    TEXTS.map(lambda text: f' t="n"><is><t>{text}</t></is></c>'),
    NUMBERS.map(lambda number: f"><v>{number}</v></c>"),
    NUMBERS.map(lambda number: f' t="n"><v>{number}</v></c>'),
    st.integers(0, 3).map(lambda at: f' t="s"><v>{at}</v></c>'),
    st.sampled_from(["0", "1"]).map(lambda flag: f' t="b"><v>{flag}</v></c>'),
    st.sampled_from(["#N/A", "#DIV/0!", "#SPILL!"]).map(lambda error: f' t="e"><v>{error}</v></c>'),
    st.sampled_from(["2024-05-01", "2024-05-01T10:30:00"]).map(lambda moment: f' t="d"><v>{moment}</v></c>'),
    st.sampled_from(["/>", ' t="n"/>', ' t="n" />', ' t="s"/>']),
)
CELLS = st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 5)), st.tuples(STYLES, HELD), max_size=20)


def spelt(cells: dict[tuple[int, int], tuple[str, str]], between: str) -> bytes:
    rows = []
    for row in sorted({row for row, _ in cells}):
        line = sorted((column, *cells[place]) for place in cells for column in [place[1]] if place[0] == row)
        rows.append(
            f'<row r="{row}" ht="15">'
            + "".join(f'<c r="{"ABCDE"[c - 1]}{row}"{s}{held}' for c, s, held in line)
            + "</row>"
        )
    return by_hand(between + between.join(rows) + between, strings=STRINGS)


def is_plain(data: bytes, part: str = SHEET) -> bool:
    xml = parts(data)[part]
    place = bounds(xml)
    return place is not None and plain_sheet(xml, *place[1:], frozenset(), MAX_CELLS) is not None


def seen(data: bytes) -> tuple[list[list[str]], frozenset[tuple[int, int]]] | str:
    """What a sheet holds down to the types of its values, without what is empty at its right and lower edge, and which
    of its numbers are percentages."""
    try:
        grid = read_sheet(opened(data), "S")
    except UsageError as error:
        return str(error).partition("(")[2]
    rows = [[repr(cell) for cell in row] for row in grid.rows]
    for row in rows:
        while row and row[-1] == "None":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    numbers = {place for place in grid.percents if isinstance(grid.cell(*place), int | float)}
    return rows, frozenset(numbers)


@settings(max_examples=300, deadline=None)
@given(CELLS)
def test_a_plain_sheet_reads_as_the_same_sheet_with_line_ends_between_its_rows(
    cells: dict[tuple[int, int], tuple[str, str]],
) -> None:
    plain, spread = spelt(cells, ""), spelt(cells, "\n")
    assert is_plain(plain)
    assert not is_plain(spread)
    assert seen(plain) == seen(spread)


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="1048577"/>',
        "<row><c><v>1</v></c></row>",
        '<row r="1"><c r="A1" s="1"><c r="B1"/></row>',
        '<row r="1"><c r="A1"/>x</row>',
        '<row r="1"/><c r="A1"/><row r="2"/>',
        '<row r="1"><c cm="1" r="A1"/></row>',
        '<row r="1"><c r="A1" cm="1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="n" s="1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" ><v>1</v></c></row>',
        '<row r="1"><c r="ZZ1"><v>1</v></c></row>',
    ],
)
def test_what_is_not_provably_plain_is_left_to_the_general_way(xml: str) -> None:
    assert not is_plain(by_hand(xml))


@given(CELLS, st.integers(1, 4))
def test_it_makes_no_difference_how_many_rows_are_taken_at_a_time(
    cells: dict[tuple[int, int], tuple[str, str]], step: int
) -> None:
    xml = parts(spelt(cells, ""))[SHEET]
    place = bounds(xml)
    assert place is not None
    some, all_at_once = (plain_sheet(xml, *place[1:], frozenset({2}), MAX_CELLS, rows) for rows in (step, 1000))
    assert (some is None) == (all_at_once is None)
    if some is not None and all_at_once is not None:
        told: dict[bytes, Cell] = {key: key.decode() for key in set().union(*some.unknown)}
        assert (some.numbers, some.starts, some.unknown) == (
            all_at_once.numbers,
            all_at_once.starts,
            all_at_once.unknown,
        )
        assert (some.percents, some.columns(told)) == (all_at_once.percents, all_at_once.columns(told))


def test_texts_that_hardly_repeat_and_texts_that_do() -> None:
    texts = [f"text {at}" if at % 100 else "&amp;" for at in range(1, 6000)]
    rows = [
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        f'<c r="B{row}" t="inlineStr"><is><t>{row % 7}</t></is></c></row>'
        for row, text in enumerate(texts, 1)
    ]
    data = by_hand("".join(rows))
    assert is_plain(data)
    assert read_sheet(opened(data), "S").rows == [
        [text.replace("&amp;", "&"), str(row % 7)] for row, text in enumerate(texts, 1)
    ]


@given(CELLS.filter(bool))
def test_a_plain_sheet_is_cut_where_it_was_read_as_the_general_way_cuts_it(
    cells: dict[tuple[int, int], tuple[str, str]],
) -> None:
    data = spelt(cells, "")
    xml = parts(data)[SHEET]
    with suppress(UsageError):  # a cell that cannot be read
        cuts = read_sheet(opened(data), "S").cuts
        assert cuts is not None
        known, general = SheetEditor(xml, cuts), SheetEditor(xml)
        assert (known.head, known.tail, sorted(known.rows)) == (general.head, general.tail, sorted(general.rows))
        assert all(known.rows[row] == general.rows[row] for row in known.rows)
    assert SheetXml.parse(xml).xml == xml


def test_a_sheet_with_another_prefix_is_not_plain() -> None:
    assert not is_plain(by_hand('<x:row r="1"/>', prefix="x"))


def test_a_column_that_begins_far_below_is_not_passed_over() -> None:
    rows = [f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 3000)]
    data = by_hand("".join(rows) + '<row r="3000"><c r="A3000"><v>1</v></c><c r="B3000"><v>2</v></c></row>')
    assert not is_plain(data)
    assert read_sheet(opened(data), "S").cell(3000, 2) == 2


def test_damaged_text_is_told_as_the_general_way_tells_it() -> None:
    told = []
    for between in ("", "\n"):
        content = parts(spelt({(1, 1): ("", ' t="inlineStr"><is><t>ab</t></is></c>')}, between))
        content[SHEET] = content[SHEET].replace(b"ab", b"a\xff")
        told.append(seen(zipped(content)))
    assert told[0] == told[1]


def test_rows_that_are_missing_are_empty() -> None:
    grid = read_sheet(
        opened(by_hand('<row r="2"><c r="B2"><v>1</v></c></row><row r="5"><c r="A5"><v>2</v></c></row>')), "S"
    )
    assert grid.rows == [[None, None], [None, 1], [None, None], [None, None], [2, None]]


def test_the_workbooks_we_make_are_plain() -> None:
    template = Path("workbook_template.xlsm").read_bytes()
    sheets = [name for name in parts(template) if name.startswith("xl/worksheets/sheet")]
    assert sum(is_plain(template, name) for name in sheets) > len(sheets) / 2


def test_a_grid_of_rows_has_their_columns() -> None:
    grid = Grid.of([[1, 2], [3, 4]])
    assert (grid.columns, grid.rows, grid.height) == ([[1, 3], [2, 4]], [[1, 2], [3, 4]], 2)
