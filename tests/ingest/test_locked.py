"""A password and damage are told apart, in whichever format the file is."""

from __future__ import annotations

import io
import random
import struct

import olefile
import pytest
from xlwt.CompoundDoc import XlsDoc

from pipeline.ingest import read_tables
from pipeline.model import UnreadableFileError
from tests.builders import dossier, table
from tests.formats import ods, packed, unpacked, xls

ROWS = table("dossiers", [dossier(code=f"A{n}") for n in range(50)])
LOCKED, DAMAGED = "tệp có mật khẩu", "tệp bị hỏng|tệp .xls bị hỏng"
MANIFEST = (
    b'<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:'
    b'xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:size="9">'
    b'<manifest:encryption-data manifest:checksum-type="SHA1/1K"/></manifest:file-entry>'
    b"</manifest:manifest>"
)
ENTRIES = dict(unpacked(ods(ROWS)))
CONTENT = ENTRIES["content.xml"]
NOISE = random.Random(1).randbytes(5000)  # what a cipher leaves


def _ods(content, **more):
    return packed((ENTRIES | {"content.xml": content} | more).items())


def _stream():
    return olefile.OleFileIO(io.BytesIO(xls(ROWS))).openstream("Workbook").read()


def _xls(stream):
    target = io.BytesIO()
    XlsDoc().save(target, stream)
    return target.getvalue()


def _locked_xls(scheme):
    """FILEPASS behind the first record (XOR: 0; RC4: 1), and what follows in cipher."""
    stream = _stream()
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    record = struct.pack("<HHHHH", 0x2F, 6, scheme, 1, 2)
    return _xls(stream[:first] + record + random.Random(2).randbytes(len(stream) - first))


FILES = {
    "ods, each entry": (_ods(NOISE, **{"META-INF/manifest.xml": MANIFEST}), LOCKED),
    "ods, one entry": (
        packed([("META-INF/manifest.xml", MANIFEST), ("encrypted-package", NOISE)]), LOCKED,
    ),
    "xls, XOR": (_locked_xls(0), LOCKED),
    "xls, RC4": (_locked_xls(1), LOCKED),
    "ods, noise": (_ods(NOISE), DAMAGED),
    "ods, empty": (_ods(b""), DAMAGED),
    "ods, zeros": (_ods(bytes(len(CONTENT))), DAMAGED),
    "ods, no end": (_ods(CONTENT[: len(CONTENT) * 9 // 10]), DAMAGED),
    "ods, its end in zeros": (_ods(CONTENT[:-500] + bytes(500)), DAMAGED),
    "ods, a tag lost": (_ods(CONTENT.replace(b"</table:table-row>", b"", 1)), DAMAGED),
    "ods, a tag changed": (_ods(CONTENT.replace(b"</table:table-row>", b"</table:x>", 1)), DAMAGED),
    "ods, cut": (ods(ROWS)[: len(ods(ROWS)) // 2], DAMAGED),
    "xls, cut": (xls(ROWS)[: len(xls(ROWS)) // 2], DAMAGED),
    "xls, locked and cut": (_locked_xls(1)[:3000], DAMAGED),
    "xls, no beginning": (_xls(bytes(512) + _stream()[512:]), DAMAGED),
    "xls, noise": (_xls(_stream()[:20] + random.Random(3).randbytes(9000)), DAMAGED),
    "xls, its end in zeros": (_xls(_stream()[:600] + bytes(9000)), DAMAGED),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_password_and_damage_are_told_apart(name):
    """Who knows the password takes it off; what is damaged is exported again."""
    content, reason = FILES[name]
    with pytest.raises(UnreadableFileError, match=reason):
        read_tables(content)
