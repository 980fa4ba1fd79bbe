"""The workbook of many units: what stands where, live formulas, one unit by choice, one file each."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace

import openpyxl
import pytest

from pipeline.analysis.split import results_of, split_units
from pipeline.report import write_workbook
from tests.builders import (
    DAY50,
    TREE,
    dossier,
    export,
    payment,
    plan,
    plan_bytes,
    publicity,
    rating,
)
from tests.command import pipeline
from tests.office import converted, formulas, problems, values
from tests.outcomes import outcome

TARGETS = {
    "Chỉ tiêu": [["H21", "online", 0.2, 50, 30, None], ["H21", "on_time", 99, None, 100, 90]]
}
FILES = {
    "a.csv": export(
        "dossiers",
        dossier(code="A", unit="Xã Một"),
        dossier(code="B", unit="Xã Hai", channel="BCCI"),
        dossier(code="C", unit="Xã Ba", ended="09/04/2024", fee="8.000"),
        dossier(code="D", unit="Huyện Một", channel="Trực tiếp"),
    ),
    "b.csv": export("payments", payment(code="C", unit="Tỉnh Gia Lai")),
    "c.csv": export("ratings", rating(code="A")),
    "d.csv": export("publicity", publicity(unit="Xã Ba")),
}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """The results of a tree of three levels, and its workbook."""
    folder = tmp_path_factory.mktemp("tree")
    campaign = plan(folder, **TREE, **TARGETS)
    results = outcome(folder, FILES, campaign=campaign).results(campaign)
    write_workbook(results, folder / "a.xlsx")
    return results, folder / "a.xlsx"


def _rows(path, sheet, first=1):
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    return [list(row) for row in book[sheet].iter_rows(min_row=first, values_only=True)]


def test_libreoffice_calculates_what_the_facts_say_of_every_level(workbook, tmp_path):
    """Formulas over a unit and all below it have the values that the file was written with."""
    _, path = workbook
    calculated = values(converted(path, tmp_path, "xlsx"))
    cached, live = values(path), formulas(path)
    assert any('">="&' in formula for formula in live.values())
    assert {place: calculated.get(place) for place in live} == {p: cached.get(p) for p in live}


def test_nothing_that_excel_would_repair(workbook):
    """Valid by the schemas and rules of Office Open XML."""
    assert problems(workbook[1]) == []


def test_the_form_has_a_row_for_every_unit(workbook):
    """Communes numbered within their parent, the others as totals above them."""
    form = [row[:2] for row in _rows(workbook[1], "Phụ lục II", first=8)][:18:3]
    assert form == [
        ["", "Tỉnh Gia Lai"],
        ["I", "Huyện Một"],
        [1, "Xã Một"],
        [2, "Xã Hai"],
        ["II", "Huyện Hai"],
        [1, "Xã Ba"],
    ]
    blocks = [row[0] for row in _rows(workbook[1], "Kết quả thực hiện") if ". " in str(row[0])]
    assert blocks == [
        "1. Tỉnh Gia Lai", "2. Huyện Một", "3. Xã Một", "4. Xã Hai", "5. Huyện Hai", "6. Xã Ba",
    ]  # fmt: skip


def test_siblings_stand_together_the_best_first(workbook):
    """Parent, unit, overall rank, targets met, targets, with data."""
    rows = [row[:6] for row in _rows(workbook[1], "Xếp hạng") if row[2] and "/" in str(row[2])]
    assert rows == [
        ["Tỉnh Gia Lai", "Huyện Một", "01/02", 2, 2, 2],
        ["Tỉnh Gia Lai", "Huyện Hai", "02/02", 1, 2, 2],
        ["Huyện Một", "Xã Một", "01/02", 2, 2, 2],
        ["Huyện Một", "Xã Hai", "02/02", 1, 2, 2],
        ["Huyện Hai", "Xã Ba", "01/01", 1, 2, 2],
    ]


def test_the_heat_table_says_in_words_what_it_colours(workbook):
    """A number behind every word, so that it can be sorted."""
    book = openpyxl.load_workbook(io.BytesIO(workbook[1].read_bytes()))
    sheet = book["Bảng nhiệt"]
    heads = {cell.value: cell.column for cell in sheet[7]}
    online, rated = heads["Tỷ lệ dịch vụ công trực tuyến"], heads["Mức độ hài lòng"]
    words = {
        row[0].value: (row[online - 1].value, row[online - 1].number_format.split('"')[1])
        for row in sheet.iter_rows(min_row=8)
        if isinstance(row[online - 1].value, float | int)
    }
    assert words == {
        "Tỉnh Gia Lai": (0.5, "Đạt "),
        "Huyện Một": (0.3333, "Đạt "),
        "Xã Một": (1, "Đạt "),
        "Xã Hai": (0, "Chưa "),
        "Huyện Hai": (1, "Đạt "),
        "Xã Ba": (1, "Đạt "),
    }
    assert {row[rated - 1].value for row in sheet.iter_rows(min_row=8)} == {1, "–"}


def _beside(calculated, sheet="Tra cứu đơn vị"):
    """Indicator -> the cells beside it."""
    rows = range(1, 30)
    return {
        calculated.get((sheet, f"A{row}")): [
            calculated.get((sheet, f"{c}{row}")) for c in "BCDEFGHI"
        ]
        for row in rows
    }


def test_one_unit_by_choice(workbook, tmp_path):
    """The list has every unit; another choice shows that one's figures, whatever is sorted."""
    _, path = workbook
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book["Tra cứu đơn vị"]
    rule = sheet.data_validations.dataValidation[0]
    place = str(rule.sqref)
    names, area = rule.formula1.lstrip("=").split("!")
    listed = [row[0].value for row in book[names.strip("'")][area.replace("$", "")]]
    assert listed == ["Tỉnh Gia Lai", "Huyện Một", "Xã Một", "Xã Hai", "Huyện Hai", "Xã Ba"]
    sheet[place].value = "Xã Hai"
    _swap(book["Số liệu"], 60, 70)
    book.save(tmp_path / "a.xlsx")
    calculated = _beside(values(converted(tmp_path / "a.xlsx", tmp_path / "anew", "xlsx")))
    assert calculated["Tỷ lệ dịch vụ công trực tuyến"] == [
        0,
        0,
        1,
        0.3,
        -30,
        1,
        "✘ Chưa đạt",
        "02/02",
    ]
    assert calculated["Tiến độ giải quyết"] == [1, 1, 1, 0.9, 10, 0, "✔ Đạt", "01/02"]
    assert calculated["Mức độ hài lòng"] == ["–"] * 8
    assert calculated["Xếp hạng chung trong các đơn vị cùng cấp trên:"][0] == "02/02"


def _swap(sheet, one, other):
    for column in range(1, sheet.max_column + 1):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        first.value, second.value = second.value, first.value


def test_of_many_units_the_overview_begins_with_the_whole(tmp_path):
    """How many of thirty communes meet each target, who leads, who lags."""
    units = [[0, "T", "Tỉnh", None, None], *([n, f"X{n}", f"Xã {n}", None, "T"] for n in range(30))]
    campaign = plan(tmp_path, **{"Đơn vị": units, "Phân công": []},
                    **{"Chỉ tiêu": [["T", "online", None, 50, 30, None]]})  # fmt: skip
    rows = [dossier(code=str(n), unit=f"Xã {n}", channel=str(1 + n % 2)) for n in range(30)]
    workbook = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, campaign=campaign)
    write_workbook(workbook.results(campaign), tmp_path / "a.xlsx")
    rows = _rows(tmp_path / "a.xlsx", "Tổng quan")
    assert ["Tỷ lệ dịch vụ công trực tuyến", 15, 15, 0, 1, 0] in [row[:6] for row in rows]
    led = [row[0] for row in rows].index("Dẫn đầu")
    assert rows[led + 2][:4] == ["Xã 1", "01/30", 1, 1]
    assert "Xã 1" not in [row[0] for row in _rows(tmp_path / "a.xlsx", "Tiến độ 10 ngày")]


def test_too_many_formulas_for_excel(workbook, tmp_path, monkeypatch):
    """Many units with many dossiers: formulas take the facts' sheet; still the same values."""
    monkeypatch.setattr("pipeline.report.detail.MAX_FORMULA_CELLS", 1)
    write_workbook(workbook[0], tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    assert "Chi tiết hồ sơ" not in book.sheetnames
    assert "--split" in "".join(str(row) for row in _rows(tmp_path / "a.xlsx", "Tổng quan"))


def test_names_of_the_workbooks_sort_and_are_safe(tmp_path):
    """Numbered as in the plan, in letters that any system takes; none for the top, whose workbook
    is the whole one.
    """
    units = [[0, "T", "Tỉnh", None, None], [1, "A", "Xã Ia Đrăng / “Một”", None, "T"],
             [2, "B", "…", None, "T"]]  # fmt: skip
    campaign = plan(tmp_path, **{"Đơn vị": units, "Phân công": [], "Chỉ tiêu": []})
    assert split_units(campaign) == {"A": "2_xa-ia-drang-mot.xlsx", "B": "3_don-vi.xlsx"}


def test_a_units_results_are_those_of_its_own_exports(tmp_path):
    """What a commune's part of the whole says is what a run on its exports alone would say."""
    own = {
        "một.csv": export("dossiers", dossier(code="A"), dossier(code="B", channel="BCCI")),
        "trả.csv": export("payments", payment(code="A")),
        "hài lòng.csv": export("ratings", rating(code="B")),
        "hoá.csv": export("digitization", {"Mã hồ sơ": "A"}),
        "công khai.csv": export("publicity", publicity(unit="Xã Một")),
    }
    others = {"khác.csv": export("dossiers", dossier(code="Z", unit="Xã Ba", channel="?"))}
    targets = {"Chỉ tiêu": [["H21.65", "online", 0.2, 50, 30, None]]}
    tree, alone = plan(tmp_path, **TREE, **targets), plan(tmp_path, **targets)
    whole = outcome(tmp_path, own | others, campaign=tree).results(tree)
    single = outcome(tmp_path, own, campaign=alone).results(alone)
    sheets = {"H21.65": {(name, "") for name in own}, "H21.67": {("khác.csv", "")}}
    part = results_of(whole, "H21.65", sheets, tmp_path / "part.parquet")
    assert part.inputs == single.inputs
    assert replace(part.counts, detail_file=None) == replace(single.counts, detail_file=None)
    analysis = replace(single.analysis, standings=part.analysis.standings)
    single = replace(single, analysis=analysis, made=part.made)  # whose it is, is said there
    for results, name in ((part, "1.xlsx"), (single, "2.xlsx")):
        write_workbook(results, tmp_path / name)
    assert values(tmp_path / "1.xlsx") == values(tmp_path / "2.xlsx")


@pytest.fixture
def office(tmp_path):
    """A province's folder; run(…) reports on it."""
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes(**TREE, **TARGETS))
    for name, content in FILES.items():
        (inputs / name).write_bytes(content)

    def run(*arguments):
        places = ("--inputs", inputs, "--outputs", outputs, "--as-of", f"{DAY50:%d/%m/%Y}")
        return pipeline("report", *places, *arguments)

    return run, outputs


NAMES = [
    "2_huyen-mot.xlsx", "3_xa-mot.xlsx", "4_xa-hai.xlsx", "5_huyen-hai.xlsx", "6_xa-ba.xlsx",
]  # fmt: skip


def test_split_writes_a_workbook_for_every_unit(office):
    """Beside the whole one; each has its unit's dossiers and its rank; what a run wrote of units that
    the plan no longer has is removed, other files stay.
    """
    run, outputs = office
    folder = outputs / "tung-don-vi_2024-05-16"
    folder.mkdir(parents=True)
    for name in ("7_xa-cu.xlsx", "ghi chu.txt"):
        (folder / name).write_bytes(b"x")
    record = {f"{folder.name}/7_xa-cu.xlsx": [hashlib.sha256(b"x").hexdigest()]}
    (outputs / ".da-ghi.json").write_text(json.dumps(record), encoding="utf-8")
    done = run("--split")
    assert (done.returncode, done.stderr) == (0, "")
    assert str(folder) in done.stdout
    assert sorted(path.name for path in folder.iterdir()) == [*NAMES, "ghi chu.txt"]
    rows = _rows(folder / "4_xa-hai.xlsx", "Chi tiết hồ sơ", first=4)
    assert [row[0] for row in rows] == ["B"]
    lines = [row[0] for row in _rows(folder / "4_xa-hai.xlsx", "Tóm tắt")]
    assert "Xếp hạng chung trong các đơn vị cùng cấp trên: 02/02" in lines
    again = run()
    assert "chạy lại với --split" in again.stdout


def test_an_open_workbook_of_a_unit_stops_all_before_anything_is_replaced(office):
    """Status 2, and the reports of before are whole."""
    run, outputs = office
    run("--split")
    before = {path: path.read_bytes() for path in outputs.rglob("*.xlsx")}
    folder = outputs / "tung-don-vi_2024-05-16"
    (folder / "~$4_xa-hai.xlsx").write_bytes(b"")
    done = run("--split", "--no-cache")
    assert done.returncode == 2
    assert "4_xa-hai.xlsx đang mở" in done.stderr
    assert before == {path: path.read_bytes() for path in before}


def test_trace_of_a_unit_above_others(office):
    """The dossiers of all below it."""
    _, outputs = office
    options = ("--indicator", "online", "--scope", "unit", "--unit", "Huyện Một")
    done = pipeline("trace", "--inputs", outputs.parent / "inputs", *options)
    assert [line.split("\t")[:2] for line in done.stdout.splitlines()] == [
        ["online (unit, H21.1, cumulative): 1/3"],
        ["0 chưa", "D"],
        ["1 đạt", "A"],
        ["0 chưa", "B"],
    ]
