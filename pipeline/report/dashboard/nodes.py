"""What the template reads: elements whose attributes are all texts. None leaves one out."""

from __future__ import annotations

import re

from lxml import etree

# What no document of XML may hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def node(tag: str, /, *children: etree._Element, **texts: str | None) -> etree._Element:
    """An element with these children and attributes."""
    attributes = {
        attribute: _ILLEGAL.sub(" ", text) for attribute, text in texts.items() if text is not None
    }
    element = etree.Element(tag, attributes)
    element.extend(children)
    return element
