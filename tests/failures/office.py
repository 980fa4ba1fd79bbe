"""An office with a report of the morning, whose exports have changed since: what a run may lose."""

from __future__ import annotations

import hashlib
import shutil

from tests.builders import (
    TWO_UNITS,
    dossier,
    export,
    payment,
    plan_bytes,
    rating,
    table,
    xlsx_bytes,
)
from tests.failures.shim import ran

REPORT = ("report", "--as-of", "16/05/2024", "--split", "--jobs", "1")
UNFINISHED = "BAO-CAO-CHUA-GHI-XONG.txt"
# Asks what was not understood; written by itself, before the report.
ASKS = "can-sua/cot-la.xlsx"
_RECORD = ".da-ghi.json"


def _dossiers(unit, *codes, **differs):
    return [dossier(code=f"{unit}{code}", unit=unit, **differs) for code in codes]


def _put(folder, name, content):
    path = folder / "inputs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _exports(folder, *, later):
    """Later there are other dossiers, other rows to correct and other words that nobody knows."""
    count = 14 if later else 12
    one = _dossiers("Xã Một", *range(count))
    two = _dossiers("Xã Hai", *range(count), fee="8.000")
    wrong = _dossiers("Xã Một", "X", *("Y" if later else ""), channel="Fax")
    rows = table("dossiers", [*one, *two, *wrong])
    rows[0].append("Ký hiệu lạ" if later else "Ký hiệu")
    _put(folder, "hồ sơ.xlsx", xlsx_bytes({"HS": [rows[0], *([*row, "x"] for row in rows[1:])]}))
    _put(folder, "khac.xlsx", xlsx_bytes({"GD": table("payments", [payment(code="Xã Hai0")])}))
    _put(
        folder,
        "dg.csv",
        export("ratings", rating(code="Xã Một1"), rating(code="Xã Một2", rating="Kém")),
    )
    wrong = [dossier(code="Z", unit="Xã Hai", received="31/31/2024")]
    _put(
        folder,
        "sai.csv",
        export("dossiers", *_dossiers("Xã Hai", "K"), *(wrong if not later else [])),
    )


def made(folder):
    """The office with its earlier report, in `folder`; the exports are the later ones."""
    folder.mkdir(parents=True)
    (folder / "outputs").mkdir()
    _put(folder, "ke-hoach.xlsx", plan_bytes(**TWO_UNITS))
    _exports(folder, later=False)
    first = ran(folder, *REPORT)
    assert first.status == 0, first
    _exports(folder, later=True)
    return folder


def copied(office, folder):
    """The office anew; only what lies in outputs/ is another's."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(office, folder, ignore=shutil.ignore_patterns("tmp", "log", "state"))
    return folder


def reports(folder):
    """What staff see: name below outputs/ and sha256, but for what is asked and the marker."""
    files = state(folder)
    names = [name for name in files if not any(part.startswith(".") for part in name.split("/"))]
    return {name: files[name] for name in names if name not in (ASKS, UNFINISHED)}


def state(folder):
    """Every file below outputs/ and its sha256, hidden ones and folders too."""
    outputs = folder / "outputs"
    return {
        f"{path.relative_to(outputs)}{'/' if path.is_dir() else ''}": ""
        if path.is_dir()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in outputs.rglob("*")
    }


def lasting(folder):
    """What must be alike after repair: all but caches and locks."""
    return {
        name: digest
        for name, digest in state(folder).items()
        if not name.startswith((".bo-nho-dem", ".khoa"))
    }
