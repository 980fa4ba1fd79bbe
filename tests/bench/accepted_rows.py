"""`python -m tests.bench.accepted_rows FOLDER`: the facts of the accepted rows in a folder, without any file."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.aggregate import choose, count
from pipeline.aggregate.engine import duckdb_engine
from pipeline.files import cache
from pipeline.model import SheetResult, Source
from pipeline.plan.workbook import read_plan
from tests.generator.plan import write_plan

AS_OF = date(2024, 6, 29)


def _content(result: Path) -> str:
    """The sha256 of the file that a result is of."""
    return str(json.loads(cache.kept(result / "result.json"))["sheets"][0]["source"]["sha256"])


def write_accepted(outputs: Path, folder: Path, copies: int) -> None:
    """The accepted rows of a run so many times, each time with codes and files of their own."""
    if (folder / "ke-hoach.xlsx").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    results = (
        cache.load(path, _content(path), date.today())  # noqa: DTZ011 - of that run
        for path in (outputs / ".bo-nho-dem").iterdir()
        if path.is_dir()
    )
    sheets = [sheet for result in results if result for sheet in result.sheets]
    for number, sheet in enumerate(sorted(sheets, key=lambda sheet: sheet.source.file)):
        for copy in range(copies if sheet.source.kind != "publicity" else 1):
            rows = pq.read_table(sheet.rows_file)
            for name in ("code", "file"):
                if name in rows.column_names:
                    marked = pc.binary_join_element_wise(
                        rows[name].cast(pa.string()), f"{copy}", "-"
                    )
                    rows = rows.set_column(rows.column_names.index(name), name, marked)
            pq.write_table(rows, folder / f"{sheet.source.kind}-{number:04d}-{copy}.parquet")
    write_plan(folder / "ke-hoach.xlsx")


def main(folder: Path) -> None:
    """Prints how many facts there are of how many dossiers."""
    every = ("channel", "method", "components")  # columns that show that there is data
    sheets = [
        SheetResult(Source(path.name, "", "", path.name.split("-")[0], rows_kept=1),
                    dict.fromkeys(every, ""), str(path))
        for path in sorted(folder.glob("*.parquet"))
    ]  # fmt: skip
    plan = read_plan(folder / "ke-hoach.xlsx")
    with duckdb_engine(os.cpu_count() or 1) as engine:
        choose(engine, sheets, plan)
        facts = count(engine, sheets, plan, AS_OF).facts
    print(f"{len(facts)} facts")
    for fact in facts:
        if fact.scope == "total" and fact.period == "cumulative":
            print(f"{fact.indicator}: {fact.numerator} of {fact.denominator}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
