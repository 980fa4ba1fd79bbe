"""A report that nobody may be judged by yet says so, and why, wherever it is read."""

from __future__ import annotations

from datetime import date

import pytest
from docx import Document

from pipeline.notices import UNRELIABLE, last_records, unreliable
from pipeline.report import write_document
from tests.builders import (
    csv_bytes,
    digitization,
    dossier,
    export,
    payment,
    plan,
    plan_bytes,
    publicity,
    rating,
    table,
)
from tests.command import pipeline
from tests.outcomes import outcome
from tests.report.commune import book_of, texts_of

AS_OF = date(2024, 5, 16)
DOSSIERS = [dossier(code=f"A{n}", received="10/05/2024", due=None, ended=None) for n in range(10)]
PAYMENT = payment(code="A0", paid="12/05/2024")
WHOLE = {
    "hs.csv": export("dossiers", *DOSSIERS),
    "tt.csv": export("payments", PAYMENT),
    "sh.csv": export("digitization", digitization(code="A0", digitized="12/05/2024")),
    "dg.csv": export("ratings", rating(code="A0", rated="12/05/2024")),
    "ck.csv": export("publicity", publicity(), publicity(procedure="1.000002")),
}


def _results(tmp_path, changed=None, **plan_differs):
    """Of exports of every kind with which nothing is wrong, but for the changed ones; of None there
    is none.
    """
    campaign = plan(tmp_path, **plan_differs)
    files = {n: c for n, c in (WHOLE | (changed or {})).items() if c is not None}
    return outcome(tmp_path, files, AS_OF, campaign).results(campaign, AS_OF)


def test_nothing_is_said_against_whole_exports(tmp_path):
    """The last record of each kind stands there all the same."""
    results = _results(tmp_path)
    assert unreliable(results) == ()
    assert last_records(results) == (
        "Bản ghi cuối: hồ sơ 10/05/2024; thanh toán 12/05/2024; số hóa 12/05/2024; đánh giá hài lòng "
        "12/05/2024."
    )


def _rejected(count):
    wrong = [row | {"Ngày tiếp nhận": "?"} for row in DOSSIERS[:count]]
    return export("dossiers", *wrong, *DOSSIERS[count:])


def _of_neighbours(count, name="Xã Xa"):
    """Dossiers, so many of them of another unit."""
    return [row | {"Đơn vị": name} for row in DOSSIERS[:count]] + DOSSIERS[count:]


FOREIGN = [row | {"Mã TTHC": "9.999999"} for row in DOSSIERS[:6]]
FILTERED = csv_bytes([["DANH SÁCH HỒ SƠ QUÁ HẠN"], *table("dossiers", DOSSIERS)])
COPY = csv_bytes([
    [*table("dossiers", DOSSIERS)[0], "Dòng gốc"],
    *([*row, "0123abcd.0.9"] for row in table("dossiers", DOSSIERS)[1:]),
])  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"hs.csv": _rejected(1)}, []),  # 1 of 15 rows
        ({"hs.csv": _rejected(2)}, ["2 trên 15 dòng bị loại, hơn một phần mười"]),
        ({"hs.csv": export("dossiers", *FOREIGN[:5], *DOSSIERS[5:])}, []),
        (
            {"hs.csv": export("dossiers", *FOREIGN, *DOSSIERS[6:])},
            [
                "phần lớn hồ sơ (6 dòng) thuộc thủ tục không có trong Danh mục TTHC của kế hoạch",
            ],
        ),
        ({"tt.csv": None}, ["không có bản xuất thanh toán"]),
        ({"dg.csv": None, "ck.csv": None},
         ["không có bản xuất đánh giá hài lòng", "không có bản xuất công khai thủ tục"]),
        ({"tt.csv": export("payments", PAYMENT | {"Thời gian giao dịch": "06/05/2024"})}, []),
        (
            {"tt.csv": export("payments", PAYMENT | {"Thời gian giao dịch": "05/05/2024"})},
            ["bản xuất thanh toán chỉ có đến 05/05/2024, 11 ngày trước ngày số liệu"],
        ),
        ({"qh.csv": FILTERED}, ["qh.csv là danh sách đã lọc"]),
        (
            {"sua_x.csv": COPY},
            ["sua_x.csv là bản sửa của một bản xuất không còn trong inputs/ như khi sửa"],
        ),
        (
            {"hs2.csv": export("dossiers", *DOSSIERS, without=("Ngày tiếp nhận",))},
            ["hs2.csv không đọc được, không dòng nào của tệp hoặc trang đó được tính"],
        ),
        (
            {"hs.csv": export("dossiers", *(row | {"Đơn vị": "Xã Xa"} for row in DOSSIERS))},
            [
                "10 trên 15 dòng bị loại, hơn một phần mười",
                "10 trên 15 dòng là của đơn vị không có trong kế hoạch: ke-hoach.xlsx là của đơn vị "
                "khác, lập kế hoạch của đơn vị mình bằng ke-hoach.cmd hoặc make plan",
            ],
        ),
        (
            {"hs.csv": export("dossiers", *_of_neighbours(2))},
            [
                "2 trên 15 dòng bị loại, hơn một phần mười; trong đó 2 dòng là của đơn vị khác (“Xã "
                "Xa”): xuất lại chỉ đơn vị mình, hoặc thêm vào kế hoạch nếu là của mình",
            ],
        ),
        (
            {"hs.csv": export("dossiers", *_of_neighbours(2, "Xã Mốt"))},
            ["2 trên 15 dòng bị loại, hơn một phần mười"],
        ),
        (
            {"ck.csv": export("publicity", publicity())},
            ["danh mục công khai chỉ có 1 thủ tục, danh mục của kế hoạch có 2"],
        ),
    ],
)  # fmt: skip
def test_each_reason_is_named(tmp_path, changed, reasons):
    """With the file, the count or the day; at its limit a thing is no reason yet."""
    assert list(unreliable(_results(tmp_path, changed))) == reasons


ORDERED = [
    row | {"Ngày tiếp nhận": f"04/{day}/2024"}
    for day, row in zip(range(15, 25), DOSSIERS, strict=True)
]


def test_a_column_that_is_refused_is_no_file_that_is_not_read(tmp_path):
    """Its rows are rejected and counted; others of the file may be used."""
    reasons = unreliable(_results(tmp_path, {"hs.csv": export("dossiers", *ORDERED)}))
    assert any("dòng bị loại" in reason for reason in reasons)
    assert not any("không đọc được" in reason for reason in reasons)


def test_last_years_files_say_nothing_of_this_years_report(tmp_path):
    """Whatever is wrong with them."""
    foreign = export("dossiers", *(row | {"Đơn vị": "Xã Xa"} for row in DOSSIERS * 3))
    past = {"loc.csv": FILTERED, "anh.csv": b"", "sua.csv": COPY, "xa.csv": foreign}
    changed = {f"nam-truoc/{name}": content for name, content in past.items()}
    assert unreliable(_results(tmp_path, changed)) == ()


def test_of_many_files_some_are_named(tmp_path):
    """A province has a thousand; nobody reads so many in a line."""
    (reason,) = unreliable(_results(tmp_path, {f"{n}.csv": b"" for n in range(9)}))
    assert reason == (
        "0.csv, 1.csv, 2.csv, 3.csv, 4.csv và 4 nữa không đọc được, không dòng nào của tệp hoặc trang "
        "đó được tính"
    )


def test_the_reasons_stand_on_the_screen_in_the_workbook_and_in_the_draft(tmp_path):
    """In the same words; the draft's line is red."""
    reason = "không có bản xuất thanh toán"
    results = _results(tmp_path, {"tt.csv": None})
    overview = texts_of(book_of(results, tmp_path)["Tóm tắt"])
    assert overview[overview.index(f"{UNRELIABLE}:") + 1] == f"• {reason}"
    write_document(results, tmp_path / "a.docx")
    (line,) = (p for p in Document(str(tmp_path / "a.docx")).paragraphs if UNRELIABLE in p.text)
    assert line.text == f"{UNRELIABLE}: {reason}. Xóa dòng này khi đã bổ sung đủ."
    assert {str(run.font.color.rgb) for run in line.runs} == {"C00000"}
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    for name, content in WHOLE.items():
        if name != "tt.csv":
            (inputs / name).write_bytes(content)
    done = pipeline("report", "--inputs", inputs, "--outputs", tmp_path / "o", "--as-of", AS_OF)
    assert f"{UNRELIABLE}: {reason}." in " ".join(done.stdout.split())


def test_nobody_has_met_targets_of_which_most_have_no_data(tmp_path):
    """An official of whom only one of five indicators is known is neither praised nor blamed, in the
    workbook and in the draft; nor is the commune.
    """
    only = {name: None for name in WHOLE if name != "hs.csv"}
    targets = [
        ["H21.65", name, 10, 10, 10, 100]
        for name in ("on_time", "online", "online_payment", "satisfaction", "digitization")
    ]
    without_channel = export("dossiers", *DOSSIERS, without=("Hình thức tiếp nhận",))
    results = _results(tmp_path, only | {"hs.csv": without_channel}, **{"Chỉ tiêu": targets})
    sheet = texts_of(book_of(results, tmp_path)["Theo cán bộ"])
    assert "– Chưa đủ số liệu" in sheet
    assert "✔ Hoàn thành" not in sheet
    write_document(results, tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    texts = [
        p.text for p in document.paragraphs if "hoàn thành mọi" in p.text or "chưa đủ" in p.text
    ]
    assert texts == [
        "Tập thể hoàn thành mọi chỉ tiêu có số liệu: không có.",
        "Tập thể chưa đủ số liệu để kết luận: Xã Một.",
        "Cá nhân hoàn thành mọi chỉ tiêu có số liệu: không có.",
        "Cá nhân chưa đủ số liệu để kết luận: Nguyễn Văn A.",
    ]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "– Chưa đủ số liệu" in cells


def test_a_window_that_a_log_does_not_reach_is_grey_and_tells_nothing(tmp_path):
    """Payments end on 12/05, dossiers go on: the window from 17/05 is grey for payments alone, and
    the course in words leaves it out.
    """
    late = {"received": "20/05/2024", "due": None, "ended": None, "fee": "8.000"}
    after = [dossier(code=f"B{n}", channel="BCCI" if n else "2", **late) for n in range(3)]
    files = WHOLE | {"hs.csv": export("dossiers", *DOSSIERS, *after)}
    campaign, end = plan(tmp_path), date(2024, 6, 29)
    results = outcome(tmp_path, files, end, campaign).results(campaign, end)
    sheet = book_of(results, tmp_path)["Tiến độ 10 ngày"]
    rows = {row[0].value: row for row in sheet.iter_rows() if str(row[0].value).startswith("Kỳ ")}
    heads = next(row for row in sheet.iter_rows() if row[0].value == "Kỳ")
    places = {cell.value: index for index, cell in enumerate(heads)}
    grey = {
        (window, heading)
        for window, row in rows.items()
        for heading in ("Tỷ lệ dịch vụ công trực tuyến", "Tỷ lệ thanh toán trực tuyến")
        if row[places[heading]].fill.fgColor.rgb == "FFD9D9D9"
    }
    assert grey == {
        (f"Kỳ {number}{' (cắt, 4 ngày)' if number == 10 else ''}", heading)
        for heading, first in (
            ("Tỷ lệ dịch vụ công trực tuyến", 7), ("Tỷ lệ thanh toán trực tuyến", 6),
        )
        for number in range(first, 11)
    }  # fmt: skip
    write_document(results, tmp_path / "a.docx")
    course = [
        p.text
        for p in Document(str(tmp_path / "a.docx")).paragraphs
        if p.text.startswith("Diễn biến")
    ]
    assert any("kỳ 6" in text for text in course if "dịch vụ công trực tuyến" in text)
    assert not any("kỳ 6" in text for text in course if "thanh toán" in text)
