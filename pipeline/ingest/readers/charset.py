"""Bytes of text files to text: UTF-8, UTF-16, Windows-1258; older Vietnamese fonts are told of."""

from __future__ import annotations

import re
import unicodedata

from pipeline.model import UnreadableFileError
from pipeline.values.text import key
from schemas.contracts import vocabulary

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_HEAD = 4096
_SEARCHED = 100_000  # characters in which a font's words are looked for
_NO_TEXT = "không phải bảng tính, cũng không phải văn bản"
_MOSTLY = 20  # so many good letters to a bad one are damage, not another encoding


def decoded(content: bytes) -> str:
    """The text, NFC where its encoding writes tone marks apart, without its BOM.

    Raises UnreadableFileError where the bytes are no text, damaged, or in TCVN3 or VNI.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strictly(content[len(bom) :], encoding)
    if b"\x00" in content:
        return _strictly(content, _utf_16(content))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(content, error)
    return _single_bytes(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("văn bản bị hỏng hoặc chưa chép xong") from error
    if "\x00" in text:
        raise UnreadableFileError(_NO_TEXT)
    return text


def _utf_16(content: bytes) -> str:
    """UTF-16 without a BOM has a NUL in every other byte of its plain letters, and few elsewhere:
    a combining grave accent has one in the other place.
    """
    second, first = content[1::2].count(0), content[::2].count(0)
    if 4 * min(second, first) < max(second, first) > len(content) // 8:
        return "utf-16-le" if second > first else "utf-16-be"
    raise UnreadableFileError(_NO_TEXT)


def _refuse_damaged(content: bytes, error: UnicodeDecodeError) -> None:
    """Where most letters are good UTF-8, the bad ones are damage."""
    if error.end == len(content) and "unexpected end" in error.reason:
        raise UnreadableFileError("văn bản bị cắt ngang ở cuối, chưa chép xong") from error
    text = content.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for character in text[:_SEARCHED] if character > "\x7f") - bad
    if good > _MOSTLY * bad:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(f"văn bản UTF-8 bị hỏng ở dòng {line}") from error


def _single_bytes(content: bytes) -> str:
    if _CONTROLS.search(content):
        raise UnreadableFileError(_NO_TEXT)
    if font := legacy_font(content[:_SEARCHED].decode("cp1252", errors="replace")):
        raise UnreadableFileError(font_reason(font))
    declared = _DECLARED.search(content[:_HEAD])
    encoding = declared[1].decode().lower() if declared else "cp1258"
    if encoding in ("utf-8", "utf8", "windows-1252", "iso-8859-1"):  # said by default, not so
        encoding = "cp1258"
    try:
        return unicodedata.normalize("NFC", content.decode(encoding))
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFileError(_NO_TEXT) from error


def legacy_font(text: str) -> str:
    """ "TCVN3" or "VNI" where the text is typed for such a font, else ""."""
    shown = key(text[:_SEARCHED])
    for font, words in vocabulary("legacy_font").items():
        if any(key(word) in shown for word in words):
            return font
    return ""


def font_reason(font: str) -> str:
    """Why such a text is not read: no kept library converts it, and guessing would mangle it."""
    names = {"TCVN3": "TCVN3 (phông .VnTime)", "VNI": "VNI (phông VNI-Times)"}
    return f"chữ viết theo bảng mã {names[font]}, hãy chuyển sang Unicode rồi lưu lại"
