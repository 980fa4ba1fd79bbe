"""What an .ods hides, by its content.xml."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.grid import Hidden
from pipeline.ingest.guards.worksheet_xml import SheetPart
from pipeline.ingest.guards.zero_formats import shown_in_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MOST = 10_000  # rows or columns that are named as hidden


def ods_sheets(xml: bytes) -> tuple[SheetPart, ...]:
    """A part for every table."""
    parts = _hidden_parts(xml)
    shown = shown_in_tables(xml)
    if len(shown) != len(parts):
        return parts
    return tuple(replace(part, shown=cells) for part, cells in zip(parts, shown, strict=True))


def _hidden_parts(xml: bytes) -> tuple[SheetPart, ...]:
    """Nothing is told of tables where nothing is hidden."""
    count = xml.count(b"<table:table ")
    if b"table:visibility=" not in xml:
        return (SheetPart(),) * count
    tags = (f"{_T}table", f"{_T}table-row", f"{_T}table-column")
    events = etree.iterparse(
        io.BytesIO(xml), ("start", "end"), tag=tags, resolve_entities=False, no_network=True
    )
    return tuple(_parts(events))


def _parts(events: etree.iterparse[tuple[str, etree._Element]]) -> Iterator[SheetPart]:
    hidden: dict[str, list[int]] = {"row": [], "column": []}
    position = {"row": 0, "column": 0}
    for event, element in events:
        name = element.tag.rpartition("}")[2]
        if event == "start" and name == "table":
            hidden, position = {"row": [], "column": []}, {"row": 0, "column": 0}
        elif event == "end" and name == "table":
            yield SheetPart(hidden=Hidden(tuple(hidden["row"]), tuple(hidden["column"])))
        elif event == "end":
            kind = name.removeprefix("table-")
            count = int(element.get(f"{_T}number-{kind}s-repeated", "1"))
            if element.get(f"{_T}visibility", "visible") != "visible":
                first = position[kind] + 1
                hidden[kind] += range(first, first + min(count, _MOST))
            position[kind] += count
            element.clear()
