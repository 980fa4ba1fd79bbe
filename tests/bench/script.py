"""What a user would write: read_excel with its default engine, merges, groupby, to_excel."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

folder, outputs = Path(sys.argv[1]), Path(sys.argv[2])
START, AS_OF = pd.Timestamp("2024-03-28"), pd.Timestamp("2024-06-29 23:59:59")


def read(kind: str) -> pd.DataFrame:
    """Every file of a kind, without the number and total rows."""
    frames = [pd.read_excel(path, header=5) for path in sorted(folder.glob(f"{kind}-*.xlsx"))]
    frame = pd.concat(frames, ignore_index=True)
    numbered = pd.to_numeric(frame["STT"], errors="coerce").notna()
    return frame[numbered & (frame.iloc[:, 1] != 2)]


dossiers = read("dossiers").drop_duplicates("Số hồ sơ")
for column in ("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý"):
    dossiers[column] = pd.to_datetime(dossiers[column], errors="coerce")
payments = read("payments")
paid = payments[
    (payments["Hình thức thanh toán"] == "Trực tuyến")
    & (payments["Trạng thái thanh toán"] == "Đã thanh toán")
]
digitization = read("digitization")
both = digitization[
    (digitization["Số hóa thành phần hồ sơ"] == "Có") & (digitization["Số hóa kết quả"] == "Có")
]
ratings = read("ratings").drop_duplicates("Mã hồ sơ", keep="last")

merged = dossiers.merge(
    paid[["Hồ sơ"]].drop_duplicates().assign(paid=True),
    left_on="Số hồ sơ",
    right_on="Hồ sơ",
    how="left",
)
merged = merged.merge(
    both[["Mã hồ sơ"]].drop_duplicates().assign(digitized=True),
    left_on="Số hồ sơ",
    right_on="Mã hồ sơ",
    how="left",
)
merged = merged.merge(
    ratings[["Mã hồ sơ", "Mức độ hài lòng"]],
    left_on="Số hồ sơ",
    right_on="Mã hồ sơ",
    how="left",
    suffixes=("", "_r"),
)
window = merged[merged["Ngày tiếp nhận"].between(START, AS_OF)].copy()
window["online"] = window["Hình thức tiếp nhận"] == "Trực tuyến"
window["on_time"] = window["Ngày kết thúc xử lý"].fillna(AS_OF) <= window["Ngày hẹn trả"]
window["owes"] = window["Phí, lệ phí"].fillna(0) > 0
window["paid"] = window["paid"].eq(True) & window["owes"]
window["digitized"] = window["digitized"].eq(True)
window["rated"] = window["Mức độ hài lòng"].notna()
window["satisfied"] = window["Mức độ hài lòng"].isin(["Hài lòng", "Rất hài lòng"])
measures = ["online", "on_time", "owes", "paid", "digitized", "rated", "satisfied"]
with pd.ExcelWriter(outputs / "script.xlsx") as writer:
    for column in ("Cơ quan/đơn vị", "Cán bộ xử lý", "Lĩnh vực", "Mã TTHC"):
        window.groupby(column)[measures].agg(["sum", "count"]).to_excel(
            writer, sheet_name=column.replace("/", " ")[:31]
        )
