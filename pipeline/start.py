"""How a run begins: children are reading the files while this process imports what comes after.

What each command does then stands in `run`.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from pipeline.files.intake import opened, reading
from pipeline.model import PipelineError
from pipeline.options import check_as_of
from pipeline.publish.folder import check_free, outputs_locked
from pipeline.without_pandas import import_arrow

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from pipeline.analysis.trace import Asked, Traced
    from pipeline.files.intake import Files, Opened
    from pipeline.options import Options
    from pipeline.run import Checked, Report


def report(options: Options) -> Report:
    """Inputs -> ingest, normalise, validate -> aggregate -> report -> outputs.

    Raises PipelineError where it can't run and NoUsableInputError where no row is usable; then
    nothing is overwritten.
    """
    inputs = opened(options)
    if options.as_of is not None:
        check_as_of(options.as_of, inputs.plan)
        check_free([options.outputs / f"phu-luc-ii_{options.as_of.isoformat()}.xlsx"])
    Thread(target=_import_run, args=(options,), daemon=True).start()
    with (
        outputs_locked(options.outputs) as parts,
        _reading(options, inputs) as files,
    ):
        from pipeline import run  # noqa: PLC0415 - while children read

        return run.report(options, files, parts)


def _import_run(options: Options) -> None:
    """While the main thread waits for the server of children. Spark may need pandas."""
    with suppress(Exception):  # whoever needs the module meets it again
        if options.engine != "spark":
            import_arrow()
        import_module("pipeline.run")


def _reading(options: Options, asked: Opened) -> AbstractContextManager[Files]:
    """This computer's children, or a cluster; raises PipelineError where Spark is not there."""
    if options.engine != "spark":
        return reading(options, asked, outputs=True)
    try:
        from pipeline.cluster import cluster  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError as error:
        if error.name not in ("py4j", "pyspark"):
            raise
        raise PipelineError(
            "Bộ máy spark chưa được cài trên máy này.\n"
            "Cài bằng lệnh make spark (cần Java 17), hoặc dùng --engine duckdb."
        ) from error
    return cluster(options, asked)


def check(options: Options) -> Checked:
    """Reads and validates only; writes nothing."""
    inputs = opened(options)
    with reading(options, inputs, outputs=False) as files:
        from pipeline import run  # noqa: PLC0415 - while children read

        return run.check(files)


def trace(options: Options, asked: Asked) -> Traced:
    """What one number of the report is made of; writes nothing."""
    inputs = opened(options)
    if options.as_of is not None:
        check_as_of(options.as_of, inputs.plan)
    with reading(options, inputs, outputs=False) as files:
        from pipeline import run  # noqa: PLC0415 - while children read

        return run.trace(options, files, asked)
