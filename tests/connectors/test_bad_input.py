"""Whatever is sent: a reply or a 4xx with a reason, never a fault of ours, and the conversation goes on."""

from __future__ import annotations

import os
import unicodedata

import httpx
import pytest

from tests.support.service import REST, Service

HELLO = "xin chào"
ODD = {
    "long": "giấy khai sinh " * 133,
    "emoji": "👶👶🏽👨‍👩‍👧😀",
    "flags": "🇻🇳🇻🇳",
    "nfd": unicodedata.normalize("NFD", "đăng ký kết hôn cần giấy tờ gì"),
    "right-to-left": "مرحبا كيف حالك",
    "override": "\u202eabc khai sinh\u202c",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{7*7}} {name} %s ${x} {0}",
    "sql": "'; DROP TABLE inbox; --",
    "restart": "/restart",
    "command": '/inform{"x":1}',
    "spaced command": ' \u200b / /ask_procedure{"procedure": "1.001193"}',
    "session": "/session_start",
    "crisis command": "/crisis",
    "entity markup": '[1.001193](procedure_code){"value": "x"}',
    "only a slash": "/",
    "only slashes": "/// /",
    "backslashes": "\\n\\u0000\\" * 20,
    "stacked marks": "a" + "\u0301" * 400,
    "one letter": "a",
    "digits": "9" * 1500,
    "dots": "." * 1500,
    "newlines": "khai\n\n\r\n\tsinh\x0b\x0c",
    "control": "khai\x00 sinh\x07\x1b[31m cần gì\x7f",
    "surrogate pair": "𠀀𠮷",
    "dossier code of dots": "H37." * 300,
    "payload of nothing": "#nothing:nothing@nothing",
    "payload broken": "#:@#:@",
}
REFUSED = {
    "empty": "",
    "blanks": " \n\t\u3000 ",
    "only control": "\x00\x01\x1f\u200b\u202e",
    "10,000": "a" * 10_000,
    "2,001": "a" * 2001,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_message_gets_a_reply_and_the_talk_goes_on(service: Service, text: str) -> None:
    sender = os.urandom(6).hex()
    response = service.ask(text, sender)
    assert response.status_code == 200, response.text
    replies = response.json()
    assert len(replies) == 1
    assert replies[0]["text"].strip()
    following = service.ask(HELLO, sender).json()
    assert following[0]["custom"]["kind"] == "smalltalk"


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason(service: Service, text: str) -> None:
    sender = os.urandom(6).hex()
    response = service.ask(text, sender)
    assert response.status_code == 422
    assert len(response.json()["error"]) > 10
    assert service.ask(HELLO, sender).json()[0]["custom"]["kind"] == "smalltalk"


@pytest.mark.parametrize("name", ["restart", "command", "spaced command", "session", "crisis command"])
def test_a_leading_slash_is_no_command(service: Service, name: str) -> None:
    """Not the intent that it names, and what was talked about is not forgotten."""
    sender = os.urandom(6).hex()
    service.ask("đăng ký kết hôn cần giấy tờ gì", sender)
    reply = service.ask(ODD[name], sender).json()[0]
    assert reply["custom"]["kind"] not in ("crisis", "status")
    follow_up = service.ask("thế còn lệ phí?", sender).json()[0]
    assert follow_up["custom"]["facets"] == ["fee"]


def test_nfd_is_read_as_nfc(service: Service) -> None:
    texts = [unicodedata.normalize(form, "đăng ký kết hôn cần giấy tờ gì") for form in ("NFC", "NFD")]
    replies = [service.ask(text, os.urandom(6).hex()).json()[0] for text in texts]
    assert replies[0] == {**replies[1], "recipient_id": replies[0]["recipient_id"]}


def test_no_markup_comes_back(service: Service) -> None:
    assert "<script" not in service.ask(ODD["html"], "markup").text


BODIES = {
    "nothing": b"",
    "garbage": b"{{{",
    "cut": b'{"sender": "a", "mess',
    "not utf-8": b'{"sender": "a", "message": "\xff\xfe"}',
    "utf-16": '{"sender": "a", "message": "b"}'.encode("utf-16"),
    "a list": b"[1, 2]",
    "a string": b'"hello"',
    "null": b"null",
    "no sender": b'{"message": "a"}',
    "no message": b'{"sender": "a"}',
    "empty sender": b'{"sender": "  ", "message": "a"}',
    "number as sender": b'{"sender": 1, "message": "a"}',
    "list as message": b'{"sender": "a", "message": ["a"]}',
    "null as message": b'{"sender": "a", "message": null}',
    "deep": b'{"sender": "a", "message": "b", "x": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    "deep garbage": b'{"x":' * 10_000,
    "lone surrogate": b'{"sender": "a", "message": "\\ud800"}',
    "not a number": b'{"sender": "a", "message": NaN}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_faulty_body_is_refused_with_a_reason(service: Service, body: bytes) -> None:
    response = service.client.post(REST, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400, response.text
    assert "sender" in response.json()["error"]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_pages_own_door_refuses_it_too(service: Service, body: bytes) -> None:
    response = service.client.post("/messages", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400, response.text
    assert response.json()["error"]


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "á"])
def test_another_content_type_is_refused(service: Service, kind: str | None) -> None:
    headers = {"Content-Type": kind.encode()} if kind else {}
    body = b'{"sender": "a", "message": "b"}'
    response = service.client.post(REST, content=body, headers=headers)  # type: ignore[arg-type]
    assert response.status_code == 415
    assert "application/json" in response.json()["error"]


def test_json_with_a_charset_is_json(service: Service) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    body = '{"sender": "charset", "message": "xin chào"}'.encode()
    assert service.client.post(REST, content=body, headers=headers).status_code == 200


@pytest.mark.parametrize("path", [REST, "/messages"])
def test_a_huge_body_is_refused_before_it_is_read(service: Service, path: str) -> None:
    body = b'{"sender": "a", "id": "1", "text": "a", "message": "' + b"a" * 20_000_000 + b'"}'
    try:
        response = service.client.post(path, content=body, headers={"Content-Type": "application/json"})
    except httpx.WriteError:
        # The connection may be closed under the rest of the body.
        return
    assert response.status_code == 413
    assert response.json()["error"]


@pytest.mark.parametrize(("method", "path"), [("GET", REST), ("PUT", REST), ("DELETE", "/messages"), ("POST", "/")])
def test_a_wrong_method_is_refused(service: Service, method: str, path: str) -> None:
    response = service.client.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"]
    assert response.text


@pytest.mark.parametrize(
    "path", ["/nothing", "/static/../gateway.py", "/static/nothing.css", "/webhooks", "/status", "/metrics"]
)
def test_what_is_not_there_is_not_found(service: Service, path: str) -> None:
    assert service.client.get(path).status_code == 404
