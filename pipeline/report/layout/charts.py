"""Charts where people would rather look than read; readable in black and white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.theme import LABEL_FORMAT

if TYPE_CHECKING:
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
    page: Page, book: Any, at: tuple[int, int], top: int, last: int, title: str
) -> None:
    """A bar for the result and one for the target of the indicators in rows `top` to `last`.

    The indicator is in column 0, the result in 1, the target in 4.
    """
    chart = book.add_chart({"type": "bar"})
    for name, column, fill in (("Chỉ tiêu", 4, _LIGHT), ("Kết quả", 1, _DARK)):
        series = {
            "name": name,
            "categories": [page.name, top, 0, last, 0],
            "values": [page.name, top, column, last, column],
            "fill": {"color": fill},
            "border": {"color": "#404040"},
            "gap": 60,
            "data_labels": {"value": True, "num_format": LABEL_FORMAT, "font": _FONT},
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
    """The windows' results as a line and the target as a dashed one; `area`: first and last row,
    and the column of the results, which the targets' follows.
    """
    first, last, column = area
    chart = book.add_chart({"type": "line"})
    for offset, name, line in (
        (0, "Thực hiện", {"color": _DARK, "width": 2.25}),
        (1, "Chỉ tiêu", {"color": _TARGET, "width": 1.5, "dash_type": "dash"}),
    ):
        series = {
            "name": name,
            "categories": [page.name, first, 0, last, 0],
            "values": [page.name, first, column + offset, last, column + offset],
            "line": line,
        }
        if offset == 0:
            series["marker"] = {"type": "circle", "size": 5, "fill": {"color": _DARK}}
        chart.add_series(series)
    chart.set_title({"name": title, "name_font": _TITLE_FONT | {"size": 11}})
    chart.set_x_axis({"num_font": _FONT})
    chart.set_y_axis(_PERCENT_AXIS)
    chart.set_legend({"position": "bottom", "font": _FONT})
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
