"""Zalo's OAuth v4: a person consents once; then an access token of 25 hours and a refresh token that may be used once
follow each other."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.settings import Settings
from bot.store.tokens import Pair
from connectors.zalo.errors import fault

CURE = "run `motcua zalo login`"
TIMEOUT = httpx.Timeout(15.0, connect=5.0)
LASTS = dt.timedelta(seconds=90_000)


class NoAccess(Exception):
    """``lasting``: only an operator can help. ``code`` is Zalo's or the class of a failure, never a token."""

    def __init__(self, code: str, lasting: bool) -> None:
        super().__init__(code)
        self.code = code
        self.lasting = lasting

    @property
    def cure(self) -> str:
        known = fault("oauth", int(self.code)).cure if self.code.lstrip("-").isdigit() else ""
        return known or (CURE if self.lasting else "it is tried again")


def challenge(verifier: str) -> str:
    """PKCE S256, as Zalo's own SDK makes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def consent_address(settings: Settings, callback: str, verifier: str, state: str) -> str:
    """Where an administrator of the OA agrees; Zalo then calls ``callback`` with a code of ten minutes."""
    query = {"app_id": settings.zalo_app_id, "redirect_uri": callback}
    query |= {"code_challenge": challenge(verifier), "state": state}
    return f"{settings.zalo_oauth_url}/oa/permission?{urlencode(query)}"


def ask(client: httpx.Client, settings: Settings, now: dt.datetime, **form: str) -> Pair:
    """A new pair for a code or a refresh token. Failures may come with status 200. Raises NoAccess."""
    data = {**form, "app_id": settings.zalo_app_id}
    headers = {"secret_key": settings.zalo_app_secret}
    try:
        answer = client.post(f"{settings.zalo_oauth_url}/oa/access_token", data=data, headers=headers)
        body: Any = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise NoAccess(type(error).__name__, lasting=False) from None
    access, refresh = (body.get(name) if isinstance(body, dict) else None for name in ("access_token", "refresh_token"))
    if not (isinstance(access, str) and isinstance(refresh, str) and access and refresh):
        code = body.get("error") if isinstance(body, dict) else None
        raise NoAccess(str(code) if isinstance(code, int) else f"status {answer.status_code}", isinstance(code, int))
    return Pair(access, refresh, now + _lasts(body.get("expires_in")))


def _lasts(told: Any) -> dt.timedelta:
    """Zalo tells it as text."""
    try:
        seconds = int(told)
    except (TypeError, ValueError):
        return LASTS
    return dt.timedelta(seconds=seconds) if 0 < seconds <= LASTS.total_seconds() * 100 else LASTS
