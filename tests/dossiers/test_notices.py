"""Who is told what, and when: each change once, in any order of exports, by day, and nothing after "dừng báo"."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.dossiers.calendar import LOCAL
from bot.dossiers.dossier import Dossier
from bot.dossiers.notice_text import notice_reply, short_code
from bot.dossiers.notices import Notice, NoticeKind, Told, is_daylight, known, news, next_morning
from bot.dossiers.status import NEXT, Delivery, Payment, Status
from tests.dossiers.examples import at, dossier

START, MONDAY = at("2026-11-20 09:05"), at("2026-11-23 09:00")
PAPERS: dict[str, Any] = {"status": Status.SUPPLEMENT_REQUIRED, "missing": ("Tờ khai CT01",)}
MOMENTS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31), timezones=st.just(dt.timezone.utc))


def told_of(changed: Dossier, now: dt.datetime = MONDAY, before: Told | None = None) -> Notice | None:
    """What somebody is told who read about it when it was being worked on."""
    return news(changed, before or known(dossier(), START), now)[0]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"status": Status.ACCEPTED}, NoticeKind.STATUS),
        (PAPERS, NoticeKind.PAPERS),
        ({"status": Status.PAYMENT_REQUIRED, "amount_due": 150_000}, NoticeKind.PAYMENT),
        ({"status": Status.COMPLETED, "finished_at": START}, NoticeKind.READY),
        ({"status": Status.RETURNED, "finished_at": START, "returned_at": START}, NoticeKind.RETURNED),
        ({"status": Status.STOPPED}, NoticeKind.ENDED),
        ({"status": Status.WITHDRAWN}, NoticeKind.ENDED),
        ({"status": Status.NOT_ACCEPTED}, NoticeKind.ENDED),
    ],
)
def test_each_change_has_its_notice(changes: dict[str, Any], kind: NoticeKind) -> None:
    notice = told_of(dossier(**changes))
    assert notice and notice.kind is kind


def test_what_stays_as_it_was_is_no_news() -> None:
    assert told_of(dossier(), START) is None
    assert told_of(dossier(updated_at=at("2026-11-21 10:00"), handler="Phòng khác"), START) is None


def test_one_more_paper_is_news_and_the_same_list_is_not() -> None:
    before = known(dossier(**PAPERS), START)
    assert told_of(dossier(**PAPERS), before=before) is None
    more = told_of(dossier(**{**PAPERS, "missing": ("Tờ khai CT01", "Ý kiến chủ hộ")}), before=before)
    assert more and more.kind is NoticeKind.PAPERS


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        # Due on Thursday 26 November; Tuesday 24 is a day off, so Monday is the second working day before.
        ("2026-11-20 17:30", None),
        ("2026-11-23 07:30", NoticeKind.DUE_SOON),
        ("2026-11-26 16:00", NoticeKind.DUE_SOON),
        ("2026-11-26 19:00", None),
        ("2026-11-27 07:30", NoticeKind.OVERDUE),
    ],
)
def test_days_come(now: str, kind: NoticeKind | None) -> None:
    notice = told_of(dossier(), at(now))
    assert (notice.kind if notice else None) is kind


def test_the_clock_of_a_dossier_that_waits_for_papers_does_not_run() -> None:
    before = known(dossier(**PAPERS), START)
    assert told_of(dossier(**PAPERS), at("2026-12-20 09:00"), before) is None


def test_a_result_is_reminded_of_once_after_five_working_days() -> None:
    ready = dossier(status=Status.COMPLETED, finished_at=at("2026-11-25 10:00"))
    notice, told = news(ready, known(dossier(), START), at("2026-11-25 11:00"))
    assert notice and notice.kind is NoticeKind.READY
    assert news(ready, told, at("2026-12-01 09:00"))[0] is None
    notice, told = news(ready, told, at("2026-12-02 09:00"))
    assert notice and notice.kind is NoticeKind.UNCOLLECTED
    assert news(ready, told, at("2026-12-31 09:00"))[0] is None


def test_a_result_that_is_told_late_is_not_reminded_of_at_once() -> None:
    ready = dossier(status=Status.COMPLETED, finished_at=at("2026-11-02 10:00"))
    _, told = news(ready, known(dossier(), START), at("2026-11-25 11:00"))
    assert news(ready, told, at("2026-11-25 11:01"))[0] is None


def test_a_result_that_the_source_touches_is_reminded_of_once() -> None:
    ready, told = dossier(status=Status.COMPLETED, updated_at=at("2026-11-02 10:00")), known(dossier(), START)
    _, told = news(ready, told, at("2026-11-02 11:00"))
    reminded = []
    for day in range(3, 30):
        touched = dossier(status=Status.COMPLETED, updated_at=at(f"2026-11-{day:02} 08:00"))
        notice, told = news(touched, told, at(f"2026-11-{day:02} 09:00"))
        reminded += [day] if notice else []
    assert reminded == [9]


@pytest.mark.parametrize("changes", [{"electronic": True}, {"delivery": Delivery.SENT}])
def test_who_has_nothing_to_collect_is_not_reminded(changes: dict[str, Any]) -> None:
    ready = dossier(status=Status.COMPLETED, finished_at=START, **changes)
    assert told_of(ready, at("2026-12-20 09:00"), known(ready, START)) is None


def test_the_printed_day_passes_in_silence_while_the_waiting_is_made_up_for() -> None:
    waited = dossier(due_at=at("2026-11-19 17:00"), late_after=at("2026-11-25 17:00"))
    before = known(waited, at("2026-11-10 09:00"))
    assert told_of(waited, at("2026-11-23 09:00"), before) is None
    late = told_of(waited, at("2026-11-26 09:00"), before)
    assert late and late.kind is NoticeKind.OVERDUE


def test_a_new_date_of_what_is_late_is_news_once() -> None:
    late, renewed = dossier(), dossier(new_due_at=at("2026-12-04 17:00"))
    before = known(late, at("2026-11-30 09:00"))
    notice, told = news(renewed, before, at("2026-12-01 09:00"))
    assert notice and "hẹn lại" in notice_reply(notice.kind, renewed, at("2026-12-01 09:00")).text
    assert news(renewed, told, at("2026-12-02 09:00"))[0] is None


def test_a_payment_that_arrived_is_news_and_no_demand() -> None:
    asked = {"status": Status.PAYMENT_REQUIRED, "amount_due": 150_000}
    paying, paid = dossier(**asked, payment=Payment.CONFIRMING), dossier(**asked, payment=Payment.PAID)
    notice = told_of(paying, before=known(dossier(**asked), START))
    assert notice and notice.kind is NoticeKind.PAYING
    text = notice_reply(notice.kind, paying, MONDAY).text
    assert "đang chờ xác nhận" in text and "đừng nộp lần nữa" in text and "đã được ghi nhận" not in text
    notice = told_of(paid, before=known(paying, START))
    assert notice and notice.kind is NoticeKind.PAID


def test_that_a_result_comes_by_post_after_all_is_news() -> None:
    ready = dossier(status=Status.COMPLETED, finished_at=at("2026-11-20 09:00"))
    sent = replace(ready, delivery=Delivery.SENT)
    notice = told_of(sent, before=known(ready, START))
    assert notice and notice.kind is NoticeKind.READY
    assert told_of(sent, before=known(sent, START)) is None


def test_a_date_that_the_office_promised_anew_is_the_one_that_comes() -> None:
    moved = dossier(new_due_at=at("2026-12-10 17:00"))
    assert told_of(moved, before=known(moved, START), now=at("2026-11-25 09:00")) is None
    notice = told_of(moved, before=known(moved, START), now=at("2026-12-09 09:00"))
    assert notice and notice.kind in (NoticeKind.DUE_SOON, NoticeKind.OVERDUE)
    assert "10/12/2026" in notice_reply(NoticeKind.DUE_SOON, moved, at("2026-12-09 09:00")).text


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (NoticeKind.DUE_SOON, {"due_expected": True}),
        (NoticeKind.DUE_SOON, {"due_at": at("2027-02-16 17:00")}),
        (NoticeKind.OVERDUE, {"due_expected": True}),
    ],
)
def test_a_date_that_is_only_expected_is_no_promise(kind: NoticeKind, changes: dict[str, Any]) -> None:
    text = notice_reply(kind, dossier(**changes), at("2027-03-01 09:00")).text
    assert "dự kiến" in text.splitlines()[0] and "đã quá hẹn" not in text


def test_no_amount_is_asked_where_none_is_known() -> None:
    unknown = dossier(status=Status.PAYMENT_REQUIRED, amount_due=0)
    assert "0 đồng" not in notice_reply(NoticeKind.PAYMENT, unknown, START).text


def test_a_change_on_the_eve_is_told_in_one_message() -> None:
    accepted = dossier(status=Status.ACCEPTED)
    now = at("2026-11-25 09:00")
    notice, told = news(accepted, known(dossier(status=Status.SUBMITTED, due_at=None), START), now)
    assert notice and notice.kind is NoticeKind.STATUS
    assert "26/11/2026" in notice_reply(notice.kind, accepted, now).text
    assert news(accepted, told, now + dt.timedelta(minutes=1))[0] is None


def test_who_reads_that_it_is_late_is_not_told_again() -> None:
    late = at("2026-11-30 09:00")
    assert told_of(dossier(), late, known(dossier(), late)) is None


def test_a_new_due_day_is_reminded_of_anew() -> None:
    late = at("2026-11-30 09:00")
    again = dossier(due_at=at("2026-12-04 17:00"))
    notice = told_of(again, at("2026-12-03 09:00"), known(dossier(), late))
    assert notice and notice.kind is NoticeKind.DUE_SOON


def test_a_status_that_comes_again_is_news_of_another_name() -> None:
    first, told = news(dossier(**PAPERS), known(dossier(), START), START)
    second, told = news(dossier(updated_at=at("2026-11-25 08:00")), told, at("2026-11-25 09:00"))
    third, told = news(dossier(**PAPERS, updated_at=at("2026-11-26 08:00")), told, at("2026-11-26 09:00"))
    assert first and second and third
    assert len({first.name, second.name, third.name}) == 3


@given(MOMENTS)
def test_the_next_morning_is_the_first_light_after(now: dt.datetime) -> None:
    morning = next_morning(now)
    assert now < morning <= now + dt.timedelta(days=1)
    assert is_daylight(morning) and not is_daylight(morning - dt.timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("time", "light"), [("07:29", False), ("07:30", True), ("20:29", True), ("20:30", False), ("03:00", False)]
)
def test_telephones_ring_by_day(time: str, light: bool) -> None:
    assert is_daylight(at(f"2026-11-23 {time}")) is light


def lives(draw: st.DrawFn) -> list[Dossier]:
    """What exports say of a dossier from its submission on, as it happened."""
    now, found = START, [dossier(status=Status.SUBMITTED, due_at=None, updated_at=START)]
    while (following := sorted(NEXT[found[-1].status])) and draw(st.integers(0, 9)):
        status = draw(st.sampled_from(following))
        now += dt.timedelta(hours=draw(st.integers(1, 200)))
        done = status in (Status.COMPLETED, Status.RETURNED)
        papers = ("Tờ khai",) * draw(st.integers(1, 3)) if status is Status.SUPPLEMENT_REQUIRED else ()
        found.append(
            dossier(
                status=status,
                updated_at=now,
                due_at=at("2026-12-10 17:00") if status.clock_runs or done else None,
                finished_at=now if done else None,
                missing=papers,
            )
        )
    return found


@given(st.composite(lives)(), st.integers(0, 10_000))
def test_replayed_and_reordered_exports_tell_each_change_once(life: list[Dossier], seed: int) -> None:
    """What holds is the newest by the source's time, as the import keeps it; a look after each export."""
    chance = random.Random(seed)
    exports = life + chance.choices(life, k=len(life))
    chance.shuffle(exports)
    holds, told, names = life[0], known(life[0], START), []
    for export in exports:
        holds = max(holds, export, key=lambda one: one.updated_at)
        for _ in range(chance.randint(1, 3)):
            notice, told = news(holds, told, max(one.updated_at for one in life))
            names += [notice.name] if notice else []
    assert len(names) == len(set(names))
    # Whatever was skipped on the way, the end is known, and nobody heard of it without a notice.
    assert told.state == known(life[-1], START).state
    assert bool(names) >= (told.state != known(life[0], START).state)


@given(st.lists(st.integers(-40, 80), min_size=1, max_size=40))
def test_a_clock_that_steps_tells_nothing_twice(steps: list[int]) -> None:
    now, told, names = START, known(dossier(), START), []
    for hours in steps:
        now += dt.timedelta(hours=hours)
        notice, told = news(dossier(), told, now)
        names += [notice.name] if notice else []
    assert len(names) == len(set(names)) <= 2


ALL = [
    (NoticeKind.STATUS, {"status": Status.ACCEPTED}),
    (NoticeKind.PAPERS, {**PAPERS, "supply_by": dt.date(2026, 11, 30)}),
    (NoticeKind.PAYMENT, {"status": Status.PAYMENT_REQUIRED, "amount_due": 150_000}),
    (NoticeKind.PAYING, {"status": Status.PAYMENT_REQUIRED, "payment": Payment.CONFIRMING}),
    (NoticeKind.PAID, {"status": Status.PAYMENT_REQUIRED, "payment": Payment.PAID}),
    (NoticeKind.READY, {"status": Status.COMPLETED, "finished_at": START}),
    (NoticeKind.RETURNED, {"status": Status.RETURNED, "finished_at": START, "returned_at": START}),
    (NoticeKind.ENDED, {"status": Status.STOPPED, "reason": "Của NGUYỄN VĂN A"}),
    (NoticeKind.DUE_SOON, {}),
    (NoticeKind.OVERDUE, {"due_at": at("2026-11-19 17:00")}),
    (NoticeKind.UNCOLLECTED, {"status": Status.COMPLETED, "finished_at": START}),
]


def test_every_kind_has_an_example() -> None:
    assert {kind for kind, _ in ALL} == set(NoticeKind)


@pytest.mark.parametrize(("kind", "changes"), ALL)
def test_a_notice_may_be_read_over_a_shoulder(kind: NoticeKind, changes: dict[str, Any]) -> None:
    text = notice_reply(kind, dossier(**changes), START.astimezone(LOCAL)).text
    for secret in ("H37.99.99", "261118", "7K2M", "0900000012", "NGUYỄN VĂN A", "Tách hộ", "Tờ khai CT01"):
        assert secret not in text
    assert "H37…0001 của N*** V** A" in text and "DỪNG BÁO" in text
    assert len(text) < 600


def test_a_payment_is_warned_of_fraud() -> None:
    text = notice_reply(NoticeKind.PAYMENT, dossier(**dict(ALL)[NoticeKind.PAYMENT]), START).text
    assert "150.000 đồng" in text and "Đừng chuyển tiền cho cá nhân" in text


def test_stars_are_asked_with_the_result() -> None:
    reply = notice_reply(NoticeKind.RETURNED, dossier(**dict(ALL)[NoticeKind.RETURNED]), START, "0123456789abcdef")
    assert [button.payload for button in reply.buttons] == [f"#sao:{n}@0123456789ab" for n in range(1, 6)]
    assert short_code("000.00.99.H37-261118-0001") == "000…0001"
