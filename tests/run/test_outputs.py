"""What the command writes and says of good inputs."""

from __future__ import annotations

import random
import re

from tests.builders import csv_bytes, dossier, export, rating, table
from tests.command import pipeline
from tests.run.office import NAMES, digest


def test_a_report_writes_its_outputs_and_says_what_is_in_them(office):
    """Status 0 though a row is rejected; the summary has the indicators, the rows, the workbook."""
    done = office.run()
    assert (done.returncode, sorted(office.reports())) == (0, sorted(NAMES))
    for message in ("Xã Một: số liệu đến 16/05/2024, ngày thứ 50", "Tỷ lệ dịch vụ công trực tuyến",
                 "100,00% (40/40)", "Đã đọc 44 dòng: 43 dùng được, 1 bị loại, 0 trùng",
                 "Lỗi: thang 4/hồ sơ.csv, cột Hình thức tiếp nhận, dòng 42: ", "Lưu ý: Không có bản xuất số hóa", NAMES[0]):  # fmt: skip
        assert message in done.stdout
    assert not [path for path in office.outputs.iterdir() if path.name == ".dang-ghi"]


def test_the_counts_on_the_screen_add_up(office):
    """Totals and ratings without a rating are passed over, duplicates and wrong rows are counted."""
    rows = table("dossiers", [dossier(code="A001"), dossier(code="B"), dossier(code="C", fee="-1")])
    office.put("them.csv", csv_bytes([*rows, ["Tổng cộng", *[""] * (len(rows[0]) - 1)]]))
    office.put("dg2.csv", export("ratings", rating(code="A004", rating="")))
    screen = office.run().stdout
    counts = re.search(
        r"Đã đọc (\d+) dòng: (\d+) dùng được, (\d+) bị loại, (\d+) trùng, (\d+) bỏ qua\.", screen
    )
    read, accepted, rejected, duplicate, ignored = map(int, counts.groups())
    assert read == accepted + rejected + duplicate + ignored
    assert (rejected, duplicate, ignored) == (2, 1, 2)


def test_two_runs_give_the_same_bytes_with_and_without_cache(office):
    """The same inputs, plan and as_of: the same bytes."""
    office.run()
    first = digest(office.reports())
    office.run()
    assert digest(office.reports()) == first
    office.run("--no-cache", "--jobs", "1")
    assert digest(office.reports()) == first


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


def test_check_reads_and_writes_nothing(office):
    """Status 1 where something is wrong; every problem with its place."""
    done = office.run(command="check")
    assert done.returncode == 1
    assert "LỖI: thang 4/hồ sơ.csv, cột Hình thức tiếp nhận, dòng 42: " in done.stdout
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


def test_nothing_is_said_on_the_error_stream(office):
    """Nor by a library as the process ends, when a dozen copies to correct have been written."""
    for number in range(12):
        rows = [dossier(code=f"K{number}"), dossier(code=f"L{number}", received="45/13/2024")]
        office.put(f"k{number}.csv", export("dossiers", *rows))
    done = office.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((office.outputs / "can-sua").iterdir())) > 10
