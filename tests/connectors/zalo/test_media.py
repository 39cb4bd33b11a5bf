"""Pictures come from Zalo's hosts only: never from our own network, whatever an address says."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, NamedTuple

import httpx
import pytest

from bot.settings import Settings
from connectors.channel import NotFetched
from connectors.fakes.whole import Fakes
from connectors.zalo.media import Media


class Fetched(NamedTuple):
    data: bytes
    refused: str
    asked: list[httpx.Request]


GOOD = "https://f6.photo.talk.zdn.vn/a/f.jpg?x=1"


def fetch(url: str, most: int = 100, addresses: tuple[str, ...] = ("8.8.8.8",), **answer: Any) -> Fetched:
    """Through a transport that answers everything, so that only our own refusals count."""
    asked: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(**{"status_code": 200, "content": b"picture", **answer})

    async def resolve(host: str) -> list[str]:
        if not addresses:
            raise socket.gaierror("no such name")
        return list(addresses)

    client = httpx.AsyncClient(transport=httpx.MockTransport(respond))
    try:
        return Fetched(asyncio.run(Media(Settings(), client, resolve).fetch(url, most)), "", asked)
    except NotFetched as refused:
        return Fetched(b"", str(refused), asked)


def test_a_picture_is_fetched_from_the_address_that_was_looked_at() -> None:
    data, _, [asked] = fetch(GOOD)
    assert data == b"picture"
    assert asked.url == "https://8.8.8.8/a/f.jpg?x=1"
    assert asked.headers["host"] == "f6.photo.talk.zdn.vn"
    assert asked.extensions["sni_hostname"] == "f6.photo.talk.zdn.vn"


FOREIGN = [
    "http://f6.photo.talk.zdn.vn/f.jpg",
    "https://zdn.vn.evil.example/f.jpg",
    "https://evilzdn.vn/f.jpg",
    "https://evil.example/zdn.vn",
    "https://f6.zdn.vn@evil.example/",
    "https://user:pass@f6.zdn.vn/",
    "https://f6.zdn.vn:8443/",
    "https://127.0.0.1/f.jpg",
    "http://127.0.0.1:8001/metrics",
    "http://localhost/f.jpg",
    "https://[::1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/",
    "file:///etc/passwd",
    "ftp://f6.zdn.vn/",
    "//f6.zdn.vn/",
    "https://",
    "",
    "https://f6.zdn.vn:port/",
    "https://[f6.zdn.vn/",
]


@pytest.mark.parametrize("url", FOREIGN)
def test_other_addresses_are_not_asked(url: str) -> None:
    fetched = fetch(url)
    assert fetched.asked == [] and fetched.refused in ("foreign host", "no address")


INSIDE = ["127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"]
INSIDE += ["::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "2002:0a00:0001::1"]


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_into_our_network_is_not_followed(address: str) -> None:
    assert fetch(GOOD, addresses=("8.8.8.8", address)) == Fetched(b"", "not a public address", [])


@pytest.mark.parametrize("status", [301, 302, 307, 404, 500])
def test_only_a_plain_answer_counts(status: int) -> None:
    fetched = fetch(GOOD, status_code=status, headers={"location": "http://127.0.0.1:8001/"})
    assert fetched.refused == f"status {status}" and len(fetched.asked) == 1


def test_what_is_too_large_is_left() -> None:
    assert fetch(GOOD, most=7).data == b"picture"
    assert fetch(GOOD, most=6).refused == "too large"


def test_a_name_that_nobody_knows_is_not_fetched() -> None:
    assert fetch(GOOD, addresses=()) == Fetched(b"", "gaierror", [])


def test_the_fakes_pictures_are_fetched_while_the_api_is_the_fake(served: Settings, fakes: Fakes) -> None:
    name = fakes.world.pictures.add(b"of the fake")
    url = f"{fakes.world.url}/zalo/media/{name}.jpg"

    async def get(settings: Settings) -> bytes:
        media = Media(settings)
        try:
            return await media.fetch(url, 100)
        finally:
            await media.close()

    assert asyncio.run(get(served)) == b"of the fake"
    with pytest.raises(NotFetched, match="foreign host"):
        asyncio.run(get(Settings()))
