"""What is rejected and what is only warned of (CONTRACT.md): rows and whole files."""

from __future__ import annotations

import pytest

from schemas.contracts import KINDS
from tests.builders import (
    Formula,
    csv_bytes,
    digitization,
    dossier,
    export,
    payment,
    portal,
    publicity,
    rating,
    table,
    xlsx_bytes,
)
from tests.formats import repacked, xlsb
from tests.outcomes import outcome
from tests.schemas.test_schemas import codes_of

ERRORS = [
    ("dossiers", dossier(code=None), "no_code", "Mã hồ sơ"),
    ("dossiers", dossier(code="2.40404E+15"), "spoiled_code", "Mã hồ sơ"),
    ("dossiers", dossier(received=None), "no_received", "Ngày tiếp nhận"),
    ("dossiers", dossier(received="31/02/2024"), "bad_received", "Ngày tiếp nhận"),
    (
        "dossiers",
        dossier(received="01/01/2099", due=None, ended=None),
        "received_after_today",
        "Ngày tiếp nhận",
    ),
    ("dossiers", dossier(due="mai"), "bad_due", "Ngày hẹn trả"),
    ("dossiers", dossier(ended="32/13/2024"), "bad_finished", "Ngày kết thúc xử lý"),
    ("dossiers", dossier(ended="31/03/2024"), "finished_before_received", "Ngày kết thúc xử lý"),
    (
        "dossiers",
        dossier(ended=None, returned="31/03/2024"),
        "finished_before_received",
        "Ngày trả kết quả",
    ),
    ("dossiers", dossier(channel="Fax"), "bad_channel", "Hình thức tiếp nhận"),
    ("dossiers", dossier(fee="tám nghìn"), "bad_fee", "Lệ phí"),
    ("dossiers", dossier(fee="-8.000"), "negative_fee", "Lệ phí"),
    ("dossiers", dossier(e_result="Chưa rõ"), "bad_yes_no", "Kết quả điện tử"),
    ("dossiers", dossier(unit="Xã Lạ"), "unknown_unit", "Đơn vị"),
    ("payments", payment(code="-"), "no_code", "Mã hồ sơ"),
    ("payments", payment(paid="31/02/2024"), "bad_payment_date", "Thời gian giao dịch"),
    ("payments", payment(amount="nhiều"), "bad_amount", "Số tiền"),
    ("payments", payment(amount="-5"), "negative_amount", "Số tiền"),
    ("payments", payment(method="Séc"), "bad_method", "Hình thức thanh toán"),
    ("payments", payment(payment_status="Có lẽ"), "bad_payment_status", "Trạng thái thanh toán"),
    ("digitization", digitization(result="Một nửa"), "bad_yes_no", "Số hóa kết quả"),
    ("digitization", digitization(digitized="hôm qua"), "bad_digitization_date", "Ngày số hóa"),
    ("ratings", rating(rating="Tạm được"), "bad_rating", "Mức độ hài lòng"),
    ("ratings", rating(rated="không rõ"), "bad_rating_date", "Ngày đánh giá"),
    ("publicity", publicity(procedure=None), "no_procedure_code", "Mã TTHC"),
    ("publicity", publicity(published="Chưa rõ"), "bad_yes_no", "Công khai đúng hạn"),
    ("portal", portal(unit="Xã Lạ"), "unknown_unit", "Đơn vị"),
    ("portal", portal(measure=None), "no_measure", "Chỉ tiêu"),
    ("portal", portal(measure="Tỷ lệ lạ"), "unknown_measure", "Chỉ tiêu"),
    ("portal", portal(numerator="30,5"), "bad_count", "Tử số"),
    ("portal", portal(denominator="-50"), "negative_count", "Mẫu số"),
    ("portal", portal(numerator=51), "numerator_over_denominator", "Tử số"),
    ("portal", portal(denominator=None, rate=None), "half_fraction", "Tử số"),
    ("portal", portal(numerator=None, rate="nhiều"), "bad_rate", "Tỷ lệ"),
    ("portal", portal(numerator=None, rate="100,01"), "rate_over_100", "Tỷ lệ"),
    ("portal", portal(figure="tháng 4"), "bad_figure_date", "Ngày số liệu"),
    ("dossiers", dossier(channel="#CHƯA TÍNH"), "uncalculated", "Hình thức tiếp nhận"),
    ("dossiers", dossier(fee="#CHƯA TÍNH"), "uncalculated", "Lệ phí"),
    ("dossiers", dossier(ended="#CHƯA TÍNH"), "uncalculated", "Ngày kết thúc xử lý"),
    ("payments", payment(amount="#CHƯA TÍNH"), "uncalculated", "Số tiền"),
]
WARNINGS = [
    ("dossiers", dossier(official="#CHƯA TÍNH"), "uncalculated_word", "Cán bộ xử lý"),
    ("dossiers", dossier(status="Lạ"), "unknown_status", "Trạng thái hồ sơ"),
    ("dossiers", dossier(due="31/03/2024"), "due_before_received", "Ngày hẹn trả"),
    ("dossiers", dossier(ended=None), "finished_without_date", "Ngày kết thúc xử lý"),
    ("dossiers", dossier(procedure="9.999999"), "procedure_not_in_catalogue", "Mã TTHC"),
    ("dossiers", dossier(official="#N/A"), "error_value", "Cán bộ xử lý"),
    ("dossiers", dossier(fee="#DIV/0!"), "error_value", "Lệ phí"),
    ("payments", payment(reference="2.40404E+15"), "spoiled_reference", "Mã tham chiếu"),
    ("payments", payment(paid=None), "paid_without_date", "Thời gian giao dịch"),
    ("ratings", rating(rated=None), "rating_without_date", "Ngày đánh giá"),
    ("portal", portal(rate="61%"), "rate_disagrees", "Tỷ lệ"),
    ("portal", portal(numerator=None, rate="0,6"), "rate_doubtful", "Tỷ lệ"),
]


def _without_its_end(content):
    """An .xlsb whose sheet lacks the record that ends it."""
    return repacked(content, lambda name, part: part[:-3] if name.endswith("sheet1.bin") else part)


DOSSIERS = table("dossiers", [dossier(code="A"), dossier(code="B")])
RATINGS = table("ratings", [rating(code="A1")])
WHOLE = [
    ("unreadable_file", "error", b"PK\x03\x04"),
    ("no_spreadsheet", "error", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    ("no_table", "error", b"a;b\n1;2\n"),
    ("not_recognised", "warning", xlsx_bytes({"A": DOSSIERS, "B": [["a", "b"], ["1", "2"]]})),
    ("damaged_records", "warning", _without_its_end(xlsb(DOSSIERS))),
    ("too_few_rows", "warning", export("dossiers")),
    ("too_many_tables", "error", xlsx_bytes({"A": [*DOSSIERS, *RATINGS] * 11})),
    ("column_empty", "warning", export("dossiers", *[dossier(code=c, channel=None) for c in "AB"])),
]


@pytest.mark.parametrize(("code", "severity", "content"), WHOLE, ids=[case[0] for case in WHOLE])
def test_what_is_wrong_with_a_file_or_sheet_as_a_whole(tmp_path, code, severity, content):
    """A problem without a row; the file beside it counts all the same."""
    files = {"a.xlsx": content, "b.csv": export("dossiers", dossier(code="C"))}
    result = outcome(tmp_path, files)
    reported = [(p.severity, p.file, p.row) for p in result.rows() if p.code == code]
    assert reported == [(severity, "a.xlsx", None)]
    assert result.sources[-1].rows_kept == 1


def test_damaged_records_do_not_take_the_rows_before_them(tmp_path):
    """What could be read counts."""
    result = outcome(tmp_path, {"a.xlsb": _without_its_end(xlsb(DOSSIERS))})
    assert result.codes() == ["damaged_records"]
    assert result.sources[0].rows_kept == 2


@pytest.mark.parametrize(
    ("pages", "messages"),
    [
        (((1, 2, 3), (4, 5, 6)), {}),
        (((2, 3, 4),), {"a0.csv": "bắt đầu từ 2, mà không có bản xuất nào kết thúc ở 1"}),
        (((4, 5, 6),), {"a0.csv": "bắt đầu từ 4, mà không có bản xuất nào kết thúc ở 3"}),
        (((1, 2, 3), (5, 6, 7)), {"a1.csv": "bắt đầu từ 5, mà không có bản xuất nào kết thúc ở 4"}),
    ],
)
def test_a_numbering_that_no_other_page_leads_to_is_reported(tmp_path, pages, messages):
    """Long lists come as several files, whose numbering goes on."""
    files = {f"a{index}.csv": _page(numbers) for index, numbers in enumerate(pages)}
    problems = [p for p in outcome(tmp_path, files).rows() if p.code == "page_missing"]
    assert {p.file for p in problems} == set(messages)
    assert all(messages[p.file] in p.message for p in problems)


def _page(numbers):
    header, *rows = table("dossiers", [dossier(code=f"A{number}") for number in numbers])
    return csv_bytes([["STT", *header], *([n, *row] for n, row in zip(numbers, rows, strict=True))])


@pytest.mark.parametrize(("kind", "row", "code", "column"), ERRORS)
def test_errors_reject_the_row(tmp_path, kind, row, code, column):
    """The row counts nowhere; the problem names file, row and column."""
    result = _outcome(tmp_path, kind, row)
    reported = [
        (p.severity, p.code, p.file, p.row, p.column) for p in result.rows() if p.code == code
    ]
    assert reported == [("error", code, "a.csv", 2, column)]
    source = result.sources[0]
    assert (source.rows_read, source.rows_kept, source.rows_rejected) == (1, 0, 1)


@pytest.mark.parametrize(("kind", "row", "code", "column"), WARNINGS)
def test_warnings_keep_the_row(tmp_path, kind, row, code, column):
    """The row counts, and staff are warned."""
    result = _outcome(tmp_path, kind, row)
    reported = [(p.severity, p.file, p.row, p.column) for p in result.rows() if p.code == code]
    assert reported == [("warning", "a.csv", 2, column)]
    assert result.sources[0].rows_kept == 1


def _outcome(tmp_path, kind, row):
    files = {"a.csv": export(kind, row)}
    if kind != "dossiers":
        files["b.csv"] = export("dossiers", dossier())
    return outcome(tmp_path, files)


def test_every_row_problem_has_a_case_here():
    """The schemas and the cases of this file are compared, so that no rule goes untested."""
    tested = {code for _, _, code, _ in ERRORS + WARNINGS}
    tested |= {"no_unit", "no_figure"}  # test_facts and test_portal have them
    tested |= {"date_order"}  # test_date_orders
    assert {code for kind in KINDS for code in codes_of(kind)} == tested


def test_error_cells_are_no_empty_ones(tmp_path):
    """A formula's #N/A in an .xlsx rejects where the cell must be filled, else it is warned of."""
    rows = [
        dossier(received=Formula("=NA()", "#N/A")),
        dossier(code="B", due=Formula("=1/0", "#DIV/0!")),
    ]
    result = outcome(tmp_path, {"a.xlsx": xlsx_bytes({"S": table("dossiers", rows)})})
    assert [(p.code, p.row, p.value) for p in result.rows() if p.code != "no_export"] == [
        ("bad_received", 2, "#N/A"),
        ("error_value", 3, "#DIV/0!"),
    ]
    assert result.count("online") == (1, 1)


def test_several_problems_of_a_row_are_several_problems(tmp_path):
    """One row per problem, and one rejected row."""
    result = _outcome(tmp_path, "dossiers", dossier(channel="Fax", fee="-1", status="Lạ"))
    assert result.codes() == ["bad_channel", "negative_fee", "unknown_status"]
    assert result.sources[0].rows_rejected == 1


def test_an_empty_rating_is_ignored(tmp_path):
    """It is no rating: read, neither accepted nor rejected."""
    result = _outcome(tmp_path, "ratings", rating(rating=None))
    source = result.sources[0]
    assert (source.rows_read, source.rows_kept, source.rows_ignored) == (1, 0, 1)
    assert result.count("satisfaction") == (0, 0)


def test_personal_data_stays_in_the_reader(tmp_path):
    """Columns that no contract names leave no trace in what a file gives."""
    _outcome(tmp_path, "dossiers", dossier(applicant="ZZPD Nguyễn", channel="Fax"))
    for path in tmp_path.rglob("*.parquet"):
        assert b"ZZPD" not in path.read_bytes()
