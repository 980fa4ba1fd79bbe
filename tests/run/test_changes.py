"""What a report says of the one before it."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.builders import PLAN_ROWS, dossier, export, plan_bytes
from tests.run.office import NAMES


def _sheet(path, name):
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    return list(book[name].iter_rows(values_only=True))


def _compares_nothing(path):
    """There is no sheet for it, and the first page says why."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    assert "Thay đổi" not in book.sheetnames
    said = {cell.value for row in book["Tóm tắt"].iter_rows() for cell in row}
    assert "Tăng, giảm: chưa có báo cáo trước để so sánh." in said


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
    _compares_nothing(office.outputs / NAMES[0])


@pytest.mark.parametrize(
    ("differs", "why"),
    [
        ({"Đơn vị": [[1, "H21.65", "Xã Hai", "Xã Một"]]},
         "là của Xã Một, không phải của các đơn vị trong kế hoạch này."),
        ({"Kế hoạch": [*PLAN_ROWS["Kế hoạch"][:4], ["Ngày bắt đầu", "01/04/2024"],
                       *PLAN_ROWS["Kế hoạch"][5:]]},
         "tính từ ngày 28/03/2024, không phải từ ngày bắt đầu của kế hoạch này."),
    ],
)  # fmt: skip
def test_a_report_of_another_plan_is_not_compared_with(office, differs, why):
    """Of other units, or from another day on: it says why."""
    office.run()
    office.put("ke-hoach.xlsx", plan_bytes(**differs))
    done = office.run("--as-of", "26/05/2024")
    said = f"Lưu ý: Không so với báo cáo số liệu đến 16/05/2024 trong thư mục kết quả: báo cáo đó {why}"
    assert said in " ".join(done.stdout.split())
    _compares_nothing(office.outputs / "phu-luc-ii_2024-05-26.xlsx")


def test_an_older_report_of_the_same_plan_is_compared_with(office):
    """Behind a later one of another plan."""
    office.run()
    own = (office.inputs / "ke-hoach.xlsx").read_bytes()
    office.put("ke-hoach.xlsx", plan_bytes(**{"Đơn vị": [[1, "H21.65", "Xã Hai", "Xã Một"]]}))
    office.run("--as-of", "20/05/2024")
    office.put("ke-hoach.xlsx", own)
    done = office.run("--as-of", "26/05/2024")
    assert "Không so với báo cáo số liệu đến 20/05/2024" in done.stdout
    rows = _sheet(office.outputs / "phu-luc-ii_2024-05-26.xlsx", "Thay đổi")
    assert rows[1][0] == "So với báo cáo số liệu đến 16/05/2024."
