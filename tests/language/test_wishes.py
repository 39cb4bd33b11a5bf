"""Wishes as people type them, and what only sounds like one."""

from __future__ import annotations

import pytest

from bot.language.wishes import Stars, Wish, asks, find_end, find_stars, find_wish, skips

CODE = "H37.99.99-261118-0001"
SUBSCRIBE = """báo cho tôi khi có kết quả | có gì thì nhắn em nhé | co gi bao e nha | có kết quả thì báo em với
khi nào xong thì nhắn tôi | xong báo em | nhắn cho tôi biết khi hồ sơ xong | co kq bao minh nhe | báo cho tôi
theo dõi hồ sơ giúp em | bật thông báo | đăng ký nhận thông báo | nhận báo | bao cho toi | hồ sơ có gì mới báo giúp em
thông báo cho em khi hồ sơ có thay đổi | nhắc em khi tới hạn | khi nao co kq thi alo e nha | xong thi ib e vs
chung nao xong nhan tui nghen | cho em nhận thông báo khi có kết quả với ạ | có thì báo chị nhé | ra kq bao t vs
có gì báo lại mình nha | báo cho em khi có tin | khi nào lấy được thì báo cho bác với nhé | CÓ GÌ NHẮN MÌNH NHÉ
hồ sơ H37.99.99-261118-0001 có gì thì nhắn em nhé | nếu thiếu giấy thì báo em biết để bổ sung
em muốn nhận tin khi hồ sơ có kết quả"""
STOP = """dừng báo | dung bao | stop | STOP ĐI | đừng báo nữa | dung bao nua | thôi báo | ngừng báo cho em
hủy theo dõi | tắt thông báo | tat thong bao di | đừng nhắn nữa | đừng nhắn tin cho em nữa | không cần báo nữa
ko can bao nua | thôi khỏi báo | dừng báo hồ sơ 0001 | dừng báo tất cả | dừng báo hết đi em | hủy nhận tin
khoi bao nua nha | em không muốn nhận tin nữa | hủy đăng ký nhận thông báo
dung bao H37.99.99-261118-0001 | DỪNG BÁO"""
LIST = """tôi đang nhận báo gì | đang theo dõi hồ sơ nào | em đang nhận báo những gì | dang nhan bao gi
danh sách nhận báo | đang báo những hồ sơ nào | em đang được báo hồ sơ nào | toi dang nhan thong bao gi vay"""
RATE = (
    """đánh giá | tôi muốn đánh giá | cho em chấm điểm | danh gia ho so | em muốn đánh giá cán bộ | đánh giá dịch vụ"""
)
NOTHING = """bao giờ có kết quả | khi nào có kết quả | khai báo tạm vắng cho em cần gì | em đi báo mất hộ chiếu
thông báo lưu trú cho bạn em khi có người ngủ lại | sao không ai báo cho em khi có kết quả | làm lại căn cước
hẹn có kết quả thì báo mà không thấy báo em | nhận con nuôi xong có giấy gì | xin nhắc lại | theo dõi hồ sơ
hôm qua cán bộ báo em là xong rồi | đánh giá tác động môi trường cần gì | dừng xe ở đâu | có gì vui không"""


def told(text: str) -> list[str]:
    return [part.strip() for line in text.splitlines() for part in line.split("|")]


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        (said, wish)
        for wish, said_so in {
            Wish.SUBSCRIBE: SUBSCRIBE,
            Wish.STOP: STOP,
            Wish.LIST: LIST,
            Wish.RATE: RATE,
            None: NOTHING,
        }.items()
        for said in told(said_so)
    ],
)
def test_a_wish_is_heard(said: str, wish: Wish | None) -> None:
    assert find_wish(said, [CODE]) is wish


def test_a_long_story_is_no_wish() -> None:
    assert find_wish("em nộp hồ sơ từ tuần trước rồi mà " * 3 + "có gì báo em nhé") is None


@pytest.mark.parametrize(
    ("said", "stars"),
    [
        ("5 sao", Stars(5)),
        ("năm sao", Stars(5)),
        ("cho 3 sao", Stars(3)),
        ("4 sao nhé", Stars(4)),
        ("5*", Stars(5)),
        ("⭐⭐⭐", Stars(3)),
        ("4⭐", Stars(4)),
        ("5 điểm", Stars(5)),
        ("#sao:4@0123456789ab", Stars(4, "0123456789ab")),
        ("rất hài lòng", Stars(5, clear=False)),
        ("binh thuong", Stars(3, clear=False)),
        ("không hài lòng", Stars(2, clear=False)),
        ("6 sao", None),
        ("5", None),
        ("sao lâu thế", None),
        ("#sao:9@0123456789ab", None),
    ],
)
def test_stars(said: str, stars: Stars | None) -> None:
    assert find_stars(said) == stars


def test_who_does_not_want_to() -> None:
    assert skips("bỏ qua nhé") and skips("thôi em") and not skips("thôi cán bộ làm chậm quá")


def test_the_end_of_a_code() -> None:
    assert find_end("dừng báo hồ sơ 0001") == "0001"
    assert find_end("dừng báo") is None and find_end("dừng báo 260001") is None


@pytest.mark.parametrize("said", ["lệ phí bao nhiêu", "cho em hỏi", "có cần mang gì không ạ", "thế à?"])
def test_a_question(said: str) -> None:
    assert asks(said)


@pytest.mark.parametrize("said", ["cán bộ thân thiện lắm", "chờ lâu quá", "không phải đi lại nhiều"])
def test_no_question(said: str) -> None:
    assert not asks(said)
