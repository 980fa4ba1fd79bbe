"""A rate leads to what it counts, and to nothing else."""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.cell import range_boundaries

from pipeline.model import CUMULATIVE
from pipeline.report import write_workbook
from pipeline.values.text import percent
from schemas.indicators import indicator
from tests.builders import (
    DAY50,
    TREE,
    digitization,
    dossier,
    export,
    payment,
    plan,
    publicity,
    rating,
)
from tests.outcomes import outcome

LINK = re.compile(r'=HYPERLINK\("#(.+?)!(.+?)",')
LISTS = "Hồ sơ được đếm"
DONE, OPEN = "✔ Đạt", "✘ Chưa đạt"


def _results(folder, rows, **differs):
    codes = [row["Mã hồ sơ"] for row in rows]
    files = {
        "hs.csv": export("dossiers", *rows),
        "tt.csv": export("payments", *(payment(code=code) for code in codes[::2])),
        "sh.csv": export("digitization", *(digitization(code=code) for code in codes[::3])),
        "dg.csv": export("ratings", *(rating(code=code) for code in codes[1::2])),
        "ck.csv": export("publicity", publicity(), publicity(procedure="1.000002", full="Không")),
    }
    campaign = plan(folder, **differs)
    return outcome(folder, files, DAY50, campaign).results(campaign)


def _rows(count):
    return [
        dossier(
            code=f"H{n:03}", channel=str(1 + n % 2), official=f"Cán bộ {n % 3}", fee="8.000",
            procedure=f"1.00000{1 + n % 2}", area="Đất đai" if n % 5 == 0 else "Hộ tịch",
        )
        for n in range(count)
    ]  # fmt: skip


def _books(results, folder):
    write_workbook(results, folder / "a.xlsx")
    content = (folder / "a.xlsx").read_bytes()
    return (
        openpyxl.load_workbook(io.BytesIO(content), data_only=cached) for cached in (False, True)
    )


def _linked(live):
    """Sheet, cell and range of every cell that leads to what it counts."""
    for sheet in live:
        for row in sheet.iter_rows():
            for cell in row:
                if found := LINK.match(str(cell.value)):
                    assert found[1].strip("'") == LISTS
                    yield sheet.title, cell, found[2]


def _listed(lists, area):
    """The rows of a range, by heading."""
    headings = [cell.value for cell in lists[3]]
    _, top, _, bottom = range_boundaries(area.replace("$", ""))
    return [dict(zip(headings, (c.value for c in lists[row]), strict=True))
            for row in range(top, bottom + 1)]  # fmt: skip


@pytest.mark.parametrize("differs", [{}, TREE])
def test_a_rate_is_that_of_the_rows_that_it_leads_to(tmp_path, differs):
    """On every sheet, of units, officials, fields, procedures and procedures made public."""
    live, cached = _books(_results(tmp_path, _rows(12), **differs), tmp_path)
    sheets = set()
    for sheet, cell, area in _linked(live):
        rows = _listed(cached[LISTS], area)
        done = sum(row["Kết quả"] == DONE for row in rows)
        shown = cached[sheet][cell.coordinate].value
        assert shown == pytest.approx((done * 20000 + len(rows)) // (2 * len(rows)) / 10000)
        sheets.add(sheet)
    assert sheets >= {
        "Tóm tắt", "Tổng quan", "Phụ lục II", "Kết quả thực hiện", "Giao chỉ tiêu cán bộ", "Theo cán bộ",
        "Tiến độ 10 ngày", "Chênh lệch lĩnh vực", "Chênh lệch thủ tục",
    }  # fmt: skip


def test_an_officials_rate_leads_to_that_officials_dossiers(tmp_path):
    """Of one indicator, those that do not count yet on top."""
    live, cached = _books(_results(tmp_path, _rows(12)), tmp_path)
    seen = set()
    for sheet, cell, area in _linked(live):
        if sheet == "Theo cán bộ" and live[sheet].cell(cell.row, 2).value.startswith("Tỷ lệ"):
            about = live[sheet].cell(cell.row, 1).value, live[sheet].cell(cell.row, 2).value
            rows = _listed(cached[LISTS], area)
            assert {(row["Cán bộ"], row["Chỉ tiêu"]) for row in rows} == {about}
            marks = [row["Kết quả"] for row in rows]
            assert marks == sorted(marks, key=[OPEN, DONE].index)
            seen.add(about)
    assert len(seen) == 6


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_every_fact_has_its_own_list(data):
    """Whatever officials, fields and procedures dossiers are of, also a procedure that exports have
    in two fields: the listed codes and marks are those of the detail.
    """
    names = st.sampled_from(["A", "B", "C"])
    rows = [
        dossier(
            code=f"H{n:03}", official=f"Cán bộ {data.draw(names)}", area=f"Lĩnh vực {data.draw(names)}",
            procedure=data.draw(st.sampled_from(["1.000001", "1.000002"])), fee="8.000",
            channel=data.draw(st.sampled_from("12")),
            unit=data.draw(st.sampled_from(["Xã Một", "Xã Hai", "Xã Ba"])),
        )
        for n in range(data.draw(st.integers(1, 12)))
    ]  # fmt: skip
    with TemporaryDirectory() as name:
        folder = Path(name)
        results = _results(folder, rows, **TREE)
        live, cached = _books(results, folder)
        areas = {area for _, _, area in _linked(live)}
        lists = {frozenset(_told(row) for row in _listed(cached[LISTS], area)) for area in areas}
        expected = {
            frozenset(told)
            for fact in results.counts.facts
            if fact.period == CUMULATIVE and indicator(fact.indicator).grain == "dossier"
            and (told := list(_of_detail(results, fact)))
        }  # fmt: skip
        assert expected
        assert expected <= lists


def _told(row):
    return row["Chỉ tiêu"], row["Mã hồ sơ, thủ tục"], row["Kết quả"]


def _of_detail(results, fact):
    """What a fact counts, from the detail."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - of this law alone

    below = {fact.unit_code, *(u.code for u in results.plan.descendants(fact.unit_code))}
    for row in pq.read_table(results.counts.detail_file).to_pylist():
        whose = {"official": row["official"], "field": row["field"], "procedure": row["procedure"]}
        is_whole = fact.scope == "total" or row["unit_code"] in below
        is_own = fact.scope not in whose or whose[fact.scope] == getattr(fact, fact.scope)
        if is_whole and is_own and row[fact.indicator] is not None:
            heading = indicator(fact.indicator).heading
            yield heading, row["code"], DONE if row[fact.indicator] else OPEN


def test_a_table_may_be_sorted(tmp_path):
    """A link is part of the cell's formula, and a formula speaks of its own row and of fixed places:
    what Excel takes along when it sorts.
    """
    live, _ = _books(_results(tmp_path, _rows(12), **TREE), tmp_path)
    for sheet, cell, _ in _linked(live):
        assert cell.hyperlink is None
        if sheet in ("Tổng quan", "Theo cán bộ", "Chênh lệch lĩnh vực", "Chênh lệch thủ tục"):
            spoken = re.sub(r'"[^"]*"', "", cell.value)
            rows = {int(row) for row in re.findall(r"(?<![A-Za-z$\d])[A-Z]{1,2}(\d+)", spoken)}
            assert rows <= {cell.row}


def test_nobody_scrolls_through_lists_that_are_too_long(tmp_path, monkeypatch):
    """With too many rows there is no list, and the rates lead nowhere; their values stay."""
    results = _results(tmp_path, _rows(12))
    live, _ = _books(results, tmp_path)
    linked, rows = len(list(_linked(live))), live[LISTS].max_row - 3
    monkeypatch.setattr("pipeline.report.sheets.counted.MOST_ROWS", rows)
    half, _ = _books(results, tmp_path)  # room for officials, not for procedures
    monkeypatch.setattr("pipeline.report.sheets.counted.MOST_ROWS", 10)
    none, cached = _books(results, tmp_path)
    assert linked > len(list(_linked(half))) > len(list(_linked(none))) == 0
    online = next(row for row in cached["Tổng quan"].values if row[0].startswith("Tỷ lệ dịch vụ"))
    assert (online[3], percent(round(online[3] * 10000))) == (0.5, "50,00%")
