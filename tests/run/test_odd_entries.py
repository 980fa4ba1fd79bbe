"""One odd entry of a folder is one problem; all else is reported as if it were not there."""

from __future__ import annotations

import csv
import io
import os
import sys

import pytest

from pipeline.files.discover import discover
from pipeline.model import Limits, PipelineError
from pipeline.publish.corrections import copy_names
from pipeline.publish.folder import check_free, owner_files
from tests.builders import dossier, export
from tests.command import without_roots_privileges
from tests.run.office import NAMES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names, links and modes of POSIX")


def _loi(office):
    """Code and file of each problem."""
    text = office.reports()[NAMES[2]].decode("utf-8-sig")
    return {(row["code"], row["file"]) for row in csv.DictReader(io.StringIO(text))}


def _closed_folder(inputs):
    (inputs / "khóa").mkdir()
    (inputs / "khóa" / "a.csv").write_bytes(export("dossiers", dossier(code="KHOA")))
    (inputs / "khóa").chmod(0)


def _listed_folder(inputs):
    (inputs / "chỉ xem").mkdir()
    (inputs / "chỉ xem" / "a.csv").write_bytes(export("dossiers", dossier(code="XEM")))
    (inputs / "chỉ xem").chmod(0o400)


def _closed_file(inputs):
    (inputs / "kín.csv").write_bytes(export("dossiers", dossier(code="KIN")))
    (inputs / "kín.csv").chmod(0)


def _linked_folder(inputs):
    other = inputs.parent / "nơi khác"
    other.mkdir()
    (other / "a.csv").write_bytes(export("dossiers", dossier(code="NK")))
    (inputs / "liên kết").symlink_to(other)


def _circle(inputs):
    (inputs / "thang 4" / "vòng").symlink_to(inputs)


def _link_to_itself(inputs):
    (inputs / "tự.csv").symlink_to(inputs / "tự.csv")


def _foreign_name(inputs):
    path = os.fsencode(inputs) + b"/h\xe1 s\xa1.csv"
    with open(path, "wb") as stream:  # noqa: PTH123 - bytes
        stream.write(export("dossiers", dossier(code="TEN")))


def _foreign_folder(inputs):
    path = os.fsencode(inputs) + b"/th\xe1ng"
    os.mkdir(path)  # noqa: PTH102 - bytes
    with open(path + b"/a.csv", "wb") as stream:  # noqa: PTH123 - bytes
        stream.write(export("dossiers", dossier(code="TEN")))


ODD = {
    _closed_folder: ("unreadable_folder", "khóa"),
    _listed_folder: ("unreadable_file", "chỉ xem/a.csv"),
    _closed_file: ("unreadable_file", "kín.csv"),
    _linked_folder: ("linked_folder", "liên kết"),
    _circle: ("linked_folder", "thang 4/vòng"),
    _link_to_itself: ("not_a_file", "tự.csv"),
    _foreign_name: ("unreadable_name", "h\\xe1 s\\xa1.csv"),
    _foreign_folder: ("unreadable_name", "th\\xe1ng"),
}  # fmt: skip


@pytest.mark.parametrize("put", ODD, ids=lambda put: put.__name__.strip("_"))
def test_an_odd_entry_is_one_problem(office, put):
    """Told with its name in the list of problems and of sources; the facts are those without it."""
    office.run()
    facts, before = office.reports()[NAMES[1]], _loi(office)
    put(office.inputs)
    done = office.run(preexec_fn=without_roots_privileges)
    assert (done.returncode, done.stderr) == (0, "")
    assert _loi(office) - before == {ODD[put]}
    assert before <= _loi(office)
    assert office.reports()[NAMES[1]] == facts
    assert ODD[put][1] in office.reports()[NAMES[3]].decode("utf-8-sig")
    again = office.run(preexec_fn=without_roots_privileges)
    assert "Không có gì thay đổi" in again.stdout


def test_all_of_them_at_once(office):
    """Each is told, and nothing else of them."""
    office.run()
    facts, before = office.reports()[NAMES[1]], _loi(office)
    for put in ODD:
        put(office.inputs)
    done = office.run(preexec_fn=without_roots_privileges)
    assert (done.returncode, done.stderr) == (0, "")
    assert _loi(office) - before == {*ODD.values()}
    assert office.reports()[NAMES[1]] == facts


def test_inputs_that_nobody_may_open_are_said_so(office):
    """Status 2: there is nothing to report on."""
    office.run(command="check")
    plan = (office.inputs / "ke-hoach.xlsx").rename(office.inputs.parent / "kh.xlsx")
    office.inputs.chmod(0)
    done = office.run("--plan", plan, preexec_fn=without_roots_privileges)
    office.inputs.chmod(0o700)
    assert done.returncode == 2
    assert done.stderr == (
        f"Lỗi: Không mở được thư mục {office.inputs}.\nCấp quyền đọc thư mục này rồi chạy lại.\n"
    )


def test_odd_entries_of_the_outputs_stop_no_run(office):
    """Names that are no text, folders that nobody may open, days that there are not."""
    office.run()
    folder = os.fsencode(office.outputs)
    with open(folder + b"/h\xe1.csv", "wb") as stream:  # noqa: PTH123 - bytes
        stream.write(b"x")
    (office.outputs / "so-lieu_2024-04-31.csv").write_bytes(b"x")
    (office.outputs / "vòng").symlink_to(office.outputs)
    (office.outputs / "tự.csv").symlink_to(office.outputs / "tự.csv")
    for name, mode in (("khóa", 0), ("chỉ xem", 0o400)):
        (office.outputs / name).mkdir()
        (office.outputs / name / "a.csv").write_bytes(b"x")
        (office.outputs / name).chmod(mode)
    for arguments in ((), ("--no-cache",), ()):
        done = office.run(*arguments, preexec_fn=without_roots_privileges, as_of="26/05/2024")
        assert (done.returncode, done.stderr) == (0, "")


LONGEST = 255  # bytes of a name on most disks


@pytest.mark.parametrize("size", [200, 246, 247, 250, 251, 255])
@pytest.mark.parametrize("letter", ["a", "ệ"])
def test_an_export_may_be_named_as_long_as_the_disk_allows(office, size, letter):
    """Its copy to correct has a name that leaves room for Excel's lock; every later run writes."""
    stem = letter * ((size - 4) // len(letter.encode()))
    name = f"{stem}{'x' * (size - 4 - len(stem.encode()))}.csv"
    assert len(name.encode()) == size
    office.put(name, export("dossiers", dossier(code="L1"), dossier(code="L2", channel="Fax")))
    for code in ("L3", "L4"):
        done = office.run()
        assert (done.returncode, done.stderr) == (0, "")
        office.put("thêm.csv", export("dossiers", dossier(code=code)))
    (copy,) = (p for p in (office.outputs / "can-sua").iterdir() if p.name[:5] == f"sua_{letter}")
    assert len(f".~lock.{copy.name}#".encode()) <= LONGEST
    assert name in office.reports()[NAMES[2]].decode("utf-8-sig")


def test_long_names_that_begin_alike_have_copies_of_their_own():
    """Cut, they would be the same."""
    files = [f"{'ệ' * 80}{number}.csv" for number in range(3)]
    names = copy_names(files, set())
    assert len(set(names.values())) == 3
    assert all(len(f".~lock.{name}#".encode()) <= LONGEST for name in names.values())
    assert copy_names(["ngắn.csv"], set()) == {"ngắn.csv": "sua_ngắn.xlsx"}


def test_a_file_whose_lock_has_no_name_is_free(tmp_path):
    """As an earlier version has written it: beside it there is no room for a lock file."""
    path = tmp_path / f"{'a' * 250}.xlsx"
    path.write_bytes(b"x")
    assert owner_files(path) == []
    check_free([path])


def test_a_plan_that_is_a_link_is_passed_over_where_it_lies(tmp_path):
    """By either name it is no export; a link to itself is no plan."""
    (tmp_path / "kế hoạch năm.xlsx").write_bytes(b"x")
    (tmp_path / "ke-hoach.xlsx").symlink_to(tmp_path / "kế hoạch năm.xlsx")
    assert discover(tmp_path, tmp_path / "ke-hoach.xlsx", Limits()).files == ()
    with pytest.raises(PipelineError):
        discover(tmp_path / "không có", tmp_path / "ke-hoach.xlsx", Limits())
