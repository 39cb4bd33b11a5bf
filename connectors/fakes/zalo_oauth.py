"""Zalo's OAuth v4: consent with PKCE, codes and refresh tokens that serve once, a new pair voids the one before."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from connectors.fakes.faults import Rule
from connectors.fakes.service import Answer, World, answered, json_response

CODE_SECONDS = 600
ACCESS_SECONDS = 90_000
REFRESH_SECONDS = 90 * 86_400
NAMES = {
    -118: "invalid_grant",
    -14002: "Invalid app id",
    -14003: "Invalid redirect uri",
    -14004: "Invalid secret key",
    -14012: "Invalid code verifier",
    -14014: "Invalid refresh token",
    -14024: "Invalid grant type",
}


class Pair(NamedTuple):
    access: str
    refresh: str
    access_until: float
    refresh_until: float


class OAuth:
    """``challenge`` and ``callback`` are what the console holds; empty: the ones of the request count. ``refreshes``
    counts pairs that were given for a refresh token, ``refused`` requests that got none."""

    def __init__(self, world: World, app_id: str, app_secret: str, oa_id: str) -> None:
        self.challenge = ""
        self.callback = ""
        self.refreshes = 0
        self.refused = 0
        self._world, self._app_id, self._secret, self._oa_id = world, app_id, app_secret, oa_id
        self._made = 0
        self._codes: dict[str, tuple[str, float]] = {}
        self.pair = self._new_pair()
        self.routes = [
            Route("/v4/oa/permission", self._permission, methods=["GET"]),
            Route("/v4/oa/access_token", self._token, methods=["POST"]),
        ]

    def new_pair(self) -> Pair:
        """What the console's API Explorer shows: valid, and the pair before no more."""
        self.pair = self._new_pair()
        return self.pair

    def expire(self) -> None:
        """The access token in use is void from now on; the refresh token still serves."""
        self.pair = self.pair._replace(access_until=0.0)

    def problem(self, token: str | None) -> tuple[int, str] | None:
        """Why an API refuses this access token; None: it is good."""
        if not token or len(token) < 20:
            return -216, "Access token is invalid"
        if not hmac.compare_digest(token.encode(), self.pair.access.encode()) or self.is_expired:
            return -220, "access_token is expired or removed"
        return None

    @property
    def is_expired(self) -> bool:
        return self._world.clock() >= self.pair.access_until

    def proof(self, token: str) -> str:
        """The header ``appsecret_proof`` that belongs to it."""
        return hmac.new(self._secret.encode(), token.encode(), hashlib.sha256).hexdigest()

    def _new_pair(self) -> Pair:
        now = self._world.clock()
        values = (self._secret_name("access"), self._secret_name("refresh"))
        return Pair(*values, now + ACCESS_SECONDS, now + REFRESH_SECONDS)

    def _secret_name(self, kind: str) -> str:
        self._made += 1
        # With the time: a server that is started again does not know the tokens of the one before.
        digest = hashlib.sha256(
            f"{self._world.faults.seed} {self._made} {self._world.milliseconds()}".encode()
        ).hexdigest()
        return f"fake-{kind}-{self._made}-{digest[:40]}"

    async def _permission(self, request: Request) -> Response:
        """The console's consent page, whose owner always agrees."""
        given = request.query_params
        callback, challenge = given.get("redirect_uri", ""), given.get("code_challenge") or self.challenge
        if given.get("app_id") != self._app_id:
            return self._error(-14002)
        if not urlsplit(callback).netloc or (self.callback and callback != self.callback) or not challenge:
            return self._error(-14003)
        code = self._secret_name("code")
        self._codes[code] = (challenge, self._world.clock() + CODE_SECONDS)
        values = {"code": code, "oa_id": self._oa_id, **({"state": given["state"]} if "state" in given else {})}
        return RedirectResponse(f"{callback}{'&' if '?' in callback else '?'}{urlencode(values)}", 302)

    async def _token(self, request: Request) -> Response:
        if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return self._error(-14024)
        form = {name: str(value) for name, value in (await request.form()).items()}
        call = Answer("access_token", "", form.get("grant_type", ""))
        work = lambda: self._grant(form, request.headers.get("secret_key", ""))  # noqa: E731
        return await answered(self._world, "zalo", request, call, work, self._failure)

    def _failure(self, rule: Rule) -> Response:
        return self._error(int(rule.fault) if rule.fault.startswith("-") else -118)

    def _grant(self, form: dict[str, str], secret: str) -> Response:
        if form.get("app_id") != self._app_id:
            return self._error(-14002)
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            return self._error(-14004)
        kind = form.get("grant_type")
        if kind == "authorization_code":
            wrong = self._wrong_code(form.get("code", ""), form.get("code_verifier", ""))
        elif kind == "refresh_token":
            wrong = self._wrong_refresh(form.get("refresh_token", ""))
        else:
            wrong = -14024
        return self._error(wrong) if wrong else self._given(kind == "refresh_token")

    def _wrong_code(self, code: str, verifier: str) -> int:
        challenge, until = self._codes.pop(code, ("", 0.0))
        if not challenge or self._world.clock() > until:
            return -118
        return 0 if len(verifier) == 43 and challenge_of(verifier) == challenge else -14012

    def _wrong_refresh(self, token: str) -> int:
        good = token == self.pair.refresh and self._world.clock() < self.pair.refresh_until
        return 0 if good else -14014

    def _given(self, refreshed: bool) -> Response:
        pair = self.new_pair()
        self.refreshes += refreshed
        self._world.log.called("zalo", "access_token", "ok")
        values = {"access_token": pair.access, "refresh_token": pair.refresh, "expires_in": str(ACCESS_SECONDS)}
        return json_response(values)

    def _error(self, code: int) -> Response:
        """With HTTP 200, as Zalo does."""
        self.refused += 1
        self._world.log.called("zalo", "access_token", str(code))
        name = NAMES.get(code, "Unknown error")
        values = {"error": code, "error_name": name, "error_reason": name, "error_description": name, "ref_doc": ""}
        return json_response(values)


def challenge_of(verifier: str) -> str:
    """S256, base64url without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
