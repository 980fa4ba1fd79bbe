"""What runs inside executors: files to their results, Parquet bytes to rows and back.

An executor has this project's code and its libraries, and sees inputs/ under the driver's path;
nothing else of the driver's machine. What files give travels back as bytes, never by a folder.
"""

from __future__ import annotations

import io
import os
import pickle
import socket
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.files.children import children
from pipeline.model import InputFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from pipeline.model import FileResult, Limits
    from pipeline.plan.keys import PlanKeys

    Batches = Iterator[pa.RecordBatch]

# A file to read: its number, its path and name, its size in bytes as the driver sees it.
FILES = pa.schema({
    "number": pa.int32(), "path": pa.string(), "name": pa.string(), "size": pa.int64(),
})  # fmt: skip
# The files of one export, by path below the working folder: RESULT, and its sheets as Parquet.
OUTPUTS = pa.schema({"path": pa.string(), "content": pa.binary()})
RESULT, UNSEEN = "result", "unseen"


def converter(keys: PlanKeys, today: date, limits: Limits) -> Callable[[Batches], Batches]:
    """FILES to OUTPUTS. Each file in a child process of its own (workers): a reader that aborts
    takes its child with it, not the executor.
    """

    def convert(batches: Batches) -> Batches:
        # The server of children imports this project before it has Spark's paths.
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        for batch in batches:
            # Spark clears its own folders, even after an executor that was killed.
            place = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or None
            with tempfile.TemporaryDirectory(dir=place) as folder:
                yield from _converted(batch, Path(folder), keys, today, limits)

    return convert


def _converted(
    batch: pa.RecordBatch, folder: Path, keys: PlanKeys, today: date, limits: Limits
) -> Batches:
    folders: dict[InputFile, Path] = {}
    for row in batch.to_pylist():
        file = InputFile(Path(row["path"]), row["name"])
        if _is_seen(file.path, row["size"]):
            folders[file] = folder / str(row["number"])
        else:
            yield _output(f"{row['number']}/{UNSEEN}", socket.gethostname().encode())
    with children(1, limits) as pool:
        for file, directory in folders.items():
            pool.read(file, "", keys, today, directory)
        for file, result in pool.results():
            yield from _result(result, folders[file].name)


def _result(result: FileResult, number: str) -> Batches:
    for sheet in result.sheets:
        for path in filter(None, (sheet.rows_file, sheet.texts_file)):
            yield _output(f"{number}/{Path(path).name}", Path(path).read_bytes())
    yield _output(f"{number}/{RESULT}", pickle.dumps(_named(result)))


def _is_seen(path: Path, size: int) -> bool:
    """Whether this machine sees the file that the driver sees; unreadable is another matter."""
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _named(result: FileResult) -> FileResult:
    """The result with its files by name alone: this machine's folders mean nothing elsewhere."""
    sheets = (
        replace(
            sheet,
            rows_file=os.path.basename(sheet.rows_file),  # noqa: PTH119 - empty stays empty
            texts_file=os.path.basename(sheet.texts_file),  # noqa: PTH119 - as above
        )
        for sheet in result.sheets
    )
    return replace(result, sheets=tuple(sheets))


def _output(path: str, content: bytes) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"path": [path], "content": [content]}, schema=OUTPUTS)


def unpacker(schema: pa.Schema) -> Callable[[Batches], Batches]:
    """Parquet bytes (column `content`) to the rows in them, as the schema has them."""

    def unpack(batches: Batches) -> Batches:
        for batch in batches:
            for content in batch.column("content"):
                table = pq.read_table(io.BytesIO(content.as_py()))
                yield from table.select(schema.names).cast(schema).to_batches()

    return unpack


def pack(batches: Batches) -> Batches:
    """Rows to Parquet bytes, a file for the rows of each partition that has any."""
    stream, writer = io.BytesIO(), None
    for batch in batches:
        writer = writer or pq.ParquetWriter(stream, batch.schema, compression="zstd")
        writer.write_batch(batch)
    if writer is not None:
        writer.close()
        yield pa.RecordBatch.from_pydict({"content": [stream.getvalue()]})
