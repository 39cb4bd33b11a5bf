"""Consent and tokens: PKCE, codes and refresh tokens that serve once, failures with HTTP 200."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from connectors.fakes.whole import Fakes
from connectors.fakes.zalo import APP_ID, APP_SECRET, OA_ID

VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
CALLBACK = "https://motcua.example/zalo"


def consent(client: httpx.Client, **changed: str) -> httpx.Response:
    given = {"app_id": APP_ID, "redirect_uri": CALLBACK, "code_challenge": CHALLENGE, "state": "abc", **changed}
    return client.get("/zalo/v4/oa/permission", params={name: value for name, value in given.items() if value})


def code(client: httpx.Client, **changed: str) -> str:
    values = parse_qs(urlsplit(consent(client, **changed).headers["location"]).query)
    assert values["oa_id"] == [OA_ID] and values["state"] == ["abc"]
    return values["code"][0]


def token(client: httpx.Client, secret: str = APP_SECRET, **form: str) -> dict[str, Any]:
    response = client.post("/zalo/v4/oa/access_token", data={"app_id": APP_ID, **form}, headers={"secret_key": secret})
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


def exchange(client: httpx.Client, given: str, verifier: str = VERIFIER) -> dict[str, Any]:
    return token(client, grant_type="authorization_code", code=given, code_verifier=verifier)


def refresh(client: httpx.Client, given: str, secret: str = APP_SECRET) -> dict[str, Any]:
    return token(client, secret, grant_type="refresh_token", refresh_token=given)


def accepted(client: httpx.Client, access: str) -> int:
    body = {"recipient": {"user_id": "1"}, "message": {"text": "x"}}
    error: int = client.post("/zalo/v3.0/oa/message/cs", json=body, headers={"access_token": access}).json()["error"]
    return error


def test_a_code_gives_a_pair_once(client: httpx.Client) -> None:
    given = code(client)
    pair = exchange(client, given)
    assert pair["expires_in"] == "90000" and accepted(client, pair["access_token"]) == -201
    assert exchange(client, given)["error"] == -118


def test_a_code_is_good_for_ten_minutes(client: httpx.Client, now: list[float]) -> None:
    given = code(client)
    now[0] += 601
    assert exchange(client, given)["error"] == -118


@pytest.mark.parametrize("verifier", ["", "w" * 43, "v" * 42, CHALLENGE])
def test_the_verifier_must_belong_to_the_challenge(verifier: str, client: httpx.Client) -> None:
    answer = exchange(client, code(client), verifier)
    assert answer["error"] == -14012 and "access_token" not in answer


def test_the_challenge_may_be_the_one_of_the_console(client: httpx.Client, fakes: Fakes) -> None:
    assert consent(client, code_challenge="").json()["error"] == -14003
    fakes.zalo.oauth.challenge = CHALLENGE
    assert "access_token" in exchange(client, code(client, code_challenge=""))


def test_consent_is_asked_for_a_known_app_and_callback(client: httpx.Client, fakes: Fakes) -> None:
    assert consent(client, app_id="1").json()["error"] == -14002
    assert consent(client, redirect_uri="").json()["error"] == -14003
    fakes.zalo.oauth.callback = "https://other.example/"
    assert consent(client).json()["error"] == -14003


def test_a_refresh_token_serves_once_and_voids_the_access_token(client: httpx.Client, fakes: Fakes) -> None:
    first = fakes.zalo.oauth.pair
    second = refresh(client, first.refresh)
    assert accepted(client, first.access) == -220
    assert accepted(client, second["access_token"]) == -201
    failed = refresh(client, first.refresh)
    assert failed["error"] == -14014 and failed["error_name"] == "Invalid refresh token"
    assert accepted(client, second["access_token"]) == -201
    assert (fakes.zalo.oauth.refreshes, fakes.zalo.oauth.refused) == (1, 1)


def test_tokens_end(client: httpx.Client, fakes: Fakes, now: list[float]) -> None:
    pair = fakes.zalo.oauth.pair
    now[0] += 25 * 3600
    assert accepted(client, pair.access) == -220
    now[0] += 90 * 86_400
    assert refresh(client, pair.refresh)["error"] == -14014


def test_the_secret_of_the_app_is_a_header(client: httpx.Client, fakes: Fakes) -> None:
    given = fakes.zalo.oauth.pair.refresh
    assert refresh(client, given, "wrong")["error"] == -14004
    body = {"app_id": APP_ID, "grant_type": "refresh_token", "refresh_token": given}
    headers = {"secret_key": APP_SECRET}
    assert client.post("/zalo/v4/oa/access_token", json=body, headers=headers).json()["error"] == -14024
    assert token(client, grant_type="password")["error"] == -14024
    assert token(client, app_id="1")["error"] == -14002
    assert "access_token" in refresh(client, given)


def test_an_expired_token_serves_again_after_a_refresh(client: httpx.Client, fakes: Fakes) -> None:
    fakes.faults.add("expired", service="zalo", method="cs", nth=[2])
    pair = fakes.zalo.oauth.pair
    assert [accepted(client, pair.access) for _ in range(3)] == [-201, -220, -220]
    assert accepted(client, refresh(client, pair.refresh)["access_token"]) == -201
