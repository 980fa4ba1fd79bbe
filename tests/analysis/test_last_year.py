"""Last year's exports: what they give, what becomes a baseline, and that they count in nothing else."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings

from pipeline.aggregate.engine import duckdb_engine
from pipeline.files.convert import convert
from pipeline.files.discover import InputFiles
from pipeline.files.intake import Opened
from pipeline.model import FileResult, InputFile, Limits, Unread
from pipeline.options import Options
from pipeline.plan.keys import PlanKeys
from pipeline.run import _converted, _results
from pipeline.values.row_reference import sheet_reference
from tests.builders import (
    HEADERS,
    TODAY,
    csv_bytes,
    digitization,
    dossier,
    export,
    payment,
    plan,
    plan_bytes,
    portal,
    publicity,
    rating,
)
from tests.command import pipeline
from tests.outcomes import outcome
from tests.test_laws import EXPORTS, SLOW

MONTHS = [f"{month:02d}/2023" for month in range(1, 13)]
# online: 12 of 20 of the year before, 60.00%; the plan says nothing of it.
OPEN = {"Chỉ tiêu": [
    ["H21.65", "online", None, 50, 30, None],
    ["H21.65", "digitization", 21.3, None, None, None],
    ["H21.65", "online_payment", None, 45, None, None],
]}  # fmt: skip


def _of_last_year():
    """A dossier a month online, eight more at the counter; half of them late."""
    rows = [
        dossier(code=f"T{n}", received=f"10/{month}", due=f"15/{month}", ended=f"14/{month}")
        for n, month in enumerate(MONTHS)
    ]
    rows += [
        dossier(
            code=f"Q{n}",
            received=f"11/{month}",
            due=f"15/{month}",
            ended=f"16/{month}",
            channel="1",
        )
        for n, month in enumerate(MONTHS[:8])
    ]
    return rows


@pytest.fixture
def run(tmp_path):
    """run(files, plan sheets) -> (facts, the targets of Phụ lục II, screen, workbook)."""

    def run_of(files, **differs):
        inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
        for name, content in {"ke-hoach.xlsx": plan_bytes(**differs), **files}.items():
            path = inputs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        done = pipeline("report", "--inputs", inputs, "--outputs", outputs, "--as-of", "2024-05-16")
        assert done.returncode == 0, done.stdout + done.stderr
        with (outputs / "so-lieu_2024-05-16.csv").open(encoding="utf-8-sig", newline="") as stream:
            facts = {
                (row["scope"], row["indicator"]): row
                for row in csv.DictReader(stream)
                if row["period"] == "cumulative" and row["scope"] in ("unit", "total")
            }
        book = openpyxl.load_workbook(outputs / "phu-luc-ii_2024-05-16.xlsx", data_only=True)
        return facts, done.stdout, book

    return run_of


def _counts(facts):
    return {
        indicator: (row["numerator"], row["denominator"])
        for (scope, indicator), row in facts.items()
        if scope == "unit"
    }


THIS_YEAR = {"nay.csv": export("dossiers", dossier(fee="8.000"), dossier(code="B", channel="1"))}


def _last_years_row(book, heading):
    rows = book["Năm trước"].iter_rows(values_only=True)
    return next(list(row) for row in rows if row[1] == heading)


def test_an_empty_baseline_is_filled_and_the_rule_applied(run):
    """max(60.00%, 50%) + 10 = 70% for day 100; the stated day-50 target stays; a notice says so."""
    files = THIS_YEAR | {"nam-truoc/cu.csv": export("dossiers", *_of_last_year())}
    facts, screen, book = run(files, **OPEN)
    assert facts["unit", "online"]["target_pct"] == "30.00"
    form = [cell.value for cell in book["Phụ lục II"][8]]
    assert [form[6], form[7], form[8]] == [0.6, 0.3, 0.7]
    assert "Kế hoạch để trống kết quả năm 2023" in screen
    assert "Tỷ lệ dịch vụ công trực tuyến 60,00%" in screen
    assert _last_years_row(book, "Tỷ lệ dịch vụ công trực tuyến") == [
        "Xã Một", "Tỷ lệ dịch vụ công trực tuyến", 12, 20, 0.6, "–", "–", "Có: kế hoạch để trống", 12,
    ]  # fmt: skip


def test_what_the_plan_states_is_only_compared(run):
    """21,3% in the plan, 25,00% from the exports: the plan's stays, the difference is shown."""
    digitized = [digitization(code=f"T{n}", digitized="20/12/2023") for n in range(5)]
    files = THIS_YEAR | {
        "nam-truoc/cu.csv": export("dossiers", *_of_last_year()),
        "nam-truoc/sh.csv": export("digitization", *digitized),
    }
    _, screen, book = run(files, **OPEN)
    assert [cell.value for cell in book["Phụ lục II"][8]][14] == 0.213
    assert _last_years_row(book, "Số hoá hồ sơ") == [
        "Xã Một", "Số hoá hồ sơ", 5, 20, 0.25, 0.213, 3.7, "Không: kế hoạch đã ghi", 12,
    ]  # fmt: skip
    assert "Số hoá hồ sơ 25" not in screen


def test_last_years_files_count_in_no_fact_of_this_year(run):
    """Nor are they evidence that there is an export of a kind."""
    before, _, book = run(THIS_YEAR, **OPEN)
    assert "Năm trước" not in book.sheetnames
    kinds = {
        "dossiers": _of_last_year(),
        "payments": [payment(code="T1", paid="10/02/2023 08:00")],
        "digitization": [digitization(code="T1", digitized="10/03/2023")],
        "ratings": [rating(code="T1", rated="10/03/2023")],
        "publicity": [publicity()],
    }
    files = {f"nam-truoc/{kind}.csv": export(kind, *rows) for kind, rows in kinds.items()}
    after, screen, book = run(files, **OPEN)
    assert _counts(after) == _counts(before)
    assert _counts(after)["digitization"] == ("0", "0")
    assert "Không có bản xuất số hóa" in screen
    assert _last_years_row(book, "Tỷ lệ công khai, minh bạch")[2:5] == [1, 1, 1]


def test_dossiers_of_last_year_that_are_still_open_are_shown_and_count_nowhere(run):
    """Unless an export of this year has them."""
    old = dossier(
        code="X", received="20/12/2023", due="25/12/2023", ended=None, status="Đang xử lý"
    )
    ended = old | {"Ngày kết thúc xử lý": "02/04/2024"}
    files = THIS_YEAR | {"nam-truoc/cu.csv": export("dossiers", old, *_of_last_year())}
    facts, screen, _ = run(files, **OPEN)
    assert _counts(facts)["on_time"] == ("2", "2")
    assert _counts(facts)["online"] == ("1", "2")
    assert "1 hồ sơ trong inputs/nam-truoc chưa có ngày kết thúc" in screen
    facts, screen, _ = run({"cuoi.csv": export("dossiers", ended)}, **OPEN)
    assert _counts(facts)["on_time"] == ("2", "3")
    assert "inputs/nam-truoc chưa có ngày kết thúc" not in screen


def test_a_whole_year_among_other_exports_is_last_year_too(run):
    """Dossiers in every month of it will do; a few stragglers are no year."""
    facts, screen, book = run(
        {"tat-ca.csv": export("dossiers", dossier(), *_of_last_year())}, **OPEN
    )
    assert _last_years_row(book, "Tỷ lệ dịch vụ công trực tuyến")[2:5] == [12, 20, 0.6]
    assert "Kế hoạch để trống kết quả năm 2023" in screen
    assert _counts(facts)["online"] == ("1", "1")
    eleven = [row for row in _of_last_year() if not row["Ngày tiếp nhận"].endswith("/12/2023")]
    _, screen, book = run({"tat-ca.csv": export("dossiers", dossier(), *eleven)}, **OPEN)
    assert "Năm trước" not in book.sheetnames
    assert "2023" not in screen


def test_logs_that_cover_this_year_alone_say_nothing_of_the_last(run):
    """That none of last year's dossiers is in a digitization log does not make them 0%."""
    files = {
        "tat-ca.csv": export("dossiers", dossier(), *_of_last_year()),
        "so-hoa.csv": export("digitization", digitization()),
    }
    _, _, book = run(files, **OPEN)
    told = [row[1] for row in book["Năm trước"].iter_rows(values_only=True)]
    assert "Tỷ lệ dịch vụ công trực tuyến" in told
    assert "Số hoá hồ sơ" not in told


def test_this_years_list_and_figures_stand_beside_last_years_dossiers(run):
    """In a folder or among the exports, last year's count takes nothing from this year's."""
    listed = THIS_YEAR | {"ck.csv": export("publicity", publicity())}
    alone, _, _ = run(listed, **OPEN)
    assert _counts(alone)["transparency"] == ("1", "1")
    for name in ("tat-ca.csv", "nam-truoc/cu.csv"):
        beside, screen, _ = run(listed | {name: export("dossiers", *_of_last_year())}, **OPEN)
        assert _counts(beside) == _counts(alone)
        assert "lấy kết quả tính từ bản xuất năm đó" in screen


def test_a_corrected_copy_in_last_years_folder_corrects_nothing_of_this_year(tmp_path):
    """It names a row of this year's export, which stays."""
    content = export("dossiers", dossier())
    mark = sheet_reference(hashlib.sha256(content).hexdigest(), 0)
    copy = csv_bytes([[*HEADERS["dossiers"], "Dòng gốc"], [*dossier().values(), None, f"{mark}.2"]])
    made = outcome(tmp_path, {"nay.csv": content, "nam-truoc/sua.csv": copy})
    assert [source.rows_duplicate for source in made.sources if source.file == "nay.csv"] == [0]


@dataclass
class _Files:
    """Files that were read in this process."""

    opened: Opened
    converted: list[FileResult]

    def results(self):
        return self.converted

    def fetch(self, paths):
        """They are here."""

    def engine(self):
        return duckdb_engine(1)


def _facts(folder, files):
    """What a run counts, without the targets, which last year's results may fill in."""
    campaign = plan(folder)
    options = Options(
        inputs=folder, outputs=folder, plan=folder / "plan.xlsx", today=TODAY, jobs=1
    )  # fmt: skip
    results = []
    for number, (name, content) in enumerate(sorted(files.items())):
        path = folder / str(number)
        path.mkdir()
        (path / "input").write_bytes(content)
        results.append(
            convert(InputFile(path / "input", name), PlanKeys.of(campaign), TODAY, path, Limits())
        )
    opened = Opened(campaign, "", InputFiles((), (), (), is_sample=False), None)
    read = _Files(opened, results)
    counted = _results(options, read, _converted(read), Unread(), folder)
    return counted.as_of, [(*fact[:10], fact.rate_bp) for fact in counted.counts.facts]


@given(EXPORTS, EXPORTS)
@settings(SLOW, max_examples=15)
def test_last_years_files_change_no_fact_of_this_year(now, before):
    """Whatever they contain: also this year's dossiers, a list of publicity, figures of the portal."""
    this_year = {f"{number}.csv": export(kind, *rows) for number, (kind, rows) in enumerate(now)}
    this_year |= {
        "du.csv": export("dossiers", dossier()), "ck.csv": export("publicity", publicity()),
        "cong.csv": export("portal", portal()),
    }  # fmt: skip
    last_year = {f"nam-truoc/{n}.csv": export(kind, *rows) for n, (kind, rows) in enumerate(before)}
    last_year |= {
        "nam-truoc/ck.csv": export("publicity", publicity(full="Không")),
        "nam-truoc/cong.csv": export("portal", portal(numerator=1)),
    }
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        assert _facts(Path(one), this_year | last_year) == _facts(Path(other), this_year)
