"""`make pictures`: docs/hinh/ anew, from real runs; needs LibreOffice, Chromium and poppler-utils."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tests.generator.province import write_province
from tests.pictures.pages import browser_page, document_page, sheet_as_in_excel, workbook_page
from tests.pictures.screen import drawn, screen

ROOT = Path(__file__).resolve().parents[2]
DAY = "2024-05-16"  # the last of the samples


def exports(folder: Path, *, has_plan: bool = True) -> Path:
    """The samples in inputs/ of a new folder, as if they were a commune's own exports."""
    shutil.copytree(ROOT / "inputs" / "mau", folder / "inputs")
    if has_plan:
        shutil.copy(ROOT / "inputs" / "ke-hoach.xlsx", folder / "inputs")
    return folder


def commune(folder: Path, pictures: Path) -> None:
    """What a commune sees of its exports, from the screen to the document."""
    seen = screen("report", folder=exports(folder))
    drawn(seen, pictures / "man-hinh.svg", title="bao-cao.cmd", first="Xã Ia Ake", last="88")
    outputs = folder / "outputs"
    workbook = outputs / f"phu-luc-ii_{DAY}.xlsx"
    for title, name, share in (
        ("TÓM TẮT KẾT QUẢ THỰC HIỆN", "tom-tat", 0.56),
        ("PHỤ LỤC II", "phu-luc-ii", 0.5),
        ("KẾT QUẢ THỰC HIỆN CHỈ TIÊU ĐƯỢC GIAO", "ket-qua", 0.4),
        ("HỒ SƠ CẦN XỬ LÝ", "can-xu-ly", 0.4),
        ("LỖI DỮ LIỆU", "loi-du-lieu", 0.6),
    ):
        workbook_page(workbook, title, pictures / f"{name}.png", share=share)
    copy = outputs / "can-sua" / "sua_ho-so.xlsx"
    sheet_as_in_excel(copy, "Danh sách", pictures / "can-sua.png", columns="A:H", rows=8)
    document = outputs / f"bao-cao_{DAY}.docx"
    document_page(document, "Bảng 2.", pictures / "bao-cao.png", share=0.62)
    browser_page(outputs / f"bang-dieu-hanh_{DAY}.html", pictures / "bang-dieu-hanh.png")


def drafted_plan(folder: Path, pictures: Path) -> None:
    """What is yellow in a plan that the exports gave."""
    screen("plan", "draft", folder=exports(folder, has_plan=False))
    plan = folder / "inputs" / "ke-hoach.xlsx"
    sheet_as_in_excel(plan, "Kế hoạch", pictures / "ke-hoach.png", columns="A:B", rows=12)


def no_verdict(folder: Path, pictures: Path) -> None:
    """The red lines: a log is missing, and another has a heading that nobody knows."""
    inputs = exports(folder) / "inputs"
    (inputs / "so-hoa.xlsx").unlink()
    ratings = inputs / "danh-gia.csv"
    text = ratings.read_text("utf-8-sig").replace("Mức độ hài lòng", "Người dân nói gì")
    ratings.write_text(text, "utf-8")
    seen = screen("report", folder=folder)
    drawn(seen, pictures / "chua-dung.svg", title="bao-cao.cmd", first="Xã Ia Ake", last="Đã đọc")
    unread = folder / "outputs" / "can-sua" / "cot-la.xlsx"
    sheet_as_in_excel(unread, "Cột lạ", pictures / "cot-la.png", columns="A:H", rows=4)


def district(folder: Path, pictures: Path) -> None:
    """Which units stand where."""
    write_province(folder / "inputs", communes=6, districts=1, files=1, dossiers=60)
    shutil.rmtree(folder / "inputs" / "tinh")  # the province's own exports: the same dossiers
    screen("report", folder=folder)
    (workbook,) = (folder / "outputs").glob("phu-luc-ii_*.xlsx")
    workbook_page(workbook, "XẾP HẠNG", pictures / "xep-hang.png", share=0.5)


if __name__ == "__main__":
    target = ROOT / "docs" / "hinh"
    target.mkdir(exist_ok=True)
    for draw in (commune, drafted_plan, no_verdict, district):
        with tempfile.TemporaryDirectory() as name:
            draw(Path(name) / "phu-luc-ii", target)
    for picture in sorted(target.iterdir()):
        print(f"{picture.stat().st_size / 1024:6.0f} KiB  {picture.relative_to(ROOT)}")
