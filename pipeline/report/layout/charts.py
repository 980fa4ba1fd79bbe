"""Charts where people would rather look than read; readable in black and white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.theme import LABEL_FORMAT
from pipeline.values.text import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.layout.page import Page

_DARK, _LIGHT, _TARGET = "#1F4E79", "#BDD7EE", "#C00000"
_PORTRAIT = 690  # pixels, as wide as a page that stands
_MOST_TOLD = 1_000  # characters
_FONT = {"name": "Times New Roman", "size": 10}
_TITLE_FONT = {"name": "Times New Roman", "size": 12}
_PERCENT_AXIS = {
    "min": 0,
    "max": 1,
    "num_format": "0%",
    "num_font": _FONT,
    "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
}


def results_and_targets(
    page: Page, book: Any, at: tuple[int, int], top: int, title: str,
    values: Sequence[tuple[str, int | None, int | None]],
) -> None:  # fmt: skip
    """A bar for the result and one for the target of the indicators from row `top` on.

    The indicator is in column 0, the result in 1, the target in 2; `values` are these three: what
    is not known has no bar, and is not called 0%.
    """
    chart, last = book.add_chart({"type": "bar"}), top + len(values) - 1
    _, results, targets = zip(*values, strict=True)
    for name, column, fill, known, unknown in (
        ("Chỉ tiêu", 2, _LIGHT, targets, {"delete": True}),
        ("Kết quả", 1, _DARK, results, {"value": "chưa có số liệu", "font": _FONT}),
    ):
        series = {
            "name": name,
            "categories": [page.name, top, 0, last, 0],
            "values": [page.name, top, column, last, column],
            "fill": {"color": fill},
            "border": {"color": "#404040"},
            "gap": 60,
            "data_labels": {
                "value": True,
                "num_format": LABEL_FORMAT,
                "font": _FONT,
                # a label each: the library changes what it is given
                "custom": [dict(unknown) if value is None else None for value in known],
            },
        }
        chart.add_series(series)
    chart.set_title({"name": title, "name_font": _TITLE_FONT})
    chart.set_x_axis(_PERCENT_AXIS)
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_size({"width": _PORTRAIT, "height": 330})
    said = (f"{name} {percent(result)}, giao {percent(target)}" for name, result, target in values)
    _insert(page, *at, chart, f"{title}: {'; '.join(said)}.")


def progress(
    page: Page, book: Any, at: tuple[int, int], area: tuple[int, int, int], title: str,
    results: Sequence[int | None],
) -> None:  # fmt: skip
    """The windows' results as a line, the target as steps; `area`: first and last row, and the
    first of three columns: results, targets as at the start, targets that came later. Each is empty
    where it has nothing to draw, and no slope leads from a target to the next. `results`: those.
    """
    first, last, column = area
    chart = book.add_chart({"type": "line"})
    for offset, (name, colour) in enumerate((("Thực hiện", _DARK), *[("Chỉ tiêu", _TARGET)] * 2)):
        line = {"color": colour, "width": 1.5 if offset else 2.25}
        mark = {"type": "long_dash", "size": 12} if offset else {"type": "circle", "size": 5}
        series = {
            "name": name,
            "categories": [page.name, first, 0, last, 0],
            "values": [page.name, first, column + offset, last, column + offset],
            "line": line | ({"dash_type": "dash"} if offset else {}),
            "marker": mark | {"fill": {"color": colour}, "border": {"color": colour}},
        }
        chart.add_series(series)
    chart.set_title({"name": title, "name_font": _TITLE_FONT | {"size": 11}})
    chart.set_x_axis({"num_font": _FONT})
    chart.set_y_axis(_PERCENT_AXIS)
    chart.set_legend({"position": "bottom", "font": _FONT, "delete_series": [2]})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 480, "height": 300})
    said = (f"kỳ {number} {percent(result)}" for number, result in enumerate(results, start=1))
    _insert(page, *at, chart, f"{title} từng kỳ: {', '.join(said)}.")


def ranking(
    page: Page, book: Any, top: int, missing: Sequence[tuple[str, int]], *, name: int, value: int
) -> None:
    """How many dossiers each official of a table from row `top` on lacks, below the table;
    `missing`: of those drawn, `name` and `value`: their columns.
    """
    if not missing:
        return
    title, last = "Số lượt hồ sơ còn thiếu của từng cán bộ", top + len(missing) - 1
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Còn thiếu",
            "categories": [page.name, top, name, last, name],
            "values": [page.name, top, value, last, value],
            "fill": {"color": _DARK},
            "gap": 50,
            "data_labels": {"value": True, "font": _FONT},
        }
    )
    chart.set_title({"name": title, "name_font": _TITLE_FONT})
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    chart.set_x_axis({"num_font": _FONT, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"none": True})
    height = 120 + 26 * len(missing)
    chart.set_size({"width": 900, "height": height})
    page.gap()
    said = (f"{official} {count}" for official, count in missing)
    _insert(page, page.row, 0, chart, f"{title}: {', '.join(said)}.")
    page.row += height // 20 + 2


def _insert(page: Page, row: int, column: int, chart: Any, finding: str) -> None:
    """`finding`: what a reader who does not see the chart is to know."""
    page.sheet.insert_chart(row, column, chart, {"description": finding[:_MOST_TOLD]})
