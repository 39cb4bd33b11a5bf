"""Replies as text: choices named once, pieces cut where a reader pauses, HTML that is always whole."""

from __future__ import annotations

import re
import unicodedata
from html import escape as html_escape
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.reply import Button, Custom, Kind, Reply
from connectors.look import html, numbered, split

texts = st.text(st.sampled_from("aăếđ .!?:\n1•&<>😀́"), max_size=200)


def reply(text: str, *titles: str, payload: str = "#x") -> Reply:
    return Reply(text, Custom(Kind.ANSWER), tuple(Button(title, payload) for title in titles))


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Chào anh/chị.", ()),
        ("Thủ tục nào ạ?\n1. Đăng ký kết hôn\n2. Đăng ký khai sinh", ("Đăng ký kết hôn", "Đăng ký khai sinh")),
        ("Chọn:\n1. Sinh ở viện: thêm giấy chứng sinh", ("Sinh ở viện",)),
        ("Có 2 hồ sơ.\n1. H37.99.99-261118-0001 (Khai sinh): đang xử lý", ("H37.99.99-261118-0001",)),
        ('1. Hộ tịch: 25 thủ tục\nAnh/chị nhắn số, hoặc "xem thêm".', ("Hộ tịch", "Xem thêm")),
        ('Nhắn "gặp cán bộ", hoặc gọi.', ("Gặp cán bộ",)),
    ],
)
def test_what_the_text_names_already_is_not_said_again(text: str, titles: tuple[str, ...]) -> None:
    assert numbered(reply(text, *titles)) == text


def test_other_choices_are_words_to_send_and_never_numbers_of_ours() -> None:
    """The dialogue remembers the numbers of the text only, maybe those of an earlier list."""
    shown = numbered(reply("Lệ phí: không mất tiền", "Giấy tờ", "Bao lâu"))
    assert shown == "Lệ phí: không mất tiền\n\nAnh/chị có thể nhắn tiếp: “Giấy tờ”, “Bao lâu”."


def test_a_title_that_is_a_part_of_a_word_is_named() -> None:
    assert "“Đăng ký k”" in numbered(reply("1. Đăng ký kết hôn", "Đăng ký k"))


def test_what_only_a_control_can_do_is_left_out() -> None:
    assert (
        numbered(reply("Xin số điện thoại.", "Chia sẻ số điện thoại", payload="#share-phone")) == "Xin số điện thoại."
    )


@pytest.mark.parametrize(
    ("text", "most", "pieces"),
    [
        ("", 10, []),
        ("  \n ", 10, []),
        ("ngắn thôi", 10, ["ngắn thôi"]),
        ("một hai ba", 10, ["một hai ba"]),
        ("đoạn một\n\nđoạn hai\ntiếp", 12, ["đoạn một", "đoạn hai", "tiếp"]),
        ("đoạn một\n\nđoạn hai\ntiếp", 15, ["đoạn một", "đoạn hai\ntiếp"]),
        ("Câu một. Câu hai dài hơn", 18, ["Câu một.", "Câu hai dài hơn"]),
        ("a\n\nmột hai ba bốn năm", 12, ["a\n\nmột hai", "ba bốn năm"]),
        ("xem https://dichvucong.gov.vn/a nhé", 30, ["xem", "https://dichvucong.gov.vn/a", "nhé"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("xem 1. Giấy tờ khai", 9, ["xem 1.", "Giấy tờ", "khai"]),
    ],
)
def test_pieces_end_where_a_reader_pauses(text: str, most: int, pieces: list[str]) -> None:
    assert split(text, most) == pieces


def test_length_is_that_of_nfc() -> None:
    text = unicodedata.normalize("NFD", "ế" * 2000)
    assert split(text, 2000) == ["ế" * 2000]


@given(texts, st.integers(1, 60))
def test_nothing_is_lost_and_no_word_is_cut_that_fits(text: str, most: int) -> None:
    text = unicodedata.normalize("NFC", text)
    pieces = split(text, most)
    assert all(piece and len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    if all(len(word) <= most for word in text.split()):
        assert [word for piece in pieces for word in piece.split()] == text.split()


@given(texts, st.integers(5, 60))
def test_another_measure_is_kept_too(text: str, most: int) -> None:
    def size(piece: str) -> int:
        return len(html_escape(piece).encode())

    assert all(size(piece) <= most for piece in split(text, most, size))


@pytest.mark.parametrize(
    ("text", "lead", "shown"),
    [
        ("a < b & c > d \"e\"", False, "a &lt; b &amp; c &gt; d \"e\""),
        ("Đăng ký kết hôn\nLệ phí:\n• a & b", True, "<b>Đăng ký kết hôn</b>\n<b>Lệ phí:</b>\n• a &amp; b"),
        ("Lệ phí:\nkhông", False, "Lệ phí:\nkhông"),
        ("Hai việc:\n\n1. Khai sinh\nLệ phí: không\n\n2. Kết hôn\nx", False,
         "Hai việc:\n\n<b>1. Khai sinh</b>\nLệ phí: không\n\n<b>2. Kết hôn</b>\nx"),
        ("Chọn:\n1. a\n2. b", False, "<b>Chọn:</b>\n1. a\n2. b"),
        ("", True, ""),
    ],
)  # fmt: skip
def test_headings_are_bold(text: str, lead: bool, shown: str) -> None:
    assert html(text, lead) == shown


@given(texts, st.booleans())
def test_html_says_the_same_and_closes_what_it_opens(text: str, lead: bool) -> None:
    shown = html(text, lead)
    assert unescape(re.sub(r"</?b>", "", shown)) == text
    assert all(line.count("<b>") == line.count("</b>") <= 1 for line in shown.splitlines())
