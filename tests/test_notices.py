"""What the screen says where a run could not make a report."""

from __future__ import annotations

from pipeline.model.problems import problem
from pipeline.notices import no_usable_rows
from tests.builders import csv_bytes, dossier, export, plan_bytes
from tests.command import pipeline


def test_no_usable_row_at_all_is_told_with_causes_rows_values_and_remedies(tmp_path):
    """As check tells it, a line a cause; what may be personal data is not repeated."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    rows = [
        dossier(code="A1", received="mai"), dossier(code="A2", received="kia"),
        dossier(code="A3", channel="Nguyễn Văn An"),
    ]  # fmt: skip
    for name, content in {
        "ke-hoach.xlsx": plan_bytes(),
        "hs.csv": export("dossiers", *rows),
        "la.csv": csv_bytes([["a", "b"], ["1", "2"]]),
    }.items():
        (inputs / name).write_bytes(content)
    done = pipeline("report", "--inputs", inputs, "--outputs", tmp_path / "o")
    screen = " ".join((done.stdout + done.stderr).split())
    assert done.returncode == 3
    assert (
        "- hs.csv, cột Ngày tiếp nhận, dòng 2: Ngày tiếp nhận không đọc được: “mai”. "
        "Sửa thành ngày có thật, dạng ngày/tháng/năm, ví dụ 16/05/2024."
    ) in screen
    assert "- hs.csv, cột Hình thức tiếp nhận, dòng 4: " in screen
    assert "- la.csv: Tệp không có bảng dữ liệu nào nhận ra được." in screen
    assert "Văn An" not in screen


def test_causes_of_very_many_files_share_a_line():
    """Errors come before warnings, and the screen stays readable."""
    problems = [problem("not_recognised", f"{n}.csv") for n in range(20)]
    problems += [problem("no_table", f"{n}.csv") for n in range(15)]
    lines = no_usable_rows(problems).splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("  - 0.csv và 14 tệp khác: Tệp không có bảng")
    assert lines[2].startswith("  - 0.csv và 19 tệp khác: Không nhận ra")


def test_a_remedy_names_where_the_copies_of_samples_are():
    """Which is not where those of exports are."""
    places = [
        problem("unknown_status", file, value="Lạ").remedy.partition("mở ")[2].split(",")[0]
        for file in ("hs.csv", "mau/hs.csv", "nam-truoc/hs.csv")
    ]
    assert places == [
        "outputs/can-sua/cot-la.xlsx", "outputs/mau_can-sua/cot-la.xlsx", "outputs/can-sua/cot-la.xlsx",
    ]  # fmt: skip
