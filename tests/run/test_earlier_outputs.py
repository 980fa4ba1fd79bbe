"""Earlier outputs that somebody or something has spoilt: passed over, or named; never the run's end."""

from __future__ import annotations

import io

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.analysis.changes import is_whole
from pipeline.files.children import attempts
from pipeline.model import Limits


def _changed_sheet(office, as_of):
    content = (office.outputs / f"phu-luc-ii_{as_of}.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return [row[0] for row in book["Thay đổi"].iter_rows(values_only=True)]


_HEAD = "scope,period,unit_code,unit,indicator,numerator,denominator,rate_pct,status,period_start\n"
_ROW = "unit,cumulative,H21.65,Xã Một,online,{},1,5.00,,2024-03-28\n"
# What may stand under the name of an earlier report's facts.
SPOILT_FACTS = {
    "2024-05-17": b"",
    "2024-05-18": bytes(4096),
    "2024-05-19": b"\xff\xfe\x00" * 99,
    "2024-05-20": f"{_HEAD}{_ROW.format('x')}".encode(),
    "2024-05-21": f"{_HEAD}{_ROW.format('1')[:20]}".encode(),
    "2024-05-22": b'"' + b"a" * 1_000_000,
    "2024-05-23": f"{_HEAD}{_ROW.format('9' * 5000)}".encode(),
    "2024-04-31": _HEAD.encode(),
    "2024-13-01": _HEAD.encode(),
    "0000-00-00": _HEAD.encode(),
}  # fmt: skip


def test_spoilt_facts_are_passed_over(office):
    """Names of days that there are not, and files that are none: the last sound report is taken."""
    office.run()
    for day, content in SPOILT_FACTS.items():
        (office.outputs / f"so-lieu_{day}.csv").write_bytes(content)
    (office.outputs / "so-lieu_2024-05-24.csv").mkdir()
    (office.outputs / "so-lieu_2024-05-25.csv").symlink_to("/dev/zero")
    done = office.run(as_of="26/05/2024")
    assert (done.returncode, done.stderr) == (0, "")
    assert _changed_sheet(office, "2024-05-26")[1] == "So với báo cáo số liệu đến 16/05/2024."


def test_facts_that_would_take_all_memory_cost_no_more_than_an_export(office):
    """Read by a child with its limits, and passed over."""
    office.run()
    with (office.outputs / "so-lieu_2024-05-20.csv").open("w", encoding="utf-8-sig") as stream:
        stream.write(_HEAD)
        stream.writelines([_ROW.format(1) * 1000] * 1500)
    done = office.run("--file-memory", "320", as_of="26/05/2024")
    assert (done.returncode, done.stderr) == (0, "")
    assert _changed_sheet(office, "2024-05-26")[1] == "So với báo cáo số liệu đến 16/05/2024."


def _spoilt_details(sound):
    """What may stand under the name of an earlier report's detail."""
    half = len(sound) // 2
    flipped = bytearray(sound)
    flipped[half - 40 : half + 40] = bytes(80)
    other = io.BytesIO()
    pq.write_table(pa.table({"unit_code": ["x"], "code": [1]}), other)
    return {
        "empty": b"",
        "zeros": bytes(len(sound)),
        "cut": sound[:half],
        "footer alone": sound[half:],
        "garbage between its marks": b"PAR1" + bytes(range(256)) * 20 + b"PAR1",
        "a claimed footer": sound[:-8] + b"\xff\xff\xff\x7f" + b"PAR1",
        "other columns": other.getvalue(),
        "flipped": bytes(flipped),
    }


@pytest.mark.parametrize("name", _spoilt_details(b""))
def test_a_spoilt_detail_is_named_and_the_rest_is_compared(office, name):
    """By dossiers nothing can be said; by indicators it can."""
    office.run()
    path = office.outputs / "chi-tiet_2024-05-16.parquet"
    path.write_bytes(_spoilt_details(path.read_bytes())[name])
    done = office.run(as_of="26/05/2024")
    assert (done.returncode, done.stderr) == (0, "")
    said = " ".join(done.stdout.split())
    assert (
        "Không so được từng hồ sơ với báo cáo ngày 16/05/2024: tệp chi-tiet_2024-05-16.parquet "
        "không đọc được." in said
    )
    assert _changed_sheet(office, "2024-05-26")[1] == "So với báo cáo số liệu đến 16/05/2024."


def test_a_detail_that_never_ends_is_not_read_to_its_end(tmp_path):
    """A few kilobytes that come to a thousand million rows."""
    path = tmp_path / "a.parquet"
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 10_000_000, pa.int32()), ["x"])
    with pq.ParquetWriter(path, pa.schema({"code": column.type}), compression="zstd") as writer:
        for _ in range(100):
            writer.write_table(pa.table({"code": column}), row_group_size=10_000_000)
    with attempts(Limits(seconds=2)) as attempt:
        assert attempt(is_whole, path) is None
