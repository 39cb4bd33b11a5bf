"""Webhooks of a Zalo Official Account as Zalo signs them, at a rate that does not wait for answers."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Callable
from typing import NamedTuple

import aiohttp

from bench.load import session

WEBHOOK = "/webhooks/zalo"
APP, OA, SECRET = "360846524940903967", "388613280878808645", "bench-oa-secret"
SETTINGS = {
    "MOTCUA_ZALO_APP_ID": APP,
    "MOTCUA_ZALO_OA_ID": OA,
    "MOTCUA_ZALO_OA_SECRET": SECRET,
    "MOTCUA_ZALO_APP_SECRET": "bench-app-secret",
}
FIRST_PERSON = 7_000_000_000_000_000_000


class Acks(NamedTuple):
    """Seconds from the moment a webhook was due until its answer, in order; and what was answered."""

    seconds: list[float]
    statuses: list[int]


def text_event(person: int, number: str, text: str, now: float) -> bytes:
    """The body of a text message; ``now`` in seconds."""
    event = {
        "app_id": APP,
        "sender": {"id": str(FIRST_PERSON + person)},
        "user_id_by_app": str(FIRST_PERSON + person),
        "recipient": {"id": OA},
        "event_name": "user_send_text",
        "message": {"text": text, "msg_id": number},
        "timestamp": str(int(now * 1000)),
    }
    return json.dumps(event, ensure_ascii=False).encode()


def signed(body: bytes) -> dict[str, str]:
    """The headers; the body must hold its ``timestamp``."""
    stamp = json.loads(body)["timestamp"]
    mac = hashlib.sha256(APP.encode() + body + stamp.encode() + SECRET.encode()).hexdigest()
    return {"Content-Type": "application/json", "X-ZEvent-Signature": f"mac={mac}"}


def send(url: str, count: int, rate: float, body: Callable[[int], bytes]) -> Acks:
    """``count`` webhooks, one every 1/rate seconds, however slow the answers are."""
    return asyncio.run(_send(url, count, rate, body))


async def _send(url: str, count: int, rate: float, body: Callable[[int], bytes]) -> Acks:
    async with session(url) as client:
        begin, tasks = time.perf_counter() + 0.1, []
        for number in range(count):
            due = begin + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(_post(client, body(number), due)))
        answers = await asyncio.gather(*tasks)
    return Acks([seconds for seconds, _ in answers], [status for _, status in answers])


async def _post(client: aiohttp.ClientSession, body: bytes, due: float) -> tuple[float, int]:
    async with client.post(WEBHOOK, data=body, headers=signed(body), raise_for_status=False) as response:
        await response.read()
        return time.perf_counter() - due, response.status
