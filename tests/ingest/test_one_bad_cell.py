"""A cell that is too long, or a date that is none, is one bad cell: the other rows of its file are
read, in the time that they take without it.
"""

from __future__ import annotations

import struct
import time
from datetime import date, datetime

import pytest

from pipeline.files.convert import convert
from pipeline.ingest import read_tables
from pipeline.model import InputFile, Limits
from pipeline.plan.keys import PlanKeys
from tests.builders import dossier, payment, plan, table
from tests.formats import EPOCH_1900, html_page, ods, repacked, text, xls, xlsb, xlsx, xml_2003

GOOD = 100
_LENGTH = 200_000
_MOST_SECONDS = 5  # a run allows twenty; each of these takes a tenth of a second
HOSTILE = {
    "letters": "a" * _LENGTH, "capitals": "ABC" * (_LENGTH // 3), "digits": "1" * _LENGTH, "spaces": "a" + " " * _LENGTH + "a",
    "dashes": "-" * _LENGTH, "words": "tổng cộng " * (_LENGTH // 10), "groups": "1" + ".000" * (_LENGTH // 4),
    "quotes": '="' * (_LENGTH // 2), "addresses": "a@" * (_LENGTH // 2), "labels": "Phí: " * (_LENGTH // 5),
    "places": ", tỉnh a" * (_LENGTH // 8), "phones": "0 " * (_LENGTH // 2), "names": "Nguyễn Văn " * (_LENGTH // 11),
    "brackets": "(" * _LENGTH, "commas": "đơn," * (_LENGTH // 4),
}  # fmt: skip
WRITERS = {
    "xlsx": xlsx, "csv": lambda rows: text(rows, ";", "utf-8"), "html": html_page, "ods": ods, "xml": xml_2003, "xlsb": xlsb,
}  # fmt: skip
TABLES = {
    "dossiers": table("dossiers", [dossier(code=f"A{n}") for n in range(GOOD)]),
    "payments": table("payments", [payment(code=f"A{n}") for n in range(GOOD)]),
}


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Of the plan of the tests."""
    return PlanKeys.of(plan(tmp_path_factory.mktemp("plan")))


def _converted(tmp_path, content, keys):
    """The result and the seconds that it took this process."""
    path = tmp_path / "a"
    path.write_bytes(content)
    begin = time.process_time()
    result = convert(InputFile(path, "a"), keys, date(2026, 1, 1), tmp_path, Limits())
    return result, time.process_time() - begin


def _with_hostile(rows, value):
    """Behind the good rows one for every column that has the value there."""
    width = len(rows[0])
    bad = [
        [value if at == column else cell for at, cell in enumerate(rows[1])]
        for column in range(width)
    ]
    return [*rows, *bad]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("kind", TABLES)
def test_long_cells_take_no_other_row(tmp_path, keys, kind, write):
    """In each column of a table, whatever they are full of: told by column and row."""
    names = HOSTILE if write == "csv" else ("letters", "digits", "spaces", "quotes", "addresses")
    for name in names:
        value = HOSTILE[name]
        rows = _with_hostile(TABLES[kind], value)
        result, seconds = _converted(tmp_path, WRITERS[write](rows), keys)
        kept = sum(sheet.source.rows_kept for sheet in result.sheets)
        assert kept >= GOOD, (name, [problem.message for problem in result.problems])
        told = {
            problem.details["rows"] for problem in result.problems if problem.code == "long_cells"
        }
        assert len(told) >= len(rows[0]) - 2, (
            name,
            told,
        )  # the code's, and an applicant's is not read
        assert seconds < _MOST_SECONDS, (name, seconds)


@pytest.mark.parametrize("write", ["xlsx", "csv", "html"])
def test_long_cells_above_the_table_take_no_row(tmp_path, keys, write):
    """Titles and headings are looked at for words, too."""
    for name, value in HOSTILE.items():
        rows = [[value], [None, value], *TABLES["dossiers"], [value], [None, value]]
        result, seconds = _converted(tmp_path, WRITERS[write](rows), keys)
        assert sum(sheet.source.rows_kept for sheet in result.sheets) == GOOD, name
        assert seconds < _MOST_SECONDS, (name, seconds)


NO_DATES = ("-1e308", "1e308", "-1e11", "1e11", "99999999", "1e400", "-inf", "nan", "1" * 400)


_MOMENT = datetime(1987, 1, 1, 1, 2, 3)
_NUMBER = (_MOMENT - EPOCH_1900).total_seconds() / 86400


def _with_number(write, value):
    """A workbook with a number in the place of a date, by the format of one."""
    rows = [[*row] for row in TABLES["dossiers"]]
    rows[2][5] = _MOMENT
    content = write(rows)
    if write is xlsx:
        old = f"<v>{_NUMBER:.16G}</v>".encode()
        return repacked(content, lambda _, part: part.replace(old, b"<v>%s</v>" % value.encode()))
    old, new = struct.pack("<d", _NUMBER), struct.pack("<d", float(value))
    if write is xlsb:
        return repacked(content, lambda _, part: part.replace(old, new))
    return content.replace(old, new)


@pytest.mark.parametrize("write", [xlsx, xlsb, xls], ids=["xlsx", "xlsb", "xls"])
@pytest.mark.parametrize("value", NO_DATES)
def test_a_number_that_is_no_date_is_one_bad_cell(tmp_path, keys, value, write):
    """Readers give nothing for it, or panic; the rows before and behind it are read."""
    content = _with_number(write, value)
    (sheet,) = read_tables(content)
    received = sheet.table.columns["received"].to_pylist()
    assert (len(received), received[0], received[2]) == (GOOD, "01/04/2024", "01/04/2024")
    assert not received[1].startswith("1987")
    result, _ = _converted(tmp_path, content, keys)
    (source,) = (sheet.source for sheet in result.sheets)
    assert (source.rows_kept, source.rows_rejected) == (GOOD - 1, 1)
    bad = [p.rows.to_pylist() for p in result.problems if p.code == "bad_received"]
    assert bad == [[3]]
