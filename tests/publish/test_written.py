"""What somebody has changed in outputs/ is never lost, and what is new is there."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.publish.corrections import copy_names
from pipeline.publish.written import Kept, NewFiles, Written

NAME = "bao-cao_2024-05-16.docx"


def _put(folder, content, name=NAME, **options):
    """A run that makes this content; where it is, and what was kept."""
    part = folder / ".part"
    part.write_text(content, encoding="utf-8")
    scope = (name.partition(".")[0],)
    ((placed, kept),) = Written(folder).put(NewFiles({name: part}, scope, **options))
    return placed[name].name, [(k.path.name, k.new and k.new.name) for k in kept]


def _files(folder):
    return {p.name: p.read_text("utf-8") for p in folder.iterdir() if not p.name.startswith(".")}


def _edit(folder, name, text, edits):
    """Somebody changes a file: what they wrote, and what it was when a run wrote it."""
    path = folder / name
    origin = edits[name][1] if name in edits else path.read_text("utf-8")
    path.write_text(text, "utf-8")
    edits[name] = (text, origin)


def _kill(folder, content):
    """A run that is killed before its first file takes its place."""
    written = Written(folder)
    written._save(written._contents | {NAME: [content, *written._contents.get(NAME, [])]})


STEPS = st.lists(
    st.tuples(st.sampled_from(["run", "run", "edit", "delete", "kill"]), st.integers(0, 2)),
    max_size=14,
)


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_whatever_a_person_wrote_stays_until_they_delete_it(steps):
    """Runs, edits, deletions and killed runs in any order: every edit is on the disk as it was, and
    what a run made is where it says, or was edited there.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder, edits = Path(temporary), {}
        for number, (step, value) in enumerate(steps):
            names = sorted(_files(folder))
            name = names[value % len(names)] if names else None
            if step == "run":
                where, _ = _put(folder, "ABC"[value])
                assert "ABC"[value] in (_files(folder)[where], edits.get(where, ("", ""))[1])
            elif step == "kill":
                _kill(folder, hashlib.sha256(b"ABC"[value : value + 1]).hexdigest())
            elif name and step == "edit":
                _edit(folder, name, f"edit {number}", edits)
            elif name:
                (folder / name).unlink()
                edits.pop(name, None)
            assert {n: t for n, t in _files(folder).items() if n in edits} == {
                n: text for n, (text, _) in edits.items()
            }


def test_the_new_one_gets_another_name_and_is_renewed_there(tmp_path):
    """_2, then _3; a number that nobody has changed is written over, and goes where there is room."""
    assert _put(tmp_path, "A") == (NAME, [])
    _edit(tmp_path, NAME, "mine", {})
    second, third = "bao-cao_2024-05-16_2.docx", "bao-cao_2024-05-16_3.docx"
    assert _put(tmp_path, "B") == (second, [(NAME, second)])
    assert _put(tmp_path, "C") == (second, [(NAME, second)])
    _edit(tmp_path, second, "mine, too", {})
    assert _put(tmp_path, "D") == (third, [(NAME, third), (second, third)])
    (tmp_path / NAME).unlink()
    (tmp_path / second).unlink()
    assert _put(tmp_path, "E") == (NAME, [])
    assert _files(tmp_path) == {NAME: "E"}


def test_where_there_is_nothing_new_no_second_one_is_made(tmp_path):
    """The changed file was made from what this run gives again."""
    _put(tmp_path, "A")
    _edit(tmp_path, NAME, "mine", {})
    assert _put(tmp_path, "A") == (NAME, [(NAME, None)])
    assert _files(tmp_path) == {NAME: "mine"}


def test_a_file_that_no_run_is_known_to_have_written_is_a_persons(tmp_path):
    """So is one that is open, be it as it was written; but one that has come back may go."""
    (tmp_path / NAME).write_text("?", "utf-8")
    assert _put(tmp_path, "A")[1] == [(NAME, "bao-cao_2024-05-16_2.docx")]
    _put(tmp_path, "A", "can-sua.xlsx")
    (tmp_path / "~$can-sua.xlsx").write_text("")
    assert _put(tmp_path, "B", "can-sua.xlsx")[0] == "can-sua_2.xlsx"
    returned = {hashlib.sha256(b"?").hexdigest()}
    assert _put(tmp_path, "B", returned=returned)[0] == NAME


def test_what_no_run_makes_any_more_goes_unless_changed(tmp_path):
    """Below the scope, and nowhere else."""
    for name in ("a/1.xlsx", "a/2.xlsx", "b/1.xlsx"):
        (tmp_path / ".part").write_text(name, "utf-8")
        Written(tmp_path).put(NewFiles({name: tmp_path / ".part"}, ()))
    (tmp_path / "a/2.xlsx").write_text("mine", "utf-8")
    ((_, kept),) = Written(tmp_path).put(NewFiles({}, ("a/",)))
    assert kept == (Kept(tmp_path / "a/2.xlsx", None),)
    left = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.xlsx"))
    assert left == ["a/2.xlsx", "b/1.xlsx"]


def test_copies_of_the_version_before_are_known(tmp_path):
    """Its record lay beside the copies: one as it was written goes."""
    (tmp_path / "can-sua").mkdir()
    (tmp_path / "can-sua" / "a.xlsx").write_text("A", "utf-8")
    record = {"a.xlsx": [hashlib.sha256(b"A").hexdigest()]}
    (tmp_path / "can-sua" / ".da-ghi.json").write_text(json.dumps(record), "utf-8")
    assert Written(tmp_path).put(NewFiles({}, ("can-sua/",))) == [({}, ())]
    assert not (tmp_path / "can-sua" / "a.xlsx").exists()


FILES = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "thang 4/", "sua_"]),
        st.sampled_from(["a", "A", "a.b", "sua_a", "a_2"]),
        st.sampled_from([".csv", ".xls", ".xlsx"]),
    ),
    unique=True,
    max_size=9,
)


@given(FILES, FILES)
def test_a_copy_saved_into_inputs_takes_no_files_place(files, others):
    """Each input has a copy of its own, named sua_…, in its folder, and no input is named so."""
    inputs = {name.casefold() for name in files + others}
    names = copy_names(files, inputs)
    lower = [name.casefold() for name in names.values()]
    assert list(names) == files
    assert len(set(lower)) == len(lower)
    assert not inputs & set(lower)
    assert all(Path(name).name.startswith("sua_") for name in names.values())
    assert all(Path(f).parent == Path(name).parent for f, name in names.items())


def test_copies_are_named_after_their_inputs():
    """The suffix stands in the name where two differ in it alone; a copy of a copy is numbered."""
    files = ["a.csv", "b.csv", "b.xls", "sua_a.xlsx"]
    assert copy_names(files, set(files)) == {
        "a.csv": "sua_a_2.xlsx", "b.csv": "sua_b.csv.xlsx", "b.xls": "sua_b.xls.xlsx",
        "sua_a.xlsx": "sua_a_3.xlsx",
    }  # fmt: skip


@pytest.mark.parametrize("record", ["", "x", "[]", '{"a.txt": 1}', "[" * 100_000, "null"])
def test_a_damaged_record_loses_nothing(tmp_path, record):
    """What lies there is taken for changed by somebody, and stays."""
    (tmp_path / ".da-ghi.json").write_text(record, "utf-8")
    (tmp_path / "a.txt").write_text("cũ", "utf-8")
    part = tmp_path / "part"
    part.write_text("mới", "utf-8")
    ((placed, _),) = Written(tmp_path).put(NewFiles({"a.txt": part}, ("a",)))
    assert (tmp_path / "a.txt").read_text("utf-8") == "cũ"
    assert placed["a.txt"].read_text("utf-8") == "mới"
