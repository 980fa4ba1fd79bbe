"""Theo lĩnh vực: the form 06a and payment, field by field."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.report import write_workbook
from pipeline.report.sheets.fields import handled
from pipeline.values.dates import parse_date
from tests.builders import DAY50, TREE, dossier, export, payment, plan
from tests.office import converted, formulas, values
from tests.outcomes import outcome
from tests.report.commune import book_of

SHEET = "Theo lĩnh vực"
START = date(2024, 3, 28)
NAMELESS = {"procedure": None, "name": None}  # so that fields are the rows' own
DAYS = st.dates(date(2024, 3, 18), date(2024, 5, 26)).map("{:%d/%m/%Y}".format)
WITHOUT = {
    "all.csv": (),
    "no channel.csv": ("Hình thức tiếp nhận",),
    "no due.csv": ("Ngày hẹn trả",),
    "no end.csv": ("Ngày kết thúc xử lý", "Ngày trả kết quả"),
}
ROWS = st.lists(
    st.tuples(
        st.sampled_from(sorted(WITHOUT)),
        st.builds(
            dossier, received=DAYS, ended=st.none() | DAYS, due=st.none() | DAYS,
            channel=st.sampled_from(["Trực tuyến", "Trực tiếp", "BCCI", None]),
            area=st.sampled_from(["Hộ tịch", "Chứng thực", None]),
            unit=st.sampled_from(["Xã Một", "Xã Hai", "Huyện Một"]),
            status=st.sampled_from(["Đang xử lý", "Yêu cầu bổ sung giấy tờ", "Mới đăng ký"]),
            procedure=st.none(), name=st.none(),
        ),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


def _files(rows):
    """An export of the rows of each sort, without what it lacks; ends before receipt are none."""
    files = {}
    for name, without in WITHOUT.items():
        own = [
            row | {"Mã hồ sơ": f"A{number}", "Ngày kết thúc xử lý": _end(row)}
            for number, (sort, row) in enumerate(rows)
            if sort == name
        ]
        if own:
            files[name] = export("dossiers", *own, without=without)
    return files


def _day(text):
    return text and parse_date(text).date()


def _end(row):
    ended = row["Ngày kết thúc xử lý"]
    return ended if ended and _day(ended) >= _day(row["Ngày tiếp nhận"]) else None


def _recounted(rows, units):
    """Field -> how many of each part, counted row by row as HandlingCount says it in words."""
    counts = {}
    for sort, row in rows:
        received, due, ended = map(_day, (row["Ngày tiếp nhận"], row["Ngày hẹn trả"], _end(row)))
        ended = None if sort == "no end.csv" else ended
        if row["Trạng thái hồ sơ"] == "Mới đăng ký" or row["Đơn vị"] not in units:
            continue
        if received > DAY50 or (ended and ended < START):
            continue
        mine = counts.setdefault(row["Lĩnh vực"] or "", Counter())
        is_timed = sort in ("all.csv", "no channel.csv")
        if received >= START:
            words = {"Trực tuyến": "online", "BCCI": "post"}
            is_told = sort != "no channel.csv"
            channel = words.get(row["Hình thức tiếp nhận"], "counter")
            mine[channel if is_told else "channel_unknown"] += 1
        elif is_timed:
            mine["carried_over"] += 1
        if not is_timed:
            mine["unknown" if received >= START else "unknown_before"] += 1
        elif ended and ended <= DAY50:
            mine[
                "late" if due and ended > due else "before_due" if due and ended < due else "on_due"
            ] += 1
        else:
            waits = not ended and row["Trạng thái hồ sơ"].startswith("Yêu cầu")
            is_past = bool(due and due < DAY50)
            mine[("waiting_past_due" if is_past else "waiting") if waits else
                 "past_due" if is_past else "within"] += 1  # fmt: skip
    return counts


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS)
def test_received_is_finished_and_open_and_unknown(rows):
    """Of every field, unit and unit above: each part is that of a recount, and what came in is what
    was finished, what is open, and what an export does not tell of.
    """
    with tempfile.TemporaryDirectory() as folder:
        campaign = plan(Path(folder), **TREE)
        results = outcome(Path(folder), _files(rows), campaign=campaign).results(campaign)
    for code, units in {
        "H21.65": ["Xã Một"], "H21.1": ["Huyện Một", "Xã Một", "Xã Hai"], "H21.2": [],
        "": ["Huyện Một", "Xã Một", "Xã Hai"],
    }.items():  # fmt: skip
        expected = _recounted(rows, units)
        told = handled(results, code)
        parts = {entry.field: {**entry.counts, "unknown": entry.unknown,
                               "unknown_before": entry.unknown_before} for entry in told}  # fmt: skip
        for counts in parts.values():
            del counts["untimed"]
        assert {field: +Counter(counts) for field, counts in parts.items()} == expected
        if "" in expected:
            assert told[-1].field == ""


def _rows(sheet):
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_a_commune_has_the_form_and_who_pays_online(tmp_path):
    """Fields by name, fees by their number; the target in force, and what is missing to it."""
    rows = [
        dossier(code="A", area="Đất đai", fee="8.000", **NAMELESS),
        dossier(code="B", area="Đất đai", fee="8.000", channel="BCCI", ended=None, **NAMELESS),
        dossier(code="C", area="Hộ tịch", fee="8.000", ended="10/04/2024", **NAMELESS),
        dossier(code="D", area=None, fee="8.000", due=None, ended=None, **NAMELESS),
        dossier(code="E", area="Hộ tịch", received="20/03/2024", ended=None, due=None, **NAMELESS),
    ]
    files = {"a.csv": export("dossiers", *rows), "b.csv": export("payments", payment(code="C"))}
    targets = [["H21.65", "online_payment", 0, 45, 20, None]]
    campaign = plan(tmp_path, **{"Chỉ tiêu": targets})
    sheet = book_of(outcome(tmp_path, files, campaign=campaign).results(campaign), tmp_path)[SHEET]
    rows = _rows(sheet)
    top = rows.index(["Xã Một"])
    assert rows[top + 1 : top + 7] == [
        ["TT", "Lĩnh vực", "Nhận giải quyết", "Đã giải quyết", "Đang giải quyết"],
        ["Tổng số", "Trực tuyến", "Trực tiếp", "Bưu chính", "Từ kỳ trước",
         "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn",
         "Tổng số", "Trong hạn", "Quá hạn", "Đang chờ", "Đang chờ, đã quá hẹn"],
        [1, "Hộ tịch", 2, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0],
        [2, "Đất đai", 2, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0],
        [3, "(không ghi lĩnh vực)", 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0],
        ["", "Cộng", 5, 3, 0, 1, 1, 2, 1, 0, 1, 3, 2, 1, 0, 0],
    ]  # fmt: skip
    top = rows.index(["Thanh toán trực tuyến theo lĩnh vực: Xã Một"])
    assert rows[top + 2 :] == [
        [1, "Đất đai", 2, 0, 0, 0.2, 1],
        [2, "(không ghi lĩnh vực)", 1, 0, 0, 0.2, 1],
        [3, "Hộ tịch", 1, 1, 1, 0.2, 0],
        ["", "Cộng", 4, 1, 0.25, 0.2, 0],
    ]


def test_what_an_export_does_not_tell_has_a_place_of_its_own(tmp_path):
    """A column each, only where there are any; what nobody knows whether it is open is named below.
    Without fees there is a line instead of a table.
    """
    old = dossier(code="A", received="20/03/2024", **NAMELESS)
    without = {"a.csv": ("Ngày hẹn trả",), "b.csv": ("Hình thức tiếp nhận",)}
    files = {
        "a.csv": export("dossiers", old, dossier(code="B", **NAMELESS), without=without["a.csv"]),
        "b.csv": export("dossiers", dossier(code="C", **NAMELESS), without=without["b.csv"]),
    }
    campaign = plan(tmp_path)
    sheet = book_of(outcome(tmp_path, files, campaign=campaign).results(campaign), tmp_path)[SHEET]
    rows = _rows(sheet)
    top = rows.index(["Xã Một"])
    assert rows[top + 1][-1] == "Chưa rõ kết quả"
    assert rows[top + 2][4] == "Chưa rõ hình thức"
    assert rows[top + 3] == [1, "Hộ tịch", 2, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert rows[top + 5][0].startswith("Ngoài bảng: 1 hồ sơ nhận trước kỳ")
    assert rows[-1][0].startswith("Chưa có số liệu")


def test_libreoffice_calculates_the_same_of_every_level(tmp_path):
    """Sums, and payments of several units in one field."""
    units = ("Xã Một", "Xã Hai", "Xã Ba", "Huyện Một")
    files = {
        "a.csv": export("dossiers", *(
            dossier(code=f"{area}{unit}", unit=unit, area=area, fee="8.000", **NAMELESS)
            for area in ("Hộ tịch", "Đất đai") for unit in units
        )),
        "b.csv": export("payments", payment(code="Đất đaiXã Hai"), payment(code="Hộ tịchXã Ba")),
    }  # fmt: skip
    campaign = plan(tmp_path, **TREE, **{"Chỉ tiêu": [["H21", "online_payment", 0, 45, 20, None]]})
    path = tmp_path / "a.xlsx"
    write_workbook(outcome(tmp_path, files, campaign=campaign).results(campaign), path)
    live = {place for place in formulas(path) if place[0] == SHEET}
    cached, calculated = values(path), values(converted(path, tmp_path / "anew", "xlsx"))
    assert len(live) > 100
    assert {place: calculated.get(place) for place in live} == {p: cached.get(p) for p in live}
