"""What a plan leaves empty is a gap in the texts, and is seen."""

from __future__ import annotations

from dataclasses import replace

from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from pipeline.report import write_document
from tests.builders import plan
from tests.report.commune import book_of, results_of, texts_of

GAPS = {"[…… số kế hoạch ……]", "[…… cơ quan ban hành ……]", "[…… tên chiến dịch ……]"}


def test_an_empty_head_of_the_plan_is_a_yellow_gap(tmp_path):
    """Number, issuer and name of the campaign, in the draft and on the form; a plan that has them
    leaves no such gap.
    """
    campaign = plan(tmp_path)
    empty = replace(campaign, number="", issuer="", campaign="")
    for shown, gaps in ((campaign, set()), (empty, GAPS)):
        results = results_of(tmp_path, shown)
        write_document(results, tmp_path / "a.docx")
        runs = [run for p in Document(str(tmp_path / "a.docx")).paragraphs for run in p.runs]
        yellow = {r.text for r in runs if r.font.highlight_color == WD_COLOR_INDEX.YELLOW}
        assert yellow & GAPS == gaps
        form = " ".join(texts_of(book_of(results, tmp_path)["Phụ lục II"]))
        assert {gap for gap in GAPS if gap in form} == gaps - {"[…… tên chiến dịch ……]"}
