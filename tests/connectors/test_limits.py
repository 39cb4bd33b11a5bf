"""Rate limits by person and by address; addresses come from trusted proxies only."""

from __future__ import annotations

import httpx
import msgspec
import pytest
from starlette.requests import Request

from bot.settings import Settings
from connectors import gateway as gateway_module
from connectors.gateway import Gateway
from tests.support.service import REST, Service, serving


@pytest.fixture
def slow(settings: Settings) -> Settings:
    return msgspec.structs.replace(settings, rate_per_minute=3)


def send(service: Service, sender: str, **headers: str) -> httpx.Response:
    """A message that is refused after the limits were checked, so that nobody has to answer it."""
    return service.client.post(REST, json={"sender": sender, "message": ""}, headers=headers)


def request(peer: str, forwarded: str | None = None) -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded is not None else []
    return Request({"type": "http", "client": (peer, 1), "headers": headers})


def test_one_person_is_slowed_down_and_nobody_else(slow: Settings) -> None:
    with serving(slow) as service:
        assert [send(service, "quick").status_code for _ in range(5)] == [422, 422, 422, 429, 429]
        refused = send(service, "quick")
        assert send(service, "other").status_code == 422
    assert len(refused.json()["error"]) > 10


def test_an_address_may_send_as_much_as_many_people(slow: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A carrier puts thousands of phones behind one address."""
    monkeypatch.setattr(gateway_module, "PEOPLE_AN_ADDRESS", 4)
    with serving(slow) as service:
        codes = [send(service, f"person {number}").status_code for number in range(14)]
    assert codes == [422] * 12 + [429] * 2
    assert gateway_module.PEOPLE_AN_ADDRESS == 4


def test_a_made_up_header_does_not_make_another_address(slow: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "PEOPLE_AN_ADDRESS", 2)
    with serving(slow) as service:
        codes = [send(service, f"p{n}", **{"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(8)]
    assert codes == [422] * 6 + [429] * 2


def test_a_household_with_ipv6_is_one_address(slow: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "PEOPLE_AN_ADDRESS", 1)
    settings = msgspec.structs.replace(slow, trusted_proxies="127.0.0.1")
    with serving(settings) as service:
        codes = [send(service, f"p{n}", **{"X-Forwarded-For": f"2001:db8:1:2::{n}"}).status_code for n in range(5)]
        assert send(service, "other", **{"X-Forwarded-For": "2001:db8:1:3::1"}).status_code == 422
    assert codes == [422] * 3 + [429] * 2


def test_behind_a_trusted_proxy_each_client_has_its_own_limit(slow: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "PEOPLE_AN_ADDRESS", 1)
    settings = msgspec.structs.replace(slow, trusted_proxies="127.0.0.1")
    with serving(settings) as service:
        codes = [send(service, f"p{n}", **{"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(8)]
        spoofed = [send(service, f"q{n}", **{"X-Forwarded-For": f"10.0.0.{n}, 203.0.113.9"}) for n in range(5)]
    assert codes == [422] * 8
    assert [response.status_code for response in spoofed] == [422] * 3 + [429] * 2


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "address"),
    [
        ("", "203.0.113.5", None, "203.0.113.5"),
        ("", "203.0.113.5", "198.51.100.7", "203.0.113.5"),
        ("10.0.0.1", "203.0.113.5", "198.51.100.7", "203.0.113.5"),
        ("10.0.0.1", "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1, 10.0.0.2", "10.0.0.2", "1.2.3.4, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", " , ", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "10.0.0.1, 10.0.0.1", "10.0.0.1"),
    ],
)
def test_the_address_is_that_of_the_last_hop_that_is_not_trusted(
    settings: Settings, trusted: str, peer: str, forwarded: str | None, address: str
) -> None:
    gateway = Gateway(msgspec.structs.replace(settings, trusted_proxies=trusted))
    assert gateway.address(request(peer, forwarded)) == address
    gateway.close()
