"""The Official Account: what it takes, what it refuses, and how it says so."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from typing import Any

import httpx
import pytest

from connectors.fakes.whole import Fakes
from connectors.fakes.zalo import APP_SECRET
from tests.support.product import Product

HOUR = 3600.0
CS = "/zalo/v3.0/oa/message/cs"
PICTURE = {"media_type": "image", "url": "https://a.vn/a.jpg"}
ASK = {"title": "Số điện thoại", "subtitle": "Bấm để gửi", "image_url": "https://a.vn/a.png"}


def template(kind: str, *elements: dict[str, Any]) -> dict[str, Any]:
    payload = {"template_type": kind, "elements": list(elements)}
    return {"attachment": {"type": "template", "payload": payload}}


def buttons(*given: dict[str, Any]) -> dict[str, Any]:
    return {"text": "Chọn:", "attachment": {"type": "template", "payload": {"buttons": list(given)}}}


def send(client: httpx.Client, fakes: Fakes, message: Any, to: Any = None, **headers: str) -> dict[str, Any]:
    recipient = {"user_id": fakes.people.named("an").zalo} if to is None else to
    return post(client, fakes, json.dumps({"recipient": recipient, "message": message}).encode(), **headers)


def post(client: httpx.Client, fakes: Fakes, body: bytes, **headers: str) -> dict[str, Any]:
    given = {"access_token": fakes.zalo.oauth.pair.access, "Content-Type": "application/json", **headers}
    response = client.post(CS, content=body, headers={name: value for name, value in given.items() if value})
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


@pytest.fixture
def open_window(fakes: Fakes) -> Fakes:
    fakes.zalo.meet(fakes.people.named("an"))
    return fakes


def test_a_text_arrives_and_the_quota_is_told(client: httpx.Client, open_window: Fakes) -> None:
    answer = send(client, open_window, {"text": "Dạ, cần ba giấy tờ."})
    assert (answer["error"], answer["message"]) == (0, "Success")
    data = answer["data"]
    assert data["user_id"] == open_window.people.named("an").zalo and int(data["user_id"]) > 2**53
    assert data["quota"] == {"quota_type": "reply", "remain": "7", "total": "8"}
    assert data["sent_time"].isdigit()
    sent = open_window.log.to("an")
    assert [(row.text, row.id, row.times) for row in sent] == [("Dạ, cần ba giấy tờ.", data["message_id"], 1)]


def test_the_same_text_twice_is_counted(client: httpx.Client, open_window: Fakes) -> None:
    for text in ("một", "hai", "một"):
        send(client, open_window, {"text": text})
    assert [(row.number, row.text, row.times) for row in open_window.log.sent] == [
        (1, "một", 1),
        (2, "hai", 1),
        (3, "một", 2),
    ]


def test_two_thousand_characters_are_counted_after_composition(client: httpx.Client, open_window: Fakes) -> None:
    decomposed = unicodedata.normalize("NFD", "ệ")
    assert len(decomposed) == 3
    assert send(client, open_window, {"text": decomposed * 2000})["error"] == 0
    assert send(client, open_window, {"text": "ệ" * 2001})["error"] == -210


GOOD = [
    {"text": "x", "quote_message_id": "63ecf43f0df7dba892e6"},
    {"text": "x", **template("media", PICTURE)},
    template("media", PICTURE),
    template("media", {"media_type": "sticker", "attachment_id": "c09965c25987b0d9e996"}),
    template("media", {"media_type": "gif", "url": "https://a.vn/a.gif", "width": 500, "height": 280}),
    template("request_user_info", ASK),
]


@pytest.mark.parametrize("message", GOOD, ids=range(len(GOOD)))
def test_every_documented_shape_is_taken(message: Any, client: httpx.Client, open_window: Fakes) -> None:
    assert send(client, open_window, message)["error"] == 0


BAD = [
    None,
    {},
    {"text": ""},
    {"text": "  "},
    {"text": 5},
    {"text": "x", "react_message_id": "1"},
    {"text": "x", "buttons": []},
    {"attachment": {"type": "image", "payload": {"url": "https://a.vn/a.jpg"}}},
    {"attachment": {"type": "file", "payload": {"token": "never-uploaded"}}},
    template("media", PICTURE, PICTURE),
    template("media", {**PICTURE, "attachment_id": "x"}),
    template("media", {"media_type": "image"}),
    template("media", {"media_type": "image", "attachment_id": "never-uploaded"}),
    template("request_user_info", ASK, ASK),
    template("request_user_info", {**ASK, "title": "x" * 101}),
    template("request_user_info", {**ASK, "subtitle": "x" * 501}),
    buttons({"title": "Có", "type": "oa.query.hide", "payload": "#co"}),
]


@pytest.mark.parametrize("message", BAD, ids=range(len(BAD)))
def test_any_other_shape_is_refused(message: Any, client: httpx.Client, open_window: Fakes) -> None:
    answer = send(client, open_window, message)
    assert answer["error"] == -201 and answer["message"].endswith(" is invalid!") and "data" not in answer
    assert open_window.log.sent == []


@pytest.mark.parametrize("to", [{}, {"user_id": 904528265164963815}, {"user_id": "5"}, {"user_id": "123456789"}, "x"])
def test_a_recipient_is_a_decimal_string_of_somebody(to: Any, client: httpx.Client, open_window: Fakes) -> None:
    assert send(client, open_window, {"text": "x"}, to)["error"] == -201


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b'{"recipient":{}}'])
def test_a_body_that_is_none_is_refused(body: bytes, client: httpx.Client, open_window: Fakes) -> None:
    assert post(client, open_window, body)["error"] == -201


def test_a_type_that_nobody_knows_has_its_own_code(client: httpx.Client, open_window: Fakes) -> None:
    assert send(client, open_window, template("list", {"title": "x"}))["error"] == -233


def test_buttons_are_taken_where_the_account_may_send_them(client: httpx.Client, open_window: Fakes) -> None:
    open_window.zalo.buttons = True
    yes = {"title": "Có", "type": "oa.query.hide", "payload": "#co"}
    page = {"title": "Mở", "type": "oa.open.url", "payload": {"url": "https://a.vn"}}
    assert send(client, open_window, buttons(yes, page))["error"] == 0
    wrong = [
        [yes] * 6,
        [{**yes, "title": "x" * 101}],
        [{**yes, "payload": "x" * 1001}],
        [{**yes, "type": "callback"}],
        [{**page, "payload": "https://a.vn"}],
    ]
    assert [send(client, open_window, buttons(*given))["error"] for given in wrong] == [-201] * 5


def test_only_the_header_of_zalo_opens(client: httpx.Client, open_window: Fakes) -> None:
    token = open_window.zalo.oauth.pair.access
    assert send(client, open_window, {"text": "x"}, access_token="")["error"] == -216
    bearer = send(client, open_window, {"text": "x"}, access_token="", Authorization=f"Bearer {token}")
    assert bearer["error"] == -216
    assert send(client, open_window, {"text": "x"}, access_token=token[:-1] + "0")["error"] == -220
    wrong = {"Content-Type": "text/plain"}
    assert send(client, open_window, {"text": "x"}, **wrong)["error"] == -201


def test_the_proof_of_the_app_secret_is_checked_where_it_is_sent(client: httpx.Client, open_window: Fakes) -> None:
    token = open_window.zalo.oauth.pair.access
    proof = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
    assert send(client, open_window, {"text": "x"}, appsecret_proof=proof)["error"] == 0
    assert send(client, open_window, {"text": "x"}, appsecret_proof="0" * 64)["error"] == -242


def later(fakes: Fakes, now: list[float], seconds: float) -> None:
    """With a token of that time."""
    now[0] += seconds
    fakes.zalo.oauth.new_pair()


def test_the_window_is_free_then_charged_then_closed(client: httpx.Client, fakes: Fakes, now: list[float]) -> None:
    assert send(client, fakes, {"text": "x"})["error"] == -232
    fakes.say("zalo", "an", "xin chào")
    later(fakes, now, 48 * HOUR)
    assert "quota" in send(client, fakes, {"text": "x"})["data"]
    later(fakes, now, 1)
    assert "quota" not in send(client, fakes, {"text": "x"})["data"]
    later(fakes, now, 5 * 24 * HOUR)
    assert send(client, fakes, {"text": "x"})["error"] == -230
    fakes.say("zalo", "an", "còn đây")
    assert "quota" in send(client, fakes, {"text": "x"})["data"]


def test_eight_replies_are_free_then_they_cost(client: httpx.Client, open_window: Fakes) -> None:
    quotas = [send(client, open_window, {"text": str(n)})["data"].get("quota", {}).get("remain") for n in range(9)]
    assert quotas == ["7", "6", "5", "4", "3", "2", "1", "0", None]


def test_a_follower_who_never_wrote_is_welcomed_three_times(client: httpx.Client, fakes: Fakes) -> None:
    fakes.zalo.windows["an"].follows = True
    answers = [send(client, fakes, {"text": str(n)}) for n in range(4)]
    assert [answer["error"] for answer in answers] == [0, 0, 0, -232]
    assert answers[0]["data"]["quota"] == {"quota_type": "welcome_msg", "remain": "2", "total": "3"}


def test_an_upload_is_checked_and_then_sent(client: httpx.Client, open_window: Fakes, now: list[float]) -> None:
    headers = {"access_token": open_window.zalo.oauth.pair.access}

    def upload(kind: str, name: str, size: int) -> dict[str, Any]:
        answer: dict[str, Any] = client.post(
            f"/zalo/v2.0/oa/upload/{kind}", files={"file": (name, b"x" * size)}, headers=headers
        ).json()
        return answer

    assert upload("image", "a.gif", 10)["error"] == -201
    assert upload("image", "khong-duoi", 10)["error"] == -201
    assert upload("image", "a.png", 1024 * 1024 + 1)["error"] == -210
    assert upload("file", "a.exe", 10)["error"] == -201
    assert client.post("/zalo/v2.0/oa/upload/file", json={}, headers=headers).json()["error"] == -201
    image = upload("image", "a.png", 10)["data"]["attachment_id"]
    token = upload("file", "mau-don.pdf", 10)["data"]["token"]
    assert upload("gif", "a.gif", 10)["error"] == 0
    shown = template("media", {"media_type": "image", "attachment_id": image})
    assert send(client, open_window, shown)["error"] == 0
    file = {"attachment": {"type": "file", "payload": {"token": token}}}
    assert send(client, open_window, file)["error"] == 0
    now[0] += 7 * 24 * HOUR + 1
    open_window.zalo.oauth.new_pair()
    open_window.zalo.meet(open_window.people.named("an"))
    assert send(client, open_window, file)["error"] == -100


def test_reads_take_one_json_parameter(client: httpx.Client, open_window: Fakes) -> None:
    headers = {"access_token": open_window.zalo.oauth.pair.access}
    user = json.dumps({"user_id": open_window.people.named("an").zalo})
    answer = client.get("/zalo/v3.0/oa/user/detail", params={"data": user}, headers=headers).json()
    assert answer["data"]["display_name"] == "Nguyễn Văn An"
    assert answer["data"]["user_last_interaction_date"] == "15/01/2027"
    plain = client.get("/zalo/v3.0/oa/user/detail", params={"user_id": "1"}, headers=headers).json()
    assert plain["error"] == -201
    quota = client.post("/zalo/v3.0/oa/quota/message", content=user, headers=headers).json()
    assert quota["data"]["last_interaction"] == "1800000000000"
    assert client.post("/zalo/v2.0/oa/message", json={}).json()["error"] == -240


def test_own_messages_come_back_as_echoes_and_receipts(
    client: httpx.Client, open_window: Fakes, product: Product
) -> None:
    number = send(client, open_window, {"text": "Dạ"})["data"]["message_id"]
    open_window.idle()
    events = [json.loads(body) for _, _, body in product.got]
    assert [event["event_name"] for event in events] == ["oa_send_text", "user_received_message", "user_seen_message"]
    person = open_window.people.named("an")
    assert events[0]["sender"] == {"id": "388613280878808645"} and events[0]["recipient"] == {"id": person.zalo}
    assert events[0]["message"] == {"text": "Dạ", "msg_id": number}
    assert events[2]["message"] == {"msg_ids": [number]}
