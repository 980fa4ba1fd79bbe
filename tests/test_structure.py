"""What the code says of itself holds: contracts, SQL, documents."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline import __version__
from pipeline.aggregate import CHANGES, CHOICES, COUNTS, DETAILS, INDEX, TRACES
from pipeline.aggregate.statements import mark, statement
from pipeline.aggregate.tables import ROWS
from pipeline.cli import cli
from pipeline.validate.row_outcomes import ORPHANS
from pipeline.values.text import key
from schemas.contracts import KINDS, contracts, vocabulary
from schemas.index766 import groups, measure_words, measures, sub_indicators
from schemas.indicators import indicators
from tests.builders import BUILDERS, export
from tests.outcomes import outcome

ROOT = Path(__file__).parents[1]
SQL = sorted((ROOT / "pipeline" / "aggregate" / "sql").glob("*.sql"))
MARKS = sorted((ROOT / "pipeline" / "aggregate" / "sql" / "marks").glob("*.sql"))
PROOFS = sorted((ROOT / "pipeline" / "aggregate" / "sql" / "proofs").glob("*.sql"))


@pytest.mark.parametrize("kind", KINDS)
def test_accepted_rows_are_what_the_sql_expects(tmp_path, kind):
    """Normalise makes every column of the kind's table, of its type, and no other."""
    outcome(tmp_path, {"a.csv": export(kind, BUILDERS[kind]())})
    path = tmp_path / "rows-0" / "0.parquet"
    types = {field.name: field.type for field in pq.read_schema(path)}
    assert {name: types.pop(name) for name in ("file", "sheet", "row_number")}
    assert types == ROWS[kind][1]


def test_every_sql_file_is_run():
    """In the listed order, none left over."""
    listed = CHOICES + COUNTS + DETAILS + INDEX + CHANGES + TRACES
    assert sorted(listed) == [path.stem for path in SQL]


@pytest.mark.parametrize("kind", [kind for kind, (_, names) in ROWS.items() if "written" in names])
def test_a_log_with_codes_of_dossiers_stands_wherever_codes_are_placed(kind):
    """Its rows help to tell of which unit a code is, how it is shown, and what has no dossier."""
    table = ROWS[kind][0]
    for name in ("doubtful_code", "code_place", "code_home", "code_written"):
        assert re.search(rf"\b{table}\b", statement(name).sql), name
    assert f"'{kind}' as kind" in statement("outcome").sql
    assert kind in {"dossiers", *ORPHANS}


def test_every_indicator_has_a_mark_and_a_test():
    """One SQL file each, none left over, and a file of tests that begins with its id."""
    ids = sorted(indicator.id for indicator in indicators())
    assert sorted(path.stem for path in MARKS) == ids
    for name in ids:
        tests = (ROOT / "tests" / "aggregate" / "indicators" / f"test_{name}.py").read_text("utf-8")
        assert re.search(r"^def test_", tests, re.MULTILINE), name
        assert f'.count("{name}"' in tests, name


@pytest.mark.parametrize("indicator", indicators(), ids=lambda indicator: indicator.id)
def test_a_mark_is_null_0_or_1_of_columns(indicator):
    """An expression alone: no table is named in it, so that it stands wherever its rows do."""
    expression = mark(indicator)
    assert re.fullmatch(r"case\b.*\bend", expression, re.DOTALL)
    assert not re.search(r"\bselect\b|\bfrom\b|\w\.\w", expression)


def test_every_mark_that_hangs_on_another_row_has_a_proof():
    """Of each indicator whose grain or log is another than the dossier's, and of no other."""
    grains = ("rating", "procedure")
    named = {entry.id for entry in indicators() if entry.numerator_log or entry.grain in grains}
    assert {path.stem for path in PROOFS} == named


@pytest.mark.parametrize(
    "path", [*SQL, *PROOFS], ids=lambda path: f"{path.parent.stem}/{path.stem}"
)
def test_sql_keeps_to_the_portable_subset(path):
    """What both engines run; one SELECT a file, its columns named at the end."""
    name = path.relative_to(SQL[0].parent).with_suffix("").as_posix()
    sql = re.sub(r"--.*", "", statement(name).sql).lower()
    for word in (
        "pivot",
        "qualify",
        "strip_accents",
        "::",
        "//",
        "list(",
        "struct",
        "percentile",
        ";",
        "{",
    ):
        assert word not in sql
    last = sql[sql.rindex("\nselect") if "\nselect" in sql else 0 :]
    assert "*" not in last
    assert sql.lstrip().startswith("with ")


def twice(words):
    """Those that say what one before them says."""
    before = [key(word) for word in words]
    return [word for number, word in enumerate(words) if key(word) in before[:number]]


def test_no_spelling_means_two_things():
    """Within a kind a header names one column, within a vocabulary a word one value."""
    for contract in contracts().values():
        spelled = [text for column in contract.columns for text in column.spellings]
        assert twice(spelled) == [], contract.kind
    for name in (
        "channel",
        "status",
        "payment_status",
        "method",
        "yes_no",
        "rating",
        "level",
        "reuse",
    ):
        assert twice([word for words in vocabulary(name).values() for word in words]) == [], name
    for value, words in vocabulary("reuse").items():
        meant = vocabulary("yes_no")["yes" if value == "reused" else "no"]
        assert {*map(key, words)} <= {*map(key, meant)}, value
    words = {key(word): name for name, spelled in measure_words().items() for word in spelled}
    assert all(words[key(w)] == name for name, spelled in measure_words().items() for w in spelled)


def test_the_index_adds_up():
    """Its sub-indicators to each group, the groups to 100; what logs give are our indicators."""
    days = {date.min, *(change.since for entry in measures() for change in entry.change)}
    for group, day in itertools.product(groups(), days):
        assert sum(entry.on(day).max for entry in sub_indicators(group.id)) == group.max
    assert sum(group.max for group in groups()) == 100
    known = {"", "dossier_satisfaction", "reuse", *(indicator.id for indicator in indicators())}
    assert {entry.logs for entry in measures()} <= known
    assert {entry.group for entry in measures()} == {"", *(group.id for group in groups())}


def test_every_command_and_option_is_in_the_readme():
    """And what `make` lists is what the README names."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in cli.commands.items():
        assert f"pipeline {name}" in readme
        for sub in getattr(command, "commands", {}):
            assert f"pipeline {name} {sub}" in readme
        for option in command.params:
            assert all(text in readme for text in option.opts), option.opts
    for target in ("make report", "make test", "make check", "make bench"):
        assert target in readme


def test_no_assert_in_the_package():
    """Data is never judged by assert, which an optimised Python leaves out."""
    for path in [*ROOT.glob("pipeline/**/*.py"), *ROOT.glob("schemas/*.py")]:
        assert not re.search(r"^\s*assert\b", path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_the_changelog_has_the_version():
    """Unreleased on top, behind it the release that the package says it is."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\S+)", text, re.MULTILINE)
    assert headings[:2] == ["Unreleased", __version__]


def test_links_between_documents_lead_somewhere():
    """Those to files; recipes and decisions are all in their indexes."""
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    linked = {
        (path.parent / link).resolve()
        for path in documents
        for link in re.findall(r"\]\(([^):#]+)\)", path.read_text(encoding="utf-8"))
    }
    assert [path for path in linked if not path.exists()] == []
    assert [
        path for path in ROOT.glob("docs/*/*.md") if path.name != "README.md" and path not in linked
    ] == []
