"""Arrow without pandas.

Arrow imports pandas, where it is installed, when it is first handed values: in case they are its.
Ours never are, and the import takes longer than a file.
"""

from __future__ import annotations

import sys


class _NoPandas:
    """Says that there is no pandas, and leaves the rest to the other finders."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Only of pandas it says something."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def import_arrow() -> None:
    """Has Arrow look for pandas, and not find it, once and for all in this process."""
    import pyarrow as pa  # noqa: PLC0415 - not where this module is merely imported

    finder = _NoPandas()
    sys.meta_path.insert(0, finder)
    pa.array([0])
    sys.meta_path.remove(finder)
