"""Why a run, or the reading of a file, can't go on."""

from __future__ import annotations


class PipelineError(Exception):
    """The run can't go on; carries a whole Vietnamese message for the user. Exit status 2."""


class NoUsableInputError(PipelineError):
    """No input holds a usable row, so nothing was written. Exit status 3."""


class OutputBusyError(PipelineError):
    """An output can't be written (open elsewhere, disk full); earlier outputs are whole."""


class UnreadableFileError(Exception):
    """The bytes are of no kind that can be read; carries a Vietnamese reason. `code`: the problem
    of the catalogue that this is.
    """

    code = "unreadable_file"


class OtherFileError(UnreadableFileError):
    """The bytes are of another sort of file, as a photo: to save it anew makes no list of it."""

    code = "no_spreadsheet"
