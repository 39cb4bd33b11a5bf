"""What a reader knows to be new to it."""

from __future__ import annotations

from bot.language.reader import ASK, FEW, Example, Reader

NAMES = [("đăng ký kết hôn", "ket-hon"), ("cấp hộ chiếu", "ho-chieu"), ("đua chim bồ câu", "dua-chim")]


def _messages(procedure: str, words: str, count: int) -> list[Example]:
    return [Example(f"{words} cần giấy tờ gì {number}", ASK, (procedure,), ("documents",)) for number in range(count)]


def test_procedures_with_few_messages_are_new() -> None:
    messages = _messages("ket-hon", "cưới vợ", FEW) + _messages("ho-chieu", "ra nước ngoài", FEW - 1)
    reader = Reader()
    reader.fit([*messages, Example("chào em", "greet"), Example("phí bao nhiêu", ASK, (), ("fee",))], NAMES)
    assert reader.new == ("dua-chim", "ho-chieu")
