"""What a cell holds that its value alone can't tell."""

from enum import IntEnum


class Cell(IntEnum):
    """What became of a cell's text: a value, nothing there, a formula's error (#N/A), a text that
    its column's type can't read, or a code that a spreadsheet has rounded.
    """

    VALUE = 0
    EMPTY = 1
    ERROR = 2
    UNREAD = 3
    SPOILED = 4
