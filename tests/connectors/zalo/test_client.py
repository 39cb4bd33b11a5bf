"""Calls of the OA's API against the fake: what each failure means for the message, and what is tried in its place."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
import pytest
from sqlalchemy.engine import Engine

from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.settings import Settings
from bot.store.secrets import Keys
from connectors.channel import NotDelivered, Trouble
from connectors.fakes.whole import Fakes
from connectors.http import Answer, Http
from connectors.look import numbered
from connectors.zalo import client as client_module
from connectors.zalo.access import Access
from connectors.zalo.channel import GuestChannel, ZaloChannel
from connectors.zalo.client import Client
from connectors.zalo.pieces import document, picture
from tests.connectors.zalo.support import keep_pair

# Which database keeps the token makes no difference to a call.
pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
Result = TypeVar("Result")
HELLO = Reply("Em chào anh/chị", Custom(Kind.SMALLTALK))
CHOICE = Reply("Hỏi gì ạ?", Custom(Kind.CLARIFY), (Button("Lệ phí", "#khai-sinh:fee"),))
SHARE = Reply("Em cần số điện thoại.", Custom(Kind.VERIFY), (Button("Chia sẻ", "#share-phone"),))


class Zalo:
    """A channel on the fake and one person who wrote to it."""

    def __init__(self, settings: Settings, engine: Engine, keys: Keys, fakes: Fakes) -> None:
        self.settings, self.fakes, self._engine, self._keys = settings, fakes, engine, keys
        self.person = fakes.zalo.meet(fakes.people.named("an"))

    def do(self, work: Callable[[ZaloChannel, Client], Awaitable[Result]], timeout: float = 5.0) -> Result:
        async def run() -> Result:
            with closing(Access(self.settings, self._engine, self._keys)) as access:
                client = Client(self.settings, access, Http(timeout))
                channel = ZaloChannel(self.settings, access, client)
                await channel.open()
                try:
                    return await work(channel, client)
                finally:
                    await channel.close()

        return asyncio.run(run())

    def send(self, *replies: Reply, timeout: float = 5.0) -> list[str | None]:
        """All pieces of the replies; the ids of the messages."""

        async def work(channel: ZaloChannel, client: Client) -> list[str | None]:
            made = [piece for reply in replies for piece in channel.pieces(reply, f"zalo-{self.person}")]
            return [await channel.send(self.person, piece) for piece in made]

        return self.do(work, timeout)

    def fails(self, reply: Reply = HELLO, timeout: float = 5.0) -> NotDelivered:
        with pytest.raises(NotDelivered) as failed:
            self.send(reply, timeout=timeout)
        return failed.value

    @property
    def texts(self) -> list[str]:
        return [sent.text for sent in self.fakes.log.to("an")]


@pytest.fixture
def zalo(stored: Settings, engine: Engine, keys: Keys, fakes: Fakes) -> Zalo:
    return Zalo(stored, engine, keys, fakes)


def test_a_reply_arrives_with_its_id(zalo: Zalo) -> None:
    [message_id] = zalo.send(HELLO)
    [sent] = zalo.fakes.log.to("an")
    assert (sent.text, sent.id) == ("Em chào anh/chị", message_id)


def test_choices_are_numbers_or_words(zalo: Zalo) -> None:
    zalo.send(CHOICE)
    assert zalo.texts == [numbered(CHOICE)]


def test_where_buttons_are_refused_text_is_sent_and_that_is_remembered(
    zalo: Zalo, caplog: pytest.LogCaptureFixture
) -> None:
    zalo.settings = msgspec.structs.replace(zalo.settings, zalo_buttons=True)
    zalo.send(CHOICE, CHOICE, CHOICE)
    assert zalo.texts == [numbered(CHOICE)] * 3
    assert [call.outcome for call in zalo.fakes.log.calls if call.method == "cs"] == ["-201", "ok", "ok", "ok"]
    assert "refused the buttons" in caplog.text


def test_where_buttons_are_taken_they_are_sent(zalo: Zalo) -> None:
    zalo.settings = msgspec.structs.replace(zalo.settings, zalo_buttons=True)
    zalo.fakes.zalo.buttons = True
    zalo.send(CHOICE)
    [sent] = zalo.fakes.log.to("an")
    assert sent.text == "Hỏi gì ạ?"
    assert sent.content["attachment"]["payload"]["buttons"][0]["payload"] == "#khai-sinh:fee"


def test_the_card_that_asks_for_the_phone(zalo: Zalo) -> None:
    zalo.settings = msgspec.structs.replace(zalo.settings, zalo_info_image="https://mau.example/the.png")
    assert all(zalo.send(SHARE))
    card = zalo.fakes.log.to("an")[-1].content["attachment"]["payload"]
    assert card["template_type"] == "request_user_info"


def test_a_card_that_is_refused_is_left_out(zalo: Zalo, caplog: pytest.LogCaptureFixture) -> None:
    """The fake wants a picture on it."""
    assert zalo.send(SHARE, HELLO)[1] is None
    assert zalo.texts == ["Em cần số điện thoại.", "Em chào anh/chị"]
    assert "refused the card" in caplog.text


def test_an_expired_token_is_renewed_once_and_the_message_leaves(zalo: Zalo) -> None:
    zalo.fakes.zalo.oauth.expire()
    zalo.send(HELLO)
    assert zalo.texts == ["Em chào anh/chị"] and zalo.fakes.zalo.oauth.refreshes == 1


def test_a_token_early_before_its_end_is_renewed_at_the_start(zalo: Zalo, engine: Engine, keys: Keys) -> None:
    keep_pair(zalo.fakes, engine, keys, hours=2)

    async def wait(channel: ZaloChannel, client: Client) -> None:
        while not zalo.fakes.zalo.oauth.refreshes:
            await asyncio.sleep(0.01)

    zalo.do(wait)
    assert zalo.fakes.zalo.oauth.refreshes == 1


@pytest.mark.parametrize("code", ["-216", "-220", "216", "401", "-401", "-124"])
def test_every_way_to_say_that_a_token_is_void_renews_it_once(zalo: Zalo, code: str) -> None:
    zalo.fakes.faults.add(code, service="zalo", method="cs", times=1)
    zalo.send(HELLO)
    assert zalo.texts == ["Em chào anh/chị"] and zalo.fakes.zalo.oauth.refreshes == 1
    zalo.fakes.faults.add(code, service="zalo", method="cs")
    failed = zalo.fails()
    assert (failed.trouble, failed.code) == (Trouble.ALARM, code)
    assert zalo.fakes.zalo.oauth.refreshes == 2


def test_without_a_refresh_token_that_serves_it_is_an_alarm(zalo: Zalo) -> None:
    zalo.fakes.zalo.oauth.new_pair()
    failed = zalo.fails()
    assert (failed.trouble, failed.code) == (Trouble.ALARM, "token -14014")


CODES = {
    "-32": Trouble.BUSY,
    "-201": Trouble.REFUSED,
    "-209": Trouble.ALARM,
    "-211": Trouble.LATER,
    "-213": Trouble.GONE,
    "-214": Trouble.AGAIN,
    "-230": Trouble.GONE,
    "-234": Trouble.LATER,
    "-321": Trouble.ALARM,
    "-7777": Trouble.REFUSED,
}


@pytest.mark.parametrize(("code", "trouble"), CODES.items())
def test_a_business_error_with_status_200_is_a_failure(zalo: Zalo, code: str, trouble: Trouble) -> None:
    zalo.fakes.faults.add(code, service="zalo", method="cs")
    failed = zalo.fails()
    assert (failed.trouble, failed.code) == (trouble, code)
    assert zalo.texts == []


def test_an_alarm_tells_the_operator_what_to_do(zalo: Zalo, caplog: pytest.LogCaptureFixture) -> None:
    zalo.fakes.faults.add("-209", service="zalo", method="cs")
    zalo.fails()
    assert "-209" in caplog.text and "developers' console" in caplog.text


def test_send_message_failed_is_tried_once_more(zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "REPEAT_SECONDS", 0.0)
    zalo.fakes.faults.add("-200", service="zalo", method="cs", times=1)
    zalo.send(HELLO)
    assert zalo.texts == ["Em chào anh/chị"]
    zalo.fakes.faults.add("-200", service="zalo", method="cs")
    assert zalo.fails().trouble is Trouble.REFUSED


@pytest.mark.parametrize(("fault", "arrived"), [("timeout_after", 1), ("timeout_before", 0), ("502", 0), ("500", 0)])
def test_what_may_have_arrived_is_unsure(zalo: Zalo, fault: str, arrived: int) -> None:
    zalo.fakes.faults.add(fault, service="zalo", method="cs")
    assert zalo.fails(timeout=0.3).trouble is Trouble.UNSURE
    assert len(zalo.texts) == arrived


def test_what_cannot_have_arrived_is_tried_again(zalo: Zalo) -> None:
    zalo.settings = msgspec.structs.replace(zalo.settings, zalo_api_url="http://127.0.0.1:9")
    failed = zalo.fails()
    assert (failed.trouble, failed.code) == (Trouble.AGAIN, "ClientConnectorError")


def test_the_proof_of_the_secret_is_checked(zalo: Zalo) -> None:
    zalo.settings = msgspec.structs.replace(zalo.settings, zalo_app_secret="another")
    failed = zalo.fails()
    assert (failed.trouble, failed.code) == (Trouble.ALARM, "-242")


def test_seven_days_of_silence_are_the_end(zalo: Zalo) -> None:
    zalo.person = zalo.fakes.zalo.meet(zalo.fakes.people.named("an"), hours_ago=7 * 24 + 1)
    assert (zalo.fails().trouble, zalo.texts) == (Trouble.GONE, [])


def test_what_was_charged_is_told_once_a_minute(zalo: Zalo, caplog: pytest.LogCaptureFixture) -> None:
    zalo.person = zalo.fakes.zalo.meet(zalo.fakes.people.named("an"), hours_ago=60)
    zalo.send(HELLO, HELLO, HELLO)
    assert caplog.text.count("Zalo charged for a message") == 1


def test_a_quota_that_is_nearly_used_up_is_told(zalo: Zalo, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "connectors.zalo")
    zalo.send(*[HELLO] * 7)
    assert "quota 'reply': 1 left" in caplog.text and "quota 'reply': 2 left" not in caplog.text


def test_a_picture_and_a_file_are_uploaded_and_sent(zalo: Zalo) -> None:
    async def work(channel: ZaloChannel, client: Client) -> None:
        image = await client.upload("image", "mau.jpg", b"picture")
        file = await client.upload("file", "to-khai.docx", b"document")
        await channel.send(zalo.person, picture(image, "Mẫu tờ khai"))
        await channel.send(zalo.person, document(file))

    zalo.do(work)
    assert [sent.text for sent in zalo.fakes.log.to("an")] == ["Mẫu tờ khai", ""]
    assert [upload.data for upload in zalo.fakes.zalo.uploads.kept.values()] == [b"picture", b"document"]


@pytest.mark.parametrize(
    ("kind", "name", "size"), [("image", "a.jpg", 1024**2 + 1), ("file", "a.pdf", 5 * 1024**2 + 1), ("file", "a", 1)]
)
def test_what_zalo_would_not_take_is_not_uploaded(zalo: Zalo, kind: str, name: str, size: int) -> None:
    async def work(channel: ZaloChannel, client: Client) -> None:
        await client.upload(kind, name, b"x" * size)

    with pytest.raises(NotDelivered) as failed:
        zalo.do(work)
    assert failed.value.trouble is Trouble.REFUSED and not zalo.fakes.log.calls


Asked = list[tuple[str, dict[str, Any]]]


class Pass:
    """A token for who checks none."""

    def known(self) -> str:
        return "a"

    def close(self) -> None: ...


def told(settings: Settings, work: Callable[[ZaloChannel, Client], Awaitable[str | None]], *codes: int) -> Asked:
    """What is asked of calls that the fake does not have; they answer with these errors, then well."""
    asked: Asked = []
    left = list(codes)

    class Other(Http):
        async def post(self, url: str, body: Any, *others: Any) -> Answer:
            asked.append((urlsplit(url).path, msgspec.json.decode(body)))
            code = left.pop(0) if left else 0
            return Answer(200, msgspec.json.encode({"error": code, "message": "", "data": {"message_id": "m"}}))

    async def run() -> None:
        client = Client(settings, Pass(), Other())  # type: ignore[arg-type]
        channel = ZaloChannel(settings, Pass(), client)  # type: ignore[arg-type]
        await work(channel, client)

    asyncio.run(run())
    return asked


def test_a_visitor_is_reached_by_both_ids_with_text_only(account: Settings) -> None:
    async def work(channel: ZaloChannel, client: Client) -> str | None:
        guests = GuestChannel(account, client)
        [piece] = guests.pieces(SHARE, "zaloguest-a5-77")
        return await guests.send("a5-77", piece)

    recipient = {"anonymous_id": "a5", "conversation_id": "77"}
    body = {"recipient": recipient, "message": {"text": "Em cần số điện thoại."}}
    assert told(account, work) == [("/v2.0/oa/message", body)]


NEWS = Reply("Hồ sơ …0001 đã có kết quả.\n\nNhắn DỪNG BÁO để thôi.", Custom(Kind.STATUS))


async def tell_news(channel: ZaloChannel, client: Client) -> str | None:
    [piece] = channel.pieces(NEWS, "zalo-5")
    return await channel.send("5", piece)


def test_who_was_silent_for_seven_days_is_told_by_a_template(account: Settings) -> None:
    settings = msgspec.structs.replace(account, zalo_notice_template="77")
    data = {"notice": "Hồ sơ …0001 đã có kết quả. Nhắn DỪNG BÁO để thôi."}
    asked = told(settings, tell_news, -230)
    assert [path for path, _ in asked] == ["/v3.0/oa/message/cs", "/v3.0/oa/message/template"]
    assert asked[1][1] == {"user_id": "5", "template_id": "77", "template_data": data}


def test_a_notice_has_a_form_of_its_own_for_that(account: Settings) -> None:
    settings = msgspec.structs.replace(account, zalo_notice_template="77")

    async def tell(channel: ZaloChannel, client: Client) -> str | None:
        [piece] = channel.pieces(msgspec.structs.replace(NEWS, short="Đã có kết quả."), "zalo-5")
        return await channel.send("5", piece)

    assert told(settings, tell, -230)[1][1]["template_data"] == {"notice": "Đã có kết quả."}


def test_without_a_template_or_with_a_bad_one_the_notice_is_set_aside(account: Settings) -> None:
    with pytest.raises(NotDelivered, match="gone -230"):
        told(account, tell_news, -230)
    settings = msgspec.structs.replace(account, zalo_notice_template="77")
    with pytest.raises(NotDelivered, match="refused template -249"):
        told(settings, tell_news, -230, -249)
    with pytest.raises(NotDelivered, match="busy -32"):
        told(settings, tell_news, -230, -32)
