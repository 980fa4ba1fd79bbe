"""Dossiers and what hangs on them, consistent over all kinds of export."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.generator.catalogue import Procedure, catalogue, officials
from tests.generator.plan import UNIT

FIRST_DAY = datetime(2024, 2, 20)
Row = dict[str, Any]


@dataclass
class World:
    """The rows of every kind of export, by the columns that systems print."""

    dossiers: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    digitization: list[Row] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)
    publicity: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Office:
    """Whose dossiers they are, and how the office works: shares between 0 and 1."""

    code: str = UNIT[0]
    name: str = UNIT[1]
    online: float = 0.48
    digitized: float = 0.45
    late: float = 0.04
    paid_online: float = 0.45


IA_AKE = Office()


def make_world(dossiers: int, days: int, seed: int = 1, office: Office = IA_AKE) -> World:
    """So many dossiers received over so many days from FIRST_DAY on, some still unfinished."""
    chance = random.Random(seed)
    procedures = catalogue()
    weights = [8 if p.field in ("Hộ tịch", "Chứng thực") else 1 for p in procedures]
    answering = {area: person for person, _, area in officials()}
    last = FIRST_DAY + timedelta(days=days)
    moments = sorted(
        FIRST_DAY + timedelta(minutes=chance.randrange(days * 1440)) for _ in range(dossiers)
    )
    world = World()
    for number, moment in enumerate(moments, start=1):
        procedure = chance.choices(procedures, weights)[0]
        person = answering[procedure.field]
        _add_dossier(
            world,
            chance,
            office,
            number,
            moment.replace(hour=7 + moment.hour % 10),
            last,
            procedure,
            person,
        )
    world.publicity = [
        {
            "Mã TTHC": p.code,
            "Tên TTHC": p.name,
            "Công khai đúng hạn": _yes(chance, 0.97),
            "Đủ nội dung": _yes(chance, 0.96),
        }
        for p in procedures
    ]
    return world


def _yes(chance: random.Random, share: float) -> str:
    return "Có" if chance.random() < share else "Không"


def _add_dossier(
    world: World, chance: random.Random, office: Office, number: int, received: datetime,
    last: datetime, procedure: Procedure, person: str,
) -> None:  # fmt: skip
    code = f"{office.code}-{received:%y%m%d}-{number:06d}"
    due = (received + timedelta(days=chance.choice((1, 2, 3, 5, 10, 15)))).replace(
        hour=17, minute=0
    )
    share = (
        1.4 if chance.random() < office.late else chance.uniform(0.05, 0.95)
    )  # of the time allowed
    finished = (received + (due - received) * share).replace(second=0, microsecond=0)
    is_finished = finished <= last and chance.random() < 0.97
    online = chance.random() < office.online
    fee = chance.choice((2000, 5000, 8000, 15000, 50000)) if procedure.has_fee else None
    applicant = f"Nguyễn Thị MẪU {number:06d}"
    world.dossiers.append({
        "Số hồ sơ": code, "Mã TTHC": procedure.code, "Tên thủ tục hành chính": procedure.name,
        "Lĩnh vực": procedure.field, "Mức độ DVC": procedure.level,
        "Hình thức tiếp nhận": "Trực tuyến" if online else chance.choice(("Trực tiếp", "Trực tiếp", "BCCI")),
        "Ngày tiếp nhận": received, "Ngày hẹn trả": due,
        "Ngày kết thúc xử lý": finished if is_finished else None,
        "Ngày trả kết quả": finished + timedelta(hours=3) if is_finished and chance.random() < 0.8 else None,
        "Cơ quan/đơn vị": office.name, "Chủ hồ sơ": applicant, "Số điện thoại": f"0900{number:06d}",
        "CCCD": f"000{number:09d}", "Địa chỉ": f"Thôn MẪU {number % 9}, {office.name}",
        "Cán bộ xử lý": person if chance.random() < 0.85 else None,
        "Trạng thái hồ sơ": "Đã trả kết quả" if is_finished else "Đang xử lý",
        "Phí, lệ phí": fee, "Kết quả điện tử": _yes(chance, 0.85 if is_finished else 0),
        "Hình thức nhận kết quả": "Trực tiếp", "Ghi chú": None,
    })  # fmt: skip
    if fee and chance.random() < 0.95:
        _add_payment(world, chance, office, code, received, fee, applicant, number)
    if chance.random() < 0.9:
        both = _yes(chance, office.digitized)
        world.digitization.append({
            "Mã hồ sơ": code, "Chủ hồ sơ": applicant, "Số hóa thành phần hồ sơ": both,
            "Số hóa kết quả": both if is_finished else "Không",
            "Ngày số hóa": received.replace(hour=0, minute=0) + timedelta(days=2) if both == "Có" else None,
        })  # fmt: skip
    if is_finished and chance.random() < 0.3:
        world.ratings.append({
            "Mã hồ sơ": code, "Người đánh giá": applicant,
            "Mức độ hài lòng": chance.choices(
                ("Rất hài lòng", "Hài lòng", "Bình thường", "Chưa hài lòng"), (50, 45, 4, 1))[0],
            "Ngày đánh giá": finished + timedelta(hours=5),
        })  # fmt: skip


def _add_payment(
    world: World, chance: random.Random, office: Office, code: str, received: datetime, fee: int,
    applicant: str, number: int,
) -> None:  # fmt: skip
    world.payments.append({
        "Thời gian giao dịch": received + timedelta(minutes=chance.randrange(5, 600)),
        "Hồ sơ": code, "Mã tham chiếu": f"PG{number:08d}", "Số tiền (VNĐ)": fee,
        "Hình thức thanh toán": chance.choices(
            ("Trực tuyến", "Tiền mặt", "Chuyển khoản"),
            (office.paid_online, 0.9 - office.paid_online, 0.1))[0],
        "Người nộp tiền biên lai": applicant,
        "Trạng thái thanh toán": chance.choices(("Đã thanh toán", "Chờ thanh toán"), (95, 5))[0],
    })  # fmt: skip
