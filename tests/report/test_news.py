"""The texts for website, loudspeakers and Zalo: what they say, what they never say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.report import write_news
from tests.builders import (
    PLAN_ROWS,
    digitization,
    dossier,
    export,
    payment,
    plan,
    publicity,
    rating,
)
from tests.outcomes import outcome

START, DAY50, END = date(2024, 3, 28), date(2024, 5, 16), date(2024, 6, 29)
TARGETS = [
    ["H21.65", "transparency", 75.8, None, 100, 100], ["H21.65", "on_time", 99.77, None, 100, 100],
    ["H21.65", "online", 0.2, 50, 30, 60], ["H21.65", "online_payment", 0, 45, 20, 55],
    ["H21.65", "satisfaction", 100, None, 100, 100], ["H21.65", "digitization", 21.3, 80, 50, 100],
]  # fmt: skip
CAMPAIGN = "Chiến dịch cao điểm 100 ngày đêm “Nâng cao hiệu quả sử dụng dịch vụ công”"
HOW_TO = (
    "Nộp hồ sơ trực tuyến: vào https://dichvucong.gov.vn, đăng nhập bằng VNeID, chọn thủ tục, điền "
    "thông tin, gửi kèm giấy tờ, nộp phí, lệ phí nếu có. Cần hướng dẫn, mời gặp Bộ phận tiếp nhận và trả "
    "kết quả hoặc Tổ công nghệ số cộng đồng."
)
THANKS = "Trân trọng cảm ơn người dân, doanh nghiệp đã ủng hộ."
WITHDRAWN = "CHƯA ĐƯỢC ĐĂNG: số liệu còn thiếu hoặc sai, lý do ở trang “Tóm tắt” của tệp "


def results_of(tmp_path, *, as_of=DAY50, rows=None, files=None, **differs):
    """What a run gives for dossiers, a fifth of them paid, digitized and rated, and a whole list of
    procedures.
    """
    items = dict(PLAN_ROWS["Kế hoạch"]) | {"Tên chiến dịch": CAMPAIGN}
    sheets = {"Kế hoạch": [list(item) for item in items.items()], "Chỉ tiêu": TARGETS} | differs
    campaign = plan(tmp_path, **sheets)
    near = {"received": as_of.strftime("%d/%m/%Y"), "due": None, "ended": None}
    rows = rows or [dossier(code=f"A{n}", fee="8.000", **(near if n else {})) for n in range(5)]
    files = files or {
        "b.csv": export("payments", payment(code="A0"), payment(code="A4", paid=near["received"])),
        "c.csv": export("digitization", digitization(code="A0"),
                        digitization(code="A4", digitized=near["received"])),
        "d.csv": export("ratings", rating(code="A0"), rating(code="A4", rated=near["received"])),
        "e.csv": export("publicity", publicity(), publicity(procedure="1.000002")),
    }  # fmt: skip
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)} | files, as_of, campaign)
    return result.results(campaign, as_of)


def told(tmp_path, results):
    """The lines that are written."""
    path = tmp_path / "tin.txt"
    write_news(results, path)
    return path.read_bytes().decode("utf-8-sig").split("\r\n")


def test_of_good_figures_it_says_what_is_met(tmp_path):
    """Results against the targets of the milestone, on its very day; thanks; how to file online."""
    assert told(tmp_path, results_of(tmp_path)) == [
        "TIN CHO TRANG THÔNG TIN ĐIỆN TỬ VÀ LOA TRUYỀN THANH",
        "",
        "Xã Một: kết quả dịch vụ công trực tuyến đến ngày 16/5/2024",
        "",
        f"Xã Một đang thực hiện {CAMPAIGN} (từ ngày 28/3/2024 đến ngày 29/6/2024).",
        "Kết quả, so với chỉ tiêu đến ngày 16/5/2024:",
        "- Tỷ lệ công khai, minh bạch: 100,00% (2/2 thủ tục); chỉ tiêu 100%, đã đạt.",
        "- Tiến độ giải quyết: 100,00% (5/5 hồ sơ); chỉ tiêu 100%, đã đạt.",
        "- Tỷ lệ dịch vụ công trực tuyến: 100,00% (5/5 hồ sơ); chỉ tiêu 30%, đã đạt.",
        "- Tỷ lệ thanh toán trực tuyến: 40,00% (2/5 hồ sơ); chỉ tiêu 20%, đã đạt.",
        "- Mức độ hài lòng: 100,00% (2/2 hồ sơ); chỉ tiêu 100%, đã đạt.",
        "- Số hoá hồ sơ: 40,00% (2/5 hồ sơ); chỉ tiêu 50%, chưa đạt.",
        THANKS,
        HOW_TO,
        "",
        "CHO NHÓM ZALO (số liệu đến ngày 16/5/2024)",
        "",
        "Tỷ lệ công khai, minh bạch: 100,00% (2/2), giao 100%",
        "Tiến độ giải quyết: 100,00% (5/5), giao 100%",
        "Tỷ lệ dịch vụ công trực tuyến: 100,00% (5/5), giao 30%",
        "Tỷ lệ thanh toán trực tuyến: 40,00% (2/5), giao 20%",
        "Mức độ hài lòng: 100,00% (2/2), giao 100%",
        "Số hoá hồ sơ: 40,00% (2/5), giao 50%",
        "",
    ]


def test_the_news_can_be_read_out_in_a_minute(tmp_path):
    """120 to 200 words from its title to its end."""
    lines = told(tmp_path, results_of(tmp_path))
    article = lines[2 : lines.index("CHO NHÓM ZALO (số liệu đến ngày 16/5/2024)")]
    assert 120 <= len(" ".join(article).split()) <= 200


@pytest.mark.parametrize(
    ("as_of", "does", "due", "online", "payment"),
    [
        (date(2024, 5, 6), "đang", "16/5/2024", "30%, đang đạt.", "20%, đang đạt."),
        (date(2024, 5, 17), "đang", "29/6/2024", "60%, đang đạt.", "55%."),
        (date(2024, 6, 28), "đã", "29/6/2024", "60%, đã đạt.", "55%, chưa đạt."),
        (END, "đã", "29/6/2024", "60%, đã đạt.", "55%, chưa đạt."),
        (date(2024, 7, 9), "đã", "29/6/2024", "60%, đã đạt.", "55%, chưa đạt."),
    ],
)
def test_nothing_is_missed_before_its_day(tmp_path, as_of, does, due, online, payment):
    """A target that is not due yet is only named; data to a Friday close what ends on the Saturday."""
    lines = told(tmp_path, results_of(tmp_path, as_of=as_of))
    assert lines[4].startswith(f"Xã Một {does} thực hiện Chiến dịch")
    assert lines[5] == f"Kết quả, so với chỉ tiêu đến ngày {due}:"
    assert lines[8] == f"- Tỷ lệ dịch vụ công trực tuyến: 100,00% (5/5 hồ sơ); chỉ tiêu {online}"
    assert lines[9] == f"- Tỷ lệ thanh toán trực tuyến: 40,00% (2/5 hồ sơ); chỉ tiêu {payment}"


def test_of_bad_figures_it_says_first_that_they_are_not_to_be_published(tmp_path):
    """A red banner stands before all else, and nothing is called met or missed."""
    lines = told(tmp_path, results_of(tmp_path, files={"x.csv": b"?"}))
    assert lines[0] == (f"{WITHDRAWN}phu-luc-ii_2024-05-16.xlsx. Bổ sung, chạy lại rồi mới đăng.")
    assert [line for line in lines if line.startswith(("- ", "Chưa"))] == [
        "- Tiến độ giải quyết: 100,00% (5/5 hồ sơ); chỉ tiêu 100%.",
        "- Tỷ lệ dịch vụ công trực tuyến: 100,00% (5/5 hồ sơ); chỉ tiêu 30%.",
        "Chưa có số liệu: Tỷ lệ công khai, minh bạch; Tỷ lệ thanh toán trực tuyến; Mức độ hài lòng; Số hoá "
        "hồ sơ.",
    ]
    assert lines[-3:] == ["Mức độ hài lòng: chưa có số liệu", "Số hoá hồ sơ: chưa có số liệu", ""]


def test_of_hardly_any_figures_it_says_that_there_are_none(tmp_path):
    """Dossiers of before alone: no result, no target, no 0%."""
    rows = [dossier(received="01/02/2024", ended="02/02/2024")]
    lines = told(tmp_path, results_of(tmp_path, rows=rows, files={"x.csv": b"?"}))
    assert lines[0].startswith(WITHDRAWN)
    assert lines[5:8] == [
        f"Xã Một đang thực hiện {CAMPAIGN} (từ ngày 28/3/2024 đến ngày 29/6/2024).",
        "Chưa có số liệu: Tỷ lệ công khai, minh bạch; Tiến độ giải quyết; Tỷ lệ dịch vụ công trực tuyến; Tỷ "
        "lệ thanh toán trực tuyến; Mức độ hài lòng; Số hoá hồ sơ.",
        THANKS,
    ]
    assert all(line.endswith(": chưa có số liệu") for line in lines[-7:-1])
    assert "%" not in "".join(lines)


def test_several_units_are_told_of_together(tmp_path):
    """The unit above all others where there is one; else how many there are."""
    units = [[1, "H21.65", "Xã Một", None], [2, "H21.66", "Xã Hai", None]]
    rows = [dossier(code="A0"), dossier(code="B", unit="Xã Hai", channel="BCCI")]
    lines = told(tmp_path, results_of(tmp_path, rows=rows, **{"Đơn vị": units}))
    assert lines[6] == "Kết quả:"
    assert lines[3] == "2 đơn vị: kết quả dịch vụ công trực tuyến đến ngày 16/5/2024"
    assert "- Tỷ lệ dịch vụ công trực tuyến: 50,00% (1/2 hồ sơ)." in lines
    above = [[1, "H21", "Huyện Một", None, None], [2, "H21.65", "Xã Một", None, "H21"]]
    lines = told(tmp_path, results_of(tmp_path, rows=rows[:1], **{"Đơn vị": above}))
    assert lines[3].startswith("Huyện Một: ")


def test_a_sample_is_not_to_be_published(tmp_path):
    """It says so before all else."""
    campaign = plan(tmp_path)
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier())}, DAY50, campaign)
    lines = told(tmp_path, result.results(campaign, DAY50, is_sample=True))
    assert lines[0] == "SỐ LIỆU MẪU, CHỈ ĐỂ XEM THỬ: KHÔNG ĐĂNG."
    assert lines[1].startswith(f"{WITHDRAWN}mau_phu-luc-ii_2024-05-16.xlsx.")


NAMES = st.text(st.characters(categories=["Lu", "Ll"]), min_size=6, max_size=12).map(
    "Ksor {}".format
)
CODES = st.integers(10**9, 10**10).map("H21.65-{}".format)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(NAMES, min_size=1, max_size=3), codes=st.lists(CODES, min_size=3, max_size=3, unique=True),
       late=st.booleans(), is_broken=st.booleans())  # fmt: skip
def test_nobodys_name_and_no_dossier_is_ever_in_it(tmp_path, names, codes, late, is_broken):
    """Neither officials', of dossiers or of the plan, nor who signs, nor a file named after somebody."""
    items = dict(PLAN_ROWS["Kế hoạch"]) | {"Người ký": names[0], "Chức vụ người ký": "Chủ tịch"}
    sheets = {
        "Kế hoạch": [list(item) for item in items.items()],
        "Phân công": [
            [name, "Công chức", "H21.65", None, f"1.{n:06d}"] for n, name in enumerate(names, 1)
        ],
    }
    rows = [dossier(code=code, official=names[n % len(names)], ended="09/04/2024" if late else "03/04/2024",
                    applicant=names[-1]) for n, code in enumerate(codes)]  # fmt: skip
    files = {f"{names[0]}.csv": b"?" if is_broken else export("ratings", rating(code=codes[0]))}
    text = "\n".join(told(tmp_path, results_of(tmp_path, rows=rows, files=files, **sheets)))
    assert not [word for word in (*names, *codes) if word in text]
    assert "H21.65" not in text
