"""reuse of the 766 index from the logs: "Tái sử dụng" in the digitization log (decision 8)."""

from __future__ import annotations

from tests.builders import TREE, digitization, dossier, export, plan
from tests.outcomes import outcome

REUSED, NOT_REUSED = "Tái sử dụng từ kết quả hồ sơ khác", "Chưa tái sử dụng"


def reuse(result):
    """Unit -> reused, received, hundredths of a point; of the units that have a figure."""
    return {
        s.unit_code: (s.figure.numerator, s.figure.denominator, s.points)
        for s in result.index.scores
        if s.measure == "reuse" and s.figure
    }


def test_dossiers_received_in_the_window_and_reused_by_as_of(counted):
    """Both ends count; a day of digitizing after as_of does not, none is by as_of; what the log does
    not list is not reused. A word of reuse in the column of results says nothing of the papers.
    """
    rows = [
        dossier(code="A", received="28/03/2024", due=None, ended=None),
        dossier(code="B", received="16/05/2024", due=None, ended=None),
        *(dossier(code=code) for code in "CDEF"),
        dossier(code="G", received="27/03/2024", due=None, ended=None),
    ]
    listed = [
        digitization(code="A", components=REUSED, digitized="16/05/2024"),
        digitization(code="B", components="tái sử dụng ", digitized=None, result="Không"),
        digitization(code="C", components=REUSED, digitized="17/05/2024"),
        digitization(code="D", components=NOT_REUSED),
        digitization(code="E", components="Có", result="Tái sử dụng"),
        digitization(code="G", components=REUSED),
    ]
    result = counted(dossiers=rows, digitization=listed)
    assert reuse(result) == {"H21.65": (2, 6, 83)}  # of 2 points, all from 80% on
    assert result.count("digitization") == (2, 6)


def test_an_export_that_never_speaks_of_reuse_does_not_tell(counted):
    """No figure, not 0; that it was not reused is a word about it, too."""
    assert reuse(counted(dossiers=[dossier()], digitization=[digitization()])) == {}
    spoken = [digitization(components=NOT_REUSED)]
    assert reuse(counted(dossiers=[dossier()], digitization=spoken)) == {"H21.65": (0, 1, 0)}


def test_what_a_unit_above_knows_is_of_the_units_that_tell(tmp_path):
    """An export that speaks of reuse tells of every unit that it has rows of; dossiers of a unit of
    which only other exports have rows are in no denominator.
    """
    units = ("Xã Một", "Xã Hai", "Xã Ba")
    rows = [dossier(code=unit, unit=unit) for unit in units]
    speaking = [
        digitization(code="Xã Một", unit="Xã Một", components=REUSED),
        digitization(code="Xã Hai", unit="Xã Hai"),
    ]
    files = {
        "a.csv": export("dossiers", *rows),
        "b.csv": export("digitization", *speaking),
        "c.csv": export("digitization", digitization(code="Xã Ba", unit="Xã Ba")),
    }
    assert reuse(outcome(tmp_path, files, campaign=plan(tmp_path, **TREE))) == {
        "H21": (1, 2, 125),
        "H21.1": (1, 2, 125),
        "H21.65": (1, 1, 200),
        "H21.66": (0, 1, 0),
    }


def test_of_two_rows_of_a_dossier_the_chosen_one_says_it(counted):
    """The one further along, as for digitization: reuse decides nothing."""
    listed = [
        digitization(components=REUSED, result="Không"),
        digitization(components="Có", result="Có"),
    ]
    result = counted(dossiers=[dossier()], digitization=listed)
    assert (reuse(result), result.count("digitization")) == ({"H21.65": (0, 1, 0)}, (1, 1))
