"""Layouts with random headings and words, taught by the workbook alone, give what their clean form
gives: it asks for all that is needed, and nothing else has to be said.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from pipeline.ingest.tables.headings import is_spelling
from pipeline.report import write_unread
from pipeline.values.privacy import is_personal
from pipeline.values.text import key
from pipeline.values.words import is_none, value_of
from schemas.contracts import contracts
from schemas.taught import heading_title, taught_vocabularies, word_title
from tests.builders import HEADERS, export
from tests.formats import FORMATS
from tests.ingest.test_layouts import ROWS
from tests.outcomes import outcome

# Not shrunk: a whole file takes minutes to shrink, and the layout is printed as it is.
SLOW = settings(
    max_examples=10, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
SYLLABLES = st.text("abceghiklmnopqrstuvxyđăâêôơưáớệỳ", min_size=2, max_size=5)
NAMES = st.lists(SYLLABLES, min_size=2, max_size=3).map(lambda words: " ".join(words).capitalize())
NOT_ASKED = ("Chủ hồ sơ",)
COLUMNS = {
    (kind, header): column
    for kind, headers in HEADERS.items()
    for header in headers
    for column in contracts()[kind].columns
    if header in column.spellings
}


@st.composite
def layouts(draw):
    """Kind, clean rows, the table under other headings and in other words, and what these mean."""
    kind = draw(st.sampled_from(sorted(ROWS)))
    rows = [_plain(row) for row in draw(st.lists(ROWS[kind], min_size=1, max_size=5))]
    headers = [h for h in draw(st.permutations(HEADERS[kind])) if h not in NOT_ASKED]
    names = iter(draw(st.lists(NAMES, min_size=60, max_size=60, unique_by=key)))
    meanings, words = {}, {}
    for header in headers:
        name = next(names)
        assume(not is_spelling(name) and not is_personal(name))
        meanings[name] = heading_title(kind, COLUMNS[kind, header].name)
    said = {}
    for row in rows:
        for header in headers:
            of, text = COLUMNS[kind, header].type, row.get(header)
            value = value_of(of, text) if of in taught_vocabularies() and text else None
            if value and (of, value) not in said:
                word = said[of, value] = next(names)
                assume(not value_of(of, word) and not is_none(word) and not is_personal(word))
                words[word] = word_title(of, value)
    body = [[_said(said, COLUMNS[kind, h].type, row.get(h)) for h in headers] for row in rows]
    above = draw(st.sampled_from([[], [["SỔ THEO DÕI"], [None]]]))
    return kind, rows, [*above, list(meanings), *body], meanings | words


def _plain(row):
    """Dates as text, as the clean CSV has them."""
    return {h: f"{v:%d/%m/%Y %H:%M:%S}" if hasattr(v, "hour") else v for h, v in row.items()}


def _said(said, of, text):
    value = value_of(of, text) if of in taught_vocabularies() and isinstance(text, str) else None
    return said.get((of, value), text)


def _filled_in(unread, meanings):
    """The workbook that asks, its cells filled in with what headings and words mean."""
    stream = io.BytesIO()
    write_unread(unread, stream)
    book = openpyxl.load_workbook(stream)
    for name, asked in (("Cột lạ", "Tiêu đề cột"), ("Từ lạ", "Từ")):
        header, *rows = book[name].iter_rows()
        places = {cell.value: cell.column - 1 for cell in header}
        for row in rows:
            row[places["Nghĩa là"]].value = meanings.get(row[places[asked]].value)
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()


@given(layouts(), st.sampled_from(sorted(FORMATS)), st.booleans())
@SLOW
def test_a_layout_taught_by_the_workbook_alone_is_read_as_its_clean_form(drawn, name, is_typed):
    """Asked for headings, then for words: the same facts, the same rows kept and rejected; also
    where nobody typed what stands before the colon.
    """
    kind, rows, table, meanings = drawn
    if is_typed:
        meanings = {text: title.partition(": ")[2] for text, title in meanings.items()}
    files = {name: FORMATS[name](table)}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        asked = outcome(place, files).unread
        headings = _filled_in(asked, meanings)
        again = outcome(place, files, lessons={"a.xlsx": headings}).unread
        taught = {"a.xlsx": headings, "b.xlsx": _filled_in(again, meanings)}
        result = outcome(place, files, lessons=taught)
        clean = outcome(place, {name: export(kind, *rows)})
    assert result.facts == clean.facts
    assert [p for p in result.problems if p.code.startswith(("lesson", "taught"))] == []
    told = {source.file: source for source in result.sources}
    kept, rejected = told[name].rows_kept, told[name].rows_rejected
    (truth,) = clean.sources
    assert (told[name].kind, kept, rejected) == (kind, truth.rows_kept, truth.rows_rejected)
