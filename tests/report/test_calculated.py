"""Live formulas: LibreOffice calculates what the facts say."""

from __future__ import annotations

import io

import openpyxl

from pipeline.report import write_workbook
from tests.builders import TWO_UNITS, dossier, export, plan
from tests.office import converted, formulas, values
from tests.outcomes import outcome
from tests.report.commune import AS_OF, NASTY, SHEETS, results_of, texts_of


def test_libreoffice_opens_and_prints_it(tmp_path):
    """Every sheet is in the print, percentages with a comma, nothing shown as ###."""
    write_workbook(results_of(tmp_path, plan(tmp_path)), tmp_path / "a.xlsx")
    assert converted(tmp_path / "a.xlsx", tmp_path, "pdf").read_bytes().startswith(b"%PDF")
    each = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    converted(tmp_path / "a.xlsx", tmp_path, each)
    printed = {
        path.stem.removeprefix("a-"): path.read_text(encoding="utf-8")
        for path in tmp_path.glob("a-*.csv")
    }
    assert sorted(printed) == sorted(SHEETS)
    assert "###" not in "".join(printed.values())
    assert '"50,00%"' in printed["Tổng quan"]
    assert "28/03/2024" in printed["Tiến độ 10 ngày"]


def test_libreoffice_calculates_what_the_facts_say(tmp_path):
    """Every formula, from scratch, has the value that the file was written with."""
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path, **TWO_UNITS)), path)
    calculated = values(converted(path, tmp_path / "anew", "xlsx"))
    cached, live = values(path), formulas(path)
    assert len(live) > 200
    assert {place: calculated.get(place) for place in live} == {p: cached.get(p) for p in live}


def test_a_changed_mark_changes_the_rates(tmp_path):
    """One dossier more counts as online: rate, variance, shortfall and status follow everywhere."""
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path)), path)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book["Chi tiết hồ sơ"]
    rows = {cell.value: cell.row for cell in sheet["A"]}
    column = next(cell.column for cell in sheet[3] if cell.value == "Trực tuyến")
    assert sheet.cell(rows["B"], column).value == 0
    sheet.cell(rows["B"], column).value = 1
    book.save(path)
    calculated = values(converted(path, tmp_path / "anew", "xlsx"))
    online = "Tỷ lệ dịch vụ công trực tuyến"
    for name, about, count in (("Tổng quan", [online], 2), ("Theo cán bộ", [NASTY, online], 1)):
        rows = [[calculated.get((name, f"{column}{row}")) for column in "ABCDEFGHI"]
                for row in range(1, 60)]  # fmt: skip
        told = next(row[len(about) :] for row in rows if row[: len(about)] == about)
        assert told[:7] == [count, count, 1, 0.3, 70, 0, "✔ Đạt"]


def test_too_many_dossiers_for_a_workbook(tmp_path, monkeypatch):
    """The formulas take the facts' sheet, the detail is elsewhere, and the overview says so."""
    monkeypatch.setattr("pipeline.report.detail.MAX_DETAIL", 1)
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path)), path)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    assert "Chi tiết hồ sơ" not in book.sheetnames
    assert "ho-so_2024-05-16.csv" in "\n".join(texts_of(book["Tổng quan"]))
    calculated, live = values(converted(path, tmp_path / "anew", "xlsx")), formulas(path)
    cached = values(path)
    assert any("'Số liệu'!" in formula for formula in live.values())
    assert {place: calculated.get(place) for place in live} == {p: cached.get(p) for p in live}


def test_too_many_facts_for_a_workbook(tmp_path, monkeypatch):
    """Those of fields and procedures are not on the facts' sheet, which says where they are: every
    other sheet says what it said before, in values where formulas would have nothing to take.
    """
    monkeypatch.setattr("pipeline.report.detail.MAX_DETAIL", 1)
    results = results_of(tmp_path, plan(tmp_path))
    write_workbook(results, tmp_path / "few.xlsx")
    monkeypatch.setattr("pipeline.report.content.MANY_FACTS", 1)
    path = tmp_path / "many.xlsx"
    write_workbook(results, path)
    before, now = values(tmp_path / "few.xlsx"), values(path)
    assert {k: v for k, v in now.items() if k[0] != "Số liệu"} == {
        k: v for k, v in before.items() if k[0] != "Số liệu"
    }
    facts = [row for row in _table(path, "Số liệu") if row[0] is not None]
    assert facts[0][0].endswith("mọi kỳ: tệp so-lieu_2024-05-16.csv cùng thư mục.")
    assert [row[1] for row in facts[2:]] == [
        fact.scope for fact in results.counts.facts if fact.scope not in ("field", "procedure")
    ]
    live = formulas(path)
    assert not [place for place in live if place[0].startswith("Chênh lệch")]
    few = formulas(tmp_path / "few.xlsx")
    assert [place for place in few if place[0].startswith("Chênh lệch")]
    calculated = values(converted(path, tmp_path / "anew", "xlsx"))
    assert {place: calculated.get(place) for place in live} == {p: now.get(p) for p in live}


def _table(path, sheet):
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def test_names_that_break_nothing(tmp_path):
    """Quotes, brackets, colons, 60 characters, the same name in two units: formulas still agree."""
    names = [NASTY, "Ksor [H'Bia]: " + "x" * 46, "*", "~?", ">5", "Nguyễn Văn A"]
    units = {"Đơn vị": [[1, "H21.65", "Xã 'Một' [a]: b", None], [2, "1.5", "Y" * 60, None]]}
    rows = [
        dossier(code=f"{n}{unit[1]}", official=name, unit=unit[2], channel=channel)
        for n, (name, channel) in enumerate(zip(names, ["1", "2", "3"] * 2, strict=True))
        for unit in units["Đơn vị"]
    ]
    campaign = plan(tmp_path, **units)
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, AS_OF, campaign)
    path = tmp_path / "a.xlsx"
    write_workbook(result.results(campaign, AS_OF), path)
    calculated, live, cached = (
        values(converted(path, tmp_path / "anew", "xlsx")),
        formulas(path),
        values(path),
    )
    assert {place: calculated.get(place) for place in live} == {p: cached.get(p) for p in live}
    shown = {value for (sheet, _), value in cached.items() if sheet == "Theo cán bộ"}
    assert set(names) <= shown
