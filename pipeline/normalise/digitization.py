"""Rows of the digitization log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.normalise.codes import code_and_written
from pipeline.normalise.moments import day_and_moment
from pipeline.normalise.words import is_word, says

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.columns import Columns
    from pipeline.plan.keys import PlanKeys


def digitization(columns: Columns, _keys: PlanKeys, _today: date) -> dict[str, Any]:
    """The columns that schemas/digitization.py describes, but for cells as they are.

    `is_reused`: the papers were taken from another dossier's result; null where the cell does not
    speak of reuse: what is digitized may be reused or not, nobody knows.
    """
    return {
        **code_and_written(columns),
        "has_components": is_word(columns, "components", "yes"),
        "is_reused": says(columns, "components", "reuse", "reused"),
        "has_result": is_word(columns, "result", "yes"),
        **day_and_moment(columns.value("digitized"), "digitized"),
    }
