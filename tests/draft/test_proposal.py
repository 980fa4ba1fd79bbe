"""Rows of a drafted plan: what is written, what is yellow, and why."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pipeline.draft.additions import additions
from pipeline.draft.evidence import OfficialSeen, evidence
from pipeline.draft.proposal import assignment_rows, whole_plan
from pipeline.files.sketch import sketch
from pipeline.model import Limits
from pipeline.plan.template import Proposed
from schemas.indicators import indicators
from tests.builders import dossier, export, payment, plan, publicity

TODAY = date(2026, 11, 24)


def _evidence(tmp_path, past=(), campaign=None, **kinds):
    """Of exports by kind; `past`: dossiers of last year's; `campaign`: the plan that there is."""
    sketches = []
    files = [(kind, rows, False) for kind, rows in kinds.items()]
    for kind, rows, is_past in [*files, *([("dossiers", past, True)] if past else [])]:
        path = tmp_path / f"{kind}-{is_past}.csv"
        path.write_bytes(export(kind, *rows))
        sketches += [(found, is_past) for found in sketch(path, Limits())]
    return evidence(sketches, TODAY, campaign)


def _dossiers(count, first=0, **differs):
    return [dossier(code=f"H21.70-240401-{first + n:04d}", **differs) for n in range(count)]


def _values(rows):
    return [[c.value if isinstance(c, Proposed) else c for c in row] for row in rows]


def _guesses(rows):
    """The reasons of yellow cells by their values."""
    cells = [cell for row in rows for cell in row if isinstance(cell, Proposed)]
    return {cell.value: cell.reason for cell in cells if cell.is_guess}


def test_a_unit_is_as_the_data_spell_it(tmp_path):
    """With the code of its dossiers and its other spellings; nothing of it is a guess."""
    rows = [*_dossiers(6), *_dossiers(2, 6, unit="UBND xã Một")]
    units = whole_plan(_evidence(tmp_path, dossiers=rows))["Đơn vị"]
    assert _values(units) == [[1, "H21.70", "Xã Một", "UBND xã Một"]]
    assert _guesses(units) == {}
    assert units[0][2].reason == "Thấy trong 8 hồ sơ."


def test_indicators_are_listed_by_their_headings(tmp_path):
    """The six of Phụ lục II; what is to be reached is left to be typed."""
    rows = whole_plan(_evidence(tmp_path, dossiers=_dossiers(1)))["Chỉ tiêu"]
    headings = [indicator.heading for indicator in indicators() if indicator.main]
    assert _values(rows) == [["H21.70", heading, None, None, None, None] for heading in headings]


def test_a_procedure_is_as_most_rows_have_it(tmp_path):
    """Where exports differ the cell is yellow and names the others."""
    rows = [*_dossiers(3), *_dossiers(1, 3, name="Thủ tục 1"), *_dossiers(1, 4, area="HỘ TỊCH")]
    catalogue = whole_plan(_evidence(tmp_path, dossiers=rows))["Danh mục TTHC"]
    code, name, field, *_ = catalogue[0]
    assert (code.value, code.reason, code.is_guess) == (
        "1.000001.H21",
        "Thấy trong 5 hồ sơ.",
        False,
    )
    assert (name.value, name.reason) == ("Thủ tục một", "Ở 4 trong 5 dòng; còn có “Thủ tục 1”.")
    assert (field.value, field.is_guess) == ("Hộ tịch", False)


def test_a_fee_is_a_guess_from_what_was_paid(tmp_path):
    """A fee in the log, a payment, or neither; of a procedure without dossiers nothing is known."""
    rows = [
        *_dossiers(2, fee="8.000"),
        *_dossiers(1, 2, fee="0"),
        *_dossiers(1, 3, procedure="1.000002", name="Hai"),
        *_dossiers(2, 4, procedure="1.000003", name="Ba"),
    ]
    kinds = {
        "dossiers": rows,
        "payments": [payment(code="H21.70-240401-0003")],
        "publicity": [publicity(procedure="1.000004")],
    }
    fees = {}
    for code, *_, fee in whole_plan(_evidence(tmp_path, **kinds))["Danh mục TTHC"]:
        fees[code.value] = (fee.value, fee.reason, fee.is_guess)
    assert fees == {
        "1.000001.H21": ("Có", "Có thu phí ở 2 trong 3 hồ sơ.", True),
        "1.000002": ("Có", "Có thu phí ở 1 trong 1 hồ sơ.", True),
        "1.000003": ("Không", "Thấy 2 hồ sơ, không hồ sơ nào có phí.", True),
        "1.000004": (None, "Bản xuất không cho biết có phí hay không: để trống là Không.", True),
    }


def test_a_procedure_without_a_code_is_that_of_its_name(tmp_path):
    """Where another row has both; else its code is left to be looked up."""
    rows = [*_dossiers(1), *_dossiers(1, 1, procedure=None, name="THỦ TỤC  MỘT"),
            *_dossiers(1, 2, procedure=None, name="Thủ tục lạ")]  # fmt: skip
    catalogue = whole_plan(_evidence(tmp_path, dossiers=rows))["Danh mục TTHC"]
    assert sorted((str(row[0].value), row[0].reason[:19]) for row in catalogue) == [
        ("1.000001.H21", "Thấy trong 2 hồ sơ."), ("None", "Thấy trong 1 hồ sơ."),
    ]  # fmt: skip


def test_who_has_most_of_a_field_answers_for_it(tmp_path):
    """And of a procedure for that, where that is somebody else and no chance."""
    rows = [
        *_dossiers(9, official="A"),
        *_dossiers(6, 9, official="B", procedure="1.000002"),
        *_dossiers(2, 15, official="C", procedure="1.000003"),
        *_dossiers(5, 17, official="C", area="Đất đai", procedure="1.000005"),
    ]
    assigned = whole_plan(_evidence(tmp_path, dossiers=rows))["Phân công"]
    assert _values(assigned) == [
        ["A", None, "H21.70", "Hộ tịch", None],
        ["C", None, "H21.70", "Đất đai", None],
        ["B", None, "H21.70", None, "1.000002"],
    ]
    assert _guesses(assigned) == {"Hộ tịch": "Xử lý 9 trong 17 hồ sơ có tên cán bộ."}


def test_last_years_exports_tell_of_procedures_but_not_of_officials(tmp_path):
    """Somebody may have left."""
    seen = _evidence(tmp_path, [dossier(code="B", official="X", procedure="1.000009", received="01/04/2023")], dossiers=_dossiers(1))  # fmt: skip
    assert [found.code for found in seen.procedures] == ["1.000001", "1.000009"]
    assert [found.name for found in seen.officials] == ["Nguyễn Văn A"]


def test_days_are_proposed_from_the_latest_year(tmp_path):
    """A day after today is a slip."""
    days = ("30/12/2023", "02/01/2024", "09/07/2024", "01/01/2099")
    rows = [dossier(code=f"H21.70-240401-{n}", received=day) for n, day in enumerate(days)]
    seen = _evidence(tmp_path, dossiers=rows)
    assert (seen.first, seen.last) == (date(2024, 1, 2), date(2024, 7, 9))


def test_a_plan_is_asked_only_for_what_it_lacks(tmp_path):
    """A unit by another dress of its name, procedures by code or name, fields that nobody has."""
    rows = [
        *_dossiers(3, unit="Bộ phận Một cửa UBND xã Một"),
        *_dossiers(2, 3, procedure=None, name="THỦ TỤC HAI", area="Đất đai"),
        *_dossiers(7, 5, procedure="1.000003", name="Ba", area="Lạ"),
    ]
    seen = _evidence(tmp_path, dossiers=rows)
    found = additions(seen, plan(tmp_path))
    assert (found.evidence.units, found.is_foreign) == ((), False)
    assert [new.code for new in found.evidence.procedures] == ["1.000003"]
    assigned = assignment_rows(found.evidence.officials, seen.procedures, found.taken)
    assert _values(assigned) == [
        ["Nguyễn Văn A", None, "H21.65", "Lạ", None],
        ["Nguyễn Văn A", None, "H21.65", "Đất đai", None],
    ]


def test_a_plan_of_other_units_is_told(tmp_path):
    """The shipped one, for another commune's exports."""
    seen = _evidence(tmp_path, dossiers=_dossiers(9, unit="Xã Chín"))
    assert additions(seen, plan(tmp_path)).is_foreign


_ROWS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["Hộ tịch", "Đất đai"]), st.integers(1, 4)),
    min_size=1, max_size=40,
)  # fmt: skip


@given(_ROWS)
def test_nobody_shares_a_field_or_a_procedure(rows):
    """Two officials for the same thing would be an error of the plan that is drafted."""
    fields, procedures = (defaultdict(lambda: defaultdict(int)) for _ in range(2))
    for name, field, procedure in rows:
        fields[name][field] += 1
        procedures[name][f"1.00000{procedure}"] += 1
    officials = [
        OfficialSeen(
            "X", name, sum(fields[name].values()), dict(fields[name]), dict(procedures[name])
        )
        for name in sorted(fields)
    ]
    drafted = _values(assignment_rows(officials, []))
    assigned = [(row[3], row[4]) for row in drafted]
    assert len(assigned) == len(set(assigned))
    assert {field for field, _ in assigned if field} == {field for _, field, _ in rows}
