"""Every code of schemas/problems.toml comes out of a run: the catalogue has no dead entries."""

from __future__ import annotations

import csv
import os
import sys

import pytest

from schemas.contracts import problem_types
from tests.builders import (
    TWO_UNITS,
    Formula,
    csv_bytes,
    digitization,
    dossier,
    export,
    lesson,
    payment,
    plan,
    plan_bytes,
    portal,
    rating,
    table,
    xlsx_bytes,
)
from tests.command import pipeline, without_roots_privileges
from tests.files.test_teaching import FAULTS
from tests.formats import html_page, repacked, text, xls_that_kills, xlsx
from tests.outcomes import outcome
from tests.table_06a import as_csv, figures, table_06a
from tests.validate.test_rejected import ERRORS, WARNINGS, WHOLE

ROWS = table("dossiers", [dossier(code=f"A{n}") for n in range(99)])
LINES = text(ROWS, ";", "utf-8").decode().splitlines()
IDLE = xlsx_bytes({"S": table("dossiers", [dossier(fee=Formula("=A9", 0))])})
TWICE = [dossier(unit="Xã Một"), dossier(unit="Xã Hai")]


def _numbered(*numbers):
    rows = zip(
        numbers, table("dossiers", [dossier(code=f"N{n}") for n in numbers])[1:], strict=True
    )
    return [["STT", *ROWS[0]], *([number, *row] for number, row in rows)]


def _half(content):
    """The workbook, its first sheet cut in the middle."""
    name = "xl/worksheets/sheet1.xml"
    return repacked(content, lambda part, xml: xml[: len(xml) // 2] if part == name else xml)


# Code -> contents of files, and a plan that is not the usual one.
BETWEEN = {
    "ambiguous_unit": ([export("dossiers", *TWICE), export("payments", payment())], TWO_UNITS),
    "no_unit": ([export("dossiers", dossier(unit=None))], TWO_UNITS),
    "identical_file": ([export("dossiers", dossier())] * 2, {}),
    "copy_without_original": ([csv_bytes([["Dòng gốc", *ROWS[0]], ["0123abcd.0.7", *ROWS[1]]])], {}),
    "no_export": ([export("dossiers", dossier())], {}),
    "no_figure": ([export("portal", portal(numerator=None, denominator=None, rate=None))], {}),
    "orphan_payment": ([export("payments", payment())], {}),
    "orphan_digitization": ([export("digitization", digitization())], {}),
    "date_order": ([export("payments", payment(paid="04/25/2024"))], {}),
    "orphan_rating": ([export("ratings", rating(unit="Xã Một"))], {}),
    "column_absent": ([export("dossiers", dossier(), without=("Kết quả điện tử",))], {}),
    "column_nearly": ([csv_bytes([["Mã hồ sơ", "Ngày nhận", "Hạn xử lý", "Mức lệ phí"], ["A", "1/4/2024", "", "5"]])], {}),
    "heading_twice": ([csv_bytes([["Mã hồ sơ", "Ngày nhận", "Hạn xử lý", "Hạn xử lý"], ["A", "1/4/2024", "2/4/2024", "3/4/2024"]])], {}),
    "missing_column": ([xlsx_bytes({"S": [["Mã hồ sơ", "Tình trạng", "Cán bộ xử lý"], list("ABC")]})], {}),
    "legacy_font": (["Maõ hoà sô;Ngaøy nhaän;Traïng thaùi\nA;1;x\n".encode()], {}),
    "unreadable_sheet": ([_half(xlsx(ROWS))], {}),
    "page_missing": ([csv_bytes(_numbered(4, 5))], {}),
    "summary": ([csv_bytes([["TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT"], ["Lĩnh vực", "Đúng hạn"], ["Hộ tịch", "5"]])], {}),
    "summary_sums": ([as_csv(table_06a({"Hộ tịch": figures(online=1, before_due=1)}, total=[2, *[1] * 10]))], {}),
    "summary_unread": ([as_csv(table_06a({"Hộ tịch": figures(online=1)}, total=["một", *[1] * 10]))], {}),
    "filtered_list": ([csv_bytes([["DANH SÁCH HỒ SƠ QUÁ HẠN"], *ROWS])], {}),
    "own_output": ([csv_bytes([["as_of", "scope", "unit_code"], ["2024-05-16", "total", ""]])], {}),
    "numbering_gap": ([xlsx(_numbered(1, 2, 6))], {}),
    "fewer_than_total": ([xlsx([*_numbered(1, 2), ["Tổng cộng", "9"]])], {}),
    "swallowed_lines": ([f'{LINES[0]}\n"{LINES[1]}\n{LINES[2]}"\n{LINES[3]}\n'.encode()], {}),
    "ragged_rows": (["\n".join([*LINES[:-2], f"{LINES[-2]};{LINES[-1]}", ""]).encode()], {}),
    "lost_cells": ([repacked(xlsx(ROWS), lambda _, part: part.replace(b'<row r="2"', b'</sheetData><sheetData><row r="2"'))], {}),
    "rows_above_header": ([csv_bytes([ROWS[1], ROWS[0], *ROWS[1:]])], {}),
    "long_cells": ([export("dossiers", dossier(official="a" * 1001))], {}),
    "short_rows": ([html_page(ROWS).replace("<td>Thủ tục một</td>".encode(), b"", 1)], {}),
    "split_header": (["Mã hồ sơ,Ngày tiếp nhận,Tình trạng,a, b\nA1,01/04/2024,x,y\n".encode()], {}),
    "sheet_full": (["Mã hồ sơ;Ngày tiếp nhận;Tình trạng\n".encode() + b"A1;01/04/2024;x\n" * 65_535], {}),
    "formulas_idle": ([repacked(IDLE, lambda _, part: part.replace(b' fullCalcOnLoad="1"', b""))], {}),
    "lesson_form": ([lesson()], {}),
    "cut_short": (["\n".join([*LINES[:3], LINES[3][:30]]).encode()], {}),
}  # fmt: skip


@pytest.mark.parametrize("code", BETWEEN)
def test_what_a_table_or_only_all_files_tell(tmp_path, code):
    """Of the rows of one file as a whole, and of files beside each other."""
    contents, differs = BETWEEN[code]
    files = {f"{number}.csv": content for number, content in enumerate(contents)}
    result = outcome(tmp_path, files, campaign=plan(tmp_path, **differs))
    assert code in {problem.code for problem in result.problems}


def _beside(inputs):
    """What has an export's name and is none, and what has none."""
    (inputs / "dut.ods").symlink_to("/nowhere")
    (inputs / "thu muc.xlsx").mkdir()
    (inputs / "ghi chu.docx").write_bytes(b"x")
    (inputs / "ke-hoach (1).xlsx").write_bytes(plan_bytes())
    (inputs / "chet.xls").write_bytes(xls_that_kills(ROWS))
    with (inputs / "khong lo.csv").open("wb") as stream:
        stream.truncate(60 << 30)


def _unopened(inputs):
    """Entries that are not even looked at."""
    (inputs / "khoa").mkdir()
    (inputs / "khoa").chmod(0)
    (inputs / "lien ket").symlink_to(inputs.parent)
    (inputs / os.fsdecode(b"\xe1.csv")).write_bytes(b"x")


def _large(inputs):
    (inputs / "lon.csv").write_bytes(b"a;b;c;d\n" + b"1;2;3;4\n" * 1_500_000)


def _slow(inputs):
    (inputs / "cham.xls").write_bytes(
        html_page([[f"{n};{m}" for m in range(30)] for n in range(60_000)])
    )


# Codes -> what is put beside a good export, and limits.
FOLDERS = [
    ({"not_a_file", "folder_named_as_file", "other_file", "plan_copy", "file_crashed", "file_too_large"}, _beside, ()),
    ({"unreadable_folder", "linked_folder", "unreadable_name"}, _unopened, ()),
    ({"file_too_big"}, _large, ("--file-memory", "256")),
    ({"file_too_slow"}, _slow, ("--file-seconds", "1")),
]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="links, sparse files and limits of POSIX")
@pytest.mark.parametrize(
    ("codes", "put", "limits"), FOLDERS, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_a_folder_holds_and_a_child_dies_of(tmp_path, codes, put, limits):
    """By the command, as staff run it; limits are settable."""
    inputs, outputs = tmp_path / "inputs", tmp_path / "out"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    (inputs / "tot.csv").write_bytes(export("dossiers", dossier()))
    put(inputs)
    arguments = ("--inputs", inputs, "--outputs", outputs, "--as-of", "2024-05-16", *limits)
    assert pipeline("report", *arguments, preexec_fn=without_roots_privileges).returncode == 0
    with (outputs / "loi_2024-05-16.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert codes == {row["code"] for row in csv.DictReader(stream)} - {
            "no_export",
            "not_recognised",
            "no_table",
        }


def test_every_code_has_a_case():
    """Here, in test_rejected or test_teaching, where each fails unless a run raises its code."""
    of_rows = {code for _, _, code, _ in ERRORS + WARNINGS} | {code for code, _, _ in WHOLE}
    of_folders = set().union(*(codes for codes, _, _ in FOLDERS))
    of_lessons = {code for *_, code in FAULTS}
    assert of_rows | set(BETWEEN) | of_folders | of_lessons == set(problem_types())
