"""The conversation that both servers hold, again and again, each time with somebody new."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """``kind`` is what our reply must be: a fast wrong answer is not measured. Stock has to say something."""

    text: str
    kind: str


CONVERSATION = (
    Step("xin chào", "smalltalk"),
    Step("làm giấy khai sinh cho con thì cần giấy tờ gì vậy em", "answer"),
    Step("thế còn lệ phí?", "answer"),
    Step("lam can cuoc", "clarify"),
    Step("2", "answer"),
    Step("Hồ sơ H37.99.99-261118-0001 đến đâu rồi", "verify"),
    Step("7K2M", "status"),
    Step("cảm ơn em nhé", "smalltalk"),
)
# The same conversation in stock's intents.
STOCK_STORY = (
    "greet",
    "ask_dang-ky-khai-sinh",
    "ask_none",
    "ask_can-cuoc-tu-14-tuoi",
    "choose",
    "dossier_status",
    "inform",
    "thanks",
)
