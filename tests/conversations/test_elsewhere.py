"""Matters that the one-stop shop does not do: who does them, and what of ours is next to them."""

from __future__ import annotations

import pytest

from bot.conversations.reply import Kind
from tests.support.talk import Talk

DIVORCE = ("2.000554", "1.004873")


@pytest.mark.parametrize(
    "said", ["ly hôn", "muon ly hon thi lam the nao", "thủ tục ly hôn thuận tình", "đơn ly hôn nộp ở đâu"]
)
def test_a_court_divorces_and_what_is_near_is_offered(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    assert reply.custom.kind is Kind.REFUSAL
    assert "Tòa án" in reply.text
    assert reply.custom.procedures == DIVORCE
    assert talk.say("2").custom.procedures == (DIVORCE[1],)


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("đóng phạt nguội", "Cảnh sát giao thông"),
        ("nop phat nguoi o dau", "Cảnh sát giao thông"),
        ("tôi muốn kiện hàng xóm", "Tòa án"),
        ("khởi kiện ra tòa", "Tòa án"),
        ("xe tôi đi đăng kiểm ở đâu", "trung tâm đăng kiểm"),
        ("mất sim làm lại ở đâu", "nhà mạng"),
        ("xin visa đi Úc cần gì", "đại sứ quán"),
    ],
)
def test_where_to_go_is_told_also_in_the_middle_of_a_talk(talk: Talk, said: str, who: str) -> None:
    talk.say("đăng ký khai sinh cần gì")
    reply = talk.say(said)
    assert reply.custom.kind is Kind.REFUSAL
    assert who in reply.text
    assert "vẫn chưa hiểu" not in talk.say(said).text, "to say where to go is no failure"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ghi chú ly hôn ở nước ngoài cần giấy gì", "2.000554"),
        ("em ly hôn rồi, xin giấy độc thân cần gì", "1.004873"),
        ("khai tử trễ hạn có bị phạt không", "1.000656"),
        ("rút bhxh một lần", "1.001613"),
        ("công chứng mua bán nhà", "2.001035"),
    ],
)
def test_what_is_ours_is_answered(talk: Talk, said: str, code: str) -> None:
    assert talk.say(said).custom.procedures == (code,)
