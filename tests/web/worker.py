"""A worker for tests of the page: takes messages from the real inbox and answers with canned replies."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

from bot.clock import utc_now
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.settings import Settings
from bot.store import inbox, outbox
from bot.store.bell import Ringer, bells
from bot.store.engine import open_engine, writing
from bot.store.inbox import Claimed
from bot.store.secrets import load_keys
from bot.store.work import Work
from bot.texts import say

Answers = Callable[[str], tuple[Reply, ...]]
LEASE = dt.timedelta(seconds=30)

PAPERS = Reply(
    "Đăng ký khai sinh (mã thủ tục 1.001193)\n"
    "Giấy tờ cần nộp:\n"
    "• Tờ khai đăng ký khai sinh: 1 bản chính. Nộp trực tuyến thì điền ngay trên biểu mẫu điện tử.\n"
    "• Giấy chứng sinh: 1 bản chính\n"
    "Mang theo để cán bộ xem:\n"
    "• Căn cước hoặc hộ chiếu của người đi khai\n"
    "Trang chính thức: https://dichvucong.gov.vn/p/1.001193.\n"
    "Nguồn: Cổng Dịch vụ công quốc gia, dữ liệu 20/07/2026; em đối chiếu ngày 21/11/2026.",
    Custom(Kind.ANSWER, ("1.001193",), ("documents",)),
    (Button("Lệ phí", "#dang-ky-khai-sinh:fee"), Button("Bao lâu", "#dang-ky-khai-sinh:time")),
)
FEE = Reply(
    "Đăng ký khai sinh (mã thủ tục 1.001193)\nLệ phí:\n• Đúng hạn: không mất tiền",
    Custom(Kind.ANSWER, ("1.001193",), ("fee",)),
)
WHICH = Reply(
    "Anh/chị hỏi thủ tục nào ạ? Trả lời bằng số hoặc bấm chọn:\n1. Đăng ký khai sinh\n2. Đăng ký lại khai sinh",
    Custom(Kind.CLARIFY, ("1.001193", "1.004884")),
    (Button("Đăng ký khai sinh", "#dang-ky-khai-sinh"), Button("Đăng ký lại khai sinh", "#dang-ky-lai-khai-sinh")),
)
LONG = Reply("Các bước\n" + "\n".join(f"• Bước thứ {n} của việc này" for n in range(60)), Custom(Kind.ANSWER))
CRISIS = Reply(say("talk", "crisis"), Custom(Kind.CRISIS))
ODD = Reply("<script>alert(1)</script> {{7*7}}\njavascript:alert(1)", Custom(Kind.SMALLTALK))


def canned(text: str) -> tuple[Reply, ...]:
    """What a word in the message calls for."""
    words = {"khai sinh": PAPERS, "#dang-ky": PAPERS, "chọn": WHICH, "dài": LONG, "khổ": CRISIS, "lạ": ODD}
    if text.endswith(":fee"):
        return (FEE,)
    found = next((reply for word, reply in words.items() if word in text), None)
    return (found or Reply(f"Em nhận được: {text}", Custom(Kind.SMALLTALK)),)


class Worker:
    """One thread. ``delay``: seconds before each answer. ``hold()`` stops answering until ``go()``."""

    def __init__(self, settings: Settings, answers: Answers = canned) -> None:
        self.delay = 0.0
        self.answers = answers
        self._engine = open_engine(settings.database)
        self._keys = load_keys(settings)
        self._ringer = Ringer(bells(settings))
        self._open, self._stopped = threading.Event(), threading.Event()
        self._open.set()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._open.set()
        self._thread.join()
        self._engine.dispose()
        self._ringer.close()

    def hold(self) -> None:
        self._open.clear()

    def go(self) -> None:
        self._open.set()

    def taken(self) -> list[str]:
        """The texts of all messages in the inbox."""
        with self._engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT text_enc FROM inbox ORDER BY id").all()
        return [self._keys.decrypt(row[0]) for row in rows]

    def add(self, reply: Reply) -> None:
        """One more reply to the newest message, as when an officer writes later."""
        with writing(self._engine) as connection:
            row = connection.exec_driver_sql("SELECT id, conversation FROM inbox ORDER BY id DESC LIMIT 1").one()
            message = Claimed(row.id, "web", row.conversation, "", "", 1, utc_now())
            outbox.put(connection, self._keys, message, (reply,), utc_now())
        self._ringer.ring_all("gateway-*", row.conversation)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._open.wait()
            message = inbox.claim(self._engine, self._keys, "test", utc_now(), LEASE)
            if message is None:
                self._stopped.wait(0.02)
            else:
                self._answer(message)

    def _answer(self, message: Claimed) -> None:
        self._stopped.wait(self.delay)
        self._open.wait()
        work = Work(self._engine, self._keys, message.conversation, utc_now())
        work.commit(message, self.answers(message.text))
        self._ringer.ring_all("gateway-*", message.conversation)
