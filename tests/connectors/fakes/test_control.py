"""Everything that a test or the page may ask of the fakes, over HTTP."""

from __future__ import annotations

import base64

import httpx

from connectors.fakes.pictures import plain
from connectors.fakes.telegram import TOKEN
from connectors.fakes.whole import Fakes
from tests.support.product import Product


def test_a_person_says_something(client: httpx.Client, fakes: Fakes, product: Product) -> None:
    said = {"service": "telegram", "person": "an", "text": "xin chào"}
    assert client.post("/_fake/say", json=said).json() == {"id": "10000001"}
    fakes.idle()
    assert len(product.got) == 1


def test_what_cannot_be_done_is_said(client: httpx.Client) -> None:
    photo = base64.b64encode(plain()).decode()
    for body, status in (
        ({"service": "telegram", "person": "an", "kind": "photo", "data": photo}, 200),
        ({"service": "telegram", "person": "an", "kind": "photo", "data": "###"}, 422),
        ({"service": "telegram", "person": "an", "kind": "follow"}, 422),
        ({"service": "telegram", "person": "an", "kind": "button", "text": "không có"}, 422),
        ({"service": "viber", "person": "an"}, 422),
        ({"service": "zalo"}, 422),
        ({"service": "zalo", "person": "an", "kind": "location", "latitude": 100}, 422),
    ):
        assert client.post("/_fake/say", json=body).status_code == status


def test_what_was_sent_is_read_by_person_and_from_a_number_on(client: httpx.Client, fakes: Fakes) -> None:
    for who, text in (("an", "một"), ("binh", "hai"), ("an", "ba")):
        chat = client.post("/_fake/meet", json={"service": "telegram", "person": who}).json()["id"]
        client.post(f"/telegram/bot{TOKEN}/sendMessage", json={"chat_id": chat, "text": text})
    answer = client.get("/_fake/sent").json()
    assert answer["total"] == 3 and [row["text"] for row in answer["sent"]] == ["một", "hai", "ba"]
    after = client.get("/_fake/sent", params={"after": 1, "person": "an"}).json()["sent"]
    assert [(row["number"], row["text"], row["times"]) for row in after] == [(3, "ba", 1)]
    assert client.get("/_fake/sent", params={"service": "zalo"}).json()["sent"] == []
    assert [call["method"] for call in client.get("/_fake/calls").json()["calls"]] == ["sendMessage"] * 3
    client.delete("/_fake/log")
    assert client.get("/_fake/sent").json() == {"sent": [], "total": 0}


def test_faults_are_set_seen_and_taken_back(client: httpx.Client) -> None:
    for body in ({"fault": "slow"}, {"fault": "-230", "service": "zalo", "share": 0.5, "seed": 3}):
        assert client.post("/_fake/faults", json=body).status_code == 200
    assert client.post("/_fake/faults", json={"fault": "gravity"}).status_code == 422
    assert [rule["fault"] for rule in client.get("/_fake/faults").json()["rules"]] == ["slow", "-230"]
    client.delete("/_fake/faults", params={"fault": "slow"})
    assert [rule["fault"] for rule in client.get("/_fake/faults").json()["rules"]] == ["-230"]
    client.delete("/_fake/faults")
    assert client.get("/_fake/faults").json()["rules"] == []


def test_switches(client: httpx.Client, fakes: Fakes) -> None:
    given = {"buttons": True, "receipts": False, "limits": True, "wrapped": True, "scale": 0.5, "subscribed": False}
    answer = client.post("/_fake/options", json=given).json()
    assert {name: answer[name] for name in given if name != "scale"} == {
        name: value for name, value in given.items() if name != "scale"
    }
    assert fakes.zalo.buttons and fakes.telegram.limits and fakes.zalobot.wrapped and fakes.zalo.push.scale == 0.5
    assert client.post("/_fake/options", json={"gravity": 1}).status_code == 422


def test_the_pair_of_the_console(client: httpx.Client, fakes: Fakes) -> None:
    first = client.get("/_fake/tokens").json()
    assert first["access_token"] == fakes.zalo.oauth.pair.access
    assert client.post("/_fake/tokens").json()["refresh_token"] != first["refresh_token"]


def test_pushes_are_told_with_their_answers(client: httpx.Client, fakes: Fakes, product: Product) -> None:
    product.statuses = [503]
    fakes.say("telegram", "an", "một")
    fakes.idle()
    pushes = client.get("/_fake/pushes").json()["pushes"]
    assert [(push["status"], push["attempt"]) for push in pushes] == [(503, 0), (200, 1)]
