"""The bill of materials is of what is pinned, and names no host."""

from __future__ import annotations

import json
import re
import tomllib

from packaging.requirements import Requirement

from tests.bundle.sbom import NAME, ROOT, pinned, written

LOCK = (ROOT / "requirements.txt").read_text("utf-8")
SMALL = f"""\
# a comment
a-b==1.0 \\
    --hash=sha256:{"0" * 64} \\
    --hash=sha256:{"1" * 64}
Pywin.X==306 ; sys_platform == 'win32' \\
    --hash=sha256:{"2" * 64}
"""


def _committed():
    return json.loads((ROOT / NAME).read_text("utf-8"))


def test_it_has_every_pinned_package_with_its_hashes_and_no_other():
    """What `make lock` writes beside the lock; licences are those of the machine where it ran."""
    told = [
        (c["name"], c["version"], c["purl"], [(h["alg"], h["content"]) for h in c["hashes"]])
        for c in _committed()["components"]
    ]
    locked = [
        (p.name, p.version, p.purl, [("SHA-256", content) for content in p.hashes])
        for p in pinned(LOCK)
    ]
    assert told == locked
    assert len(told) == len(re.findall(r"^[\w.-]+==", LOCK, re.MULTILINE))
    assert sum(len(hashes) for *_, hashes in told) == LOCK.count("--hash=")


def test_its_references_are_addresses_without_a_host_and_lead_somewhere():
    """pkg:pypi/name@version, each once; the application needs all of them."""
    bom = _committed()
    purls = [component["purl"] for component in bom["components"]]
    assert all(re.fullmatch(r"pkg:pypi/[a-z0-9]+(-[a-z0-9]+)*@[\w.!+]+", purl) for purl in purls)
    assert purls == [component["bom-ref"] for component in bom["components"]]
    assert bom["dependencies"] == [
        {"ref": bom["metadata"]["component"]["bom-ref"], "dependsOn": purls}
    ]
    assert set(re.findall(r"\w+://[^/\"]+", json.dumps(bom))) == {"http://cyclonedx.org"}


def test_an_entry_of_the_lock_is_read_whole():
    """Comments passed over; a marker, several hashes, a name that is written in another way."""
    first, second = pinned(SMALL)
    assert (first.purl, first.marker, first.hashes) == (
        "pkg:pypi/a-b@1.0", "", ("0" * 64, "1" * 64),
    )  # fmt: skip
    assert (second.purl, second.marker) == (
        "pkg:pypi/pywin-x@306", 'sys_platform == "win32"',
    )  # fmt: skip


def test_the_same_lock_gives_the_same_text():
    """No day, no number of its own, no place of a machine."""
    assert written(LOCK) == written(LOCK)
    assert not {"serialNumber", "timestamp"} & set(re.findall(r"\w+", written(SMALL)))


def test_every_minimum_has_its_reason_and_the_lock_keeps_to_it():
    """The table of docs/dependencies.md names each with the same minimum; the lock is not below."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["build"]]
    requirements = [Requirement(entry) for entry in wanted]
    minimums = {
        r.name: next(s.version for s in r.specifier if s.operator == ">=") for r in requirements
    }
    table = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert dict(re.findall(r"^\| ([a-z][\w-]*) \| ([\d.]+) \|", table, re.MULTILINE)) == minimums
    locked = [(p.name, p.version) for p in pinned(LOCK)]
    below = [
        (r.name, version)
        for r in requirements
        for name, version in locked
        if name == r.name and version not in r.specifier
    ]
    assert (below, {r.name for r in requirements} - {name for name, _ in locked}) == ([], set())
