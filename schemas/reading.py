"""The TOML files read strictly: an unknown or missing key or a wrong type is one clear error."""

from __future__ import annotations

from importlib import resources
from typing import TypeVar

import msgspec

T = TypeVar("T")


class ContractError(Exception):
    """A contract does not say what it may; carries a whole Vietnamese message for the user."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an entry of a contract derives from: it has the fields that it names, and no other."""


def read(name: str, kind: type[T]) -> T:
    """The file `schemas/<name>` as a value of the type.

    Raises ContractError naming the file, the place in it and what is wrong.
    """
    text = resources.files("schemas").joinpath(name).read_text(encoding="utf-8")
    return parsed(text, name, kind)


def parsed(text: str, name: str, kind: type[T]) -> T:
    """As `read`, of a text."""
    try:
        return msgspec.toml.decode(text, type=kind)
    except msgspec.MsgspecError as error:
        raise ContractError(
            f"Tệp schemas/{name} không đúng quy định: {error}.\n"
            "Sửa lại tệp này, hoặc lấy lại bản gốc của chương trình."
        ) from error
