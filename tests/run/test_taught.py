"""From an unknown system's export to a right report: run, fill in, run again."""

from __future__ import annotations

import csv
import zipfile

import openpyxl
import pytest

from tests.builders import csv_bytes, dossier, lesson, plan_bytes, table, xlsx_bytes
from tests.command import pipeline

MEANINGS = {
    "Ký số": "Hồ sơ: Mã hồ sơ",
    "Vào sổ ngày": "Hồ sơ: Ngày tiếp nhận",
    "Phải xong trước": "Hồ sơ: Ngày hẹn trả",
    "Xong ngày": "Hồ sơ: Ngày kết thúc xử lý",
    "Đi bằng": "Hồ sơ: Hình thức tiếp nhận",
    "Đường mạng": "Hình thức tiếp nhận: Trực tuyến",
    "Tại chỗ": "Hình thức tiếp nhận: Trực tiếp",
}
ROWS = [
    ["SỔ GHI CHÉP"],
    ["STT", "Ký số", "Vào sổ ngày", "Phải xong trước", "Xong ngày", "Đi bằng", "Người nộp"],
    *(
        [str(n), f"H21.65-240401-{n:04}", "01/04/2024", "05/04/2024", "03/04/2024",
         "Đường mạng" if n % 3 else "Tại chỗ", "Nguyễn Thị Kín"]
        for n in range(1, 31)
    ),
]  # fmt: skip
SAME = "Không có gì thay đổi từ lần chạy trước"


@pytest.fixture
def office(tmp_path):
    """A plan and an export of an unknown system; run() reports on them."""

    class Office:
        inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
        asked = outputs / "can-sua" / "cot-la.xlsx"

        def put(self, name, content):
            (self.inputs / name).parent.mkdir(parents=True, exist_ok=True)
            (self.inputs / name).write_bytes(content)

        def run(self):
            places = ("--inputs", self.inputs, "--outputs", self.outputs)
            return pipeline("report", *places, "--as-of", "2024-05-16")

        def fill_in(self, target):
            """The cells of the workbook that asks, as far as MEANINGS has them."""
            book = openpyxl.load_workbook(self.asked)
            for name in ("Cột lạ", "Từ lạ"):
                for row in book[name].iter_rows(min_row=2):
                    row[-1].value = MEANINGS.get(row[3].value)
            target.parent.mkdir(parents=True, exist_ok=True)
            book.save(target)

        def rows(self, stem):
            path = self.outputs / f"{stem}_2024-05-16.csv"
            with path.open(encoding="utf-8-sig", newline="") as stream:
                return list(csv.DictReader(stream))

    office = Office()
    office.put("ke-hoach.xlsx", plan_bytes())
    office.put("so.xlsx", xlsx_bytes({"Sổ": ROWS}))
    return office


def test_an_unknown_export_is_asked_for_taught_and_reported_on(office):
    """Status 3 with the place of the questions, twice; then the report, with nothing left to ask."""
    for _ in range(2):
        done = office.run()
        assert (done.returncode, "outputs/can-sua/cot-la.xlsx" in done.stderr) == (3, True)
        office.fill_in(office.inputs / "cot-la.xlsx")
    assert office.run().returncode == 0
    counts = {
        row["indicator"]: (row["numerator"], row["denominator"])
        for row in office.rows("so-lieu")
        if (row["scope"], row["period"]) == ("total", "cumulative")
    }
    assert (counts["online"], counts["on_time"]) == (("20", "30"), ("30", "30"))
    sources = {row["file"]: row for row in office.rows("nguon")}
    assert sources["cot-la.xlsx"]["message"] == "nói nghĩa của 5 tiêu đề cột và 2 từ"
    assert "“Ký số” là Mã hồ sơ" in sources["so.xlsx"]["message"]
    assert {row["code"] for row in office.rows("loi")} == {"no_export", "column_absent"}
    assert not office.asked.exists()


def test_what_was_taught_is_part_of_what_a_report_depends_on(office):
    """The same workbook again is nothing new; without it the export is unknown again."""
    for number in range(2):
        office.run()
        office.fill_in(office.inputs / f"{number}" / "tra lời.xlsx")
    assert office.run().returncode == 0
    assert SAME in office.run().stdout
    explained = pipeline("check", "--inputs", office.inputs, "--explain", office.inputs / "so.xlsx")
    assert "“Ký số” → Mã hồ sơ (theo 0/tra lời.xlsx, trang “Cột lạ”, dòng 2)" in explained.stdout
    for path in office.inputs.glob("*/tra lời.xlsx"):
        path.unlink()
    assert office.run().returncode == 3


def test_what_somebody_began_to_fill_in_is_left_alone(office):
    """Whatever comes up meanwhile; the screen says why."""
    office.run()
    office.fill_in(office.asked)
    begun = office.asked.read_bytes()
    office.put("hs.csv", csv_bytes(table("dossiers", [dossier(channel="Fax")])))
    office.put("b.csv", csv_bytes(table("dossiers", [dossier(code="B")])))
    done = office.run()
    assert (done.returncode, office.asked.read_bytes()) == (0, begun)
    assert f"Giữ nguyên {office.asked}" in done.stdout
    office.put("cot-la.xlsx", begun)
    office.run()
    assert office.asked.read_bytes() != begun


def test_a_layout_that_is_read_as_a_whole_does_not_nag(office):
    """A column that nothing hangs on is listed; no problem and no line of the screen tells of it."""
    whole = table("dossiers", [dossier(returned="03/04/2024")])
    (office.inputs / "so.xlsx").unlink()
    office.put("hs.csv", csv_bytes([[*whole[0], "Mã phụ"], [*whole[1], "x"]]))
    done = office.run()
    assert (done.returncode, "cot-la" in done.stdout) == (0, False)
    assert {row["code"] for row in office.rows("loi")} == {"no_export"}
    (row,) = openpyxl.load_workbook(office.asked)["Cột lạ"].iter_rows(min_row=2, values_only=True)
    assert row == ("hs.csv", None, "hồ sơ", "Mã phụ", "chữ tự do", "không bắt buộc", None, None)


def test_contradicting_workbooks_are_the_first_cause_on_the_screen(office):
    """Before files that are not read and rows that are rejected, also where no row is usable."""
    for number, meaning in enumerate(("Mã hồ sơ", "Mã TTHC")):
        office.put(f"z{number}.xlsx", lesson({"Ký số": f"Hồ sơ: {meaning}"}))
    office.put("a.xlsx", b"PK\x03\x04")
    wrong = office.run().stderr.split("  - ")
    assert [text.partition(",")[0] for text in wrong[1:3]] == ["z0.xlsx", "z1.xlsx"]
    rows = [dossier(code=f"A{n}", received="mai" if n % 2 else "01/04/2024") for n in range(9)]
    office.put("hs.csv", csv_bytes(table("dossiers", rows)))
    errors = [line for line in office.run().stdout.splitlines() if line.startswith("  Lỗi: ")]
    files = [line.removeprefix("  Lỗi: ").partition(",")[0].partition(":")[0] for line in errors]
    assert files == ["z0.xlsx", "z1.xlsx", "a.xlsx", "so.xlsx", "hs.csv"]


SECRETS = ("Nguyễn Thị Kín", "0999777123", "064099977712", "kin@example.vn", "Bí Mật")


def test_no_value_of_an_unknown_layout_is_written_anywhere(office):
    """Nor a word that may name a person, nor a heading that does; in no sheet, cache or message."""
    secret = [*SECRETS, "Nguyễn Thị Kín", "Trực tuyến"]
    heads = ["Ký số", "Số gọi", "Số thẻ", "Thư từ", "Chỗ", "Ai đến", "Đi bằng"]
    office.put("la.xlsx", xlsx_bytes({"A": [heads, secret, secret], "B": [secret, heads, secret]}))
    odd = dossier(channel="Nguyễn Thị Kín", status="Bí Mật của 0999777123")
    office.put("hs.csv", csv_bytes([[*row, "x"] for row in table("dossiers", [odd])]))
    done = office.run()
    assert office.asked.exists()
    written = {path: path.read_bytes() for path in office.outputs.rglob("*") if path.is_file()}
    with zipfile.ZipFile(office.asked) as book:
        written |= {name: book.read(name) for name in book.namelist()}
    written |= {"screen": (done.stdout + done.stderr).encode()}
    for name, content in written.items():
        for text in SECRETS:
            assert text.encode() not in content, (name, text)
