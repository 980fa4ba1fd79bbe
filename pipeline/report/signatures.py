"""Where a sheet is signed: who made it on the left, who signs it on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import edition
from pipeline.report.sender import sender

if TYPE_CHECKING:
    from pipeline.model import Results
    from pipeline.report.layout.page import Page

_ROOM = 4  # rows for the signatures
HEIGHT = 9  # rows in all, at most


def write_signatures(
    page: Page, results: Results, left: tuple[int, int], right: tuple[int, int]
) -> None:
    """`left`, `right`: the first and last column of each side. Who signs the report of this day
    signs its sheets (sender.py); what the plan leaves open is a gap.
    """
    sent = sender(results.plan, is_final=edition(results.plan, results.as_of).is_final)
    page.gap()
    lines = [*sent.offices, *[""] * _ROOM, sent.signer]
    for number, text in enumerate(lines):
        told = "NGƯỜI LẬP BIỂU" if number == 0 else ""
        for (first, last), shown in ((left, told), (right, text)):
            if shown:
                page.sheet.merge_range(
                    page.row, first, page.row, last, shown, page.theme["signature"]
                )
        page.row += 1
