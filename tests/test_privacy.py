"""Personal data of applicants is in nothing that a run writes or says."""

from __future__ import annotations

import zipfile

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from pipeline.values.privacy import HIDDEN, OTHER_PLACE, is_personal, public, public_place
from tests.builders import HEADERS, dossier, payment, plan_bytes, rating, table
from tests.command import pipeline
from tests.formats import html_page, text, xml_2003

SECRETS = (
    "Nguyễn Thị Kín", "0999777123", "064099977712", "kin@example.vn", "Thôn Bí Mật 7", "ZZPD",
)  # fmt: skip
UNNAMED = (
    "Chủ hồ sơ", "Số CCCD", "Địa chỉ", "Điện thoại", "Thư điện tử", "Mã số thuế", "Số tài khoản",
    "Ghi chú",
)  # fmt: skip
SECRET = " ".join(SECRETS)
# Per kind, a contract's columns in which people write what does not belong there.
WRONG = {
    "dossiers": ("Hình thức tiếp nhận", "Ngày hẹn trả", "Trạng thái hồ sơ", "Lệ phí", "Mã TTHC",
                 "Kết quả điện tử", "Ngày tiếp nhận", "Tên TTHC", "Lĩnh vực", "Đơn vị"),
    "payments": ("Thời gian giao dịch", "Số tiền", "Hình thức thanh toán", "Trạng thái thanh toán"),
    "ratings": ("Mức độ hài lòng", "Ngày đánh giá"),
}  # fmt: skip


def _tables():
    """Every kind with secrets in unnamed columns of good rows and in named columns of bad ones."""
    rows = {"dossiers": dossier, "payments": payment, "ratings": rating}
    for kind, wrong in WRONG.items():
        good = rows[kind]() | {"Chủ hồ sơ": SECRET}
        odd = good | {"Mã hồ sơ": "F", "Mã TTHC": "9.999999", "Lĩnh vực": SECRET}
        bad = [good | {"Mã hồ sơ": f"B{n}", column: SECRET} for n, column in enumerate(wrong)]
        listed = table(kind, [good, odd, *bad])
        headers = [*listed[0], *(h for h in UNNAMED if h not in HEADERS[kind])]
        body = [[*row, *[SECRET] * (len(headers) - len(row))] for row in listed[1:]]
        yield kind, [[f"DANH SÁCH CỦA {SECRET}"], headers, *body, [f"Người lập: {SECRET}"]]


def _commented_xlsx(path, sheets):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        book.set_properties({"author": SECRET, "title": SECRET})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_header(SECRET[:200])
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, ["" if v is None else v for v in row])
            sheet.write_comment(2, 0, SECRET, {"author": SECRET})


@pytest.fixture
def written(tmp_path):
    """Everything that a report and a check on such exports write and say, unpacked."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    tables = dict(_tables())
    names = {
        "Nguyễn Thị Kín": tables["dossiers"],
        "0999777123": tables["payments"],
        SECRET[:31]: [],
    }
    _commented_xlsx(inputs / "a.xlsx", names)
    (inputs / "b.csv").write_bytes(text(tables["ratings"], ";"))
    (inputs / "c.xls").write_bytes(html_page(tables["payments"]))
    (inputs / "d.xls").write_bytes(
        xml_2003(tables["dossiers"]).replace("Dữ liệu".encode(), b"kin@example.vn")
    )
    (inputs / "hong.csv").write_bytes(SECRET.encode() + b"\n\xff\x00")
    (inputs / "la.csv").write_bytes(f"{SECRET};{SECRET}\nMã hồ sơ;Tình trạng;{SECRET}\n".encode())
    outputs = tmp_path / "outputs"
    report = ["report", "--inputs", inputs, "--outputs", outputs, "--as-of", "2024-05-16"]
    runs = [pipeline(*report, "--debug"), pipeline("check", "--inputs", inputs)]
    runs += [pipeline("check", "--explain", path) for path in sorted(inputs.glob("[abcdhl]*.*"))]
    screen = "\n".join(done.stdout + done.stderr for done in runs)
    assert runs[0].returncode == 0, screen
    files = {str(p.relative_to(outputs)): _unpacked(p) for p in outputs.rglob("*") if p.is_file()}
    return files | {"screen": screen}


def _unpacked(path):
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as book:
            return "\n".join(book.read(n).decode(errors="replace") for n in book.namelist())
    if path.suffix == ".parquet":
        return repr(pq.read_table(path).to_pydict()) + repr(pq.read_metadata(path).metadata)
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_secret_is_in_any_file_or_on_the_screen(written):
    """Titles, comments, properties, sheet names, unnamed columns, values of problems; in the
    workbook, the document, the CSVs, the detail, the copies to correct, the cache, on the screen.
    """
    assert any(name.endswith(".docx") for name in written)
    assert any(name.startswith("can-sua") for name in written)
    assert any(name.startswith(".bo-nho-dem") and name.endswith(".parquet") for name in written)
    for name, content in written.items():
        for secret in SECRETS:
            assert secret not in content, (name, secret)


def test_what_was_hidden_is_noted(written):
    """The message says why the value is not shown; the row and column are there all the same."""
    problems = written["loi_2024-05-16.csv"]
    assert HIDDEN in problems
    assert "bad_channel,a.xlsx,Trang 1,5,Hình thức tiếp nhận" in problems


@pytest.mark.parametrize(
    "value",
    ["Nguyễn Văn A", "TRẦN THỊ BÉ", "nộp hộ Lê Văn Tám", "0912 345 678", "+84912345678",
     "CCCD 064203001234", "a.b@c.vn", "Rơ Châm H'Bia", "CMND 230912345"],
)  # fmt: skip
def test_what_may_name_a_person_is_hidden(value):
    """Names by their surname, numbers by their length, addresses."""
    assert is_personal(value)
    assert public(value) == HIDDEN


@pytest.mark.parametrize(
    "value",
    ["Fax", "31/02/2024", "32/13/2024 08:30", "2024-02-31 08:00:00", "Hồ Sơ Tháng 4", "HỒ SƠ",
     "Xã Trần Phú", "tám nghìn", "-8.000", "1.012784.H21", "Đang chờ ký", "#N/A", "Phường Lê Lợi",
     "1.000.000.000", "H21.65-220914-0011", "Công khai TTHC", "Lĩnh vực Hộ tịch"],
)  # fmt: skip
def test_what_staff_need_to_see_is_shown(value):
    """Values of vocabularies, dates, amounts, codes, places."""
    assert public(value) == value


@pytest.mark.parametrize(
    "value",
    ["Thôn 3", "Tổ dân phố số 12", "TDP 7A", "Thôn Lê Lợi", "Làng Plei Kte Nhỏ", "Buôn Ama Djơng", "5"],
)  # fmt: skip
def test_a_villages_name_is_shown(value):
    """With a number at its end, after somebody of two words, or a number alone."""
    assert public_place(f" {value}  ") == value


@pytest.mark.parametrize(
    "value",
    ["Thôn 3, xã Ia Ake", "12/4 Trần Phú", "Số 12 đường Lê Lợi", "Thôn 3 Nguyễn Thị Kín", "Nguyễn Kín",
     "Thôn Đoài Nguyễn Thị Kín", "0999777123", "Thôn Một: 0999777123", "a@b.vn", "Thôn " + "x" * 60],
)  # fmt: skip
def test_more_than_a_villages_name_is_not_shown(value):
    """Addresses, persons, numbers, stories."""
    assert public_place(value) == OTHER_PLACE
