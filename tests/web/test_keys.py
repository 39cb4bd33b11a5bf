"""Desk checklist P9, P10, P15, P22: the keyboard, the focus, composed input, errors in the box."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web import probes
from tests.web.conftest import Open
from tests.web.site import Site
from tests.web.talk import ask, mine, send

FOCUSED = """() => { const e = document.activeElement, r = e.getBoundingClientRect();
  return {name: e.id || e.className || e.tagName, text: (e.textContent || '').trim(), top: r.top + scrollY}; }"""


def walk(page: Page, key: str, most: int = 30) -> list[dict[str, object]]:
    """Press Tab until the page is left; every stop must be seen."""
    stops: list[dict[str, object]] = []
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            break
        assert probes.hidden_focus(page) == []
        stops.append(page.evaluate(FOCUSED))
    return stops


@pytest.mark.parametrize(("width", "height"), [(360, 740), (320, 256), (1280, 800)])
def test_p9_p10_tab_reaches_everything_in_order(open_page: Open, width: int, height: int) -> None:
    page = open_page({"width": width, "height": height})
    ask(page, "làm giấy khai sinh")
    page.reload()
    stops = walk(page, "Tab")
    texts = [str(stop["text"]) for stop in stops]
    assert texts[0] == "Đến ô nhập tin nhắn"
    order = ["Chữ to", "Gặp cán bộ", "1800 1096", "Xong", "mất căn cước", "https://", "Lệ phí", "Bao lâu"]
    places = [next(i for i, text in enumerate(texts) if word in text) for word in order]
    assert places == sorted(places)
    assert [stop["name"] for stop in stops[-2:]] == ["text", "send"]
    back = walk(page, "Shift+Tab", len(stops))
    assert [stop["text"] for stop in back] == [stop["text"] for stop in stops[::-1]]


def test_p9_the_skip_link_leads_to_the_box(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("xin chào")
    assert page.input_value("#text") == "xin chào"


def test_p9_a_choice_works_from_the_keyboard_and_keeps_the_focus(page: Page) -> None:
    ask(page, "cho em chọn")
    page.focus("text=2. Đăng ký lại khai sinh")
    page.keyboard.press("Enter")
    expect(mine(page)).to_have_count(2)
    assert "đã chọn" in page.evaluate("document.activeElement.textContent")


def test_p15_enter_within_a_composed_word_sends_nothing(page: Page, site: Site) -> None:
    before = len(site.worker.taken())
    page.fill("#text", "tiếng việt")
    page.dispatch_event("#text", "compositionstart")
    page.press("#text", "Enter")
    page.wait_for_timeout(300)
    assert len(site.worker.taken()) == before
    page.dispatch_event("#text", "compositionend")
    page.press("#text", "Enter")
    expect(mine(page)).to_have_count(1)
    assert site.worker.taken()[before:] == ["tiếng việt"]


def test_p15_shift_enter_breaks_the_line(page: Page) -> None:
    page.fill("#text", "một")
    page.press("#text", "Shift+Enter")
    page.keyboard.type("hai")
    assert page.input_value("#text") == "một\nhai"


@pytest.mark.parametrize("delay", [0, 400])
def test_p15_a_double_click_sends_once(page: Page, site: Site, delay: int) -> None:
    before = len(site.worker.taken())
    page.fill("#text", "bấm hai lần")
    page.click("#send")
    page.wait_for_timeout(delay)
    page.click("#send")
    expect(mine(page)).to_have_count(1)
    page.dblclick("text=Gặp cán bộ")
    page.wait_for_timeout(500)
    assert site.worker.taken()[before:] == ["bấm hai lần", "gặp cán bộ"]
    assert page.inner_text("#error") == ""


@pytest.mark.parametrize(("text", "words"), [("", "Tin nhắn trống"), ("a b " * 2500, "dài quá 2000 ký tự")])
def test_p22_errors_stand_by_the_box_and_keep_the_text(page: Page, text: str, words: str) -> None:
    page.fill("#text", text)
    page.click("#send")
    expect(page.locator("#error")).to_contain_text(words)
    assert "error" in (page.get_attribute("#text", "aria-describedby") or "").split()
    assert page.get_attribute("#text", "aria-invalid") == "true"
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.input_value("#text") == text


def test_p22_what_only_the_server_refuses_is_said_too(page: Page) -> None:
    send(page, "\u200b\u200b")
    expect(page.locator("#error")).to_contain_text("Tin nhắn trống")
    send(page, "xin chào")
    expect(mine(page)).to_have_count(1)
    assert page.inner_text("#error") == ""
