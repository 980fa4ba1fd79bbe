"""Characters that deceive reach no terminal, file or page: what controls a terminal, turns the
direction of a text or is not seen at all is taken off, wherever it stands in an input.
"""

from __future__ import annotations

import re
import zipfile

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from tests.builders import PLAN_ROWS, dossier, payment, plan_bytes, rating, table
from tests.command import pipeline
from tests.formats import html_page, text, xml_2003

# A terminal's escape, a bell, a backspace, one-byte escapes, turned directions, nothing, a tag.
CONTROLS = "\x1b\x07\x08\x7f\x9b\x85"
HIDDEN = "\u202e\u2066\u2069\u200b\u200d\u200e\ufeff\u00ad\u2060\u061c\u180e\u3164\U000e0041"
MARKS = HIDDEN + CONTROLS
# The same as workbooks write them, which have no control characters.
_ESCAPED = re.compile(r"_x00(?:0[0-8]|1[0-9a-bA-B]|7F|9B)_")
_FOUND = re.compile(f"[{re.escape(HIDDEN)}\x00-\x08\x0e-\x1b\x7f\x9b]")


def _spread(value, marks):
    """The text with marks before, in and behind it."""
    return f"{marks}{value[:2]}{marks}{value[2:]}{marks}" if isinstance(value, str) else value


def _rows(kind, row, marks):
    """Good rows and a bad one for every column, all with marks; also in the headings."""
    good = [row | {"Mã hồ sơ": f"A{n}"} for n in range(2)]
    bad = [row | {"Mã hồ sơ": f"B{n}", column: "x lạ"} for n, column in enumerate(row)]
    return [[_spread(cell, marks) for cell in line] for line in table(kind, [*good, *bad])]


def _workbook(path, sheet, rows):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, ["" if cell is None else cell for cell in row])


def _marked_plan():
    names = {"Đơn vị": [[1, "H21.65", _spread("Xã Một", HIDDEN), "UBND xã Một"]]}
    officials = [[_spread("Nguyễn Văn A", HIDDEN), *PLAN_ROWS["Phân công"][0][1:]]]
    return plan_bytes(**names, **{"Phân công": officials})


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Everything that a report and a check on such exports write and say, unpacked."""
    folder = tmp_path_factory.mktemp("deceit")
    inputs, outputs = folder / "inputs", folder / "outputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(_marked_plan())
    _workbook(
        inputs / f"hồ sơ{MARKS}xslx.xlsx", f"Trang{HIDDEN}một", _rows("dossiers", dossier(), MARKS)
    )
    (inputs / "a.csv").write_bytes(text(_rows("payments", payment(), MARKS), ";"))
    (inputs / f"b{MARKS}.xls").write_bytes(html_page(_rows("ratings", rating(), HIDDEN)))
    sheet = xml_2003(_rows("dossiers", dossier(), HIDDEN)).replace(
        "Dữ liệu".encode(), f"D{HIDDEN}".encode()
    )
    (inputs / "c.xls").write_bytes(sheet)
    (inputs / f"hỏng{MARKS}.csv").write_bytes(b"\xff\x00")
    (inputs / f"lạ{MARKS}.txt").write_bytes(b"x")
    (inputs / "lạ.csv").write_bytes(f"A{MARKS};B\nMã{MARKS} hồ sơ;Tình trạng;{MARKS}\n".encode())
    runs = [pipeline("report", "--inputs", inputs, "--outputs", outputs, "--as-of", "2024-05-16")]
    runs += [pipeline("check", "--inputs", inputs)]
    runs += [pipeline("check", "--explain", path) for path in sorted(inputs.glob("*.[cx]*"))]
    assert runs[0].returncode == 0, runs[0].stdout + runs[0].stderr
    files = {str(p.relative_to(outputs)): _unpacked(p) for p in outputs.rglob("*")
             if p.is_file() and ".bo-nho-dem" not in p.parts}  # fmt: skip
    return files | {"screen": "\n".join(done.stdout + done.stderr for done in runs)}


def _unpacked(path):
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as book:
            return "\n".join(
                book.read(n).decode(errors="replace") for n in book.namelist() if n.endswith(".xml")
            )
    if path.suffix == ".parquet":
        columns = pq.read_table(path).to_pydict()
        return "\n".join(f"{name} {value}" for name in columns for value in columns[name])
    return path.read_text(encoding="utf-8", errors="replace").removeprefix("\ufeff")


def test_nothing_that_deceives_is_written_or_said(written):
    """In names of files and sheets, headings, cells of every column, the plan."""
    assert any(name.endswith(".docx") for name in written)
    assert any(name.startswith("can-sua") for name in written)
    for name, content in written.items():
        assert _FOUND.search(name) is None, name
        found = _FOUND.search(content) or _ESCAPED.search(content)
        assert found is None, (name, content[max(found.start() - 80, 0) : found.end() + 80])


def test_the_texts_are_read_as_without_the_marks(written):
    """Rows count, units and officials are those of the plan; a file's name shows what it hides."""
    assert "Xã Một: số liệu đến 16/05/2024" in written["screen"]
    assert "[U+202E]" in written["loi_2024-05-16.csv"]
    assert "Nguyễn Văn A" in written["phu-luc-ii_2024-05-16.xlsx"]
