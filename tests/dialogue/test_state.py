"""The dialogue's state between two messages."""

from __future__ import annotations

import asyncio
import datetime as dt
import json

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine

from bot.conversations.memory import Memory, read_memory, write_memory
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.dialogue.inputs import DOMAIN
from bot.dialogue.state import FORGET_AFTER, ConversationStore
from bot.store.secrets import Keys
from bot.store.work import Work, current
from tests.support.messages import NOW
from tests.support.talk import Talk

MEMORY = Memory(
    topic="dang-ky-khai-sinh",
    case="con ngoài giá thú",
    facets=("documents", "fee"),
    alternatives=("dang-ky-lai-khai-sinh",),
    offered=("#a:fee", "#b"),
    last=Reply("Đây ạ", Custom(Kind.ANSWER, ("1.001193",), ("fee",)), (Button("Lệ phí", "#a:fee"),)),
    failures=1,
    dossier="H37.99.99-261118-0001",
    awaiting="factor",
    verified={"H37.99.99-261118-0001": NOW},
)


@pytest.fixture(scope="module")
def store() -> ConversationStore:
    return ConversationStore(Domain.load(str(DOMAIN)))


def tracker_of(store: ConversationStore, conversation: str) -> DialogueStateTracker:
    return DialogueStateTracker(conversation, store.domain.slots)


def save(store: ConversationStore, tracker: DialogueStateTracker, work: Work) -> None:
    async def run() -> None:
        current.set(work)
        await store.save(tracker)

    asyncio.run(run())
    work.commit()


def retrieve(store: ConversationStore, work: Work) -> DialogueStateTracker | None:
    async def run() -> DialogueStateTracker | None:
        current.set(work)
        return await store.retrieve(work.conversation)

    return asyncio.run(run())


def test_memory_comes_back_as_it_was() -> None:
    assert read_memory(json.loads(json.dumps(write_memory(MEMORY)))) == MEMORY
    assert read_memory(None) == Memory()


def test_slots_and_form_come_back(store: ConversationStore, engine: Engine, keys: Keys) -> None:
    tracker = tracker_of(store, "web-1")
    for happened in (UserUttered("một"), SlotSet("memory", write_memory(MEMORY)), ActiveLoop("some_form")):
        tracker.update(happened)
    save(store, tracker, Work(engine, keys, "web-1", NOW))
    back = retrieve(store, Work(engine, keys, "web-1", NOW))
    assert back is not None
    assert read_memory(back.get_slot("memory")) == MEMORY
    assert back.active_loop_name == "some_form"
    assert back.latest_action_name == "action_listen"


def test_what_was_said_is_not_kept(store: ConversationStore, engine: Engine, keys: Keys) -> None:
    tracker = tracker_of(store, "web-1")
    tracker.update(UserUttered("tôi tên là Nguyễn Văn A"))
    work = Work(engine, keys, "web-1", NOW)
    save(store, tracker, work)
    state = work.load_state()
    assert state is not None
    assert "Nguyễn" not in state[0]


def test_nobody_has_anothers_state(store: ConversationStore, engine: Engine, keys: Keys) -> None:
    tracker = tracker_of(store, "web-1")
    tracker.update(SlotSet("memory", write_memory(MEMORY)))
    save(store, tracker, Work(engine, keys, "web-1", NOW))
    assert retrieve(store, Work(engine, keys, "web-2", NOW)) is None


@pytest.mark.parametrize(("after", "kept"), [(FORGET_AFTER, True), (FORGET_AFTER + dt.timedelta(seconds=1), False)])
def test_after_half_a_day_it_is_a_new_talk(
    store: ConversationStore, engine: Engine, keys: Keys, after: dt.timedelta, kept: bool
) -> None:
    save(store, tracker_of(store, "web-1"), Work(engine, keys, "web-1", NOW))
    assert (retrieve(store, Work(engine, keys, "web-1", NOW + after)) is not None) is kept


def test_a_long_talk_keeps_a_small_state(talk: Talk) -> None:
    """A person on Zalo never changes the id: the talk never ends by itself."""
    sizes = []
    for _ in range(12):
        talk.say("đăng ký kết hôn cần giấy tờ gì")
        talk.say("thế còn lệ phí?")
        state = Work(talk.engine, talk.keys, talk.conversation, talk.clock).load_state()
        assert state is not None
        sizes.append(len(state[0]))
    assert max(sizes) < 20_000
    assert sizes[-1] == sizes[1]


def test_the_topic_is_forgotten_with_the_talk(talk: Talk) -> None:
    first = talk.say("đăng ký kết hôn cần giấy tờ gì")
    assert talk.say("thế còn lệ phí?").custom.procedures == first.custom.procedures
    talk.clock += FORGET_AFTER + dt.timedelta(minutes=1)
    assert talk.say("thế còn lệ phí?").custom.procedures == ()


def test_two_people_at_once_do_not_mix(talk: Talk) -> None:
    other = Talk(talk.assistant, talk.engine, talk.keys, talk.clock)
    marriage = talk.say("đăng ký kết hôn cần giấy tờ gì")
    death = other.say("đăng ký khai tử cần giấy tờ gì")
    assert marriage.custom.procedures != death.custom.procedures
    assert talk.say("lệ phí bao nhiêu").custom.procedures == marriage.custom.procedures
    assert other.say("lệ phí bao nhiêu").custom.procedures == death.custom.procedures


def test_the_tests_talk_starts_anew_after_restart(talk: Talk) -> None:
    talk.say("đăng ký kết hôn cần giấy tờ gì")
    before = talk.conversation
    talk.restart()
    assert talk.conversation != before
    assert talk.say("thế còn lệ phí?").custom.procedures == ()
