"""An HTML page made plain: what a browser does not show is taken out of its cells, line breaks
and the fields of forms become text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.guards.zero_formats import zeros
from pipeline.values.text import key
from pipeline.values.words import values_by_word
from schemas.contracts import vocabulary

if TYPE_CHECKING:
    from lxml import html

_INVISIBLE = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE
)
_CONDITIONAL = re.compile(r"@[^@{};]*\{(?:[^{}@]*\{[^{}]*\})*+[^{}]*\}")  # @media print { … }
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
_CLASS = re.compile(r"\s*\w*\.([\w-]+)\s*")
_NUMBER_FORMAT = "mso-number-format"
_FORMAT = re.compile(rf"""{_NUMBER_FORMAT}\s*:\s*(?:"([^"]*)"|'([^']*)'|([^;"']+))""")
_ESCAPED = re.compile(r"\\(?:0{0,4}22\s?|(.))")  # \0022 is a quotation mark
_PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")  # of tables
_BLOCKS = ("p", "div", "li")
_NO_TEXT = ("checkbox", "radio", "hidden", "button", "submit", "reset", "image", "password", "file")


@dataclass(frozen=True)
class Styles:
    """What says that an element is not shown, and by which zeros numbers are: its style, or one of
    its classes. `has_zeros`: whether the page has such a format at all.
    """

    hidden_classes: frozenset[str]
    zeros_of_classes: dict[str, str]
    has_zeros: bool

    @classmethod
    def of(cls, page: html.HtmlElement) -> Styles:
        """By the page's own style sheets."""
        sheets = "".join(style.text or "" for style in page.iter("style"))
        rules = [
            (match[1], rules)
            for selectors, rules in _RULE.findall(_CONDITIONAL.sub("", sheets))
            for selector in selectors.split(",")
            if (match := _CLASS.fullmatch(selector))
        ]
        zeros_of_classes = {name: picture for name, rule in rules if (picture := _zeros(rule))}
        own = page.xpath(f".//*[contains(@style, '{_NUMBER_FORMAT}')]/@style")
        return cls(
            frozenset(name for name, rule in rules if _INVISIBLE.search(rule)),
            zeros_of_classes,
            bool(zeros_of_classes) or any(map(_zeros, set(own))),
        )

    def zeros(self, element: html.HtmlElement) -> str:
        """The zeros by which the element shows a number, "" where it has none."""
        if own := _zeros(element.get("style", "")):
            return own
        classes = element.get("class", "").split()
        return next(filter(None, map(self.zeros_of_classes.get, classes)), "")

    def hides(self, element: html.HtmlElement) -> bool:
        """Whether the element is not shown."""
        return (
            element.get("hidden") is not None
            or bool(_INVISIBLE.search(element.get("style", "")))
            or not self.hidden_classes.isdisjoint(element.get("class", "").split())
        )

    def hidden(self, root: html.HtmlElement) -> list[html.HtmlElement]:
        """The elements below one that are not shown."""
        by_class = " or @class" if self.hidden_classes else ""
        return [e for e in root.xpath(f".//*[@style or @hidden{by_class}]") if self.hides(e)]


def make_plain(page: html.HtmlElement, styles: Styles) -> None:
    """Changes the page in place."""
    etree.strip_elements(page, "script", "style", "template", with_tail=False)
    for element in styles.hidden(page):
        if element.tag not in _PARTS and _is_in_cell(element) and not _has_table(element):
            drop(element)
    for field in list(page.iter("input", "select")):
        _fill_in(field)
    for line_break in page.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    for block in page.iter(*_BLOCKS):
        if block.tail or block.getnext() is not None:
            block.tail = "\n" + (block.tail or "")


def make_part_of_cell(table: html.HtmlElement, styles: Styles) -> None:
    """A table within a cell: its hidden cells go, its other cells stand apart."""
    for element in [e for e in (table, *styles.hidden(table)) if styles.hides(e)]:
        drop(element)
    for part in table.iter("tr", "td", "th"):
        part.tail = "\n" + (part.tail or "")


def drop(element: html.HtmlElement) -> None:
    """Takes an element out, but not the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def _is_in_cell(element: html.HtmlElement) -> bool:
    return next(element.iterancestors("td", "th"), None) is not None


def _has_table(element: html.HtmlElement) -> bool:
    return element.find(".//table") is not None


def _fill_in(field: html.HtmlElement) -> None:
    """What a field of a form shows becomes text."""
    kind = field.get("type", "text").lower()
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        text = " ".join(option.text_content() for option in chosen)
    elif kind == "checkbox":
        text = _ticked(field)
    else:
        text = "" if kind in _NO_TEXT else field.get("value", "")
    field.tail = text + (field.tail or "")
    drop(field)


def _ticked(box: html.HtmlElement) -> str:
    """Có or Không for a box that is alone in its cell, Không for one that is not ticked beside a
    word for yes; beside any other text a box is there to choose the row.
    """
    cell = next(box.iterancestors("td", "th"), None)
    if cell is None or len(cell.xpath(".//input[@type='checkbox' or @type='radio']")) > 1:
        return ""
    yes, no = (words[0] for words in vocabulary("yes_no").values())
    is_ticked = box.get("checked") is not None
    label = cell.text_content()
    if not label.strip():
        return yes if is_ticked else no
    if is_ticked or values_by_word("yes_no").get(key(label)) != "yes":
        return ""
    for element in cell.iter():
        element.text = None
        element.tail = element.tail if element is cell else None
    return no


def _zeros(style: str) -> str:
    """The zeros of a style's number format, as CSS writes it."""
    match = _FORMAT.search(style)
    if match is None:
        return ""
    code = _ESCAPED.sub(lambda escaped: escaped[1] or '"', next(filter(None, match.groups()), ""))
    return zeros(code)
