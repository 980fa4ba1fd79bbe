"""The contracts as pandera schemas over the states of cells: a second judge, for tests.

A frame to be checked has one int8 column of `State` per column of the contract that the sheet has
or that is judged from several; its index is the row's position in the table. A state that the
contract names a problem for is a failure of that column. pipeline.validate gives the same verdicts
without pandera, whose import takes longer than reading a file.
"""

from __future__ import annotations

from functools import cache

import pandera.pandas as pa

from schemas.contracts import State, contracts


@cache
def schema(kind: str) -> pa.DataFrameSchema:
    """The pandera schema of a kind: every state of a column must be one without a problem."""
    return pa.DataFrameSchema(
        {
            entry.name: pa.Column(
                "int8",
                pa.Check.isin([int(state) for state in State if state not in entry.problems]),
                required=False,
            )
            for entry in contracts()[kind].judged
        }
    )
