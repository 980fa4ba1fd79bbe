"""How each role looks. Status is in words first; colour only repeats it."""

from __future__ import annotations

from typing import Any

STATUS_WORDS = {
    "dat": "✔ Đạt",
    "chua_dat": "✘ Chưa đạt",
    "khong_co_so_lieu": "Không có số liệu",
    "": "–",
}

# Vietnamese separators where the reader's program honours the tag; Excel follows the system.
PERCENT_FORMAT = "[$-42A]0.00%"
LABEL_FORMAT = "[$-42A]0.0%"
DECIMAL_FORMAT = "[$-42A]0.00"
TENTHS_FORMAT = "[$-42A]0.0"
DAY_FORMAT = "dd/mm/yyyy"
MOMENT_FORMAT = "dd/mm/yyyy hh:mm:ss"

_FONT = {"font_name": "Times New Roman", "font_size": 12}
_CELL = _FONT | {"border": 1, "valign": "vcenter"}
_WRONG = _CELL | {"bg_color": "#FCE4E4", "font_color": "#9C0006", "bold": True, "border": 2}
_DOUBTFUL = _CELL | {"bg_color": "#FFF2CC", "italic": True}
_HEAT = _CELL | {"align": "right"}
_NUMBER = _CELL | {"font_size": 11, "align": "center", "shrink": True}  # on paper that is signed
_ROLES: dict[str, dict[str, Any]] = {
    "title": _FONT | {"bold": True, "font_size": 15},
    "form_title": _FONT | {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True},
    "form_note": _FONT | {"italic": True, "align": "center", "valign": "vcenter"},
    "form_heading": _CELL
    | {"bold": True, "font_size": 10.5, "align": "center", "valign": "vcenter", "text_wrap": True},
    "block_heading": _CELL
    | {"bold": True, "font_size": 11, "align": "center", "valign": "vcenter", "text_wrap": True},
    "form_rate": _NUMBER | {"num_format": PERCENT_FORMAT, "bold": True},
    "form_points": _NUMBER | {"num_format": DECIMAL_FORMAT},
    "form_count": _NUMBER | {"num_format": "#,##0"},
    "form_percent": _NUMBER | {"num_format": "[$-42A]0%"},
    "form_percent_1": _NUMBER | {"num_format": "[$-42A]0.0%"},
    "form_percent_2": _NUMBER | {"num_format": PERCENT_FORMAT},
    "form_cell": _CELL | {"font_size": 11, "align": "center", "text_wrap": True},
    "form_text": _CELL | {"font_size": 11, "text_wrap": True},
    "signature": _FONT | {"bold": True, "align": "center", "valign": "vcenter"},
    "plain": _FONT,
    "strong": _FONT | {"bold": True},
    "note": _FONT | {"italic": True, "font_color": "#595959"},
    "headline": _FONT | {"bold": True, "font_size": 24, "font_color": "#1F4E79"},
    "wrapped_warning": _FONT
    | {"bold": True, "font_color": "#C00000", "text_wrap": True, "valign": "top"},
    "wrapped_note": _FONT | {"text_wrap": True, "valign": "top"},
    "sample": _FONT | {"bold": True, "font_color": "#C00000", "font_size": 14},
    "warning": _FONT | {"bold": True, "font_color": "#C00000"},
    "link": _FONT | {"font_color": "#0563C1", "underline": 1},
    "heading": _CELL | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"},
    "text": _CELL,
    "wrapped": _CELL | {"text_wrap": True},
    "centered": _CELL | {"align": "center", "text_wrap": True},
    "count": _CELL | {"num_format": "#,##0", "align": "right"},
    "signed": _CELL | {"num_format": "+#,##0;-#,##0;0", "align": "right"},
    "tenths": _CELL | {"num_format": TENTHS_FORMAT, "align": "right"},
    "decimal": _CELL | {"num_format": DECIMAL_FORMAT, "align": "right"},
    "points": _CELL | {"num_format": "[$-42A]+0.00;[$-42A]-0.00;0.00", "align": "right"},
    "percent": _CELL | {"num_format": PERCENT_FORMAT, "align": "right"},
    "plotted": _CELL | {"num_format": PERCENT_FORMAT, "align": "right"},
    "plotted_unrecorded": _CELL
    | {"num_format": PERCENT_FORMAT, "align": "right", "bg_color": "#D9D9D9", "italic": True},
    "day": _CELL | {"num_format": DAY_FORMAT, "align": "center"},
    "text_moment": _CELL | {"num_format": MOMENT_FORMAT, "align": "left"},
    "to_correct": _WRONG,
    "to_correct_moment": _WRONG | {"num_format": MOMENT_FORMAT, "align": "left"},
    "doubtful": _DOUBTFUL,
    "doubtful_moment": _DOUBTFUL | {"num_format": MOMENT_FORMAT, "align": "left"},
    "status": _CELL | {"align": "center"},
    "status_text": _CELL | {"align": "center"},
    "key": _CELL | {"align": "center", "font_color": "#595959"},
    "mark": _CELL | {"align": "center"},
    "strong_text": _CELL | {"bold": True},
    "choice": _CELL | {"bold": True, "border": 2, "bg_color": "#FFF2CC"},
    "heat_good": _HEAT
    | {"num_format": '[$-42A]"Đạt "0.00%', "bg_color": "#E2F0D9", "font_color": "#00612E"},
    "heat_near": _HEAT
    | {"num_format": '[$-42A]"Chưa "0.00%', "bg_color": "#F6C36B", "font_color": "#4A2B00"},
    "heat_far": _HEAT
    | {"num_format": '[$-42A]"Chưa "0.00%', "bg_color": "#E88C7D", "font_color": "#400000"},
    "heat_none": _CELL | {"align": "right", "italic": True, "font_color": "#595959"},
}
# What a conditional format lays over a cell: words and signs first, bold and colour repeat them, as
# greys that differ on paper without colours.
_HIGHLIGHTS: dict[str, dict[str, Any]] = {
    "good": {"font_color": "#00612E", "bg_color": "#E2F0D9"},
    "bad": {"font_color": "#7A0000", "bg_color": "#F2B5AE", "bold": True},
}
_FORM = (
    "form_cell",
    "form_rate",
    "form_points",
    "form_percent",
    "form_percent_1",
    "form_percent_2",
)  # roles that a row of totals has, too
_SUMMED = ("wrapped", "count", "percent")  # likewise, of tables
_LINKED = (
    "percent",
    "count",
    "decimal",
    "form_rate",
    "form_rate_total",
)  # roles whose cells may be links
_TOTAL = {"bold": True, "bg_color": "#F2F2F2"}
_ROLES |= {f"{role}_total": _ROLES[role] | _TOTAL for role in (*_FORM, *_SUMMED)}
_ROLES |= {f"{role}_link": _ROLES[role] | {"font_color": "#0B4A86"} for role in _LINKED}


class Theme:
    """The formats of one workbook, each created once."""

    def __init__(self, book: Any) -> None:
        self._formats = {role: book.add_format(properties) for role, properties in _ROLES.items()}
        self._highlights = {
            role: book.add_format(properties) for role, properties in _HIGHLIGHTS.items()
        }

    def __getitem__(self, role: str) -> Any:
        """The format of a role."""
        return self._formats[role]

    def highlight(self, role: str) -> Any:
        """What a conditional format of this role lays over a cell."""
        return self._highlights[role]
