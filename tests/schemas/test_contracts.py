"""Two judges of the same contracts: validate at work, pandera in the test."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from pipeline.normalise import Normalised
from pipeline.validate.rules import validate
from schemas.checks import schema
from schemas.contracts import KINDS, State, contracts, problem_types


def _failures(kind, states):
    """(column, state, position) of every cell that pandera's schema of the contract refuses."""
    try:
        schema(kind).validate(pd.DataFrame(states), lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        return set(zip(cases["column"], cases["failure_case"], cases["index"], strict=True))
    return set()


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_the_verdicts_are_those_of_the_pandera_schema(kind, data):
    """A problem for every cell that pandera refuses and no other; kept is what has no error."""
    contract = contracts()[kind]
    rows = data.draw(st.integers(1, 4))
    states = {
        entry.name: np.array(
            data.draw(st.lists(st.sampled_from(list(State)), min_size=rows, max_size=rows)), np.int8
        )
        for entry in contract.judged
    }
    numbers = pa.array(range(rows), pa.int32())
    headers = {column.name: column.spellings[0] for column in contract.columns}
    kept, problems = validate(Normalised(kind, headers, {}, {}, states, numbers))
    refused = _failures(kind, states)
    codes = {
        (entry.name, int(state)): code
        for entry in contract.judged
        for state, code in entry.problems.items()
    }
    expected = sorted((position, codes[column, state]) for column, state, position in refused)
    assert sorted((problem.row, problem.code) for problem in problems) == expected
    errors = {row for row, code in expected if problem_types()[code].severity == "error"}
    assert kept.tolist() == [row not in errors for row in range(rows)]
