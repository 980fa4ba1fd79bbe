"""Random exports: kinds, spellings, layouts, formats and quirks give what their clean form gives."""

from __future__ import annotations

import tempfile
import unicodedata
from datetime import datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schemas.contracts import contracts
from tests.builders import (
    HEADERS,
    digitization,
    dossier,
    export,
    payment,
    portal,
    publicity,
    rating,
)
from tests.formats import FORMATS
from tests.outcomes import outcome

# Not shrunk: a whole file takes minutes to shrink, and the layout is printed as it is.
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
DAYS = st.datetimes(datetime(2024, 3, 28), datetime(2024, 5, 16)).map(
    lambda moment: moment.replace(microsecond=0)
)
YES_NO = st.sampled_from(["Có", "Không", "x"])
CODES = st.sampled_from(["00352112000539", "H21.65-240401-0001", "=A", "000.00.12.H21-240328-0001"])
ROWS = {
    "dossiers": st.builds(
        dossier, code=CODES, received=DAYS, due=DAYS, ended=st.none() | DAYS,
        channel=st.sampled_from(["Trực tuyến", "1", "BCCI", None, "Fax"]),
        status=st.sampled_from(["Đang xử lý", "Mới đăng ký", None]),
        fee=st.sampled_from(["8.000 đồng", "1.234,5", 8000, None, "- Phí: 8.000 - Lệ phí: 5.000"]),
        e_result=YES_NO,
    ),
    "payments": st.builds(
        payment, code=CODES, paid=DAYS, amount=st.sampled_from(["8,000 VNĐ", 0, "x"]),
        method=st.sampled_from(["Trực tuyến", "Tiền mặt"]),
    ),
    "digitization": st.builds(digitization, code=CODES, components=YES_NO, digitized=DAYS),
    "ratings": st.builds(
        rating, code=CODES, rated=DAYS, rating=st.sampled_from(["Hài lòng", "Bình thường", None])
    ),
    "publicity": st.builds(publicity, published=YES_NO, procedure=st.sampled_from(["1.000001", "2.000002"])),
    "portal": st.builds(
        portal, measure=st.sampled_from(["online", "TTHC công bố đúng hạn", "Tỷ lệ lạ", None]),
        numerator=st.sampled_from(["1.048", 30, None, "x"]), denominator=st.sampled_from([1159, "50", None]),
        rate=st.sampled_from(["90,42%", None, 60]), figure=DAYS,
    ),
}  # fmt: skip
# Our header -> every spelling of the column that it names.
SPELLINGS = {
    (kind, header): column.spellings
    for kind, headers in HEADERS.items()
    for header in headers
    for column in contracts()[kind].columns
    if header in column.spellings
}
AMBIGUOUS = ("Ngày trả",)  # means another column, depending on the others


@st.composite
def exports(draw):
    """(kind, clean rows, file name, a messy form of them as a table)."""
    kind = draw(st.sampled_from(sorted(ROWS)))
    rows = draw(st.lists(ROWS[kind], min_size=1, max_size=6))
    name = draw(st.sampled_from(sorted(FORMATS)))
    return kind, rows, name, draw(layouts(kind, rows))


@st.composite
def layouts(draw, kind, rows):
    """The rows under other spellings and in another order of columns, amid what systems print."""
    columns = draw(st.permutations(HEADERS[kind]))
    headers = [_header(draw, kind, header) for header in columns]
    body = [[_messy(draw, row.get(header)) for header in columns] for row in rows]
    if draw(st.booleans()):  # an unnamed column with what no contract asks for
        headers, body = ["Chủ hồ sơ", *headers], [["Ai đó", *row] for row in body]
    if draw(st.booleans()):
        headers, body = ["STT", *headers], [[str(n), *row] for n, row in enumerate(body, 1)]
    for _ in range(draw(st.integers(0, 1))):  # an empty first column
        headers, body = [None, *headers], [[None, *row] for row in body]
    table = [*_above(draw), *_headers(draw, headers)]
    if draw(st.booleans()):
        table.append([f"({number})" for number in range(1, len(headers) + 1)])
    for row in body:
        if draw(st.integers(0, 5)) == 0:
            table.append([*[None] * draw(st.integers(0, 1)), "I", "Lĩnh vực Hộ tịch"])
        table.append(row)
    return [*table, *_below(draw, len(headers))]


def _header(draw, kind, header):
    spellings = [s for s in SPELLINGS.get((kind, header), [header]) if s not in AMBIGUOUS]
    return _messy(draw, draw(st.sampled_from(spellings)))


def _messy(draw, value):
    """Text as hands and systems leave it; numbers and dates stay what they are."""
    if not isinstance(value, str):
        return value
    return draw(
        st.sampled_from(
            [
                value,
                f" {value}\u00a0",
                value.replace(" ", "\u00a0"),
                value.replace(" ", "  "),
                unicodedata.normalize("NFD", value),
            ]
        )
    )


def _above(draw):
    titles = [["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Độc lập – Tự do – Hạnh phúc"], [None],
              ["DANH SÁCH"], [None, "Từ ngày 01/04/2024 đến ngày 30/04/2024"]]  # fmt: skip
    return titles[: draw(st.integers(0, len(titles)))]


def _headers(draw, headers):
    """One row, or two: a parent cell over its children."""
    if draw(st.booleans()):
        return [headers]
    at = draw(st.integers(0, len(headers) - 1))
    upper = [text if index < at else None for index, text in enumerate(headers)]
    upper[at] = "Thông tin"
    return [upper, [text if index >= at else None for index, text in enumerate(headers)]]


def _below(draw, width):
    rows = [["Tổng cộng"], [None], [*[None] * (width - 1), "Người lập biểu"]]
    return rows[: draw(st.integers(0, len(rows)))]


def _outcome(files):
    with tempfile.TemporaryDirectory() as folder:
        return outcome(Path(folder), files)


def _files(drawn):
    return {f"{n}-{name}": FORMATS[name](table) for n, (_, _, name, table) in enumerate(drawn)}


def _rejections(result):
    return sorted(p.code for p in result.problems if p.severity == "error")


@given(st.lists(exports(), min_size=1, max_size=3))
@SLOW
def test_a_messy_export_gives_what_its_clean_form_gives(drawn):
    """The same facts, the same rows rejected for the same reasons, every row accounted for."""
    messy = _files(drawn)
    clean = {
        f"{number}-{name}": export(kind, *map(_plain, rows))
        for number, (kind, rows, name, _) in enumerate(drawn)
    }
    result, truth = _outcome(messy), _outcome(clean)
    assert result.facts == truth.facts
    assert _rejections(result) == _rejections(truth)
    for source, (kind, rows, _, _) in zip(result.sources, drawn, strict=True):
        parts = (source.rows_kept, source.rows_rejected, source.rows_duplicate, source.rows_ignored)
        assert (source.kind, source.rows_read) == (kind, sum(parts))
        assert source.rows_read >= len(rows)
    for one, other in zip(result.sources, truth.sources, strict=True):
        assert (one.rows_kept, one.rows_rejected, one.rows_duplicate) == (
            other.rows_kept, other.rows_rejected, other.rows_duplicate,
        )  # fmt: skip


def _plain(row):
    """Dates as text, as the clean CSV has them."""
    form = "%d/%m/%Y %H:%M:%S"
    return {h: v.strftime(form) if isinstance(v, datetime) else v for h, v in row.items()}


@given(st.lists(exports(), min_size=2, max_size=3), st.randoms(use_true_random=False))
@SLOW
def test_the_order_of_messy_files_makes_no_difference(drawn, chance):
    """Named alike, listed otherwise."""
    files = _files(drawn)
    names = chance.sample(sorted(files), len(files))
    assert _outcome(files).facts == _outcome({name: files[name] for name in names}).facts
