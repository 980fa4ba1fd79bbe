"""What to say of a name that no plan has: the nearest that there is."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pipeline.values.text import key

_ALIKE = 0.6  # of 1: below that, a name is only another one
_MOST = 30  # names that are listed


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that this one is most alike; where none is, all of them."""
    by_key = {key(other): other for other in known}
    alike = get_close_matches(key(name), by_key, n=1, cutoff=_ALIKE)
    if alike:
        return f"gần nhất là “{by_key[alike[0]]}”"
    listed = [f"“{other}”" for other in by_key.values()][:_MOST]
    more = f" và {len(by_key) - _MOST} tên khác" if len(by_key) > _MOST else ""
    return f"chỉ có {', '.join(listed)}{more}" if listed else "chưa có tên nào"
