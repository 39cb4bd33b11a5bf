"""The webhook over HTTP: signed, stored once, answered; what is forged, foreign or broken gets a fitting status."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.engine import Engine
from starlette.testclient import TestClient

from bot.conversations.event import Event, EventKind
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.settings import Settings
from bot.store import delivery, inbox, outbox
from bot.store.engine import reading, writing
from bot.store.paces import Pace
from bot.store.secrets import Keys
from bot.store.tables import inbox as inbox_table
from bot.store.tables import outbox as outbox_table
from connectors.app import public_app
from connectors.gateway import Gateway
from connectors.look import numbered
from connectors.metrics import WEBHOOKS
from tests.connectors.zalo.support import NOW, OA_ID, PERSON, STAMP, attached, event, signed
from tests.support.messages import LEASE
from tests.support.notices import Follower

ADDRESS = "/webhooks/zalo"
HELLO = event(message={"text": "xin chào"})


@pytest.fixture
def client(account: Settings) -> Iterator[TestClient]:
    gateway = Gateway(account, lambda: NOW)
    with TestClient(public_app(gateway), raise_server_exceptions=False) as client:
        client.gateway = gateway  # type: ignore[attr-defined]
        yield client
    gateway.close()


def tell(client: TestClient, told: bytes | dict[str, Any], **headers: str) -> int:
    return int(client.post(ADDRESS, **signed(told, **headers)).status_code)


def stored(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        return list(connection.execute(select(inbox_table).order_by(inbox_table.c.id)).all())


def counted(outcome: str) -> float:
    return float(WEBHOOKS.labels("zalo", outcome)._value.get())


def test_a_message_is_stored_once_however_often_it_comes(client: TestClient, engine: Engine, keys: Keys) -> None:
    before = counted("again")
    for attempt in range(3):
        assert tell(client, HELLO, num_retry=str(attempt)) == 200
    assert [row.conversation for row in stored(engine)] == [f"zalo-{PERSON}"]
    claimed = inbox.claim(engine, keys, "w", NOW, LEASE)
    assert claimed and (claimed.text, claimed.channel, claimed.event) == ("xin chào", "zalo", None)
    assert counted("again") == before + 2


def test_a_picture_waits_until_somebody_looked(client: TestClient, engine: Engine) -> None:
    url = "https://f6.photo.talk.zdn.vn/f.jpg"
    assert tell(client, event("user_send_image", attached("image", url=url))) == 200
    assert [row.status for row in stored(engine)] == ["unread"]


def test_an_empty_text_is_something_unknown(client: TestClient, engine: Engine, keys: Keys) -> None:
    assert tell(client, event(message={"text": " \u200b"})) == 200
    claimed = inbox.claim(engine, keys, "w", NOW, LEASE)
    assert claimed and claimed.event == Event(EventKind.UNKNOWN)


def test_who_asks_to_be_forgotten_leaves_nothing(client: TestClient, engine: Engine) -> None:
    tell(client, HELLO)
    assert tell(client, event("user_withdraw", user_id=PERSON)) == 200
    assert stored(engine) == []


def test_who_follows_no_more_hears_of_no_dossier(client: TestClient, engine: Engine, keys: Keys) -> None:
    follower = Follower(engine, keys, f"zalo-{PERSON}")
    follower.follow()
    assert tell(client, event("unfollow", follower={"id": PERSON}, oa_id=OA_ID)) == 200
    assert not follower.is_reached()


@pytest.mark.parametrize(
    "headers", [{}, {"X-ZEvent-Signature": "mac=" + "0" * 64}, {"X-ZEvent-Signature": "mac=\u1eef".encode()}]
)
@pytest.mark.parametrize("body", [msgspec.json.encode(HELLO), b"", b"{", b"[" * 60_000])
def test_what_is_not_signed_is_refused_and_never_worked_on(
    client: TestClient, engine: Engine, headers: dict[str, Any], body: bytes
) -> None:
    before = counted("refused")
    assert client.post(ADDRESS, content=body, headers=headers).status_code == 401
    assert stored(engine) == [] and counted("refused") == before + 1


STATUSES = {
    "another app": (event(message={"text": "x"}, app_id="1"), 403),
    "replayed": (event(message={"text": "x"}, timestamp=str(int(STAMP) - 7_300_000)), 403),
    "no sender": (event(message={"text": "x"}, sender=None), 400),
    "no JSON": (b"{", 401),
    "a list": (b"[]", 401),
    "unknown": (event("user_dreams", {"text": "x"}), 200),
    "a receipt": (event("user_seen_message", {"msg_ids": ["1"]}), 200),
    "an echo": (event("oa_send_text", {"text": "x"}, sender={"id": OA_ID}, recipient={"id": PERSON}), 200),
    "another OA": (event(message={"text": "x"}, recipient={"id": "5"}), 200),
}


@pytest.mark.parametrize(("told", "status"), STATUSES.values(), ids=STATUSES)
def test_the_status_says_whether_zalo_should_have_sent_it(
    client: TestClient, engine: Engine, told: Any, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert tell(client, told) == status
    assert stored(engine) == []
    assert PERSON not in caplog.text


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    assert tell(client, event(message={"text": "a" * 70_000})) == 413
    assert tell(client, event(message={"text": "a" * 60_000})) == 200


def test_before_there_is_a_secret_the_consoles_ping_is_answered_and_nothing_is_taken(
    account: Settings, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = Gateway(msgspec.structs.replace(account, zalo_oa_secret=""), lambda: NOW)
    with TestClient(public_app(gateway)) as client:
        for body in (b"", b"{}", msgspec.json.encode(HELLO)):
            assert client.post(ADDRESS, content=body).status_code == 200
    gateway.close()
    assert stored(engine) == []
    assert caplog.text.count("MOTCUA_ZALO_OA_SECRET is not set") == 1


def test_without_a_database_zalo_is_told_to_come_again(client: TestClient, engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE inbox RENAME TO away"))
    try:
        assert tell(client, HELLO) == 503
    finally:
        with writing(engine) as connection:
            connection.execute(text("ALTER TABLE away RENAME TO inbox"))
    assert tell(client, HELLO, num_retry="1") == 200
    assert len(stored(engine)) == 1


def test_the_proof_of_the_domain_is_there_only_if_set(account: Settings, client: TestClient) -> None:
    assert client.get("/zalo_verifierA1b2.html").status_code == 404
    assert client.get(ADDRESS).status_code == 405
    gateway = Gateway(msgspec.structs.replace(account, zalo_verifier="A1b2"), lambda: NOW)
    page = TestClient(public_app(gateway)).get("/zalo_verifierA1b2.html")
    gateway.close()
    assert 'name="zalo-platform-site-verification" content="A1b2"' in page.text


def test_without_an_app_there_is_no_webhook(settings: Settings) -> None:
    gateway = Gateway(settings)
    assert TestClient(public_app(gateway)).post(ADDRESS).status_code == 404
    gateway.close()


SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
WILDLY = settings(max_examples=150, deadline=None, suppress_health_check=SLOW, derandomize=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        *("user_send_text", "user_send_image", "user_send_location", "user_send_business_card", "user_submit_info"),
        *("follow", "user_withdraw", "oa_send_text", "anonymous_send_text", "user_seen_message", "user_click_chatnow"),
    ]
)
KEYS = ["message", "sender", "recipient", "follower", "info", "user_id", "oa_id", "event_name", "timestamp", "app_id"]
GOOD = attached("image", url="https://x.zdn.vn/a", coordinates={"latitude": "1", "longitude": "2"}, description="{}")
WILD = st.builds(
    lambda name, parts: {**event(name, {**GOOD, "conversation_id": "7"}, user_id=PERSON), **parts},
    NAMES,
    st.dictionaries(st.sampled_from(KEYS), JSON | st.fixed_dictionaries({"id": JSON}), max_size=3),
)
DEEP = st.builds(
    lambda name, part, value: event(name, {**GOOD, part: value}),
    NAMES,
    st.sampled_from(["text", "msg_id", "attachments", "conversation_id"]),
    JSON | st.lists(st.fixed_dictionaries({"type": JSON, "payload": JSON}), max_size=2),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(told=WILD | DEEP)
def test_whatever_is_signed_is_no_fault_of_ours(client: TestClient, told: dict[str, Any]) -> None:
    body = msgspec.json.encode(told)
    stamp = msgspec.json.decode(body)["timestamp"]
    data = signed({**told, "timestamp": stamp}) if isinstance(stamp, str | int) else signed(body)
    assert client.post(ADDRESS, **data).status_code in (200, 400, 401, 403, 413)


@WILDLY
@given(body=st.binary(max_size=300))
def test_whatever_is_not_signed_is_refused(client: TestClient, body: bytes) -> None:
    assert client.post(ADDRESS, content=body).status_code == 401


def put(engine: Engine, keys: Keys, reply: Reply) -> int:
    row = outbox.notice(keys, f"zalo-{PERSON}", f"n{time.monotonic_ns()}", reply, NOW)
    with writing(engine) as connection:
        return int(connection.execute(insert(outbox_table).values(row)).inserted_primary_key[0])


def take(engine: Engine, keys: Keys) -> delivery.Parcel:
    [parcel] = delivery.claim(engine, keys, "s", delivery.Wish("zalo", Pace(1000), 1), NOW, LEASE)
    return parcel


def row_of(engine: Engine, number: int) -> Any:
    with reading(engine) as connection:
        return connection.execute(select(outbox_table).where(outbox_table.c.id == number)).one()


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An echo is compared as soon as it comes."""
    monkeypatch.setattr("connectors.zalo.webhook.ECHO_SECONDS", 0.0)


def settled(engine: Engine, number: int, seconds: float = 3.0) -> bool:
    """Whether it is sent, as soon as it is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if row_of(engine, number).status == "sent":
            return True
        time.sleep(0.02)
    return False


def echo(words: str, identity: str = "echo-1", at: dt.datetime = NOW) -> dict[str, Any]:
    ends = {"sender": {"id": OA_ID}, "recipient": {"id": PERSON}}
    message = {"msg_id": identity, "text": words}
    return event("oa_send_text", **ends, message=message, timestamp=str(int(at.timestamp() * 1000)))


ANSWER = Reply("Lệ phí: miễn", Custom(Kind.ANSWER), (Button("Thời gian", "#khai-sinh:time"),))


def test_an_echo_settles_what_was_not_known_to_have_arrived(client: TestClient, engine: Engine, keys: Keys) -> None:
    number = put(engine, keys, ANSWER)
    delivery.failed(engine, take(engine, keys), "pending", "unsure", NOW + dt.timedelta(seconds=30), doubts=1)
    assert tell(client, echo("khác hẳn")) == 200
    assert tell(client, echo(numbered(ANSWER), at=NOW - dt.timedelta(seconds=1))) == 200
    assert not settled(engine, number, 0.3)
    assert tell(client, echo(numbered(ANSWER))) == 200
    assert settled(engine, number)
    assert row_of(engine, number).channel_message_id == "echo-1"


def test_an_echo_that_overtakes_the_answer_of_the_call_settles_it_too(
    client: TestClient, engine: Engine, keys: Keys
) -> None:
    """The answer is then lost, or tells what is known."""
    number = put(engine, keys, Reply("một", Custom(Kind.ANSWER)))
    parcel = take(engine, keys)
    tell(client, echo("một"))
    assert settled(engine, number)
    delivery.failed(engine, parcel, "pending", "unsure", NOW, doubts=1)
    assert row_of(engine, number).status == "sent"


def test_the_echo_of_an_earlier_message_with_the_same_words_settles_nothing(
    client: TestClient, engine: Engine, keys: Keys
) -> None:
    put(engine, keys, Reply("một", Custom(Kind.ANSWER)))
    parcel = take(engine, keys)
    gone = delivery.Gone(parcel.id, parcel.claim, 1, "first", parcel.conversation, 0.0)
    delivery.exchange(engine, keys, "s1", [gone], [], NOW, dt.timedelta(minutes=1))
    second = put(engine, keys, Reply("một", Custom(Kind.ANSWER)))
    take(engine, keys)
    tell(client, echo("một", "first"))
    assert not settled(engine, second, 0.3)


def test_the_first_piece_of_two_is_not_the_whole(client: TestClient, engine: Engine, keys: Keys) -> None:
    long = "\n\n".join(f"{n} " + "chữ " * 300 for n in range(2))
    number = put(engine, keys, Reply(long, Custom(Kind.ANSWER)))
    delivery.failed(engine, take(engine, keys), "pending", "unsure", NOW, doubts=1)
    tell(client, echo(long.split("\n\n")[0]))
    end = time.monotonic() + 3
    while row_of(engine, number).pieces_sent == 0 and time.monotonic() < end:
        time.sleep(0.02)
    assert (row_of(engine, number).status, row_of(engine, number).pieces_sent) == ("pending", 1)
    tell(client, echo(long.split("\n\n")[1], "echo-2"))
    assert settled(engine, number)


def test_what_waits_for_its_first_send_is_not_settled(client: TestClient, engine: Engine, keys: Keys) -> None:
    number = put(engine, keys, Reply("một", Custom(Kind.ANSWER)))
    tell(client, echo("một"))
    assert not settled(engine, number, 0.3)
