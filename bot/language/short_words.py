"""Short words that no model has to learn: a call for the assistant, the counter that is nearest, a yes."""

from __future__ import annotations

import re

from bot.language.text import fold

_ME = "em|e|toi|tui|minh|mk|anh|chi|con|chau|bac|co|chu"
_BEFORE = rf"(?:(?:da|thoi|vay|cho|goi|gap|hoi|nho|xin|muon|can|quay lai|tro lai|noi chuyen voi|chat voi|{_ME}) )*"
_AFTER = rf"(?: (?:oi|a|nhe|nha|di|dau roi|dau|tra loi|giup|lai|co do khong|{_ME}))*"
_ASSISTANT = re.compile(rf"{_BEFORE}(?:chat ?bot|bot|tro ly(?: (?:ao|may|tu dong))?){_AFTER}")
_OFFICE = (
    r"(?:bo phan |trung tam )?(?:mot cua|1 cua)|quay(?: (?:tiep nhan|giao dich|mot cua))?|"
    r"diem (?:tiep nhan|phuc vu)|(?:noi|cho|diem) nop(?: ho so| hs| giay to)?|"
    r"trung tam (?:hanh chinh|phuc vu)(?: (?:hanh|chinh|cong|phuc|vu|xa|phuong))*"
)
_NEAREST = re.compile(
    rf"(?:(?:da|cho|hoi|xin|o|tim|chi|giup|em|e|toi|tui|minh|anh|chi) )*(?:(?:{_OFFICE}) )"
    rf"(?:(?:nao|dau|o|o dau|la|thi|cach|ma) )*gan(?: (?:nhat|day|nha|cho|voi|{_ME}))*"
    rf"(?: (?:o dau|la o dau|o|dau|la|vay|the|a|nhi|khong|ko|k|nhat|day|{_ME}|nhe|nha|quay nao))*"
    rf"|(?:gan (?:day|toi|tui|em|nha|nhat|minh)|o gan)(?: \w+){{0,3}} (?:{_OFFICE}) (?:nao|dau|o dau|khong|ko|k)"
    rf"(?: (?:a|vay|khong|the))*"
)

_YES = re.compile(rf"(?:(?:da|u|uh|um|vang) )*(?:phai|chuan|chinh xac|dung)(?: (?:roi|r|vay|do|day|a|{_ME}))*")


def calls_assistant(text: str) -> bool:
    """Whether the message is nothing but a call for the assistant: "bot", "trợ lý ơi"."""
    return bool(_ASSISTANT.fullmatch(_words(text)))


def asks_nearest(text: str) -> bool:
    """Whether the message only asks which counter is near: "quầy nào gần tôi"."""
    return bool(_NEAREST.fullmatch(_words(text)))


def says_yes(text: str) -> bool:
    """A yes too short for the model to be sure of: "phải", "phải rồi em"."""
    return bool(_YES.fullmatch(_words(text)))


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))
