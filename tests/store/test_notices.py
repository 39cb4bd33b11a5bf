"""From an import to the outbox: once, by day, where the channel allows it, and nothing after "dừng báo"."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.engine import Engine

from bot.dossiers.dossier import Dossier
from bot.dossiers.notices import is_daylight
from bot.dossiers.source import AnswerUnusable, Found, SourceUnavailable
from bot.dossiers.status import Delivery, Status
from bot.store import delivery, inbox, outbox, ratings, reach, subscriptions
from bot.store.engine import reading, writing
from bot.store.forget import forget_conversation, forget_old
from bot.store.notices import tell_news
from bot.store.paces import Pace
from bot.store.rekey import rekey
from bot.store.secrets import Keys, new_keys
from bot.store.tables import outbox as outbox_table
from bot.store.tables import subscriptions as table
from tests.dossiers.examples import at, dossier
from tests.support.messages import counts, message
from tests.support.notices import RULES, Follower

CODE = dossier().code
LATER = {"updated_at": at("2026-11-20 10:00")}
READY = {"status": Status.COMPLETED, "finished_at": at("2026-11-20 10:00"), **LATER}
RETURNED = {**READY, "status": Status.RETURNED, "returned_at": at("2026-11-20 10:00")}


@pytest.fixture
def follower(engine: Engine, keys: Keys) -> Follower:
    return Follower(engine, keys)


def test_a_change_is_told_once(follower: Follower) -> None:
    follower.follow()
    assert follower.tell(minutes=1) == []
    follower.export(**READY)
    assert follower.tell(minutes=60) == ["web-1"]
    assert [follower.tell(minutes=1) for _ in range(3)] == [[], [], []]
    follower.export(**READY)
    assert follower.tell(minutes=1) == []
    assert "đã có kết quả" in follower.notices()[0].text and len(follower.rows()) == 1


def test_what_was_before_is_no_news(follower: Follower) -> None:
    follower.export(**READY)
    follower.follow()
    assert follower.tell(minutes=60) == []


def test_exports_out_of_order_tell_the_newest_only(follower: Follower) -> None:
    follower.follow()
    follower.export(**READY)
    follower.tell(minutes=60)
    follower.export(status=Status.SUPPLEMENT_REQUIRED, missing=("Tờ khai",), updated_at=at("2026-11-20 09:30"))
    assert follower.tell(minutes=1) == []


def test_nobody_is_told_at_night_and_all_in_the_morning(follower: Follower) -> None:
    follower.follow()
    follower.clock = at("2026-11-20 20:45")
    follower.export(**READY)
    assert follower.tell() == []
    follower.clock = at("2026-11-21 07:31")
    assert follower.tell() == ["web-1"]


def test_after_stop_there_is_nothing(follower: Follower) -> None:
    follower.follow()
    follower.stop()
    follower.export(**READY)
    assert follower.tell(minutes=60) == []


def test_a_clock_that_is_set_back_begins_nothing_again(follower: Follower) -> None:
    follower.follow()
    follower.clock += dt.timedelta(hours=2)
    follower.stop()
    follower.export(**READY)
    follower.clock -= dt.timedelta(hours=1)
    assert follower.tell() == []


def test_stop_takes_back_what_has_not_left(follower: Follower) -> None:
    follower.conversation = "telegram-7"
    follower.follow()
    follower.follow("telegram-8")
    follower.export(**READY)
    assert sorted(follower.tell(minutes=60)) == ["telegram-7", "telegram-8"]
    follower.stop()
    assert [row.conversation for row in follower.rows()] == ["telegram-8"]


def test_what_was_told_while_it_was_followed_before_may_be_told_again(follower: Follower) -> None:
    follower.follow()
    follower.stop()
    follower.follow()
    follower.export(**READY)
    assert follower.tell(minutes=60) == ["web-1"]


def test_two_people_follow_one_dossier(follower: Follower) -> None:
    follower.follow("web-1")
    follower.follow("telegram-2")
    follower.export(**READY)
    assert sorted(follower.tell(minutes=60)) == ["telegram-2", "web-1"]
    assert {row.channel: row.status for row in follower.rows()} == {"web": "kept", "telegram": "pending"}


def test_a_day_comes_without_an_event(follower: Follower) -> None:
    follower.follow()
    assert follower.tell(hours=6) == []
    for day in (23, 27):
        follower.clock = at(f"2026-11-{day} 07:29")
        follower.export()
        assert follower.tell() == []
        assert follower.tell(minutes=2) == ["web-1"]
    assert "sắp đến hẹn" in follower.notices()[0].text
    assert "đã quá hẹn" in follower.notices()[1].text


def test_stale_data_tells_nothing(follower: Follower) -> None:
    """The last export with it is days old: it may be done by now."""
    follower.follow()
    follower.clock = at("2026-11-27 07:31")
    assert follower.tell() == []
    follower.export(follower.clock)
    assert follower.tell(hours=6) == ["web-1"]


def test_a_delay_is_told_from_what_was_seen_after_it(follower: Follower) -> None:
    """Due on Thursday at 17:00, and handed out at 16:00, which no export has shown yet."""
    follower.clock = at("2026-11-26 11:30")
    follower.export()
    follower.follow()
    follower.clock = at("2026-11-27 07:31")
    assert follower.tell() == []
    follower.export(at("2026-11-27 08:00"))
    assert follower.tell(hours=6) == ["web-1"]
    assert "đã quá hẹn" in follower.notices()[0].text


def test_a_system_that_is_asked_tells_of_a_delay_at_once(follower: Follower) -> None:
    follower.follow()
    follower.clock = at("2026-11-27 07:31")

    class Asked:
        def find(self, code: str, now: dt.datetime) -> Found:
            return Found(dossier())

        def of_phone(self, phone_key: str, now: dt.datetime) -> None: ...

        def close(self) -> None: ...

    assert tell_news(follower.engine, follower.keys, Asked(), follower.clock, RULES) == ["web-1"]


def test_a_status_that_comes_again_on_the_same_day_is_told_where_only_the_day_is_known(follower: Follower) -> None:
    midnight = at("2026-11-23 00:00")
    follower.follow()
    steps: list[dict[str, Any]] = [{}, {"status": Status.SUPPLEMENT_REQUIRED, "missing": ("Tờ khai",)}]
    for hour, step in ((9, 1), (10, 0), (11, 1), (14, 0)):
        follower.clock = at(f"2026-11-23 {hour:02}:00")
        follower.export(**steps[step], updated_at=midnight)
        assert follower.tell(minutes=1) == ["web-1"]
    assert ["bổ sung" in notice.text for notice in follower.notices()] == [True, False, True, False]


def test_the_end_ends_it_two_weeks_later(follower: Follower) -> None:
    follower.follow()
    follower.export(**RETURNED)
    follower.tell(minutes=60)
    follower.clock += dt.timedelta(days=13)
    assert len(subscriptions.mine(follower.work())) == 1
    follower.clock += dt.timedelta(days=1)
    assert subscriptions.mine(follower.work()) == []


def test_an_end_that_was_read_ends_it_too(follower: Follower) -> None:
    follower.follow()
    follower.export(**RETURNED)
    work = follower.work()
    subscriptions.note_read(work, dossier(**RETURNED))
    work.commit()
    assert follower.tell(minutes=60) == []
    follower.clock += dt.timedelta(days=14)
    assert subscriptions.mine(follower.work()) == []


def test_an_end_that_was_taken_back_is_told_and_goes_on(follower: Follower) -> None:
    follower.follow()
    follower.export(status=Status.STOPPED, updated_at=at("2026-11-20 10:00"))
    assert follower.tell(minutes=60) == ["web-1"]
    follower.export(updated_at=at("2026-11-20 13:30"))
    assert follower.tell(hours=4) == ["web-1"]
    assert ["đã kết thúc" in one.text for one in follower.notices()] == [True, False]
    assert "Đang xử lý" in follower.notices()[1].text
    follower.clock += dt.timedelta(days=170)
    assert len(subscriptions.mine(follower.work())) == 1


def test_the_outbox_may_forget_and_nothing_is_told_again(follower: Follower) -> None:
    follower.follow()
    follower.export(**READY)
    follower.tell(minutes=60)
    follower.clock += dt.timedelta(days=1)
    with writing(follower.engine) as connection:
        connection.execute(outbox_table.delete())
    follower.clock = at("2026-11-23 08:00")
    assert follower.tell() == []


def test_two_rounds_of_one_moment_tell_once(follower: Follower) -> None:
    """The second began before the first was written."""
    follower.follow()
    follower.export(**READY)
    follower.clock += dt.timedelta(hours=1)

    class Slow:
        def find(self, code: str, now: dt.datetime) -> Found:
            if not follower.rows():
                other = Follower.__new__(Follower)
                other.engine, other.keys, other.clock = follower.engine, follower.keys, follower.clock
                other.tell()
            return Found(dossier(**READY))

    assert tell_news(follower.engine, follower.keys, Slow(), follower.clock, RULES) == []
    assert len(follower.rows()) == 1


def test_what_an_import_changes_during_a_look_is_looked_at_again(follower: Follower) -> None:
    follower.follow()

    class Old:
        """Read before the import, noted after it."""

        def find(self, code: str, now: dt.datetime) -> Found:
            follower.export(**READY)
            return Found(dossier())

        def close(self) -> None: ...

    follower.clock += dt.timedelta(hours=1)
    assert tell_news(follower.engine, follower.keys, Old(), follower.clock, RULES) == []
    assert follower.tell(minutes=1) == ["web-1"]


def test_another_list_of_papers_is_told_though_the_status_stays(follower: Follower) -> None:
    papers = {"status": Status.SUPPLEMENT_REQUIRED, "updated_at": at("2026-11-20 10:00")}
    follower.export(**papers, missing=("Tờ khai",))
    follower.follow()
    follower.export(**{**papers, "updated_at": at("2026-11-20 10:30")}, missing=("Tờ khai", "Ý kiến chủ hộ"))
    assert follower.tell(minutes=90) == ["web-1"]
    assert "2 giấy tờ" in follower.notices()[0].text


def test_a_clock_that_steps_tells_nothing_twice_and_misses_nothing(follower: Follower) -> None:
    follower.follow()
    for time in ("23 08:00", "24 08:00", "23 08:00", "22 08:00", "25 08:00", "24 09:00", "27 08:00", "26 08:00"):
        follower.clock = at(f"2026-11-{time}")
        follower.export()
        follower.tell()
    assert [("sắp" in notice.text, "quá hẹn" in notice.text) for notice in follower.notices()] == [
        (True, False),
        (False, True),
    ]


def test_zalo_is_written_to_within_seven_days(follower: Follower, caplog: pytest.LogCaptureFixture) -> None:
    heard = message("báo cho tôi", "zalo-9", channel="zalo")
    inbox.accept(follower.engine, follower.keys, heard, follower.clock)
    follower.follow("zalo-9")
    follower.clock += dt.timedelta(days=7, minutes=1)
    follower.export(follower.clock, **READY)
    assert follower.tell() == [] and "silent for too long" in caplog.text
    inbox.accept(follower.engine, follower.keys, message("em ơi", "zalo-9", channel="zalo"), follower.clock)
    assert follower.tell(hours=6) == ["zalo-9"]


def test_with_a_template_zalo_is_written_to_later(follower: Follower) -> None:
    follower.follow("zalo-9")
    follower.clock += dt.timedelta(days=8)
    follower.export(follower.clock, **READY)
    assert follower.tell(RULES._replace(beyond_window=frozenset({"zalo"}))) == ["zalo-9"]


class Away:
    """A system that does not answer; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def find(self, code: str, now: dt.datetime) -> Found:
        self.asked += 1
        raise SourceUnavailable("away")


def test_a_system_that_is_away_is_asked_once_a_round(follower: Follower) -> None:
    for person in range(5):
        follower.follow(f"web-{person}")
    away = Away()
    follower.clock += dt.timedelta(hours=6)
    assert tell_news(follower.engine, follower.keys, away, follower.clock, RULES) == []
    assert away.asked == 1
    follower.export(**READY)
    assert len(follower.tell(hours=1)) == 5


class Odd:
    """A system with one answer that is of no use; it knows the others as ready."""

    def __init__(self, answer: Dossier | Exception) -> None:
        self.answer = answer

    def find(self, code: str, now: dt.datetime) -> Found:
        if not code.endswith("0003"):
            return Found(dossier(code=code, **READY))
        if isinstance(self.answer, Exception):
            raise self.answer
        return Found(self.answer)


MAX_VALUE = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.timezone.utc)


@pytest.mark.parametrize(
    "answer", [AnswerUnusable("no dossier in the answer"), dossier(due_at=MAX_VALUE), ZeroDivisionError(CODE)]
)
def test_one_odd_answer_stops_nobody_else(
    follower: Follower, answer: Dossier | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    follow_eight(follower)
    follower.clock += dt.timedelta(hours=6)
    told = tell_news(follower.engine, follower.keys, Odd(answer), follower.clock, RULES)
    assert sorted(told) == [f"web-{n}" for n in (1, 2, 4, 5, 6, 7, 8)]
    assert tell_news(follower.engine, follower.keys, Odd(answer), follower.clock, RULES) == [], "nor is it asked again"
    assert CODE not in caplog.text


def test_one_dossier_that_a_system_falls_over_is_no_wall(follower: Follower) -> None:
    """As if it were away: those behind it are asked with the next round."""
    follow_eight(follower)
    told = []
    for _ in range(2):
        follower.clock += dt.timedelta(hours=1)
        odd = Odd(SourceUnavailable("status 500"))
        told += tell_news(follower.engine, follower.keys, odd, follower.clock, RULES)
    assert sorted(told) == [f"web-{n}" for n in (1, 2, 4, 5, 6, 7, 8)]


def follow_eight(follower: Follower) -> None:
    for number in range(1, 9):
        code = f"{CODE[:-1]}{number}"
        follower.export(code=code)
        follower.follow(f"web-{number}", code)


def test_a_system_is_asked_gently(follower: Follower) -> None:
    for person in range(5):
        follower.follow(f"web-{person}")
    follower.export(**READY)
    assert len(follower.tell(RULES._replace(most=2), hours=1)) == 2
    assert len(follower.tell(RULES._replace(most=2), minutes=1)) == 2
    assert len(follower.tell(RULES._replace(most=2), minutes=1)) == 1


def test_what_nobody_can_read_stops_nobody_else(follower: Follower) -> None:
    follower.follow("web-1")
    follower.follow("web-2")
    with writing(follower.engine) as connection:
        connection.execute(update(table).where(table.c.conversation == "web-1").values(code_enc="?", told_enc="?"))
    follower.export(**READY)
    assert follower.tell(hours=1) == ["web-2"]


def test_after_a_change_of_keys_it_goes_on(follower: Follower, secrets: dict[str, str]) -> None:
    follower.follow()
    old, identity = secrets.values()
    new = next(iter(new_keys().values()))
    rekey(follower.engine, Keys(f"{new},{old}", identity))
    follower.keys = Keys(new, identity)
    follower.export(**READY)
    assert follower.tell(hours=1) == ["web-1"]


def test_stars_are_asked_for_once(follower: Follower) -> None:
    follower.follow("web-1")
    follower.follow("web-2")
    follower.export(**RETURNED)
    follower.tell(minutes=60)
    assert sorted(len(notice.buttons) for notice in follower.notices()) == [0, 5]
    assert counts(follower.engine)["ratings"] == 1


def test_who_wishes_to_rate_is_asked_though_another_was_and_said_nothing(follower: Follower) -> None:
    for conversation in ("web-1", "web-2"):
        work = follower.work(conversation)
        ratings.ask(work, dossier(**RETURNED))
        work.commit()
    mine = ratings.open_questions(follower.work("web-2"))
    assert [one.subject for one in mine] == [work.subject(dossier().code)]
    assert ratings.open_questions(follower.work("web-1")) == [] and counts(follower.engine)["ratings"] == 1


def test_stars_are_not_asked_for_while_the_result_is_in_the_post(follower: Follower) -> None:
    follower.follow()
    follower.export(**RETURNED, delivery=Delivery.SENT)
    follower.tell(minutes=60)
    assert "bưu điện" in follower.notices()[0].text and follower.notices()[0].buttons == ()
    assert counts(follower.engine)["ratings"] == 0


@pytest.mark.parametrize(("days", "asked"), [(6, 1), (8, 0)])
def test_stars_are_not_asked_for_by_a_template(follower: Follower, days: int, asked: int) -> None:
    inbox.accept(follower.engine, follower.keys, message("chào", "zalo-9", channel="zalo"), follower.clock)
    follower.follow("zalo-9")
    follower.clock += dt.timedelta(days=days)
    follower.export(follower.clock, **RETURNED)
    assert follower.tell(RULES._replace(beyond_window=frozenset({"zalo"}))) == ["zalo-9"]
    assert counts(follower.engine)["ratings"] == asked and bool(follower.notices()[0].buttons) == bool(asked)


def test_one_question_at_a_time(follower: Follower) -> None:
    other = "H37.99.99-261118-0002"
    follower.export(code=other)
    follower.follow()
    follower.follow(code=other)
    follower.export(**RETURNED)
    follower.export(code=other, **RETURNED)
    assert follower.tell(minutes=60) == ["web-1", "web-1"]
    assert [len(notice.buttons) for notice in follower.notices()] == [5, 0]
    assert ratings.asked_about(follower.work(), other) is None


def test_the_page_shows_notices_between_what_was_said(follower: Follower) -> None:
    inbox.accept(follower.engine, follower.keys, message("trước"), follower.clock)
    follower.follow()
    follower.export(**READY)
    follower.tell(minutes=60)
    inbox.accept(follower.engine, follower.keys, message("sau"), follower.clock + dt.timedelta(hours=1))
    said = outbox.transcript(follower.engine, follower.keys, "web-1")
    assert [line.text.split()[0] for line in said] == ["trước", "Hồ", "sau"]
    assert [line.notice for line in said] == [False, True, False]
    shown = outbox.transcript(follower.engine, follower.keys, "web-1", most=1)
    assert [line.text for line in shown] == ["sau"]


def test_who_blocked_the_account_is_told_when_they_write_again_and_need_not_ask_again(
    engine: Engine, keys: Keys
) -> None:
    follower = Follower(engine, keys, "telegram-1")
    follower.follow()
    reach.lose(engine, keys, "telegram-1", follower.clock)
    follower.export(**READY)
    assert follower.tell(minutes=60) == [] and follower.rows() == []
    inbox.accept(engine, keys, message("/start", "telegram-1"), follower.clock)
    assert follower.tell(hours=6) == ["telegram-1"]
    assert "đã có kết quả" in follower.notices()[0].text


def test_who_unblocks_it_without_a_word_is_told_at_once(engine: Engine, keys: Keys) -> None:
    follower = Follower(engine, keys, "telegram-1")
    follower.follow()
    inbox.accept(engine, keys, message("cảm ơn", "telegram-1"), follower.clock)
    reach.lose(engine, keys, "telegram-1", follower.clock)
    follower.export(**READY)
    assert follower.tell(minutes=60) == []
    reach.regain(engine, "telegram-1", follower.clock)
    assert follower.tell(minutes=1) == ["telegram-1"]


def test_of_who_is_gone_nothing_waits_but_answers(engine: Engine, keys: Keys) -> None:
    follower = Follower(engine, keys, "zalo-1")
    follower.follow()
    inbox.accept(engine, keys, message("chào", "zalo-1"), follower.clock)
    follower.export(**READY)
    assert follower.tell(minutes=60) == ["zalo-1"]
    answered = {**outbox.notice(keys, "zalo-1", "x", follower.notices()[0], follower.clock), "once": None}
    with writing(engine) as connection:
        outbox.PUT_ONCE.run(connection, answered)
    reach.lose(engine, keys, "zalo-1", follower.clock)
    assert follower.rows() == []
    with reading(engine) as connection:
        waiting = connection.execute(select(outbox_table.c.once).where(outbox_table.c.status == "pending")).all()
    assert waiting == [(None,)]
    inbox.accept(engine, keys, message("chào", "zalo-1"), follower.clock + dt.timedelta(minutes=1))
    assert follower.tell(hours=6) == ["zalo-1"]
    assert "đã có kết quả" in follower.notices()[0].text


def test_what_never_arrived_is_told_as_it_stands_then(engine: Engine, keys: Keys) -> None:
    """Not the old text, and the last word about a dossier too, with its question."""
    follower = Follower(engine, keys, "telegram-1")
    follower.follow()
    follower.export(**READY)
    assert follower.tell(minutes=60) == ["telegram-1"]
    reach.lose(engine, keys, "telegram-1", follower.clock)
    follower.export(**RETURNED)
    for _ in range(2):
        reach.regain(engine, "telegram-1", follower.clock)
        assert follower.tell(minutes=1) == ["telegram-1"] and follower.tell(hours=1) == []
        (notice,) = follower.notices()
        assert "đã trả kết quả" in notice.text and len(notice.buttons) == 5
        reach.lose(engine, keys, "telegram-1", follower.clock)


def test_what_arrived_is_not_told_again_to_who_is_back(engine: Engine, keys: Keys) -> None:
    follower = Follower(engine, keys, "telegram-1")
    follower.follow()
    follower.export(**READY)
    follower.tell(minutes=60)
    follower.receive()
    reach.lose(engine, keys, "telegram-1", follower.clock)
    reach.regain(engine, "telegram-1", follower.clock)
    assert follower.tell(minutes=1) == [] and len(follower.rows()) == 1


def test_what_stood_when_a_later_notice_was_lost_is_told_anew_though_it_was_told_before(
    engine: Engine, keys: Keys
) -> None:
    follower = Follower(engine, keys, "telegram-1")
    follower.follow()
    follower.export(**READY)
    follower.tell(minutes=60)
    follower.receive()
    follower.clock = at("2026-11-30 08:00")
    follower.export(**READY)
    assert follower.tell() == ["telegram-1"] and "vẫn chờ" in follower.notices()[1].text
    reach.lose(engine, keys, "telegram-1", follower.clock)
    reach.regain(engine, "telegram-1", follower.clock)
    assert follower.tell(minutes=1) == ["telegram-1"]
    assert "đã có kết quả" in follower.notices()[1].text


def test_a_notice_that_waited_for_too_long_is_told_anew_with_those_behind_it(engine: Engine, keys: Keys) -> None:
    follower = Follower(engine, keys, "telegram-1")
    follower.follow()
    for change in (READY, {**READY, "status": Status.SUPPLEMENT_REQUIRED, "updated_at": at("2026-11-20 11:30")}):
        follower.export(**change)
        follower.tell(hours=2)
    wish = delivery.Wish("telegram", Pace(30), 5)
    (parcel,) = delivery.claim(engine, keys, "s1", wish, follower.clock, dt.timedelta(minutes=1))
    reach.miss(engine, keys, "telegram-1", follower.clock, parcel.claim)
    assert follower.tell(minutes=1) == ["telegram-1"]
    (notice,) = follower.notices()
    assert "còn thiếu giấy tờ" in notice.text


def test_forgetting_a_person_ends_it_all(follower: Follower) -> None:
    follower.follow()
    forget_conversation(follower.engine, "web-1")
    follower.export(**READY)
    assert follower.tell(minutes=60) == []
    assert counts(follower.engine)["subscriptions"] == 0


def test_what_nobody_ended_is_forgotten_and_what_lasts_is_not(follower: Follower) -> None:
    """Half a year without an end."""
    follower.follow("web-1")
    follower.clock += dt.timedelta(days=10)
    follower.follow("web-2")
    forget_old(follower.engine, follower.clock + dt.timedelta(days=175))
    assert counts(follower.engine)["subscriptions"] == 1


STATUSES = [
    {},
    {"status": Status.SUPPLEMENT_REQUIRED, "missing": ("Tờ khai CT01",)},
    {"status": Status.PAYMENT_REQUIRED, "amount_due": 150_000},
    {"status": Status.COMPLETED},
]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_in_whatever_order(follower: Follower, seed: int, caplog: pytest.LogCaptureFixture) -> None:
    """Exports of any age, rounds at any hour, a clock that steps, and people who come and go."""
    chance, follows, put = random.Random(seed), False, 0
    for _ in range(400):
        what = chance.choice(["export"] * 4 + ["follow"] * 3 + ["stop"] + ["tell"] * 6 + ["clock"] * 2)
        if what == "export":
            age = dt.timedelta(hours=chance.choice([0, 0, 0, 30]))
            follower.export(**chance.choice(STATUSES), updated_at=follower.clock - age)
        elif what == "follow" and not follows:
            follower.follow()
            follows = True
        elif what == "stop" and follows:
            follower.stop()
            follows = False
        elif what == "clock":
            follower.clock += dt.timedelta(hours=chance.choice([1, 1, 11, 13, 24, -24]))
        told = follower.tell() if what == "tell" else []
        rows = follower.rows()
        assert len(rows) == put + len(told) and (follows or not told)
        assert is_daylight(follower.clock) or not told
        assert all(is_daylight(row.due_at) for row in rows)
        put = len(rows)
    assert put > 1 and len({row.once for row in follower.rows()}) == put
    for secret in (dossier().code, dossier().phone, dossier().applicant_name, follower.conversation):
        assert secret not in caplog.text
