"""Who reports to whom, and who signs (plan IV.4.1): every ten days and at the middle milestone the
police of a commune to its UBND, at the end the UBND to the body above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.gaps import GAP

if TYPE_CHECKING:
    from pipeline.model import Plan

_COMMUNE = re.compile(r"UBND (xã|phường|thị trấn) (.+)")
_POLICE = "Công an"
# What stands for a kind of place in the number of a paper: /BC-CAX of Công an xã.
_LETTERS = {"xã": "X", "phường": "P", "thị trấn": "TT"}
_DEPUTY = "PHÓ "


@dataclass(frozen=True)
class Sender:
    """The bodies at the head of the report: `superior` above `body`, which sends it to `addressee`;
    the letters behind its number; the lines above the name of who signs it. What the plan does not
    say is a gap.
    """

    superior: str
    body: str
    letters: str
    addressee: str
    offices: tuple[str, ...]
    signer: str


def sender(plan: Plan, *, is_final: bool) -> Sender:
    """Of the final report the issuer of the plan, of others the body that the plan names, or the
    commune's police. `Người ký` signs what their office is of.
    """
    reporter = plan.reporter or _police(plan.issuer)
    if is_final or not reporter:
        return _issuer(plan)
    is_chair = plan.is_signer_chair
    head = f"Trưởng {_kind_of(reporter)}" if reporter.startswith(_POLICE) else GAP
    title = head if is_chair or not plan.signer_title else plan.signer_title
    return Sender(
        superior=plan.issuer,
        body=reporter,
        letters=_letters(reporter),
        addressee=plan.addressee or plan.issuer,
        offices=_offices(title),
        signer=GAP if is_chair or not plan.signer else plan.signer,
    )


def _issuer(plan: Plan) -> Sender:
    title, superior = plan.signer_title or "Chủ tịch", plan.superior or f"UBND {GAP}"
    is_chair = plan.is_signer_chair or not plan.signer_title
    return Sender(
        superior=superior,
        body=plan.issuer,
        letters="BC-UBND",
        addressee=superior,
        offices=("TM. ỦY BAN NHÂN DÂN", *_offices(title if is_chair else "Chủ tịch")),
        signer=plan.signer if is_chair and plan.signer else GAP,
    )


def _police(issuer: str) -> str:
    """The police of a commune, whose UBND the issuer is; "" of any other issuer."""
    match = _COMMUNE.fullmatch(issuer)
    return f"{_POLICE} {match[1]} {match[2]}" if match else ""


def _kind_of(body: str) -> str:
    """A body without the name of its place: Công an xã of Công an xã Ia Ake."""
    kinds = (kind for kind in _LETTERS if body.startswith(f"{_POLICE} {kind}"))
    return next((f"{_POLICE} {kind}" for kind in kinds), body)


def _letters(reporter: str) -> str:
    kind = _kind_of(reporter).removeprefix(f"{_POLICE} ")
    return f"BC-CA{_LETTERS[kind]}" if kind in _LETTERS else f"BC-{GAP}"


def _offices(title: str) -> tuple[str, ...]:
    """A deputy signs for the head."""
    shown = title.upper()
    return (f"KT. {shown.removeprefix(_DEPUTY)}", shown) if shown.startswith(_DEPUTY) else (shown,)
