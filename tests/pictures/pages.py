"""Pages of workbooks and documents as PNG, as LibreOffice prints them, and of a browser."""

from __future__ import annotations

import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import openpyxl
from PIL import Image, ImageChops

from tests.browser import browser
from tests.formats import packed, unpacked
from tests.office import converted

_DOTS_PER_INCH = 120
_COLOURS = 32  # more look no better
_MARGIN = 12  # pixels


def workbook_page(path: Path, title: str, picture: Path, *, share: float = 1.0) -> None:
    """The upper `share` of the first page with `title` on it, also of a sheet that is not printed."""
    _page(_pdf(_all_printed(path)), title, picture, share)


def document_page(path: Path, title: str, picture: Path, *, share: float = 1.0) -> None:
    """The upper `share` of the first page with `title` on it."""
    _page(_pdf(path), title, picture, share)


def sheet_as_in_excel(path: Path, name: str, picture: Path, *, columns: str, rows: int) -> None:
    """The first rows and some columns of one sheet, with letters, numbers and grid."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title != name:
            sheet.sheet_state = "hidden"
    sheet = book[name]
    book.active = book.index(sheet)
    first, last = columns.split(":")
    sheet.print_area = f"{first}1:{last}{rows}"
    sheet.print_options.gridLines = sheet.print_options.headings = True
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = None
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "alone.xlsx"
        book.save(alone)
        _page(converted(alone, Path(folder), "pdf"), "", picture, 1.0)


def browser_page(path: Path, picture: Path) -> None:
    """What is seen first on an office's screen."""
    with browser(path.parent) as page:
        page.size(1366, 768)
        page.open(path)
        picture.write_bytes(page.picture())
    _reduce(picture, 1.0)


@cache
def _all_printed(path: Path) -> Path:
    """A copy of a workbook without print areas, beside it."""
    parts = [
        (name, re.sub(rb'<definedName name="_xlnm.Print_Area".*?</definedName>', b"", content))
        for name, content in unpacked(path.read_bytes())
    ]
    copy = path.with_name(f"in-{path.name}")
    copy.write_bytes(packed(parts))
    return copy


@cache
def _pdf(path: Path) -> Path:
    """Beside the file: it goes with the folder of the run."""
    return converted(path, path.parent, "pdf")


def _page(pdf: Path, title: str, picture: Path, share: float) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    number = next(n for n, page in enumerate(text.split("\f"), 1) if title in page)
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", "-r", str(_DOTS_PER_INCH),
         "-f", str(number), "-l", str(number), pdf, picture.with_suffix("")],
        check=True,
    )  # fmt: skip
    _reduce(picture, share)


def _reduce(picture: Path, share: float) -> None:
    """Without white edges, in few colours."""
    with Image.open(picture) as file:
        image = file.convert("RGB")
    image = image.crop((0, 0, image.width, round(image.height * share)))
    left, top, right, bottom = ImageChops.invert(image).getbbox() or (0, 0, *image.size)
    image = image.crop((
        max(0, left - _MARGIN), max(0, top - _MARGIN),
        min(image.width, right + _MARGIN), min(image.height, bottom + _MARGIN),
    ))  # fmt: skip
    few = image.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)
