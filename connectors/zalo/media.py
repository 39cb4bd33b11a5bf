"""Fetching what a person sent, from Zalo's own hosts only: an address in a message may point anywhere."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, urlsplit

import httpx

from bot.settings import Settings
from connectors.channel import NotFetched

SECONDS = 20.0
Resolve = Callable[[str], Awaitable[list[str]]]


class Media:
    """One a process. ``resolve``: the addresses of a name, a parameter for tests."""

    def __init__(
        self, settings: Settings, client: httpx.AsyncClient | None = None, resolve: Resolve | None = None
    ) -> None:
        self._resolve = resolve or _addresses
        self._hosts = tuple(host.strip().lower() for host in settings.zalo_media_hosts.split(",") if host.strip())
        self._api = urlsplit(settings.zalo_api_url)
        self._client = client or httpx.AsyncClient(timeout=SECONDS, follow_redirects=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def fetch(self, url: str, most: int) -> bytes:
        """At most so many bytes. Raises NotFetched."""
        try:
            return await asyncio.wait_for(self._fetch(url, most), SECONDS)
        except asyncio.TimeoutError as error:
            raise NotFetched("too slow") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            raise NotFetched(type(error).__name__) from None

    async def _fetch(self, url: str, most: int) -> bytes:
        request = await self._request(url)
        response = await self._client.send(request, stream=True)
        try:
            if response.status_code != 200:
                raise NotFetched(f"status {response.status_code}")
            return await _read(response, most)
        finally:
            await response.aclose()

    async def _request(self, url: str) -> httpx.Request:
        """To the very address that was looked at: a name may lead elsewhere the next time it is asked."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise NotFetched("no address") from None
        if self._is_fake(parts):
            return self._client.build_request("GET", url)
        ours = any(host == known or host.endswith(f".{known}") for known in self._hosts)
        if parts.scheme != "https" or not ours or port not in (None, 443) or "@" in parts.netloc:
            raise NotFetched("foreign host")
        address = _public(await self._resolve(host))
        pinned = httpx.URL(url).copy_with(host=address)
        return self._client.build_request("GET", pinned, headers={"Host": host}, extensions={"sni_hostname": host})

    def _is_fake(self, parts: SplitResult) -> bool:
        """Where the API itself is a fake on this machine, so are the pictures."""
        same = (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc)
        return same and self._api.hostname in ("127.0.0.1", "localhost", "::1")


async def _addresses(host: str) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _public(addresses: list[str]) -> str:
    """One of them; all of them must be public."""
    if not addresses or not all(_is_public(address) for address in addresses):
        raise NotFetched("not a public address")
    return addresses[0]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return parsed.is_global and not parsed.is_multicast and (inner is None or inner.is_global)


async def _read(response: httpx.Response, most: int) -> bytes:
    """Compressed bodies count unpacked."""
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > most:
            raise NotFetched("too large")
    return body
