"""Inputs of the shapes at which readers abort that are open upstream (calamine issues 684, 693 and
714, fastexcel issue 487): a few kilobytes that ask for gigabytes. Each is named, and at once.
"""

from __future__ import annotations

import re
import struct
import time
from datetime import date

import pytest

from pipeline.files.children import children
from pipeline.model import InputFile, Limits
from pipeline.plan.keys import PlanKeys
from tests.builders import dossier, plan, table
from tests.formats import ods, record, repacked, xls, xls_that_kills, xlsb, xlsx

MOST_SECONDS = 2
ROWS = table("dossiers", [dossier(code=f"A{n}") for n in range(3)])
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_MANY = 0xFFFFFFFF


def _in(entry, old, new, content=None):
    """A package with one part changed, which must change."""

    def change(name, part):
        if name != entry:
            return part
        changed = re.sub(old, lambda _: new, part, count=1)
        assert changed != part
        return changed

    return repacked(content or xlsx(ROWS), change)


def _corners(*cells):
    """Calamine 693: a sheet of two cells, far from each other."""
    rows = "".join(
        f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>' for column, row in cells
    )
    return _in(SHEET, rb"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode())


def _header(at, value, *, size=None):
    """An .xls whose compound file claims something else in its header."""
    content = bytearray(xls(ROWS))
    struct.pack_into("<I", content, at, value)
    return bytes(content[:size])


def _xlsb_far():
    far = record(0, struct.pack("<IIHHBI", 1_048_575, 0, 300, 0, 0, 0)) + record(
        5, struct.pack("<IId", 16_383, 0, 1.0)
    )
    return repacked(
        xlsb(ROWS),
        lambda name, part: (
            part.replace(record(146), far + record(146)) if name.endswith("sheet1.bin") else part
        ),
    )


def _xlsb_dimension():
    claimed = record(148, struct.pack("<IIII", 0, len(ROWS), 0, 30))
    return repacked(
        xlsb(ROWS),
        lambda _, part: part.replace(claimed, record(148, struct.pack("<IIII", 0, 0x7FFFFFFF, 0, 0x7FFFFFFF))),
    )  # fmt: skip


def _ods_repeated(rows, columns):
    """A cell with a value that stands for many."""
    cell = f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row></table:table>'
    return _in("content.xml", rb"</table:table>", cell.encode(), ods(ROWS))


SHAPES = {
    "684: strings": lambda: _in(STRINGS, rb'uniqueCount="\d+"', b'uniqueCount="4294967295"'),
    "684: strings, spaces": lambda: _in(STRINGS, rb'uniqueCount="\d+"', b"uniqueCount = '4294967295'"),
    "684: strings behind a comment": lambda: _in(STRINGS, rb'<sst ([^>]*)uniqueCount="\d+"',
        b"<!--" + b"x" * 9000 + b'--><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="4294967295"'),
    "684: sectors of the double table": lambda: _header(72, _MANY),
    "684: the same where calamine looks": lambda: _header(62, _MANY),
    "684: sectors of the table": lambda: _header(44, _MANY),
    "684: sectors of the small table": lambda: _header(64, _MANY),
    "714: 612 bytes, the table": lambda: _header(44, _MANY, size=612),
    "714: 612 bytes, the double table": lambda: _header(62, _MANY, size=612),
    "714: sectors of another size": lambda: _header(30, 0x001F),
    "693: two corners": lambda: _corners(("A", 1), ("XFD", 1_048_576)),
    "693: two corners of a tall sheet": lambda: _corners(("A", 1), ("Z", 1_048_576)),
    "693: an .xlsb's corner": _xlsb_far,
    "693: an .ods of one cell": lambda: _ods_repeated(1_048_576, 16_384),
    "693: an .ods's tall cell": lambda: _ods_repeated(1_048_576, 30),
    "487: a cell in the last column": lambda: _corners(("XFD", 1), ("A", 99_999)),
    "174: an .xls's claim": lambda: xls_that_kills(ROWS),
}  # fmt: skip


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Of the plan of the tests."""
    return PlanKeys.of(plan(tmp_path_factory.mktemp("plan")))


# What is said of those that a guard knows; of the others the child dies, and that is said.
REASONS = {
    "684: strings": "chuỗi dùng chung", "684: sectors": "hỏng", "684: the same": "hỏng", "714": "hỏng",
    "693: two": "Không nhận ra", "693: an .xlsb's corner": "quá xa bảng", "693: an .ods": "quá xa bảng",
    "487": "Không nhận ra", "174": "dừng đột ngột",
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_a_few_bytes_that_ask_for_gigabytes_are_named_at_once(tmp_path, keys, name):
    """By a guard, or by the end of the child, within the limits of a run."""
    files = [InputFile(tmp_path / str(number), str(number)) for number in range(2)]
    for file, content in zip(files, (xlsx(ROWS), SHAPES[name]()), strict=True):
        file.path.write_bytes(content)
    results, moments = [], []
    with children(1, Limits()) as pool:
        for file in files:
            pool.read(file, "", keys, date(2026, 1, 1), tmp_path / f"r{file.name}")
        for _, result in pool.results():
            results.append(result)
            moments.append(time.monotonic())
    told = " ".join(problem.message for problem in results[1].problems)
    assert next(reason for begin, reason in REASONS.items() if name.startswith(begin)) in told
    assert moments[1] - moments[0] < MOST_SECONDS


def test_a_claim_that_no_reader_believes_takes_nothing(tmp_path, keys):
    """The size that an .xlsb says of its sheet."""
    (tmp_path / "a").write_bytes(_xlsb_dimension())
    with children(1, Limits()) as pool:
        pool.read(InputFile(tmp_path / "a", "a"), "", keys, date(2026, 1, 1), tmp_path / "r")
        (result,) = dict(pool.results()).values()
    assert [sheet.source.rows_kept for sheet in result.sheets] == [len(ROWS) - 1]
