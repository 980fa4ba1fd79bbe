"""What a plan leaves empty stands in texts as a gap to be filled in, which is seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model import Plan


GAP = "………"


def with_gaps(plan: Plan) -> Plan:
    """The plan with words for its number, name and issuer where it has none."""
    return replace(
        plan,
        number=plan.number or "[…… số kế hoạch ……]",
        issuer=plan.issuer or "[…… cơ quan ban hành ……]",
        campaign=plan.campaign or "[…… tên chiến dịch ……]",
    )
