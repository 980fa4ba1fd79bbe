"""What an export tells of the plan that it belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.files.sketch import sketch
from pipeline.files.teaching import read_teaching
from pipeline.model import InputFile, Limits, UnreadableFileError
from tests.builders import csv_bytes, dossier, export, lesson, payment, publicity, rating


def _sketches(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    return sketch(path, Limits())


def test_a_dossier_log(tmp_path):
    """Texts as printed; what says nothing is left out."""
    row = dossier(procedure="1.000001.H21", fee="8.000 đồng", official="-")
    (log,) = _sketches(tmp_path, export("dossiers", row))
    assert log.kind == "dossiers"
    assert log.rows.to_pylist() == [{
        "code": "H21.65-240401-0001", "unit": "Xã Một", "procedure": "1.000001",
        "printed": "1.000001.H21", "name": "Thủ tục một", "field": "Hộ tịch", "level": None,
        "official": None, "amount": 800_000, "received": date(2024, 4, 1),
    }]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "word", "level"),
    [
        ("Mức độ DVC", "Dịch vụ công trực tuyến toàn trình", "full"),
        ("mức độ", "Mức độ 3", "partial"),
        ("Mức độ", "?", None),
        ("Mức", "Toàn trình", None),
    ],
)
def test_the_level_is_read_though_no_number_hangs_on_it(tmp_path, heading, word, level):
    """By its own headings."""
    table = [["Mã hồ sơ", "Ngày tiếp nhận", "Tình trạng", heading], ["A", "01/04/2024", "x", word]]
    (log,) = _sketches(tmp_path, csv_bytes(table))
    assert log.rows["level"].to_pylist() == [level]


def test_a_publicity_list_names_procedures(tmp_path):
    """Columns that its contract does not have."""
    table = [
        ["Mã TTHC", "Tên TTHC", "Lĩnh vực", "Công khai đúng hạn", "Đủ nội dung"],
        ["1.000001", "Thủ tục một", "Hộ tịch", "Có", "Có"],
    ]
    (listed,) = _sketches(tmp_path, csv_bytes(table))
    assert listed.rows.select(["procedure", "name", "field"]).to_pylist() == [
        {"procedure": "1.000001", "name": "Thủ tục một", "field": "Hộ tịch"}
    ]


def test_payments_tell_of_fees_and_ratings_of_nothing(tmp_path):
    """A payment by the dossier's code."""
    (log,) = _sketches(tmp_path, export("payments", payment(amount="8.000")))
    assert log.rows.select(["code", "amount"]).to_pylist() == [
        {"code": "H21.65-240401-0001", "amount": 800_000}
    ]
    assert _sketches(tmp_path, export("ratings", rating())) == ()
    assert len(_sketches(tmp_path, export("publicity", publicity()))) == 1


def test_personal_data_stay_where_they_are(tmp_path):
    """Neither a name in a procedure's place, nor in that of a field or a unit."""
    row = dossier(name="Nguyễn Thị Mẫu đăng ký khai sinh", area="Trần Văn Mẫu", unit="0912345678")
    (log,) = _sketches(tmp_path, export("dossiers", row))
    assert log.rows.select(["name", "field", "unit"]).to_pylist() == [
        {"name": None, "field": None, "unit": None}
    ]


def test_what_is_no_spreadsheet_is_said(tmp_path):
    """By the reader's own exception."""
    with pytest.raises(UnreadableFileError):
        _sketches(tmp_path, b"PK\x03\x04")


def test_a_layout_that_was_taught_tells_of_a_plan_too(tmp_path):
    """A draft reads by the same headings as the report."""
    path = tmp_path / "day.xlsx"
    headings = {"Ký số": "Hồ sơ: Mã hồ sơ", "Vào sổ": "Hồ sơ: Ngày tiếp nhận", "Ai làm": "Hồ sơ: Cán bộ xử lý",
                "Đi bằng": "Hồ sơ: Hình thức tiếp nhận"}  # fmt: skip
    path.write_bytes(lesson(headings))
    taught, _ = read_teaching([InputFile(path, path.name)], Limits())
    export = tmp_path / "so.csv"
    export.write_bytes(csv_bytes([[*headings], ["A", "01/04/2024", "Nguyễn Văn A", "x"]]))
    (log,) = sketch(export, Limits(), taught)
    assert (log.kind, log.rows["official"].to_pylist()) == ("dossiers", ["Nguyễn Văn A"])
    assert sketch(export, Limits()) == ()
