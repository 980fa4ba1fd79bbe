"""The committed samples: every kind of export, some rows broken as staff break them."""

from __future__ import annotations

from pathlib import Path

from tests.generator.files import TITLES, write_csv, write_xlsx
from tests.generator.plan import write_plan
from tests.generator.world import World, make_world

DOSSIERS, DAYS = 300, 87  # 20/02/2024 to 16/05/2024


def write_samples(inputs: Path) -> None:
    """ke-hoach.xlsx and mau/ below `inputs`."""
    folder = inputs / "mau"
    folder.mkdir(parents=True, exist_ok=True)
    write_plan(inputs / "ke-hoach.xlsx")
    world = make_world(DOSSIERS, DAYS, seed=2024)
    _break(world)
    write_xlsx(folder / "ho-so.xlsx", TITLES["dossiers"], world.dossiers)
    write_csv(folder / "thanh-toan.csv", world.payments)
    write_xlsx(folder / "so-hoa.xlsx", TITLES["digitization"], world.digitization)
    write_csv(folder / "danh-gia.csv", world.ratings)
    write_xlsx(folder / "cong-khai.xlsx", TITLES["publicity"], world.publicity)


def _break(world: World) -> None:
    """Slips that exports really hold, so that staff see the problems that report them."""
    dossiers = world.dossiers
    dossiers[40]["Ngày tiếp nhận"] = "31/02/2024"
    dossiers[80]["Hình thức tiếp nhận"] = "Qua Zalo"
    dossiers[120]["Phí, lệ phí"] = -8000
    dossiers[150]["Số hồ sơ"] = None
    dossiers[200]["Kết quả điện tử"] = "Chưa rõ"
    dossiers[210]["Mã TTHC"] = "9.999999.H21"
    dossiers[220]["Trạng thái hồ sơ"] = "Đã ký số"
    dossiers[230]["Cán bộ xử lý"] = "#N/A"
    world.payments[10]["Số tiền (VNĐ)"] = "tám nghìn"
    world.payments[20]["Hồ sơ"] = "H21.65-240401-999999"
    world.digitization[30]["Số hóa kết quả"] = "Một nửa"
    world.ratings[5]["Ngày đánh giá"] = "hôm qua"
