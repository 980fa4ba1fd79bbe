"""What a code is (DOMAIN.md, "codes"); letter case is taken off by pipeline.normalise.codes.

Equal but for dress are one code: letter case, invisible marks, kinds of dashes, what keeps a
spreadsheet from taking it for a number (`'0012`, `="0012"`), and `.0` behind digits.
"""

from __future__ import annotations

import re

from pipeline.values.text import bare, clean

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_DOT_ZERO = re.compile(r"(\d+)[.,]0+")
# Either sign of a computer's hand: people's codes have no decimals before an E, nor "E+".
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+[eE][+-]?|[eE]\+)\d{1,3}")
# Codes with nothing to take off, as Arrow looks for them: in capitals, digits alone, or digits and
# dots before a letter that is no exponent's.
PLAIN = r"^(?:[A-Z]+\d[A-Z\d./-]*|\d+|\d[\d.]*[A-DF-Z/-][A-Z\d./-]*)$"


def written_code(text: str) -> str:
    """The code as it was written, without its dress; letter case stays."""
    code = _DASHES.sub("-", clean(bare(text)))
    whole = _DOT_ZERO.fullmatch(code)
    return whole[1] if whole else code


def is_spoiled(code: str) -> bool:
    """Whether a spreadsheet has made a rounded number of it: 2.40404E+15."""
    return bool(_SCIENTIFIC.fullmatch(code))
