"""Markup that calls itself .xls: HTML, and XML Spreadsheet 2003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.readers.html_page import read_html
from pipeline.ingest.readers.xml_spreadsheet import NAMESPACE, read_xml_spreadsheet
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.ingest.grid import Grid
    from pipeline.model import Limits

_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_HEAD = 4096


def is_markup(text: str) -> bool:
    """Whether the text is HTML or XML, not delimited."""
    return text[:_HEAD].lstrip().startswith("<")


def read_markup(text: str, limits: Limits, named: Callable[[Grid], int]) -> list[Grid]:
    """The tables of an HTML page or of an XML Spreadsheet 2003 workbook, one sheet each.

    `named`: how many columns the header of a table names; 0 where it has none.
    """
    head = text[:_HEAD]
    if "<!ENTITY" in head or ("<!DOCTYPE" in head and NAMESPACE in head):
        raise UnreadableFileError("tệp XML có khai báo DOCTYPE, không an toàn")
    markup = _DECLARATION.sub("", text)
    try:
        if NAMESPACE in head:
            return read_xml_spreadsheet(markup, limits)
        return read_html(markup, limits, named)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise UnreadableFileError("tệp HTML hoặc XML bị hỏng hoặc chưa chép xong") from error
