"""What the command says where it cannot run, and that it leaves everything as it is."""

from __future__ import annotations

import os

import pytest

from tests.builders import PLAN_ROWS, plan_bytes
from tests.run.office import digest


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--as-of", "27/03/2024"], "trước ngày bắt đầu"),
        (["--as-of", "hôm qua"], "không phải là ngày"),
        (["--la"], "không có tùy chọn --la"),
        (["--jobs", "0"], "--jobs: giá trị không dùng được"),
        (["--plan", "khong-co.xlsx"], "Không có tệp kế hoạch: khong-co.xlsx\nBỏ các bản xuất vào"),
        (
            ["--plan", "khong-co.xlsx"],
            "ke-hoach.cmd (Windows) hoặc gõ make plan (pipeline plan draft)",
        ),
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


@pytest.mark.parametrize(
    ("sheet", "rows", "message"),
    [
        ("Phân công", None, "thiếu trang “Phân công”"),
        ("Chỉ tiêu", [["H21.65", "onlin", 0, 50, 30, None]], "không có chỉ tiêu “onlin”"),
        ("Chỉ tiêu", [["H21.65", "online", 0, 50, 30, 250]], "“250”"),
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
    assert f"Tệp kế hoạch {office.inputs / 'ke-hoach.xlsx'} có lỗi:" in done.stderr


def test_an_empty_folder_and_unusable_files_overwrite_nothing(office):
    """Status 3; the earlier report stays."""
    office.run()
    before = digest(office.reports())
    for path in [*office.inputs.rglob("*.csv"), office.inputs / "khac.xlsx"]:
        path.unlink()
    assert (office.run().returncode, digest(office.reports())) == (3, before)
    office.put("hong.xlsx", b"PK\x03\x04 cut short")
    office.put("la.csv", "Tên;Tuổi\nAn;5\n".encode())
    done = office.run()
    assert (done.returncode, digest(office.reports())) == (3, before)
    assert "hong.xlsx" in done.stderr
