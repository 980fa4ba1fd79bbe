"""The plan workbook as Excel shows it: formats, names in other spellings, what may be missing."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Difficulty, OfficialTarget
from pipeline.plan.percent_cells import percent_cells
from pipeline.plan.workbook import PlanError, read_plan
from pipeline.values.numbers import parse_percent
from schemas.indicators import indicators
from tests.builders import PLAN_ROWS, plan, plan_bytes, xlsx_bytes


def _items(**differs):
    rows = dict(PLAN_ROWS["Kế hoạch"]) | differs
    return {"Kế hoạch": [[name, value] for name, value in rows.items()]}


def _formatted(content, formats):
    """The workbook with values and formats of cells replaced: {(sheet, cell): (value, format)}."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for (sheet, place), (value, number_format) in formats.items():
        book[sheet][place].value = value
        book[sheet][place].number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _read(tmp_path, content):
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(content)
    return read_plan(path)


@pytest.mark.parametrize(
    ("value", "number_format", "bp"),
    [
        (0.6, "0%", 6000),
        (0.9976999999999999, "0.00%", 9977),
        (1, "0%", 10000),
        (0.002, "#,##0.0%;[Red]-0.0%", 20),
        (60, "General", 6000),
        (60, '0"%"', 6000),  # the sign is only written behind the number
        (60, "0\\%", 6000),
        ("60%", "0%", 6000),
        ("60", "0%", 6000),  # a text stays what it is
    ],
)
def test_a_percentage_is_what_excel_shows(tmp_path, value, number_format, bp):
    """A cell whose format is a percentage holds a hundredth of what stands there."""
    content = _formatted(plan_bytes(), {("Chỉ tiêu", "F2"): (value, number_format)})
    assert _read(tmp_path, content).target("H21.65", "online").day100_bp == bp


def test_percentages_are_found_where_a_sheet_does_not_begin_in_its_corner(tmp_path):
    """Columns are found by name: an empty one before them makes no difference."""
    book = openpyxl.load_workbook(io.BytesIO(plan_bytes()))
    book["Chỉ tiêu"].insert_cols(1)
    stream = io.BytesIO()
    book.save(stream)
    content = _formatted(stream.getvalue(), {("Chỉ tiêu", "G2"): (0.7, "0%")})
    assert _read(tmp_path, content).target("H21.65", "online").day100_bp == 7000


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=200))
def test_a_percentage_survives_its_format(hundredths):
    """Whatever it is, to the hundredth: stored as a fraction, read as typed."""
    cells = {("A", f"A{row}"): (bp / 10_000, "0.00%") for row, bp in enumerate(hundredths, 1)}
    shown = percent_cells(_formatted(xlsx_bytes({"A": [[1]]}), cells))["A"]
    assert [parse_percent(shown[row, 0]) for row in range(1, len(hundredths) + 1)] == hundredths


def test_a_workbook_without_percentages_is_read_once():
    """Its styles say so."""
    assert percent_cells(plan_bytes()) == {}


@pytest.mark.parametrize("indicator", indicators(), ids=lambda entry: entry.id)
def test_indicators_go_by_id_or_heading(tmp_path, indicator):
    """Case, spaces and hoá/hóa make no difference."""
    for name in (indicator.id, indicator.heading, f" {indicator.heading.upper()} "):
        campaign = plan(tmp_path, **{"Chỉ tiêu": [["H21.65", name, None, 50, None, 77]]})
        assert campaign.target("H21.65", indicator.id).day100_bp == 7700


def test_an_unknown_indicator_is_told_with_all_headings(tmp_path):
    """Where none is like it."""
    with pytest.raises(PlanError) as error:
        plan(tmp_path, **{"Chỉ tiêu": [["H21.65", "x", None, 50, None, 77]]})
    assert all(f"“{indicator.heading}”" in str(error.value) for indicator in indicators())


def test_guide_and_difficulties_are_known_sheets(tmp_path):
    """They may stand beside the others without a word."""
    others = {"Hướng dẫn": [["Điền như sau"]], "Khó khăn": [["Ngày", "Cán bộ", "Nội dung"]]}
    assert plan(tmp_path, **others).warnings == ()


def test_difficulties_are_read_as_officials_wrote_them(tmp_path):
    """Whatever columns the sheet has, in whatever order; nothing is read by them anew."""
    sheet = [
        ["Nội dung", "Đề xuất", "Cán bộ", "Ngày"],
        ["Mạng hay  đứt", "Thêm một đường truyền", "Nguyễn Văn A", datetime(2024, 4, 12)],
        [None, "Cấp chữ ký số", None, None],
    ]
    told = plan(tmp_path, **{"Khó khăn": sheet})
    assert told.warnings == ()
    assert told.difficulties == (
        Difficulty(date(2024, 4, 12), "Nguyễn Văn A", "Mạng hay đứt", "Thêm một đường truyền"),
        Difficulty(None, "", "", "Cấp chữ ký số"),
    )
    assert repr(told) == repr(plan(tmp_path))
    only = [["Nội dung"], ["Mạng đứt"]]
    assert plan(tmp_path, **{"Khó khăn": only}).difficulties == (
        Difficulty(None, "", "Mạng đứt", ""),
    )


def test_a_campaign_without_a_middle_has_one_target(tmp_path):
    """No target has a day 50, and texts name none."""
    campaign = plan(tmp_path, **_items(**{"Mốc 50 ngày": None}))
    assert (campaign.day50, campaign.middle_label, campaign.end_label) == (None, "", "94 ngày")
    assert [(t.day50_bp, t.day100_bp) for t in campaign.targets] == [(None, 10000), (None, 6000)]


@pytest.mark.parametrize(
    ("name", "middle", "labels"),
    [
        ("Chiến dịch 100 ngày đêm", "16/05/2024", ("50 ngày", "100 ngày")),
        ("Đợt cao điểm", "16/05/2024", ("50 ngày", "94 ngày")),
        ("Chiến dịch 94 ngày", "26/04/2024", ("30 ngày", "94 ngày")),
    ],
)
def test_a_campaign_is_called_as_long_as_it_is(tmp_path, name, middle, labels):
    """By its name, else by its dates; the milestone by its date."""
    campaign = plan(tmp_path, **_items(**{"Tên chiến dịch": name, "Mốc 50 ngày": middle}))
    assert (campaign.middle_label, campaign.end_label) == labels


def test_a_name_of_another_length_is_warned_of(tmp_path):
    """Whatever the number."""
    campaign = plan(tmp_path, **_items(**{"Tên chiến dịch": "Chiến dịch 60 ngày đêm"}))
    assert campaign.warnings == (
        "Kế hoạch ghi 60 ngày, nhưng từ 28/03/2024 đến 29/06/2024 là 94 ngày; báo cáo tính theo "
        "ngày, ngày thứ 60 là ngày kết thúc.",
    )


def test_a_plan_without_the_rule_leaves_empty_targets_open(tmp_path):
    """Item Quy tắc chỉ tiêu `không`: no target where none is typed, and no warning of the rule."""
    rows = [["H21.65", "online", 0.2, 50, 30, None], ["H21.65", "on_time", 99, None, None, 40]]
    campaign = plan(tmp_path, **_items(**{"Quy tắc chỉ tiêu": "Không"}), **{"Chỉ tiêu": rows})
    targets = [(t.day50_bp, t.day100_bp, t.by_rule) for t in campaign.targets]
    assert targets == [(4000, 4000, False), (3000, None, False)]
    assert campaign.warnings == ()


def test_who_reports_to_whom_and_last_years_place(tmp_path):
    """Items that may be missing; names are parted by semicolons."""
    items = {
        "Cơ quan cấp trên": "UBND huyện Một", "Cơ quan báo cáo": "Công an xã Một",
        "Gửi": "UBND xã Một", "Nơi nhận": "Như trên;  Đảng ủy xã ; ;Lưu: VT",
        "Người ký": "Nguyễn Văn A", "Chức vụ người ký": "Chủ tịch",
        "Điểm 766 năm trước": 57.78, "Xếp hạng năm trước": "05/10",
    }  # fmt: skip
    campaign = plan(tmp_path, **_items(**items))
    assert (campaign.superior, campaign.reporter, campaign.addressee, campaign.recipients) == (
        "UBND huyện Một", "Công an xã Một", "UBND xã Một", ("Như trên", "Đảng ủy xã", "Lưu: VT"),
    )  # fmt: skip
    assert (campaign.signer, campaign.signer_title) == ("Nguyễn Văn A", "Chủ tịch")
    assert (campaign.past_score, campaign.past_rank) == (5778, "05/10")


def test_an_officials_own_target(tmp_path):
    """What their row leaves empty is the unit's; the rule goes by their own result of last year."""
    rows = [
        ["H21.65", "online", 0.2, 50, 30, None],
        ["H21.65", "on_time", None, None, None, None],
        ["H21.65", "online", None, None, None, 75, "Nguyễn Văn A"],
        ["H21.65", "online", 70, None, 40, None, "Trần Thị B"],
        ["H21.65", "on_time", None, None, None, None, "Trần Thị B"],
    ]
    campaign = plan(tmp_path, **{"Chỉ tiêu": rows})
    assert campaign.official_targets == (
        OfficialTarget("H21.65", "Nguyễn Văn A", "nguyễnvăna", "online", 3000, 7500),
        OfficialTarget("H21.65", "Trần Thị B", "trầnthịb", "online", 4000, 8000),
        OfficialTarget("H21.65", "Trần Thị B", "trầnthịb", "on_time", 10000, 10000),
    )
    assert len(campaign.targets) == 2


def test_an_item_typed_as_a_date_is_a_date(tmp_path):
    """Whatever its format shows."""
    content = _formatted(plan_bytes(), {("Kế hoạch", "B6"): (date(2024, 3, 29), "dd/mm/yyyy")})
    assert _read(tmp_path, content).start == date(2024, 3, 29)


def test_a_plan_that_is_no_xlsx_is_refused(tmp_path):
    """Another format's percentages can't be told."""
    with pytest.raises(PlanError, match=r"không phải \.xlsx"):
        _read(tmp_path, b"M\xe1\xbb\xa5c;Gi\xc3\xa1 tr\xe1\xbb\x8b\n")
