"""What a heading means by what stands beside, above or below it, and which kind a sheet is."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_tables
from tests.builders import csv_bytes

CODE = ("Mã hồ sơ", "H21.65-240410-0001", "H21.65-240410-0002")
RECEIVED = ("Ngày nhận", "10/04/2024", "11/04/2024")
DUE = ("12/04/2024", "15/04/2024")
ENDED = ("11/04/2024", "16/04/2024")


def _table(*columns, above=()):
    """The table of a sheet of these columns, each its heading and two cells."""
    (sheet,) = read_tables(csv_bytes([*above, *map(list, zip(*columns, strict=True))]))
    return sheet.table


def _meanings(*columns):
    """Headings by our names."""
    return _table(*columns).headers


@pytest.mark.parametrize(
    "returned", ["Trả thực tế", "Ngày trả thực tế", "Ngày trả KQ", "Ngày nhận kết quả"]
)
def test_ngay_tra_is_due_beside_another_return_date(returned):
    """And the return date where it stands alone or beside another due date."""
    columns = (CODE, RECEIVED, ("Ngày trả", *DUE))
    assert _meanings(*columns)["returned"] == "Ngày trả"
    beside = _meanings(*columns, (returned, *ENDED))
    assert (beside["due"], beside["returned"]) == ("Ngày trả", returned)
    other = _meanings(*columns, ("Hẹn trả", *DUE))
    assert (other["due"], other["returned"]) == ("Hẹn trả", "Ngày trả")


@pytest.mark.parametrize(
    ("heading", "name"),
    [("Hạn trả", "due"), ("Hạn giải quyết", "due"), ("Thời hạn giải quyết", "due"), ("HOÀN THÀNH", "ended")],
)  # fmt: skip
def test_a_heading_that_may_be_of_other_things_is_of_dates_where_its_cells_are(heading, name):
    """Days of work, percentages and ticks are none; where there is nothing, nothing has come yet."""
    columns = (CODE, RECEIVED, ("Tình trạng", "", ""))
    for cells in (DUE, ("", "12/04/2024"), ("", ""), ("-", "Chưa có")):
        assert _meanings(*columns, (heading, *cells))[name] == heading
    for cells in (("15 ngày", "3 ngày làm việc"), ("100%", "80%"), ("x", "")):
        assert name not in _meanings(*columns, (heading, *cells))


def test_a_page_on_which_nothing_is_finished_is_part_of_its_table():
    """A header printed again begins no other table, whatever the cells below it are."""
    head = ["Mã hồ sơ", "Ngày nhận", "Hẹn trả", "Hoàn thành"]
    ended = ["3/4/2024", "4/4/2024", "x"]
    first, second, third = (["A1", "1/4/2024", "5/4/2024", day] for day in ended)
    (sheet,) = read_tables(csv_bytes([head, first, second, head, third]))
    assert sheet.table.columns["ended"].to_pylist() == ended


def test_cells_of_dates_out_of_order_are_dates():
    """Their order is doubted later, and told; here the column is not lost."""
    columns = (CODE, RECEIVED, ("Tình trạng", "", ""), ("Hạn trả", "04/25/2024", "04/26/2024"))
    assert _meanings(*columns)["due"] == "Hạn trả"


def test_a_plain_heading_goes_before_one_that_its_cells_explain():
    """Ngày kết thúc beside Hoàn thành."""
    columns = (CODE, RECEIVED, ("Hoàn thành", *DUE), ("Ngày kết thúc", *ENDED))
    assert _meanings(*columns)["ended"] == "Ngày kết thúc"


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        (("Cổng DVCQG", "Tiền mặt"), "method"),
        (("Ví điện tử", "Đối tượng miễn phí"), "method"),
        (("Thu trước", "Thu sau"), "collection"),
        (("Thu sau", "Đối tượng miễn phí"), "collection"),
        (("Đối tượng miễn phí", ""), "collection"),
        (("Không thu phí", "Thu trước"), "collection"),
    ],
)
def test_hinh_thuc_thu_is_a_method_only_where_its_cells_are(cells, name):
    """When a fee is collected is no method; one column means one thing."""
    columns = (CODE, ("Ngày thu phí", *DUE), ("Số tiền", "8000", "8000"), ("Hình thức thu", *cells))
    meanings = _meanings(*columns)
    assert [found for found in ("method", "collection") if found in meanings] == [name]


def test_hinh_thuc_thu_beside_a_method_is_read_for_its_exempt_marks():
    """Whatever its cells say."""
    columns = (CODE, ("Số tiền", "8000", "8000"), ("Hình thức thu", "Tiền mặt", "Tiền mặt"),
               ("Hình thức thanh toán", "Trực tuyến", ""))  # fmt: skip
    meanings = _meanings(*columns)
    assert (meanings["method"], meanings["collection"]) == ("Hình thức thanh toán", "Hình thức thu")


@pytest.mark.parametrize("heading", ["Ngày nộp", "Ngày nộp hồ sơ", "Người tiếp nhận"])
def test_what_is_handed_in_is_not_received(heading):
    """Nor is the desk the official."""
    meanings = _meanings(CODE, RECEIVED, ("Hẹn trả", *DUE), (heading, *ENDED))
    assert set(meanings) == {"code", "received", "due"}


@pytest.mark.parametrize("order", [1, -1])
def test_the_solving_unit_counts(order):
    """Wherever it stands."""
    units = [("Đơn vị tiếp nhận", "Xã Hai", "Xã Hai"), ("Đơn vị giải quyết", "Xã Một", "Xã Hai")]
    table = _table(CODE, RECEIVED, ("Hẹn trả", *DUE), *units[::order])
    assert table.columns["unit"].to_pylist() == ["Xã Một", "Xã Hai"]


LIST = [CODE, RECEIVED, ("Loại tiếp nhận", "Trực tuyến", "Trực tiếp"), ("Hẹn trả", *DUE), ("Tình trạng", "", ""),
        ("Phí", "0", "0"), ("Lệ phí", "8000", "0"), ("Đơn vị", "Xã Một", "Xã Một")]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ([], "dossiers"),
        ([("Số biên lai", "0001", "0002"), ("Ngày thu", *ENDED)], "payments"),
        ([("Số biên lai", "0001", "0002"), ("Tổng (VNĐ)", "8000", "0")], "payments"),
        ([("Mã tham chiếu", "A", "B"), ("Số tiền", "8000", "0")], "payments"),
        ([("Thời gian giao dịch", *ENDED), ("Số tiền", "8000", "0")], "payments"),
        ([("Mức độ hài lòng", "Hài lòng", ""), ("Ngày đánh giá", *ENDED)], "ratings"),
        ([("Số hóa TPHS", "x", "x"), ("Số hóa kết quả", "x", "x")], "digitization"),
        ([("Mức độ hài lòng", "Hài lòng", "")], "dossiers"),  # no rating log without a day
    ],
)
def test_a_column_that_one_kind_has_decides_before_columns_are_counted(columns, kind):
    """However many columns of a dossier log stand beside it."""
    assert _table(*LIST, *columns).kind == kind


def test_a_deciding_heading_decides_for_its_own_table_alone():
    """Payments below dossiers: both are read."""
    payments = [["Mã hồ sơ", "Thời gian giao dịch", "Số tiền"], [CODE[1], "11/04/2024", "8000"]]
    rows = [*map(list, zip(*LIST, strict=True)), [], *payments]
    kinds = [sheet.table.kind for sheet in read_tables(csv_bytes(rows))]
    assert kinds == ["dossiers", "payments"]


def test_fees_alone_make_no_payments_of_a_list():
    """A list of dossiers without a received date lacks it, and is no payment log by its fee."""
    (sheet,) = read_tables(csv_bytes([*map(list, zip(CODE, ("Hẹn trả", *DUE), ("Trạng thái", "", ""),
                                                      ("Lệ phí", "8000", "0"), strict=True))]))  # fmt: skip
    assert sheet.table is None
    assert [doubt.code for doubt in sheet.doubts] == ["missing_column"]


BOOK = [
    ["TT", "Mã hồ sơ", "Nội dung hồ sơ", "Ngày, tháng, năm", "", "Trả kết quả", "", "Ghi chú"],
    ["", "", "", "Nhận hồ sơ", "Hẹn trả kết quả", "{}", "Ký nhận", ""],
    ["1", "01/2024", "Khai sinh", "28/3/2024", "1/4/2024", "1/4/2024", "", ""],
    ["2", "02/2024", "Khai sinh", "28/3/2024", "1/4/2024", "3/4/2024", "", ""],
]


@pytest.mark.parametrize(
    "leaf", ["Ngày, tháng, năm", "Ngày", "NGÀY THÁNG NĂM", "Ngày/tháng/năm", "Thời gian"]
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_generic_leaf_means_what_stands_above_it(leaf, place):
    """Under the first or a further column of what is merged above."""
    rows = [[cell.format(leaf) for cell in row] for row in BOOK]
    if place:
        for row in rows[1:]:
            row[5], row[6] = row[6], row[5]
    (sheet,) = read_tables(csv_bytes(rows))
    assert sheet.table.headers == {
        "code": "Mã hồ sơ", "procedure_name": "Nội dung hồ sơ", "received": "Nhận hồ sơ",
        "due": "Hẹn trả kết quả", "returned": "Ngày trả kết quả",
    }  # fmt: skip
    assert sheet.table.columns["returned"].to_pylist() == ["1/4/2024", "3/4/2024"]


def test_a_generic_leaf_under_what_says_nothing_stays_what_it_is():
    """A note above a column of the portal's figures."""
    rows = [["Nguồn: cổng", "", "", ""], ["Chỉ tiêu", "Tử số", "Mẫu số", "Ngày"],
            ["Hồ sơ nộp trực tuyến", "1", "2", "30/04/2024"]]  # fmt: skip
    (sheet,) = read_tables(csv_bytes(rows))
    assert sheet.table.headers["figure"] == "Ngày"
