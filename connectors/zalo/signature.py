"""The signature of a webhook: a plain SHA-256, not an HMAC, over the bytes as they came."""

from __future__ import annotations

import hashlib
import hmac
import logging

import msgspec

from bot.settings import Settings

log = logging.getLogger(__name__)
HEADER = "x-zevent-signature"

_told: set[str] = set()


class _Stamp(msgspec.Struct):
    timestamp: msgspec.Raw = msgspec.Raw(b"")


def is_signed(settings: Settings, header: str, body: bytes) -> bool:
    """Whether Zalo sent these bytes. The documents put the app's number in front; where the OA's number stands there
    instead, that is taken too. Which of them was met is logged once."""
    given = _digest(header)
    stamp = _timestamp(body)
    ids = {"app": settings.zalo_app_id, "OA": settings.zalo_oa_id}
    # All variants are computed whatever the first one says.
    met = [
        name
        for name, number in ids.items()
        if number and hmac.compare_digest(mac(number, body, stamp, settings.zalo_oa_secret).encode(), given)
    ]
    if met and met[0] not in _told:
        _told.add(met[0])
        log.info("webhooks are signed with the number of the %s in front", met[0])
    return bool(met)


def mac(number: str, body: bytes, timestamp: str, secret: str) -> str:
    """``sha256(number + body + timestamp + secret)`` in lower-case hex; ``timestamp`` as it stands in the body."""
    return hashlib.sha256(number.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def _digest(header: str) -> bytes:
    """Of ``mac=…``, ``mac = …`` or the bare digest."""
    name, equals, digest = header.partition("=")
    return (digest if equals else name).strip().lower().encode()


def _timestamp(body: bytes) -> str:
    """Empty where the body has none."""
    try:
        raw = bytes(msgspec.json.decode(body, type=_Stamp).timestamp)
        return str(msgspec.json.decode(raw)) if raw[:1] == b'"' else raw.decode()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
