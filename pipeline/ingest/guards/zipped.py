"""What a zipped workbook (.xlsx, .xlsm, .xlsb, .ods) holds, looked at before any reader sees it.

Readers trust what a package says of itself: a claimed count makes them ask for 100 GB, a cell far
away for 500 GB, a damaged entry reads as an empty sheet. So every entry is inflated here first, its
bytes counted and its checksum compared, and every sheet is measured.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree
from zlib_ng import zlib_ng

from pipeline.ingest.guards.binary import (
    xlsb_positions,
    xlsb_sheet,
    xlsb_sheets,
    xlsb_styles_of_zeros,
)
from pipeline.ingest.guards.cell_positions import ods_positions, worksheet_positions
from pipeline.ingest.guards.opendocument import ods_sheets
from pipeline.ingest.guards.other_files import package_reason
from pipeline.ingest.guards.reasons import DAMAGED, LOCKED
from pipeline.ingest.guards.well_formed import check_small, check_well_formed
from pipeline.ingest.guards.worksheet_xml import SheetPart, measure
from pipeline.ingest.guards.zero_formats import styles_of_zeros
from pipeline.model import OtherFileError, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.ingest.guards.cell_positions import Positions
    from pipeline.model import Limits

MAX_ENTRIES = 10_000
_CHUNK = 1 << 20
_HEADER, _LENGTHS = 30, (26, 28)  # of an entry: bytes, and where those of name and extra field are
_PROLOGUE = 4096  # a document type stands before the root element
_ODS_CONTENT = "content.xml"
_OTHERWISE_PACKED = "tệp nén theo cách không đọc được"
_STRING_BYTES = 24  # what readers set aside for each shared string that the table claims
_UNIQUE = re.compile(rb"""uniqueCount\s*=\s*["'](\d{1,20})""")
_DATE_1904 = re.compile(rb"""\sdate1904\s*=\s*["'](?:1|true)["']""")
_UNCALCULATED = re.compile(rb"""<(?:\w+:)?calcPr\b[^<>]*\sfullCalcOnLoad=["'](?:1|true)["']""")
_MANIFEST = "meta-inf/manifest.xml"
_FIRST_STRING = re.compile(rb"<(?:\w+:)?si\b[^<>]*+>(.*?)</(?:\w+:)?si>", re.DOTALL)
_STRING_TEXT = re.compile(rb"<(?:\w+:)?t\b[^<>]*+>([^<]*+)<")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True)
class Package:
    """The sheets in the workbook's order, and whether its dates count from 1904."""

    sheets: tuple[SheetPart, ...]
    is_1904: bool = False


def inspect(content: bytes, limits: Limits) -> Package:
    """Raises UnreadableFileError where the package is damaged, locked, hostile or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _package(_Entries(archive, content, limits.inflated_bytes), limits.cells)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, IndexError) as error:
        raise UnreadableFileError(DAMAGED) from error
    except NotImplementedError as error:  # a newer kind of package
        raise UnreadableFileError(_OTHERWISE_PACKED) from error
    except etree.LxmlError as error:
        raise UnreadableFileError("cấu trúc bên trong bảng tính bị hỏng") from error


class _Entries:
    """Entries by their names in lower case; each is inflated once, all of them are counted.

    No more is inflated than an entry claims; what holds more than that is damaged.
    """

    def __init__(self, archive: zipfile.ZipFile, content: bytes, most_bytes: int) -> None:
        self._content, self._left, self._most = content, most_bytes, most_bytes
        entries = archive.infolist()
        if len(entries) > MAX_ENTRIES:
            raise UnreadableFileError(f"tệp nén có {len(entries)} phần, quá {MAX_ENTRIES}")
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableFileError(LOCKED)
        self.unread = {entry.filename.replace("\\", "/").lower(): entry for entry in entries}
        if len(self.unread) < len(entries):
            raise UnreadableFileError("tệp nén có hai phần trùng tên")

    def take(self, name: str) -> bytes:
        """An entry's bytes, whose checksum is compared."""
        entry = self.unread.pop(name)
        self._left -= entry.file_size
        if self._left < 0:
            raise UnreadableFileError(f"nội dung nén bung ra quá {self._most >> 20} MiB")
        part = _inflated(self._packed(entry), entry)
        if b"<!DOCTYPE" in part[:_PROLOGUE]:
            raise UnreadableFileError("XML bên trong có khai báo DOCTYPE, không an toàn")
        return part

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        """As it lies in the package, behind a header that has the name and an extra field again
        (APPNOTE.TXT 4.3.7).
        """
        header = self._content[entry.header_offset : entry.header_offset + _HEADER]
        name, extra = (int.from_bytes(header[at : at + 2], "little") for at in _LENGTHS)
        begin = entry.header_offset + _HEADER + name + extra
        return self._content[begin : begin + entry.compress_size]


def _inflated(packed: bytes, entry: zipfile.ZipInfo) -> bytes:
    """zlib-ng takes a third of zlib's time. Raises BadZipFile where it is not what it claims, and
    UnreadableFileError where it is packed in another way than workbooks are.
    """
    if entry.compress_type == zipfile.ZIP_STORED:
        part = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib_ng.decompressobj(-zlib_ng.MAX_WBITS)
        try:
            part = stream.decompress(packed, entry.file_size + 1)
        except zlib_ng.error as error:  # type: ignore[misc] # its types call it an instance
            raise zipfile.BadZipFile from error
    else:
        raise UnreadableFileError(_OTHERWISE_PACKED)
    if len(part) != entry.file_size or zlib_ng.crc32(part) != entry.CRC:
        raise zipfile.BadZipFile
    return bytes(part)


def _package(entries: _Entries, most_cells: int) -> Package:
    if _is_locked(entries):
        raise UnreadableFileError(LOCKED)
    if "xl/workbook.xml" in entries.unread:
        package = _workbook(entries, most_cells)
    elif "xl/workbook.bin" in entries.unread:
        package = _binary_workbook(entries)
    elif _ODS_CONTENT in entries.unread:
        styles = entries.take("styles.xml") if "styles.xml" in entries.unread else b""
        content = entries.take(_ODS_CONTENT)
        check_small(content)
        sheets = ods_sheets(content, styles)
        package = Package(tuple(
            replace(
                sheet, may_be_joined=True,
                positions=partial(_positions, entry=_ODS_CONTENT, sheet=number),
            )
            for number, sheet in enumerate(sheets)
        ))  # fmt: skip
    else:
        raise OtherFileError(package_reason(entries.unread))
    for name in tuple(entries.unread):
        part = entries.take(name)
        if name.endswith("/sharedstrings.xml"):
            _check_shared_strings(part)
            package = _with_first_string(package, part)
    return package


def _with_first_string(package: Package, strings: bytes) -> Package:
    """Every sheet with the text that its reader gives for a reference that is none."""
    first = _FIRST_STRING.search(strings)
    texts = _STRING_TEXT.findall(first[1]) if first else []
    text = _parsed(b"<t>%s</t>" % b"".join(texts)).text or ""
    return replace(
        package, sheets=tuple(replace(sheet, first_string=text) for sheet in package.sheets)
    )


def _is_locked(entries: _Entries) -> bool:
    """Whether an .ods has a password: all in one entry, or each by itself (OpenDocument 1.4, part
    2, 4 and 5).
    """
    if "encrypted-package" in entries.unread:
        return True
    return _MANIFEST in entries.unread and b"encryption-data" in entries.take(_MANIFEST)


def _workbook(entries: _Entries, most_cells: int) -> Package:
    book = entries.take("xl/workbook.xml")
    relations = _relations(entries, "xl/_rels/workbook.xml.rels")
    is_calculated = not _UNCALCULATED.search(book)
    styles = _styles(entries, relations)
    measured = partial(measure, most_cells=most_cells, styles=styles, is_calculated=is_calculated)
    sheets = tuple(
        replace(
            _sheet(entries, *relations.get(_relation(sheet), ("", "")), measured),
            is_visible=sheet.get("state", "visible") == "visible",
        )
        for sheet in _parsed(book).iter("{*}sheet")
    )
    return Package(sheets, is_1904=bool(_DATE_1904.search(book)))


def _styles(entries: _Entries, relations: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Styles of cells that show numbers by zeros; most workbooks have none."""
    path = next((path for kind, path in relations.values() if kind == "styles"), "")
    part = entries.take(path) if path in entries.unread else b""
    return styles_of_zeros(part) if b"<" in part and b"formatCode" in part else {}


def _binary_styles(entries: _Entries, relations: dict[str, tuple[str, str]]) -> dict[int, str]:
    path = next((path for kind, path in relations.values() if kind == "styles"), "")
    return xlsb_styles_of_zeros(entries.take(path)) if path in entries.unread else {}


def _relation(sheet: etree._Element) -> str:
    """The id of the relation that leads to a sheet; its namespace differs from writer to writer."""
    ids = (str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id"))
    return next(ids, "")


def _binary_workbook(entries: _Entries) -> Package:
    ids, is_1904 = xlsb_sheets(entries.take("xl/workbook.bin"))
    relations = _relations(entries, "xl/_rels/workbook.bin.rels")
    styles = _binary_styles(entries, relations)
    sheets = (relations.get(id_, ("", "")) for id_ in ids)
    return Package(tuple(
        _sheet(entries, *sheet, lambda part: xlsb_sheet(part, styles)) for sheet in sheets
    ), is_1904)  # fmt: skip


def _sheet(
    entries: _Entries, kind: str, path: str, measured: Callable[[bytes], SheetPart]
) -> SheetPart:
    if path not in entries.unread:
        return SheetPart(is_damaged=True)
    part = entries.take(path)
    if kind != "worksheet":
        return SheetPart(is_table=False)
    return replace(
        measured(part),
        positions=partial(_positions, entry=path),
        xml=partial(_again, entry=path),
    )


def _again(content: bytes, entry: str) -> bytes:
    """The entry of a package that was inspected, inflated once more."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _Entries(archive, content, sys.maxsize).take(entry)


def _positions(content: bytes, entry: str, sheet: int = 0) -> Positions:
    """Where the entry of a package has the values of a sheet."""
    part = _again(content, entry)
    if entry == _ODS_CONTENT:
        return ods_positions(part, sheet)
    return xlsb_positions(part) if entry.endswith(".bin") else worksheet_positions(part)


def _relations(entries: _Entries, name: str) -> dict[str, tuple[str, str]]:
    """Id of a relation -> its kind and the entry that it leads to."""
    if name not in entries.unread:
        raise UnreadableFileError("bảng tính thiếu danh sách các trang")
    return {
        entry.get("Id", ""): (
            entry.get("Type", "").rpartition("/")[2].lower(),
            _entry_name(entry.get("Target", "")),
        )
        for entry in _parsed(entries.take(name)).iter(_RELATIONSHIP)
    }


def _entry_name(target: str) -> str:
    """A relation's target is absolute or below the workbook's folder."""
    target = target.replace("\\", "/").lower()
    path = PurePosixPath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    parts: list[str] = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _parsed(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(xml, parser=parser)


def _check_shared_strings(part: bytes) -> None:
    check_well_formed(part)
    count = max((int(claimed[1]) for claimed in _UNIQUE.finditer(part)), default=0)
    if count * _STRING_BYTES > 10 * len(part) + _CHUNK and count > part.count(b"<"):
        raise UnreadableFileError(f"tệp khai báo {count} chuỗi dùng chung, nhiều hơn thực có")
