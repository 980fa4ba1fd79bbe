"""Every pattern of the pipeline costs no more than the length of what it is given: a text twice as
long takes twice the work, not four times. One cell must not take a file beyond its time.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
import time
from functools import cache

import pytest

import pipeline
from pipeline.values.dates import is_month_first, parse_date
from pipeline.values.numbers import parse_amount, parse_count, parse_percent
from pipeline.values.privacy import is_personal, public, public_place
from pipeline.values.text import bare, clean, key, procedure_code
from pipeline.values.unit_names import bare_name

LENGTH = 4_000
# A pattern that is linear takes some tens of microseconds for so many characters; one that is
# quadratic tries eight million times and more, which takes a tenth of a second.
_MOST_SECONDS = 0.04
_WAYS = {"fullmatch": "fullmatch", "match": "match"}
UNITS = (
    "a", "A", "1", " ", "-", ".", ",", ":", ";", "/", "(", "[", "{", "<", '"', "'", "=", '="', "'=\"", "@",
    "a.", "a@", "@a.", "1 ", "1.", "1.000", "0 ", " -", "a ", "Á", "A1.", "\n", "<a ", "<a", "a-", "- a", "{a}", "@{", ")",
)  # fmt: skip


def _modules():
    skipped = (
        "pipeline.__main__",
        "pipeline.cluster",
        "pipeline.report.layout.sheet",
    )  # own formulas
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        if not module.name.startswith(skipped):
            yield importlib.import_module(module.name)


def _gives_pattern(value, module):
    function = getattr(value, "__wrapped__", value)
    returns = getattr(function, "__annotations__", {}).get("return", "")
    is_own = getattr(function, "__module__", "") == module.__name__
    return is_own and str(returns).startswith("re.Pattern") and not function.__code__.co_argcount


@cache
def _patterns():
    """Compiled patterns of all modules, also those that functions without arguments give."""
    found = {}
    for module in _modules():
        for name, value in vars(module).items():
            pattern = value() if _gives_pattern(value, module) else value
            if isinstance(pattern, re.Pattern):
                found[f"{module.__name__}.{name}"] = pattern
    return found


def _words(pattern):
    """Literal words of the pattern, by which a text may begin what it looks for."""
    source = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    return set(re.findall(r"[<@]?[A-Za-z-]{3,}", source)) | {
        word + "=" for word in re.findall(r"[a-z-]{3,}", source)
    }


def _texts(pattern):
    """Hostile texts: one thing over and over, alone and behind what the pattern looks for."""
    words = sorted(_words(pattern))[:12]
    for unit in (*UNITS, *words):
        yield (unit * LENGTH)[:LENGTH] + "\x01"
    for word in words:
        for unit in (" ", "1", "a", '"', "'"):
            yield word + unit * LENGTH + "\x01"


def _seconds(function, text):
    """Of this process alone, so that a busy machine makes no difference."""
    begin = time.process_time()
    function(text)
    return time.process_time() - begin


def _slow(function, texts):
    return [text[:12] for text in texts if _seconds(function, text) > _MOST_SECONDS]


def _ways(name):
    """How the pattern is used where it stands: for a part of a text, or for the whole of it."""
    module, _, own = name.rpartition(".")
    source = inspect.getsource(sys.modules[module])
    used = set(re.findall(rf"\b{own}(?:\(\))?\.(\w+)", source))
    return {_WAYS.get(way, "search") for way in used} or {"search"}


def test_every_pattern_is_linear():
    """As it is used: search for a part of a text, fullmatch for the whole of it."""
    slow = {}
    for name, pattern in _patterns().items():
        is_of_bytes = isinstance(pattern.pattern, bytes)
        texts = [text.encode() if is_of_bytes else text for text in _texts(pattern)]
        for way in _ways(name):
            if found := _slow(getattr(pattern, way), texts):
                slow[name] = found
    assert slow == {}


def test_there_are_patterns_to_look_at():
    """The search for them finds those of constants and those of functions."""
    names = set(_patterns())
    assert {"pipeline.values.numbers._PART", "pipeline.values.unit_names._place_above"} <= names
    assert len(names) > 60


FUNCTIONS = (
    bare, clean, key, procedure_code, parse_date, is_month_first, parse_amount, parse_count, parse_percent, is_personal,
    public, public_place, bare_name,
)  # fmt: skip


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_every_reading_of_a_text_is_linear(function):
    """What a cell is read by, whatever patterns it takes, for texts of the greatest length too."""
    given = getattr(function, "__wrapped__", function)
    texts = [(unit * LENGTH)[:LENGTH] for unit in UNITS]
    texts += [text + "!" for text in texts]
    assert _slow(given, texts) == []


def test_the_work_of_reading_doubles_with_the_length():
    """Calls of functions of ours, counted: a text twice as long takes at most twice as many."""

    def calls(function, text):
        count = 0

        def trace(_frame, event, _argument):
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(trace)
        try:
            function(text)
        finally:
            sys.setprofile(None)
        return count

    for function in FUNCTIONS:
        given = getattr(function, "__wrapped__", function)
        for unit in UNITS:
            once, twice = (calls(given, unit * length) for length in (500, 1000))
            assert twice <= 2 * once + 20, (function.__name__, unit, once, twice)
