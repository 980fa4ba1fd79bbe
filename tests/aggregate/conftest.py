"""What the tests of counts share."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import export
from tests.outcomes import outcome


@pytest.fixture
def counted(tmp_path):
    """Counts of exports by kind: counted(dossiers=[…], payments=[…])."""

    def make(as_of=date(2024, 5, 16), campaign=None, **kinds):
        files = {f"{kind}.csv": export(kind, *rows) for kind, rows in kinds.items()}
        return outcome(tmp_path, files, as_of, campaign)

    return make
