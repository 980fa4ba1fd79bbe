"""What every number is counted from, row by row, where it is not too much for a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.model import CUMULATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Results

MAX_DETAIL = 50_000  # dossiers; with more an office PC takes too long to open the workbook
# Counting formulas x dossiers, which Excel calculates when it opens the file.
MAX_FORMULA_CELLS = 60_000_000

NOTES = {
    "": "",
    "refused": "Chưa hoặc không được tiếp nhận",
    "later": "Tiếp nhận sau ngày số liệu",
    "earlier": "Kết thúc trước chiến dịch",
    "rating": "Đánh giá; hồ sơ không có trong bản xuất",
}
CHANNELS = {True: "Trực tuyến", False: "Trực tiếp, bưu chính"}


@dataclass(frozen=True)
class Detail:
    """The columns of the detail by name, rows in its order."""

    columns: dict[str, list[Any]]

    @classmethod
    def of(cls, results: Results) -> Detail | None:
        """None where there is none, or where it is too large for a workbook."""
        path = results.counts.detail_file
        if path is None or is_too_large(results):
            return None
        return cls(pq.read_table(path).to_pydict())

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """A row at a time, by column."""
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(self.columns, values, strict=True))


def is_too_large(results: Results) -> bool:
    """Whether the detail would make a workbook that an office PC takes too long to open."""
    path = results.counts.detail_file
    dossiers = pq.read_metadata(path).num_rows if path else 0
    formulas = sum(fact.period == CUMULATIVE for fact in results.counts.facts)
    return dossiers > MAX_DETAIL or dossiers * formulas > MAX_FORMULA_CELLS


def waiting_late(results: Results) -> list[dict[str, Any]]:
    """Unit, official, code, procedure and due_on of the dossiers that on_time counts and that wait
    past their due date, the longest overdue first.
    """
    if results.counts.detail_file is None:
        return []
    is_late = (
        pc.field("is_waiting")
        & pc.field("is_open")
        & (pc.field("due_on") < results.as_of)
        & pc.field("on_time").is_valid()
    )
    columns = ["due_on", "unit", "official", "code", "procedure"]
    found = pq.read_table(results.counts.detail_file, columns=columns, filters=is_late)
    rows: list[dict[str, Any]] = found.sort_by([(n, "ascending") for n in columns]).to_pylist()
    return rows


def received(results: Results) -> dict[tuple[str, str], int]:
    """(Unit code, procedure) -> its accepted dossiers received in [start, as_of], whatever else is
    known of them; the procedure is empty where the exports name none.
    """
    if results.counts.detail_file is None:
        return {}
    is_counted = (pc.field("note") == "") & (pc.field("received_on") >= results.plan.start)
    columns = ["unit_code", "procedure"]
    found = pq.read_table(results.counts.detail_file, columns=columns, filters=is_counted)
    counts = found.group_by(columns).aggregate([([], "count_all")]).to_pylist()
    return {(row["unit_code"], row["procedure"] or ""): row["count_all"] for row in counts}
