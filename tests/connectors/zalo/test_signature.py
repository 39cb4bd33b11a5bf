"""Vectors of others, and what only looks like a signature."""

from __future__ import annotations

import logging

import pytest

from bot.settings import Settings
from connectors.zalo import signature
from connectors.zalo.signature import is_signed, mac
from tests.connectors.zalo.support import APP_ID, OA_ID, OA_SECRET, PERSON

# Made with Zalo's own MacUtils.
BODY = (
    '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730",'
    '"recipient":{"id":"388613280878808645"},"event_name":"user_send_text","message":{"text":"Xin chào, tôi muốn đặt '
    'lịch","msg_id":"96d3cdf3af150460909"},"timestamp":"1543908534740"}'
).encode()
MAC = "83af24b7b9d2f07a7cf08b5ec632f88bc62e7224250b681d4bcdba7d17ca31d1"
ACCOUNT = Settings(zalo_app_id=APP_ID, zalo_oa_id=OA_ID, zalo_oa_secret=OA_SECRET)


def test_the_vector_of_another_connector() -> None:
    expected = "2f1ef5aabe67e8396a459ca89562e108ad541f82ba5022c85f645bd6b7220cb9"
    assert mac("X", b"BODY", "1234567890", "Y") == expected


def test_the_vector_of_zalos_own_library() -> None:
    assert len(BODY) == 293
    assert mac(APP_ID, BODY, "1543908534740", OA_SECRET) == MAC
    assert is_signed(ACCOUNT, f"mac={MAC}", BODY)


@pytest.mark.parametrize("header", [f"mac = {MAC}", f" mac={MAC} ", f"MAC={MAC.upper()}", MAC])
def test_the_header_is_read_leniently(header: str) -> None:
    assert is_signed(ACCOUNT, header, BODY)


def test_the_number_of_the_oa_may_stand_in_front_and_what_was_met_is_told_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signature, "_told", set())
    caplog.set_level(logging.INFO)
    for _ in range(2):
        assert is_signed(ACCOUNT, f"mac={mac(OA_ID, BODY, '1543908534740', OA_SECRET)}", BODY)
    assert caplog.text.count("the number of the OA in front") == 1
    assert OA_SECRET not in caplog.text


WRONG = {
    "nothing": "",
    "no digest": "mac=",
    "another": f"mac={'0' * 64}",
    "cut": f"mac={MAC[:-1]}",
    "longer": f"mac={MAC}0",
    "not ASCII": "mac=ữ",
    "of a keyed hash": "mac=d5ae7b58b4c6e5f5d0f2b0f6e36a41c1f0d6b5d8b1a2dbd0e1d1c1b1a1918171",
}


@pytest.mark.parametrize("header", WRONG.values(), ids=WRONG)
def test_anything_else_is_none(header: str) -> None:
    assert not is_signed(ACCOUNT, header, BODY)


def test_a_changed_byte_is_seen_also_where_the_json_says_the_same() -> None:
    assert not is_signed(ACCOUNT, f"mac={MAC}", BODY.replace(PERSON.encode(), b"246845883529197923"))
    assert not is_signed(ACCOUNT, f"mac={MAC}", BODY + b" ")


@pytest.mark.parametrize("secret", ["", "another"])
def test_with_another_secret_it_is_none(secret: str) -> None:
    settings = Settings(zalo_app_id=APP_ID, zalo_oa_id=OA_ID, zalo_oa_secret=secret)
    assert not is_signed(settings, f"mac={MAC}", BODY)


def test_a_timestamp_that_is_a_number_counts_as_it_stands() -> None:
    body = BODY.replace(b'"1543908534740"', b"1543908534740")
    assert is_signed(ACCOUNT, mac(APP_ID, body, "1543908534740", OA_SECRET), body)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"timestamp": [1]}', b"[" * 60_000, b'{"timestamp":"\\ud800"}'])
def test_bodies_without_a_timestamp_are_no_fault_of_ours(body: bytes) -> None:
    assert not is_signed(ACCOUNT, f"mac={MAC}", body)
