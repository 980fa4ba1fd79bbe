"""Our numbers beside the portal's: differences, and what could explain them."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from tests.builders import TREE, dossier, export, plan, plan_bytes, portal, rating
from tests.command import pipeline
from tests.outcomes import outcome


@pytest.fixture
def differences(tmp_path):
    """The rows of doi-soat, as (measure, ours, portal, more, points, reasons)."""

    def make(figures, dossiers, campaign=None, **kinds):
        files = {"a.csv": export("portal", *figures), "b.csv": export("dossiers", *dossiers)}
        files |= {f"{kind}.csv": export(kind, *rows) for kind, rows in kinds.items()}
        result = outcome(tmp_path, files, campaign=campaign)
        return [
            (d.measure, (d.ours.numerator, d.ours.denominator),
             (d.portal.numerator, d.portal.denominator), d.more, d.more_bp, d.reasons)
            for d in result.differences
        ]  # fmt: skip

    return make


def _figure(**differs):
    return portal(**{"figure": "16/05/2024", "rate": None} | differs)


def test_equal_numbers_agree(differences):
    """Not left out: whoever signs sees that they were compared."""
    differing = differences(
        [_figure(numerator=1, denominator=2)], [dossier(), dossier(code="B", channel="1")]
    )
    assert differing == [("online", (1, 2), (1, 2), 0, 0, ("Khớp.",))]


def test_what_could_explain_a_difference_is_counted_and_where_it_is(differences):
    """Near midnight at either edge, duplicates, not accepted, no unit, rejected for other reasons."""
    dossiers = [
        dossier(code="A", received="28/03/2024 00:59"),
        dossier(code="B", received="28/03/2024 01:00"),
        dossier(code="C", received="27/03/2024 23:00", ended=None),
        dossier(code="D", received="16/05/2024 23:30", due=None, ended=None),
        dossier(code="E", received="17/05/2024 00:30", due=None, ended=None),
        dossier(
            code="F", received="17/05/2024", due=None, ended=None
        ),  # a day alone is near nothing
        dossier(code="B", received="28/03/2024 01:00"),
        dossier(code="G", status="Mới đăng ký"),
        dossier(code="H", unit="Xã Lạ"),
        dossier(code="I", channel="Fax"),
        dossier(code="J", channel="Fax"),
    ]
    ((_, ours, theirs, more, points, reasons),) = differences(
        [_figure(numerator=4, denominator=5, figure="30/04/2024")], dossiers
    )
    assert (ours, theirs, more, points) == ((3, 3), (4, 5), -2, 2000)
    assert reasons == (
        "Khác ngày: cổng đến 30/04/2024, báo cáo đến 16/05/2024.",
        "Mẫu số: cổng nhiều hơn 2, có thể thiếu bản xuất hoặc thiếu trang.",
        "Tử số: báo cáo ít hơn 1.",
        "4 hồ sơ tiếp nhận trong 60 phút quanh nửa đêm đầu kỳ, cuối kỳ (trang Chi tiết hồ sơ, ngày tiếp nhận quanh 28/03/2024 và 16/05/2024).",
        "1 dòng trùng đã bỏ (trang Nguồn dữ liệu, cột Trùng).",
        "1 hồ sơ Mới đăng ký hoặc Không được tiếp nhận, báo cáo không tính (trang Chi tiết hồ sơ).",
        "1 dòng bị loại vì không rõ đơn vị, có thể của đơn vị này (trang Lỗi dữ liệu, mã no_unit, unknown_unit).",
        "2 dòng hồ sơ bị loại vì lỗi khác, của mọi đơn vị (trang Lỗi dữ liệu).",
    )


def test_measures_that_only_the_portal_has_are_not_compared(differences):
    """Nothing of ours stands beside them; a measure that logs could give is shown without ours."""
    differing = differences(
        [
            _figure(measure="personal_store"),
            _figure(measure="satisfaction"),
            _figure(measure="transparency"),
        ],
        [dossier()],
        ratings=[rating()],
    )
    assert differing == [
        ("transparency", (0, 0), (30, 50), -50, None,
         ("Bản xuất không cho số liệu này; chỉ có số của cổng.",)),
        ("satisfaction", (1, 1), (30, 50), -49, 4000,
         ("Mẫu số: cổng nhiều hơn 49, có thể thiếu bản xuất hoặc thiếu trang.",
          "Tử số: báo cáo ít hơn 29.")),
    ]  # fmt: skip


def test_a_rate_alone_is_compared_in_points_only(differences):
    """No numbers of dossiers are invented."""
    figure = _figure(numerator=None, denominator=None, rate="60%", figure=None)
    ((_, _, _, more, points, reasons),) = differences([figure], [dossier()])
    assert (more, points) == (None, 4000)
    assert reasons == (
        "Số liệu cổng không ghi ngày.",
        "Cổng chỉ cho tỷ lệ, không cho số hồ sơ để so.",
    )


def test_a_unit_above_is_compared_with_all_below_it(tmp_path, differences):
    """Its numbers and its reasons are those of its communes."""
    dossiers = [
        dossier(code=c, unit=u) for c, u in (("A", "Xã Một"), ("B", "Xã Hai"), ("B", "Xã Hai"))
    ]
    figure = _figure(unit="Huyện Một", numerator=3, denominator=3)
    ((_, ours, _, more, _, reasons),) = differences([figure], dossiers, plan(tmp_path, **TREE))
    assert (ours, more) == ((2, 2), -1)
    assert "1 dòng trùng đã bỏ (trang Nguồn dữ liệu, cột Trùng)." in reasons


def _report(tmp_path, files):
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    inputs.mkdir(exist_ok=True)
    for name, content in {"ke-hoach.xlsx": plan_bytes(), **files}.items():
        (inputs / name).write_bytes(content)
    done = pipeline("report", "--inputs", inputs, "--outputs", outputs, "--as-of", "2024-05-16")
    assert done.returncode == 0, done.stderr
    with (outputs / "doi-soat_2024-05-16.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    return rows, openpyxl.load_workbook(outputs / "phu-luc-ii_2024-05-16.xlsx", data_only=True)


def test_the_outputs_of_a_run_with_and_without_portal_figures(tmp_path):
    """The CSV is always there, so that none of an earlier run is left; the sheet where there is
    something to compare, with how the portal counts otherwise.
    """
    rows, book = _report(tmp_path, {"a.csv": export("dossiers", dossier())})
    assert rows == [[
        "unit_code", "unit", "indicator", "ours_numerator", "ours_denominator",
        "portal_numerator", "portal_denominator", "difference_dossiers", "difference_pp",
        "explanation", "field", "period_start", "period_end",
    ]]  # fmt: skip
    assert "Đối soát" not in book.sheetnames
    rows, book = _report(tmp_path, {"b.csv": export("portal", _figure(denominator=40))})
    assert rows[1] == [
        "H21.65", "Xã Một", "online", "1", "1", "30", "40", "-39", "25.00",
        "Mẫu số: cổng nhiều hơn 39, có thể thiếu bản xuất hoặc thiếu trang. Tử số: báo cáo ít hơn 29.",
        "", "", "",
    ]  # fmt: skip
    lines = [row[0] for row in book["Đối soát"].iter_rows(values_only=True) if row[0]]
    assert any("trên số hồ sơ mà cổng nhận được" in text for text in lines)
