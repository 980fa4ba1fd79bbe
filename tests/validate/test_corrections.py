"""Copies to correct: what is wrong comes back to staff in their own rows, and counts once mended."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.report import write_correction
from tests.builders import (
    csv_bytes,
    digitization,
    dossier,
    export,
    payment,
    plan,
    plan_bytes,
    rating,
    table,
    xlsx_bytes,
)
from tests.command import pipeline
from tests.outcomes import outcome

HEADER = 3  # the copy's header row, as Excel counts


def _copies(tmp_path, result):
    """The copies of an outcome, opened: {input file: workbook}."""
    books = {}
    for number, (file, corrections) in enumerate(result.corrections.items()):
        path = tmp_path / f"copy-{number}.xlsx"
        write_correction(file, corrections, path)
        books[file] = openpyxl.load_workbook(path)
    return books


def _cells(sheet):
    """Header -> column, and the data rows as {header: cell}."""
    headers = {cell.value: cell.column for cell in sheet[HEADER]}
    rows = [
        {header: sheet.cell(row, column) for header, column in headers.items()}
        for row in range(HEADER + 1, sheet.max_row + 1)
    ]
    return headers, rows


def _bytes(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_only_rows_to_correct_only_named_columns(tmp_path):
    """Headers and cells as they were; the applicant's column stays out; good rows, too."""
    rows = [
        dossier(code="A", applicant="ZZPD"),
        dossier(code="B", channel="Fax", applicant="ZZPD"),
        dossier(code="C", status="Lạ", received="02/04/2024", applicant="ZZPD"),
    ]
    result = outcome(tmp_path, {"a.xlsx": xlsx_bytes({"Hồ sơ": table("dossiers", rows)})})
    sheet = _copies(tmp_path, result)["a.xlsx"]["Hồ sơ"]
    headers, cells = _cells(sheet)
    named = [h for h in table("dossiers", [])[0] if h != "Chủ hồ sơ"]
    assert list(headers) == ["Dòng gốc", "Cần sửa", *named]
    assert [row["Mã hồ sơ"].value for row in cells] == ["B", "C"]
    assert cells[1]["Ngày tiếp nhận"].value == "02/04/2024"


def test_wrong_cells_are_coloured_and_say_what_to_do(tmp_path):
    """Comment and colour on the wrong cell alone, a word list to choose from, text in a column."""
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier(channel="Fax", status="Lạ"))})
    sheet = _copies(tmp_path, result)["a.csv"].worksheets[0]
    _, (row,) = _cells(sheet)
    commented = {header: cell.comment.text for header, cell in row.items() if cell.comment}
    assert sorted(commented) == ["Hình thức tiếp nhận", "Trạng thái hồ sơ"]
    assert commented["Hình thức tiếp nhận"] == (
        "Hình thức tiếp nhận không có trong danh mục: “Fax”.\n"
        "Ghi Trực tiếp, Trực tuyến hoặc Bưu chính công ích. Hoặc mở outputs/can-sua/cot-la.xlsx, "
        "chọn nghĩa của từ, lưu vào inputs/ rồi chạy lại."
    )
    fills = {header: cell.fill.fgColor.rgb for header, cell in row.items() if cell.fill.fill_type}
    assert fills == {"Hình thức tiếp nhận": "FFFCE4E4", "Trạng thái hồ sơ": "FFFFF2CC"}
    assert row["Cần sửa"].value.count("\n") == 1
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    place = row["Hình thức tiếp nhận"].coordinate
    assert lists[f"{place}"] == '"Trực tiếp,Trực tuyến,Bưu chính công ích"'


def test_text_that_excel_would_run_is_text_in_the_copy(tmp_path):
    """No cell of the copy is a formula."""
    rows = [dossier(code="=1+1", channel="@x"), dossier(code="+B", channel="-x")]
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)})
    sheet = _copies(tmp_path, result)["a.csv"].worksheets[0]
    _, cells = _cells(sheet)
    shown = [(row["Mã hồ sơ"], row["Hình thức tiếp nhận"]) for row in cells]
    assert [(a.value, a.data_type, b.value, b.data_type) for a, b in shown] == [
        ("=1+1", "s", "@x", "s"), ("+B", "s", "-x", "s"),
    ]  # fmt: skip


def test_a_row_rejected_for_want_of_a_unit_gets_the_column(tmp_path):
    """Two dossiers with one code in two units: whoever corrects the payment can name the unit."""
    files = {
        "hs.csv": export("dossiers", dossier(unit="Xã Một"), dossier(unit="Xã Hai")),
        "gd.csv": csv_bytes(table("payments", [payment()], without=("Đơn vị",))),
    }
    units = [["H21.65", "Xã Một", None], ["H21.66", "Xã Hai", None]]
    campaign = plan(tmp_path, **{"Đơn vị": [[n, *u] for n, u in enumerate(units, 1)]})
    result = outcome(tmp_path, files, campaign=campaign)
    assert "ambiguous_unit" in result.codes()
    book = _copies(tmp_path, result)["gd.csv"]
    _, (row,) = _cells(book.worksheets[0])
    row["Cơ quan/đơn vị"].value = "Xã Hai"
    again = outcome(tmp_path, files | {"sua.xlsx": _bytes(book)}, campaign=campaign)
    assert "ambiguous_unit" not in again.codes()
    assert again.count("online_payment") == (1, 1)


FAULTS = {
    "Hình thức tiếp nhận": ["Fax", "#N/A"],
    "Ngày tiếp nhận": ["31/02/2024", "mai", None],
    "Ngày hẹn trả": ["30/03/2024", "?"],
    "Ngày kết thúc xử lý": ["32/13/2024", "01/01/2024"],
    "Trạng thái hồ sơ": ["Lạ"],
    "Lệ phí": ["tám nghìn", "-1"],
    "Kết quả điện tử": ["Chưa rõ"],
}
CLEAN = st.builds(
    dossier,
    channel=st.sampled_from(["Trực tuyến", "Trực tiếp"]),
    received=st.sampled_from(["01/04/2024", "05/04/2024 08:30:00"]),
    due=st.sampled_from(["10/04/2024", "05/04/2024 09:00:00"]),
    ended=st.sampled_from(["06/04/2024", "20/04/2024"]),
    fee=st.sampled_from(["8.000", None]),
)


@given(st.lists(CLEAN, min_size=1, max_size=6), st.data())
@settings(
    max_examples=30, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
def test_a_corrected_copy_equals_the_truth(rows, data):
    """Whatever was wrong in whichever rows: corrected in the copy, the facts are those of the
    clean export, every row is accounted for and no problem is left.
    """
    clean = [row | {"Mã hồ sơ": f"A{n}"} for n, row in enumerate(rows)]
    faulty = []
    for row in clean:
        columns = data.draw(st.lists(st.sampled_from(sorted(FAULTS)), max_size=3, unique=True))
        faulty.append(row | {c: data.draw(st.sampled_from(FAULTS[c])) for c in columns})
    with tempfile.TemporaryDirectory() as folder:
        tmp_path = Path(folder)
        truth = outcome(tmp_path, {"a.csv": export("dossiers", *clean)})
        files = {"a.csv": export("dossiers", *faulty)}
        again = outcome(tmp_path, files)
        while again.corrections:  # a date that could not be judged before may be wrong as well
            book = list(_copies(tmp_path, again).values())[-1]  # the latest correction
            _, cells = _cells(book.worksheets[0])
            for row in cells:
                by_code = {entry["Mã hồ sơ"]: entry for entry in clean}
                for header, cell in row.items():
                    if cell.comment is not None:
                        cell.value = by_code[row["Mã hồ sơ"].value].get(header)
            files[f"sửa {len(files)}.xlsx"] = _bytes(book)
            assert len(files) < 5
            again = outcome(tmp_path, files)
        assert again.facts == truth.facts
        assert again.codes() == truth.codes() == []
        for source in again.sources:
            parts = (source.rows_kept, source.rows_rejected, source.rows_duplicate)
            assert (min(parts) >= 0, source.rows_read) == (True, sum(parts))
        assert sum(source.rows_kept for source in again.sources) == len(clean)


@pytest.mark.parametrize("kind", ["payments", "digitization", "ratings"])
def test_rows_whose_dossier_is_missing_come_back_too(tmp_path, kind):
    """Only all inputs together show it; a corrected code finds its dossier."""
    row = {"payments": payment, "digitization": digitization, "ratings": rating}[kind]
    files = {"hs.csv": export("dossiers", dossier(fee="1")), "x.csv": export(kind, row(code="Q"))}
    result = outcome(tmp_path, files)
    book = _copies(tmp_path, result)["x.csv"]
    _, (cells,) = _cells(book.worksheets[0])
    assert cells["Mã hồ sơ"].comment
    cells["Mã hồ sơ"].value = dossier()["Mã hồ sơ"]
    again = outcome(tmp_path, files | {"sua.xlsx": _bytes(book)})
    truth = outcome(tmp_path, files | {"x.csv": export(kind, row())})
    assert again.facts == truth.facts
    assert again.codes() == []


def test_a_correction_of_a_correction(tmp_path):
    """The first attempt was wrong as well: the second settles both."""
    files = {"a.csv": export("dossiers", dossier(channel="Fax"))}
    for name, channel in (("b.xlsx", "Thư"), ("c.xlsx", "Trực tuyến")):
        result = outcome(tmp_path, files)
        book = list(_copies(tmp_path, result).values())[-1]
        _, (row,) = _cells(book.worksheets[0])
        row["Hình thức tiếp nhận"].value = channel
        files[name] = _bytes(book)
    result = outcome(tmp_path, files)
    assert result.codes() == []
    assert [(s.rows_kept, s.rows_rejected, s.rows_duplicate) for s in result.sources] == [
        (0, 0, 1), (0, 0, 1), (1, 0, 0),
    ]  # fmt: skip


def test_a_copy_that_is_still_wrong_leaves_the_original_alone(tmp_path):
    """A row that was accepted with a warning is not lost to a copy that is rejected; what both have
    is told at the copy alone.
    """
    files = {"a.csv": export("dossiers", dossier(status="Lạ"))}
    book = _copies(tmp_path, outcome(tmp_path, files))["a.csv"]
    _, (row,) = _cells(book.worksheets[0])
    row["Ngày tiếp nhận"].value = "mai"
    result = outcome(tmp_path, files | {"b.xlsx": _bytes(book)})
    assert [(p.file, p.code) for p in result.rows() if p.row] == [
        ("b.xlsx", "bad_received"), ("b.xlsx", "unknown_status"),
    ]  # fmt: skip
    assert result.count("online") == (1, 1)


@pytest.fixture
def office(tmp_path):
    """A folder with a plan, and an export with a wrong row and one below a folder."""
    inputs = tmp_path / "inputs"
    (inputs / "thang 4").mkdir(parents=True)
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    (inputs / "a.csv").write_bytes(export("dossiers", dossier(code="A"), dossier(channel="Fax")))
    (inputs / "thang 4" / "b.xls.csv").write_bytes(export("dossiers", dossier(code="=B", fee="-1")))

    def run():
        done = pipeline(
            "report", "--inputs", inputs, "--outputs", tmp_path / "out", "--as-of", "2024-05-16"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return inputs, tmp_path / "out" / "can-sua", run


def test_copies_lie_where_their_inputs_lay(office):
    """One for each file with rows to correct; the screen says where and what to do."""
    _, copies, run = office
    screen = run()
    assert "Các dòng cần sửa, tô màu sẵn" in screen
    copy_names = sorted(path.relative_to(copies).as_posix() for path in copies.rglob("*.xlsx"))
    assert copy_names == ["cot-la.xlsx", "sua_a.xlsx", "thang 4/sua_b.xls.xlsx"]
    before = {path: path.read_bytes() for path in copies.rglob("*.xlsx")}
    run()
    assert before == {path: path.read_bytes() for path in copies.rglob("*.xlsx")}


def test_what_somebody_has_begun_to_correct_is_never_overwritten(office):
    """It stays until it is dropped into inputs/, and the screen says so; then it is cleared."""
    inputs, copies, run = office
    run()
    path = copies / "sua_a.xlsx"
    book = openpyxl.load_workbook(path)
    _, (row,) = _cells(book.worksheets[0])
    row["Hình thức tiếp nhận"].value = "Trực tuyến"
    book.save(path)
    corrected = path.read_bytes()
    assert "Giữ nguyên" in run()
    assert path.read_bytes() == corrected
    (inputs / "a (sửa).xlsx").write_bytes(corrected)
    screen = run()
    assert "Giữ nguyên" not in screen
    assert "2 dòng: 2" not in screen
    assert not path.exists()
    assert (copies / "thang 4" / "sua_b.xls.xlsx").exists()


def test_a_heading_that_hangs_on_its_cells_is_a_plain_one_in_the_copy(tmp_path):
    """Of the few rows of a copy the cells may say nothing: the corrected row counts all the same."""
    rows = table(
        "dossiers", [dossier(code="A"), dossier(code="B"), dossier(code="C", due="bao giờ xong")]
    )
    rows[0][rows[0].index("Ngày hẹn trả")] = "Thời hạn giải quyết"
    files = {"hs.csv": csv_bytes(rows)}
    first = outcome(tmp_path, files)
    assert [p.code for p in first.problems if p.severity == "error"] == ["bad_due"]
    book = _copies(tmp_path, first)["hs.csv"]
    _, (row,) = _cells(book.worksheets[0])
    row["Ngày hẹn trả"].value = "05/04/2024"
    second = outcome(tmp_path, files | {"sua.xlsx": _bytes(book)})
    assert second.count("on_time") == (3, 3)


def test_what_is_mended_elsewhere_brings_no_row_into_the_copy(tmp_path):
    """A procedure or unit that the plan lacks; a code without its last digits; what hangs on another
    row.
    """
    files = {
        "hs.csv": export("dossiers", dossier(code="A", procedure="9.999999"),
                         dossier(code="B", unit="Xã Lạ"), dossier(code="1,23E+15"),
                         dossier(code="D", channel="Fax")),
        "gd.csv": export("payments", payment(code="D"), payment(code="B", reference="2")),
    }  # fmt: skip
    result = outcome(tmp_path, files)
    assert result.codes() == [
        "bad_channel", "orphan_payment", "orphan_payment", "procedure_not_in_catalogue",
        "spoiled_code", "unknown_unit",
    ]  # fmt: skip
    copies = _copies(tmp_path, result)
    assert list(copies) == ["hs.csv"]
    _, cells = _cells(copies["hs.csv"].worksheets[0])
    assert [row["Mã hồ sơ"].value for row in cells] == ["D"]


def test_a_copy_has_no_more_rows_than_anybody_corrects(tmp_path):
    """The first ones, and how many more there are; they come with the next run."""
    rows = [dossier(code=f"A{n:04d}", channel="Fax") for n in range(5010)]
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)})
    sheet = _copies(tmp_path, result)["a.csv"].worksheets[0]
    _, cells = _cells(sheet)
    assert [cells[0]["Mã hồ sơ"].value, cells[-1]["Mã hồ sơ"].value] == ["A0000", "A4999"]
    assert sheet["A2"].value == "Từ tệp a.csv: 5000 dòng, còn 10 dòng nữa"
