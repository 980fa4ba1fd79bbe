"""Charts and sparklines, which openpyxl leaves out or reads half, from the parts of a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from lxml import etree
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Drawing:
    """What it is (type and title), the cell that it stands in or begins at, and what it reads."""

    what: str
    place: str
    read: tuple[str, ...]


def drawn(content: bytes) -> Iterator[list[Drawing]]:
    """Of each sheet, in order; sheets are numbered as xlsxwriter numbers them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for number in count(1):
        if not (xml := parts.get(f"xl/worksheets/sheet{number}.xml")):
            return
        sparklines = _named(etree.fromstring(xml), "sparkline")
        drawings = [Drawing("sparkline", line[1].text, (line[0].text,)) for line in sparklines]
        related = parts.get(f"xl/worksheets/_rels/sheet{number}.xml.rels", b"").decode()
        for drawing in re.findall(r"drawings/(drawing\d+\.xml)", related):
            drawings += _charts(parts, drawing)
        yield drawings


def _named(element: Any, name: str) -> list[Any]:
    return list(element.xpath(f".//*[local-name()='{name}']"))


def _charts(parts: dict[str, bytes], name: str) -> Iterator[Drawing]:
    related = etree.fromstring(parts[f"xl/drawings/_rels/{name}.rels"])
    targets = {entry.get("Id"): entry.get("Target") for entry in related}
    for anchor in etree.fromstring(parts[f"xl/drawings/{name}"]):
        column, _, row, *_ = (int(element.text) for element in _named(anchor, "from")[0])
        place = f"{get_column_letter(column + 1)}{row + 1}"
        (link,) = anchor.xpath(".//*[local-name()='chart']/@*[local-name()='id']")
        chart = etree.fromstring(parts[targets[link].replace("..", "xl")])
        types = (etree.QName(element).localname for element in _named(chart, "plotArea")[0])
        kind = next(name for name in types if name.endswith("Chart"))
        title = "".join(text.text for text in _named(_named(chart, "title")[0], "t"))
        read = tuple(f.text for series in _named(chart, "ser") for f in _named(series, "f"))
        yield Drawing(f"{kind} “{title}”", place, read)
