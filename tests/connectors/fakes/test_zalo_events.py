"""What people do on Zalo, as the webhook tells it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import httpx
import pytest

from connectors.fakes.whole import Fakes
from connectors.fakes.zalo import APP_ID, OA_ID, OA_SECRET
from tests.support.product import Product


def told(fakes: Fakes, product: Product, **how: Any) -> dict[str, Any]:
    fakes.say("zalo", "an", **how)
    fakes.idle()
    event: dict[str, Any] = json.loads(product.got[-1][2])
    return event


def test_a_push_is_signed_over_its_bytes(fakes: Fakes, product: Product) -> None:
    event = told(fakes, product, text="Xin chào, tôi muốn đặt lịch")
    name, headers, body = product.got[0]
    whole = APP_ID.encode() + body + event["timestamp"].encode() + OA_SECRET.encode()
    assert name == "zalo" and headers["x-zevent-signature"] == f"mac={hashlib.sha256(whole).hexdigest()}"
    assert "chào".encode() in body and event["timestamp"] == "1800000000000"
    person = fakes.people.named("an")
    assert (event["app_id"], event["sender"], event["recipient"]) == (APP_ID, {"id": person.zalo}, {"id": OA_ID})
    assert event["user_id_by_app"] == person.zalo_by_app and event["message"]["msg_id"]


@pytest.mark.parametrize(
    ("how", "name", "type_"),
    [
        ({"kind": "photo", "text": "biên nhận"}, "user_send_image", "image"),
        ({"kind": "gif"}, "user_send_gif", "gif"),
        ({"kind": "voice"}, "user_send_audio", "audio"),
        ({"kind": "video"}, "user_send_video", "video"),
        ({"kind": "sticker"}, "user_send_sticker", "sticker"),
        ({"kind": "location"}, "user_send_location", "location"),
        ({"kind": "file"}, "user_send_file", "file"),
        ({"kind": "link"}, "user_send_link", "link"),
        ({"kind": "contact", "own": False}, "user_send_business_card", "link"),
    ],
)
def test_attachments(how: dict[str, Any], name: str, type_: str, fakes: Fakes, product: Product) -> None:
    event = told(fakes, product, **how)
    (attachment,) = event["message"]["attachments"]
    assert (event["event_name"], attachment["type"]) == (name, type_)
    if name == "user_send_location":
        assert attachment["payload"]["coordinates"] == {"latitude": "21.0285", "longitude": "105.8542"}
    if name == "user_send_file":
        assert attachment["payload"]["size"] == "23394"


def test_a_photo_can_be_fetched(fakes: Fakes, product: Product, client: httpx.Client) -> None:
    event = told(fakes, product, kind="photo", qr="H37.99.99-261118-0001")
    response = client.get(event["message"]["attachments"][0]["payload"]["url"])
    assert response.headers["content-type"] == "image/jpeg" and response.content.startswith(b"\xff\xd8")
    assert client.get("/zalo/media/999.jpg").status_code == 404


def test_events_without_a_sender(fakes: Fakes, product: Product) -> None:
    person = fakes.people.named("an")
    follow = told(fakes, product, kind="follow")
    assert follow["follower"] == {"id": person.zalo} and follow["source"] == "oa_profile" and "sender" not in follow
    chat = told(fakes, product, kind="chatnow")
    assert (chat["event_name"], chat["user_id"], chat["oa_id"]) == ("user_click_chatnow", person.zalo, OA_ID)
    withdraw = told(fakes, product, kind="withdraw")
    assert (withdraw["event_name"], withdraw["user_id"]) == ("user_withdraw", person.zalo)


def test_a_shared_phone_is_in_the_form(fakes: Fakes, product: Product) -> None:
    event = told(fakes, product, kind="contact")
    assert (event["event_name"], event["info"]["phone"]) == ("user_submit_info", "84900000001")


def test_a_person_of_the_unit_wrote_in_zalos_own_tool(fakes: Fakes, product: Product) -> None:
    event = told(fakes, product, kind="officer", text="Chào anh, tôi là cán bộ.")
    assert event["event_name"] == "oa_send_text" and event["sender"]["admin_id"]


def test_a_pressed_button_is_a_text(fakes: Fakes, product: Product) -> None:
    event = told(fakes, product, kind="button", text="#co")
    assert (event["event_name"], event["message"]["text"]) == ("user_send_text", "#co")


def test_a_whole_event_can_be_given(fakes: Fakes, product: Product) -> None:
    event = told(fakes, product, kind="raw", body=b'{"event_name":"user_out_group","timestamp":5}')
    assert event == {"event_name": "user_out_group", "timestamp": 5}


def test_what_nobody_can_do_there_is_an_error(fakes: Fakes) -> None:
    with pytest.raises(KeyError):
        fakes.say("zalo", "an", kind="start")
