"""Tables 06a beside the logs: what is counted, what a difference means, and what is not compared."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import notices
from pipeline.files.cache import load, store
from pipeline.files.convert import convert
from pipeline.model import InputFile, Limits
from pipeline.plan.keys import PlanKeys
from pipeline.values.dates import parse_date
from tests.builders import DAY50, TODAY, TREE, TWO_UNITS, dossier, export, plan, plan_bytes, portal
from tests.command import pipeline
from tests.outcomes import outcome
from tests.table_06a import PARTS, as_csv, figures, table_06a

WINDOW = (date(2024, 3, 28), DAY50)
DAYS = st.dates(date(2024, 3, 18), date(2024, 5, 26)).map("{:%d/%m/%Y}".format)
DOSSIERS = st.lists(
    st.builds(
        lambda received, after, **differs: dossier(
            received=received,
            ended=after and max(received, after, key=_day),
            **differs,
        ),
        received=DAYS,
        after=st.none() | DAYS,
        due=st.none() | DAYS,
        channel=st.sampled_from(["Trực tuyến", "Trực tiếp", "BCCI", None]),
        area=st.sampled_from(["Hộ tịch", "Chứng thực"]),
        status=st.sampled_from(["Đang xử lý", "Yêu cầu bổ sung giấy tờ", "Mới đăng ký"]),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
PART = {
    ("received", ()): "received", ("received", ("counter", "post")): "counter_post",
    ("finished", ()): "finished", ("open", ()): "open",
}  # fmt: skip


def _files(dossiers, rows):
    numbered = [entry | {"Mã hồ sơ": f"A{n}"} for n, entry in enumerate(dossiers)]
    for entry in numbered:  # procedures of no catalogue, so that fields are the rows' own
        entry["Mã TTHC"] = entry["Tên TTHC"] = None
    return {"hs.csv": export("dossiers", *numbered), "06a.csv": as_csv(rows)}


def _check(tmp_path, dossiers, rows, campaign=None):
    (check,) = outcome(tmp_path, _files(dossiers, rows), campaign=campaign).checks
    return check


def _day(text):
    return text and parse_date(text).date()


def _beside(check, **wanted):
    """(theirs, ours, reason) by part, of the total or of a field."""
    return {
        PART.get((d.section, d.parts)) or d.parts[0]: (d.theirs, d.ours, d.reasons[0])
        for d in check.differences
        if all(getattr(d, name) == value for name, value in wanted.items())
    }


def _recounted(dossiers, area=None, start=WINDOW[0], end=WINDOW[1], *, is_waiting_on_time=True):
    """The figures of a row, counted as DOMAIN.md and the published code say it in words."""
    counts = Counter()
    for entry in dossiers:
        received, due, ended = (
            _day(entry[name]) for name in ("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý")
        )
        status = entry["Trạng thái hồ sơ"]
        if status == "Mới đăng ký" or (area and entry["Lĩnh vực"] != area):
            continue
        if received > end or (ended and ended < start):
            continue
        channel = "online" if entry["Hình thức tiếp nhận"] == "Trực tuyến" else "counter_post"
        counts[channel if received >= start else "carried_over"] += 1
        if ended and ended <= end:
            verdict = (
                "on_due" if due is None or ended == due else "before_due" if ended < due else "late"
            )
        else:
            waits = not ended and status == "Yêu cầu bổ sung giấy tờ" and is_waiting_on_time
            verdict = "within" if due is None or due >= end or waits else "past_due"
        counts[verdict] += 1
    return figures(**counts)


@SLOW
@given(
    dossiers=DOSSIERS,
    rule=st.sampled_from(["on_time", "by_due"]),
    days=st.tuples(*[st.dates(*WINDOW)] * 2),
)
def test_every_figure_is_that_of_a_recount(dossiers, rule, days):
    """Of the total and of each field, in any days of the campaign, by the plan's Hồ sơ đang chờ: a
    table of the recounted figures agrees in all of them.
    """
    start, end = sorted(days)
    options = {"start": start, "end": end, "is_waiting_on_time": rule == "on_time"}
    rows = {area: _recounted(dossiers, area, **options) for area in ("Hộ tịch", "Chứng thực")}
    table = table_06a(rows, days=f"Từ ngày {start:%d/%m/%Y} đến ngày {end:%d/%m/%Y}")
    with tempfile.TemporaryDirectory() as folder:
        campaign = replace(plan(Path(folder)), waiting_rule=rule)
        check = _check(Path(folder), dossiers, table, campaign)
    assert (check.reason, check.start, check.end) == ("", start, end)
    assert {d.reasons for d in check.differences} == {("Khớp.",)}
    assert len(check.differences) == 3 * len(PARTS)
    total = {part: ours for part, (_, ours, _) in _beside(check, is_total=True).items()}
    assert list(total.values()) == [sum(column) for column in zip(*rows.values(), strict=True)]


@SLOW
@given(dossiers=DOSSIERS, shift=st.integers(0, 50))
def test_a_table_changes_no_fact_and_what_follows_adds_up_to_on_time(dossiers, shift):
    """Whatever it says; what is finished and open are the dossiers of on_time."""
    rows = table_06a({"Hộ tịch": figures(online=shift, within=shift)})
    files = _files(dossiers, rows)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        with_table = outcome(Path(one), files)
        alone = outcome(Path(two), {"hs.csv": files["hs.csv"]})
        assert (with_table.facts, with_table.handling) == (alone.facts, alone.handling)
    cumulative = [count for count in alone.handling if (count.start, count.end) == WINDOW]
    in_time = sum(
        c.before_due + c.on_due + c.within + c.waiting + c.waiting_past_due for c in cumulative
    )
    assert (in_time, in_time + sum(c.late + c.past_due for c in cumulative)) == alone.count(
        "on_time"
    )


def test_due_dates_are_held_against_ends_as_the_plan_says(tmp_path):
    """So hạn theo giờ: after the hour of the due day is late."""
    dossiers = [dossier(due="03/04/2024 10:00:00", ended="03/04/2024 11:00:00")]
    rows = table_06a({"Hộ tịch": figures(online=1, on_due=1)})
    check = _check(tmp_path, dossiers, rows, replace(plan(tmp_path), due_rule="by_hour"))
    beside = _beside(check, is_total=True)
    assert (beside["on_due"][:2], beside["late"][:2]) == ((1, 0), (0, 1))


def test_what_a_difference_means(tmp_path):
    """Missing, more, sorted otherwise; fields that one side alone has."""
    dossiers = [dossier(), dossier(channel="BCCI"), dossier(area="Đất đai", ended=None, due=None)]
    theirs = {
        "Lĩnh vực hộ tịch": figures(online=2, on_due=2),
        "Y tế": figures(counter_post=4, before_due=4),
    }
    check = _check(tmp_path, dossiers, table_06a(theirs))
    agreed, none = "Khớp.", "Biểu không có số này."
    other = "Tổng khớp, hai bên xếp khác nhau."
    zero = (0, 0, agreed)
    assert _beside(check, field="Lĩnh vực hộ tịch") == {
        "received": (2, 2, agreed),
        "online": (2, 1, other),
        "counter_post": (0, 1, other),
        "carried_over": (0, 0, agreed),
        "finished": (2, 2, agreed),
        "before_due": (0, 2, other),
        "on_due": (2, 0, other),
        "late": (0, 0, agreed),
        "open": zero,
        "within": zero,
        "past_due": zero,
    }
    assert _beside(check, field="Y tế")["received"] == (4, 0, "Bản xuất thiếu 4 hồ sơ.")
    assert _beside(check, field="Y tế")["finished"] == (4, 0, "Theo bản xuất ít hơn 4 hồ sơ.")
    assert _beside(check, field="Đất đai")["open"] == (None, 1, none)
    assert _beside(check, is_total=True)["received"] == (6, 3, "Bản xuất thiếu 3 hồ sơ.")
    assert _beside(check, is_total=True)["open"] == (0, 1, "Theo bản xuất nhiều hơn 1 hồ sơ.")


def test_what_to_know_is_said_beside_it(tmp_path):
    """A table of later days, dossiers that wait, exports that can't tell."""
    dossiers = [dossier(status="Chờ bổ sung", ended=None)]
    rows = table_06a(
        {"Hộ tịch": figures(online=1, within=1)}, days="Từ ngày 28/03/2024 đến ngày 29/06/2024"
    )
    assert _check(tmp_path, dossiers, rows).notes == (
        "Biểu đếm đến 29/06/2024, số liệu của bản xuất đến 16/05/2024.",
        "1 hồ sơ đang chờ (bổ sung, rút, dừng xử lý): ở đây xếp vào đang giải quyết, trong hạn (mục “Hồ sơ đang chờ” của kế hoạch); biểu có thể xếp vào đúng hạn.",
    )
    bare = export(
        "dossiers",
        dossier(),
        without=("Hình thức tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả"),
    )
    (check,) = outcome(
        tmp_path, {"a.csv": bare, "b.csv": as_csv(table_06a({"Hộ tịch": figures(online=1)}))}
    ).checks
    assert check.notes == (
        "1 hồ sơ ở bản xuất không có cột hạn trả hoặc ngày kết thúc: không xếp được vào đã hay đang giải quyết, trước hay quá hạn.",
        "1 hồ sơ ở bản xuất không có cột hình thức tiếp nhận.",
    )


ROW = {"Hộ tịch": figures(online=1, before_due=1)}


@pytest.mark.parametrize(
    ("rows", "differs", "reason"),
    [
        ([["Biểu số II.06a/VPCP"], ["Lĩnh vực", "Đúng hạn"]], {}, "không thấy cột hoặc dòng số liệu của biểu"),
        (table_06a(ROW, days="Quý II/2024"), {}, "biểu không ghi từ ngày nào đến ngày nào"),
        (table_06a(ROW, days="Từ ngày 01/01/2024 đến ngày 16/05/2024"), {},
         "biểu đếm từ 01/01/2024 đến 16/05/2024, không nằm trong thời gian 28/03/2024 đến 29/06/2024 mà báo cáo tính; xuất biểu cho thời gian đó"),
        (table_06a(ROW, days="Từ ngày 17/05/2024 đến ngày 29/06/2024"), {}, "biểu đếm từ 17/05/2024, sau ngày số liệu 16/05/2024"),
        (table_06a(ROW), TWO_UNITS, "không rõ biểu của đơn vị nào trong kế hoạch (ghi ở “Đơn vị báo cáo” của biểu)"),
        (table_06a(ROW, above=["Đơn vị báo cáo: UBND xã Lạ"]), {}, "biểu của “UBND xã Lạ”, không phải đơn vị của kế hoạch"),
    ],
    ids=["no figures", "no days", "other days", "later days", "whose", "another's"],
)  # fmt: skip
def test_why_a_table_is_not_used(tmp_path, rows, differs, reason):
    """Said in its source, on the screen and on the sheet; nothing is guessed."""
    result = outcome(tmp_path, _files([dossier()], rows), campaign=plan(tmp_path, **differs))
    (check,) = result.checks
    assert (check.reason, check.differences) == (reason, ())
    source = next(source for source in result.sources if source.file == "06a.csv")
    assert (source.kind, source.rows_read) == ("", 0)
    assert source.message.endswith(f" Không đối soát: {reason}.")
    assert notices.handling_checks([check]) == (
        f"Không đối soát được với biểu 06a 06a.csv: {reason}.",
    )


@pytest.mark.parametrize(
    ("above", "units", "received"),
    [
        (["Đơn vị báo cáo: UBND xã Hai"], ("H21.66",), 1),
        (["UBND HUYỆN MỘT", "ỦY BAN NHÂN DÂN XÃ MỘT"], ("H21.65",), 2),
        (["Đơn vị báo cáo: Huyện Một"], ("H21.1", "H21.65", "H21.66"), 3),
    ],
)
def test_a_units_table_is_held_against_its_dossiers_and_those_below_it(
    tmp_path, above, units, received
):
    """By the words for it, else by the lowest office named above."""
    dossiers = [dossier(unit=unit) for unit in ("Xã Một", "Xã Một", "Xã Hai", "Xã Ba")]
    check = _check(tmp_path, dossiers, table_06a(ROW, above=above), plan(tmp_path, **TREE))
    assert (check.units, check.received.ours) == (units, received)


@pytest.mark.parametrize(
    "heading", ["Đơn vị giải quyết", "Lĩnh vực, công việc giải quyết theo cấp"]
)
def test_rows_that_are_units_are_held_against_each(tmp_path, heading):
    """Whatever stands above them; with what is below a unit and has no row of its own. What is no unit
    of the plan is named, and in no total.
    """
    dossiers = [dossier(unit=unit) for unit in ("Huyện Một", "Xã Một", "Xã Hai", "Xã Ba")]
    two = figures(online=2, before_due=2)
    rows = table_06a(dict.fromkeys(["Huyện Một", "Xã Hai", "Huyện Hai", "Sở Y tế"], two))
    rows[3][1] = heading
    check = _check(tmp_path, dossiers, rows, plan(tmp_path, **TREE))
    received = [
        (d.unit, d.theirs, d.ours) for d in check.differences if d.indicator == "06a_received_total"
    ]
    assert received == [("", 6, 4), ("Huyện Một", 2, 2), ("Xã Hai", 2, 1), ("Huyện Hai", 2, 1)]
    assert check.notes == (
        "Không phải đơn vị của kế hoạch, không so và không có trong tổng: Sở Y tế.",
    )


def test_a_table_of_other_units_alone_is_not_used(tmp_path):
    """Where its heading says that its rows are units."""
    rows = table_06a({"Xã Lạ": figures(online=1)})
    rows[3][1] = "Đơn vị"
    assert _check(tmp_path, [dossier()], rows).reason == "không dòng nào là đơn vị của kế hoạch"


@pytest.mark.parametrize(("received", "is_told"), [(50, False), (52, True)])
def test_an_export_that_lacks_more_than_one_in_fifty_is_not_relied_on(tmp_path, received, is_told):
    """The banner names how many; a difference below that is a notice."""
    result = outcome(
        tmp_path,
        _files(
            [dossier()] * 50, table_06a({"Hộ tịch": figures(online=received, before_due=received)})
        ),
    )
    reasons = [
        reason for reason in notices.unreliable(result.results(plan(tmp_path))) if "06a" in reason
    ]
    expected = "thiếu 2 hồ sơ so với biểu 06a 06a.csv: biểu nhận 52, bản xuất có 50"
    assert reasons == ([expected] if is_told else [])
    assert notices.handling_checks(result.checks) == ((
        "Đối soát với biểu 06a 06a.csv: biểu nhận 52 hồ sơ, bản xuất có 50; 4 cột có tổng lệch, xem trang “Đối soát”."
        if is_told else "Đã đối soát với biểu 06a 06a.csv: tổng các cột đều khớp."
    ),)  # fmt: skip


def test_what_comes_after_the_day_of_the_report_is_no_reason_against_it(tmp_path):
    """A table that goes on longer than the exports has more dossiers by its nature: a notice, no banner."""
    rows = table_06a(
        {"Hộ tịch": figures(online=9, before_due=9)}, days="Từ ngày 28/03/2024 đến ngày 17/05/2024"
    )
    result = outcome(tmp_path, _files([dossier()], rows))
    assert not any("06a" in reason for reason in notices.unreliable(result.results(plan(tmp_path))))
    assert "biểu nhận 9 hồ sơ, bản xuất có 1" in notices.handling_checks(result.checks)[0]


def test_a_table_among_last_years_exports_is_not_held_against_this_years(tmp_path):
    """Whatever days it says."""
    files = {"a.csv": export("dossiers", dossier()), "nam-truoc/06a.csv": as_csv(table_06a(ROW))}
    (check,) = outcome(tmp_path, files).checks
    assert check.reason == "biểu của năm trước"


def test_a_table_comes_back_from_the_cache_as_it_was(tmp_path):
    """With its days and figures."""
    path = tmp_path / "06a.csv"
    path.write_bytes(as_csv(table_06a(ROW, above=["UBND xã Một"])))
    result = convert(
        InputFile(path, "06a.csv"), PlanKeys.of(plan(tmp_path)), TODAY, tmp_path, Limits()
    )
    store(result, tmp_path, TODAY)
    assert load(tmp_path, result.sheets[0].source.sha256, TODAY) == result
    assert result.sheets[0].handling.places == ("UBND xã Một",)


def test_the_outputs_of_a_run(tmp_path):
    """The CSV has a row a figure behind the portal's, the sheet a table below it, with what differences
    mean.
    """
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    inputs.mkdir()
    figure = portal(figure="16/05/2024", rate=None, numerator=1, denominator=1)
    rows = table_06a({"Hộ tịch": figures(online=1, counter_post=1, before_due=2)})
    files = _files([dossier()], rows) | {"cong.csv": export("portal", figure)}
    for name, content in (files | {"ke-hoach.xlsx": plan_bytes()}).items():
        (inputs / name).write_bytes(content)
    done = pipeline("report", "--inputs", inputs, "--outputs", outputs, "--as-of", "2024-05-16")
    assert "thiếu 1 hồ sơ so với biểu 06a 06a.csv: biểu nhận 2, bản xuất có 1" in done.stdout
    with (outputs / "doi-soat_2024-05-16.csv").open(encoding="utf-8-sig", newline="") as stream:
        _, of_portal, *of_table = csv.reader(stream)
    assert (of_portal[2], of_portal[-3:]) == ("online", ["", "", ""])
    assert of_table[0] == [
        "H21.65", "Xã Một", "06a_received_total", "", "1", "", "2", "-1", "", "Bản xuất thiếu 1 hồ sơ. (06a.csv)",
        "", "2024-03-28", "2024-05-16",
    ]  # fmt: skip
    assert [(row[2], row[10], row[4], row[6]) for row in of_table[len(PARTS) : len(PARTS) + 3]] == [
        ("06a_received_total", "Hộ tịch", "1", "2"),
        ("06a_received_online", "Hộ tịch", "1", "1"),
        ("06a_received_counter_post", "Hộ tịch", "0", "1"),
    ]
    sheet = openpyxl.load_workbook(outputs / "phu-luc-ii_2024-05-16.xlsx")["Đối soát"]
    texts = [
        [cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)
    ]
    begin = next(
        n for n, row in enumerate(texts) if row and str(row[0]).startswith("ĐỐI SOÁT VỚI BIỂU 06A")
    )
    assert [row for row in texts[begin:] if row][3:] == [
        ["06a.csv, từ 28/03/2024 đến 16/05/2024: 8 số lệch."],
        ["Lĩnh vực, đơn vị", "Số liệu", "Biểu 06a", "Báo cáo", "Lệch", "Nghĩa là"],
        *(
            [name, *cells]
            for name in ("Tổng", "Hộ tịch")
            for cells in (
                ["Tiếp nhận: tổng số", 2, 1, -1, "Bản xuất thiếu 1 hồ sơ."],
                ["Tiếp nhận: trực tuyến", 1, 1, 0, "Khớp."],
                ["Tiếp nhận: trực tiếp, bưu chính", 1, 0, -1, "Bản xuất thiếu 1 hồ sơ."],
                ["Đã giải quyết: tổng số", 2, 1, -1, "Theo bản xuất ít hơn 1 hồ sơ."],
                ["Đã giải quyết: trước hạn", 2, 1, -1, "Theo bản xuất ít hơn 1 hồ sơ."],
            )
        ),
    ]


def test_a_units_own_workbook_has_its_own_tables(tmp_path):
    """Those of other units, and of several together, stay in the whole one."""
    from pipeline.analysis.split import results_of  # noqa: PLC0415 - the one test that splits

    dossiers = [dossier(unit=unit) for unit in ("Xã Một", "Xã Hai")]
    files = _files(dossiers, table_06a(ROW, above=["Đơn vị báo cáo: Xã Hai"]))
    campaign = plan(tmp_path, **TWO_UNITS)
    results = outcome(tmp_path, files, campaign=campaign).results(campaign)
    results = replace(results, counts=replace(results.counts, detail_file=None))
    split = {code: results_of(results, code, {}, tmp_path / "x") for code in ("H21.65", "H21.66")}
    assert {code: len(of.analysis.checks) for code, of in split.items()} == {
        "H21.65": 0,
        "H21.66": 1,
    }
    assert {code: {c.unit_code for c in of.counts.handling} for code, of in split.items()} == {
        "H21.65": {"H21.65"}, "H21.66": {"H21.66"},
    }  # fmt: skip
