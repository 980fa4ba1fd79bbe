"""What stands in the way: unused services, wrong data, what officials met with (plan IV.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.causes import brief
from pipeline.model import CUMULATIVE
from pipeline.report.document.wording import HEADINGS, listed
from pipeline.report.facts import counted_anywhere, units_with_catalogue
from pipeline.values.dates import official_day
from pipeline.values.text import grouped
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Difficulty, Problem, Results
    from pipeline.report.facts import Facts

_MOST_CAUSES = 3


def obstacles(results: Results, facts: Facts) -> Iterator[str]:
    """What the figures themselves show."""
    yield from _procedures(results)
    code = results.plan.top
    unknown = [HEADINGS[i.id] for i in indicators() if i.main
               and not facts.of_unit(code, i.id, CUMULATIVE).denominator]  # fmt: skip
    if unknown:
        yield f"Chưa có số liệu để tính: {'; '.join(unknown)}."
    read, rejected = (
        sum(getattr(source, name) for source in results.inputs.sources)
        for name in ("rows_read", "rows_rejected")
    )
    if rejected:
        errors = [p for p in results.inputs.problems if p.severity == "error" and p.file]
        yield (
            f"Dữ liệu xuất từ hệ thống còn sai sót: {grouped(rejected)} trên {grouped(read)} dòng "
            f"của {len({p.file for p in errors})} tệp bị loại, chưa được tính; cần sửa theo trang "
            f"“Lỗi dữ liệu” của tệp Phụ lục II. Nguyên nhân chính: {_causes(errors)}."
        )


def _procedures(results: Results) -> Iterator[str]:
    """Procedures of the catalogue that no unit has an online dossier or payment of."""
    names = {entry.code: entry.name for entry in results.plan.procedures}
    several = units_with_catalogue(results, "") > 1
    for entry in indicators("procedure"):
        most = counted_anywhere(results, entry.id)
        lacking = [names[code] for code, is_some in sorted(most.items()) if not is_some]
        if lacking:
            where = " ở bất kỳ đơn vị nào" if several else ""
            first = listed(lacking, "; ")
            yield f"Có {len(lacking)}/{len(most)} {entry.none}{where}, gồm: {first}."


def _causes(errors: list[Problem]) -> str:
    """The gravest, whole files first, then those of most rows."""
    lines = brief(errors, _MOST_CAUSES)
    lines.sort(key=lambda line: (line.count > 0, -line.count))
    return "; ".join(
        f"{line.message.rstrip('.')} ({f'{line.count} dòng' if line.count else line.file})"
        for line in lines[:_MOST_CAUSES]
    )


def of_officials(difficulties: list[Difficulty]) -> Iterator[str]:
    """What officials met with (plan IV.4.2), as the plan workbook has it."""
    for entry in difficulties:
        if entry.content:
            day = f"ngày {official_day(entry.day)}" if entry.day else ""
            who = ", ".join(filter(None, (entry.official, day)))
            yield f"- {entry.content.rstrip('.')}{f' ({who})' if who else ''}."


def proposed(difficulties: list[Difficulty]) -> Iterator[str]:
    """What officials propose, each once."""
    proposals = dict.fromkeys(entry.proposal for entry in difficulties if entry.proposal)
    yield from (f"- {proposal.rstrip('.')}." for proposal in proposals)
