from __future__ import annotations

import datetime as dt
import string
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.dossiers.answer import mask_name, status_answer
from bot.dossiers.demo import demo_dossiers
from bot.dossiers.questions import question_answer
from bot.dossiers.status import Delivery, Payment, Status
from bot.dossiers.texts import TEXTS, say_amount, say_day, texts
from tests.dossiers.examples import at, dossier

NOW = at("2026-11-21 09:00")
PLACEHOLDERS = {"code", "procedure", "agency", "handler", "accepted_on", "returned_on", "time", "date", "day", "name"}
PLACEHOLDERS |= {"weekday", "amount", "reason", "number", "paper", "place", "year", "days", "what", "status"}
PLACEHOLDERS |= {"office", "until"}


def answer(now: dt.datetime = NOW, **changes: Any) -> str:
    return status_answer(dossier(**changes), now)


def test_in_progress_in_full() -> None:
    assert answer().splitlines() == [
        "Hồ sơ H37.99.99-261118-0001 (Tách hộ) đang được Bộ phận Quản lý cư trú, Công an xã Mẫu xử lý.",
        "Anh/chị chưa phải làm gì thêm.",
        "Hẹn trả kết quả thứ Năm 26/11/2026, tại Trung tâm Phục vụ hành chính công xã Mẫu.",
        "Cần hỏi thêm, anh/chị hỏi Bộ phận Quản lý cư trú, Công an xã Mẫu.",
        "Người nộp: N*** V** A. Cập nhật lúc 09:05 20/11/2026.",
    ]


def test_stale_data_says_since_when() -> None:
    told = status_answer(dossier(), NOW, stale_since=at("2026-11-20 18:00")).splitlines()
    assert told[:-1] == answer().splitlines()
    assert told[-1] == "Thông tin này em nhận từ hệ thống một cửa lúc 18:00 20/11/2026, đến nay có thể đã thay đổi."


def test_a_source_that_tells_days_only_is_not_given_a_time() -> None:
    text = answer(status=Status.ACCEPTED, accepted_at=at("2026-11-18 00:00"), updated_at=at("2026-11-20 00:00"))
    assert "tiếp nhận thứ Tư 18/11/2026." in text and "Cập nhật ngày 20/11/2026." in text and "00:00" not in text


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.SUBMITTED, "Thời hạn chưa tính"),
        (Status.ACCEPTED, "tiếp nhận lúc 08:15 thứ Tư 18/11/2026"),
        (Status.NOT_ACCEPTED, "Mẫu 03"),
        (Status.IN_PROGRESS, "Hẹn trả kết quả thứ Năm 26/11/2026"),
        (Status.SUPPLEMENT_REQUIRED, "tạm dừng"),
        (Status.PAYMENT_REQUIRED, "dichvucong.gov.vn"),
        (Status.WITHDRAWN, "yêu cầu rút"),
        (Status.STOPPED, "Mẫu 05"),
        (Status.COMPLETED, "nhận kết quả tại Trung tâm"),
        (Status.RETURNED, "đã trả kết quả"),
    ],
)
def test_every_status_says_its_own(status: Status, said: str) -> None:
    assert said in answer(status=status)


def test_all_missing_papers_and_the_deadline() -> None:
    text = answer(
        status=Status.SUPPLEMENT_REQUIRED, missing=("Tờ khai", "Bản sao", "Giấy B"), supply_by=dt.date(2026, 11, 27)
    )
    assert "1. Tờ khai\n2. Bản sao\n3. Giấy B\nHạn nộp là thứ Sáu 27/11/2026." in text
    assert "26/11/2026" not in text


def test_a_passed_deadline_is_said() -> None:
    due = dt.date(2026, 11, 20)
    assert "đã qua" in answer(status=Status.SUPPLEMENT_REQUIRED, supply_by=due)
    assert "đã qua" not in answer(now=at("2026-11-20 23:59"), status=Status.SUPPLEMENT_REQUIRED, supply_by=due)


def test_an_unlisted_supplement_refers_to_its_form() -> None:
    assert "Mẫu 02" in answer(status=Status.SUPPLEMENT_REQUIRED)


def test_the_amount_due_and_where_to_pay() -> None:
    text = answer(status=Status.PAYMENT_REQUIRED, amount_due=1_250_000, supply_by=dt.date(2026, 11, 30))
    assert "1.250.000 đồng" in text and "thứ Hai 30/11/2026" in text and "Đừng chuyển tiền cho cá nhân" in text


def test_no_amount_is_no_amount_to_pay() -> None:
    text = answer(status=Status.PAYMENT_REQUIRED, amount_due=0)
    assert "0 đồng" not in text and "Số tiền ghi trong thông báo" in text


@pytest.mark.parametrize("status", [Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED])
def test_why_it_ended_is_said_also_where_the_day_is_known(status: Status) -> None:
    ended = dossier(status=status, reason="Sai thẩm quyền.", finished_at=at("2026-11-20 09:00"))
    assert "Lý do: Sai thẩm quyền." in status_answer(ended, NOW)
    assert "Lý do: Sai thẩm quyền." in question_answer(ended, "why", NOW)


@pytest.mark.parametrize(
    ("handler", "agency", "said"),
    [
        ("Phòng Kinh tế", "UBND xã Mẫu", "Phòng Kinh tế, UBND xã Mẫu"),
        ("UBND xã Mẫu", "UBND xã Mẫu", "UBND xã Mẫu"),
        ("Bộ phận một cửa UBND Xã Mẫu", "UBND xã Mẫu", "Bộ phận một cửa UBND Xã Mẫu"),
        ("", "UBND xã Mẫu", "UBND xã Mẫu"),
    ],
)
def test_an_office_is_named_once(handler: str, agency: str, said: str) -> None:
    text = answer(handler=handler, agency=agency)
    assert f"đang được {said} xử lý" in text and f"anh/chị hỏi {said}." in text


@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        ({"electronic": True}, "kho dữ liệu", "Anh/chị nhận kết quả tại"),
        ({"electronic": True, "delivery": Delivery.WAITING}, "Anh/chị nhận kết quả tại", "kho dữ liệu"),
        ({"delivery": Delivery.SENT}, "đã gửi qua bưu điện", "Anh/chị nhận kết quả tại"),
        ({"delivery": Delivery.DELIVERED}, "bưu điện đã giao", "đang chờ anh/chị nhận"),
        ({"payment": Payment.UNPAID, "amount_due": 8_000}, "Anh/chị cần nộp 8.000 đồng", "None"),
        ({"payment": Payment.PAID, "amount_due": 8_000}, "Anh/chị nhận kết quả tại", "8.000 đồng"),
    ],
)
def test_a_result_is_where_it_is(changes: dict[str, Any], said: str, unsaid: str) -> None:
    text = answer(status=Status.COMPLETED, finished_at=at("2026-11-20 09:00"), **changes)
    assert said in text and unsaid not in text


def test_what_is_on_its_way_by_post_was_not_received_yet() -> None:
    text = answer(status=Status.RETURNED, returned_at=at("2026-11-20 09:00"), delivery=Delivery.SENT)
    assert "gửi qua bưu điện vào thứ Sáu 20/11/2026" in text and "chờ bưu điện giao" in text


@pytest.mark.parametrize(
    ("payment", "said"),
    [(Payment.CONFIRMING, "đừng nộp lần nữa"), (Payment.PAID, "đã nộp đủ tiền")],
)
def test_who_has_paid_is_not_asked_to_pay(payment: Payment, said: str) -> None:
    text = answer(status=Status.PAYMENT_REQUIRED, amount_due=150_000, payment=payment)
    assert said in text and "cần nộp" not in text and "đang chờ anh/chị nộp" not in text


@pytest.mark.parametrize(
    ("now", "said"),
    [("2026-11-30 09:00", "quá hẹn 2 ngày làm việc"), ("2026-11-26 18:00", "đã quá hẹn, lẽ ra trả thứ Năm 26/11/2026")],
)
def test_overdue_is_said_with_the_right_to_an_apology(now: str, said: str) -> None:
    text = answer(now=at(now), reason="Chờ xác minh")
    assert said in text and "văn bản xin lỗi và hẹn lại (Mẫu 04)" in text and "Lý do: Chờ xác minh." in text
    assert "Hẹn trả kết quả" not in text


def test_a_late_result_is_said_too() -> None:
    text = answer(status=Status.COMPLETED, finished_at=at("2026-11-27 10:00"), now=at("2026-11-28 10:00"))
    assert "Hồ sơ xong muộn" in text and "Mẫu 04" in text


def test_a_due_date_in_an_undecided_year_may_move() -> None:
    assert "lịch nghỉ lễ chính thức năm 2027" in answer(due_at=at("2027-02-16 17:00"))


@pytest.mark.parametrize(("name", "masked"), [("NGUYỄN VĂN A", "N*** V** A"), ("  Lý  Đặng ", "L* Đ***"), ("", "")])
def test_mask_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text(max_size=40))
def test_a_masked_word_keeps_at_most_four_characters(name: str) -> None:
    assert all(len(word) <= 4 for word in mask_name(name).split())


def test_days_and_amounts() -> None:
    assert say_day(dt.date(2026, 11, 22)) == "Chủ nhật 22/11/2026"
    assert say_day(dt.datetime(2026, 11, 21, 18, tzinfo=dt.timezone.utc)) == "Chủ nhật 22/11/2026"
    assert say_amount(0) == "0 đồng"


@pytest.mark.parametrize("now", ["2026-11-21 09:00", "2026-02-18 09:00", "2027-02-20 23:00"])
def test_no_answer_shows_a_secret_or_an_unfilled_template(now: str) -> None:
    for example in demo_dossiers(at(now)):
        text = status_answer(example, at(now))
        assert "Cập nhật lúc " in text.splitlines()[-1] and text.endswith(".")
        assert example.phone not in text and example.applicant_name not in text and example.look_up_code not in text
        assert not set("{}") & set(text) and "None" not in text and "  " not in text


def test_braces_in_data_are_not_templates() -> None:
    assert "{agency}" in answer(procedure_name="{agency}", agency="{0}")


def strings(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    return [text for part in (data.values() if isinstance(data, dict) else data) for text in strings(part)]


def test_templates_use_known_placeholders_and_short_sentences() -> None:
    for text in strings(yaml.safe_load(TEXTS.read_text(encoding="utf-8"))):
        assert {field for _, field, _, _ in string.Formatter().parse(text) if field} <= PLACEHOLDERS
        assert all(len(sentence.split()) <= 25 for sentence in text.split(". "))


def test_every_status_has_a_label_and_a_first_line() -> None:
    names = {status.name.lower() for status in Status}
    assert set(texts().labels) == names == set(texts().where)


def test_what_is_said_beside_a_status_belongs_to_a_state() -> None:
    paid = {f"payment_required_{state.value}" for state in Payment if state is not Payment.UNPAID}
    delivered = {f"completed_{state.value}" for state in Delivery if state is not Delivery.WAITING}
    assert set(texts().beside) == {*paid, *delivered, "completed_electronic", "returned_sent"}
