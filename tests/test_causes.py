"""Problems as people read them: a line a cause, however many rows and files have it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from pipeline.causes import MOST_LINES, brief, lines, row_ranges
from pipeline.model import Problem
from pipeline.model.problems import problem
from tests.builders import csv_bytes, dossier, export, payment, table
from tests.outcomes import outcome


def _dates(file, *texts, first=2):
    """Dates of rows from the first on that can't be read."""
    values = tuple(dict.fromkeys(texts))
    rows = range(first, first + len(texts))
    return Problem(
        "bad_received", file, column="Ngày", values=values,
        rows=pa.array(rows, pa.int32()),
        value_of=pa.array(map(values.index, texts), pa.int32()),
    )  # fmt: skip


def _shown(shown):
    return [(line.file, line.count, line.rows, line.value) for line in shown]


def test_all_rows_with_the_same_value_are_one_line():
    """How many, which, the value; as long as values are few."""
    shown = lines([_dates("a.csv", "mai", "mai", "kia", "mai")])
    assert _shown(shown) == [("a.csv", 3, "2–3, 5", "mai"), ("a.csv", 1, "4", "kia")]
    assert str(shown[0]) == (
        "a.csv, cột Ngày, 3 dòng (2–3, 5): Ngày tiếp nhận không đọc được: “mai”. "
        "Sửa thành ngày có thật, dạng ngày/tháng/năm, ví dụ 16/05/2024."
    )
    assert str(shown[1]).startswith("a.csv, cột Ngày, dòng 4: Ngày tiếp nhận")


def test_many_values_share_a_line_with_an_example():
    """Six are no longer few."""
    shown = lines([_dates("a.csv", *"abcdef")])
    assert _shown(shown) == [("a.csv", 6, "2–7", "a … và 5 giá trị khác")]


def test_whole_files_come_first_then_rejected_rows_then_warnings():
    """What costs most stands on top."""
    problems = [
        problem("not_recognised", "a.csv"),
        _dates("b.csv", "mai"),
        problem("no_table", "c.csv"),
    ]
    assert [line.problem.code for line in lines(problems)] == [
        "no_table", "bad_received", "not_recognised",
    ]  # fmt: skip


def test_what_teaching_contradicts_comes_before_whole_files():
    """Files are unread because of it; each of its rows stands before them, however many are wrong."""
    told = {"meaning": "A", "other": "B", "place": "b.xlsx", "value": "Ký số"}
    contradicted = replace(
        problem("lesson_contradicted", "z.xlsx", **told),
        rows=pa.array([2], pa.int32()), value_of=pa.array([0], pa.int32()),
    )  # fmt: skip
    problems = [
        _dates("a.csv", *["mai"] * 50),
        problem("no_table", "c.csv"),
        contradicted,
        problem("taught_twice", "y.csv", headings="“a”, “b”", meaning="A"),
    ]
    codes = ["lesson_contradicted", "taught_twice", "no_table", "bad_received"]
    assert [line.problem.code for line in lines(problems)] == codes
    assert [line.problem.code for line in brief(problems, 4)] == codes


def test_a_cause_in_very_many_files_does_not_fill_the_sheet():
    """The first files by themselves, the others in one line, their rows counted."""
    problems = [problem("no_table", f"{n:04d}.csv") for n in range(2000)]
    problems += [_dates(f"{n:04d}.csv", "mai", "kia") for n in range(1000)]
    shown = lines(problems)
    assert len(shown) == MOST_LINES
    assert sum(line.count for line in shown) == 2000
    rest = shown[-1]
    assert (rest.file, rest.count, rest.rows) == ("0149.csv và 850 tệp khác", 1702, "")


def test_a_screen_says_each_cause_of_many_files_once():
    """Values first share a line, then files."""
    few = [_dates("a.csv", "mai", "kia"), _dates("b.csv", "mai", "kia")]
    assert [line.count for line in brief(few, 4)] == [1, 1, 1, 1]
    assert [line.count for line in brief(few, 2)] == [2, 2]
    assert [(line.file, line.count) for line in brief(few, 1)] == [("a.csv và 1 tệp khác", 4)]


@given(st.sets(st.integers(1, 400), min_size=1, max_size=300))
def test_ranges_name_every_row_or_count_it(numbers):
    """Whoever reads them finds all rows: those shown, and how many follow."""
    rows = np.array(sorted(numbers), np.int32)
    shown, _, more = row_ranges(rows).partition(" … và ")
    named = []
    for part in shown.split(", "):
        first, _, last = part.partition("–")
        named += range(int(first), int(last or first) + 1)
    assert named == rows[: len(named)].tolist()
    assert len(named) + int(more.removesuffix(" dòng nữa") or 0) == len(rows)


def test_what_hangs_on_a_rejected_dossier_is_said_with_it(tmp_path):
    """Not again as payments without a dossier; a payment of none at all is its own line."""
    files = {
        "hs.csv": export("dossiers", dossier(code="A", received="mai"), dossier(code="B")),
        "gd.csv": export("payments", payment(code="A"), payment(code="A", reference="2"),
                         payment(code="Z", reference="3")),
    }  # fmt: skip
    result = outcome(tmp_path, files)
    told = [line for line in lines(result.problems) if line.problem.code != "no_export"]
    assert [(line.problem.code, line.count, line.follows) for line in told] == [
        ("bad_received", 1, "Kéo theo 2 dòng thanh toán của hồ sơ bị loại."),
        ("orphan_payment", 1, ""),
    ]
    assert [(p.code, p.row) for p in result.rows() if p.file == "gd.csv"] == [
        ("orphan_payment", 2), ("orphan_payment", 3), ("orphan_payment", 4),
    ]  # fmt: skip


def test_units_that_no_plan_has_share_a_line(tmp_path):
    """Each named once with its rows, and its nearest where one is near."""
    names = ["Xã Mốt", "UBND xã Ba", "Xã Ba", "Xã Mốt", "Xã Ba"]
    rows = [dossier(code=f"A{n}", unit=name) for n, name in enumerate(names)]
    result = outcome(tmp_path, {"a.csv": csv_bytes(table("dossiers", rows))})
    said = [(line.count, line.rows, line.message) for line in lines(result.problems) if line.count]
    assert said == [
        (5, "2–6", "2 đơn vị không có trong kế hoạch: “Xã Ba” (3 dòng), “Xã Mốt” (2 dòng; gần nhất "
         "trong kế hoạch: “Xã Một”)."),
    ]  # fmt: skip
