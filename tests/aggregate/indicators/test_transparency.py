"""transparency, as DOMAIN.md counts it."""

from __future__ import annotations

from tests.builders import dossier, publicity


def test_transparency_takes_the_worse_of_a_procedure_listed_twice(counted):
    """The same figure in every period."""
    rows = [publicity(), publicity(full=None), publicity(procedure="1.000002.H21")]
    result = counted(dossiers=[dossier()], publicity=rows)
    assert {result.count("transparency", p) for p in ("cumulative", "10d-01", "10d-05")} == {(1, 2)}
