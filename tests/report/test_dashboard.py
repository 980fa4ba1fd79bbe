"""The dashboard: what it says, of whom, and that no input is ever taken for markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from pipeline.report import write_dashboard
from tests.builders import DAY50, TREE, TWO_UNITS, dossier, export, plan, publicity, rating
from tests.outcomes import outcome

END = date(2024, 6, 29)
FOUR = (
    dossier(), dossier(code="B", channel="BCCI", official="Bùi Thị B"),
    dossier(code="C", channel="BCCI", official="Bùi Thị B"),
    dossier(code="D", channel="BCCI", official="Bùi Thị B", procedure="1.000002"),
)  # fmt: skip
HOSTILE = "</script><script>alert(1)</script>&amp;\"'<b> ]]> <!-- \x07"


def _results(tmp_path, *rows, as_of=DAY50, campaign=None, **differs):
    campaign = campaign or plan(tmp_path)
    files = {"a.csv": export("dossiers", *(rows or FOUR))}
    return outcome(tmp_path, files, as_of, campaign).results(campaign, as_of, **differs)


def _page(results, tmp_path):
    path = tmp_path / "a.html"
    write_dashboard(results, path)
    return html.document_fromstring(path.read_bytes().decode())


def _text(element):
    return " ".join(element.text_content().split())


def _all(page, path):
    return [_text(element) for element in page.xpath(path)]


def _tile(page, heading, panel=0):
    """The parts of a tile, by what they are."""
    where = f"//section[@id='panel-{panel}']//article[h3='{heading}']"
    (tile,) = page.xpath(where)
    return {
        "state": tile.get("class"), "rate": _text(tile.xpath("p[@class='rate']")[0]),
        "counted": _text(tile.xpath("p[@class='counted']")[0]),
        "more": _text(tile.xpath("p[@class='more']")[0]),
    }  # fmt: skip


def _rows(page, name):
    """Of a table, each row's cells."""
    return [
        [_text(cell) for cell in row.xpath("th | td")]
        for row in page.xpath(f"//section[@id='{name}']//tbody/tr")
    ]


def _said(page, panel=0):
    return _all(page, f"//section[@id='panel-{panel}']//p[@class='said' or @class='below']")


def test_the_headline_counts_targets_that_are_due(tmp_path):
    """On the milestone those of the milestone; no other target is there."""
    page = _page(_results(tmp_path), tmp_path)
    assert page.get("lang") == "vi"
    assert _all(page, "//h1") == ["Xã Một"]
    assert _all(page, "//p[@class='day']") == ["Số liệu đến 16/05/2024, ngày thứ 50 của chiến dịch"]
    assert _said(page) == ["1/2 chỉ tiêu đạt", "1 chưa đạt"]


def test_before_the_milestone_nobody_has_missed_anything(tmp_path):
    """An unmet target is open until its day, in the headline, the tile and the tables."""
    page = _page(_results(tmp_path, as_of=date(2024, 5, 10)), tmp_path)
    assert _said(page) == ["Còn hạn đến 16/05: 1/2 chỉ tiêu đang đạt", "1 còn phải thực hiện"]
    assert _tile(page, "Tỷ lệ dịch vụ công trực tuyến")["state"] == "tile open"
    assert "Chưa đạt" not in page.text_content()
    assert "Chưa hoàn thành" not in page.text_content()
    assert [row[:2] for row in _rows(page, "can-bo")] == [
        ["Bùi Thị B", "Còn hạn đến 16/05"], ["Nguyễn Văn A", "✔ Đang đạt"],
    ]  # fmt: skip


def test_between_milestone_and_end_the_milestone_judges_and_the_end_is_ahead(tmp_path):
    """Where the end asks for more; a target that is kept is judged by today's figure."""
    later = dossier(code="E", received="20/05/2024", due=None, ended=None)
    page = _page(_results(tmp_path, *FOUR, later, as_of=date(2024, 5, 20)), tmp_path)
    assert _said(page) == [
        "1/2 chỉ tiêu đến hạn đạt",
        "1 chưa đạt · 1 chỉ tiêu xét theo mốc 50 ngày (16/05/2024) · Còn hạn đến 29/06: 0 đang đạt · "
        "1 còn phải thực hiện",
    ]
    assert _tile(page, "Tỷ lệ dịch vụ công trực tuyến") == {
        "state": "tile open",
        "rate": "40,00% Còn hạn đến 29/06",
        "counted": "2/5 hồ sơ Giao 60% (đến 29/06) Còn thiếu 1 hồ sơ",
        "more": "Mốc 50 ngày: 25,00%, ✘ chưa đạt 30% Dự báo cuối chiến dịch: 66,67%",
    }


def test_what_has_no_data_and_is_not_due_is_not_missed(tmp_path):
    """Nothing counted: no 0 of so many; on the day it counts among those that were due."""
    targets = [["H21.65", "satisfaction", None, None, 90, 95]]
    campaign = plan(tmp_path, **{"Chỉ tiêu": targets})
    early = _page(_results(tmp_path, as_of=date(2024, 5, 10), campaign=campaign), tmp_path)
    assert _said(early) == ["Chưa có số liệu", "1 không có số liệu"]
    both = plan(tmp_path, **{"Chỉ tiêu": [*targets, ["H21.65", "online", None, None, 20, 30]]})
    early = _page(_results(tmp_path, as_of=date(2024, 5, 10), campaign=both), tmp_path)
    assert _said(early) == ["Còn hạn đến 16/05: 1/2 chỉ tiêu đang đạt", "1 không có số liệu"]
    due = _page(_results(tmp_path, campaign=both), tmp_path)
    assert _said(due) == ["1/2 chỉ tiêu đạt", "1 không có số liệu"]


def test_a_tile_has_rate_target_and_what_is_missing(tmp_path):
    """As the facts and forecasts have them; without data a dash, never 0."""
    page = _page(_results(tmp_path), tmp_path)
    assert len(page.xpath("//section[@id='panel-0']//article")) == 6
    assert _tile(page, "Tỷ lệ dịch vụ công trực tuyến") == {
        "state": "tile bad",
        "rate": "25,00% ✘ Chưa đạt",
        "counted": "1/4 hồ sơ Giao 30% (đến 16/05) Còn thiếu 1 hồ sơ",
        "more": "Cao nhất còn có thể: 25,00%",
    }
    assert _tile(page, "Mức độ hài lòng") == {
        "state": "tile none", "rate": "– –", "counted": "Không giao chỉ tiêu", "more": "",
    }  # fmt: skip


def test_a_trend_is_the_windows_results_and_the_target_in_steps(tmp_path):
    """A bar a window that has data, of its very height; a gap where there is none; words for who
    can't see it.
    """
    rows = [*FOUR, dossier(code="E", received="18/05/2024", due=None, ended=None)]
    page = _page(_results(tmp_path, *rows, as_of=date(2024, 5, 20)), tmp_path)
    (drawing,) = page.xpath("//article[h3='Tỷ lệ dịch vụ công trực tuyến']//*[local-name()='svg']")
    bars = [(b.get("x"), b.get("y"), b.get("height")) for b in drawing.xpath("*[@class='bar']")]
    assert bars == [("14", "7500", "2500"), ("514", "0", "10000")]
    assert drawing.xpath("*[@class='steps']/@d") == [
        "M0 7000H100V7000H200V7000H300V7000H400V7000H500V4000H600"
    ]
    assert drawing.get("aria-label") == (
        "Tỷ lệ dịch vụ công trực tuyến, từng kỳ 10 ngày: 1/2 kỳ có số liệu đạt mức giao; kỳ 1 25,00%; "
        "kỳ 6 100,00%; 4 kỳ không có số liệu."
    )
    labels = _all(page, "//article[h3='Tỷ lệ dịch vụ công trực tuyến']//ol/li")
    assert labels == ["125%", "2–", "3–", "4–", "5–", "6100%"]


def test_many_windows_are_not_all_numbered(tmp_path):
    """A cycle of a day has fifty by the milestone: the first, every tenth and the last."""
    campaign = replace(plan(tmp_path), cycle_days=1)
    page = _page(_results(tmp_path, campaign=campaign), tmp_path)
    where = "//article[h3='Tỷ lệ dịch vụ công trực tuyến']//ol/li"
    assert len(page.xpath(where)) == 50
    assert list(filter(None, _all(page, where))) == ["1", "10", "20", "30", "40", "50"]


def test_a_rate_of_none_at_all_is_no_gap(tmp_path):
    """It stands on the ground line; a window that the export does not reach has nothing there."""
    page = _page(_results(tmp_path, dossier(channel="BCCI"), as_of=date(2024, 4, 20)), tmp_path)
    where = "//article[h3='Tỷ lệ dịch vụ công trực tuyến']"
    assert page.xpath(f"{where}//*[@class='bar']/@height") == ["0"]
    assert page.xpath(f"{where}//*[@class='foot']/@d") == ["M14 10000h72"]
    assert _all(page, f"{where}//ol/li") == ["10,00%", "2–", "3–"]


def test_officials_and_fields_have_their_rates_those_behind_first(tmp_path):
    """Conclusion, what is missing, and of each rate what it lacks."""
    page = _page(_results(tmp_path), tmp_path)
    assert _rows(page, "can-bo") == [
        ["Bùi Thị B", "✘ Chưa hoàn thành", "1", "✔ 100,00%", "✘ 0,00% thiếu 1", "–", "–", "–"],
        ["Nguyễn Văn A", "✔ Hoàn thành", "0", "✔ 100,00%", "✔ 100,00%", "–", "–", "–"],
    ]
    assert [row[:2] for row in _rows(page, "linh-vuc")] == [["Hộ tịch", "0"], ["Đất đai", "1"]][
        ::-1
    ]
    assert _all(page, "//section[@id='can-bo']//thead//th")[:3] == [
        "Cán bộ",
        "Kết luận",
        "Thiếu (lượt)",
    ]
    assert page.xpath("//section[@id='don-vi']") == []
    assert page.xpath("//select/@id") == ["official"]


def test_a_target_beside_the_main_ones_has_its_column(tmp_path):
    """What is missing of it is among what an official lacks, and is to be seen."""
    targets = [["H21.65", name, None, None, 50, 60] for name in ("online", "e_result")]
    campaign = plan(tmp_path, **{"Chỉ tiêu": targets})
    page = _page(_results(tmp_path, dossier(e_result="Không"), campaign=campaign), tmp_path)
    assert _all(page, "//section[@id='can-bo']//thead//th")[-1] == "Cấp kết quả điện tử"
    (row,) = _rows(page, "can-bo")
    assert (row[2], row[-1]) == ("1", "✘ 0,00% thiếu 1")
    assert _rows(page, "linh-vuc")[0][-1] == "✘ 0,00% thiếu 1"


def test_units_are_ranked_and_have_tiles_of_their_own(tmp_path):
    """The best first; the whole says how many have met what is due."""
    campaign = plan(tmp_path, **TWO_UNITS, **{"Chỉ tiêu": [
        [code, "online", 0.2, None, 30, end] for code, end in (("H21.65", None), ("H21.66", 70))
    ]})  # fmt: skip
    rows = [dossier(channel="BCCI"), dossier(code="B", unit="Xã Hai", official="Bùi Thị B")]
    page = _page(_results(tmp_path, *rows, campaign=campaign), tmp_path)
    assert _all(page, "//h1") == ["2 đơn vị"]
    assert _said(page) == ["1/1 chỉ tiêu đạt", "1/2 đơn vị hoàn thành mọi chỉ tiêu đến hạn"]
    assert [row[:4] for row in _rows(page, "don-vi")] == [
        ["Xã Hai", "01/02", "1/1", "✔ Hoàn thành"], ["Xã Một", "02/02", "0/1", "✘ Chưa hoàn thành"],
    ]  # fmt: skip
    assert _said(page, panel=1) == ["0/1 chỉ tiêu đạt", "1 chưa đạt"]
    options = page.xpath("//select[@id='unit']/option")
    assert [(o.get("value"), o.text) for o in options] == [
        ("", "Tất cả đơn vị"), ("2", "Xã Hai"), ("1", "Xã Một"),
    ]  # fmt: skip
    at_the_end = _page(_results(tmp_path, *rows, as_of=END, campaign=campaign), tmp_path)
    assert _said(at_the_end) == [
        "Không có chỉ tiêu giao chung",
        "1 chỉ tiêu giao khác nhau từng đơn vị · 1/2 đơn vị hoàn thành mọi chỉ tiêu đến hạn",
    ]
    assert _tile(at_the_end, "Tỷ lệ dịch vụ công trực tuyến")["counted"] == (
        "1/2 hồ sơ Giao khác nhau từng đơn vị"
    )


def test_rows_know_the_units_above_theirs(tmp_path):
    """So that a district shows its communes, and their officials."""
    campaign = plan(tmp_path, **TREE)
    page = _page(_results(tmp_path, dossier(unit="Xã Ba"), campaign=campaign), tmp_path)
    assert _all(page, "//h1") == ["Tỉnh Gia Lai"]
    rows = {_text(r.xpath("th")[0]): r.get("data-of") for r in page.xpath("//tr[@data-of]")}
    assert rows == {
        "Huyện Hai": "5 1", "Huyện Một": "2 1", "Xã Ba Huyện Hai": "6 5 1",
        "Xã Hai Huyện Một": "4 2 1", "Xã Một Huyện Một": "3 2 1", "Nguyễn Văn A Xã Ba": "6 5 1",
        "Hộ tịch Xã Ba": "6 5 1",
    }  # fmt: skip


def test_the_banner_the_last_records_and_samples(tmp_path):
    """Why nobody may be judged by it yet; that the figures are nobody's."""
    campaign = plan(tmp_path)
    files = {
        "a.csv": export("dossiers", dossier()), "d.csv": export("ratings", rating()),
        "e.csv": export("publicity", publicity()),
    }  # fmt: skip
    results = outcome(tmp_path, files, DAY50, campaign).results(campaign, is_sample=True)
    page = _page(results, tmp_path)
    assert _all(page, "//p[@class='sample']")[0].startswith("SỐ LIỆU MẪU")
    assert _all(page, "//section[@class='unreliable']/h2") == ["CHƯA DÙNG ĐỂ ĐÁNH GIÁ"]
    assert (
        "danh mục công khai chỉ có 1 thủ tục"
        in _all(page, "//section[@class='unreliable']//li")[-1]
    )
    assert "Bản ghi cuối: hồ sơ 01/04/2024; đánh giá hài lòng 04/04/2024." in _all(
        page, "//footer/p"
    )
    plain = _page(_results(tmp_path), tmp_path)
    assert _all(plain, "//p[@class='sample']") == []


def test_nothing_of_an_input_is_taken_for_markup(tmp_path):
    """Of units, officials, fields, the plan: one script, ours, and every text as it is."""
    units = {"Đơn vị": [[1, "H21.65", f"Xã {HOSTILE}", "Xã Một"], [2, "H21.66", "Xã Hai", None]]}
    campaign = replace(plan(tmp_path, **units), campaign=HOSTILE, number=HOSTILE, issuer=HOSTILE)
    rows = [dossier(official=HOSTILE, area=HOSTILE), dossier(code="B", unit="Xã Hai")]
    results = _results(tmp_path, *rows, campaign=campaign)
    page, plain = _page(results, tmp_path), _page(_results(tmp_path, campaign=None), tmp_path)
    assert page.xpath("//script/text()") == plain.xpath("//script/text()")
    assert page.xpath("//b[not(@class)][not(ancestor::ol)]") == []
    official = next(fact.official for fact in results.counts.facts if fact.official.startswith("<"))
    shown = " ".join(official.replace("\x07", " ").split())
    assert f"{shown} Xã {shown}" in [row[0] for row in _rows(page, "can-bo")]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.text(min_size=1, max_size=40), other=st.text("<>&\"'/scriptSCRIPT! -]=", min_size=1))
def test_any_name_is_shown_as_it_is(tmp_path, name, other):
    """Names of officials and units of every sort of letters leave the page's elements as they are."""
    results = _known(tmp_path)
    facts = tuple(
        fact._replace(official=other if fact.official else "") for fact in results.counts.facts
    )
    unit = replace(results.plan.units[0], name=name)
    named = replace(
        results,
        plan=replace(results.plan, units=(unit,)),
        counts=replace(results.counts, facts=facts),
    )
    before, after = _page(results, tmp_path), _page(named, tmp_path)
    assert [e.tag for e in after.iter()] == [e.tag for e in before.iter()]
    assert _rows(after, "can-bo")[0][0] == " ".join(other.split())


_RESULTS = {}


def _known(tmp_path):
    """Results that are made once."""
    if not _RESULTS:
        _RESULTS[""] = _results(tmp_path, dossier())
    return _RESULTS[""]


def test_the_page_asks_for_nothing(tmp_path):
    """No address, no file; and the one script and style are named by their digest, nothing else."""
    path = tmp_path / "a.html"
    write_dashboard(_results(tmp_path), path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith('<!DOCTYPE html>\n<html lang="vi"')
    for word in ("http:", "https:", "src=", "href=", "url(", "@import", "fetch(", "localStorage"):
        assert word not in text, word
    (policy,) = html.document_fromstring(text).xpath("//meta[@http-equiv]/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_same_results_give_the_same_bytes(tmp_path):
    """No clock, no chance."""
    results = _results(tmp_path)
    for name in ("1.html", "2.html"):
        write_dashboard(results, tmp_path / name)
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


def test_tables_have_heads_and_captions(tmp_path):
    """Every column and every row has its heading, every drawing its words."""
    page = _page(_results(tmp_path), tmp_path)
    for table in page.xpath("//table"):
        assert table.xpath("caption/h2")
        assert {cell.get("scope") for cell in table.xpath("thead//th")} == {"col"}
        assert all(row.xpath("th[@scope='row']") for row in table.xpath("tbody/tr"))
    drawings = page.xpath("//*[local-name()='svg']")
    assert len(drawings) == 6
    assert all(each.get("role") == "img" and each.get("aria-label") for each in drawings)


@pytest.mark.parametrize(
    ("communes", "shown", "said"),
    [
        (30, 36, []),
        (240, 5, ["Ở đây có 5 trong 245 đơn vị; còn 240 nữa, xem tệp phu-luc-ii_2024-05-16.xlsx."]),
    ],
)
def test_of_very_many_units_those_above_others_are_shown(tmp_path, communes, shown, said):
    """And a line says how many more there are, and where."""
    shown = communes + 5 if not said else shown
    units = [
        [0, "T", "Tỉnh", None, None],
        *([n, f"T.{n}", f"Huyện {n}", None, "T"] for n in range(5)),
    ]
    units += [[n, f"T.{n % 5}.{n}", f"Xã {n}", None, f"T.{n % 5}"] for n in range(communes)]
    rows = [dossier(code=f"A{n}", official=f"Cán bộ {n}", unit=f"Xã {n}", channel="BCCI")
            for n in range(communes)]  # fmt: skip
    sheets = {
        "Đơn vị": units, "Chỉ tiêu": [["T", "online", 0.2, 50, 30, None]],
        "Phân công": [["Cán bộ 0", None, "T", None, None]],
    }  # fmt: skip
    campaign = plan(tmp_path, **sheets)
    path = tmp_path / "a.html"
    page = _page(_results(tmp_path, *rows, campaign=campaign), tmp_path)
    assert len(_rows(page, "don-vi")) == shown
    assert _all(page, "//section[@id='don-vi']/p[@class='note']") == said
    assert path.stat().st_size < 3_000_000
