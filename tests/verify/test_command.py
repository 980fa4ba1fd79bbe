"""`pipeline verify`: what it says, by its exit status, too."""

from __future__ import annotations

import io
import shutil
from zipfile import ZipFile

import openpyxl
import pytest

from tests.builders import dossier, export, payment, plan_bytes, table, xlsx_bytes
from tests.command import pipeline

DOSSIERS = [dossier(code=f"A{n:03d}", fee="8.000") for n in range(12)]
SAME = "GIỐNG HỆT"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Exports and the report on them, with one of ten days before to compare with."""
    folder = tmp_path_factory.mktemp("office")
    inputs = folder / "inputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    (inputs / "hồ sơ.csv").write_bytes(
        export("dossiers", *DOSSIERS, dossier(code="X", channel="Fax"))
    )
    (inputs / "tt.xlsx").write_bytes(xlsx_bytes({"GD": table("payments", [payment(code="A001")])}))
    for day in ("06/05/2024", "16/05/2024"):
        done = pipeline(
            "report", "--inputs", inputs, "--outputs", folder / "outputs", "--as-of", day
        )
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def copy(office, tmp_path):
    """The office, to change something of."""
    for name in ("inputs", "outputs"):
        shutil.copytree(office / name, tmp_path / name)
    return tmp_path


def _workbook(folder):
    return folder / "outputs" / "phu-luc-ii_2024-05-16.xlsx"


def _verified(folder, *arguments, workbook=None):
    """Status and lines; nothing was written anywhere."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    done = pipeline(
        "verify", "--inputs", folder / "inputs", *arguments, workbook or _workbook(folder)
    )
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    return done.returncode, [*done.stdout.splitlines(), *done.stderr.splitlines()]


def _edited(folder, edit):
    """The workbook as another program saves it, without the values of formulas."""
    book = openpyxl.load_workbook(io.BytesIO(_workbook(folder).read_bytes()))
    edit(book)
    book.save(_workbook(folder))


def test_the_same(office):
    """All bytes are the same; the earlier report that it stands on is beside it."""
    status, lines = _verified(office)
    assert status == 0
    assert lines[0].startswith("phu-luc-ii_2024-05-16.xlsx: số liệu đến 16/05/2024, 2 bản xuất")
    assert [line for line in lines if line.startswith(SAME)] == lines[1:]


def test_cells_that_were_changed(copy):
    """A number, a formula typed over, two dossiers in another order, a hidden sheet: each is named
    with both values, and nothing else is.
    """

    def edit(book):
        book["Số liệu"].sheet_state = "hidden"
        book["Số liệu"]["L2"] = 99
        book["Tóm tắt"]["B15"] = 1
        sheet = book["Chi tiết hồ sơ"]
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(5, column), sheet.cell(8, column)
            one.value, other.value = other.value, one.value

    _edited(copy, edit)
    status, lines = _verified(copy)
    assert status == 1
    assert lines[1].startswith("KHÁC")
    sheets = [line for line in lines if line.startswith("Trang")]
    assert [line.partition(":")[0] for line in sheets] == [
        "Trang “Tóm tắt”", "Trang “Chi tiết hồ sơ”", "Trang “Số liệu”",
    ]  # fmt: skip
    assert "bị ẩn, 1 ô khác giá trị" in sheets[2]
    told = [line.strip() for line in lines if line.startswith("  ")]
    assert len(told) == 3
    assert (
        told[0] == "B15: công thức bị thay bằng số 100%; đúng ra: " + told[0].partition("ra: ")[2]
    )
    assert "=HYPERLINK(" in told[0]
    assert told[1] == "từ dòng 5: 2 dòng khác thứ tự, nội dung giữ nguyên"
    assert told[2].startswith("L2: tệp ghi 99, tính lại ")


def test_saved_again_and_nothing_else(copy):
    """Values of formulas are lost: they are no differences."""
    _edited(copy, lambda _: None)
    status, lines = _verified(copy)
    assert (status, lines[1][: len(SAME)]) == (0, SAME)


def test_exports_that_are_not_those(copy):
    """Missing, added, changed and another plan are named first, before cells."""
    inputs = copy / "inputs"
    (inputs / "tt.xlsx").unlink()
    (inputs / "hồ sơ.csv").write_bytes(export("dossiers", *DOSSIERS[:-1]))
    (inputs / "moi.csv").write_bytes(export("ratings"))
    (inputs / "ke-hoach.xlsx").write_bytes(
        plan_bytes(**{"Khó khăn": [["06/05/2024", None, "Mạng chậm", None]]})
    )
    status, lines = _verified(copy)
    assert status == 1
    assert lines[1:5] == [
        "Thiếu bản xuất: tt.xlsx (khi lập đã đọc 1 dòng).",
        "Thừa bản xuất: moi.csv (khi lập không có, hoặc dòng của nó trên trang “Nguồn dữ liệu” đã "
        "bị xóa).",
        "Bản xuất đã khác: hồ sơ.csv (cùng tên, khác nội dung: mã SHA-256 khác).",
        "Kế hoạch khác: tệp ke-hoach.xlsx khi lập có nội dung khác (mã SHA-256 khác).",
    ]
    assert lines[6].startswith("KHÁC")


def test_without_the_report_that_it_is_compared_with(copy):
    """Changes can't be checked, which is said, and is no difference but with --strict; a number
    beside them can.
    """
    (copy / "outputs" / "so-lieu_2024-05-06.csv").unlink()
    status, lines = _verified(copy)
    assert status == 0
    assert lines[1].startswith(f"{SAME}, phần kiểm được")
    assert lines[2].startswith("KHÔNG KIỂM ĐƯỢC: trang “Thay đổi”")
    assert "06/05/2024" in lines[2]
    assert _verified(copy, "--strict")[0] == 1
    _edited(copy, lambda book: book["Tóm tắt"].__setitem__("C15", 0.5))
    status, lines = _verified(copy)
    assert status == 1
    assert [line.strip()[:4] for line in lines if line.startswith("  ")] == ["C15:"]


def test_the_latest_day_and_a_unit_of_several(tmp_path):
    """Where nobody chose the day the report says how it came to it; a unit's own workbook lies a
    folder further down.
    """
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    units = [[1, "H21.65", "Xã Ia Ake", None], [2, "H21.66", "Xã Ia Sol", None]]
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes(**{"Đơn vị": units}))
    rows = [dossier(code=f"{unit[1]}-{n}", unit=unit[2]) for unit in units for n in range(3)]
    late = dossier(code="Z", unit="Xã Ia Sol", received="10/07/2024", due="20/07/2024")
    never = dossier(code="Y", unit="Xã Ia Sol", received="10/07/2124")
    (inputs / "a.csv").write_bytes(export("dossiers", *rows, late, never))
    done = pipeline("report", "--split", "--inputs", inputs, "--outputs", tmp_path / "outputs")
    assert done.returncode == 0, done.stderr
    (whole,) = (tmp_path / "outputs").glob("phu-luc-ii_*.xlsx")
    assert _verified(tmp_path, workbook=whole)[0] == 0
    (own,) = (tmp_path / "outputs").glob("tung-don-vi_*/1_*.xlsx")
    status, lines = _verified(tmp_path, workbook=own)
    assert (status, lines[1][: len(SAME)]) == (0, SAME)


def test_a_report_is_not_compared_with_the_samples(copy):
    """Where the exports are not there yet, that is what is to be done, not 191 differences."""
    for path in ("hồ sơ.csv", "tt.xlsx"):
        (copy / "inputs" / path).unlink()
    (copy / "inputs" / "mau").mkdir()
    (copy / "inputs" / "mau" / "hồ sơ.csv").write_bytes(export("dossiers", *DOSSIERS))
    status, lines = _verified(copy)
    assert (status, len(lines)) == (2, 2)
    assert lines[0].startswith("Lỗi: Không kiểm chứng được phu-luc-ii_2024-05-16.xlsx: ")
    assert lines[0].endswith("chưa có bản xuất nào.")


def test_what_can_not_be_verified(copy):
    """No workbook, none of ours, a hostile one, none at all, no exports: status 2, one message."""
    bad = {
        "a.xlsx": b"PK\x03\x04 nothing",
        "b.xlsx": xlsx_bytes({"Trang1": [["a"]]}),
        "c.xlsx": b"<html>",
        "d.xlsx": _hostile(_workbook(copy).read_bytes()),
    }
    for name, content in bad.items():
        (copy / name).write_bytes(content)
        status, lines = _verified(copy, workbook=copy / name)
        assert (status, len(lines)) == (2, 1)
        assert lines[0].startswith(f"Lỗi: Không kiểm chứng được {name}: ")
    assert _verified(copy, workbook=copy / "none.xlsx")[0] == 2
    for path in (copy / "inputs").iterdir():
        if path.name != "ke-hoach.xlsx":
            path.unlink()
    status, lines = _verified(copy)
    assert status == 2
    assert lines[0].endswith("chưa có bản xuất nào.")


def _hostile(content):
    """The workbook with a document type in its sheets, whose entities would grow."""
    changed = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(changed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = part.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1)
            target.writestr(name, part)
    return changed.getvalue()
