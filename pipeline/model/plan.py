"""The plan workbook as values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

CUMULATIVE = "cumulative"
# Cumulative figures of an earlier day, in no fact: PACE_DAYS before as_of, and on the milestone.
PAST, MIDDLE = "past", "middle"
PACE_DAYS = 10
_CHAIR = "chủ tịch"


_STATED_DAYS = re.compile(r"(\d{1,4})\s*ngày", re.IGNORECASE)


def stated_days(campaign: str) -> int | None:
    """How many days a campaign's name says that it has: 100 of "Chiến dịch 100 ngày đêm"."""
    match = _STATED_DAYS.search(campaign)
    return int(match[1]) if match else None


def _shared(targets: set[int | None]) -> int | None:
    return targets.pop() if len(targets) == 1 else None


@dataclass(frozen=True)
class Unit:
    """A unit of the plan (sheet Đơn vị); `parent`: a unit's code, "" at the top."""

    code: str
    name: str
    other_names: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True)
class Target:
    """What a unit is to reach for one indicator, in hundredths of a percent; None where unset.

    `day100_bp` is already filled by the rule of plan III.2; `by_rule` says whether it was. What a
    unit leaves open it has from the units above it; `inherited_from` is the code of the one that
    `day100_bp` comes from, "" where it is the unit's own. `baseline_bp` is always its own.
    `day50_by_rule`: day 50's is day 100's, because the plan sets none.
    """

    unit: str
    indicator: str
    baseline_bp: int | None
    central_bp: int | None
    day50_bp: int | None
    day100_bp: int | None
    by_rule: bool = False
    inherited_from: str = ""
    day50_by_rule: bool = False


@dataclass(frozen=True)
class OfficialTarget:
    """What an official is to reach, where the plan sets them more than their unit; as in Target.
    `official_key`: the name as it is compared.
    """

    unit: str
    official: str
    official_key: str
    indicator: str
    day50_bp: int | None
    day100_bp: int | None


@dataclass(frozen=True)
class Assignment:
    """Who answers for a field or a procedure of a unit, where a dossier names nobody."""

    official: str
    title: str
    unit: str
    field: str
    procedure: str


@dataclass(frozen=True)
class Difficulty:
    """What an official met with, and what they propose (sheet Khó khăn); `day`: None where the
    sheet does not say.
    """

    day: date | None
    official: str
    content: str
    proposal: str


@dataclass(frozen=True)
class Procedure:
    """A procedure of the catalogue; `code` is N.NNNNNN, `printed_code` as the plan has it.

    `level` is `partial` (một phần), `full` (toàn trình) or `information` (dịch vụ công).
    """

    code: str
    printed_code: str
    name: str
    field: str
    level: str
    has_fee: bool


@dataclass(frozen=True)
class Period:
    """A window that facts are counted for: `cumulative` or `10d-01`, `10d-02`, …"""

    name: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many it has, the first and the last among them."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Plan:
    """The plan workbook as one checked value.

    `due_rule`: `by_day` or `by_hour`, how an end is held against the due date; `waiting_rule`:
    `on_time` or `by_due`, what an unfinished dossier counts for that waits (DOMAIN.md);
    `target_rule`: `iii_2` or `none`, how an empty end target is filled. `day50`: None where the
    campaign has no milestone before its end; then no target has a day 50 either.
    `reporter` reports to `addressee`, below `superior`; `recipients` get a copy. `past_score`:
    last year's 766 index in hundredths, `past_rank` as 05/10.
    `units` are in the plan's order, but each right before what is below it: a unit and all its
    descendants stand together.
    """

    number: str
    issued: date | None
    issuer: str
    campaign: str
    start: date
    end: date
    day50: date | None
    cycle_days: int
    partial_count: int | None
    full_count: int | None
    units: tuple[Unit, ...]
    targets: tuple[Target, ...]
    assignments: tuple[Assignment, ...]
    procedures: tuple[Procedure, ...]
    warnings: tuple[str, ...] = ()
    due_rule: str = "by_day"
    waiting_rule: str = "on_time"
    target_rule: str = "iii_2"
    official_targets: tuple[OfficialTarget, ...] = ()
    superior: str = ""
    reporter: str = ""
    addressee: str = ""
    recipients: tuple[str, ...] = ()
    signer: str = ""
    signer_title: str = ""
    past_score: int | None = None
    past_rank: str = ""
    # no file is read by these: a new one makes no cached result stale
    difficulties: tuple[Difficulty, ...] = field(default=(), repr=False)

    def target(self, unit: str, indicator: str) -> Target | None:
        """The unit's target for the indicator, None where the plan sets none."""
        return self._targets.get((unit, indicator))

    @cached_property
    def _targets(self) -> dict[tuple[str, str], Target]:
        return {(target.unit, target.indicator): target for target in self.targets}

    def target_pair(
        self, unit: str, official_key: str, indicator: str
    ) -> tuple[int | None, int | None]:
        """What is to be reached by the milestone and by the end, in hundredths of a percent: an
        official's own targets where the plan sets any, else the unit's; of all units (code empty)
        only what they all share.
        """
        if not unit:
            each = [self.target_pair(entry.code, "", indicator) for entry in self.units]
            day50, day100 = ({pair[which] for pair in each} for which in (0, 1))
            return _shared(day50), _shared(day100)
        own = self._own_targets.get((unit, official_key, indicator)) if official_key else None
        target = own or self.target(unit, indicator)
        return (target.day50_bp, target.day100_bp) if target else (None, None)

    @cached_property
    def _own_targets(self) -> dict[tuple[str, str, str], OfficialTarget]:
        return {(t.unit, t.official_key, t.indicator): t for t in self.official_targets}

    @cached_property
    def _children(self) -> dict[str, tuple[Unit, ...]]:
        children: dict[str, list[Unit]] = {}
        for unit in self.units:
            children.setdefault(unit.parent, []).append(unit)
        return {code: tuple(units) for code, units in children.items()}

    @cached_property
    def _by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @property
    def roots(self) -> tuple[Unit, ...]:
        """The units without a parent, in the plan's order."""
        return self.children("")

    @property
    def top(self) -> str:
        """The code of the one unit above all others; "" where several are at the top."""
        return self.roots[0].code if len(self.roots) == 1 else ""

    @property
    def lowest(self) -> tuple[Unit, ...]:
        """The units that have none below them, in the plan's order."""
        return tuple(unit for unit in self.units if not self.children(unit.code))

    @property
    def is_tree(self) -> bool:
        """Whether any unit has a parent."""
        return len(self.roots) < len(self.units)

    def unit(self, code: str) -> Unit:
        """The unit of a code; KeyError where the plan has none."""
        return self._by_code[code]

    def children(self, code: str) -> tuple[Unit, ...]:
        """The units right below one, in the plan's order; of "" the roots."""
        return self._children.get(code, ())

    def siblings(self, code: str) -> tuple[Unit, ...]:
        """The units with the same parent, itself among them, in the plan's order."""
        return self.children(self.unit(code).parent)

    def ancestors(self, code: str) -> tuple[Unit, ...]:
        """The units above one, its parent first."""
        above = []
        while code := self.unit(code).parent:
            above.append(self.unit(code))
        return tuple(above)

    def descendants(self, code: str) -> tuple[Unit, ...]:
        """The units below one at every level, in the plan's order; of "" all units."""
        below: list[Unit] = []
        for unit in self.children(code):
            below += [unit, *self.descendants(unit.code)]
        return tuple(below)

    def periods(self, as_of: date) -> tuple[Period, ...]:
        """Cumulative, then the ten-day windows up to as_of, the last cut at as_of or the end."""
        periods = [Period(CUMULATIVE, self.start, as_of)]
        last, first, step = min(as_of, self.end), self.start, timedelta(days=self.cycle_days)
        while first <= last:
            end = min(first + step - timedelta(days=1), last)
            periods.append(Period(f"10d-{len(periods):02d}", first, end))
            first += step
        return tuple(periods)

    def maintained(self, as_of: date) -> tuple[Period, ...]:
        """The windows after the end, in which the targets are kept (plan I.2, III.3), up to as_of;
        in no fact, which end with the campaign (CONTRACT.md).
        """
        step, first = timedelta(days=self.cycle_days), self.end + timedelta(days=1)
        periods: list[Period] = []
        while first <= as_of:
            end = min(first + step - timedelta(days=1), as_of)
            periods.append(Period(f"after-{len(periods) + 1:02d}", first, end))
            first += step
        return tuple(periods)

    def is_cut(self, window: Period) -> bool:
        """Whether a window has fewer days than the others, because the data or the campaign end."""
        return window.days < self.cycle_days

    def past(self, as_of: date) -> tuple[Period, ...]:
        """What was cumulative PACE_DAYS earlier, where the campaign was on then, and on the
        milestone, where it is past.
        """
        earlier = as_of - timedelta(days=PACE_DAYS)
        periods = [Period(PAST, self.start, earlier)] if earlier >= self.start else []
        if self.day50 and self.day50 < as_of:
            periods.append(Period(MIDDLE, self.start, self.day50))
        return tuple(periods)

    def has_pace(self, as_of: date) -> bool:
        """Whether the campaign was on PACE_DAYS before, so that a pace can be told."""
        return any(period.name == PAST for period in self.past(as_of))

    def deadline(self, as_of: date) -> date:
        """The day that the target in force is for: the milestone, then the end."""
        return self.day50 if self.day50 and as_of <= self.day50 else self.end

    def day_of_campaign(self, as_of: date) -> int:
        """1 on the first day."""
        return (as_of - self.start).days + 1

    @property
    def is_signer_chair(self) -> bool:
        """Whether `Người ký` is of the issuing UBND, as its chair or a deputy: whoever is not signs
        for the body that reports to it.
        """
        return _CHAIR in self.signer_title.lower()

    @property
    def days(self) -> int:
        """How many days the plan's dates give (94 for plan 35/KH-UBND, whose name says 100)."""
        return (self.end - self.start).days + 1

    @property
    def middle_label(self) -> str:
        """The milestone as a report calls it, "50 ngày"; by its date where the whole campaign has
        as many, empty where there is none.
        """
        if not self.day50:
            return ""
        label = f"{self.day_of_campaign(self.day50)} ngày"
        return label if label != self.end_label else f"đến {self.day50:%d/%m/%Y}"

    @property
    def end_label(self) -> str:
        """The whole campaign as a report calls it: by its name, "100 ngày", else by its dates."""
        return f"{stated_days(self.campaign) or self.days} ngày"
