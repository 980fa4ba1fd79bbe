"""What a cell holds that its value alone can't tell."""

from enum import IntEnum


class Cell(IntEnum):
    """What became of a cell's text: a value, nothing there, a formula's error (#N/A), a text that
    its column's type can't read, a formula that was never calculated, a code that a spreadsheet has
    rounded, or a date of a column of which nobody knows whether day or month stands first.
    """

    VALUE = 0
    EMPTY = 1
    ERROR = 2
    UNREAD = 3
    UNCALCULATED = 4
    SPOILED = 5
    UNORDERED = 6
