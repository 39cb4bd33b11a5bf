"""Desk checklist P16, P23, P24, P30, and what the HTML alone must be."""

from __future__ import annotations

import gzip
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

import connectors
from tests.web.conftest import Open
from tests.web.site import Site, running
from tests.web.talk import answers, ask, mine, send

STATIC = Path(connectors.__file__).parent / "static"


@pytest.fixture
def plain(open_page: Open) -> Page:
    return open_page(java_script_enabled=False)


def send_form(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.click("#send")


def test_p16_ask_choose_and_get_answers_without_script(plain: Page) -> None:
    send_form(plain, "cho em chọn")
    expect(answers(plain)).to_have_count(1)
    plain.click("text=1. Đăng ký khai sinh")
    expect(answers(plain).last).to_contain_text("Giấy chứng sinh")
    expect(mine(plain).last).to_contain_text("Đăng ký khai sinh")
    expect(plain.locator(".choice.chosen")).to_have_text("1. Đăng ký khai sinh đã chọn")
    send_form(plain, "2")
    expect(answers(plain)).to_have_count(3)
    plain.click("text=Gặp cán bộ")
    expect(mine(plain).last).to_contain_text("Gặp cán bộ")


def test_p16_errors_without_script(plain: Page) -> None:
    long = "a b " * 2500
    for text, words in (("", "Tin nhắn trống"), (long, "dài quá 2000 ký tự")):
        send_form(plain, text)
        expect(plain.locator("#error")).to_contain_text(words)
        assert plain.title().startswith("Lỗi: ")
        assert plain.input_value("#text") == text


def test_p16_a_late_answer_without_script(plain: Page, site: Site) -> None:
    site.worker.delay = 4.0
    send_form(plain, "câu hỏi khó")
    expect(plain.locator("#state")).to_have_text("Trợ lý đang trả lời…")
    assert plain.locator("meta[http-equiv=refresh]").count() == 1
    plain.wait_for_timeout(1500)
    plain.click("text=Xem đã có trả lời chưa")
    expect(answers(plain)).to_have_count(1)
    assert plain.locator("meta[http-equiv=refresh]").count() == 0


def test_p16_large_letters_and_the_end_without_script(plain: Page) -> None:
    plain.click("text=Chữ to")
    expect(plain.locator("html.large")).to_have_count(1)
    send_form(plain, "xin chào")
    expect(plain.locator("html.large")).to_have_count(1)
    plain.click("summary")
    plain.click("text=Xong, xóa hết")
    expect(plain.locator("#log .line")).to_have_count(0)
    expect(plain.locator("html.large")).to_have_count(0)


def test_p16_too_fast_is_said_in_words(browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with running(tmp_path, rate=1) as site:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(site.url)
        send_form(page, "một")
        send_form(page, "hai")
        expect(page.locator("#error")).to_contain_text("gửi hơi nhanh")
        assert page.input_value("#text") == "hai"
        context.close()


def test_p23_title_language_landmarks_one_heading(page: Page) -> None:
    ask(page, "làm giấy khai sinh")
    assert page.title().startswith("Trợ lý một cửa")
    assert page.get_attribute("html", "lang") == "vi"
    assert page.locator("h1").count() == 1
    assert page.locator("h2, h3, h4, h5, h6").count() == 0
    for landmark in ("banner", "navigation", "main"):
        assert page.get_by_role(landmark).count() == 1
    assert page.get_by_role("log").count() == 1


@pytest.mark.parametrize(("width", "height"), [(360, 740), (320, 256), (1280, 800)])
def test_p24_help_is_one_tap_away_at_the_same_place(open_page: Open, width: int, height: int) -> None:
    page = open_page({"width": width, "height": height})
    bar = "nav button, nav a, nav summary"
    texts = page.locator(bar).all_inner_texts()
    ask(page, "cho em câu trả lời dài")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.locator(bar).all_inner_texts() == texts
    for name in ("button.help", "a.call"):
        box = page.locator(f"nav {name}").bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= height
    assert page.get_attribute("a.call", "href") == "tel:18001096"
    page.click("button.help")
    expect(mine(page).last).to_contain_text("Gặp cán bộ")


def test_p30_the_end_leaves_nothing_of_the_person(page: Page, site: Site) -> None:
    ask(page, "chuyện riêng của tôi")
    other = page.context.new_page()
    other.goto(site.url)
    old = page.context.cookies()
    page.click("summary")
    page.click("text=Xong, xóa hết")
    expect(page.locator("#log .line")).to_have_count(0)
    cookies = page.context.cookies()
    assert {c["name"] for c in cookies} == {"motcua"}
    assert not {c["value"] for c in cookies} & {c["value"] for c in old}
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert "chuyện riêng của tôi" not in site.worker.taken()
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    assert "chuyện riêng" not in page.content()
    stale = httpx.get(site.url, headers={"Cookie": f"motcua={old[0]['value']}"})
    assert "chuyện riêng" not in stale.text
    other.bring_to_front()
    other.evaluate("window.dispatchEvent(new Event('online'))")
    expect(other.locator("#log .line")).to_have_count(0)


def test_a_tab_left_open_after_the_end_gets_its_answer(page: Page, site: Site) -> None:
    page.context.clear_cookies()
    send(page, "vẫn hỏi tiếp")
    expect(answers(page)).to_have_count(1, timeout=12_000)


def test_the_whole_page_weighs_little(site: Site) -> None:
    parts = [httpx.get(site.url).content, *(file.read_bytes() for file in STATIC.iterdir())]
    assert sum(map(len, parts)) < 100_000
    assert sum(len(gzip.compress(part)) for part in parts) < 20_000


def test_no_foreign_host_and_nothing_inline(site: Site) -> None:
    html = httpx.get(site.url).text
    assert 'src="http' not in html and "style=" not in html and "<style" not in html
    assert html.count("<script") == 1 and 'src="/static/chat.js"' in html


def test_what_people_and_replies_say_stays_text(page: Page) -> None:
    line = ask(page, "<img src=x onerror=alert(1)> điều lạ")
    assert "<script>alert(1)</script> {{7*7}}" in line.inner_text()
    assert page.locator("#log img, #log script").count() == 0
    page.reload()
    expect(mine(page)).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#log img, #log script, #log a[href^=javascript]").count() == 0


def test_another_sites_form_is_refused(site: Site) -> None:
    for path in ("/messages", "/end", "/size"):
        for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            assert httpx.post(site.url + path, data={"text": "x"}, headers=headers).status_code == 403


def test_a_link_opens_beside_the_talk_and_numbers_can_be_called(page: Page) -> None:
    link = ask(page, "làm giấy khai sinh").locator("a")
    assert link.get_attribute("href") == "https://dichvucong.gov.vn/p/1.001193"
    assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noopener", "_blank")
    crisis = ask(page, "khổ quá").locator("a").evaluate_all("all => all.map((e) => e.getAttribute('href'))")
    assert crisis == ["tel:115", "tel:113", "tel:114", "tel:111"]
