"""Text as shown and text as compared (DOMAIN.md, quirks: NFD beside NFC, NBSP, tabs, newlines)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What is not seen or makes a text look as another one: control characters but white space, marks of
# direction, zero-width characters, soft hyphens, tags, halves of characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_DASHES = re.compile("[–—‒−‐‑]")
# The Icelandic letter looks as the Vietnamese one, and old fonts and converters give it.
_ETH = str.maketrans("\u00d0\u00f0", "\u0110\u0111")
_APOSTROPHES = "'\u2018\u2019"
_QUOTED = re.compile(r'= ?"')
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


def visible(text: str) -> str:
    """The text without what nobody sees in it; white space stays."""
    return _INVISIBLE.sub("", text)


def shown_name(name: str) -> str:
    """A file's name as it is shown: what nobody sees in it by its number, so that no two names look
    alike and none moves what stands beside it.
    """
    if name.isprintable():
        return name
    seen = _INVISIBLE.sub(lambda match: f"[U+{ord(match.group()):04X}]", name)
    return "".join(c if c.isprintable() or c == " " else f"[U+{ord(c):04X}]" for c in seen)


def clean(text: str) -> str:
    """The text as shown: NFC, invisible characters gone, runs of white space one space, `="012"`
    as 012, Đ for the Icelandic letter that looks as it does.
    """
    shown = text if text.isprintable() else visible(text)
    if not text.isascii():  # most codes and dates have nothing to compose
        shown = unicodedata.normalize("NFC", shown.translate(_ETH))
    shown = " ".join(shown.split())
    return _undressed(shown) if shown.startswith("=") else shown


def _ends_quote(shown: str, begin: int, end: int) -> bool:
    return begin < end and shown[end - 1] == '"'


def _undressed(shown: str, marks: str = "") -> str:
    """Without quotes behind an equals sign and without these marks, however many stand around each
    other: places move, and nothing is copied twice.
    """
    begin, end = 0, len(shown)
    while begin < end:
        if shown[begin] in marks or shown[begin] == " ":
            begin += 1
        elif (quote := _QUOTED.match(shown, begin, end)) and _ends_quote(shown, quote.end(), end):
            begin, end = quote.end(), end - 1
            while end > begin and shown[end - 1] == " ":
                end -= 1
        else:
            break
    return shown[begin:end]


def bare(text: str) -> str:
    """The text without what only keeps a spreadsheet from taking it for a number or a formula:
    `="012"` or an apostrophe before it.
    """
    is_plain = text.isascii() and text.isprintable()
    begin = text.lstrip()[:1] if is_plain else clean(text)[:1]
    if not begin or begin not in f"={_APOSTROPHES}":
        return text
    return _undressed(clean(text), _APOSTROPHES)


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


def decimal(hundredths: int) -> str:
    """Hundredths as Vietnamese write them: 5778 is "57,78"."""
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100},{abs(hundredths) % 100:02d}"


def grouped(count: int) -> str:
    """As Vietnamese write it: 12345 is "12.345"."""
    return f"{count:,}".replace(",", ".")


def tenths(count: int) -> str:
    """Tenths as Vietnamese write them: 137 is "13,7"."""
    return f"{grouped(count // 10)},{count % 10}"


def percent(bp: int | None) -> str:
    """Hundredths of a percent as Vietnamese write them: 9977 is "99,77%", None is "–"."""
    return "–" if bp is None else f"{decimal(bp)}%"


def short_percent(bp: int | None) -> str:
    """As Phụ lục II prints it: "75,8%", "100%", but "0,00%" for none at all; "" for None."""
    if bp is None:
        return ""
    if bp == 0:
        return "0,00%"
    return decimal(bp).rstrip("0").removesuffix(",") + "%"
