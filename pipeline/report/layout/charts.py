"""Charts where people would rather look than read; readable in black and white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.theme import LABEL_FORMAT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.layout.page import Page

_DARK, _LIGHT, _TARGET = "#1F4E79", "#BDD7EE", "#C00000"
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
    values: Sequence[tuple[int | None, int | None]],
) -> None:  # fmt: skip
    """A bar for the result and one for the target of the indicators from row `top` on.

    The indicator is in column 0, the result in 1, the target in 4; `values` are these two: what is
    not known has no bar, and is not called 0%.
    """
    chart, last = book.add_chart({"type": "bar"}), top + len(values) - 1
    results, targets = zip(*values, strict=True)
    for name, column, fill, known, unknown in (
        ("Chỉ tiêu", 4, _LIGHT, targets, {"delete": True}),
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
    chart.set_size({"width": 1150, "height": 330})
    page.sheet.insert_chart(*at, chart, {"description": title})


def progress(
    page: Page, book: Any, at: tuple[int, int], area: tuple[int, int, int], title: str
) -> None:
    """The windows' results as a line, the target as steps; `area`: first and last row, and the
    first of three columns: results, targets as at the start, targets that came later. Each is empty
    where it has nothing to draw, and no slope leads from a target to the next.
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
    page.sheet.insert_chart(*at, chart, {"description": title})


def ranking(page: Page, book: Any, top: int, count: int, *, name: int, value: int) -> None:
    """How many dossiers each of the first `count` officials of a table lacks, below the table."""
    title = "Số lượt hồ sơ còn thiếu của từng cán bộ"
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Còn thiếu",
            "categories": [page.name, top, name, top + count - 1, name],
            "values": [page.name, top, value, top + count - 1, value],
            "fill": {"color": _DARK},
            "gap": 50,
            "data_labels": {"value": True, "font": _FONT},
        }
    )
    chart.set_title({"name": title, "name_font": _TITLE_FONT})
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    chart.set_x_axis({"num_font": _FONT, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_legend({"none": True})
    height = 120 + 26 * count
    chart.set_size({"width": 900, "height": height})
    page.gap()
    page.sheet.insert_chart(page.row, 1, chart, {"description": title})
    page.row += height // 20 + 2
