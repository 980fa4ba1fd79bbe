"""Contracts load strictly: what is wrong in one is one clear message that names the place."""

from __future__ import annotations

import pytest

from schemas.contracts import Contract, ProblemType
from schemas.plan_problems import PlanProblem
from schemas.reading import ContractError, parsed
from schemas.rules import is_read

WHOLE = """
kind = "ratings"
title = "đánh giá"
required = ["code"]

[[column]]
name = "code"
type = "code"
spellings = ["Mã hồ sơ"]
"""


def test_a_whole_contract_is_read():
    """What the faulty ones below differ from."""
    contract = parsed(WHOLE, "ratings.toml", Contract)
    assert [column.name for column in contract.columns] == ["code"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (WHOLE + 'spelings = ["Số hồ sơ"]\n', "spelings"),  # a key that means nothing
        (WHOLE + 'problems = { empty = "no_code" }\n', "problems"),
        (WHOLE.replace('title = "đánh giá"\n', ""), "title"),  # a key that is missing
        (WHOLE.replace('["Mã hồ sơ"]', '"Mã hồ sơ"'), "$.column[0].spellings"),
        (WHOLE.replace('type = "code"', 'type = "kode"'), "$.column[0].type"),
        (WHOLE.replace('"ratings"', '"rating"'), "$.kind"),
        (WHOLE + "[[column", "ratings.toml"),  # no TOML at all
    ],
)
def test_a_faulty_contract_is_refused(text, message):
    """The file and the place in it; never a key that silently does nothing."""
    with pytest.raises(ContractError) as error:
        parsed(text, "ratings.toml", Contract)
    assert "schemas/ratings.toml" in str(error.value)
    assert message in str(error.value)


def test_a_severity_that_there_is_not():
    """The catalogue of problems is read as strictly."""
    text = '[no_code]\nseverity = "eror"\nmessage = "a"\nremedy = "b"\n'
    with pytest.raises(ContractError, match="severity"):
        parsed(text, "problems.toml", dict[str, ProblemType])


def test_a_rule_with_a_problem_that_there_is_not():
    """A schema can't be written with it."""
    with pytest.raises(ContractError, match="no_such_problem"):
        is_read("no_such_problem")


def test_a_rule_of_the_plan_with_a_problem_that_there_is_not():
    """Its rules name problems of its own catalogue; those of exports are none of them."""
    with pytest.raises(ContractError, match=r"no_code.*schemas/plan_problems\.toml"):
        is_read("no_code", "plan_problems.toml")
    assert is_read("bad_item", "plan_problems.toml").error == "bad_item"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[no_item]\nseverity = "eror"\nmessage = "a"\n', "severity"),
        ('[no_item]\nseverity = "error"\n', "message"),
        ('[no_item]\nseverity = "error"\nmessage = "a"\nremedy = "b"\n', "remedy"),
    ],
)
def test_a_faulty_catalogue_of_the_plan_is_refused(text, message):
    """As strictly as the other: one clear message that names the key."""
    with pytest.raises(ContractError) as error:
        parsed(text, "plan_problems.toml", dict[str, PlanProblem])
    assert "schemas/plan_problems.toml" in str(error.value)
    assert message in str(error.value)
