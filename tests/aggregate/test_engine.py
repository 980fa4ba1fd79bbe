"""Tables by name, as DuckDB keeps them."""

from __future__ import annotations

import random
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.aggregate.engine import EngineError, duckdb_engine, packed


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


def _written(tmp_path, tables):
    paths = [str(tmp_path / f"{number}.parquet") for number in range(len(tables))]
    for path, table in zip(paths, tables, strict=True):
        pq.write_table(table, path, store_schema=False)
    return paths


def _part(number):
    """Rows of a file: a column that some lack, one without a value, one of few texts."""
    rows = {
        "code": [f"H{number}-{row}" for row in range(3)],
        "day": pa.array([date(2024, 4, 1), None, date(2024, 4, number % 28 + 1)], pa.date32()),
        "file": pa.array([f"{number}.csv"] * 3).dictionary_encode(),
        "fee": pa.array([None, number, -1], pa.int64()),
    }
    return pa.table({name: rows[name] for name in rows if number % 3 or name != "fee"})


def test_very_many_small_files_are_the_same_rows_in_few(tmp_path):
    """All columns of any, in the order of the files; nothing of it stays when the engine ends."""
    paths = _written(tmp_path, [_part(number) for number in range(450)])
    with duckdb_engine(2) as engine:
        engine.load_files("few", paths[:200])
        engine.load_files("many", paths)
        every = engine.fetch_table("many").sort_by("code")
        assert engine.fetch_table("few").num_rows == 600
    expected = pa.concat_tables(
        [pq.read_table(path) for path in paths], promote_options="default"
    ).sort_by("code")
    assert every.select(expected.column_names).to_pylist() == expected.to_pylist()
    files = packed(paths, tmp_path)
    assert len(files) == 5
    codes = [code for path in files for code in pq.read_table(path)["code"].to_pylist()]
    assert codes == [f"H{number}-{row}" for number in range(450) for row in range(3)]


def test_large_files_are_read_where_they_lie(tmp_path):
    """To copy them would cost more than it saves, and as much memory as they hold."""
    noise = pa.table({"code": [random.Random(0).randbytes(9 << 20)]})
    paths = _written(tmp_path, [noise, *(_part(number) for number in range(120))])
    files = packed(paths, tmp_path)
    assert files[:100] == paths[:100]
    assert len(files) == 101


def test_a_damaged_file_among_very_many_is_the_engines_error(tmp_path):
    """As it is among few."""
    paths = _written(tmp_path, [_part(number) for number in range(300)])
    (tmp_path / "7.parquet").write_bytes(b"x")
    with duckdb_engine(1) as engine, pytest.raises(EngineError):
        engine.load_files("many", paths)
