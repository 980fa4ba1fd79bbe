"""The dashboard in real Chromium: what it asks for, filters, widths, the printed page."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from pipeline.report import write_dashboard
from schemas.indicators import indicators
from tests.browser import browser
from tests.builders import TREE, dossier, export, payment, plan, publicity, rating
from tests.outcomes import outcome

LONG = "Nguyễn Thị Hoàng Phương Anh Tuyết Nhung Công Tằng Tôn Nữ"
OFFICIALS = 20  # of each commune
AS_OF = date(2024, 6, 5)
COMMUNES = ("Xã Một", "Xã Hai", "Xã Ba")


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    """Chromium, as wide and high as an office's screen or projector."""
    with browser(tmp_path_factory.mktemp("chromium")) as page:
        page.size(1366, 768)
        yield page


def _rows(communes):
    for place, commune in enumerate(communes):
        for n in range(OFFICIALS):
            yield dossier(
                code=f"{place}-{n}", official=f"{LONG} {n}", unit=commune, channel="BCCI",
                area=f"Lĩnh vực {n} dài đến nỗi không thể nào đứng vừa trong một ô của bảng",
                procedure=f"9.{n:06d}", due="02/04/2024", fee="8.000",
            )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the pages are."""
    return tmp_path_factory.mktemp("pages")


def _full_page(path, communes, sheets, **differs):
    """A page with all that there can be: long names, what was reached on the milestone and what is
    ahead, a banner of many reasons unless something `differs`.
    """
    path.parent.mkdir()
    top = sheets["Đơn vị"][0][1]
    names = [entry.id for entry in indicators() if entry.main]
    targets = [[top, name, 0.2, None, 30, 60] for name in names]
    campaign = plan(path.parent, **sheets, **{"Chỉ tiêu": targets})
    campaign = replace(campaign, campaign=f"Chiến dịch {LONG} " * 3)
    place = {"unit": communes[-1], "official": f"{LONG} 0"}
    later = dossier(code="Z", received="04/06/2024", due=None, ended=None, **place)
    stray = dossier(code="Y", unit="Xã Lạ", channel="Fax")
    files = {
        "a.csv": export("dossiers", *_rows(communes), later, stray),
        "b.csv": export("payments", payment(code="0-1", unit="Xã Một")),
        "d.csv": export("ratings", rating(code="0-1", rating="Không hài lòng")),
        "e.csv": export("publicity", publicity(unit="Xã Một", full="Không")),
        **{f"{LONG} {LONG} {n}.csv": b"a;b\n1;2\n" for n in range(6)},
    }
    result = outcome(path.parent, files, AS_OF, campaign)
    write_dashboard(result.results(campaign, AS_OF, is_sample=True, **differs), path)
    return path


@pytest.fixture(scope="module")
def province(folder):
    """Of a tree of units, with many reasons why nobody may be judged."""
    return _full_page(folder / "province" / "a.html", COMMUNES, TREE)


@pytest.fixture(scope="module")
def full(folder, province):
    """Pages that fill the paper: with a banner, without, and of one unit alone."""
    calm = {"problems": (), "publicity": (), "last_records": {}}
    one = {"Đơn vị": [[1, "H21.65", "Xã Một", "UBND xã Một"]]}
    return {
        "banner": province,
        "calm": _full_page(folder / "calm" / "a.html", COMMUNES, TREE, **calm),
        "one": _full_page(folder / "one" / "a.html", ["Xã Một"], one),
        "one, calm": _full_page(folder / "one-calm" / "a.html", ["Xã Một"], one, **calm),
    }


@pytest.fixture(scope="module")
def commune(folder):
    """One unit, two officials."""
    below = folder / "commune"
    below.mkdir()
    campaign, path = plan(below), folder / "commune.html"
    rows = [dossier(), dossier(code="B", official="Bùi Thị B", channel="BCCI"), dossier(code="C", channel="BCCI"),
            dossier(code="D", channel="BCCI")]  # fmt: skip
    result = outcome(below, {"a.csv": export("dossiers", *rows)}, campaign=campaign)
    write_dashboard(result.results(campaign), path)
    return path


def _shown(tab, selector):
    """The text of what is to be seen of the elements, each in a line."""
    return tab.value(
        f"[...document.querySelectorAll({selector!r})].filter(e => e.checkVisibility())"
        ".map(e => e.innerText.replace(/\\s+/g, ' ').trim())"
    )


def _choose(tab, select, value):
    """As somebody who picks an entry of the list."""
    tab.value(
        f"(() => {{ const list = document.getElementById({select!r}); list.value = {value!r};"
        "list.dispatchEvent(new Event('change')); })()"
    )


def test_the_browser_sees_what_a_page_does(tab, tmp_path):
    """What the next test asks for can be seen: a request and an error of another page."""
    path = tmp_path / "bad.html"
    (tmp_path / "nowhere.svg").write_text("<svg/>")
    path.write_text("<img src='nowhere.svg'><script>throw Error('x')</script>")
    tab.open(path)
    assert [url for url in tab.requests if url.endswith("nowhere.svg")]
    assert [text for text in tab.said if "Error: x" in text]


def test_nothing_but_the_file_is_asked_for_and_nothing_is_wrong(tab, province, commune):
    """No request, no message on the console, with whatever is chosen, pressed or printed."""
    for path, chosen in ((commune, ""), (province, ""), (province, "#unit=99&official=x&theme=?")):
        tab.open(path, chosen)
        for button in ("theme", "theme"):
            tab.value(f"document.getElementById('{button}').click()")
        tab.pdf()
        assert (len(tab.requests), tab.said) == (1, [])
        assert tab.requests[0].startswith(path.as_uri())


def test_a_unit_shows_its_tiles_and_all_below_it(tab, province):
    """Chosen from the list, it is in the address; everything comes back with "all"."""
    tab.open(province)
    assert _shown(tab, ".panel h2, h1") == ["Tỉnh Gia Lai"]
    assert len(_shown(tab, "#can-bo tbody tr")) == 3 * OFFICIALS
    _choose(tab, "unit", "2")
    assert tab.value("location.hash") == "#unit=2"
    assert _shown(tab, ".panel h2") == ["Huyện Một"]
    assert _shown(tab, "#don-vi tbody th") == ["Huyện Một", "Xã Một Huyện Một", "Xã Hai Huyện Một"]
    assert len(_shown(tab, "#can-bo tbody tr")) == 2 * OFFICIALS
    assert _shown(tab, "#can-bo .count") == [str(2 * OFFICIALS)]
    assert len(_shown(tab, "#linh-vuc tbody tr")) == len(_shown(tab, "#linh-vuc tbody th"))
    _choose(tab, "unit", "")
    assert _shown(tab, ".panel h2, h1") == ["Tỉnh Gia Lai"]
    assert len(_shown(tab, "#can-bo tbody tr")) == 3 * OFFICIALS


def test_an_official_shows_their_row_and_their_unit(tab, province):
    """By the list or by the address; of fields nobody can say whose they are."""
    tab.open(province, "#official=1")
    (row,) = _shown(tab, "#can-bo tbody tr")
    assert row.startswith(LONG)
    (unit,) = _shown(tab, ".panel h2")
    assert _shown(tab, "#don-vi tbody th") == [
        f"{unit} Huyện Hai" if unit == "Xã Ba" else f"{unit} Huyện Một"
    ]
    assert _shown(tab, "#linh-vuc") == []
    _choose(tab, "official", "")
    assert len(_shown(tab, "#can-bo tbody tr")) == 3 * OFFICIALS


def test_of_one_commune_officials_are_chosen(tab, commune):
    """Without a list of units."""
    tab.open(commune)
    assert _shown(tab, "select") == _shown(tab, "#official")
    _choose(tab, "official", "1")
    assert len(_shown(tab, "#can-bo tbody tr")) == 1
    assert _shown(tab, ".panel .said") == ["1/2 chỉ tiêu đạt"]


def test_light_and_dark(tab, commune):
    """Dark first; the button says what it changes to, and the address remembers it."""
    ground = "getComputedStyle(document.body).backgroundColor"
    tab.open(commune)
    assert (tab.value(ground), _shown(tab, "#theme")) == ("rgb(11, 16, 24)", ["Nền sáng"])
    tab.value("document.getElementById('theme').click()")
    assert (tab.value(ground), _shown(tab, "#theme")) == ("rgb(255, 255, 255)", ["Nền tối"])
    assert tab.value("location.hash") == "#theme=light"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_text_stands_out_from_its_ground(tab, province, theme):
    """At least 4.5 to 1 (WCAG 2.1, AA), each element's colour against the ground behind it."""
    tab.open(province, f"#theme={theme}")
    weakest = tab.value(_WEAKEST)
    assert weakest["ratio"] >= 4.5, weakest


_WEAKEST = """(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (channels(color)[3] !== 0) return color;
    }
  };
  let weakest = { ratio: 99 };
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest("script")) continue;
    const pair = [light(getComputedStyle(element).color), light(ground(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < weakest.ratio) weakest = { ratio, text: element.textContent, tag: element.tagName };
  }
  return weakest;
})()"""


def test_no_scrolling_sideways_on_an_office_screen(tab, province, commune):
    """At 1366 pixels, whatever names there are; no text runs out of its tile or cell."""
    for path in (province, commune):
        tab.open(path)
        assert tab.value("document.documentElement.scrollWidth") <= 1366
        assert tab.value(_RUNS_OUT) == []


_RUNS_OUT = """[...document.querySelectorAll("td, th, .tile, .tile *, li")]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== "inline")
  .filter((each) => each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize(
    ("name", "chosen", "most"),
    [
        ("banner", "", 5),
        ("banner", "#unit=2", 5),
        ("banner", "#official=1", 5),
        ("banner", "#theme=light", 5),
        ("calm", "", 9),
        ("one", "", 10),
        ("one, calm", "", 15),
    ],
)
def test_it_prints_on_one_page_and_says_what_is_left_out(tab, full, name, chosen, most):
    """A4, with nothing cut off at its foot; of long tables the first rows and how many more."""
    tab.open(full[name], chosen)
    pdf = tab.pdf()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups()
    assert (round(float(width)), round(float(height))) == (595, 842)
    whole = len(_shown(tab, "#can-bo tbody tr"))
    with _on_paper(tab):
        fits = "(main => main.scrollHeight <= main.clientHeight)(document.querySelector('main'))"
        assert tab.value(fits)
        assert tab.value("document.documentElement.scrollWidth") <= 726
        assert tab.value(_RUNS_OUT) == []
        assert len(_shown(tab, "#can-bo tbody tr")) == min(whole, most)
        left = _shown(tab, "#can-bo .on-paper")
    rest = [f"Trang in có {most} dòng đầu, còn {whole - most} dòng nữa."]
    assert left == (rest if whole > most else [])


@contextmanager
def _on_paper(tab):
    """As wide and high as the margins leave of A4, at 96 to the inch."""
    tab.send("Emulation.setEmulatedMedia", media="print")
    tab.size(726, 1062)
    try:
        yield
    finally:
        tab.send("Emulation.setEmulatedMedia", media="")
        tab.size(1366, 768)


def test_without_javascript_everything_is_there(tab, province):
    """No list to choose from, no button; every panel and row."""
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(province)
    finally:
        tab.send("Emulation.setScriptExecutionDisabled", value=False)
    assert _shown(tab, ".controls") == []
    assert len(_shown(tab, ".panel")) == 6
    assert len(_shown(tab, "#can-bo tbody tr")) == 3 * OFFICIALS
    assert _shown(tab, ".on-paper") == []
