"""What may happen to a file's bytes: in a package also inside its parts, in a compound file inside
its stream, whose checksums and sectors hold then.
"""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
from collections.abc import Callable

import olefile
from xlwt.CompoundDoc import XlsDoc

from tests.formats import packed, unpacked

_ELEMENT = re.compile(
    rb"<([\w:]+)(?: [^<>]*)?(?<!/)>[^<]*(?:<.*?)?</\1>|<[\w:]+(?: [^<>]*)?/>", re.DOTALL
)
_TAG, _TEXT = re.compile(rb"<[^<>]*>"), re.compile(rb">([^<>]+)<")
_LINE = re.compile(rb"[^\n]*\n\0?")
_WORDS = (
    b"",
    b"1",
    b"0",
    b"Kh\xc3\xb4ng",
    b"45383.5",
    b"2024-04-30T08:00:00",
    b"31/02/2024",
    b"-",
    b'"',
    b";",
    b",",
    b"\t",
    b"\r\n",
)
_MOST = 1 << 20
Change = Callable[[bytes, random.Random], bytes]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one thing, or a few, that happened to it."""
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _in_package(content, chance)
    if content.startswith(b"\xd0\xcf") and chance.random() < 0.7:
        return _in_compound(content, chance)
    return _in_part(content, chance)


def _in_part(part: bytes, chance: random.Random) -> bytes:
    """Of bytes that are text now and then a piece of it, else anything."""
    if chance.random() < 0.5:
        return _in_bytes(part, chance)
    if part.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
        return chance.choice([_element, _tag, _text])(part, chance)
    return _lines(part, chance) if b"\n" in part else _in_bytes(part, chance)


def _in_package(content: bytes, chance: random.Random) -> bytes:
    """Most parts of a workbook say nothing of cells: half of the time one that does."""
    old = unpacked(content)
    names = [name for name, _ in old]
    of_cells = [
        n
        for n in names
        if n.startswith("xl/worksheets/sheet") or n in ("xl/sharedStrings.xml", "content.xml")
    ]
    chosen = chance.choice(of_cells if chance.random() < 0.5 else names)
    kind = chance.choice(["change"] * 8 + ["drop", "twice"])
    new = []
    for name, part in old:
        if name != chosen or kind == "twice":
            new.append((name, part))
        if name == chosen and kind != "drop":
            change = _brt_record if name.endswith(".bin") and chance.random() < 0.5 else _in_part
            new.append((name, change(part, chance)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two entries of one name
        return packed(new)


def _in_compound(content: bytes, chance: random.Random) -> bytes:
    with olefile.OleFileIO(io.BytesIO(content)) as compound:
        stream = compound.openstream("Workbook").read()
    change = chance.choice([_in_bytes, _biff_record, _biff_record])
    saved = io.BytesIO()
    XlsDoc().save(saved, change(stream, chance))
    return saved.getvalue()


def _biff_record(stream: bytes, chance: random.Random) -> bytes:
    spans, position = [], 0
    while position + 4 <= len(stream):
        size = struct.unpack_from("<H", stream, position + 2)[0]
        spans.append((position, position + 4 + size))
        position += 4 + size
    return _piece(stream, spans, chance)


def _brt_record(part: bytes, chance: random.Random) -> bytes:
    spans, position = [], 0
    while position < len(part):
        at = position + 1 + (part[position] >> 7)
        size = shift = 0
        while True:
            byte = part[at]
            size, shift, at = size | (byte & 0x7F) << shift, shift + 7, at + 1
            if byte < 0x80:
                break
        spans.append((position, at + size))
        position = at + size
    return _piece(part, spans, chance)


def _piece(content: bytes, spans: list[tuple[int, int]], chance: random.Random) -> bytes:
    """One of the pieces lost, doubled, damaged inside, or in the place of another."""
    if not spans:
        return _in_bytes(content, chance)
    begin, end = chance.choice(spans)
    piece = content[begin:end]
    match chance.choice(["lose", "lose", "double", "damage", "damage", "move"]):
        case "lose":
            piece = b""
        case "double":
            piece *= chance.choice([2, 3])
        case "damage":
            piece = _in_bytes(piece, chance)
        case "move":
            at, to = chance.choice(spans)
            return _moved(content, (begin, end), (at, to))
    return content[:begin] + piece + content[end:]


def _moved(content: bytes, one: tuple[int, int], other: tuple[int, int]) -> bytes:
    """Two pieces in each other's places, where neither lies in the other."""
    (a, b), (c, d) = sorted([one, other])
    if b > c:
        return content
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def _spans(pattern: re.Pattern[bytes], part: bytes, group: int = 0) -> list[tuple[int, int]]:
    return [match.span(group) for match in pattern.finditer(part)]


def _element(part: bytes, chance: random.Random) -> bytes:
    """An element: matches begin at a chosen place, so that small ones are met, too."""
    begin = chance.randrange(len(part))
    matches = (_ELEMENT.search(part, begin), _ELEMENT.search(part))
    found = next((match for match in matches if match), None)
    if found is None:
        return _in_bytes(part, chance)
    following = _ELEMENT.match(part, found.end())
    return _piece(part, [m.span() for m in (found, following) if m], chance)


def _tag(part: bytes, chance: random.Random) -> bytes:
    return _piece(part, _spans(_TAG, part), chance)


def _text(part: bytes, chance: random.Random) -> bytes:
    """The text of an element: another word, or another element's."""
    spans = _spans(_TEXT, part, 1)
    if not spans or chance.random() < 0.3:
        return _piece(part, spans, chance)
    begin, end = chance.choice(spans)
    other = chance.choice(spans)
    word = chance.choice([*_WORDS, part[slice(*other)]])
    return part[:begin] + word + part[end:]


def _lines(part: bytes, chance: random.Random) -> bytes:
    """A line, or a word in one."""
    if chance.random() < 0.5:
        return _piece(part, _spans(_LINE, part), chance)
    at = chance.randrange(len(part))
    return part[:at] + chance.choice(_WORDS) + part[at + chance.choice([0, 0, 1, 1, 4]) :]


def _in_bytes(content: bytes, chance: random.Random) -> bytes:
    """Bits flipped; bytes set, cut out or doubled; the end cut off."""
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8])):
        if not data or len(data) > _MOST:
            break
        at = chance.randrange(len(data))
        size = chance.choice([1, 4, 16, 200])
        match chance.choice(["flip", "flip", "set", "cut", "double", "end"]):
            case "flip":
                data[at] ^= 1 << chance.randrange(8)
            case "set":
                data[at : at + size] = bytes([chance.randrange(256)]) * len(data[at : at + size])
            case "cut":
                del data[at : at + size]
            case "double":
                data[at:at] = data[at : at + size]
            case "end":
                del data[at:]
    return bytes(data)
