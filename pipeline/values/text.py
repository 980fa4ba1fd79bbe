"""Text as shown and text as compared (DOMAIN.md, quirks: NFD beside NFC, NBSP, tabs, newlines)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00]")
_DASHES = re.compile("[–—‒−]")
# "hóa" and "hoá" are one word: the tone mark of oa, oe, uy is moved to the first vowel.
_TONES = {
    new: old
    for vowels, olds in (("oa", "óòỏõọ"), ("oe", "óòỏõọ"), ("uy", "úùủũụ"))
    for new, old in zip(
        (unicodedata.normalize("NFC", vowels + tone) for tone in "\u0301\u0300\u0309\u0303\u0323"),
        (old + vowels[1] for old in olds),
        strict=True,
    )
}
# N.NNNNNN names a procedure whatever stands around it (DOMAIN.md, Codes).
_PROCEDURE = re.compile(r"(?<!\d)\d\.\d{6}(?!\d)")
_TONE_RE = re.compile("|".join(_TONES))


def clean(text: str) -> str:
    """The text as shown: NFC, invisible characters gone, runs of white space one space."""
    if text.isascii():  # most codes and dates: nothing to compose, NUL is all that may hide
        return " ".join(text.replace("\0", "").split())
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


@lru_cache(maxsize=1 << 14)
def key(text: str) -> str:
    """The text as compared: case, white space, NFC/NFD and hoá/hóa make no difference.

    Diacritics stay: "Hòa" and "Hoa" are different names (CONTRACT.md, Đơn vị).
    """
    if text.isascii():
        return clean(text).casefold().replace(" ", "")
    folded = _DASHES.sub("-", clean(text)).casefold().replace(" ", "")
    return _TONE_RE.sub(lambda match: _TONES[match.group()], unicodedata.normalize("NFC", folded))


def procedure_code(text: str) -> str:
    """N.NNNNNN of a printed procedure code, empty where there is none."""
    match = _PROCEDURE.search(text)
    return match.group() if match else ""


def percent(bp: int | None) -> str:
    """Hundredths of a percent as Vietnamese write them: 9977 is "99,77%", None is "–"."""
    if bp is None:
        return "–"
    sign = "-" if bp < 0 else ""
    return f"{sign}{abs(bp) // 100},{abs(bp) % 100:02d}%"


def short_percent(bp: int | None) -> str:
    """As Phụ lục II prints it: "75,8%", "100%", but "0,00%" for none at all; "" for None."""
    if bp is None:
        return ""
    if bp == 0:
        return "0,00%"
    return percent(bp).removesuffix("%").rstrip("0").removesuffix(",") + "%"
