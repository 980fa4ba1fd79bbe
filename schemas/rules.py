"""What the schemas of all kinds are written with.

A table that is judged is a frame of three sorts of columns (pipeline/normalise makes it):

- columns of the rows that are counted, of Arrow types, by the names that the SQL knows;
- `<column>.cell`: what became of the text of a column of the export (`Cell`), and `<column>.value`,
  where a rule looks at its number;
- `<column>.<fault>`: True where a comparison of columns finds fault; shown at that column.

Every check's error is the code of the problem that it raises, from the catalogue of exports or,
where a rule says so, from that of the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

import pandas as pd
import pyarrow as pa

from schemas.cells import Cell
from schemas.contracts import problem_types
from schemas.judge import pandera
from schemas.plan_problems import plan_problems
from schemas.reading import ContractError

_ORIGIN = "origin.cell"
_EXPORTS = "problems.toml"
_CATALOGUES: dict[str, Callable[[], Container[str]]] = {
    _EXPORTS: problem_types,
    "plan_problems.toml": plan_problems,
}


def table(columns: dict[str, pandera.Column]) -> pandera.DataFrameSchema:
    """The schema of a kind: these columns, no others, and the mark of a corrected copy."""
    return pandera.DataFrameSchema(columns | {_ORIGIN: cell()}, strict=True)


def text() -> pandera.Column:
    """A text of a counted row."""
    return _value(pa.string())


def day() -> pandera.Column:
    """A day of a counted row."""
    return _value(pa.date32())


def moment() -> pandera.Column:
    """A moment of a counted row, empty where only the day is known."""
    return _value(pa.timestamp("s"))


def yes_no() -> pandera.Column:
    """True, False, or empty where the export does not tell."""
    return _value(pa.bool_())


def rank() -> pandera.Column:
    """A place in a vocabulary's order."""
    return _value(pa.int32())


def number(*checks: pandera.Check) -> pandera.Column:
    """A count, or an amount in hundredths of a đồng, or hundredths of a percent."""
    return _value(pa.int64(), *checks)


def cell(
    *checks: pandera.Check, warns_of_errors: bool = True, uncalculated: str = "uncalculated"
) -> pandera.Column:
    """What became of a column's texts. #N/A and the like where a cell may be empty are a warning
    (CONTRACT.md), unless the checks say what else an error is. A formula that was never calculated
    is a value that nobody knows: `uncalculated` is what that is where a number hangs on it (empty:
    such a cell does not come here).
    """
    errors = [is_no_error("error_value")] if warns_of_errors else []
    unknown = [is_calculated(uncalculated)] if uncalculated else []
    return pandera.Column("int8", [*checks, *errors, *unknown], required=False)


def fault(code: str, *shown_at: str, catalogue: str = _EXPORTS) -> pandera.Column:
    """Where a comparison finds fault; `shown_at`: the columns of the export to show it at, the
    first that the sheet has (none: the column before the dot).
    """
    check = _check(pandera.Check.eq, False, code, catalogue)
    return pandera.Column("bool", check, required=False, metadata={"shown_at": shown_at})


def is_read(code: str, catalogue: str = _EXPORTS) -> pandera.Check:
    """The text says something that the column's type can read."""
    return _check(pandera.Check.ne, Cell.UNREAD, code, catalogue)


def is_filled(code: str, catalogue: str = _EXPORTS) -> pandera.Check:
    """The cell is not empty."""
    return _check(pandera.Check.ne, Cell.EMPTY, code, catalogue)


def is_no_error(code: str) -> pandera.Check:
    """The cell holds no formula's error."""
    return _check(pandera.Check.ne, Cell.ERROR, code, _EXPORTS)


def is_calculated(code: str) -> pandera.Check:
    """The cell is no formula without a result."""
    return _check(pandera.Check.ne, Cell.UNCALCULATED, code, _EXPORTS)


def is_whole(code: str) -> pandera.Check:
    """The cell holds no code that a spreadsheet has made a rounded number of."""
    return _check(pandera.Check.ne, Cell.SPOILED, code, _EXPORTS)


def is_ordered() -> pandera.Check:
    """The date is of a column in which the day stands first."""
    return _check(pandera.Check.ne, Cell.UNORDERED, "date_order", _EXPORTS)


def is_not_negative(code: str) -> pandera.Check:
    """The number is 0 or more."""
    return pandera.Check.ge(0, error=known(code, _EXPORTS))


def _value(kind: pa.DataType, *checks: pandera.Check) -> pandera.Column:
    return pandera.Column(pd.ArrowDtype(kind), list(checks), nullable=True, required=False)


def _check(check: Any, compared: int, code: str, catalogue: str) -> pandera.Check:
    """Of a column without nulls, which pandera need not look for: a sixth of its time.

    Raises ContractError where the catalogue has no such problem.
    """
    return check(int(compared), error=known(code, catalogue), ignore_na=False)


def known(code: str, catalogue: str) -> str:
    """The code; raises ContractError where the catalogue has no such problem."""
    if code not in _CATALOGUES[catalogue]():
        raise ContractError(
            f"Không có lỗi “{code}” trong schemas/{catalogue}.\n"
            "Thêm mục đó, hoặc sửa mã lỗi trong schemas/."
        )
    return code
