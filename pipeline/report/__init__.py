"""The workbook, the report document and the dashboard, views of the facts: what stands where, in
which format.
"""

from pipeline.report.correction import write_correction
from pipeline.report.dashboard.dashboard import write_dashboard
from pipeline.report.document.document import write_document
from pipeline.report.news import write_news
from pipeline.report.unread import write_unread
from pipeline.report.workbook import write_workbook

__all__ = [
    "write_correction",
    "write_dashboard",
    "write_document",
    "write_news",
    "write_unread",
    "write_workbook",
]
