"""Messages by template to a phone."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from connectors.fakes.whole import Fakes
from connectors.fakes.zns import OTP_TEMPLATE
from tests.support.product import Product

ORDER = {"phone": "84900000001", "template_id": OTP_TEMPLATE, "template_data": {"otp": "123456"}, "tracking_id": "t-1"}


def order(client: httpx.Client, fakes: Fakes, access: str | None = None, **changed: Any) -> dict[str, Any]:
    headers = {"access_token": fakes.zalo.oauth.pair.access if access is None else access}
    response = client.post("/zalo/message/template", json={**ORDER, **changed}, headers=headers)
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def test_a_code_reaches_a_phone_and_its_delivery_is_told(client: httpx.Client, fakes: Fakes, product: Product) -> None:
    answer = order(client, fakes)
    assert answer["error"] == 0 and answer["data"]["quota"] == {"dailyQuota": "500", "remainingQuota": "499"}
    (sent,) = fakes.log.sent
    assert (sent.service, sent.person, sent.to) == ("zns", "an", "84900000001")
    assert sent.content == {"template_id": OTP_TEMPLATE, "otp": "123456"}
    fakes.idle()
    ((name, headers, body),) = product.got
    event = json.loads(body)
    assert name == "zalo" and headers["x-zevent-server"] == "ZNS" and event["event_name"] == "user_received_message"
    assert event["recipient"] == {"id": "84900000001"} and event["message"]["tracking_id"] == "t-1"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"phone": "0900000001"}, -108),
        ({"phone": "+84900000001"}, -108),
        ({"template_id": "1"}, -109),
        ({"template_data": {}}, -1122),
        ({"template_data": {"otp": "12345678901"}}, -1121),
        ({"template_data": {"otp": "1", "name": "x"}}, -132),
        ({"template_data": {"otp": 123456}}, -132),
        ({"tracking_id": "x" * 49}, -132),
        ({"recipient": "x"}, -132),
        ({"phone": "84911111111"}, -118),
        ({"access": "wrong"}, -124),
    ],
)
def test_what_does_not_fit_is_refused(changed: dict[str, Any], code: int, client: httpx.Client, fakes: Fakes) -> None:
    assert order(client, fakes, **changed)["error"] == code
    assert fakes.log.sent == []


def test_a_phone_without_zalo_and_a_used_up_day(client: httpx.Client, fakes: Fakes) -> None:
    fakes.zalo.zns.without_zalo.add("84900000001")
    assert order(client, fakes)["error"] == -118
    fakes.zalo.zns.left = 0
    assert order(client, fakes, phone="84900000002")["error"] == -144


def test_faults_have_the_codes_of_zns(client: httpx.Client, fakes: Fakes) -> None:
    for fault, code in (("429", -144), ("expired", -124), ("-133", -133)):
        fakes.faults.add(fault, service="zns", times=1)
        assert order(client, fakes)["error"] == code
        fakes.faults.clear()
        fakes.zalo.oauth.new_pair()
    assert order(client, fakes)["error"] == 0
