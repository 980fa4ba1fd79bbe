"""A table 06a/VPCP written in code, as a published system prints it."""

from __future__ import annotations

import csv
import io

HEADINGS = [
    ["STT", "Lĩnh vực, công việc giải quyết theo cấp", "Số hồ sơ nhận giải quyết", "", "", "",
     "Số hồ sơ đã giải quyết", "", "", "", "Số lượng hồ sơ đang giải quyết", "", ""],
    ["", "", "Tổng số", "Trong đó", "", "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn",
     "Quá hạn", "Tổng số", "Trong hạn", "Quá hạn"],
    ["", "", "", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "", "", "", "", "", "", "", ""],
]  # fmt: skip
NUMBERS = [f"({number})" for number in range(1, 14)]
DAYS = "(Từ ngày 28/03/2024 đến ngày 16/05/2024)"
# Our parts of the columns behind the name.
PARTS = [
    "received", "online", "counter_post", "carried_over", "finished", "before_due", "on_due",
    "late", "open", "within", "past_due",
]  # fmt: skip


def figures(
    *,
    online=0,
    counter_post=0,
    carried_over=0,
    before_due=0,
    on_due=0,
    late=0,
    within=0,
    past_due=0,
):
    """A row's figures, its totals those of its parts."""
    return [
        online + counter_post + carried_over, online, counter_post, carried_over,
        before_due + on_due + late, before_due, on_due, late, within + past_due, within, past_due,
    ]  # fmt: skip


def table_06a(rows, *, days=DAYS, above=(), total=None):
    """Titles, headings and numbers of columns; `rows`: name -> figures. `total`: another last row
    than their sum.
    """
    sums = [sum(column) for column in zip(*rows.values(), strict=True)]
    title = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC"
    return [
        ["Biểu số II.06a/VPCP/KSTT"],
        [title],
        *([text] for text in above),
        [days],
        *map(list, HEADINGS),
        NUMBERS,
        *([number, name, *cells] for number, (name, cells) in enumerate(rows.items(), 1)),
        ["", "Tổng cộng", *(total or sums)],
    ]


def as_csv(rows):
    """The rows as text, the shorter ones filled up."""
    width = max(map(len, rows))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return stream.getvalue().encode("utf-8-sig")
