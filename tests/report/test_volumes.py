"""Dịch vụ nhiều hồ sơ: which procedures most dossiers come to, and which to simplify first."""

from __future__ import annotations

from datetime import date

from pipeline.report import write_workbook
from pipeline.report.document.narrative import narrative
from pipeline.report.facts import Facts
from tests.builders import TREE, dossier, export, payment, plan
from tests.office import converted, formulas, values
from tests.outcomes import outcome
from tests.report.commune import AS_OF, book_of

SHEET = "Dịch vụ nhiều hồ sơ"
CATALOGUE = [
    ["1.000001.H21", "Thủ tục một", "Hộ tịch", "Một phần", "Có"],
    ["1.000002.H21", "Thủ tục hai", "Đất đai", "Toàn trình", "Không"],
    ["1.000003", "Thủ tục ba", "Đất đai", "Dịch vụ công", "Không"],
]
EVERY = [None, None, "Tất cả hồ sơ", None]
ONE = ["1.000001", "Thủ tục một", "Một phần"]
TWO = ["1.000002", "Thủ tục hai", "Toàn trình"]


def dossiers(count, *, prefix, **differs):
    """So many dossiers alike."""
    return [dossier(code=f"{prefix}{n}", **differs) for n in range(count)]


def results_of(tmp_path, rows, campaign=None, without=()):
    """What a run gives for the dossiers, and for an online payment of the dossier A0."""
    campaign = campaign or plan(tmp_path, **{"Danh mục TTHC": CATALOGUE})
    files = {"a.csv": export("dossiers", *rows, without=without)}
    files["b.csv"] = export("payments", payment(code="A0"))
    return outcome(tmp_path, files, AS_OF, campaign).results(campaign, AS_OF)


def blocks_of(tmp_path, results):
    """Block -> its rows as far as they are printed, and what stands below them."""
    rows = [row[:13] for row in book_of(results, tmp_path)[SHEET].values]
    blocks = {}
    for number, row in enumerate(rows):
        if row[0] == "TT":
            rest = rows[number + 1 :]
            end = next((n for n, r in enumerate(rest) if not any(r)), len(rest))
            blocks[rows[number - 1][0]] = [list(r) for r in rest[:end]]
    return blocks


def test_procedures_stand_by_their_dossiers_with_paper_late_and_paid_ones(tmp_path):
    """All dossiers first; share of them, on paper by counter or post, late ones, on time, paid online
    of those that owe a fee; the sum of paper and late ones says which is to be simplified first.
    """
    rows = [
        *dossiers(2, prefix="A", fee="8.000"),
        *dossiers(1, prefix="B", channel="BCCI", ended="09/04/2024"),
        *dossiers(3, prefix="C", procedure="1.000002", channel="Trực tiếp"),
        *dossiers(1, prefix="D", procedure="1.000002"),
        *dossiers(1, prefix="E", procedure="1.000003"),
        *dossiers(1, prefix="F", procedure=None, name="Việc khác"),
        dossier(code="G", received="27/03/2024"),
        dossier(code="H", received="17/05/2024", due=None, ended=None),
        dossier(code="I", status="Mới đăng ký"),
    ]
    three = ["1.000003", "Thủ tục ba", "Dịch vụ công"]
    results = results_of(tmp_path, rows)
    assert blocks_of(tmp_path, results) == {"Xã Một": [
        [*EVERY, 9, 1, 4, 0.4444, 1, 0.9, 0.5, 5, "–"],
        [1, *TWO, 4, 0.4444, 3, 0.75, 0, 1, "–", 3, "Ưu tiên 1: 3 hồ sơ còn nộp giấy, 0 hồ sơ trễ hạn"],
        [2, *ONE, 3, 0.3333, 1, 0.3333, 1, 0.75, 0.5, 2, "Ưu tiên 2: 1 hồ sơ còn nộp giấy, 1 hồ sơ trễ hạn"],
        [3, *three, 1, 0.1111, 0, 0, 0, 1, "–", 0, "–"],
        ["1 hồ sơ không rõ mã thủ tục, chỉ tính ở dòng “Tất cả hồ sơ”.", *[None] * 12],
    ]}  # fmt: skip


def test_its_numbers_are_the_facts_and_follow_the_detail(tmp_path):
    """In a tree: each block is the sum of the facts of its units, and LibreOffice counts the same from
    the detail.
    """
    rows = [
        *dossiers(2, prefix="A", fee="8.000"),
        *dossiers(2, prefix="B", unit="Xã Hai", channel="BCCI", procedure="1.000002"),
        *dossiers(3, prefix="C", unit="Xã Ba", channel="BCCI", due="02/04/2024"),
        *dossiers(1, prefix="D", unit="Huyện Một", procedure="1.000009"),
    ]
    results = results_of(tmp_path, rows, plan(tmp_path, **{"Danh mục TTHC": CATALOGUE}, **TREE))
    blocks = blocks_of(tmp_path, results)
    assert {name: [row[1:5] + row[6:7] + row[8:9] for row in block] for name, block in blocks.items()} == {
        "Tỉnh Gia Lai": [
            [None, "Tất cả hồ sơ", None, 8, 5, 3], [*ONE, 5, 3, 3], [*TWO, 2, 2, 0],
            ["1.000009", "(không có trong danh mục)", "–", 1, 0, 0],
        ],
        "Huyện Một": [
            [None, "Tất cả hồ sơ", None, 5, 2, 0], [*ONE, 2, 0, 0], [*TWO, 2, 2, 0],
            ["1.000009", "(không có trong danh mục)", "–", 1, 0, 0],
        ],
        "Xã Một": [[None, "Tất cả hồ sơ", None, 2, 0, 0], [*ONE, 2, 0, 0]],
        "Xã Hai": [[None, "Tất cả hồ sơ", None, 2, 2, 0], [*TWO, 2, 2, 0]],
        "Huyện Hai": [[None, "Tất cả hồ sơ", None, 3, 3, 3], [*ONE, 3, 3, 3]],
        "Xã Ba": [[None, "Tất cả hồ sơ", None, 3, 3, 3], [*ONE, 3, 3, 3]],
    }  # fmt: skip
    path = tmp_path / "a.xlsx"
    write_workbook(results, path)
    live = {place for place in formulas(path) if place[0] == SHEET}
    cached, calculated = values(path), values(converted(path, tmp_path / "anew", "xlsx"))
    assert len(live) > 100
    assert {place: calculated.get(place) for place in live} == {p: cached.get(p) for p in live}


def test_without_the_detail_in_the_workbook_the_facts_sheet_is_added_up(tmp_path, monkeypatch):
    """As in every other sheet."""
    rows = [
        *dossiers(2, prefix="A", fee="8.000"),
        *dossiers(1, prefix="B", unit="Xã Hai", channel="BCCI"),
    ]
    results = results_of(tmp_path, rows, plan(tmp_path, **{"Danh mục TTHC": CATALOGUE}, **TREE))
    with_detail = blocks_of(tmp_path, results)
    monkeypatch.setattr("pipeline.report.detail.MAX_DETAIL", 1)
    assert blocks_of(tmp_path, results) == with_detail
    path = tmp_path / "a.xlsx"
    cached, calculated = values(path), values(converted(path, tmp_path / "anew", "xlsx"))
    live = {place: text for place, text in formulas(path).items() if place[0] == SHEET}
    assert any("'Số liệu'!" in text and "+" in text for text in live.values())
    assert {place: calculated.get(place) for place in live} == {p: cached.get(p) for p in live}


def test_what_is_not_known_is_no_number(tmp_path):
    """Without a channel and a due date there are dossiers, but neither paper nor late ones."""
    columns = ("Hình thức tiếp nhận", "Ngày hẹn trả")
    results = results_of(tmp_path, dossiers(2, prefix="B"), without=columns)
    unknown = ["–"] * 6
    assert blocks_of(tmp_path, results) == {"Xã Một": [
        [*EVERY, 2, 1, *unknown, "–"], [1, *ONE, 2, 1, *unknown, "–"],
    ]}  # fmt: skip


def test_equal_sums_share_a_place_and_a_block_is_cut(tmp_path):
    """Thirty procedures are shown; the fourth of the largest sums is no priority, unless it equals."""
    rows = [
        row for n in range(1, 33)
        for row in dossiers(1 + (n <= 4), prefix=f"{n}-", procedure=f"1.{n:06d}", channel="BCCI")
    ]  # fmt: skip
    block = blocks_of(tmp_path, results_of(tmp_path, rows))["Xã Một"]
    advised = ["Ưu tiên 1: 2 hồ sơ còn nộp giấy, 0 hồ sơ trễ hạn"] * 4
    assert [row[12] for row in block] == ["–", *advised, *["–"] * 26, None]
    assert block[-1][0] == "Còn 2 thủ tục ít hồ sơ hơn: trang “Chênh lệch thủ tục”."


def test_the_sheet_is_not_there_without_a_dossier(tmp_path):
    """As none was received since the start."""
    results = results_of(tmp_path, [dossier(received="27/03/2024")])
    assert SHEET not in book_of(results, tmp_path).sheetnames
    empty = outcome(tmp_path, {"a.csv": export("dossiers", dossier())}, date(2024, 3, 30))
    assert (
        SHEET not in book_of(empty.results(plan(tmp_path), date(2024, 3, 30)), tmp_path).sheetnames
    )


def test_the_draft_names_the_first_three_of_many_dossiers(tmp_path):
    """With the share that still came on paper; a procedure with a few dossiers is none to change, nor
    is one whose dossiers all come online and in time.
    """
    rows = [
        *dossiers(12, prefix="A", channel="BCCI"), *dossiers(13, prefix="B"),
        *dossiers(10, prefix="C", procedure="1.000002"),
        *dossiers(10, prefix="D", procedure="1.000003", channel="BCCI"), *dossiers(9, prefix="E", procedure="1.000004"),
    ]  # fmt: skip
    catalogue = [*CATALOGUE, ["1.000004", "Thủ tục bốn", "Đất đai", "Một phần", "Không"]]
    campaign = plan(tmp_path, **{"Danh mục TTHC": catalogue})
    results = results_of(tmp_path, rows, campaign)
    told = narrative(results, Facts(results.counts.facts)).sections[1].paragraphs
    assert [text for text in told if text.startswith("Thủ tục có nhiều")] == [
        "Thủ tục có nhiều hồ sơ tiếp nhận nhất, cần rà soát để đơn giản hóa, tái cấu trúc quy trình: "
        "Thủ tục một (25/54 hồ sơ, còn 48,00% nộp giấy); Thủ tục ba (10/54 hồ sơ, đều nộp giấy); nên làm "
        "thủ tục nào trước, xem trang “Dịch vụ nhiều hồ sơ” của tệp Phụ lục II."
    ]
    few = results_of(tmp_path, rows[-9:], campaign)
    told = narrative(few, Facts(few.counts.facts)).sections[1].paragraphs
    assert not [text for text in told if text.startswith("Thủ tục có nhiều")]
