"""Tables by name, as DuckDB keeps them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.aggregate.engine import duckdb_engine


def test_a_table_takes_the_place_of_the_one_before_it(tmp_path):
    """Rows of files after values in memory and the other way round: neither shadows the other."""
    path, empty = str(tmp_path / "rows.parquet"), pa.schema({"a": pa.int64()}).empty_table()
    pq.write_table(pa.table({"a": [1]}), path)
    with duckdb_engine(1) as engine:
        engine.load_rows("listed", [], empty)
        engine.load_rows("listed", [path], empty)
        assert engine.fetch("listed") == [(1,)]
        engine.load("listed", pa.table({"a": [2]}))
        assert engine.fetch("listed") == [(2,)]
        engine.load_files("listed", [path])
        assert engine.fetch("listed") == [(1,)]
