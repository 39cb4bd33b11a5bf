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
from connectors.zalo.pieces import MOST_PARAMETER
from tests.dossiers.examples import at, dossier

START, MONDAY = at("2026-11-20 09:05"), at("2026-11-23 09:00")
PAPERS: dict[str, Any] = {"status": Status.SUPPLEMENT_REQUIRED, "missing": ("Tờ khai CT01",)}
PAYMENT: dict[str, Any] = {"status": Status.PAYMENT_REQUIRED, "amount_due": 150_000}
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


def kinds(days: dict[str, Dossier], before: Told) -> list[tuple[str, NoticeKind]]:
    """What is told at nine on these days and those after them, with what each brought."""
    now, told, found, holds = at(f"{min(days)} 09:00"), before, [], dossier()
    while now < at(f"{max(days)} 09:00") + dt.timedelta(days=20):
        holds = days.get(f"{now.astimezone(LOCAL):%Y-%m-%d}", holds)
        notice, told = news(holds, told, now)
        found += [(f"{now.astimezone(LOCAL):%m-%d}", notice.kind)] if notice else []
        now += dt.timedelta(days=1)
    return found


def test_a_new_date_of_what_is_late_is_news_as_are_its_eve_and_its_passing() -> None:
    renewed = dossier(new_due_at=at("2026-12-10 17:00"))
    assert kinds({"2026-12-01": renewed}, known(dossier(), at("2026-11-30 09:00"))) == [
        ("12-01", NoticeKind.MOVED),
        ("12-08", NoticeKind.DUE_SOON),
        ("12-11", NoticeKind.OVERDUE),
    ]
    passed = notice_reply(NoticeKind.OVERDUE, renewed, at("2026-12-11 09:00"))
    assert "ngày này cũng đã qua" in passed.text and "cũng đã qua" in passed.short


@pytest.mark.parametrize("field", ["due_at", "new_due_at"])
def test_a_date_that_was_told_and_moved_is_news_once(field: str) -> None:
    moved = dossier(**{field: at("2026-12-10 17:00")})
    told = kinds({"2026-11-24": dossier(), "2026-11-25": moved, "2026-11-26": moved}, known(dossier(), START))
    assert told[:2] == [("11-24", NoticeKind.DUE_SOON), ("11-25", NoticeKind.MOVED)]
    late = [("11-27", NoticeKind.OVERDUE)] if field == "new_due_at" else []
    assert told[2:] == [*late, ("12-08", NoticeKind.DUE_SOON), ("12-11", NoticeKind.OVERDUE)]
    assert "hẹn lại" in (text := notice_reply(NoticeKind.MOVED, moved, MONDAY).text) and "10/12/2026" in text


def test_a_date_that_nobody_promised_is_not_promised_anew() -> None:
    moved = dossier(due_at=at("2026-12-10 17:00"), due_expected=True)
    text = notice_reply(NoticeKind.MOVED, moved, MONDAY).text
    assert "Cơ quan hẹn lại" not in text and "dự kiến" in text and "có thể đổi" in text


def test_a_date_that_is_told_with_a_delay_is_told_with_it_only() -> None:
    renewed = dossier(new_due_at=at("2026-12-10 17:00"))
    assert kinds({"2026-11-30": renewed}, known(dossier(), START))[:2] == [
        ("11-30", NoticeKind.OVERDUE),
        ("12-08", NoticeKind.DUE_SOON),
    ]


def test_nobody_is_told_of_a_delay_from_before_it() -> None:
    """Due on Thursday at 17:00; handed out at 16:00, perhaps."""
    friday, told = at("2026-11-27 07:31"), known(dossier(), MONDAY)
    assert news(dossier(), told, friday, seen=at("2026-11-26 11:30")) == (None, told)
    assert told_of(dossier(status=Status.ACCEPTED), friday, told) is not None
    assert news(dossier(status=Status.ACCEPTED), told, friday, seen=at("2026-11-26 11:30"))[0] is None
    notice, _ = news(dossier(), told, friday, seen=at("2026-11-26 17:30"))
    assert notice and notice.kind is NoticeKind.OVERDUE


def test_nor_of_a_second_one() -> None:
    renewed, friday = dossier(new_due_at=at("2026-12-10 17:00")), at("2026-12-11 09:00")
    told = known(renewed, at("2026-12-08 09:00"))
    assert news(renewed, told, friday, seen=at("2026-12-10 11:30"))[0] is None
    notice, _ = news(renewed, told, friday, seen=at("2026-12-10 17:30"))
    assert notice and notice.kind is NoticeKind.OVERDUE


def test_the_same_papers_in_another_order_are_no_news() -> None:
    before = known(dossier(**{**PAPERS, "missing": ("Tờ khai CT01", "Ý kiến chủ hộ")}), START)
    again = dossier(**{**PAPERS, "missing": ("Ý kiến chủ hộ", "Tờ khai CT01", "Ý kiến chủ hộ")})
    assert told_of(again, before=before) is None
    assert "cần bổ sung 2 giấy tờ" in notice_reply(NoticeKind.PAPERS, again, START).text


def test_money_for_a_result_that_is_there_is_news_and_so_is_that_it_came() -> None:
    ready = dossier(status=Status.COMPLETED, finished_at=START)
    owed = replace(ready, payment=Payment.UNPAID, amount_due=150_000)
    notice, told = news(owed, known(ready, START), MONDAY)
    assert notice and notice.kind is NoticeKind.READY
    text = notice_reply(notice.kind, owed, MONDAY).text
    assert "150.000 đồng" in text and "nhận kết quả tại" in text and "Đừng chuyển tiền cho cá nhân" in text
    notice, told = news(replace(ready, payment=Payment.PAID), told, MONDAY)
    assert notice and notice.kind is NoticeKind.PAID
    assert news(replace(ready, payment=Payment.PAID), told, MONDAY)[0] is None
    assert told_of(replace(ready, payment=Payment.PAID), before=known(ready, START)) is None


def test_who_has_read_it_again_keeps_what_was_told_of_days() -> None:
    ready = dossier(status=Status.COMPLETED, finished_at=at("2026-11-02 10:00"))
    before = known(ready, at("2026-11-02 11:00"))
    assert known(ready, at("2026-11-05 09:00"), before) == before
    read = known(ready, at("2026-11-09 09:00"), before)
    assert told_of(ready, at("2026-11-10 09:00"), read) is None
    assert told_of(ready, at("2026-11-10 09:00"), before) is not None


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
    notice, told = news(again, known(dossier(), late), at("2026-12-01 09:00"))
    assert notice and notice.kind is NoticeKind.MOVED
    notice = told_of(again, at("2026-12-03 09:00"), told)
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


OFFICERS_WORDS = "Chờ ông NGUYỄN VĂN A (0900000012) ký"
ALL: list[tuple[NoticeKind, dict[str, Any]]] = [
    (NoticeKind.STATUS, {"status": Status.ACCEPTED}),
    (NoticeKind.STATUS, {"due_at": at("2026-11-19 17:00"), "new_due_at": at("2026-11-19 17:30")}),
    (NoticeKind.PAPERS, {**PAPERS, "supply_by": dt.date(2026, 11, 30)}),
    (NoticeKind.PAPERS, {**PAPERS, "missing": ()}),
    (NoticeKind.PAYMENT, {"status": Status.PAYMENT_REQUIRED, "amount_due": 150_000}),
    (NoticeKind.PAYING, {"status": Status.PAYMENT_REQUIRED, "payment": Payment.CONFIRMING}),
    (NoticeKind.PAID, {"status": Status.PAYMENT_REQUIRED, "payment": Payment.PAID}),
    (NoticeKind.READY, {"status": Status.COMPLETED, "finished_at": START}),
    (NoticeKind.READY, {"status": Status.COMPLETED, "finished_at": START, "electronic": True}),
    (NoticeKind.READY, {"status": Status.COMPLETED, "finished_at": START, "payment": Payment.UNPAID}),
    *((NoticeKind.READY, {"status": Status.COMPLETED, "finished_at": START, "delivery": way}) for way in Delivery),
    (NoticeKind.RETURNED, {"status": Status.RETURNED, "finished_at": START, "returned_at": START}),
    (NoticeKind.RETURNED, {"status": Status.RETURNED, "finished_at": START, "delivery": Delivery.SENT}),
    *((NoticeKind.ENDED, {"status": over}) for over in (Status.STOPPED, Status.WITHDRAWN, Status.NOT_ACCEPTED)),
    (NoticeKind.DUE_SOON, {}),
    (NoticeKind.DUE_SOON, {"due_expected": True}),
    (NoticeKind.MOVED, {"new_due_at": at("2026-12-06 17:00")}),
    (NoticeKind.MOVED, {"due_expected": True}),
    (NoticeKind.OVERDUE, {"due_at": at("2026-11-19 17:00")}),
    (NoticeKind.OVERDUE, {"due_at": at("2026-11-19 17:00"), "due_expected": True}),
    (NoticeKind.OVERDUE, {"due_at": at("2026-11-19 17:00"), "new_due_at": at("2026-12-06 17:00")}),
    (NoticeKind.UNCOLLECTED, {"status": Status.COMPLETED, "finished_at": START}),
]


def test_every_kind_has_an_example() -> None:
    assert {kind for kind, _ in ALL} == set(NoticeKind)


@pytest.mark.parametrize(("kind", "changes"), ALL)
def test_a_notice_may_be_read_over_a_shoulder(kind: NoticeKind, changes: dict[str, Any]) -> None:
    reply = notice_reply(kind, dossier(reason=OFFICERS_WORDS, **changes), START.astimezone(LOCAL))
    for text in (reply.text, reply.short):
        for secret in (
            "H37.99.99",
            "261118",
            "7K2M",
            "0900000012",
            "NGUYỄN VĂN A",
            "Tách hộ",
            "Tờ khai CT01",
            "Chờ ông",
        ):
            assert secret not in text
        assert "H37…0001" in text and "DỪNG BÁO" in text
    assert "H37…0001 của N*** V** A" in reply.text
    assert len(reply.text) < 600


@pytest.mark.parametrize("now", [START, at("2027-01-31 09:00")])
@pytest.mark.parametrize(("kind", "changes"), ALL)
def test_its_short_form_fits_a_template_with_any_values(
    kind: NoticeKind, changes: dict[str, Any], now: dt.datetime
) -> None:
    long: dict[str, Any] = {"code": "000.00.99.H37-261118-0001", "applicant_name": "HỘ KINH DOANH " * 10}
    long |= {"amount_due": 100_000_000_000, "supply_by": dt.date(2026, 12, 6), "agency": "Công an xã " * 20}
    long |= {"result_place": "Trung tâm " * 20, "reason": OFFICERS_WORDS * 5}
    if changes.get("missing"):
        changes = {**changes, "missing": tuple(f"Giấy tờ số {number}" for number in range(100))}
    short = notice_reply(kind, dossier(**{**long, **changes}), now).short
    assert "\n" not in short and len(short) <= MOST_PARAMETER
    assert short.endswith("Nhắn DỪNG BÁO để thôi.")


def test_the_short_form_says_what_matters() -> None:
    payment = dossier(**PAYMENT, supply_by=dt.date(2026, 11, 30))
    short = notice_reply(NoticeKind.PAYMENT, payment, START).short
    assert "150.000 đồng" in short and "30/11/2026" in short and "đừng chuyển cho cá nhân" in short
    late = notice_reply(NoticeKind.OVERDUE, dossier(new_due_at=at("2026-12-10 17:00")), at("2026-11-27 09:00")).short
    assert "đã quá hẹn" in late and "10/12/2026" in late
    assert "Hẹn trả kết quả thứ Năm 26/11/2026" in notice_reply(NoticeKind.STATUS, dossier(), START).short


@pytest.mark.parametrize(
    ("changes", "kind"), [(PAPERS, NoticeKind.PAPERS), ({"status": Status.PAYMENT_REQUIRED}, NoticeKind.PAYMENT)]
)
def test_a_last_day_that_has_passed_is_said_to_have(changes: dict[str, Any], kind: NoticeKind) -> None:
    asked = dossier(**changes, supply_by=dt.date(2026, 11, 20))
    for now, passed in ((at("2026-11-20 20:00"), False), (at("2026-11-21 07:30"), True)):
        reply = notice_reply(kind, asked, now)
        assert ("đã qua" in reply.text, "đã qua" in reply.short) == (passed, passed)


@pytest.mark.parametrize(("kind", "status"), [(NoticeKind.READY, 9), (NoticeKind.RETURNED, 10)])
def test_that_the_post_brings_or_brought_it_is_said(kind: NoticeKind, status: int) -> None:
    for delivery, words in ((Delivery.SENT, "đã gửi qua bưu điện"), (Delivery.DELIVERED, "Bưu điện đã giao")):
        reply = notice_reply(kind, dossier(status=Status(status), finished_at=START, delivery=delivery), START)
        assert words in reply.text and words in reply.short and "đã có kết quả" not in reply.text


def test_a_payment_is_warned_of_fraud() -> None:
    text = notice_reply(NoticeKind.PAYMENT, dossier(**PAYMENT), START).text
    assert "150.000 đồng" in text and "Đừng chuyển tiền cho cá nhân" in text


def test_stars_are_asked_with_the_result() -> None:
    reply = notice_reply(
        NoticeKind.RETURNED, dossier(status=Status.RETURNED, returned_at=START), START, "0123456789abcdef"
    )
    assert [button.payload for button in reply.buttons] == [f"#sao:{n}@0123456789ab" for n in range(1, 6)]
    assert short_code("000.00.99.H37-261118-0001") == "000…0001"
