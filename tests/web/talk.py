"""What a person does on the page, in words."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def send(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.press("#text", "Enter")


def ask(page: Page, text: str) -> Locator:
    """Send and wait for the answer; the answer's line."""
    before = answers(page).count()
    send(page, text)
    expect(answers(page)).to_have_count(before + 1)
    return answers(page).last


def answers(page: Page) -> Locator:
    return page.locator("#log .line.assistant")


def mine(page: Page) -> Locator:
    return page.locator("#log .line.citizen")


def large(page: Page) -> None:
    page.click("#size button")
    assert page.evaluate("document.documentElement.classList.contains('large')")


def long_talk(page: Page) -> None:
    ask(page, "cho em câu trả lời dài")
    ask(page, "làm giấy khai sinh")
