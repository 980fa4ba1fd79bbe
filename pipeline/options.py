"""The options of a run."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.model import Limits, PipelineError, Plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True)
class Options:
    """The options of a run. `as_of` None: the latest day in the data. `split`: a
    workbook for every unit, too.

    `engine` is duckdb or spark, whose executors keep nothing between runs (`use_cache` false).
    `earlier`: the folder of the reports to compare with, None for that of the outputs.
    `today` is the day of the run; `on_file` is called with (files done, files in all, rows read so
    far), `on_stage` with the name of each stage as it begins.
    """

    inputs: Path
    outputs: Path
    plan: Path
    today: date
    jobs: int
    as_of: date | None = None
    engine: str = "duckdb"
    use_cache: bool = True
    split: bool = False
    earlier: Path | None = None
    limits: Limits = field(default_factory=Limits)
    on_file: Callable[[int, int, int], None] = lambda _done, _all, _rows: None
    on_stage: Callable[[str], None] = lambda _stage: None
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def cache(self) -> Path:
        """The folder of what files gave, for the next run; it may be deleted at any time."""
        return self.outputs / ".bo-nho-dem"

    @property
    def last_run(self) -> Path:
        """Where the last run is remembered."""
        return self.cache / "lan-truoc.json"

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Says that the stage begins; adds its seconds to `timings`."""
        self.on_stage(stage)
        began = time.perf_counter()
        yield
        self.timings[stage] = self.timings.get(stage, 0.0) + time.perf_counter() - began


def check_as_of(as_of: date, plan: Plan) -> None:
    """Raises PipelineError where the day is before the campaign."""
    if as_of < plan.start:
        raise PipelineError(
            f"Ngày số liệu {as_of:%d/%m/%Y} trước ngày bắt đầu chiến dịch {plan.start:%d/%m/%Y}.\n"
            "Chọn ngày khác với --as-of, hoặc sửa “Ngày bắt đầu” trong tệp kế hoạch."
        )
