"""Wishes as people type them, and what only sounds like one."""

from __future__ import annotations

import pytest

from bot.language.wishes import Wish, find_ends, find_wish, means_this

CODE = "H37.99.99-261118-0001"
SUBSCRIBE = """báo cho tôi khi có kết quả | có gì thì nhắn em nhé | co gi bao e nha | có kết quả thì báo em với
khi nào xong thì nhắn tôi | xong báo em | nhắn cho tôi biết khi hồ sơ xong | co kq bao minh nhe | báo cho tôi
theo dõi hồ sơ giúp em | bật thông báo | đăng ký nhận thông báo | nhận báo | bao cho toi | hồ sơ có gì mới báo giúp em
thông báo cho em khi hồ sơ có thay đổi | nhắc em khi tới hạn | khi nao co kq thi alo e nha | xong thi ib e vs
chung nao xong nhan tui nghen | cho em nhận thông báo khi có kết quả với ạ | có thì báo chị nhé | ra kq bao t vs
có gì báo lại mình nha | báo cho em khi có tin | khi nào lấy được thì báo cho bác với nhé | CÓ GÌ NHẮN MÌNH NHÉ
hồ sơ H37.99.99-261118-0001 có gì thì nhắn em nhé | nếu thiếu giấy thì báo em biết để bổ sung
em muốn nhận tin khi hồ sơ có kết quả | cho tôi biết khi có kết quả | cho e bít khi có kq | báo kết quả cho tôi
bao ket qua cho toi | nhắn kết quả cho em | có kết quả thì cho tôi biết | xong thì cho bác hay | nhắc tôi trước ngày hẹn
nhac toi truoc han 1 ngay | báo cho tôi trước ngày hẹn | nhắc lịch hẹn giúp em | nhớ nhắc tôi ngày hẹn
đến hạn thì nhắc
đến ngày thì nhắc giùm | sắp đến hạn thì báo | hồ sơ xong thì nhắn | có gì thì báo | xong ib | khi nào xong thì nhắn
gần tới ngày thì nhắc bác nghe con | chừng nào có thì kêu tui | xong báo ông cụ nhé | xong thì báo cho bà cụ một tiếng
hồ sơ của bà xong thì báo cháu nhé | có kết quả thì báo con với | hs co gi moi thi nt e nha | co kq tb e nha
tôi muốn được báo khi xong | em muốn được nhắc trước hẹn | đăng ký nhận kết quả qua zalo | gửi tin cho tôi khi xong
thông báo khi có kết quả | nhắc khi tới hạn | báo trước cho tôi nhé | nhớ báo nha | bị trả hồ sơ thì báo em
thiếu giấy gì thì nhắn em nhé | được duyệt thì nhắn em | có thì bảo bác | có kết quả thì nói em nghe nha
khi nào chủ tịch ký thì báo em | khi nao ra giay thi bao me con e | theo dõi hộ bác | khai sinh xong thì báo em nhé
xong có nhắn tin không | khi có kết quả có báo không | ho so xong co ai goi ko
có nhắn tin cho em khi có kết quả không | cần bổ sung gì thì nhắn em | hồ sơ chuyển bước nào thì báo em với
bật nhắc hẹn | cho bác đăng ký nhận tin báo khi hồ sơ xong nhé cháu | nhớ báo tui biết nghen con | được rồi thì gọi anh
bà không biết dùng điện thoại, có kết quả con nhắn cháu nhé | canh hồ sơ giúp em | gửi zalo cho em khi xong
bot báo cho em nhé | bot nhắn tin cho em | bot thông báo cho tôi | ok bot báo tôi nhé | bot theo dõi hồ sơ cho em"""
STOP = """dừng báo | dung bao | stop | STOP ĐI | đừng báo nữa | dung bao nua | thôi báo | ngừng báo cho em
hủy theo dõi | tắt thông báo | tat thong bao di | đừng nhắn nữa | đừng nhắn tin cho em nữa | không cần báo nữa
ko can bao nua | thôi khỏi báo | dừng báo hồ sơ 0001 | dừng báo tất cả | dừng báo hết đi em | hủy nhận tin
khoi bao nua nha | em không muốn nhận tin nữa | hủy đăng ký nhận thông báo
dung bao H37.99.99-261118-0001 | DỪNG BÁO | tôi không muốn nhận tin nhắn nữa | đừng làm phiền tôi nữa
đừng nhắn tin nữa phiền quá | phiền quá đừng nhắn | dừng gửi tin nhắn | ngừng nhắn tin cho tôi | ngưng gửi thông báo
từ giờ đừng báo tôi nữa | từ nay đừng nhắn gì cho tôi | thôi đừng gửi tin nhắn cho bác nữa nhé | đừng spam nữa
nhắn nhiều quá phiền lắm thôi đừng nhắn nữa | không muốn bị làm phiền nữa | em k muốn nhận thông báo nữa đâu
làm ơn đừng nhắn tin cho tôi nữa | tắt tin nhắn đi | chặn tin nhắn | bỏ theo dõi hồ sơ | dừng báo hồ sơ 0001 nhé
tôi lấy được rồi, đừng nhắn nữa | nhận kết quả rồi khỏi báo nữa | xong rồi thôi đừng báo nữa nhé
biết rồi đừng nhắn nữa | bác lấy rồi con đừng nhắn nữa | thôi con đừng báo cho bà nữa
đừng gửi tin cho ông nữa nha con | t k can bao nua | gửi nhầm người rồi đừng nhắn nữa
mình không có nhu cầu nhận tin | off thông báo | rút tên tôi ra khỏi danh sách nhận tin
dừng báo hồ sơ số 0001 | dừng báo 0001 và 0002 | dừng báo hồ sơ này
bot đừng báo nữa | bot dừng báo nhé | không nhắn tin cho em nữa ạ | không báo nữa | thôi đừng báo nữa vậy
sao nhắn hoài vậy không muốn nhận tin nữa"""
LIST = """tôi đang nhận báo gì | đang theo dõi hồ sơ nào | em đang nhận báo những gì | dang nhan bao gi
danh sách nhận báo | đang báo những hồ sơ nào | em đang được báo hồ sơ nào | toi dang nhan thong bao gi vay"""
RATE = (
    """đánh giá | tôi muốn đánh giá | cho em chấm điểm | danh gia ho so | em muốn đánh giá cán bộ | đánh giá dịch vụ"""
)
NOTHING = """bao giờ có kết quả | khi nào có kết quả | khai báo tạm vắng cho em cần gì | em đi báo mất hộ chiếu
thông báo lưu trú cho bạn em khi có người ngủ lại | sao không ai báo cho em khi có kết quả | làm lại căn cước
hẹn có kết quả thì báo mà không thấy báo em | nhận con nuôi xong có giấy gì | xin nhắc lại | theo dõi hồ sơ
hôm qua cán bộ báo em là xong rồi | đánh giá tác động môi trường cần gì | dừng xe ở đâu | có gì vui không
khi nào có kết quả khai sinh | báo mất căn cước | báo tử cho bố | cho tôi biết khi nào có kết quả | cho em biết lệ phí
cho tôi biết khi làm khai sinh cần gì | nhắc lại lệ phí giúp em | nhận kết quả qua bưu điện | gửi kết quả về nhà cho tôi
có kết quả thì nhận ở đâu | xong thì nhận | khi nào xong thì lấy được
hồ sơ xong chưa báo em biết
làm căn cước xong có được báo không | làm khai sinh xong có phải báo công an không | có kết quả chưa
hệ thống báo có kết quả là sao | nhận thông báo có kết quả rồi | khi có người chết thì báo cho ai | bố nhận con
khai tử xong phải báo cho bảo hiểm không | cập nhật vneid cho tôi | đăng ký tin nhắn brandname | dừng kinh doanh
nhận tin nhắn lạ đòi chuyển tiền | nó nhắn tin làm phiền đòi tiền | có người nhắn tin làm phiền tôi
toi khong muon nhan con | mệt mỏi lắm rồi đừng nhắn nữa | tôi đi đây, đừng nhắn nữa
tôi không muốn làm phiền ai nữa | từ nay tôi không làm phiền ai nữa | đừng ai làm phiền tôi nữa tôi muốn chết
không nhận được tin nhắn | không ai nhắn tin cho tôi nữa | sao không nhắn tin cho tôi | không nhận con nuôi nữa
sao không nhắn tin cho em nữa | sao không báo nữa vậy | sao không báo vậy | không báo cho em nữa à | ko nhắn tin nữa hả
sao bot không báo cho em nữa | khong bao cho em nua a | không thông báo nữa vậy | sao em không nhắn nữa ạ"""


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
    ("said", "ends"),
    [
        ("dừng báo hồ sơ 0001", ("0001",)),
        ("dừng báo hồ sơ 0001 nhé em", ("0001",)),
        ("dừng báo 0001 và 0002", ("0001", "0002")),
        ("dừng báo", ()),
    ],
)
def test_the_ends_of_codes(said: str, ends: tuple[str, ...]) -> None:
    assert find_ends(said) == ends


def test_the_dossier_in_hand() -> None:
    assert means_this("dừng báo hồ sơ này nhé") and means_this("thoi bao hs nay")
    assert not means_this("dừng báo nhé") and not means_this("đừng báo hồ sơ nữa")
