"""The workbook, a view of the facts: what stands on each sheet, how each role looks, writing it."""

from pipeline.report.correction import write_correction
from pipeline.report.workbook import write_workbook

__all__ = ["write_correction", "write_workbook"]
