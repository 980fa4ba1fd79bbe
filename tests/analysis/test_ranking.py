"""Places of units among their siblings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.ranking import places, standings
from tests.builders import TREE, dossier, export, plan
from tests.outcomes import outcome


def _standings(tmp_path, rows, **differs):
    campaign = plan(tmp_path, **(TREE | differs))
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, campaign=campaign)
    return {standing.unit_code: standing for standing in standings(result.facts, campaign)}


def _online(unit, online, of):
    """So many online dossiers of a unit, of so many."""
    return [
        dossier(code=f"{unit}-{n}", unit=unit, channel="Trực tuyến" if n < online else "BCCI")
        for n in range(of)
    ]


SIBLINGS = {
    "Đơn vị": [
        [n, code, f"Xã {code}", None, "T" if n else None] for n, code in enumerate("TABCDE")
    ],
    "Chỉ tiêu": [["T", "online", None, 50, 60, 60], ["T", "e_result", None, None, 100, 100]],
    "Phân công": [],
}


def test_ranks_among_siblings(tmp_path):
    """By the exact rate: 2/3 is behind 66.67%. Equals share the better place, the next is behind
    both; who has no data has no place, and is not counted among those who have.
    """
    rows = [
        *_online("Xã A", 2, 3), *_online("Xã B", 1, 1), *_online("Xã C", 4, 6),
        *_online("Xã D", 1, 9),
    ]  # fmt: skip
    by_unit = _standings(tmp_path, rows, **SIBLINGS)
    ranks = {code: str(unit.ranks.get("online", "")) for code, unit in by_unit.items()}
    assert ranks == {"T": "01/01", "A": "02/04", "B": "01/04", "C": "02/04", "D": "04/04", "E": ""}


def test_overall_rank(tmp_path):
    """By the share of targets met, then by how far they are met on average."""
    rows = [*_online("Xã A", 1, 2), *_online("Xã B", 1, 4), *_online("Xã C", 3, 4)]
    by_unit = _standings(tmp_path, rows, **SIBLINGS)
    shown = {
        code: (unit.met, unit.targets, unit.with_data, unit.shortfall, unit.fulfilment_bp,
               str(unit.overall))
        for code, unit in by_unit.items()
    }  # fmt: skip
    assert shown == {
        "T": (0, 1, 1, 1, 8333, "01/01"),
        "A": (0, 1, 1, 1, 8333, "02/03"),  # 50% of 60%
        "B": (0, 1, 1, 2, 4167, "03/03"),
        "C": (1, 1, 1, 0, 10000, "01/03"),
        "D": (0, 1, 0, 0, None, "None"),
        "E": (0, 1, 0, 0, None, "None"),
    }


@given(st.lists(st.one_of(st.none(), st.fractions(0, 1, max_denominator=5)), max_size=12))
def test_places(values):
    """One more than how many are better; of as many as have a value."""
    known = [value for value in values if value is not None]
    for index, rank in places(dict(enumerate(values))).items():
        assert rank.place == 1 + sum(other > values[index] for other in known)
        assert rank.of == len(known)
