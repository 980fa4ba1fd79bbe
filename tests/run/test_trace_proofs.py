"""Which row of the exports proves what a number counts."""

from __future__ import annotations

import openpyxl
import pytest

from pipeline.model import NO_VILLAGE
from tests.builders import (
    PLAN_ROWS,
    TREE,
    csv_bytes,
    digitization,
    dossier,
    export,
    payment,
    plan_bytes,
    publicity,
    rating,
    table,
    xlsx_bytes,
)
from tests.command import pipeline

DOSSIERS = {
    "A1": dossier(code="A1", fee="8.000"),
    "a2": dossier(code="a2", fee="8.000", received="03/04/2024"),
    "A3": dossier(code="A3", fee="8.000", received="04/04/2024", channel="Trực tiếp", ended="08/04/2024"),
    "A4": dossier(code="A4", received="05/04/2024", procedure="1.000002", area="Đất đai", due="09/04/2024",
                  ended="10/04/2024", e_result="Không", official="Bùi Thị B"),
}  # fmt: skip
VILLAGES = ("Thôn 1", "thôn  1", None, "Thôn 2")
PAYMENTS = [
    payment(code="A1", paid="02/04/2024 10:00:00", reference="P1"),
    payment(code="A2", paid="02/05/2024 08:00:00", reference="P2"),
    payment(code="A2", paid="01/05/2024 09:30:00", reference="P3"),
    payment(code="A2", paid="01/05/2024 09:00:00", reference="P4"),
    payment(code="A3", method="Tiền mặt", reference="P5"),
    payment(code="A1", paid="01/04/2024 10:00:00", reference="P6", payment_status="Đã hủy"),
]
DIGITIZATION = [
    digitization(code="A1", result="Không", digitized="02/04/2024"),
    digitization(code="A1"),
    digitization(code="A2", components="Không"),
    digitization(code="A4", digitized="20/05/2024"),
]
RATINGS = [
    rating(code="A1"),
    rating(code="A1", rated="05/04/2024", rating="Không hài lòng"),
    rating(code="A2", rated="20/05/2024", rating="Không hài lòng"),
    rating(code="A2", rated="30/04/2024"),
    rating(code="Z9", rated="30/04/2024"),
]
PUBLICITY = [publicity(), publicity(full="Không"), publicity(procedure="1.000002")]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Exports in which a dossier has several rows of each log."""
    folder = tmp_path_factory.mktemp("office") / "inputs"
    folder.mkdir()
    catalogue = [
        *PLAN_ROWS["Danh mục TTHC"],
        ["1.000003", "Thủ tục ba", "Hộ tịch", "Toàn trình", "Có"],
    ]
    rows = [["Thôn", *table("dossiers", [])[0]]]
    rows += [
        [village, *row]
        for village, row in zip(
            VILLAGES, table("dossiers", list(DOSSIERS.values()))[1:], strict=True
        )
    ]
    same = [PAYMENTS[3] | {"Trạng thái thanh toán": "Chưa thanh toán"}, PAYMENTS[0]]
    for name, content in {
        "ke-hoach.xlsx": plan_bytes(**{"Danh mục TTHC": catalogue}),
        "hs.csv": csv_bytes(rows),
        "tt.xlsx": xlsx_bytes({"GD": table("payments", PAYMENTS)}),
        "tt lại.csv": export("payments", *same),
        "sh.csv": export("digitization", *DIGITIZATION),
        "dg.csv": export("ratings", *RATINGS),
        "ck.csv": export("publicity", *PUBLICITY),
    }.items():
        (folder / name).write_bytes(content)
    return folder


def traced(inputs, indicator, *options, as_of="16/05/2024"):
    """The lines of trace."""
    done = pipeline(
        "trace", "--inputs", inputs, "--as-of", as_of, "--indicator", indicator, *options
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


CASES = {
    # of two rows that say the same of a procedure the worse
    ("transparency",): [
        "transparency (total, cumulative): 1/2",
        "0 chưa\t1.000001\tck.csv, dòng 3",
        "1 đạt\t1.000002\tck.csv, dòng 4",
    ],
    ("on_time",): [
        "on_time (total, cumulative): 2/4",
        "0 chưa\tA4\ths.csv, dòng 5",
        "1 đạt\tA1\ths.csv, dòng 2",
        "1 đạt\ta2\ths.csv, dòng 3",
        "0 chưa\tA3\ths.csv, dòng 4",
    ],
    ("online",): [
        "online (total, cumulative): 3/4",
        "1 đạt\tA4\ths.csv, dòng 5",
        "1 đạt\tA1\ths.csv, dòng 2",
        "1 đạt\ta2\ths.csv, dòng 3",
        "0 chưa\tA3\ths.csv, dòng 4",
    ],
    # the first of several payments, not what is cancelled or paid in cash; of rows of the same payment the
    # one further along, then that of the file that sorts first
    ("online_payment",): [
        "online_payment (total, cumulative): 2/3",
        "1 đạt\tA1\ths.csv, dòng 2\tthanh toán: tt lại.csv, dòng 3",
        "1 đạt\ta2\ths.csv, dòng 3\tthanh toán: tt.xlsx, GD, dòng 5",
        "0 chưa\tA3\ths.csv, dòng 4",
    ],
    # the last rating up to the day; one without a dossier is itself what is counted
    ("satisfaction",): [
        "satisfaction (total, cumulative): 2/3",
        "0 chưa\tA1\ths.csv, dòng 2\tđánh giá hài lòng: dg.csv, dòng 3",
        "1 đạt\ta2\ths.csv, dòng 3\tđánh giá hài lòng: dg.csv, dòng 5",
        "1 đạt\tZ9\tdg.csv, dòng 6",
    ],
    # the row further along; a row that says no, or yes too late, proves that, too
    ("digitization",): [
        "digitization (total, cumulative): 1/4",
        "0 chưa\tA4\ths.csv, dòng 5\tsố hóa: sh.csv, dòng 5",
        "1 đạt\tA1\ths.csv, dòng 2\tsố hóa: sh.csv, dòng 3",
        "0 chưa\ta2\ths.csv, dòng 3\tsố hóa: sh.csv, dòng 4",
        "0 chưa\tA3\ths.csv, dòng 4",
    ],
    ("e_result",): [
        "e_result (total, cumulative): 3/4",
        "0 chưa\tA4\ths.csv, dòng 5",
        "1 đạt\tA1\ths.csv, dòng 2",
        "1 đạt\ta2\ths.csv, dòng 3",
        "1 đạt\tA3\ths.csv, dòng 4",
    ],
    ("online_full",): [
        "online_full (total, cumulative): 1/4",
        "1 đạt\tA4\ths.csv, dòng 5",
        "0 chưa\tA1\ths.csv, dòng 2",
        "0 chưa\ta2\ths.csv, dòng 3",
        "0 chưa\tA3\ths.csv, dòng 4",
    ],
    # coverage: the first online dossier, and the first online payment, of each procedure
    ("services_with_dossiers",): [
        "services_with_dossiers (total, cumulative): 2/3",
        "1 đạt\t1.000001\t(danh mục TTHC)\thồ sơ: hs.csv, dòng 2",
        "1 đạt\t1.000002\t(danh mục TTHC)\thồ sơ: hs.csv, dòng 5",
        "0 chưa\t1.000003\t(danh mục TTHC)",
    ],
    ("procedures_with_online_payment",): [
        "procedures_with_online_payment (total, cumulative): 1/2",
        "1 đạt\t1.000001\t(danh mục TTHC)\tthanh toán: tt lại.csv, dòng 3",
        "0 chưa\t1.000003\t(danh mục TTHC)",
    ],
    # in a window what was paid in it
    ("procedures_with_online_payment", "--period", "10d-04"): [
        "procedures_with_online_payment (total, 10d-04): 1/2",
        "1 đạt\t1.000001\t(danh mục TTHC)\tthanh toán: tt.xlsx, GD, dòng 5",
        "0 chưa\t1.000003\t(danh mục TTHC)",
    ],
    # of what was received in the window, what was paid by its end
    ("online_payment", "--period", "10d-01", "--scope", "field", "--key", "hộ tịch"): [
        "online_payment (field, H21.65, hộ tịch, 10d-01): 1/3",
        "1 đạt\tA1\ths.csv, dòng 2\tthanh toán: tt lại.csv, dòng 3",
        "0 chưa\ta2\ths.csv, dòng 3",
        "0 chưa\tA3\ths.csv, dòng 4",
    ],
    ("digitization", "--scope", "official", "--key", "Bùi Thị B"): [
        "digitization (official, H21.65, Bùi Thị B, cumulative): 0/1",
        "0 chưa\tA4\ths.csv, dòng 5\tsố hóa: sh.csv, dòng 5",
    ],
    ("satisfaction", "--scope", "procedure", "--key", "1.000001"): [
        "satisfaction (procedure, H21.65, 1.000001, cumulative): 1/2",
        "0 chưa\tA1\ths.csv, dòng 2\tđánh giá hài lòng: dg.csv, dòng 3",
        "1 đạt\ta2\ths.csv, dòng 3\tđánh giá hài lòng: dg.csv, dòng 5",
    ],
    # however a village is written
    ("online_payment", "--scope", "thôn", "--key", "THÔN 1"): [
        "online_payment (village, H21.65, THÔN 1, cumulative): 2/2",
        "1 đạt\tA1\ths.csv, dòng 2\tthanh toán: tt lại.csv, dòng 3",
        "1 đạt\ta2\ths.csv, dòng 3\tthanh toán: tt.xlsx, GD, dòng 5",
    ],
    ("online", "--scope", "village", "--key", NO_VILLAGE): [
        "online (village, H21.65, (không ghi thôn), cumulative): 0/1",
        "0 chưa\tA3\ths.csv, dòng 4",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("options", "lines"), CASES.items(), ids=[" ".join(options) for options in CASES]
)
def test_each_number_names_the_rows_that_prove_it(inputs, options, lines):
    """What is counted, where it stands, and the row of another export that decides."""
    assert traced(inputs, *options) == lines


def test_a_unit_above_names_the_rows_of_the_units_below(tmp_path):
    """Of dossiers with one code in two communes each has its own payment."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    units = ("Xã Một", "Xã Hai")
    paid = [payment(code="A", unit=unit, reference=unit) for unit in units[::-1]]
    for name, content in {
        "ke-hoach.xlsx": plan_bytes(**TREE),
        "hs.csv": export(
            "dossiers", *(dossier(code="A", unit=unit, fee="8.000") for unit in units)
        ),
        "tt.csv": export("payments", *paid),
    }.items():
        (folder / name).write_bytes(content)
    lines = [
        "1 đạt\tA\ths.csv, dòng 2\tthanh toán: tt.csv, dòng 3",
        "1 đạt\tA\ths.csv, dòng 3\tthanh toán: tt.csv, dòng 2",
    ]
    assert traced(folder, "online_payment", "--scope", "unit", "--unit", "Huyện Một") == [
        "online_payment (unit, H21.1, cumulative): 2/2", *lines,
    ]  # fmt: skip
    assert traced(folder, "online_payment", "--scope", "unit", "--unit", "Xã Hai") == [
        "online_payment (unit, H21.66, cumulative): 1/1", lines[1],
    ]  # fmt: skip


def test_a_corrected_copy_is_what_proves(tmp_path):
    """Its rows, not those of the export that it corrects."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    paid = [payment(code="A", method="Fax"), payment(code="A", paid="02/04/2024", reference="P2")]
    for name, content in {
        "ke-hoach.xlsx": plan_bytes(),
        "hs.csv": export("dossiers", dossier(code="A", fee="8.000")),
        "tt.csv": export("payments", *paid),
    }.items():
        (folder / name).write_bytes(content)
    assert traced(folder, "online_payment")[1:] == [
        "1 đạt\tA\ths.csv, dòng 2\tthanh toán: tt.csv, dòng 3"
    ]
    places = ("--inputs", folder, "--outputs", tmp_path / "outputs", "--as-of", "16/05/2024")
    assert pipeline("report", *places).returncode == 0
    (copy,) = (tmp_path / "outputs" / "can-sua").glob("sua_*.xlsx")
    book = openpyxl.load_workbook(copy)
    (cell,) = (cell for row in book.active for cell in row if cell.value == "Fax")
    cell.value = "Trực tuyến"
    book.save(folder / copy.name)
    assert traced(folder, "online_payment")[1:] == [
        f"1 đạt\tA\ths.csv, dòng 2\tthanh toán: {copy.name}, {book.active.title}, dòng {cell.row}"
    ]
