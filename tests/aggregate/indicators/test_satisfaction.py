"""satisfaction, as DOMAIN.md counts it."""

from __future__ import annotations

from tests.builders import dossier, rating


def test_the_latest_rating_inside_the_window_counts(counted):
    """A later rating outside the window changes nothing inside it."""
    ratings = [
        rating(rated="04/04/2024 08:00", rating="Không hài lòng"),
        rating(rated="04/04/2024 09:00", rating="Rất hài lòng"),
        rating(rated="08/04/2024", rating="Bình thường"),
        rating(rated="17/05/2024", rating="Hài lòng"),
    ]
    result = counted(dossiers=[dossier()], ratings=ratings)
    counts = [result.count("satisfaction", period) for period in ("10d-01", "10d-02", "cumulative")]
    assert counts == [(1, 1), (0, 1), (0, 1)]
    assert result.sources[1].rows_duplicate == 3


def test_a_rating_without_dossier_counts_for_its_unit(counted):
    """With a warning, and for no official."""
    result = counted(dossiers=[dossier()], ratings=[rating(code="X", unit="Xã Một")])
    assert result.count("satisfaction", scope="unit") == (1, 1)
    assert result.count("satisfaction", scope="official") == (0, 0)
    assert result.codes() == ["orphan_rating"]
