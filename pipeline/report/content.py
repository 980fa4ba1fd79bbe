"""What the sheets show, and how a number on one sheet is counted on another."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.model import Fact
from pipeline.report.detail import Detail
from pipeline.report.facts import Facts
from pipeline.report.fewest import Row, Way, ways
from pipeline.report.layout.page import MAX_ROWS
from pipeline.report.volumes import Volume, volumes
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.model import Procedure, Results

_KEY_HEADINGS = {
    "unit": "Số ĐV",
    "official": "Số CB",
    "field": "Số LV",
    "procedure": "Số TTHC",
}
_TABLES = {"dossier": "HoSo", "rating": "HoSo", "procedure": "DichVu", "publicity": "CongKhai"}
# Indicator -> the table and column that hold its marks (0 or 1, empty where it does not count).
MARKS = {indicator.id: (_TABLES[indicator.grain], indicator.column) for indicator in indicators()}
LEVELS = {"partial": "Một phần", "full": "Toàn trình", "information": "Dịch vụ công"}
MANY_UNITS = 12  # more than a reader scrolls through one by one
MANY_FACTS = 50_000  # more than a workbook holds for nobody to read, which is slow to open and send
Block = tuple[str, str]  # unit code, empty for all together, and name
Key = tuple[str, str]  # unit code, and official, field or procedure


@dataclass
class Content:
    """The results as values to pick from; `places` fills up as sheets are written.

    `places`: name -> a range of the workbook, for links, charts and sparklines; `listed`: place of
    a fact -> how many of what is listed there count, and how many there are.
    """

    results: Results
    facts: Facts
    detail: Detail | None
    book: Any  # for charts
    places: dict[tuple[str, ...], str] = field(default_factory=dict)
    listed: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)
    checked: tuple[str, str] | None = None  # cell and words of the verdict of Kiểm chứng
    first_fact_row: int = 2  # on Số liệu, as Excel counts

    @classmethod
    def of(cls, results: Results, book: Any) -> Content:
        """The content of a run."""
        return cls(results, Facts(results.counts.facts), Detail.of(results), book)

    @cached_property
    def keys(self) -> dict[str, dict[Key, int]]:
        """Scope -> what a row is about -> the number that counts its dossiers, from 1."""
        units = {(unit.code, ""): n for n, unit in enumerate(self.results.plan.units, start=1)}
        keys: dict[str, dict[Key, int]] = {"unit": units}
        for scope in ("official", "field", "procedure"):
            distinct = dict.fromkeys(key_of(fact) for fact in self.facts.cumulative(scope))
            keys[scope] = {key: number for number, key in enumerate(distinct, start=1)}
        return keys

    @cached_property
    def blocks(self) -> list[Block]:
        """Units that sheets show in full: all together first; of many only those above others."""
        plan = self.results.plan
        units = [(unit.code, unit.name) for unit in plan.units]
        if len(units) > MANY_UNITS:
            upper = [(unit.code, unit.name) for unit in plan.units if plan.children(unit.code)]
            units = upper if len(upper) <= MANY_UNITS else [*upper[:1]]
        return units if plan.top else [("", "Tất cả đơn vị"), *units]

    @cached_property
    def volumes(self) -> dict[str, list[Volume]]:
        """Block by its code -> its procedures by how many dossiers they have (volumes.py)."""
        return volumes(self.results, self.facts, [code for code, _ in self.blocks])

    @cached_property
    def rows(self) -> list[Row]:
        """The detail's rows; none where it is not in the workbook."""
        return list(self.detail.rows) if self.detail else []

    @cached_property
    def ways(self) -> list[Way]:
        """How the unmet targets of units and officials are met (fewest.py)."""
        return ways(self.facts.cumulative("unit", "official"), self.rows, self.results.plan)

    @cached_property
    def procedure_numbers(self) -> dict[str, int]:
        """Procedure -> the number that counts its dossiers in all units, from 1."""
        named = self.detail.columns["procedure"] if self.detail else ()
        return {code: n for n, code in enumerate(sorted(set(filter(None, named))), start=1)}

    @cached_property
    def catalogue(self) -> dict[str, Procedure]:
        """The catalogue by N.NNNNNN."""
        return {entry.code: entry for entry in self.results.plan.procedures}

    @cached_property
    def procedure_names(self) -> dict[str, str]:
        """Names of the catalogue by N.NNNNNN."""
        return {code: entry.name for code, entry in self.catalogue.items()}

    @cached_property
    def listed_facts(self) -> tuple[Fact, ...]:
        """The facts of Số liệu: all, or of many those of units and officials. The first of them in
        any case are those of units.
        """
        facts = self.facts.rows
        if len(facts) <= MANY_FACTS:
            return facts
        return tuple(fact for fact in facts if fact.scope not in ("field", "procedure"))

    @cached_property
    def _fact_rows(self) -> dict[Fact, int]:
        return {fact: n for n, fact in enumerate(self.listed_facts, start=self.first_fact_row)}

    def key(self, fact: Fact) -> int:
        """The number of what the fact is about."""
        return self.keys[fact.scope][key_of(fact)]

    def counts(self, fact: Fact, key: str = "") -> tuple[str, str] | None:
        """Formulas of numerator and denominator: over the marks where they are in the workbook,
        else from the facts' sheet; None where neither has them. `key`: the cell or number that says
        whose; none: all units'.
        """
        if self.detail is not None:
            return self.counted(fact, key) if self.has_table(MARKS[fact.indicator][0]) else None
        row = self._fact_rows.get(fact)
        if row is None or row > MAX_ROWS:
            return None
        return f"'Số liệu'!$L${row}", f"'Số liệu'!$M${row}"

    def has_table(self, name: str) -> bool:
        """Whether a table of marks is in the workbook: no sheet is empty."""
        counts = self.results.counts
        if name == "DichVu":
            return bool(counts.procedures and self.results.plan.procedures)
        return bool(counts.publicity) if name == "CongKhai" else self.detail is not None

    def counted(self, fact: Fact, key: str) -> tuple[str, str]:
        """Formulas over the marks of an indicator; those of a unit and all below it have keys that
        follow one another.
        """
        table, heading = MARKS[fact.indicator]
        marks = f"{table}[{heading}]"
        if fact.scope == "total":
            return f"COUNTIF({marks},1)", f"COUNT({marks})"
        whose = f"{table}[{_KEY_HEADINGS[fact.scope]}],{key}"
        if fact.scope == "unit":
            whose = self.within(table, fact.unit_code, key)
        return f"COUNTIFS({whose},{marks},1)", f'COUNTIFS({whose},{marks},">=0")'

    def within(self, table: str, unit_code: str, key: str) -> str:
        """What COUNTIFS takes to count rows of a unit, of the key, and of those below it."""
        keys = f"{table}[{_KEY_HEADINGS['unit']}]"
        if below := self.results.plan.descendants(unit_code):
            return f'{keys},">="&{key},{keys},"<="&{key}+{len(below)}'
        return f"{keys},{key}"

    def place(self, fact: Fact) -> str | None:
        """Where what a fact counts is listed, and nothing else; None where it is not listed."""
        return self.places.get(place_of(fact))


def place_of(fact: Fact) -> tuple[str, ...]:
    """By which places and lists know a fact; of all units together the unit is empty."""
    scope = "unit" if fact.scope == "total" else fact.scope
    return (fact.indicator, scope, *key_of(fact))


def key_of(fact: Fact) -> Key:
    """What a fact is about within all units."""
    return (fact.unit_code, fact.official or fact.field or fact.procedure)
