"""A reply as Zalo's messages: never too long, choices as text unless buttons are tried."""

from __future__ import annotations

import unicodedata

import pytest

from bot.conversations.reply import Button, Custom, Kind, Reply
from connectors.look import numbered
from connectors.zalo.pieces import MOST_CHARACTERS, document, notice, picture, pieces, words

CHOICES = (Button("Lệ phí", "#khai-sinh:fee"), Button("Thời gian", "#khai-sinh:time"))
SHARE = Button("Chia sẻ số điện thoại", "#share-phone")


def reply(text: str, *buttons: Button) -> Reply:
    return Reply(text, Custom(Kind.ANSWER), buttons)


def test_choices_are_text_unless_told_otherwise() -> None:
    said = reply("Anh/chị hỏi gì ạ?", *CHOICES)
    assert pieces(said, buttons=False) == [{"message": {"text": numbered(said)}}]


def test_buttons_say_their_payload_and_have_a_text_in_reserve() -> None:
    said = reply("Anh/chị hỏi gì ạ?", *CHOICES)
    [piece] = pieces(said, buttons=True)
    assert piece["message"]["text"] == said.text and piece["plain"] == {"text": numbered(said)}
    shown = piece["message"]["attachment"]["payload"]["buttons"]
    assert shown[0] == {"title": "Lệ phí", "type": "oa.query.hide", "payload": "#khai-sinh:fee"}
    assert words(piece) == {said.text, numbered(said)}


@pytest.mark.parametrize("buttons", [True, False])
def test_no_message_is_longer_than_zalo_takes(buttons: bool) -> None:
    text = unicodedata.normalize("NFD", "Giấy chứng sinh, bản chính. " * 500)
    made = pieces(reply(text, *CHOICES), buttons)
    texts = [text for piece in made for text in words(piece)]
    assert len(made) > 5
    assert max(len(unicodedata.normalize("NFC", text)) for text in texts) <= MOST_CHARACTERS
    assert "Thời gian" in str(made[-1])


def test_more_buttons_than_zalo_has_are_text() -> None:
    many = [Button(f"Lựa chọn {n}", f"#{n}") for n in range(6)]
    assert all("attachment" not in piece["message"] for piece in pieces(reply("Chọn:", *many), buttons=True))


@pytest.mark.parametrize("image", ["", "https://mau.example/a.png"])
def test_a_reply_that_wants_the_phone_brings_the_card_that_asks_for_it(image: str) -> None:
    made = pieces(reply("Em cần số điện thoại ạ.", SHARE), buttons=True, image=image)
    assert made[0] == {"message": {"text": "Em cần số điện thoại ạ."}}
    payload = made[1]["message"]["attachment"]["payload"]
    [element] = payload["elements"]
    assert payload["template_type"] == "request_user_info" and element.get("image_url", "") == image
    assert 0 < len(element["title"]) <= 100 and 0 < len(element["subtitle"]) <= 500


def test_uploads_are_named_in_the_documented_shapes() -> None:
    assert picture("id", "chú thích")["message"]["text"] == "chú thích"
    assert "text" not in picture("id")["message"]
    assert document("t") == {"message": {"attachment": {"type": "file", "payload": {"token": "t"}}}}


def test_a_notice_fits_a_template() -> None:
    assert notice("một\n\n hai") == "một hai"
    cut = notice("chữ " * 100)
    assert len(cut) <= 200 and cut.endswith("chữ…")
