"""Who asks how punctual the unit is, and who only sounds like it."""

from __future__ import annotations

import pytest

from bot.language.figures import asks_figures


@pytest.mark.parametrize(
    "text",
    [
        "xã tôi giải quyết đúng hạn không",
        "xa toi co hay tre hen ko",
        "tỷ lệ đúng hạn của phường mình bao nhiêu",
        "ở đây có bao nhiêu hồ sơ trễ hẹn",
        "Trung tâm làm việc có đúng hẹn không vậy",
        "bên mình trả kết quả đúng hẹn mấy phần trăm",
        "ubnd xã giải quyết hồ sơ có trễ hạn không",
        "phường có hay bị trễ hẹn",
        "một cửa làm hồ sơ đúng hẹn không ạ?",
        "bn phần trăm hồ sơ đúng hạn v",
        "đơn vị giải quyết quá hạn nhiều không",
        "tỉ lệ hồ sơ trễ hẹn của xã",
        "thống kê hồ sơ đúng hạn",
        "bên em làm hồ sơ có đúng hạn ko",
        "xã có nhiều hồ sơ trễ không",
        "xã tôi tỉ lệ trễ bao nhiêu phần trăm",
        "xa minh lam giay to co lau ko, hay tre k",
        "phường làm có kịp hẹn không",
        "bao nhieu hs tre hen",
        "tháng này xã có bao nhiêu hồ sơ trễ",
        "hồ sơ trễ hẹn nhiều không",
        "cơ quan mình trả hồ sơ có chậm không",
        "cho xem thống kê đúng hạn",
    ],
)
def test_asked(text: str) -> None:
    assert asks_figures(text)


@pytest.mark.parametrize(
    "text",
    [
        "hồ sơ của tôi ở xã có đúng hạn không",
        "hồ sơ H37.99.99-261118-0001 xã giải quyết đúng hạn không",
        "có trễ hạn không",
        "đăng ký khai sinh quá hạn có bị phạt không",
        "khai sinh trễ hạn ở xã được không",
        "khai tử quá hạn ở phường có được không",
        "thẻ tạm trú quá hạn ra xã gia hạn được không",
        "nộp thuế ở xã trễ hạn có sao không",
        "giấy phép kinh doanh quá hạn nộp ở phường được không",
        "xã trễ hẹn mà không xin lỗi",
        "xã trễ hẹn mấy lần rồi, tôi muốn khiếu nại",
        "làm căn cước ở xã mấy ngày",
        "hồ sơ của mẹ tôi xã làm có đúng hạn không",
        "hồ sơ nhà tôi xã làm trễ phải không",
        "xã trễ hẹn bao nhiêu ngày rồi",
        "hồ sơ trễ hẹn thì làm sao",
        "xã có trẻ em mồ côi thì được hưởng gì không",
        "xa co tre em khuyet tat duoc huong gi khong",
        "phường hướng dẫn đăng ký thường trú quá hạn thì làm thế này đúng ạ",
        "nộp báo cáo thống kê trễ hạn phạt bao nhiêu",
        "thống kê hồ sơ",
        "cho mình hỏi hồ sơ có đúng hẹn không",
        "hồ sơ bên em nộp hôm trước có trễ không",
        "một cửa mở cửa đúng giờ không",
        "",
    ],
)
def test_not_asked(text: str) -> None:
    assert not asks_figures(text)
