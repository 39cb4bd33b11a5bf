"""The page of the fakes: a developer writes as a person, sees what comes, switches what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from connectors.fakes.serving import serving
from connectors.fakes.telegram import TOKEN
from connectors.fakes.whole import Fakes
from tests.support.product import Product, running
from tests.web import probes
from tests.web.conftest import PHONE

DESKTOP = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}
KEYBOARD = {"inline_keyboard": [[{"text": "Lệ phí", "callback_data": "#le-phi"}]]}

Open = Callable[..., Page]


@pytest.fixture
def product() -> Iterator[Product]:
    product = Product()
    with running(product.app) as product.url:
        yield product


@pytest.fixture
def fakes(product: Product) -> Iterator[Fakes]:
    fakes = Fakes(product.url, scale=0.001)
    with serving(fakes):
        yield fakes


@pytest.fixture
def open_fakes(browser: Browser, fakes: Fakes) -> Iterator[Open]:
    contexts, faults = [], []

    def open_one(service: str = "zalo", viewport: Any = PHONE, **options: Any) -> Page:
        context = browser.new_context(viewport=viewport, **options)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto(fakes.world.url)
        page.check(f"input[value={service}]")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


def answer(fakes: Fakes, text: str, **more: Any) -> None:
    """What the assistant sends to Nguyễn Văn An on Telegram."""
    chat = fakes.telegram.meet(fakes.people.named("an"))
    url = f"{fakes.world.url}/telegram/bot{TOKEN}/sendMessage"
    body = {"chat_id": chat, "text": text, "parse_mode": "HTML", **more}
    assert httpx.post(url, json=body, trust_env=False).status_code == 200


def last(page: Page) -> Locator:
    return page.locator("#log .line").last


def test_what_a_person_writes_reaches_the_assistant(open_fakes: Open, fakes: Fakes, product: Product) -> None:
    page = open_fakes()
    page.fill("#text", "làm giấy khai sinh cần gì")
    page.press("#text", "Enter")
    expect(last(page)).to_contain_text("làm giấy khai sinh cần gì")
    expect(last(page)).to_contain_text("Đã nhận")
    expect(page.locator("#text")).to_have_value("")
    assert [name for name, _, _ in product.got] == ["zalo"]


def test_an_answer_looks_as_on_telegram_and_its_button_works(open_fakes: Open, fakes: Fakes, product: Product) -> None:
    answer(fakes, "<b>Khai sinh</b>\n&lt;script&gt; https://dichvucong.gov.vn", reply_markup=KEYBOARD)
    page = open_fakes("telegram")
    expect(last(page).locator("b")).to_have_text("Khai sinh")
    expect(last(page)).to_contain_text("<script>")
    expect(last(page).locator("a")).to_have_attribute("href", "https://dichvucong.gov.vn")
    page.click("text=Lệ phí")
    expect(last(page)).to_contain_text("#le-phi")
    fakes.idle()
    assert b"callback_query" in product.got[-1][2]


def test_a_phone_is_shared_with_the_key_that_asks_for_it(open_fakes: Open, fakes: Fakes, product: Product) -> None:
    answer(fakes, "Số?", reply_markup={"keyboard": [[{"text": "Chia sẻ số", "request_contact": True}]]})
    page = open_fakes("telegram")
    page.click("#keys >> text=Chia sẻ số")
    expect(last(page)).to_contain_text("[số điện thoại]")
    fakes.idle()
    assert b'"phone_number":"84900000001"' in product.got[-1][2]


def test_everything_that_a_channel_knows_can_be_sent(open_fakes: Open, fakes: Fakes) -> None:
    for service in ("zalo", "zalobot", "telegram"):
        page = open_fakes(service)
        page.fill("#text", "xin chào")
        page.press("#text", "Enter")
        expect(last(page)).to_contain_text("xin chào")
        page.click("text=Gửi ảnh này")
        buttons = page.locator(".acts button:visible")
        for number in range(buttons.count()):
            buttons.nth(number).click()
        expect(page.locator("#log .line")).to_have_count(buttons.count() + 2)
        expect(page.locator("#error")).to_have_text("")


def test_a_fault_is_switched_counted_and_taken_back(open_fakes: Open, fakes: Fakes, product: Product) -> None:
    page = open_fakes()
    page.select_option("#often", "once")
    page.check("text=Tới hai lần")
    expect(page.get_by_label("Tới hai lần")).to_be_checked()
    page.fill("#text", "một")
    page.click("text='Gửi'")
    expect(page.locator("output[data-count=duplicate]")).to_have_text("1 lần")
    assert len(product.got) == 2
    page.click("text=Tắt hết sự cố")
    expect(page.get_by_label("Tới hai lần")).not_to_be_checked()
    assert fakes.faults.rules == []
    page.check("text=OA được gửi nút")
    page.reload()
    expect(page.get_by_label("OA được gửi nút")).to_be_checked()
    assert fakes.zalo.buttons


def test_a_refusal_of_the_assistant_is_shown(open_fakes: Open, fakes: Fakes, product: Product) -> None:
    product.statuses = [401] * 100
    page = open_fakes("telegram")
    page.fill("#text", "một")
    page.press("#text", "Enter")
    expect(last(page)).to_contain_text(re.compile(r"Máy chủ chưa nhận \(401\)"))
    product.statuses = []
    expect(last(page)).to_contain_text("Đã nhận")


def test_a_line_is_put_in_once_and_the_reader_stays_where_he_reads(open_fakes: Open, fakes: Fakes) -> None:
    for number in range(30):
        answer(fakes, f"Trả lời {number}")
    page = open_fakes("telegram")
    expect(page.locator("#log .line")).to_have_count(30)
    page.evaluate("document.getElementById('log').scrollTop = 0; document.getElementById('a1').dataset.mark = 'x'")
    answer(fakes, "Trả lời nữa")
    expect(page.locator("#log .line")).to_have_count(31)
    assert page.evaluate("document.getElementById('log').scrollTop") == 0
    assert page.evaluate("document.getElementById('a1').dataset.mark") == "x"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP, NARROW], ids=["phone", "desktop", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_and_reachable(viewport: Any, scheme: str, open_fakes: Open, fakes: Fakes) -> None:
    answer(
        fakes, "<b>Khai sinh</b>: Ỗ Ễ Ậ Ỵ https://dichvucong.gov.vn/p/home/dvc-trang-chu.html", reply_markup=KEYBOARD
    )
    fakes.say("telegram", "an", "xin chào")
    fakes.say("zalo", "an", "xin chào")
    for service in ("zalo", "zalobot", "telegram"):
        page = open_fakes(service, viewport, color_scheme=scheme)
        page.wait_for_function("document.querySelector('#log .line') || !document.getElementById('empty').hidden")
        assert probes.axe(page)["violations"] == []
        assert probes.low_contrast(page) == []
        assert probes.clipped(page) == []
        assert not probes.sideways(page)
