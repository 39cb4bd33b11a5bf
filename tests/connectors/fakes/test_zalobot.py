"""The Zalo Bot Platform."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from connectors.fakes.whole import Fakes
from connectors.fakes.zalobot import SECRET, TOKEN
from tests.support.product import Product


@pytest.fixture
def chat(fakes: Fakes) -> str:
    return fakes.zalobot.meet(fakes.people.named("an"))


def call(client: httpx.Client, method: str, token: str = TOKEN, **body: Any) -> dict[str, Any]:
    response = client.post(f"/zalobot/bot{token}/{method}", json=body)
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def code(answer: dict[str, Any]) -> int:
    assert answer["ok"] is False and answer["description"]
    number: int = answer["error_code"]
    return number


def test_a_message_arrives(client: httpx.Client, fakes: Fakes, chat: str) -> None:
    result = call(client, "sendMessage", chat_id=chat, text="Dạ")["result"]
    assert set(result) == {"message_id", "date"} and result["date"] > 10**12
    assert [(row.service, row.person, row.text) for row in fakes.log.sent] == [("zalobot", "an", "Dạ")]
    assert call(client, "sendPhoto", chat_id=chat, photo="https://a.vn/a.jpg")["ok"]
    assert call(client, "sendChatAction", chat_id=chat, action="typing")["ok"]
    assert call(client, "getMe")["result"]["account_name"] == "bot.motcua"


def test_what_does_not_fit_is_refused_with_http_200(client: httpx.Client, fakes: Fakes, chat: str) -> None:
    for body in (
        {"chat_id": chat, "text": ""},
        {"chat_id": chat, "text": "x" * 2001},
        {"chat_id": chat},
        {"chat_id": "unknown", "text": "x"},
        {"chat_id": chat, "text": "x", "reply_markup": {}},
    ):
        assert code(call(client, "sendMessage", **body)) == 400
    assert code(call(client, "sendMessage", "1:wrong", chat_id=chat, text="x")) == 401
    assert code(call(client, "sendPoll")) == 404
    assert code(call(client, "sendChatAction", chat_id=chat, action="dance")) == 400
    assert fakes.log.sent == []


def test_a_push_is_flat_or_wrapped(client: httpx.Client, fakes: Fakes, product: Product, chat: str) -> None:
    fakes.say("zalobot", "an", "xin chào")
    fakes.idle()
    fakes.zalobot.wrapped = True
    fakes.say("zalobot", "an", kind="photo", text="đây")
    fakes.idle()
    (_, headers, flat), (_, _, wrapped) = product.got
    assert headers["x-bot-api-secret-token"] == SECRET
    event = json.loads(flat)
    assert event["event_name"] == "message.text.received"
    assert event["message"]["chat"] == {"id": chat, "chat_type": "PRIVATE"}
    inner = json.loads(wrapped)
    assert inner["ok"] is True and inner["result"]["event_name"] == "message.image.received"
    assert client.get(inner["result"]["message"]["photo_url"]).content.startswith(b"\xff\xd8")


def test_a_phone_cannot_be_shared(fakes: Fakes, product: Product) -> None:
    fakes.say("zalobot", "an", kind="contact")
    fakes.idle()
    assert json.loads(product.got[0][2])["event_name"] == "message.unsupported.received"


def test_polling_gives_one_update_or_408(client: httpx.Client, fakes: Fakes) -> None:
    assert code(call(client, "getUpdates", timeout=0)) == 409
    assert call(client, "deleteWebhook")["ok"]
    assert code(call(client, "getUpdates", timeout=0)) == 408
    fakes.say("zalobot", "an", "một")
    fakes.say("zalobot", "an", "hai")
    texts = [call(client, "getUpdates", timeout=1)["result"]["message"]["text"] for _ in range(2)]
    assert texts == ["một", "hai"]
    assert code(call(client, "getUpdates", timeout=0)) == 408


def test_a_webhook_needs_a_secret(client: httpx.Client, product: Product) -> None:
    url = f"{product.url}/webhooks/zalobot"
    assert code(call(client, "setWebhook", url=url)) == 400
    assert code(call(client, "setWebhook", url=url, secret_token="short")) == 400
    assert code(call(client, "setWebhook", url="http://a.vn", secret_token="long-enough")) == 400
    assert call(client, "setWebhook", url=url, secret_token="long-enough")["result"]["url"] == url
    assert call(client, "getWebhookInfo")["result"]["url"] == url
