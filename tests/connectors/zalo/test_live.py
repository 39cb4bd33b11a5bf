"""From a person's telephone and back: Zalo, webhook, inbox, worker, outbox, sender, Zalo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.store.engine import reading
from bot.store.inbox import Claimed
from bot.store.tables import conversations
from bot.store.tables import inbox as inbox_table
from bot.store.tables import outbox as outbox_table
from connectors.look import numbered
from tests.conftest import DATABASES
from tests.connectors.zalo.support import keep_pair
from tests.support.bots import Site, echo, new_url, site
from tests.support.databases import Postgres
from tests.support.running import until

NAME = "zalo"


@pytest.fixture(scope="module", params=DATABASES)
def called(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: Postgres,
    secrets: dict[str, str],
) -> Iterator[Site]:
    """One for all tests here; each has people of its own."""
    folder = tmp_path_factory.mktemp("called")
    url = new_url(request.param, folder, postgres_server)
    with site(folder, url, secrets, ("zalo_",), ("gateway", "sender")) as there:
        keep_pair(there.fakes, there.running.engine, there.running.keys)
        yield there


def said(*heard: str) -> list[str]:
    """What the worker that answers without a model says to messages."""
    return [numbered(echo(Claimed(0, NAME, "", text, "", 1, None))) for text in heard]  # type: ignore[arg-type]


def rows(there: Site, who: str, table: Any = outbox_table) -> list[Any]:
    query = select(table).where(table.c.conversation == f"zalo-{there.fakes.people.named(who).zalo}")
    with reading(there.running.engine) as connection:
        return list(connection.execute(query.order_by(table.c.id)).all())


def test_a_talk_with_what_people_send(called: Site) -> None:
    fakes, who = called.fakes, "an"
    fakes.say(NAME, who, kind="follow")
    called.until_sent(who, NAME, 1)
    fakes.say(NAME, who, "lệ phí <bao nhiêu> & khi nào?")
    for kind in ("voice", "sticker", "location", "file", "officer"):
        fakes.say(NAME, who, kind=kind)
        fakes.idle()
    fakes.say(NAME, who, kind="contact")
    fakes.idle()
    fakes.say(NAME, who, kind="contact", own=False)
    texts = called.until_sent(who, NAME, 9)
    assert texts[1] == said("lệ phí <bao nhiêu> & khi nào?")[0]
    heard = ["joined", "", "voice", "sticker", "location", "file", "officer", "contact own", "contact"]
    assert [f"[{word}]" in text for word, text in zip(heard, texts, strict=True)] == [bool(word) for word in heard]


def test_a_typed_payload_is_what_the_button_would_send(called: Site) -> None:
    called.fakes.say(NAME, "binh", "#mot:fee", kind="button")
    assert called.until_sent("binh", NAME, 1) == said("#mot:fee")


def test_what_is_pushed_twice_is_answered_once_in_order(called: Site) -> None:
    fakes, who = called.fakes, "chi"
    fakes.faults.add("duplicate", service=NAME, share=0.5)
    for number in range(12):
        fakes.say(NAME, who, f"tin {number}")
    fakes.idle()
    assert called.until_sent(who, NAME, 12) == said(*[f"tin {number}" for number in range(12)])
    assert fakes.faults.happened["duplicate"] > 0
    fakes.faults.clear()


def test_a_wrong_signature_reaches_nobody(called: Site) -> None:
    fakes, who = called.fakes, "dung"
    fakes.faults.add("wrong_signature", service=NAME, person=who, times=1)
    fakes.say(NAME, who, "giả mạo?")
    assert called.until_sent(who, NAME, 1) == said("giả mạo?")
    fakes.idle()
    pushes = [push.status for push in fakes.log.pushes if push.person == who and not push.key.count(" ")]
    assert pushes == [401, 200]


def test_an_expired_token_costs_no_message(called: Site) -> None:
    fakes, who = called.fakes, "em"
    before = fakes.zalo.oauth.refreshes
    fakes.say(NAME, who, "một")
    called.until_sent(who, NAME, 1)
    fakes.zalo.oauth.expire()
    for number in range(4):
        fakes.say(NAME, who, f"tin {number}")
    called.until_sent(who, NAME, 5)
    assert fakes.zalo.oauth.refreshes == before + 1 and fakes.zalo.oauth.refused == 0


def test_what_passes_is_waited_for_and_what_does_not_is_a_dead_letter(called: Site) -> None:
    fakes, who = called.fakes, "giang"
    fakes.faults.add("-214", service=NAME, method="cs", person=who, nth=(1, 2))
    fakes.faults.add("-210", service=NAME, method="cs", person=who, nth=(2,))
    for number in range(3):
        fakes.say(NAME, who, f"tin {number}")
        fakes.idle()
    assert called.until_sent(who, NAME, 2) == said("tin 0", "tin 2")
    ends = [("sent", None), ("dead", "refused -210"), ("sent", None)]
    until(lambda: [(row.status, row.error) for row in rows(called, who)] == ends, "what became of them", 20)
    fakes.faults.clear()


def test_what_arrived_although_no_answer_came_is_not_sent_again(called: Site) -> None:
    """Zalo tells the account of it; that settles the doubt."""
    fakes, who = called.fakes, "hoa"
    fakes.faults.add("timeout_after", service=NAME, method="cs", person=who, nth=(1,), seconds=1)
    fakes.say(NAME, who, "một")
    called.until_sent(who, NAME, 1)
    fakes.say(NAME, who, "hai")
    assert called.until_sent(who, NAME, 2) == said("một", "hai")
    until(lambda: [row.status for row in rows(called, who)] == ["sent", "sent"], "both sent", 20)
    assert [sent.times for sent in fakes.log.to(who)] == [1, 1]
    fakes.faults.clear()


def test_a_photo_is_read_for_its_codes(called: Site) -> None:
    called.fakes.say(NAME, "long", kind="photo", qr="H37.99.99-261118-0001")
    [text] = called.until_sent("long", NAME, 1)
    assert "[image]" in text
    assert called.heard[-1][2].codes == ("H37.99.99-261118-0001",)  # type: ignore[union-attr]


def test_who_withdraws_is_forgotten(called: Site) -> None:
    fakes, who = called.fakes, "khanh"
    fakes.say(NAME, who, "xin chào")
    called.until_sent(who, NAME, 1)
    fakes.say(NAME, who, kind="withdraw")
    until(lambda: rows(called, who, inbox_table) == [] == rows(called, who), "forgotten", 20)
    with reading(called.running.engine) as connection:
        known = connection.execute(select(conversations.c.id)).scalars().all()
    assert f"zalo-{fakes.people.named(who).zalo}" not in known


def test_no_log_holds_a_token_or_a_word(called: Site) -> None:
    logs = "".join(path.read_text() for path in called.running.var.glob("*.log"))
    assert logs and "fake-access" not in logs and "fake-refresh" not in logs and "xin chào" not in logs
