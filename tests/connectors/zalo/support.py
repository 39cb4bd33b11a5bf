"""An Official Account, and what Zalo tells of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from sqlalchemy.engine import Engine

from bot.clock import utc_now
from bot.store import tokens
from bot.store.secrets import Keys
from bot.store.tokens import Pair
from connectors.fakes.whole import Fakes
from connectors.zalo.access import NAME
from connectors.zalo.signature import mac

APP_ID, OA_ID, OA_SECRET = "360846524940903967", "388613280878808645", "test-oa-secret-key"
PERSON = "246845883529197922"
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.timezone.utc)
STAMP = str(int(NOW.timestamp() * 1000))


def event(name: str = "user_send_text", /, message: dict[str, Any] | None = None, **parts: Any) -> dict[str, Any]:
    """An event as Zalo sends it at NOW; a part that is None is left out."""
    ends = {"sender": {"id": PERSON}, "recipient": {"id": OA_ID}} if message is not None else {}
    said = {"message": {"msg_id": "m1", **message}} if message is not None else {}
    whole = {"app_id": APP_ID, "event_name": name, "timestamp": STAMP, **ends, **said, **parts}
    return {key: value for key, value in whole.items() if value is not None}


def attached(kind: str, **payload: Any) -> dict[str, Any]:
    """A message with an attachment."""
    return {"attachments": [{"type": kind, "payload": payload}]}


def signed(body: bytes | dict[str, Any], **headers: str) -> dict[str, Any]:
    """What ``httpx`` posts: the bytes with their signature."""
    data = body if isinstance(body, bytes) else msgspec.json.encode(body)
    stamp = STAMP if isinstance(body, bytes) else str(body.get("timestamp", ""))
    given = {"X-ZEvent-Signature": f"mac={mac(APP_ID, data, stamp, OA_SECRET)}", **headers}
    return {"content": data, "headers": {"Content-Type": "application/json", **given}}


def keep_pair(fakes: Fakes, engine: Engine, keys: Keys, hours: float = 25) -> None:
    """Store the pair that the fake knows, with so many hours left."""
    now, pair = utc_now(), fakes.zalo.oauth.pair
    tokens.keep(engine, keys, NAME, Pair(pair.access, pair.refresh, now + dt.timedelta(hours=hours)), now)
