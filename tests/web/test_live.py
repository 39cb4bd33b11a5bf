"""Desk checklist P12–P14, P17–P21: what happens while the page is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from bot.conversations.reply import Custom, Kind, Reply
from tests.web.conftest import Open
from tests.web.site import Site
from tests.web.talk import answers, ask, long_talk, mine, send

OFFICER = Reply("Chào bác, em kiểm tra rồi ạ.", Custom(Kind.HANDOFF, conversation="officer"))
WATCH = """() => { window.seen = {added: [], removed: 0};
  new MutationObserver((all) => all.forEach((m) => {
    m.addedNodes.forEach((n) => seen.added.push([n.id, n.textContent.trim().length > 0]));
    seen.removed += m.removedNodes.length; })).observe(document.getElementById('log'), {childList: true}); }"""


def test_p12_one_whole_node_a_message_and_none_removed(page: Page) -> None:
    page.evaluate(WATCH)
    ask(page, "xin chào")
    ask(page, "làm giấy khai sinh")
    seen = page.evaluate("seen")
    assert [name[0] for name, _ in seen["added"]] == ["m", "r", "m", "r"]
    assert all(whole for _, whole in seen["added"])
    assert seen["removed"] == 0
    snapshot = page.locator("#log").aria_snapshot()
    assert "log" in snapshot and "paragraph: Trợ lý" in snapshot and "paragraph: Anh/chị" in snapshot


def test_p12_the_status_speaks_and_falls_silent(page: Page, site: Site) -> None:
    site.worker.hold()
    send(page, "xin chào")
    expect(page.locator("[role=status]#state")).to_have_text("Trợ lý đang trả lời…")
    site.worker.go()
    expect(answers(page)).to_have_count(1)
    expect(page.locator("#state")).to_have_text("")


def test_p12_after_eight_seconds_it_says_that_it_is_starting(page: Page, site: Site) -> None:
    page.clock.install()
    site.worker.hold()
    send(page, "xin chào")
    expect(page.locator("#state")).to_contain_text("đang trả lời")
    page.clock.run_for(8500)
    expect(page.locator("#state")).to_contain_text("đang khởi động")
    site.worker.go()
    expect(page.locator("#state")).to_have_text("")


def test_p13_an_officers_message_leaves_the_writer_alone(page: Page, site: Site) -> None:
    ask(page, "xin chào")
    page.fill("#text", "đang viết dở")
    page.evaluate("document.getElementById('text').setSelectionRange(4, 4)")
    site.worker.add(OFFICER)
    expect(page.get_by_text(OFFICER.text)).to_be_visible()
    state = page.evaluate("[document.activeElement.id, document.getElementById('text').selectionStart]")
    assert state == ["text", 4]
    assert page.input_value("#text") == "đang viết dở"


def test_p14_who_reads_above_stays_there(page: Page, site: Site) -> None:
    long_talk(page)
    page.evaluate("scrollTo(0, 200)")
    page.wait_for_timeout(100)
    site.worker.add(OFFICER)
    expect(page.locator("#below")).to_be_visible()
    assert page.evaluate("scrollY") == 200
    page.click("#below")
    expect(page.get_by_text(OFFICER.text)).to_be_in_viewport()
    expect(page.locator("#below")).to_be_hidden()


def test_p14_a_long_answer_is_shown_from_its_beginning(page: Page) -> None:
    line = ask(page, "cho em câu trả lời dài")
    expect(line.locator(".lead")).to_be_in_viewport()


def test_p17_offline_the_text_is_kept_and_sent_once_afterwards(page: Page, site: Site) -> None:
    before = len(site.worker.taken())
    page.context.set_offline(True)
    send(page, "gửi khi mất mạng")
    expect(page.locator("#error")).to_contain_text("Chưa gửi được")
    expect(page.locator("#again")).to_have_text("Gửi lại")
    assert page.input_value("#text") == "gửi khi mất mạng"
    page.context.set_offline(False)
    expect(mine(page)).to_have_count(1)
    expect(answers(page)).to_have_count(1)
    assert site.worker.taken()[before:] == ["gửi khi mất mạng"]
    assert page.input_value("#text") == ""
    assert page.inner_text("#error") == ""


def test_p17_a_lost_response_does_not_send_twice(page: Page, site: Site) -> None:
    """The server has the message, the phone never hears so: the retry carries the same id."""
    before = len(site.worker.taken())
    lost: list[APIResponse] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", lose)
    send(page, "mất hồi âm")
    expect(page.locator("#text")).to_have_value("")
    expect(answers(page)).to_have_count(1)
    expect(mine(page)).to_have_count(1)
    assert site.worker.taken()[before:] == ["mất hồi âm"]


def test_p17_a_choice_is_kept_too(page: Page, site: Site) -> None:
    ask(page, "cho em chọn")
    page.context.set_offline(True)
    page.click("text=1. Đăng ký khai sinh")
    expect(page.locator("#error")).to_have_text("Chưa gửi được: Đăng ký khai sinh.")
    page.context.set_offline(False)
    expect(mine(page)).to_have_count(2)
    assert page.inner_text("#error") == ""


def test_p17_what_was_rewritten_is_not_sent_behind_the_back(page: Page, site: Site) -> None:
    before = len(site.worker.taken())
    page.context.set_offline(True)
    send(page, "câu cũ")
    expect(page.locator("#again")).to_be_visible()
    page.fill("#text", "câu mới, chưa xong")
    page.context.set_offline(False)
    page.wait_for_timeout(1000)
    assert site.worker.taken()[before:] == []
    page.press("#text", "Enter")
    expect(mine(page)).to_have_count(1)
    assert site.worker.taken()[before:] == ["câu mới, chưa xong"]


def test_p18_slow_network(open_page: Open, site: Site) -> None:
    page = open_page()
    session = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", slow)
    page.reload(wait_until="domcontentloaded", timeout=5000)
    expect(page.locator("#text")).to_be_editable(timeout=5000)
    before = len(site.worker.taken())
    site.worker.delay = 2.0
    send(page, "câu thứ nhất")
    expect(page.locator("#state")).to_contain_text("Đang gửi", timeout=1000)
    page.locator("#text").press_sequentially(" và câu thứ hai")
    page.press("#text", "Enter")
    expect(page.locator("#state")).to_contain_text("đang trả lời", timeout=2000)
    expect(answers(page)).to_have_count(2, timeout=15_000)
    assert site.worker.taken()[before:] == ["câu thứ nhất", "và câu thứ hai"]


def test_p19_without_the_stream_answers_still_come(page: Page, site: Site) -> None:
    page.route("**/events*", lambda route: route.abort())
    page.reload()
    site.worker.delay = 1.0
    send(page, "xin chào")
    expect(answers(page)).to_have_count(1, timeout=12_000)


def test_p19_the_stream_is_retried_even_when_its_first_connect_fails(page: Page) -> None:
    page.route("**/events*", lambda route: route.abort())
    page.reload()
    page.wait_for_timeout(800)
    with page.expect_request("**/events*"):
        page.unroute("**/events*")


def test_p20_reload_back_and_second_tab_show_the_same_talk(page: Page, site: Site) -> None:
    ask(page, "xin chào")
    lines = page.locator("#log .line").evaluate_all("all => all.map((e) => e.id)")
    page.reload()
    assert page.locator("#log .line").evaluate_all("all => all.map((e) => e.id)") == lines
    page.goto("about:blank")
    page.go_back()
    expect(page.locator("#log .line")).to_have_count(2)
    second = page.context.new_page()
    second.goto(site.url)
    ask(second, "từ thẻ thứ hai")
    expect(page.locator("#log .line")).to_have_count(4)
    ids = [tab.locator("#log .line").evaluate_all("all => all.map((e) => e.id)") for tab in (page, second)]
    assert ids[0] == ids[1] and len(set(ids[0])) == 4


def test_p21_an_hour_later_everything_is_there(page: Page) -> None:
    dialogs = []
    page.on("dialog", lambda dialog: dialogs.append(dialog))
    page.clock.install()
    ask(page, "xin chào")
    page.fill("#text", "đang viết dở")
    page.clock.fast_forward("01:00:00")
    page.wait_for_timeout(300)
    assert page.input_value("#text") == "đang viết dở"
    page.press("#text", "Enter")
    expect(answers(page)).to_have_count(2)
    assert dialogs == []
    assert "captcha" not in page.content().lower()


@pytest.mark.parametrize("status", [502, 503])
def test_a_gateway_that_is_away_for_a_while_loses_nothing(page: Page, site: Site, status: int) -> None:
    before = len(site.worker.taken())
    page.route("**/messages*", lambda route: route.fulfill(status=status, body="Bad Gateway"))
    send(page, "máy chủ đang khởi động lại")
    expect(page.locator("#error")).to_contain_text("Chưa gửi được")
    page.unroute("**/messages*")
    page.click("#again")
    expect(answers(page)).to_have_count(1)
    assert site.worker.taken()[before:] == ["máy chủ đang khởi động lại"]
