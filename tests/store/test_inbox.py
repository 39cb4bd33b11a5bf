from __future__ import annotations

import datetime as dt
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select

from bot.store import inbox
from bot.store.engine import reading, writing
from bot.store.inbox import Claimed
from bot.store.tables import inbox as inbox_table
from bot.store.work import Work
from tests.support.messages import LEASE, NOW, Desk, counts, message, reply

AFTER = NOW + LEASE + dt.timedelta(seconds=1)


def finish(desk: Desk, claimed: Claimed) -> bool:
    with writing(desk.engine) as connection:
        return inbox.finish(connection, claimed, NOW)


def test_a_message_comes_back_as_it_was_sent(desk: Desk) -> None:
    number = desk.accept("Đăng ký khai sinh cần gì ạ 👶")
    claimed = desk.claimed()
    assert (claimed.id, claimed.text, claimed.conversation) == (number, "Đăng ký khai sinh cần gì ạ 👶", "web-1")
    assert (claimed.channel, claimed.attempts, claimed.received_at) == ("web", 1, NOW)


def test_the_same_message_id_is_accepted_once(desk: Desk) -> None:
    assert desk.accept("một", key="same") is not None
    assert desk.accept("hai", key="same") is None
    assert counts(desk.engine)["inbox"] == 1
    assert desk.claimed().text == "một"


def test_the_same_message_id_at_once_is_accepted_once(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: desk.accept(key="same"), range(16)))
    assert len([number for number in numbers if number is not None]) == 1
    assert counts(desk.engine)["inbox"] == 1


def test_two_channels_may_use_the_same_message_id(desk: Desk) -> None:
    assert desk.accept(key="7") is not None
    other = message(key="7", channel="rest")
    assert inbox.accept(desk.engine, desk.keys, other, NOW) is not None


def test_an_empty_inbox_gives_nothing(desk: Desk) -> None:
    assert desk.claim() is None


def test_one_message_of_a_conversation_at_a_time_in_order(desk: Desk) -> None:
    for text in ("một", "hai", "ba"):
        desk.accept(text)
    first = desk.claimed("w1")
    assert first.text == "một"
    assert desk.claim("w2") is None
    assert finish(desk, first)
    second = desk.claimed("w2")
    assert second.text == "hai"
    assert desk.claim("w1") is None


def test_a_busy_conversation_does_not_hold_up_the_others(desk: Desk) -> None:
    desk.accept("một", "a")
    desk.accept("hai", "a")
    desk.accept("ba", "b")
    assert [desk.claimed("w1").text, desk.claimed("w2").text] == ["một", "ba"]


@pytest.mark.parametrize("threads", [2, 8])
def test_many_workers_keep_the_order_of_every_conversation(desk: Desk, threads: int) -> None:
    """Messages arrive while workers claim; none is worked on twice, none beside another of its conversation."""
    people, each = 6, 10
    lock, in_hand = threading.Lock(), set()
    seen: dict[str, list[int]] = defaultdict(list)
    faults: list[str] = []

    def write(person: int) -> None:
        for number in range(each):
            desk.accept(str(number), f"c{person}")

    def work(name: str) -> None:
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline and sum(map(len, seen.values())) < people * each:
            claimed = inbox.claim(desk.engine, desk.keys, name, NOW, LEASE)
            if claimed is None:
                time.sleep(0.005)
                continue
            with lock:
                if claimed.conversation in in_hand:
                    faults.append(f"two messages of {claimed.conversation} at once")
                in_hand.add(claimed.conversation)
                seen[claimed.conversation].append(int(claimed.text))
            time.sleep(0.002)
            with lock:
                in_hand.discard(claimed.conversation)
            finish(desk, claimed)

    with ThreadPoolExecutor(people + threads) as pool:
        jobs = [pool.submit(write, person) for person in range(people)]
        jobs += [pool.submit(work, f"w{number}") for number in range(threads)]
        for job in jobs:
            job.result()
    assert faults == []
    assert seen == {f"c{person}": list(range(each)) for person in range(people)}


def test_a_later_message_is_not_seen_before_an_earlier_one_that_is_still_being_stored(desk: Desk) -> None:
    """Numbers are given at the insert, rows are seen at the commit: two at once must not overtake each other."""
    inserted, go_on = threading.Event(), threading.Event()

    def hold_the_first(connection: object) -> None:
        if not inserted.is_set():
            inserted.set()
            go_on.wait(5)

    event.listen(desk.engine, "commit", hold_the_first)
    first = threading.Thread(target=desk.accept, args=("một",))
    first.start()
    assert inserted.wait(5)
    second = threading.Thread(target=desk.accept, args=("hai",))
    second.start()
    second.join(0.5)
    with reading(desk.engine) as connection:
        visible = len(connection.execute(select(inbox_table.c.id)).all())
    go_on.set()
    first.join()
    second.join()
    assert visible == 0
    assert desk.claimed().text == "một"


def test_other_conversations_are_stored_meanwhile_on_postgresql(desk: Desk) -> None:
    """SQLite has one writer; PostgreSQL must not be made to have one."""
    if desk.engine.dialect.name == "sqlite":
        assert desk.accept(conversation="b") is not None
        return
    inserted, go_on = threading.Event(), threading.Event()

    def hold_the_first(connection: object) -> None:
        if not inserted.is_set():
            inserted.set()
            go_on.wait(5)

    event.listen(desk.engine, "commit", hold_the_first)
    first = threading.Thread(target=desk.accept, kwargs={"conversation": "a"})
    first.start()
    assert inserted.wait(5)
    started = time.monotonic()
    assert desk.accept(conversation="b") is not None
    assert time.monotonic() - started < 2
    go_on.set()
    first.join()


def test_an_expired_lease_is_taken_over(desk: Desk) -> None:
    desk.accept()
    slow = desk.claimed("slow")
    assert desk.claim("quick", NOW + LEASE) is None
    quick = desk.claimed("quick", AFTER)
    assert (quick.id, quick.attempts) == (slow.id, 2)
    assert not finish(desk, slow)
    assert finish(desk, quick)
    assert desk.status(slow.id) == "done"


def test_giving_back_makes_it_free_at_once(desk: Desk) -> None:
    desk.accept()
    inbox.give_back(desk.engine, desk.claimed("w1"))
    assert desk.claimed("w2").attempts == 2


def test_who_lost_a_message_cannot_give_it_back(desk: Desk) -> None:
    desk.accept()
    slow = desk.claimed("slow")
    quick = desk.claimed("quick", AFTER)
    inbox.give_back(desk.engine, slow)
    assert desk.claim("third", AFTER) is None
    assert finish(desk, quick)


def test_release_frees_all_of_one_worker_and_nothing_else(desk: Desk) -> None:
    for conversation in "abc":
        desk.accept(conversation=conversation)
    dead, alive, _ = desk.claimed("w1"), desk.claimed("w11"), desk.claimed("w1")
    assert inbox.release(desk.engine, "w1") == 2
    assert desk.claimed("w2").id == dead.id
    assert finish(desk, alive)


def test_a_message_that_no_key_reads_is_given_out_without_a_text(desk: Desk) -> None:
    """It must not end every worker that claims it."""
    from bot.store.secrets import Keys, new_keys

    desk.accept()
    claimed = inbox.claim(desk.engine, Keys(*new_keys().values()), "w1", NOW, LEASE)
    assert claimed is not None
    assert claimed.text is None


def test_what_is_done_is_not_given_out_again(desk: Desk) -> None:
    desk.accept()
    claimed = desk.claimed()
    assert finish(desk, claimed)
    assert not finish(desk, claimed)
    assert desk.claim("w2", AFTER) is None


def test_pending_counts_what_waits(desk: Desk) -> None:
    desk.accept(conversation="a")
    desk.accept(conversation="b")
    Work(desk.engine, desk.keys, "a", NOW).commit(desk.claimed(), (reply(),))
    with reading(desk.engine) as connection:
        assert inbox.pending(connection) == 1
