"""The frozen values that pass between stages.

Percentages are integers in hundredths of a percentage point ("bp": 59.99% is 5999), so that every
comparison is exact. Dates are days; a window is inclusive at both ends (DOMAIN.md, "How each is
counted").
"""

from pipeline.model.errors import (
    NoUsableInputError,
    OutputBusyError,
    PipelineError,
    UnreadableFileError,
)
from pipeline.model.files import (
    LAST_YEAR,
    Correction,
    Doubt,
    FileResult,
    InputFile,
    Limits,
    Origin,
    Problem,
    RawSheet,
    RawTable,
    SheetResult,
    Source,
)
from pipeline.model.index import (
    Difference,
    Figure,
    Figures,
    Index,
    Score,
    Step,
)
from pipeline.model.plan import (
    CUMULATIVE,
    PACE_DAYS,
    PAST,
    Assignment,
    Period,
    Plan,
    Procedure,
    Target,
    Unit,
)
from pipeline.model.results import (
    ChangedDossier,
    Changes,
    Forecast,
    LastYear,
    LastYearFact,
    PastFact,
    Rank,
    Results,
    Standing,
)

__all__ = [
    "CUMULATIVE",
    "LAST_YEAR",
    "PACE_DAYS",
    "PAST",
    "Assignment",
    "ChangedDossier",
    "Changes",
    "Correction",
    "Difference",
    "Doubt",
    "Figure",
    "Figures",
    "FileResult",
    "Forecast",
    "Index",
    "InputFile",
    "LastYear",
    "LastYearFact",
    "Limits",
    "NoUsableInputError",
    "Origin",
    "OutputBusyError",
    "PastFact",
    "Period",
    "PipelineError",
    "Plan",
    "Problem",
    "Procedure",
    "Rank",
    "RawSheet",
    "RawTable",
    "Results",
    "Score",
    "SheetResult",
    "Source",
    "Standing",
    "Step",
    "Target",
    "Unit",
    "UnreadableFileError",
]
