"""The page: what stands on it, through the template, into one file (docs/decisions/04-report.md).

The template is XSLT: whatever an input holds reaches it as text of an XML tree, so that no name is
ever taken for markup, and none stands in the script.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING

from lxml import etree

from pipeline import notices
from pipeline.report.dashboard.lists import CONCLUDED, keys, lists, shown_units
from pipeline.report.dashboard.nodes import node
from pipeline.report.dashboard.tiles import forecasts, panel
from pipeline.report.facts import Facts
from pipeline.report.gaps import with_gaps
from pipeline.values.text import grouped

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Results

_SAMPLE = "SỐ LIỆU MẪU: chưa có bản xuất nào, trang này chỉ để xem thử"
_MOST_PANELS = 40  # units that have tiles of their own
_PRINTED_REASONS = 4


def write_dashboard(results: Results, path: Path) -> None:
    """Writes the page; the same results give the same bytes. OSError where it can't write."""
    template = etree.XSLT(etree.fromstring(_file("dashboard.xsl").encode()))
    page = template(_content(results))
    path.write_bytes(
        etree.tostring(page, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
    )


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _content(results: Results) -> etree._Element:
    """All that the template reads."""
    plan, as_of = results.plan, results.as_of
    units = plan.units
    name = plan.unit(plan.top).name if plan.top else f"{grouped(len(units))} đơn vị"
    style, script = _file("dashboard.css"), _file("dashboard.js")
    issued = f" ngày {plan.issued:%d/%m/%Y}" if plan.issued else ""
    gaps = with_gaps(plan)
    return node(
        "dashboard",
        *_reasons(results),
        *_panels(results, name),
        title=f"{name}: số liệu đến {as_of:%d/%m/%Y}",
        name=name,
        day=f"Số liệu đến {as_of:%d/%m/%Y}, ngày thứ {plan.day_of_campaign(as_of)} của chiến dịch",
        plan=f"Kế hoạch số {gaps.number}{issued} của {gaps.issuer}: {gaps.campaign}",
        sample=_SAMPLE if results.inputs.is_sample else None,
        unreliable=notices.UNRELIABLE,
        records=notices.last_records(results) or None,
        concluded=CONCLUDED,
        cycle=str(plan.cycle_days),
        workbook=results.output("phu-luc-ii", ".xlsx"),
        style=style,
        script=script,
        allowed=f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}",
    )


def _digest(text: str) -> str:
    """By which a browser knows the one style and the one script that may run."""
    sha256 = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(sha256).decode()}'"


def _reasons(results: Results) -> list[etree._Element]:
    """Why nobody may be judged by this page yet."""
    reasons = notices.unreliable(results)
    rest = len(reasons) - _PRINTED_REASONS
    found = [node("reason", text=reason) for reason in reasons]
    for reason in found[_PRINTED_REASONS:]:
        reason.set("beyond", "1")
    if rest > 0:
        found[_PRINTED_REASONS - 1].set("more", f"và {rest} lý do nữa")
    return found


def _panels(results: Results, name: str) -> list[etree._Element]:
    """The whole, the tables, then units that have tiles of their own; what may be chosen."""
    facts, ahead, order = Facts(results.counts.facts), forecasts(results), keys(results.plan)
    shown = shown_units(results)
    own = shown
    if len(own) > _MOST_PANELS:
        own = [unit for unit in shown if results.plan.children(unit.code)]
    if len(own) > _MOST_PANELS:
        own = []
    return [
        panel(results, facts, ahead, results.plan.top, name, 0),
        *lists(results, facts),
        *(panel(results, facts, ahead, unit.code, unit.name, order[unit.code]) for unit in own),
        *(node("choice", key=str(order[unit.code]), name=unit.name) for unit in shown),
    ]
