"""Notices to staff: what a run could not do, and what it did instead."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.causes import brief, listed_units, named_units
from pipeline.model import rate_bp
from pipeline.values.text import decimal, percent
from schemas.contracts import contracts, problem_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from pipeline.causes import NamedUnit
    from pipeline.model import DueRuleCount, HandlingCheck, Plan, Problem, Results, Source

NO_SPARK = (
    "Bộ máy spark chưa được cài trên máy này.\n"
    "Cài bằng lệnh make spark (cần Java 17), hoặc dùng --engine duckdb."
)
NO_DATES = "Không dòng nào có ngày; lấy ngày kết thúc chiến dịch làm ngày số liệu."
_MOST_PROBLEMS = 20  # that an error lists
UNRELIABLE = "CHƯA DÙNG ĐỂ ĐÁNH GIÁ"
# Of files whose rows are but a part of a list.
_PARTS_OF_LISTS = {
    "filtered_list": "là danh sách đã lọc",
    "copy_without_original": "là bản sửa của một bản xuất không còn trong inputs/ như khi sửa",
}
_UNREAD = "không đọc được, không dòng nào của tệp hoặc trang đó được tính"
_MOST_FILES = 5  # that a reason names
_MOST_UNITS = 3
_ALL_POINTS = 100  # of the 766 index
_FILE_LINES = 2
_ONE_REJECTED_OF = 10  # rows; more are too many
_ONE_MISSING_OF = 50  # dossiers that a table 06a has; more are too many
_OF_FILES = ("copy_without_original", "identical_file")  # what files are beside each other
NOTICED = (*_OF_FILES, "unknown_unit")  # problems that notices tell


def data_after_end(latest: date, end: date) -> str:
    """The data go on after the campaign's end; the report does not."""
    later = f"{latest:%d/%m/%Y}"
    return (
        f"Có số liệu đến {later}, sau ngày kết thúc chiến dịch {end:%d/%m/%Y}; báo cáo lấy "
        f"đến ngày kết thúc. Xem số liệu sau đó: gõ ngày này khi bao-cao.cmd hỏi, hoặc thêm "
        f"--as-of {later}."
    )


def closes(as_of: date, milestone: date) -> str:
    """The data end before a milestone, with nothing but a weekend between."""
    return (
        f"Số liệu đến {as_of:%d/%m/%Y}; từ đó đến mốc {milestone:%d/%m/%Y} chỉ còn ngày nghỉ cuối "
        f"tuần, nên dự thảo là báo cáo của mốc này. Muốn ghi số liệu đến đúng mốc: gõ ngày mốc khi "
        f"bao-cao.cmd hỏi, hoặc thêm --as-of {milestone:%d/%m/%Y}."
    )


def still_open(plan: Plan, as_of: date) -> str:
    """Of a target that is neither met nor due."""
    return f"Còn hạn đến {plan.deadline(as_of):%d/%m}"


def unreliable(results: Results) -> tuple[str, ...]:
    """Why nobody may be judged by this report yet; none where nothing is known against it. Files of
    the year before change nothing of this year.
    """
    sources = [source for source in results.inputs.sources if not source.is_last_years]
    past = {source.file for source in results.inputs.sources if source.is_last_years}
    problems = [problem for problem in results.inputs.problems if problem.file not in past]
    reasons = (
        _too_many_rejected(sources, problems),
        _other_units(sources, problems),
        _outside_catalogue(sources, problems),
        *_missing_kinds(results),
        *_incomplete_files(problems),
        _short_lists(results),
        *_incomplete_exports(results),
    )
    return tuple(filter(None, reasons))


def _too_many_rejected(sources: list[Source], problems: list[Problem]) -> str:
    """How many, and of these the rows of other units, with which nothing else is wrong."""
    read = sum(source.rows_read for source in sources)
    rejected = sum(source.rows_rejected for source in sources)
    if _ONE_REJECTED_OF * rejected <= read:
        return ""
    reason = f"{rejected} trên {read} dòng bị loại, hơn một phần mười"
    others = [unit for unit in _other_plans(problems) if not unit.nearest]
    if not others or _is_other_plan(sources, problems):
        return reason
    return (
        f"{reason}; trong đó {sum(unit.rows for unit in others)} dòng là của đơn vị khác "
        f"({listed(map(_named, others), _MOST_UNITS)}): xuất lại chỉ đơn vị mình, hoặc thêm vào kế "
        "hoạch nếu là của mình"
    )


def _named(unit: NamedUnit) -> str:
    return f"“{unit.name}”"


def _other_plans(problems: Iterable[Problem]) -> list[NamedUnit]:
    return named_units(problem for problem in problems if problem.code == "unknown_unit")


def _is_other_plan(sources: list[Source], problems: list[Problem]) -> bool:
    """Whether most rows are of units that the plan does not have."""
    read = sum(source.rows_read for source in sources)
    return 2 * sum(unit.rows for unit in _other_plans(problems)) > read


def _other_units(sources: list[Source], problems: list[Problem]) -> str:
    """Most rows are of units that the plan does not have: it is another unit's plan."""
    if not _is_other_plan(sources, problems):
        return ""
    read = sum(source.rows_read for source in sources)
    foreign = sum(unit.rows for unit in _other_plans(problems))
    return (
        f"{foreign} trên {read} dòng là của đơn vị không có trong kế hoạch: ke-hoach.xlsx là của "
        "đơn vị khác, lập kế hoạch của đơn vị mình bằng ke-hoach.cmd hoặc make plan"
    )


def _outside_catalogue(sources: list[Source], problems: list[Problem]) -> str:
    logs = [source for source in sources if source.kind == "dossiers"]
    kept, places = sum(s.rows_kept for s in logs), {(s.file, s.sheet) for s in logs}
    outside = sum(
        problem.count
        for problem in problems
        if problem.code == "procedure_not_in_catalogue" and (problem.file, problem.sheet) in places
    )
    if not kept or 2 * outside <= kept:
        return ""
    return (
        f"phần lớn hồ sơ ({outside} dòng) thuộc thủ tục không có trong Danh mục TTHC của kế hoạch"
    )


def _missing_kinds(results: Results) -> Iterator[str]:
    """Kinds of export that are not there, or end more than a cycle before the day of the report."""
    for problem in results.inputs.problems:
        if problem.code == "no_export":
            yield f"không có bản xuất {problem.details['title']}"
    for kind, last in sorted(results.inputs.last_records.items()):
        days = (results.as_of - last).days
        if days > results.plan.cycle_days:
            title = contracts()[kind].title
            yield f"bản xuất {title} chỉ có đến {last:%d/%m/%Y}, {days} ngày trước ngày số liệu"


def _incomplete_files(problems: list[Problem]) -> Iterator[str]:
    """Files that are but a part of a list, or of which a whole sheet is not read."""
    by_reason: dict[str, dict[str, None]] = {}
    for problem in problems:
        is_unread = problem.severity == "error" and problem.rows is None
        if is_unread and problem.file and not problem_types()[problem.code].is_of_column:
            by_reason.setdefault(_UNREAD, {})[problem.file] = None
        elif problem.code in _PARTS_OF_LISTS:
            by_reason.setdefault(_PARTS_OF_LISTS[problem.code], {})[problem.file] = None
    for reason, files in by_reason.items():
        yield f"{listed(files, _MOST_FILES)} {reason}"


def listed(names: Iterable[str], most: int) -> str:
    """The first names, and how many more."""
    known = list(names)
    rest = f" và {len(known) - most} nữa" if len(known) > most else ""
    return ", ".join(known[:most]) + rest


def _short_lists(results: Results) -> str:
    """Publicity lists of units that lack procedures of the catalogue."""
    listed = Counter(mark.unit_code for mark in results.counts.publicity)
    most = len(results.plan.procedures)
    short = {code: count for code, count in listed.items() if count < most}
    if not short:
        return ""
    whose = f" của {len(short)} đơn vị" if len(results.plan.units) > 1 else ""
    fewest = min(short.values())
    return f"danh mục công khai{whose} chỉ có {fewest} thủ tục, danh mục của kế hoạch có {most}"


def _incomplete_exports(results: Results) -> Iterator[str]:
    """Tables 06a that have many more dossiers than the exports, up to the day of the report."""
    for check in results.analysis.checks:
        received = check.received
        missing = -(received.more or 0) if received else 0
        is_past = check.end is not None and check.end <= results.as_of
        if received and is_past and missing * _ONE_MISSING_OF > (received.theirs or 0):
            yield (
                f"thiếu {missing} hồ sơ so với biểu 06a {check.file}: biểu nhận {received.theirs}, "
                f"bản xuất có {received.ours}"
            )


def handling_checks(checks: Iterable[HandlingCheck]) -> tuple[str, ...]:
    """What became of each table 06a, in a line."""
    return tuple(_handling_check(check) for check in checks)


def _handling_check(check: HandlingCheck) -> str:
    if check.reason:
        return f"Không đối soát được với biểu 06a {check.file}: {check.reason}."
    differing = [entry for entry in check.differences if entry.is_total and entry.more]
    if not differing:
        return f"Đã đối soát với biểu 06a {check.file}: tổng các cột đều khớp."
    received = check.received
    whole = f"biểu nhận {received.theirs} hồ sơ, bản xuất có {received.ours}; " if received else ""
    return (
        f"Đối soát với biểu 06a {check.file}: {whole}{len(differing)} cột có tổng lệch, xem trang "
        "“Đối soát”."
    )


def overdue(results: Results) -> str:
    """How many open dossiers are past their due date, those apart that wait; "" where none is."""
    since = (results.plan.start, results.as_of)
    counts = [entry for entry in results.counts.handling if (entry.start, entry.end) == since]
    late = sum(entry.past_due for entry in counts)
    waiting = sum(entry.waiting_past_due for entry in counts)
    if not late and not waiting:
        return ""
    also = f"{' và ' if late else ''}{waiting} hồ sơ đang chờ" if waiting else ""
    first = f"{late} hồ sơ chưa xong" if late else ""
    return f"Việc gấp nhất: {first}{also} đã quá hạn trả, xem trang “Cần xử lý”."


def last_records(results: Results) -> str:
    """The last record of each kind of log, in a line; "" where none has any."""
    shown = [
        f"{contract.title} {last:%d/%m/%Y}"
        for kind, contract in contracts().items()
        if (last := results.inputs.last_records.get(kind))
    ]
    return f"Bản ghi cuối: {'; '.join(shown)}." if shown else ""


def index766(results: Results) -> str:
    """The index of the unit above all others on what has data, beside last year's, which the plan
    has of the whole index (plan II.2); empty where there is neither.
    """
    plan = results.plan
    own = [score for score in results.analysis.index.scores if score.unit_code == plan.top]
    known = [score for score in own if score.measure and score.points is not None]
    most = sum(score.max_points for score in known)
    now = f"{decimal(sum(score.points or 0 for score in known))} trên {most} điểm có số liệu"
    past = ""
    if plan.past_score is not None:
        rank = f", xếp hạng {plan.past_rank}" if plan.past_rank else ""
        year = plan.start.year - 1
        past = f"năm {year} đạt {decimal(plan.past_score)} trên {_ALL_POINTS} điểm{rank}"
    if past and known and most < _ALL_POINTS:
        past += " (chưa so được: năm trước tính cả phần nay chưa có số liệu)"
    points = "; ".join(filter(None, [now if known else "", past]))
    return f"Bộ chỉ số theo Quyết định 766/QĐ-TTg: {points}." if points else ""


def due_rules(plan: Plan, counted: Iterable[DueRuleCount]) -> tuple[str, ...]:
    """What the plan's two rules that systems count differently are worth, where they are worth
    anything: the rate of on_time by the rule chosen, and by the other one (DOMAIN.md).
    """
    rows = list(counted)
    timed, by_day, by_hour, in_time, waiting = (
        sum(getattr(row, name) for row in rows)
        for name in ("timed", "by_day", "by_hour", "in_time", "waiting_late")
    )
    chosen, other = (by_hour, by_day) if plan.due_rule == "by_hour" else (by_day, by_hour)
    is_on_time = plan.waiting_rule == "on_time"
    kept = in_time + (waiting if is_on_time else 0)
    lines = []
    if waiting:
        with_them = _rate(chosen + in_time + waiting, timed)
        without = _rate(chosen + in_time, timed)
        choices = [f"tính là đúng hạn {with_them}", f"tính theo hạn {without}"]
        lines.append(
            f"{waiting} hồ sơ đang chờ (bổ sung, thực hiện nghĩa vụ tài chính, rút, dừng xử lý) đã "
            "quá hạn trả, liệt kê riêng ở trang “Cần xử lý”. Tiến độ giải quyết: "
            f"{_chosen_first(choices, is_first=is_on_time)} (mục “Hồ sơ đang chờ” của kế hoạch)."
        )
    if by_day != by_hour:
        choices = [
            f"so hạn theo ngày {_rate(by_day + kept, timed)}",
            f"theo giờ {_rate(by_hour + kept, timed)}",
        ]
        lines.append(
            f"{abs(chosen - other)} hồ sơ xong trong ngày hẹn trả nhưng sau giờ hẹn. Tiến độ giải "
            f"quyết: {_chosen_first(choices, is_first=plan.due_rule != 'by_hour')} (mục “So hạn "
            "theo” của kế hoạch)."
        )
    return tuple(lines)


def _chosen_first(choices: list[str], *, is_first: bool) -> str:
    """The choice of the plan, which the report has, and then the other one."""
    chosen, other = choices if is_first else reversed(choices)
    return f"{chosen} như báo cáo này, nếu {other}"


def _rate(numerator: int, denominator: int) -> str:
    return f"{percent(rate_bp(numerator, denominator))} ({numerator}/{denominator})"


NOT_COMPARED = "Không so với"


def not_compared(as_of: date, units: tuple[str, ...], start: date) -> str:
    """An earlier report of `as_of` is of another plan: of these units, or from another day on."""
    if units:
        why = f"là của {listed(units, _MOST_UNITS)}, không phải của các đơn vị trong kế hoạch này"
    else:
        why = f"tính từ ngày {start:%d/%m/%Y}, không phải từ ngày bắt đầu của kế hoạch này"
    which = f"báo cáo số liệu đến {as_of:%d/%m/%Y} trong thư mục kết quả"
    return f"{NOT_COMPARED} {which}: báo cáo đó {why}."


def detail_unreadable(as_of: date, detail: Path) -> str:
    """The previous report, of `as_of`, can't be compared dossier by dossier."""
    return (
        f"Không so được từng hồ sơ với báo cáo ngày {as_of:%d/%m/%Y}: tệp "
        f"{detail.name} không đọc được."
    )


def no_exports(inputs: Path) -> str:
    """There is nothing in the folder."""
    return (
        f"Thư mục {inputs} chưa có bản xuất nào.\n"
        "Bỏ các bản xuất của hệ thống một cửa (.xlsx, .xls, .csv, …) vào đó rồi chạy lại."
    )


def no_usable_rows(problems: Iterable[Problem]) -> str:
    """There are files, but no row of them is usable: the causes, of each file as a whole and of its
    rows, with a value and what to do. Problems hold no personal data. Errors before warnings.
    """
    deciding = [p for p in problems if p.rows is None or p.severity == "error"]
    causes = [f"  - {line}" for line in brief(deciding, _MOST_PROBLEMS)]
    first = "Không có dòng nào dùng được trong các tệp đã bỏ vào; không ghi đè báo cáo nào."
    rest = len(causes) - _MOST_PROBLEMS
    more = [f"  … và {rest} nguyên nhân khác: xem bằng pipeline check"] if rest > 0 else []
    return "\n".join([first, *causes[:_MOST_PROBLEMS], *more])


def of_files(problems: Iterable[Problem]) -> list[str]:
    """What files are beside each other; of many files a line a code."""
    return list(map(str, brief((p for p in problems if p.code in _OF_FILES), _FILE_LINES)))


def lacking(problems: Iterable[Problem]) -> list[str]:
    """What is not there in inputs/ as a whole."""
    return [p.message for p in problems if p.severity == "warning" and not p.file]


def unknown_units(problems: Iterable[Problem]) -> list[str]:
    """Rows of units that the plan does not have, in a line."""
    units = _other_plans(problems)
    if not units:
        return []
    rows = sum(unit.rows for unit in units)
    notice = (
        f"{rows} dòng bị loại vì ghi {len(units)} đơn vị không có trong kế hoạch: "
        f"{listed_units(units)}."
    )
    return [f"{notice} {problem_types()['unknown_unit'].remedy}"]
