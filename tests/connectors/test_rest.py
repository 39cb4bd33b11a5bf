"""Rasa's REST contract over real HTTP."""

from __future__ import annotations

import msgspec
import pytest

from bot.conversations.reply import Kind
from bot.settings import Settings
from tests.support.service import REST, Service, serving

HELLO = "xin chào"
PAPERS = "đăng ký kết hôn cần giấy tờ gì"


def test_the_reply_has_the_contracts_shape(service: Service) -> None:
    response = service.ask(PAPERS, "contract")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    replies = response.json()
    assert isinstance(replies, list)
    assert len(replies) == 1
    assert set(replies[0]) <= {"recipient_id", "text", "buttons", "custom"}
    assert replies[0]["recipient_id"] == "contract"
    assert replies[0]["text"]
    assert all(set(button) == {"title", "payload"} for button in replies[0].get("buttons", []))


def test_custom_says_what_sort_of_reply_it_is(service: Service) -> None:
    custom = service.ask(PAPERS, "custom").json()[0]["custom"]
    assert set(custom) == {"kind", "procedures", "facets", "dossier", "conversation"}
    assert custom["kind"] in {kind.value for kind in Kind}
    assert custom["conversation"] == "bot"
    assert custom["facets"] == ["documents"]
    assert custom["procedures"]


def test_buttons_are_left_out_where_there_are_none(service: Service) -> None:
    reply = service.ask("hồ sơ H37.99.99-261332-0001", "no buttons").json()[0]
    assert "buttons" not in reply
    assert reply["custom"]["dossier"] is None


def test_the_dossier_that_is_asked_about_is_named(service: Service) -> None:
    reply = service.ask("hồ sơ h37 99 99 261118 0001", "a dossier").json()[0]
    assert reply["custom"]["dossier"] == "H37.99.99-261118-0001"


def test_a_button_can_be_pressed_by_sending_its_payload(service: Service) -> None:
    button = service.ask(PAPERS, "button").json()[0]["buttons"][0]
    pressed = service.ask(button["payload"], "button").json()[0]
    assert pressed["custom"]["kind"] in ("answer", "clarify")


def test_senders_are_kept_apart(service: Service) -> None:
    service.ask("hồ sơ H37.99.99-261118-0001 đến đâu rồi", "one")
    assert service.ask("7K2M", "two").json()[0]["custom"]["kind"] != "status"
    assert service.ask("7K2M", "one").json()[0]["custom"]["kind"] == "status"


@pytest.mark.parametrize(
    "sender", ["Nguyễn Văn A", "a" * 5000, "../../etc", "'; DROP TABLE inbox; --", "\u0000x", "👶"]
)
def test_any_sender_is_a_person_of_its_own(service: Service, sender: str) -> None:
    assert service.ask(HELLO, sender).json()[0]["recipient_id"] == sender


def test_what_is_not_known_is_ignored(service: Service) -> None:
    """Rasa's clients send metadata and an input channel."""
    body = {"sender": "more", "message": HELLO, "metadata": {"a": 1}, "input_channel": "x"}
    assert service.client.post(REST, json=body).status_code == 200


def test_production_has_no_rest_unless_a_token_is_set(base: Settings) -> None:
    with serving(msgspec.structs.replace(base, mode="production")) as service:
        assert service.ask(HELLO).status_code == 404
        assert service.client.get("/").status_code == 200


@pytest.mark.parametrize(
    "given", [None, "", "Bearer", "Bearer wrong", "Bearer secre", "Basic c2VjcmV0", "Bearer tiếng"]
)
def test_a_wrong_token_is_refused(base: Settings, given: str | None) -> None:
    headers = {"Authorization": given.encode()} if given is not None else {}
    with serving(msgspec.structs.replace(base, mode="production", rest_token="secret")) as service:
        response = service.client.post(REST, json={"sender": "a", "message": HELLO}, headers=headers)  # type: ignore[arg-type]
    assert response.status_code == 401
    assert "token" in response.json()["error"]


def test_the_right_token_is_let_in(base: Settings, service: Service) -> None:
    settings = msgspec.structs.replace(base, mode="production", rest_token="secret")
    with serving(settings) as production:
        headers = {"Authorization": "Bearer secret"}
        response = production.client.post(REST, json={"sender": "a", "message": HELLO}, headers=headers)
    assert response.status_code == 200
    assert response.json()[0]["custom"]["kind"] == "smalltalk"


def test_who_waits_in_vain_is_told_and_the_message_is_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.rest.LONGEST_WAIT", 0.3)
    with serving(settings) as service:
        response = service.ask(HELLO)
        assert response.status_code == 504
        assert "kept" in response.json()["error"]
        assert service.operations.get("/status").json()["inbox_pending"] == 1
