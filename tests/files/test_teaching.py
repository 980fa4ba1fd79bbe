"""What staff teach holds in every file; what can't hold is an error that names both."""

from __future__ import annotations

import io

import openpyxl
import pytest

from pipeline.files.discover import discover, teaches
from pipeline.model import Limits
from tests.builders import csv_bytes, dossier, lesson, table, xlsx_bytes
from tests.outcomes import outcome

HEADINGS = {
    "Ký số": "Hồ sơ: Mã hồ sơ",
    "Vào sổ": "Hồ sơ: Ngày tiếp nhận",
    "Đi bằng": "Hồ sơ: Hình thức tiếp nhận",
}
WORDS = {"Đường mạng": "Hình thức tiếp nhận: Trực tuyến"}
EXPORT = csv_bytes([[*HEADINGS], ["A", "01/04/2024", "Đường mạng"]])


def test_headings_and_words_hold_as_they_were_taught(tmp_path):
    """The facts are those of the clean form; both sources tell what was done."""
    result = outcome(tmp_path, {"so.csv": EXPORT}, lessons={"day.xlsx": lesson(HEADINGS, WORDS)})
    assert result.count("online") == (1, 1)
    assert {source.file: source.message for source in result.sources} == {
        "day.xlsx": "nói nghĩa của 3 tiêu đề cột và 1 từ",
        "so.csv": "đọc theo day.xlsx: “Ký số” là Mã hồ sơ, “Vào sổ” là Ngày tiếp nhận, “Đi bằng” là "
        "Hình thức tiếp nhận; từ đã dạy: “Đường mạng” là Hình thức tiếp nhận: Trực tuyến",
    }


def test_case_and_white_space_make_no_difference(tmp_path):
    """In headings, words and meanings."""
    shouted = lesson(
        {heading.upper(): meaning.lower() for heading, meaning in HEADINGS.items()},
        {f" {word}  ": meaning for word, meaning in WORDS.items()},
    )
    assert outcome(tmp_path, {"so.csv": EXPORT}, lessons={"d.xlsx": shouted}).count("online") == (
        1,
        1,
    )


def test_a_heading_may_mean_one_thing_in_dossiers_and_another_in_payments(tmp_path):
    """The kind of the sheet decides."""
    money = {"Ký số": "Thanh toán: Mã hồ sơ", "Vào sổ": "Thanh toán: Thời gian giao dịch",
             "Bao nhiêu": "Thanh toán: Số tiền (VNĐ)"}  # fmt: skip
    files = {"so.csv": EXPORT, "tien.csv": csv_bytes([[*money], ["A", "02/04/2024", "5000"]])}
    lessons = {"a.xlsx": lesson(HEADINGS, WORDS), "b.xlsx": lesson(money)}
    result = outcome(tmp_path, files, lessons=lessons)
    kinds = {source.file: source.kind for source in result.sources}
    assert (kinds["so.csv"], kinds["tien.csv"]) == ("dossiers", "payments")
    assert [p for p in result.problems if p.code.startswith("lesson")] == []


def test_the_same_said_twice_is_said_once(tmp_path):
    """As after a newer workbook was put beside an older one."""
    lessons = {"a.xlsx": lesson(HEADINGS, WORDS), "b.xlsx": lesson(HEADINGS, WORDS)}
    result = outcome(tmp_path, {"so.csv": EXPORT}, lessons=lessons)
    assert result.count("online") == (1, 1)
    assert [lesson.text for lesson in result.unread.lessons] == [
        "Ký số",
        "Vào sổ",
        "Đi bằng",
        "Đường mạng",
    ]


def test_what_means_it_already_may_be_taught(tmp_path):
    """Nothing changes by it."""
    taught = lesson(
        {"Ngày tiếp nhận": "Hồ sơ: Ngày tiếp nhận"}, {"Một cửa": "Hình thức tiếp nhận: Trực tiếp"}
    )
    files = {"hs.csv": csv_bytes(table("dossiers", [dossier()]))}
    result = outcome(tmp_path, files, lessons={"d.xlsx": taught})
    assert (result.codes(), result.count("online")) == ([], (1, 1))


# Lessons, what the message names, and the code.
FAULTS = [
    ([lesson({"Ký số": "Hồ sơ: Mã"})], "“Ký số” được ghi nghĩa “Hồ sơ: Mã”, mà không có nghĩa đó (gần nhất: “Hồ sơ: Mã TTHC”)", "lesson_meaning"),
    ([lesson(words={"Fax": "Trực  tuyen"})], "mà không có nghĩa đó (gần nhất: “Hình thức tiếp nhận: Trực tuyến”)", "lesson_meaning"),
    ([lesson(words={"Fax": "Bỏ qua"})], "mà không có nghĩa đó", "lesson_meaning"),
    ([lesson(words={"Fax": "Trực tuyến"})], "“Fax” được ghi nghĩa “Trực tuyến”, mà có nhiều nghĩa như vậy: “", "lesson_ambiguous"),
    ([lesson({"Ngày trả": "Hồ sơ: Ngày tiếp nhận"})], "chương trình đã hiểu là “Hồ sơ: Ngày trả kết quả”", "lesson_known"),
    ([lesson(words={"BCCI": "Hình thức tiếp nhận: Trực tuyến"})], "đã hiểu là “Hình thức tiếp nhận: Bưu chính công ích”", "lesson_known"),
    ([lesson(HEADINGS), lesson({"KÝ SỐ": "Hồ sơ: Mã TTHC"})], "mà 1.xlsx, trang “Cột lạ”, dòng 2 ghi nghĩa “Hồ sơ: Mã TTHC”", "lesson_contradicted"),
    ([lesson(HEADINGS), lesson({"Ký số": "Bỏ qua"})], "mà 0.xlsx, trang “Cột lạ”, dòng 2 ghi nghĩa “Hồ sơ: Mã hồ sơ”", "lesson_contradicted"),
    ([lesson(words=WORDS), lesson(words={"đường mạng": "Hình thức tiếp nhận: Trực tiếp"})], "mà 1.xlsx, trang “Từ lạ”, dòng 2 ghi nghĩa “Hình thức tiếp nhận: Trực tiếp”", "lesson_contradicted"),
    ([xlsx_bytes({"Cột lạ": [["Cột", "Là"], ["Ký số", "Hồ sơ: Mã hồ sơ"]], "Từ lạ": [["Từ", "Nghĩa là"]]})], "thiếu một trong các cột: Tiêu đề cột, Nghĩa là", "lesson_columns"),
    ([lesson(HEADINGS | {"Số ký": "Hồ sơ: Mã hồ sơ"})], "cùng được hiểu là “Hồ sơ: Mã hồ sơ”: “Ký số” (0.xlsx, trang “Cột lạ”, dòng 2), “Số ký” (0.xlsx, trang “Cột lạ”, dòng 5)", "taught_twice"),
    ([lesson(HEADINGS | {"Số ký": "Hồ sơ: Lĩnh vực"})], "cùng được hiểu là “Hồ sơ: Lĩnh vực”: “Số ký” (0.xlsx, trang “Cột lạ”, dòng 5), “Lĩnh vực”", "taught_twice"),
]  # fmt: skip


@pytest.mark.parametrize(("lessons", "named", "code"), FAULTS)
def test_what_can_not_hold_names_both_and_does_not_hold(tmp_path, lessons, named, code):
    """An unknown meaning, one that the program knows otherwise, two that contradict each other, two
    columns of a sheet for one: an error with file, sheet and row; nothing is read by it.
    """
    rows = [[*HEADINGS, "Số ký", "Lĩnh vực"], ["A", "01/04/2024", "Trực tuyến", "B", "Hộ tịch"]]
    files = {f"{number}.xlsx": content for number, content in enumerate(lessons)}
    result = outcome(tmp_path, {"so.csv": csv_bytes(rows)}, lessons=files)
    faults = [problem for problem in result.problems if problem.code == code]
    assert named in " ".join(fault.message for fault in faults)
    assert all(fault.severity == "error" and fault.file for fault in faults)
    assert result.count("online") == (0, 0)


def test_a_heading_to_be_ignored_is_asked_for_no_more(tmp_path):
    """Nor warned of."""
    files = {"hs.csv": csv_bytes([[*HEADINGS, "Mã phụ"], ["A", "01/04/2024", "Trực tuyến", "x"]])}
    asked = outcome(tmp_path, files, lessons={"d.xlsx": lesson(HEADINGS)}).unread
    assert [column.heading for sheet in asked.sheets for column in sheet.columns] == ["Mã phụ"]
    taught = lesson(HEADINGS | {"Mã phụ": "Bỏ qua"})
    assert outcome(tmp_path, files, lessons={"d.xlsx": taught}).unread.sheets == ()


def _resaved(content):
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content)).save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "is_teaching"),
    [
        ("a.xlsx", lesson(), True),
        ("tháng 4/Bản sao.XLSX", _resaved(lesson()), True),
        ("a.xlsx", xlsx_bytes({"Cột lạ": [["x"]]}), False),
        ("a.csv", lesson(), False),
        ("a.xlsx", lesson()[:-200], False),
        ("a.xlsx", b"", False),
    ],
)
def test_a_workbook_that_teaches_is_known_by_its_sheets(tmp_path, name, content, is_teaching):
    """By any name, anywhere below inputs/, whatever program saved it; it is no export."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    assert teaches(path) == is_teaching
    found = discover(tmp_path, tmp_path / "ke-hoach.xlsx", Limits())
    assert (len(found.teaching), len(found.files)) == (is_teaching, not is_teaching)
