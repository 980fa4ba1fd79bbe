"""A workbook file: the same content gives the same bytes, and failures are the system's own."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from pipeline.report.layout.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

# Text is text, whatever it begins with.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@contextmanager
def book_at(
    place: Path | BytesIO, *, created: datetime, in_memory: bool = False, **properties: str
) -> Iterator[Any]:
    """A workbook to write, closed at the end; `created` instead of the clock, `in_memory`: without
    a temporary file a sheet, a tenth quicker where it is not large. Raises OSError.
    """
    target = place if isinstance(place, BytesIO) else str(place)
    book = xlsxwriter.Workbook(target, _OPTIONS | {"in_memory": in_memory})
    book.worksheet_class = Sheet
    book.set_properties({**properties, "created": created})
    book.set_custom_property("Language", "vi-VN")
    yield book
    try:
        book.close()
    except FileCreateError as error:
        if isinstance(error.args[0] if error.args else None, OSError):
            raise error.args[0] from error
        raise OSError(str(error)) from error
    finally:
        _let_go(book)


def _let_go(book: Any) -> None:
    """Its parts refer to each other, so that only looking for garbage would free them, which a run
    does not do (cli.main); many workbooks may follow.
    """
    for part in (*book.worksheets(), *book.charts, *book.formats, book):
        vars(part).clear()
