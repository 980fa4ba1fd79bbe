"""The command as staff run it: outputs, exit codes, messages, and what no accident may break."""

from __future__ import annotations

import hashlib
import io
import os
import random
import resource
import signal
import subprocess
import sys
import time

import openpyxl
import pytest

from tests.builders import (
    PLAN_ROWS,
    dossier,
    export,
    payment,
    plan_bytes,
    rating,
    table,
    xlsx_bytes,
)
from tests.command import ROOT, pipeline, started
from tests.formats import xls_that_kills

NAMES = (
    "phu-luc-ii_2024-05-16.xlsx",
    "so-lieu_2024-05-16.csv",
    "loi_2024-05-16.csv",
    "nguon_2024-05-16.csv",
    "chi-so-766_2024-05-16.csv",
    "doi-soat_2024-05-16.csv",
    "chi-tiet_2024-05-16.parquet",
    "bao-cao_2024-05-16.docx",
)


@pytest.fixture
def office(tmp_path):
    """An office's folder with a plan and three exports; run(…) reports on it."""

    class Office:
        inputs = tmp_path / "inputs"
        outputs = tmp_path / "outputs"

        def put(self, name, content):
            path = self.inputs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

        def run(self, *arguments, command="report", as_of="16/05/2024", **options):
            places = ["--inputs", self.inputs]
            places += ["--outputs", self.outputs, "--as-of", as_of] if command == "report" else []
            places = [place for place in places if place is not None]
            return pipeline(command, *places, *arguments, **options)

        def reports(self):
            return {path.name: path.read_bytes() for path in self.outputs.glob("*_*")}

    office = Office()
    office.put("ke-hoach.xlsx", plan_bytes())
    rows = [dossier(code=f"A{n:03d}", fee="8.000") for n in range(40)]
    office.put("thang 4/hồ sơ.csv", export("dossiers", *rows, dossier(code="X", channel="Fax")))
    office.put("khac.xlsx", xlsx_bytes({"GD": table("payments", [payment(code="A001")])}))
    office.put(
        "dg.csv", export("ratings", rating(code="A002"), rating(code="A003", rating="Bình thường"))
    )
    return office


def _digest(files):
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_a_report_writes_its_outputs_and_says_what_is_in_them(office):
    """Status 0 though a row is rejected; the summary has the indicators, the rows, the workbook."""
    done = office.run()
    assert (done.returncode, sorted(office.reports())) == (0, sorted(NAMES))
    for message in ("Xã Một: số liệu đến 16/05/2024, ngày thứ 50", "Tỷ lệ dịch vụ công trực tuyến",
                 "100,00% (40/40)", "Đã đọc 44 dòng: 43 dùng được, 1 bị loại, 0 trùng",
                 "1 lỗi trong thang 4/hồ sơ.csv", "Lưu ý: Không có bản xuất số hóa", NAMES[0]):  # fmt: skip
        assert message in done.stdout
    assert not [path for path in office.outputs.iterdir() if path.name == ".dang-ghi"]


def test_two_runs_give_the_same_bytes_with_and_without_cache(office):
    """The same inputs, plan and as_of: the same bytes."""
    office.run()
    first = _digest(office.reports())
    office.run()
    assert _digest(office.reports()) == first
    office.run("--no-cache", "--jobs", "1")
    assert _digest(office.reports()) == first


def test_the_order_of_files_and_rows_makes_no_difference(office):
    """Files under other names and rows shuffled: the same facts."""
    rows = [dossier(code=f"A{n % 30:03d}", ended=f"{3 + n % 4:02d}/04/2024", channel=c)
            for n, c in enumerate(["Trực tuyến", "Trực tiếp", "BCCI"] * 20)]  # fmt: skip
    office.put("thang 4/hồ sơ.csv", export("dossiers", *rows))
    office.run()
    first = office.reports()[NAMES[1]]
    random.Random(7).shuffle(rows)
    office.put("thang 4/hồ sơ.csv", export("dossiers", *rows))
    (office.inputs / "dg.csv").rename(office.inputs / "zz.csv")
    office.run()
    assert office.reports()[NAMES[1]] == first


def test_strict_says_that_something_was_rejected(office):
    """Status 1, and the report is written all the same."""
    assert office.run("--strict").returncode == 1
    assert len(office.reports()) == len(NAMES)


def test_without_as_of_the_latest_day_of_the_data_is_taken(office):
    """But not later than the plan's end; then the screen says how to see the rest."""
    office.put(
        "them.csv",
        export("dossiers", dossier(code="L", received="02/07/2024", due=None, ended=None)),
    )
    done = pipeline("report", "--inputs", office.inputs, "--outputs", office.outputs)
    assert "số liệu đến 29/06/2024" in done.stdout
    assert "--as-of 02/07/2024" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--as-of", "27/03/2024"], "trước ngày bắt đầu"),
        (["--as-of", "hôm qua"], "không phải là ngày"),
        (["--la"], "không có tùy chọn --la"),
        (["--jobs", "0"], "--jobs: giá trị không dùng được"),
        (["--plan", "khong-co.xlsx"], "Không có tệp kế hoạch"),
        (["--inputs", "khong-co"], "Không có"),
    ],
)
def test_what_cannot_run_says_why(office, arguments, message):
    """Status 2, one clear message, no traceback."""
    done = office.run(*arguments)
    assert (done.returncode, office.reports()) == (2, {})
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_without_pyspark_the_cluster_engine_says_what_to_install(office):
    """Status 2; PySpark is an optional extra."""
    (office.outputs / "absent").mkdir(parents=True)
    missing = 'raise ModuleNotFoundError("No module named pyspark", name="pyspark")'
    for name in ("pyspark", "py4j"):
        (office.outputs / "absent" / f"{name}.py").write_text(missing, encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(office.outputs / "absent")}
    done = office.run("--engine", "spark", env=env)
    assert (done.returncode, office.reports()) == (2, {})
    assert "make spark" in done.stderr
    assert "Traceback" not in done.stderr


def _imported(code, *names):
    """Which of the packages a process has imported that ran the code."""
    code += f"; print(*sorted({{*sys.modules}} & {set(names)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.split()


def test_a_report_imports_nothing_that_belongs_to_spark():
    """PySpark is an optional extra."""
    names = ("pyspark", "py4j", "pipeline.cluster", "pipeline.run")
    assert _imported("from pipeline import cli, run, screen", *names) == ["pipeline.run"]


def test_help_imports_no_library_that_takes_long():
    """What a report needs is imported when one is written."""
    names = ("pandas", "pandera", "pyarrow", "duckdb", "docx", "rich", "click")
    assert _imported("from pipeline import cli", *names) == ["click"]


@pytest.mark.parametrize(
    ("sheet", "rows", "message"),
    [
        ("Phân công", None, "thiếu trang “Phân công”"),
        ("Chỉ tiêu", [["H21.65", "onlin", 0, 50, 30, None]], "không có chỉ tiêu “onlin”"),
        ("Chỉ tiêu", [["H21.65", "online", 0, 50, 30, 250]], "250%"),
        ("Kế hoạch", [[*row] for row in PLAN_ROWS["Kế hoạch"] if row[0] != "Ngày kết thúc"]
         + [["Ngày kết thúc", "01/01/2024"]], "sau ngày kết thúc"),
    ],
)  # fmt: skip
def test_a_faulty_plan_is_explained(office, sheet, rows, message):
    """Status 2 and the place in the plan."""
    office.put("ke-hoach.xlsx", plan_bytes(**{sheet: rows}))
    done = office.run()
    assert (done.returncode, office.reports()) == (2, {})
    assert message in done.stderr


def test_an_empty_folder_and_unusable_files_overwrite_nothing(office):
    """Status 3; the earlier report stays."""
    office.run()
    before = _digest(office.reports())
    for path in [*office.inputs.rglob("*.csv"), office.inputs / "khac.xlsx"]:
        path.unlink()
    assert (office.run().returncode, _digest(office.reports())) == (3, before)
    office.put("hong.xlsx", b"PK\x03\x04 cut short")
    office.put("la.csv", "Tên;Tuổi\nAn;5\n".encode())
    done = office.run()
    assert (done.returncode, _digest(office.reports())) == (3, before)
    assert "hong.xlsx" in done.stderr


def test_samples_are_used_only_alone_and_say_so(office):
    """With an export of their own, staff never see a sample's number."""
    office.put("mau/m.csv", export("dossiers", dossier(code="M")))
    assert "SỐ LIỆU MẪU" not in office.run().stdout
    for path in [
        *office.inputs.glob("*.csv"),
        office.inputs / "khac.xlsx",
        office.inputs / "thang 4/hồ sơ.csv",
    ]:
        path.unlink()
    done = office.run()
    assert done.returncode == 0
    assert "SỐ LIỆU MẪU" in done.stdout


def test_an_output_open_in_excel_is_left_alone(office):
    """Excel's owner file beside the workbook: status 2, which file to close, nothing changed."""
    office.run()
    before = _digest(office.reports())
    (office.outputs / f"~${NAMES[0]}").write_bytes(b"")
    office.put("dg.csv", export("ratings", rating(code="A005")))
    done = office.run()
    assert done.returncode == 2
    assert "Đóng tệp trong Excel" in done.stderr
    (office.outputs / f"~${NAMES[0]}").unlink()
    assert _digest(office.reports()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
def test_a_full_disk_leaves_the_earlier_outputs_whole(office):
    """Writing fails in the middle of the workbook: status 2 and what to do."""
    office.run()
    before = _digest(office.reports())
    office.put("dg.csv", export("ratings", *[rating(code=f"Z{n}") for n in range(3000)]))
    limit = 60_000

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = office.run(preexec_fn=small_files)
    assert done.returncode == 2
    assert "Ổ đĩa đầy" in done.stderr
    assert _digest(office.reports()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
def test_kill_9_at_any_moment_leaves_whole_outputs(office):
    """Each output is the earlier one or the new one, and the next run succeeds."""
    office.run()
    earlier = _digest(office.reports())
    office.put("dg.csv", export("ratings", *[rating(code=f"A{n:03d}") for n in range(40)]))
    began = time.monotonic()
    twin = office.run("--outputs", office.outputs.parent / "twin")
    whole = time.monotonic() - began
    assert twin.returncode == 0
    new = _digest({p.name: p.read_bytes() for p in (office.outputs.parent / "twin").glob("*_*")})
    for part in (0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0):
        running = started(
            "report",
            "--inputs",
            office.inputs,
            "--outputs",
            office.outputs,
            "--as-of",
            "2024-05-16",
            "--no-cache",
        )
        time.sleep(whole * part)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        now = _digest(office.reports())
        assert all(now[name] in (earlier[name], new[name]) for name in NAMES)
    assert office.run().returncode == 0
    assert _digest(office.reports()) == new


def test_two_runs_at_once_do_not_mix(office):
    """The second says that another is writing, or both succeed one after the other."""
    first = started(
        "report", "--inputs", office.inputs, "--outputs", office.outputs, "--as-of", "2024-05-16"
    )
    second = office.run()
    assert second.returncode in (0, 2)
    assert second.returncode == 0 or "Một lần chạy khác" in second.stderr
    assert first.wait(60) in (0, 2)
    assert sorted(office.reports()) == sorted(NAMES)


def test_check_reads_and_writes_nothing(office):
    """Status 1 where something is wrong; every problem with its place."""
    done = office.run(command="check")
    assert done.returncode == 1
    assert "LỖI: thang 4/hồ sơ.csv, dòng 42, cột Hình thức tiếp nhận" in done.stdout
    assert "Lưu ý: Không có bản xuất số hóa; chỉ tiêu Số hoá hồ sơ không có số liệu." in done.stdout
    assert not office.outputs.exists()


def test_plan_commands(office, tmp_path):
    """`plan check` on a sound plan, `plan new` never over an existing file."""
    sound = pipeline("plan", "check", office.inputs / "ke-hoach.xlsx")
    assert (sound.returncode, "35/KH-UBND dùng được" in sound.stdout) == (0, True)
    new = tmp_path / "moi.xlsx"
    assert pipeline("plan", "new", new).returncode == 0
    assert pipeline("plan", "new", new).returncode == 2
    assert pipeline("plan", "check", new).returncode == 2


def test_text_that_excel_would_run_is_safe_in_csv(office):
    """A text cell that begins with = + - @ is prefixed; numbers stay numbers."""
    office.put(
        "x.csv",
        export("dossiers", dossier(code="E1", official="=1+1"), dossier(code="E2", channel="@x")),
    )
    office.run()
    facts = office.reports()[NAMES[1]].decode("utf-8-sig")
    assert ",'=1+1," in facts
    assert ",'@x," in office.reports()[NAMES[2]].decode("utf-8-sig")
    assert ",'-" not in facts


def test_files_of_other_kinds_are_named(office):
    """A document beside the exports is warned of; hidden and lock files are passed over."""
    office.put("ghi chu.docx", b"x")
    office.put(".an.csv", b"x")
    office.put("~$khac.xlsx", b"x")
    office.run()
    problems = office.reports()[NAMES[2]].decode("utf-8-sig")
    assert "other_file,ghi chu.docx" in problems
    assert ".an.csv" not in problems
    assert "~$" not in problems


def test_a_file_that_kills_its_reader_takes_nothing_else_along(office):
    """The child dies of it, the file is named, the facts stay."""
    office.run()
    facts = office.reports()[NAMES[1]]
    office.put("chet.xls", xls_that_kills(table("dossiers", [dossier()])))
    done = office.run()
    assert (done.returncode, office.reports()[NAMES[1]]) == (0, facts)
    assert "error,file_crashed,chet.xls" in office.reports()[NAMES[2]].decode("utf-8-sig")
    assert "chet.xls" in office.reports()[NAMES[3]].decode("utf-8-sig")


@pytest.mark.parametrize("damage", [b"", b"x"])
def test_a_damaged_cache_is_written_anew(office, damage):
    """Whatever lies there, the outputs are the same; it may be deleted at any time."""
    office.run()
    before = _digest(office.reports())
    for path in (office.outputs / ".bo-nho-dem").rglob("*.*"):
        if path.is_file():
            path.write_bytes(damage)
    assert (office.run().returncode, _digest(office.reports())) == (0, before)


def _sheet(path, name):
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    return list(book[name].iter_rows(values_only=True))


def test_what_changed_since_the_previous_report(office):
    """Each indicator then and now; dossiers that are new, revised and gone, with what is different."""
    first = [dossier(code=f"A{n:02d}") for n in range(10)]
    office.put("thang 4/hồ sơ.csv", export("dossiers", *first))
    office.run()
    later = [*first[1:], dossier(code="MOI", received="18/05/2024", due=None, ended=None)]
    later[0] |= {"Hình thức tiếp nhận": "Trực tiếp"}
    office.put("thang 4/hồ sơ.csv", export("dossiers", *later))
    done = office.run("--as-of", "26/05/2024")
    assert done.returncode == 0
    rows = _sheet(office.outputs / "phu-luc-ii_2024-05-26.xlsx", "Thay đổi")
    cells = [[cell for cell in row if cell is not None] for row in rows]
    assert cells[1:3] == [
        ["So với báo cáo số liệu đến 16/05/2024."],
        ["Hồ sơ mới: 1; có thay đổi: 1; không còn trong bản xuất: 1."],
    ]
    online = next(row for row in cells if row[1:2] == ["Tỷ lệ dịch vụ công trực tuyến"])
    assert online[2:9] == [10, 10, 1, 9, 10, 0.9, -10]
    assert [row[:3] for row in cells[-2:]] == [
        ["Xã Một", "A00", "Không còn"], ["Xã Một", "A01", "Sửa đổi"],
    ]  # fmt: skip
    assert cells[-1][4] == "hình thức tiếp nhận"


def test_the_first_report_has_nothing_to_compare_with(office):
    """And one whose facts somebody has spoilt is passed over."""
    office.outputs.mkdir()
    (office.outputs / "so-lieu_2024-05-06.csv").write_text("scope,period\nunit,cumulative\n")
    office.run()
    rows = _sheet(office.outputs / NAMES[0], "Thay đổi")
    assert "Chưa có báo cáo nào trước đó" in rows[1][0]


def test_trace_names_the_rows_behind_a_number(office):
    """The number, and for each dossier whether it counts and its file, sheet and row."""
    rows = [dossier(code="A1"), dossier(code="A2", channel="Trực tiếp"),
            dossier(code="A3", official="Bùi Thị B")]  # fmt: skip
    office.put("thang 4/hồ sơ.csv", export("dossiers", *rows))
    options = ("--indicator", "online", "--scope", "official", "--key", "nguyễn văn a")
    done = pipeline("trace", "--inputs", office.inputs, *options, "--as-of", "16/05/2024")
    assert done.stderr == ""
    assert done.stdout.split("\n") == [
        "online (official, H21.65, nguyễn văn a, cumulative): 1/2",
        "1 đạt\tA1\tthang 4/hồ sơ.csv, dòng 2",
        "0 chưa\tA2\tthang 4/hồ sơ.csv, dòng 3",
        "",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--indicator", "onlin"], "Không có chỉ tiêu “onlin”.\nChọn một trong: transparency"),
        (["--indicator", "online", "--scope", "xa"], "Không có phạm vi “xa”"),
        (["--indicator", "online", "--period", "10d-99"], "Không có kỳ “10d-99”"),
        (
            ["--indicator", "online", "--scope", "unit", "--unit", "Xã Ba"],
            "Không có đơn vị “Xã Ba”",
        ),
        (["--indicator", "transparency", "--scope", "official"], "chỉ có ở phạm vi total và unit"),
    ],
)
def test_trace_says_what_there_is_instead(office, options, message):
    """Status 2, and what to choose from."""
    done = pipeline("trace", "--inputs", office.inputs, *options)
    assert (done.returncode, message in done.stderr) == (2, True)
