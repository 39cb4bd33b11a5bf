"""One-time codes go by ZNS, and by SMS where it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import httpx
import msgspec
import pytest
from sqlalchemy.engine import Engine

from bot.settings import Settings
from bot.store.proofs import send_sms
from bot.store.secrets import Keys
from bot.store.work import Work
from bot.texts import say
from connectors.fakes.whole import Fakes
from connectors.fakes.zns import OTP_TEMPLATE
from connectors.metrics import CODES
from connectors.sms import NotSent, deliver
from connectors.zalo.access import Access
from connectors.zalo.zns import ZnsSender
from tests.support.messages import NOW

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
TEXT = say("talk", "sms", code="123456")
PHONE = "0900000012"


class Kept:
    """The other way."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))


@pytest.fixture
def sms() -> Kept:
    return Kept()


@pytest.fixture
def sender(stored: Settings, engine: Engine, keys: Keys, sms: Kept) -> Iterator[ZnsSender]:
    settings = msgspec.structs.replace(stored, zalo_otp_template=OTP_TEMPLATE)
    with closing(Access(settings, engine, keys)) as access, httpx.Client(timeout=0.5) as client:
        yield ZnsSender(settings, access, sms, client)


def test_a_code_goes_by_zns(sender: ZnsSender, sms: Kept, fakes: Fakes, engine: Engine, keys: Keys) -> None:
    before = CODES.labels("sent")._value.get()
    work = Work(engine, keys, "zalo-1", NOW)
    send_sms(work, "+84 900 000 012", TEXT)
    work.commit()
    assert deliver(engine, keys, sender, NOW) == 1
    [sent] = fakes.log.sent
    assert (sent.to, sent.content) == ("84900000012", {"template_id": OTP_TEMPLATE, "otp": "123456"})
    assert sms.sent == [] and CODES.labels("sent")._value.get() == before + 1


@pytest.mark.parametrize("fault", ["-118", "-115", "-133", "-139", "-100", "-7777", "429", "503", "timeout_before"])
def test_where_zns_refuses_or_fails_an_sms_is_sent(sender: ZnsSender, sms: Kept, fakes: Fakes, fault: str) -> None:
    fakes.faults.add(fault, service="zns")
    sender.send(PHONE, TEXT)
    assert sms.sent == [(PHONE, TEXT)] and fakes.log.sent == []


def test_a_phone_without_zalo_gets_an_sms(sender: ZnsSender, sms: Kept, fakes: Fakes) -> None:
    fakes.zalo.zns.without_zalo.add("84900000012")
    sender.send(PHONE, TEXT)
    assert len(sms.sent) == 1


def test_a_void_token_is_renewed(sender: ZnsSender, sms: Kept, fakes: Fakes) -> None:
    fakes.zalo.oauth.expire()
    sender.send(PHONE, TEXT)
    assert sms.sent == [] and len(fakes.log.sent) == 1 and fakes.zalo.oauth.refreshes == 1


def test_without_access_an_sms_is_sent(sender: ZnsSender, sms: Kept, fakes: Fakes) -> None:
    fakes.zalo.oauth.new_pair()
    sender.send(PHONE, TEXT)
    assert len(sms.sent) == 1


def test_what_holds_no_code_is_no_matter_of_the_template(sender: ZnsSender, sms: Kept, fakes: Fakes) -> None:
    sender.send(PHONE, "Hồ sơ 1234567 đã xong")
    assert len(sms.sent) == 1 and fakes.log.calls == []


def test_a_wrong_template_tells_the_cure_and_nothing_of_the_person(
    sender: ZnsSender, fakes: Fakes, caplog: pytest.LogCaptureFixture
) -> None:
    fakes.zalo.zns.templates.clear()
    sender.send(PHONE, TEXT)
    assert "MOTCUA_ZALO_OTP_TEMPLATE" in caplog.text
    assert "900000012" not in caplog.text and "123456" not in caplog.text


def test_without_another_way_it_is_tried_again_later(
    stored: Settings, engine: Engine, keys: Keys, fakes: Fakes
) -> None:
    settings = msgspec.structs.replace(stored, zalo_otp_template=OTP_TEMPLATE)
    fakes.faults.add("-100", service="zns")
    with closing(Access(settings, engine, keys)) as access, httpx.Client() as client, pytest.raises(NotSent):
        ZnsSender(settings, access, None, client).send(PHONE, TEXT)
