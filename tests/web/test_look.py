"""Desk checklist P1–P8, P11, P28: what axe, a ruler and a colour meter say."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web import probes
from tests.web.conftest import Open
from tests.web.site import Site
from tests.web.talk import ask, large, long_talk, send

BAD = "<html><title>x</title><p style='color:#aaa;background:#fff'>nhạt</p>" + (
    "<button style='width:14px;height:14px;padding:0;border:0'>a</button>" * 2
)
MARKS = "Ỗ Ễ Ậ Ỵ ộ ặ"
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
SPACING += "p { margin-bottom: 2em !important; }"


def test_the_harness_fails_on_a_bad_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(BAD)
    rules = {violation.partition(":")[0] for violation in probes.axe(page)["violations"]}
    assert {"color-contrast", "target-size", "html-has-lang"} <= rules
    assert probes.low_contrast(page) and probes.small_targets(page)


def empty(page: Page, site: Site) -> None:
    pass


def answered(page: Page, site: Site) -> None:
    ask(page, "làm giấy khai sinh cần gì")


def choices(page: Page, site: Site) -> None:
    ask(page, "cho em chọn")
    page.click("text=1. Đăng ký khai sinh")
    expect(page.locator("#log .assistant")).to_have_count(2)


def error(page: Page, site: Site) -> None:
    page.click("#send")
    expect(page.locator("#error p")).to_be_visible()


def unsent(page: Page, site: Site) -> None:
    page.context.set_offline(True)
    send(page, "xin chào")
    expect(page.locator("#again")).to_be_visible()


def waiting(page: Page, site: Site) -> None:
    site.worker.hold()
    send(page, "xin chào")
    expect(page.locator("#state")).to_contain_text("đang trả lời")


def crisis(page: Page, site: Site) -> None:
    ask(page, "khổ quá")


def ending(page: Page, site: Site) -> None:
    page.click("summary")


def below(page: Page, site: Site) -> None:
    long_talk(page)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(100)
    site.worker.add(site.worker.answers("tin mới")[0])
    expect(page.locator("#below")).to_be_visible()


STATES = [empty, answered, choices, error, unsent, waiting, crisis, ending, below]
STYLES = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "large": {},
}


@pytest.fixture(params=STYLES)
def styled(request: pytest.FixtureRequest, open_page: Open) -> Page:
    page = open_page(**STYLES[request.param])
    if request.param == "large":
        large(page)
    return page


@pytest.fixture(params=["normal", "large"])
def sized(request: pytest.FixtureRequest, page: Page) -> Page:
    if request.param == "large":
        large(page)
    return page


@pytest.mark.parametrize("state", STATES)
def test_p1_p2_axe_finds_nothing(styled: Page, site: Site, state) -> None:  # type: ignore[no-untyped-def]
    state(styled, site)
    found = probes.axe(styled)
    assert found["violations"] == []
    # axe cannot compute what lies under the sticky bars or the panel; P3 measures those colours itself.
    assert [rule for rule in found["incomplete"] if not rule.startswith("color-contrast")] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_p3_contrast(open_page: Open, site: Site, scheme: str, state) -> None:  # type: ignore[no-untyped-def]
    page = open_page(color_scheme=scheme)
    state(page, site)
    assert probes.low_contrast(page) == []


def test_p4_sizes_and_chu_to_persists(page: Page) -> None:
    answered(page, None)  # type: ignore[arg-type]
    parts = ["#log .bubble p:last-child", "#log li", "#text", "#send", "#log .choice"]
    size = "part => parseFloat(getComputedStyle(document.querySelector(part)).fontSize)"
    assert all(page.evaluate(size, part) >= 20 for part in parts)
    large(page)
    assert all(page.evaluate(size, part) >= 26 for part in parts)
    page.reload()
    assert all(page.evaluate(size, part) >= 26 for part in parts)
    page.click("#size button")
    page.reload()
    assert page.evaluate(size, "#text") == 20


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (256, 400), (568, 256), (1280, 800)])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_p5_small_screens_lose_nothing(open_page: Open, site: Site, width: int, height: int, size: str) -> None:
    page = open_page({"width": width, "height": height})
    if size == "large":
        large(page)
    choices(page, site)
    assert not probes.sideways(page)
    assert probes.clipped(page) == []
    for control in page.locator("button:visible, a:visible:not(.skip), summary, textarea").all():
        control.click(trial=True)


@pytest.mark.parametrize("root", ["125%", "250%"])
def test_p6_twice_the_size(open_page: Open, site: Site, root: str) -> None:
    page = open_page({"width": 640, "height": 360}, device_scale_factor=2)
    page.evaluate("r => { document.documentElement.style.fontSize = r }", root)
    choices(page, site)
    assert not probes.sideways(page)
    assert probes.clipped(page) == []


def test_p7_text_spacing(open_page: Open, site: Site) -> None:
    page = open_page(bypass_csp=True)
    choices(page, site)
    page.add_style_tag(content=SPACING)
    assert probes.clipped(page) == []
    assert not probes.sideways(page)


@pytest.mark.parametrize("state", STATES)
def test_p8_marks_are_not_cut(sized: Page, site: Site, state) -> None:  # type: ignore[no-untyped-def]
    state(sized, site)
    assert probes.tight_lines(sized) == []
    sized.evaluate(
        "marks => document.querySelectorAll('h1, .unit, label, #hint, .bubble p, .choice, summary')"
        ".forEach((e) => { if (!e.children.length) e.textContent = marks; })",
        MARKS,
    )
    assert probes.clipped(sized) == []


@pytest.mark.parametrize("state", STATES)
def test_p11_targets(sized: Page, site: Site, state) -> None:  # type: ignore[no-untyped-def]
    state(sized, site)
    assert probes.small_targets(sized) == []


def test_p28_reduced_motion(open_page: Open, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    waiting(page, site)
    assert page.evaluate("document.getAnimations().length") == 0


def test_p28_the_typing_dot_stops_within_five_seconds(page: Page, site: Site) -> None:
    waiting(page, site)
    ends = page.evaluate("document.getAnimations().map((a) => a.effect.getComputedTiming().endTime)")
    assert ends and max(ends) <= 5000
