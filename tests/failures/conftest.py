"""One office for the tests of a process, with what its run gives undisturbed."""

from __future__ import annotations

import pytest

from tests.failures.crash import Disk, calls_of
from tests.failures.office import REPORT, copied, made
from tests.failures.shim import ran
from tests.failures.verdict import expected


class Scene:
    """See above; `calls` of that run as the model of a disk takes them."""

    def __init__(self, folder):
        self.folder = folder
        self.office = made(folder / "office")
        undisturbed, data = copied(self.office, folder / "undisturbed"), folder / "data"
        data.mkdir()
        self.outcome = ran(undisturbed, *REPORT, under=("outputs",), data=data)
        self.calls = list(calls_of(self.outcome, undisturbed / "outputs", data))
        self.expected = expected(self.office, undisturbed)

    def disk(self):
        """The earlier outputs."""
        return Disk.of(self.office / "outputs")

    def copy(self):
        """The office with its earlier outputs, in a folder of its own."""
        return copied(self.office, self.folder / "trial")


@pytest.fixture(scope="session")
def scene(tmp_path_factory):
    """Made once."""
    return Scene(tmp_path_factory.mktemp("f"))
