"""What is made before anything takes its place."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

from pipeline.publish.outputs import make, write_others
from pipeline.publish.written import Written
from tests.builders import dossier, export, plan
from tests.outcomes import outcome


def test_rows_to_correct_do_not_travel_to_a_child(tmp_path):
    """A table of each file: of thousands of files they were some 60 kB each, several times over."""
    campaign = plan(tmp_path)
    results = outcome(tmp_path, {"a.csv": export("dossiers", dossier())}, campaign=campaign)
    results = results.results(campaign)
    results = replace(results, inputs=replace(results.inputs, corrections={"a.csv": ()}))
    handed = []

    @contextmanager
    def background(function, *arguments):
        handed.append((function, arguments[0].inputs.corrections))
        function(*arguments)
        yield

    made = make(results, Written(tmp_path), tmp_path, background)
    assert handed == [(write_others, {})]
    assert all(made.names[stem].exists() for stem in ("so-lieu", "loi", "phu-luc-ii"))
