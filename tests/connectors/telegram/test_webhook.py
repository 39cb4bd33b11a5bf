"""The webhook over HTTP: who is let in, what is stored, what is told at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.clock import utc_now
from bot.conversations.event import Event, EventKind
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.dossiers.notices import next_morning
from bot.dossiers.status import Status
from bot.settings import Settings
from bot.store import delivery, inbox, outbox, payloads
from bot.store.engine import reading
from bot.store.payloads import Kept
from bot.store.secrets import Keys
from bot.store.tables import inbox as inbox_table
from bot.store.tables import outbox as outbox_table
from connectors.metrics import WEBHOOKS
from tests.connectors.telegram.test_updates import AN, CHAT, GROUP, USER, member, message, update
from tests.support.messages import LEASE, NOW
from tests.support.notices import Follower
from tests.support.service import Service, serving

PATH = "/webhooks/telegram"
SECRET = "synthetic_secret-1"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
BUTTON = Button("Thêm giấy tờ", "#mot-thu-tuc:documents")


@pytest.fixture
def hooked(settings: Settings) -> Settings:
    given = {"telegram_token": "1000000001:synthetic-token", "telegram_secret": SECRET}
    return msgspec.structs.replace(settings, **given, rate_per_minute=100_000)


@pytest.fixture
def service(hooked: Settings) -> Iterator[Service]:
    with serving(hooked) as service:
        yield service


def post(service: Service, body: object, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return service.client.post(PATH, content=content, headers={**HEADERS, **headers})


def stored(engine: Engine, keys: Keys) -> list[tuple[str, str | None, str, str, Event | None]]:
    with reading(engine) as connection:
        rows = connection.execute(select(inbox_table).order_by(inbox_table.c.id)).all()
    return [
        (
            keys.decrypt(row.text_enc),
            row.shown_enc and keys.decrypt(row.shown_enc),
            row.conversation,
            row.status,
            inbox.read_event(keys, row.event_enc),
        )
        for row in rows
    ]


def test_a_message_is_stored_and_typing_is_shown(service: Service, engine: Engine, keys: Keys) -> None:
    response = post(service, update(message=message(text="  lệ phí?  ")))
    assert response.status_code == 200
    assert response.json() == {"method": "sendChatAction", "chat_id": AN, "action": "typing"}
    assert stored(engine, keys) == [("lệ phí?", None, f"telegram-{AN}", "pending", None)]


def test_the_same_update_again_is_one_message(service: Service, engine: Engine, keys: Keys) -> None:
    assert [post(service, update(message=message(text="một"))).status_code for _ in range(3)] == [200] * 3
    post(service, {"update_id": 43, "message": message(text="một")})
    assert len(stored(engine, keys)) == 2


def test_a_photo_waits_to_be_looked_at(service: Service, engine: Engine, keys: Keys) -> None:
    size = {"file_id": "f1", "file_unique_id": "u1", "width": 90, "height": 90}
    post(service, update(message=message(photo=[size])))
    assert stored(engine, keys) == [("", None, f"telegram-{AN}", "unread", Event(EventKind.IMAGE, url="f1"))]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Telegram-Bot-Api-Secret-Token": ""}, 403),
        ({"X-Telegram-Bot-Api-Secret-Token": SECRET + "x"}, 403),
        ({"X-Telegram-Bot-Api-Secret-Token": "\xff\xfe"}, 403),
        ({"Content-Type": "text/plain"}, 403),
        ({"Content-Type": "application/json; charset=utf-8"}, 403),
        ({}, 200),
    ],
)
def test_only_telegram_is_let_in(
    service: Service, engine: Engine, keys: Keys, headers: dict[str, str], status: int
) -> None:
    raw = {name: value.encode("latin-1") for name, value in {**HEADERS, **headers}.items()}
    before = WEBHOOKS.labels("telegram", "refused")._value.get()
    body = json.dumps(update(message=message(text="x"))).encode()
    assert service.client.post(PATH, content=body, headers=raw).status_code == status  # type: ignore[arg-type]
    assert len(stored(engine, keys)) == (status == 200)
    assert WEBHOOKS.labels("telegram", "refused")._value.get() - before == (status == 403)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'"\\ud800"', 400),
        (b"[" * 200_000, 400),
        (b'{"update_id": ' + b"9" * 5000 + b"}", 400),
        (b"x" * (256 * 1024 + 1), 413),
        (b"[]", 200),
        (b'{"update_id": 1, "something_of_2030": {}}', 200),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_cannot_be_read(service: Service, engine: Engine, keys: Keys, body: bytes, status: int) -> None:
    assert post(service, body).status_code == status
    assert stored(engine, keys) == []


def press(data: str, title: str | None = None) -> dict[str, Any]:
    button = {"text": title, "callback_data": data}
    markup = {"reply_markup": {"inline_keyboard": [[button]]}} if title else {}
    query = {"id": "q1", "from": USER, "chat_instance": "1", "message": message(text="x", **markup), "data": data}
    return update(callback_query=query)


def test_a_pressed_button_is_a_message_and_is_answered(service: Service, engine: Engine, keys: Keys) -> None:
    key = payloads.key_of(keys, f"telegram-{AN}", BUTTON)
    payloads.keep(engine, keys, f"telegram-{AN}", [Kept(key, BUTTON)], NOW)
    for number, body in enumerate((press("#x:fee", "Lệ phí"), press(f"~{key}"), press("~forgotten", "Bao lâu"))):
        answered = post(service, {**body, "update_id": number})
        assert answered.json() == {"method": "answerCallbackQuery", "callback_query_id": "q1"}
    assert [row[:2] for row in stored(engine, keys)] == [
        ("#x:fee", "Lệ phí"),
        (BUTTON.payload, BUTTON.title),
        ("Bao lâu", "Bao lâu"),
    ]


def test_a_button_that_nobody_knows_any_more_is_answered_with_the_reason(
    service: Service, engine: Engine, keys: Keys
) -> None:
    answered = post(service, press("~forgotten")).json()
    assert answered["method"] == "answerCallbackQuery" and "nhắn lại" in answered["text"]
    assert len(answered["text"]) <= 200 and stored(engine, keys) == []


def statuses(engine: Engine) -> list[tuple[str, str, str | None]]:
    with reading(engine) as connection:
        rows = connection.execute(select(outbox_table).order_by(outbox_table.c.id)).all()
    return [(row.conversation, row.status, row.error) for row in rows]


def test_who_blocks_the_bot_is_sent_nothing_more(
    service: Service, hooked: Settings, engine: Engine, keys: Keys
) -> None:
    for person in (AN, AN + 1):
        notice = Reply("Hồ sơ đã xong", Custom(Kind.STATUS))
        outbox.put_notice(engine, keys, f"telegram-{person}", f"n{person}", notice, NOW)
    assert post(service, update(**member(CHAT, "member", "kicked"))).status_code == 200
    assert statuses(engine) == [(f"telegram-{AN}", "dead", "gone"), (f"telegram-{AN + 1}", "pending", None)]
    assert delivery.drop(engine, f"telegram-{AN}", "blocked") == 0


def test_who_blocks_the_bot_hears_of_no_dossier_until_it_is_unblocked(
    service: Service, engine: Engine, keys: Keys
) -> None:
    followers = [Follower(engine, keys, f"telegram-{person}") for person in (AN, AN + 1)]
    for follower in followers:
        follower.follow()
    post(service, update(**member(CHAT, "member", "kicked")))
    assert [follower.is_reached() for follower in followers] == [False, True]
    post(service, {**update(**member(CHAT, "kicked", "member")), "update_id": 2})
    assert [follower.is_reached() for follower in followers] == [True, True]


def test_a_notice_that_waited_while_somebody_blocked_the_bot_is_told_when_they_are_back(
    service: Service, engine: Engine, keys: Keys
) -> None:
    follower = Follower(engine, keys, f"telegram-{AN}")
    follower.follow()
    ready = {"status": Status.COMPLETED, "updated_at": follower.clock}
    follower.export(**ready)
    assert len(follower.tell(minutes=30)) == 1
    post(service, update(**member(CHAT, "member", "kicked")))
    assert follower.rows() == []
    post(service, {**update(**member(CHAT, "kicked", "member")), "update_id": 2})
    follower.clock = next_morning(utc_now())
    follower.export(**ready)
    assert len(follower.tell()) == 1


def test_what_is_on_its_way_is_not_dropped(engine: Engine, keys: Keys, hooked: Settings) -> None:
    outbox.put_notice(engine, keys, "telegram-1", "n1", Reply("x", Custom(Kind.STATUS)), NOW)
    wish = delivery.Wish("telegram", delivery.Pace(30), 5)
    assert len(delivery.claim(engine, keys, "s1", wish, NOW, LEASE)) == 1
    assert delivery.drop(engine, "telegram-1", "blocked") == 0


def test_in_a_group_one_polite_line_is_said_once(service: Service, engine: Engine, keys: Keys) -> None:
    for number in range(3):
        post(service, {**update(**member(GROUP, "left", "member")), "update_id": number})
        post(service, update(message=message(text="xin chào", chat=GROUP)))
    assert statuses(engine) == [(f"telegram-{GROUP['id']}", "pending", None)]
    assert stored(engine, keys) == []


def test_a_database_that_is_away_makes_telegram_try_again(service: Service, engine: Engine, keys: Keys) -> None:
    def rename(table: str, name: str) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")

    rename("inbox", "away")
    try:
        assert post(service, update(message=message(text="x"))).status_code == 503
    finally:
        rename("away", "inbox")
    assert post(service, update(message=message(text="x"))).status_code == 200
    assert len(stored(engine, keys)) == 1


def test_who_is_asked_for_messages_has_no_webhook(hooked: Settings) -> None:
    with serving(msgspec.structs.replace(hooked, telegram_polling=True)) as service:
        assert post(service, update(message=message(text="x"))).status_code == 404


@pytest.fixture(scope="module")
def open_service(tmp_path_factory: pytest.TempPathFactory, secrets: dict[str, str]) -> Iterator[Service]:
    """One for all wild bodies."""
    from bot.store.engine import open_engine
    from bot.store.migrate import migrate

    encryption, identity = secrets.values()
    settings = Settings(
        var=str(tmp_path_factory.mktemp("wild")),
        encryption_keys=encryption,
        identity_key=identity,
        telegram_token="1000000001:synthetic-token",
        telegram_secret=SECRET,
        rate_per_minute=100_000,
    )
    engine = open_engine(settings.database)
    migrate(engine)
    engine.dispose()
    with serving(settings) as service:
        yield service


wild = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
CONTENT = ["text", "caption", "photo", "contact", "location", "chat", "from", "entities", "document"]
near = st.builds(
    lambda number, content: {"update_id": number, "message": message(**content)},
    # Each is another message, so that each is stored.
    st.integers() | st.none(),
    st.dictionaries(st.sampled_from(CONTENT), wild, max_size=4),
)
words = st.builds(lambda number, text: {"update_id": number, "message": message(text=text)}, st.integers(), st.text())


@given(st.binary(max_size=60) | wild | near | words)
@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_is_answered_with_an_error_of_ours(open_service: Service, body: object) -> None:
    assert post(open_service, body).status_code in (200, 400)
