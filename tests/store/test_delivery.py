"""The outbox as its senders use it: order, leases, doubts."""

from __future__ import annotations

import datetime as dt
import itertools
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine, Row

from bot.store import delivery, outbox
from bot.store.delivery import Gone, Left, Parcel, Wish
from bot.store.engine import reading, writing
from bot.store.paces import Pace
from bot.store.secrets import Keys
from bot.store.tables import outbox as outbox_table
from tests.support.messages import LEASE, NOW, reply

FAST = Pace(1000)
_numbers = itertools.count()


class Post:
    """The outbox of one database; what is put in here are notices, which need no message."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self.engine = engine
        self.keys = keys

    def put(self, text: str, conversation: str = "zalo-1", once: str = "", asked: bool = False) -> None:
        row = outbox.notice(self.keys, conversation, once or f"n{next(_numbers)}", reply(text), NOW)
        row["once"] = None if asked else row["once"]
        with writing(self.engine) as connection:
            outbox.PUT_ONCE.run(connection, row)

    def claim(self, now: dt.datetime = NOW, sender: str = "s1", pace: Pace = FAST, most: int = 10) -> list[Parcel]:
        return delivery.claim(self.engine, self.keys, sender, Wish("zalo", pace, most), now, LEASE)

    def texts(self, now: dt.datetime = NOW, **more: object) -> list[str]:
        return [parcel.reply.text for parcel in self.claim(now, **more) if parcel.reply]  # type: ignore[arg-type]

    def one(self, now: dt.datetime = NOW, **more: object) -> Parcel:
        (parcel,) = self.claim(now, **more)  # type: ignore[arg-type]
        return parcel

    def sent(self, parcel: Parcel, now: dt.datetime = NOW) -> bool:
        """Whether that was written down: whether the parcel was still its sender's."""
        gone = Gone(parcel.id, parcel.claim, 1, "m1", parcel.conversation, 0.0)
        delivery.exchange(self.engine, self.keys, "s1", [gone], [], now, LEASE)
        return bool(self.row(parcel).status == "sent")

    def failed(self, parcel: Parcel, outcome: str, seconds: float, doubts: int = 0) -> None:
        delivery.failed(self.engine, parcel, outcome, "again 5xx", after(seconds), doubts)

    def row(self, parcel: Parcel) -> Row:
        with reading(self.engine) as connection:
            return connection.execute(select(outbox_table).where(outbox_table.c.id == parcel.id)).one()


def after(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


@pytest.fixture
def post(engine: Engine, keys: Keys) -> Post:
    return Post(engine, keys)


def test_a_conversation_s_rows_leave_one_after_the_other(post: Post) -> None:
    post.put("một")
    post.put("hai")
    first = post.one()
    assert first.reply is not None
    assert first.reply.text == "một"
    assert post.claim() == []
    assert post.sent(first)
    assert post.texts() == ["hai"]


def test_conversations_do_not_wait_for_each_other(post: Post) -> None:
    post.put("một", "zalo-1")
    post.put("hai", "zalo-2")
    post.put("ba", "zalo-1")
    assert post.texts() == ["một", "hai"]


def test_other_channels_have_their_own_sender(post: Post) -> None:
    post.put("một", "telegram-1")
    assert post.claim() == []


def test_what_pages_fetch_is_nobody_s_to_send(post: Post) -> None:
    post.put("một", "web-1")
    with reading(post.engine) as connection:
        assert delivery.counts(connection) == {("web", "kept"): 1}


def test_a_notice_of_the_same_name_is_put_once(post: Post) -> None:
    post.put("một", once="dossier 1 is ready")
    post.put("một", once="dossier 1 is ready")
    assert post.texts() == ["một"]


def test_a_failure_is_tried_again_when_it_is_time_and_holds_up_its_conversation_only(post: Post) -> None:
    post.put("một")
    post.put("hai")
    post.put("người khác", "zalo-2")
    first, _ = post.claim()
    post.failed(first, "pending", 4)
    assert post.claim(after(3)) == []
    again = post.one(after(5))
    assert (again.id, again.attempts, again.uncertain) == (first.id, 1, 0)


@pytest.mark.parametrize(("first", "second"), [(False, True), (True, False), (True, True)])
def test_who_is_put_off_to_the_morning_is_overtaken(post: Post, first: bool, second: bool) -> None:
    post.put("một", asked=first)
    post.put("hai", asked=second)
    post.failed(post.one(), "deferred", 3600)
    assert post.texts(after(1)) == ["hai"]


def test_of_two_notices_the_older_never_comes_last(post: Post) -> None:
    post.put("một")
    post.put("hai")
    post.put("người khác", "zalo-2")
    evening, _ = post.claim()
    post.failed(evening, "deferred", 3600)
    assert post.claim(after(1)) == []
    (morning,) = [parcel for parcel in post.claim(after(3601)) if parcel.conversation == "zalo-1"]
    assert morning.reply == reply("một")
    post.sent(morning, after(3602))
    assert post.one(after(3603)).reply == reply("hai")


def test_a_dead_letter_holds_up_nobody_and_never_leaves(post: Post) -> None:
    post.put("một")
    post.put("hai")
    dead = post.one()
    post.failed(dead, "dead", 0)
    assert post.texts(after(1)) == ["hai"]
    assert (post.row(dead).status, post.row(dead).error) == ("dead", "again 5xx")


def test_what_a_dead_sender_had_in_hand_is_taken_up_and_counted_as_uncertain(post: Post) -> None:
    post.put("một")
    post.one()
    assert post.claim(after(29), sender="s2") == []
    assert post.one(after(31), sender="s2").uncertain == 1


def test_who_comes_after_a_dead_sender_need_not_wait_for_its_lease(post: Post) -> None:
    post.put("một")
    post.one()
    assert delivery.release(post.engine, "s1", None, NOW) == 1
    assert delivery.release(post.engine, "s1x", None, NOW) == 0
    assert post.one(sender="s2").uncertain == 1


def test_of_what_a_dead_sender_claimed_only_what_was_on_its_way_is_in_doubt(post: Post) -> None:
    for number in range(3):
        post.put("một", f"zalo-{number}")
    waiting, begun, arrived = post.claim()
    left = Left((begun.id,), (Gone(arrived.id, arrived.claim, 1, "m1", arrived.conversation, 0.0),))
    assert delivery.release(post.engine, "s1", left, NOW) == 2
    assert post.row(arrived).status == "sent"
    again = {parcel.id: parcel.uncertain for parcel in post.claim(sender="s2")}
    assert again == {waiting.id: 0, begun.id: 1}


def test_what_is_given_back_is_anybody_s_and_no_doubt(post: Post) -> None:
    post.put("một")
    delivery.give_back(post.engine, [post.one()])
    assert post.one(sender="s2").uncertain == 0


def test_in_one_exchange_the_next_of_a_person_follows_what_is_gone(post: Post) -> None:
    post.put("một")
    post.put("hai")
    first = post.one()
    gone = [Gone(first.id, first.claim, 1, "m\0" + "1" * 90, first.conversation, 0.0)]
    common = (post.engine, post.keys, "s1", gone, [Wish("zalo", FAST, 5)], NOW, LEASE)
    assert [parcel.reply and parcel.reply.text for [parcel] in delivery.exchange(*common)] == ["hai"]
    assert post.row(first).channel_message_id == "m" + "1" * 79


def test_a_known_failure_is_no_doubt_and_a_time_out_is(post: Post) -> None:
    post.put("một")
    post.failed(post.one(), "pending", 1)
    assert post.one(after(2)).uncertain == 0
    post.failed(post.claim(after(40))[0], "pending", 41, doubts=1)
    assert post.one(after(50)).uncertain == 2  # the time-out, and the claim at 2 s whose end was never told


def test_a_sender_whose_lease_ended_changes_nothing_any_more(post: Post) -> None:
    post.put("một")
    slow = post.one()
    quick = post.one(after(31), sender="s2")
    assert not post.sent(slow, after(32))
    post.failed(slow, "dead", 33)
    assert post.row(quick).status == "pending"
    assert post.sent(quick, after(34))


def test_pieces_that_are_gone_are_not_sent_again(post: Post) -> None:
    post.put("dài")
    parcel = post.one()
    assert delivery.piece_sent(post.engine, parcel, 1, after(1), LEASE, FAST)
    again = post.one(after(40), sender="s2")
    assert (again.pieces_sent, again.uncertain) == (1, 1)


def test_a_chat_rests_between_two_messages(post: Post) -> None:
    calm = Pace(1000, chat=1)
    post.put("một")
    post.put("hai")
    post.sent(post.one(pace=calm))
    assert post.claim(after(0.5), pace=calm) == []
    assert post.texts(after(1.1), pace=calm) == ["hai"]


def test_the_pace_of_the_channel_limits_a_claim(post: Post) -> None:
    for number in range(5):
        post.put("một", f"zalo-{number}")
    assert len(post.claim(pace=Pace(3))) == 3
    assert len(post.claim(pace=Pace(3))) == 0
    assert len(post.claim(after(1.5), pace=Pace(3))) == 2


def test_several_senders_never_hold_the_same_row_nor_two_of_a_conversation(post: Post) -> None:
    for number in range(60):
        post.put("một", f"zalo-{number % 20}")
    taken: list[Parcel] = []

    def take(sender: str) -> None:
        for _ in range(4):
            taken.extend(post.claim(sender=sender, most=4))

    threads = [threading.Thread(target=take, args=(f"s{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({parcel.id for parcel in taken}) == len(taken)
    assert len({parcel.conversation for parcel in taken}) == len(taken) == 20


def test_a_body_under_a_lost_key_is_no_end_of_the_world(post: Post) -> None:
    post.put("một")
    with writing(post.engine) as connection:
        connection.execute(outbox_table.update().values(body_enc="gAAAAA"))
    assert post.one().reply is None
