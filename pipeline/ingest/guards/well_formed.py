"""Whether the XML inside a package is XML: readers go on behind a tag that is none, and what they
then give has a value's or a row's place changed.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from pipeline.ingest.guards.reasons import DAMAGED
from pipeline.model import UnreadableFileError

# A parse takes a tenth of the time that reading a large sheet does. Larger ones are held against
# their counts alone; a package's checksums tell what happened to it after it was written.
SMALL = 1 << 20


class _Nothing:
    """Receives no event: the parser builds no tree."""

    def close(self) -> None:
        """Nothing was built."""


def check_well_formed(xml: bytes) -> None:
    """Raises UnreadableFileError where it is no XML."""
    nothing: Any = _Nothing()  # its types ask for all events
    parser = etree.XMLParser(
        target=nothing, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        etree.fromstring(xml, parser=parser)
    except etree.LxmlError as error:
        raise UnreadableFileError(DAMAGED) from error
    # Of a prefix that nothing declares it only makes a note.
    if any(entry.level >= etree.ErrorLevels.ERROR for entry in parser.error_log):
        raise UnreadableFileError(DAMAGED)


def check_small(xml: bytes) -> None:
    """As `check_well_formed`, of a part that is small enough not to cost time."""
    if len(xml) <= SMALL:
        check_well_formed(xml)
